"""The command that searches a case: search."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.output import CASE, CHEAP, warn_of_damage
from variorum.show.controls import visible

SORTS = ("statement", "report", "name")


@click.command()
@CASE
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--in", "sorts", multiple=True, type=click.Choice(SORTS), help="Only statements, reports or names (may be repeated)."
)
@click.option("--report", default="", help="Only in reports whose name or title has this.")
@click.option("--outlet", default="", help="Only in reports of this outlet.")
@click.option("--since", default="", help="Only in reports of this day (2024-03-05, 2024-03) or later.")
@click.option("--until", default="", help="Only in reports of this day or earlier.")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many are printed.")
def search(
    case: Path, words: tuple[str, ...], sorts: tuple[str, ...], report: str, outlet: str, since: str, until: str, most: int
) -> None:
    """Finds words in reports, statements and names, each with who tells it.

    WORDS may stand in any script and spelling that the case knows of a name; "a phrase" keeps its order, -word must not be there (after --).

    Example: variorum search mycase "coast guard" injured --in statement
    """
    from variorum.case.search import SORTS as ALL
    from variorum.export.book import Book
    from variorum.run.pipeline import open_case
    from variorum.run.searching import index_of, keep_index
    from variorum.show import searching

    with open_case(case) as opened:
        record = opened.record()
        warn_of_damage(opened, CHEAP)
    book = Book.of(record)
    index = index_of(case, record)
    keep_index(case, index, record)
    question = " ".join(f'"{word}"' if " " in word else word for word in words)
    documents = searching.Filters(report, outlet, since, until).documents(book)
    found = index.search(question, [one for one in ALL if not sorts or one in sorts], documents, most=most)
    for line in searching.lines(book, index, found.units, found.terms):
        click.echo(visible(line))
    total = sum(number for sort, number in found.counts.items() if not sorts or sort in sorts)
    told = ", ".join(f"{number} {sort}{'s' * (number != 1)}" for sort, number in found.counts.items())
    click.echo(
        f"{len(found.units)} of {total} shown; found in {told}" if total else "Nothing has these words; try fewer, or other ones."
    )
