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

VIEWS = (
    "claims",
    "discrepancies",
    "entities",
    "incidents",
    "timeline",
    "lineage",
    "documents",
    "failures",
    "decisions",
    "custody",
)
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
    click.echo(f"journal head   {summary.head}\nsigned by key  {summary.key}")
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

    if view == "custody":
        click.echo(_custody(case), nl=False)
        return
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
        record = opened.record()
        _warn_of_damage(opened)
    page = dossier(record, full_text=full_text)
    _write(output, page.encode("utf-8"))
    _told_journal(case, "dossier", page, record.fingerprint, output)


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
    else:
        from variorum.export.tables import to_csv

        text = to_csv(record, table or "statements")
    _give(output, text)
    _told_journal(case, kind, text, record.fingerprint, output)


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
@click.argument("claim")
@click.option("--by", required=True, help="Who signs.")
@click.option("--reason", default="", help="What was looked at, or why.")
def sign(case: Path, claim: str, by: str, reason: str) -> None:
    """Keeps a person's signature under a claim; any later change of it shows as "signed, since changed".

    CLAIM is a number as `show CASE claims` has it, an id, or words that stand in one claim alone. The signature binds the
    claim's statements with their sources, its origins and its support, as they are now.

    Example: variorum sign mycase 3 --by "A. Lind"
    """
    from variorum.run.signing import sign as run

    settled = run(case, claim, by, reason)
    click.echo(f"{settled.outcome}: {settled.why}")


@program.command()
@CASE
@click.argument("claim")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file.")
def certify(case: Path, claim: str, output: Path) -> None:
    """Writes one claim with all it rests on to a file that `variorum verify FILE` checks without case or network.

    CLAIM is a number as `show CASE claims` has it, an id, or words that stand in one claim alone.

    Example: variorum certify mycase 3 -o claim-3.json
    """
    from variorum.run.certify import certify as run
    from variorum.show.terminal import cleaned

    click.echo(cleaned(f"certified: {run(case, claim, output).label}"))


@program.command()
@CASE
@click.option("--tsa", required=True, help="The address of a time-stamping authority (RFC 3161).")
@click.option("--tsa-root", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its root certificate (PEM).")
def timestamp(case: Path, tsa: str, tsa_root: Path | None) -> None:
    """Has an authority say that the journal's head was there now. This command uses the network; no other does.

    The authority gets the SHA-256 of the head and a random number, and nothing else.

    Example: variorum timestamp mycase --tsa https://freetsa.org/tsr
    """
    from variorum.run.stamping import timestamp as run

    click.echo(f"variorum: asking {tsa} over the network", err=True)
    stamped = run(case, tsa, tsa_root)
    click.echo(f"{stamped.head}\nwas there on {stamped.stamp.time}, says {stamped.stamp.authority}")
    if not stamped.stamp.vouched:
        click.echo("its signature was not checked: no root certificate here vouches for it; give one with --tsa-root")


@program.command()
@CASE
@click.argument("lines", nargs=-1, required=True, type=click.IntRange(1))
@click.option("--by", required=True, help="Who erases.")
@click.option("--reason", required=True, help="Why.")
def erase(case: Path, lines: tuple[int, ...], by: str, reason: str) -> None:
    """Erases what lines of the journal say of people, paths and words; the chain holds, and tells of the erasure.

    LINES are numbers as `show CASE custody` has them. Originals and reading texts stay.

    Example: variorum erase mycase 7 --by "A. Lind" --reason "asked to by the witness"
    """
    from variorum.run.erasing import erase as run

    count = run(case, lines, by, reason)
    click.echo(f"{count} erased; the journal tells that, by whom and why")


@program.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", "keys", multiple=True, help="Fingerprint of a key that should have signed; as often as there are keys.")
@click.option("--head", help="A head of the journal, SIZE:HASH, as `build` printed it.")
@click.option("--rebuild", is_flag=True, help="Derive everything once more, aside, and compare.")
@click.option(
    "--original", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Hold a certificate against this file."
)
@click.option(
    "--tsa-root", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="An authority's root certificate (PEM)."
)
def verify(
    path: Path, keys: tuple[str, ...], head: str | None, rebuild: bool, original: Path | None, tsa_root: Path | None
) -> None:
    """Checks that a case, or a certificate, is as it was written.

    Exit status 1: bytes, chain or signatures are broken; 3: only what is derived differs. Without --key and --head, known from
    elsewhere, it cannot tell whether somebody else made all of it, or cut off its end.

    Example: variorum verify mycase --head 17:0b1c...
    """
    from variorum.run.verifying import verify as run
    from variorum.show.terminal import cleaned

    verdict = run(path, keys, head, rebuild, original, tsa_root)
    for line in verdict.lines:
        click.echo(cleaned(line))
    if verdict.status:
        raise SystemExit(verdict.status)


@program.command()
def key() -> None:
    """Prints where the key that signs the journals lies, and its fingerprint; makes the key when there is none.

    VARIORUM_KEY names another place; with VARIORUM_PASSPHRASE set, a new key is locked with it.

    Example: variorum key
    """
    from variorum.case.keys import key_path, signer

    found = signer()
    click.echo(f"key            {key_path()}\nfingerprint    {found.fingerprint}")


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


def _custody(case: Path) -> str:
    from variorum.case.journal import scan
    from variorum.case.store import Case
    from variorum.run.pipeline import SOFTWARE
    from variorum.show.custody import custody

    with Case.open(case, SOFTWARE) as opened:
        return custody(scan(opened.layout).entries, opened.blobs)


def _told_journal(case: Path, kind: str, text: str, fingerprint: str, output: Path | None) -> None:
    from variorum.run.handout import tell_export

    trouble = tell_export(case, kind, text.encode("utf-8"), fingerprint, output)
    if trouble is not None:
        click.echo(f"variorum: warning: the journal does not tell of this: {trouble}", err=True)


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
