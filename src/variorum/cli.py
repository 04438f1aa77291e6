"""The command line: one command a verb; it parses, calls and prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from variorum import __version__
from variorum.errors import VariorumError
from variorum.show.controls import visible

if TYPE_CHECKING:
    from variorum.case.store import Case
    from variorum.export.tables import Table

VIEWS = ("claims", "discrepancies", "entities", "incidents", "timeline", "lineage", "documents", "failures", "decisions")
VERBS = ("same", "different", "dismiss", "confirm", "attribute", "correct", "withdraw")
CASE = click.argument("case", type=click.Path(path_type=Path))
TABLES = ("statements", "claims", "discrepancies")
CHEAP = 8_000_000  # bytes of originals and texts that are hashed in passing, in a few hundredths of a second
ASCII = click.option("--ascii", is_flag=True, help="Signs in plain ASCII.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="variorum")
def program() -> None:
    """Reads many reports of the same events and keeps one sourced record of who says what.

    Example: variorum build reports/ --case mycase
    """


@program.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--case", "case", required=True, type=click.Path(path_type=Path), help="The case folder; made when missing.")
@click.option("--title", help='What the case is called (else "Untitled case").')
@click.option("--jobs", type=click.IntRange(1), help="Processes that read at the same time (else VARIORUM_JOBS, or 1).")
@click.option("--strict", is_flag=True, help="Exit with status 1 when anything given could not be read.")
@ASCII
def build(paths: tuple[Path, ...], case: Path, title: str | None, jobs: int | None, strict: bool, ascii: bool) -> None:
    """Takes reports (files, or folders of them) into a case and makes its record.

    A file a.json beside a.txt says what is known of that report: title, publisher, authors, published, url. In folders,
    files whose names begin with a dot are left out. What the case has already is not done again.

    Example: variorum build reports/ late.pdf --case mycase --title "The bridge at Norwick"
    """
    from variorum.case.store import Case
    from variorum.run.pipeline import SOFTWARE
    from variorum.run.pipeline import build as run
    from variorum.show.terminal import summary as six_lines

    with _bar() as progress:
        summary = run(paths, case, title=title, jobs=jobs, progress=progress)
    with Case.open(case, SOFTWARE) as opened:
        _warn_of_damage(opened, CHEAP)
    record, failures = summary.record, summary.record.failures
    click.echo(six_lines(record, ascii=ascii or not _can_print("◎≠"), languages=summary.languages), nl=False)
    if failures:
        noun = "input was" if len(failures) == 1 else "inputs were"
        click.echo(f"variorum: warning: {len(failures)} {noun} not read whole; see `variorum show {case} failures`", err=True)
        if strict:
            raise SystemExit(1)


@program.command()
@CASE
@click.argument("view", type=click.Choice(VIEWS), default="claims")
@ASCII
def show(case: Path, view: str, ascii: bool) -> None:
    """Prints one view of a case: claims, unless another is named.

    Example: variorum show mycase discrepancies
    """
    from variorum.run.pipeline import open_case
    from variorum.show import terminal

    with open_case(case) as opened:
        record = opened.record()
        _warn_of_damage(opened, CHEAP)
    click.echo(terminal.view(record, view, ascii=ascii or not _can_print("◎≠")), nl=False)


@program.command()
@CASE
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The HTML file.")
@click.option("--full-text", is_flag=True, help="With the whole reports, marked statement by statement.")
def report(case: Path, output: Path, full_text: bool) -> None:
    """Writes the dossier of a case as one HTML file that asks nothing of any network.

    Example: variorum report mycase -o dossier.html
    """
    from variorum.run.pipeline import open_case
    from variorum.show.dossier import dossier

    with open_case(case) as opened:
        page = dossier(opened.record(), full_text=full_text)
        _warn_of_damage(opened)
    _write(output, page.encode("utf-8"))


@program.command()
@CASE
@click.option("--format", "kind", type=click.Choice(("json", "csv")), default="json", show_default=True)
@click.option("--table", type=click.Choice(TABLES), help="Which table, for csv (else statements).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; else it is printed.")
def export(case: Path, kind: str, table: Table | None, output: Path | None) -> None:
    """Gives the record of a case to other programs.

    Example: variorum export mycase --format json -o record.json
    """
    import json

    from variorum.run.pipeline import open_case

    if table is not None and kind != "csv":
        raise VariorumError(f"--table {table}: only CSV has tables; add --format csv, or leave --table out for the whole as JSON")
    with open_case(case) as opened:
        record = opened.record()
        _warn_of_damage(opened)
    if kind == "json":
        from variorum.export.json_record import to_json

        text = json.dumps(to_json(record), ensure_ascii=False, indent=1) + "\n"
        _give(output, text)
        return
    from variorum.export.tables import to_csv

    _give(output, to_csv(record, table or "statements"))


@program.command()
@CASE
@click.argument("verb", type=click.Choice(VERBS))
@click.argument("quotes", nargs=-1, required=True)
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", required=True, help="Why.")
@click.option("--kind", type=click.Choice(("claim", "entity", "story")), help="Of what, for same and different (else claim).")
@click.option("--source", default="", help="Whose words they are, for attribute, where no second quotation names them.")
def decide(case: Path, verb: str, quotes: tuple[str, ...], by: str, reason: str, kind: str | None, source: str) -> None:
    """Keeps a decision of yours in a case; it wins over the program, and a later one over an earlier.

    QUOTES are words of the reports, each standing in one place only; NAME:words looks in that report alone.

    \b
    same QUOTE QUOTE...       they tell one claim (--kind entity: they mean one;
                              --kind story: their reports belong together)
    different QUOTE QUOTE...  they do not
    dismiss QUOTE [QUOTE]     what is told differently there is no discrepancy
    confirm QUOTE [QUOTE]     it is one
    attribute QUOTE [QUOTE]   the first words come from whoever the second name,
                              or from --source
    correct QUOTE             the report that holds the words was corrected
    withdraw QUOTE            the report that holds the words was withdrawn

    Example: variorum decide mycase same "the dam broke" "the wall gave way" --by "A. Lind" --reason "one event, told twice"
    """
    from variorum.run.decide import decide as run

    settled = run(case, verb, quotes, by, reason, kind, source)
    click.echo(visible(f"{settled.outcome}: {settled.why}"))


@program.command()
@CASE
def verify(case: Path) -> None:
    """Checks that a case is as it was written; exit status 1 when it is not.

    Example: variorum verify mycase
    """
    from variorum.case.verify import verify as findings

    found = findings(case)
    for finding in found:
        click.echo(visible(finding))
    if found:
        raise SystemExit(1)
    click.echo("originals, texts, journal and database are as they were written")


@program.command()
def doctor() -> None:
    """Tells what is installed, which models, and whether all works without a network.

    Example: variorum doctor
    """
    from variorum.run.doctor import examine

    lines, ready = examine()
    for line in lines:
        click.echo(line)
    if not ready:
        raise SystemExit(1)


def _warn_of_damage(case: Case, most: int | None = None) -> None:
    """Says in one line on standard error that what is kept is not what was given; for `most`, see `damage`."""
    from variorum.case.damage import damage

    if found := damage(case.layout, case.state.kept(), most):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        step = f"`variorum verify {case.layout.root}` tells all; put back what was kept from a copy"
        click.echo(f"variorum: warning: {found[0]}{more}; {step}", err=True)


def _give(output: Path | None, text: str) -> None:
    if output is None:
        text = visible(text) if sys.stdout.isatty() else text  # a file gets every character, a terminal none that it obeys
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    else:
        _write(output, text.encode("utf-8"))


def _write(output: Path, data: bytes) -> None:
    from variorum.case.layout import write_whole

    if not output.parent.is_dir():
        raise VariorumError(f"{output.parent}: no such folder; make it, or name another file")
    write_whole(output, data, output.parent)


def _can_print(signs: str) -> bool:
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """What shows progress on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    width = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal width
        filled = 24 * done // max(total, 1)
        line = f"{stage:<10} [{'#' * filled}{'-' * (24 - filled)}] {done}/{total}"
        _draw(sys.stderr, line.ljust(width))
        width = len(line)

    try:
        yield progress
    finally:
        if width:
            _draw(sys.stderr, " " * width)
            _draw(sys.stderr, "")


def _draw(stream: IO[Any], line: str) -> None:
    stream.write(f"\r{line}")
    stream.flush()


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


if __name__ == "__main__":
    main()
