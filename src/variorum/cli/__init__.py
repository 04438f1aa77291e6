"""The command line: one command a verb; it parses, calls and prints."""

from __future__ import annotations

import sys

import click

from variorum import __version__
from variorum.cli import cluster, custody, deciding, record, searching, serve
from variorum.errors import VariorumError
from variorum.show.controls import visible

COMMANDS = (
    record.build,
    cluster.import_,
    record.show,
    record.report,
    record.export,
    searching.search,
    serve.serve,
    deciding.decide,
    deciding.sign,
    custody.certify,
    custody.timestamp,
    custody.erase,
    custody.verify,
    custody.key,
    custody.doctor,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="variorum")
def program() -> None:
    """Reads many reports of the same events and keeps one sourced record of who says what.

    Example: variorum build reports/ --case mycase
    """


for command in COMMANDS:
    program.add_command(command)


def _told(error: OSError) -> str:
    import errno

    steps = {
        errno.ENOSPC: "make room, then run the same command again",
        errno.EDQUOT: "make room, then run the same command again",
        errno.EACCES: "get the right to use it, or name another place",
        errno.EPERM: "get the right to use it, or name another place",
        errno.EROFS: "nothing can be written there; name another place",
    }
    what = (error.strerror or str(error) or type(error).__name__).lower()
    where = error.filename2 or error.filename
    return f"{where}: {what}" * bool(where) + what * (not where) + f"; {steps.get(error.errno or 0, 'mend that and run again')}"


def main() -> None:
    """Runs the command line; whatever a user can mend becomes one line and exit status 2."""
    try:
        status = program(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = 2
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("variorum: stopped; nothing is half-written, the next build continues from here", err=True)
        status = 130
    except VariorumError as error:
        click.echo(visible(f"variorum: {error}"), err=True)
        status = 2
    except BrokenPipeError:  # the reader of our output went away, which is its right
        sys.stderr.close()
        status = 0
    except OSError as error:
        click.echo(visible(f"variorum: {_told(error)}"), err=True)
        status = 2
    sys.exit(status if isinstance(status, int) else 0)
