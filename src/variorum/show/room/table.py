"""The collation table: claims by reports, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlencode

from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.model.record import Claim
from variorum.show import pages
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.answers import Answer
from variorum.show.room.ask import Ask

ROWS = 50  # claims of one page


def page(book: Book, ask: Ask) -> Html | Answer:
    """A page of the table; with `part=rows` its rows alone, which a script puts below those that are there."""
    chosen = _chosen(book, ask)
    last = max(1, -(-len(chosen) // ROWS))
    number = min(max(_whole(ask.one("page")), 1), last)
    rows = _rows(book, chosen[(number - 1) * ROWS : number * ROWS])
    if ask.one("part") == "rows":
        return Answer(rows)
    return join([el("h1", "What the reports tell"), pages.legend(), rows, _pager(ask, number, last, len(chosen))])


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _chosen(book: Book, ask: Ask) -> Sequence[Claim]:
    return [claim for claim in book.claims if ask.one("support") in ("", claim.support)]


def _rows(book: Book, claims: Sequence[Claim]) -> Html:
    if not claims:
        return el("p", "No claim is like that. Take a filter away.", class_="empty")
    labels = {story.id: story.label for story in book.record.stories}
    parts = []
    for story, group in groupby(claims, key=lambda claim: claim.story):
        label = labels.get(story or "", "In no one story")
        parts.append(pages.collation(book, list(group), label, _columns(book, story), links.ROOM))
    return join(parts)


def _columns(book: Book, story: str | None) -> tuple[Document, ...]:
    """The reports of a story, in the order of the case's columns."""
    held = {id for one in book.record.stories if one.id == story for id in one.documents}
    return tuple(document for document in book.columns if not held or document.id in held)


def _pager(ask: Ask, number: int, last: int, total: int) -> Html:
    def at(where: int, words: str, rel: str) -> Html:
        query = [(name, value) for name, values in ask.query.items() if name not in ("page", "part") for value in values]
        return el("a", words, href=f"{links.CLAIMS}?{urlencode([*query, ('page', str(where))])}", rel=rel)

    steps = [at(number - 1, "Earlier rows", "prev")] if number > 1 else []
    steps += [at(number + 1, "Further rows", "next")] if number < last else []
    return el(
        "nav", f"{counted(total, 'claim')}, page {number} of {last}", *steps, aria_label="Pages of the table", class_="pager"
    )
