"""The list of reports: by letter, with outlet, date, standing, versions, captures and how much each tells."""

from __future__ import annotations

from collections.abc import Callable

from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.register import register
from variorum.show.room.telling import address_with, letters, pages

EACH = 100  # reports on a page
ORDERS: dict[str, str] = {"letter": "letter", "date": "date", "outlet": "outlet", "claims": "number of claims"}


def page(book: Book, ask: Ask) -> Html:
    """The reports of the case, as a table to sort and to choose from for comparing."""
    if not book.columns:
        return join([el("h1", "Reports"), el("p", "No report has been read yet. Add reports to begin.", class_="empty")])
    order = ask.one("sort") if ask.one("sort") in ORDERS else "letter"
    found = sorted(book.columns, key=_key(book, order))
    part, turning = pages(ask, links.REPORTS, len(found), EACH, "report")
    rows = [_row(book, document) for document in found[part]]
    titles = ("Compare", "Letter", "Report", "Published", "Standing", "Versions", "Given as", "Claims")
    heads = (el("th", title, scope="col") for title in titles)
    table = el("table", el("thead", el("tr", *heads)), el("tbody", *rows), class_="listing reports-listing")
    sorting = el("p", "Sorted by ", join(_sorting(ask, order), " · "), class_="ours")
    form = el(
        "form",
        el("div", table, class_="wide"),
        el("p", el("button", "Set two or three side by side", type="submit")),
        action=links.COMPARE,
        method="get",
    )
    return join([el("h1", "Reports"), sorting, turning, form])


def _sorting(ask: Ask, order: str) -> list[Html]:
    return [
        el("strong", words) if name == order else el("a", words, href=address_with(links.REPORTS, ask, sort=name, page=None))
        for name, words in ORDERS.items()
    ]


def _key(book: Book, order: str) -> Callable[[Document], tuple[object, ...]]:
    place = {document.id: number for number, document in enumerate(book.columns)}
    if order == "date":
        return lambda one: (one.meta.published or "9999", place[one.id])
    if order == "outlet":
        return lambda one: (book.outlet(one).casefold(), place[one.id])
    if order == "claims":
        return lambda one: (-len(claims_of(book, one)), place[one.id])
    return lambda one: (place[one.id],)


def claims_of(book: Book, document: Document) -> list[str]:
    """The claims that a report tells, in the order of its text."""
    told = register(book).statements.get(document.id, ())
    return list(dict.fromkeys(one.claim for one in told if one.claim in book.numbers and one.claim))


def versions(book: Book, document: Document) -> list[Document]:
    """The versions of a report, this one among them, as they followed one another; empty where there is but one."""
    if document.report is None:
        return []
    found = [one for one in book.columns if one.report == document.report]
    return sorted(found, key=lambda one: (one.version or 0, one.meta.published or "9999", one.id))


def _row(book: Book, document: Document) -> Html:
    letter, title = book.siglum(document.id), book.title(document)
    told = claims_of(book, document)
    alone = sum(len(book.reports(book.claims[book.numbers[name] - 1])) < 2 for name in told)
    others = [one.id for one in versions(book, document) if one.id != document.id]
    version = join([f"{document.version or '?'} of {len(others) + 1}, with ", letters(book, others)]) if others else "one"
    return el(
        "tr",
        el(
            "td",
            el("input", type="checkbox", name="report", value=document.id, aria_label=f"Compare {letter}"),
            data_head="Compare",
        ),
        el("td", el("b", letter), data_head="Letter"),
        el(
            "th",
            el("a", title or "Without a title", href=links.report(document.id), class_="said" if title else None, dir="auto"),
            el("small", book.outlet(document)),
            scope="row",
        ),
        el("td", dated(document), data_head="Published", class_="figure"),
        el("td", document.standing, data_head="Standing"),
        el("td", version, data_head="Versions"),
        el("td", ", ".join(document.captures) or document.name, data_head="Given as", class_="file"),
        el(
            "td",
            el("a", counted(len(told), "claim"), href=f"{links.CLAIMS}?report={document.id}"),
            el("small", f"{alone} told by {letter} alone") if alone else "",
            data_head="Claims",
            class_="figure",
        ),
    )


def dated(document: Document) -> Html:
    """When a report says it was published, for people and for programs."""
    given = document.meta.published
    return el("time", given[:16].replace("T", ", "), datetime=given) if given else el("span", "no date", class_="ours")
