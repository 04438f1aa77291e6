"""Commands that make a record and give it: build, show, report, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from variorum.cli.cluster import Readers, check, edition, opened_runner, readers_options
from variorum.cli.output import (
    ASCII,
    CASE,
    CHEAP,
    NAME,
    REDACT,
    SHARE,
    bar,
    can_print,
    give,
    told_desk,
    told_journal,
    warn_of_damage,
    warn_of_people,
    write,
)
from variorum.errors import VariorumError

if TYPE_CHECKING:
    from variorum.export.tables import Table

VIEWS = (
    "claims",
    "discrepancies",
    "entities",
    "incidents",
    "at-risk",
    "timeline",
    "lineage",
    "documents",
    "failures",
    "decisions",
    "review",
    "custody",
)
TABLES = ("statements", "claims", "discrepancies")


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--case", "case", type=click.Path(path_type=Path), help="The case folder; made when missing.")
@click.option("--title", help='What the case is called (else "Untitled case").')
@click.option("--jobs", type=click.IntRange(1), help="Processes that read at the same time (else VARIORUM_JOBS, or 1).")
@readers_options
@click.option("--strict", is_flag=True, help="Exit with status 1 when anything given could not be read.")
@ASCII
def build(
    paths: tuple[str, ...],
    case: Path | None,
    title: str | None,
    jobs: int | None,
    readers: Readers,
    strict: bool,
    ascii: bool,
) -> None:
    """Takes reports (files, or folders of them) into a case and makes its record.

    A file a.json beside a.txt says what is known of that report: title, publisher, authors, published, url. In folders,
    files whose names begin with a dot are left out. What the case has already is not done again.

    With --runner ray a cluster reads (see docs/scale.md). With --output in place of --case, PATHS may be addresses
    (s3://, https://, ...), nothing is copied, and the record is written as Parquet; `variorum import` takes stories from there.

    Example: variorum build reports/ late.pdf --case mycase --title "The bridge at Norwick"
    """
    from variorum.case.store import Case
    from variorum.run.pipeline import SOFTWARE
    from variorum.run.pipeline import build as run
    from variorum.show.terminal import summary as six_lines

    check(case, readers)
    if case is None:
        edition(paths, readers, title, jobs, strict)
        return
    with opened_runner(readers, jobs) as runner, bar() as progress:
        summary = run(paths, case, title=title, jobs=jobs, progress=progress, runner=runner)
    with Case.open(case, SOFTWARE) as opened:
        warn_of_damage(opened, CHEAP)
    record, failures = summary.record, summary.record.failures
    click.echo(six_lines(record, ascii=ascii or not can_print("◎≠"), languages=summary.languages), nl=False)
    click.echo(f"journal head   {summary.head}\nsigned by key  {summary.key}")
    if failures:
        noun = "input was" if len(failures) == 1 else "inputs were"
        click.echo(f"variorum: warning: {len(failures)} {noun} not read whole; see `variorum show {case} failures`", err=True)
        if strict:
            raise SystemExit(1)


@click.command()
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
        warn_of_damage(opened, CHEAP)
        if view == "review":
            from variorum.run.sharing import review_lines

            click.echo(terminal.cleaned("\n".join(review_lines(opened, record)), ascii))
            return
    click.echo(terminal.view(record, view, ascii=ascii or not can_print("◎≠")), nl=False)


@click.command()
@CASE
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The HTML file.")
@click.option("--full-text", is_flag=True, help="With the whole reports, marked statement by statement.")
@SHARE
@NAME
@REDACT
def report(case: Path, output: Path, full_text: bool, share: bool, named: tuple[str, ...], redact: tuple[str, ...]) -> None:
    """Writes the dossier of a case as one HTML file that asks nothing of any network.

    It is the desk's own copy, whole and named, unless --share or --redact is given.

    Example: variorum report mycase -o dossier.html
    """
    from variorum.export.book import Book
    from variorum.run.pipeline import open_case
    from variorum.run.sharing import Sharing, released
    from variorum.show.dossier import dossier

    if share and full_text:
        why = "what is shared quotes sentences; whole reports belong to those who wrote them, and tell more than you looked at"
        raise VariorumError(f"--share --full-text: {why}; leave one of the two out")
    with open_case(case) as opened:
        record = opened.record()
        warn_of_damage(opened)
        copy = released(opened, record, Sharing(share, named, redact))
    warn_of_people(case, Book.of(record))
    page = dossier(copy.record, full_text=full_text)
    write(output, page.encode("utf-8"))
    told_journal(case, "dossier", page, copy, output)
    told_desk(record, copy)


@click.command()
@CASE
@click.option("--format", "kind", type=click.Choice(("json", "csv")), default="json", show_default=True)
@click.option("--table", type=click.Choice(TABLES), help="Which table, for csv (else statements).")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; else it is printed.")
@SHARE
@NAME
@REDACT
def export(
    case: Path,
    kind: str,
    table: Table | None,
    output: Path | None,
    share: bool,
    named: tuple[str, ...],
    redact: tuple[str, ...],
) -> None:
    """Gives the record of a case to other programs.

    It is the desk's own copy, whole and named, unless --share or --redact is given.

    Example: variorum export mycase --format json -o record.json
    """
    import json

    from variorum.export.book import Book
    from variorum.run.pipeline import open_case
    from variorum.run.sharing import Sharing, released

    if table is not None and kind != "csv":
        raise VariorumError(f"--table {table}: only CSV has tables; add --format csv, or leave --table out for the whole as JSON")
    with open_case(case) as opened:
        record = opened.record()
        warn_of_damage(opened)
        copy = released(opened, record, Sharing(share, named, redact))
    warn_of_people(case, Book.of(record))
    if kind == "json":
        from variorum.export.json_record import to_json

        text = json.dumps(to_json(copy.record), ensure_ascii=False, indent=1) + "\n"
    else:
        from variorum.export.tables import to_csv

        text = to_csv(copy.record, table or "statements")
    give(output, text)
    told_journal(case, kind, text, copy, output)
    told_desk(record, copy)


def _custody(case: Path) -> str:
    from variorum.case.journal import scan
    from variorum.case.store import Case
    from variorum.run.pipeline import SOFTWARE
    from variorum.show.custody import custody

    with Case.open(case, SOFTWARE) as opened:
        return custody(scan(opened.layout).entries, opened.blobs)
