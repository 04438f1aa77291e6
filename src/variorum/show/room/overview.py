"""What the case is and rests on, what is open, and what needs a person."""

from __future__ import annotations

from collections import Counter

from variorum.export.book import RELATION_ORDER, Book, counted
from variorum.show import pages
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.signs import RELATION_HEAD, RELATION_SIGN, SUPPORT_SIGN, SUPPORT_WORD


def page(book: Book, ask: Ask) -> Html:
    """The first page of a case."""
    return join(
        [
            pages.head(book),
            el("section", el("h2", "Claims by support"), _support(book)),
            el("section", el("h2", "Where the reports differ"), _differences(book)),
            el("section", el("h2", "Reports"), pages.reports(book)),
            el("section", el("h2", "What could not be read"), pages.failures(book)),
        ]
    )


def _support(book: Book) -> Html:
    found = Counter(claim.support for claim in book.claims)
    rows = (
        el(
            "li",
            el("span", SUPPORT_SIGN[name], class_="support"),
            " ",
            el("a", counted(found[name], "claim"), href=f"{links.CLAIMS}?support={name}"),
            f" {SUPPORT_WORD[name]}",
        )
        for name in SUPPORT_SIGN
    )
    return el("ul", *rows, class_="tally")


def _differences(book: Book) -> Html:
    found = Counter(entry.relation for entry in book.record.discrepancies)
    rows = (
        el(
            "li",
            el("span", RELATION_SIGN[name], class_=name),
            " ",
            el("a", str(found[name]), href=f"{links.CLAIMS}?differs={name}"),
            f" {RELATION_HEAD[name][0].lower()}{RELATION_HEAD[name][1:]}",
        )
        for name in RELATION_ORDER
    )
    return el("ul", *rows, class_="tally")
