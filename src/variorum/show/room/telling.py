"""Sentences that several pages share: a statement with who tells it, where it stands and which claim it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.model.record import RecordStatement
from variorum.run.sharing import withholds
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.fields import secret
from variorum.show.room.register import register
from variorum.show.wording import standing, unsure

FOLDED = 300  # entries behind a fold


def quoted(book: Book, statement: RecordStatement) -> Html:
    """The words of a statement, leading to where they stand, with who tells them and the claim they are of."""
    words = " ".join(book.words(statement.document, statement.span).split())
    number = book.numbers.get(statement.claim or "")
    of = [" · ", el("a", f"claim {number}", href=links.claim(statement.claim))] if number and statement.claim else []
    return join(
        [
            el("a", words, href=links.report(statement.document, statement.id), class_="said", dir="auto"),
            " ",
            el("small", book.teller(statement), unsure(statement), *of, class_="teller"),
        ]
    )


def listed(book: Book, statements: Sequence[RecordStatement], most: int, folded: int = FOLDED) -> Html:
    """Statements as a list, a claim an entry and a wording a line, the entries over a number behind a fold."""
    claims: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in statements:
        claims[statement.claim or statement.id].append(statement)
    items = [el("li", *_wordings(book, told)) for told in list(claims.values())[: most + folded]]
    shown = el("ul", *items[:most], class_="told-list")
    rest = items[most:]
    if not rest:
        return shown
    left = len(claims) - len(items)
    more = el("p", f"{counted(left, 'further claim')} not listed here.", class_="ours") if left > 0 else ""
    return join([shown, el("details", el("summary", f"{len(rest)} more"), el("ul", *rest, class_="told-list"), more)])


def _wordings(book: Book, told: Sequence[RecordStatement]) -> list[Html]:
    """Each wording of a claim once, with all who word it so, and the number of the claim."""
    worded: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in told:
        worded[" ".join(book.words(statement.document, statement.span).split()).casefold()].append(statement)
    lines = []
    number = book.numbers.get(told[0].claim or "")
    claim = el("a", f"claim {number}", href=links.claim(told[0].claim)) if number and told[0].claim else None
    for place, alike in enumerate(worded.values()):
        first = alike[0]
        words = " ".join(book.words(first.document, first.span).split())
        of = [" · ", claim] if claim and place == len(worded) - 1 else []
        unsure_of = "; ".join(dict.fromkeys(one.certainty for one in alike if unsure(one)))
        lines.append(
            el("p", el("a", words, href=links.report(first.document, first.id), class_="said", dir="auto"), " ",
               el("small", book.tellers(alike), f" · {unsure_of}" if unsure_of else "", *of, class_="teller"))
        )  # fmt: skip
    return lines


def letters(book: Book, documents: Iterable[str]) -> Html:
    """The letters of reports, each leading to its report."""
    place = register(book).place
    known = [book.columns[number] for number in sorted({place[name] for name in documents if name in place})]
    return join(
        (el("a", book.siglum(one.id), href=links.report(one.id), title=book.outlet(one), class_="letter") for one in known), " "
    )


def headed(book: Book, document: Document) -> str:
    """A report in one line: "A · Harbour Post, 2031-05-09 (withdrawn)"."""
    dated = f", {document.meta.published[:10]}" if document.meta.published else ""
    return f"{book.siglum(document.id)} · {book.outlet(document)}{dated}{standing(document)}"


def number_asked(ask: Ask, name: str, otherwise: int = 1) -> int:
    """A whole number from 1 that the query gives; where it gives none, another."""
    given = ask.one(name)
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 8 else otherwise


def pages(ask: Ask, address: str, count: int, each: int, noun: str, plural: str | None = None) -> tuple[slice, Html]:
    """Which of many stand on the page asked for, and links to the pages before and after."""
    last = max(1, -(-count // each))
    here = min(number_asked(ask, "page"), last)
    turning = [
        el("a", words, href=address_with(address, ask, page=str(to)), rel=rel)
        for words, to, rel in (("before", here - 1, "prev"), ("after", here + 1, "next"))
        if 1 <= to <= last
    ]
    shown = (
        el("p", f"{counted(count, noun, plural)}; page {here} of {last}. ", join(turning, " "), class_="ours turning")
        if last > 1
        else ""
    )
    return slice((here - 1) * each, here * each), join([shown])


def address_with(address: str, ask: Ask, **changed: str | None) -> str:
    """This view with some parameters of its query changed; None drops one."""
    kept = [(name, value) for name, values in ask.query.items() for value in values if name not in changed]
    kept += [(name, value) for name, value in changed.items() if value is not None]
    return f"{address}?{urlencode(kept)}" if kept else address


def as_file(book: Book, ask: Ask, name: str, id: str | None = None) -> Html:
    """A way to take a picture away that needs no script; with scripts there is a better one, unless somebody is withheld."""
    address = address_with(f"/pictures/{name}", ask, **({"id": id} if id is not None else {}))
    form = el("form", secret(ask), el("button", "Picture as SVG", class_="quiet"), method="post", action=address)
    return form if withholds(book.record) else el("noscript", form)
