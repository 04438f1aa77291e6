"""Search: words in reports, statements and names, in every spelling the case knows, each with who tells it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from variorum.case.search import SORTS, Found, Index, Sort, Unit
from variorum.errors import InputError
from variorum.export.book import Book, counted
from variorum.model.record import Entity
from variorum.run.searching import index_of, keep_index
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.kept import kept
from variorum.show.searching import Filters, snippet, teller

PAGE = 20  # results of one page
SORT_WORD = {"": "All", "statement": "Statements", "report": "Reports", "name": "Names"}


def page(desk: Desk, ask: Ask) -> Html:
    """The form, and what was found."""
    book = desk.book
    question = ask.one("q").strip()
    parts: list[str] = [el("h1", f"Found for “{question}”" if question else "Search"), _form(book, ask)]
    if question:
        parts.append(_results(book, index(desk, book), ask, question))
    else:
        parts.append(el("p", HOW, class_="ours"))
    return join(parts)


HOW = (
    "Words of a name find it in every spelling and script that the case knows of it. Quotation marks keep a phrase together; "
    "a minus before a word leaves out what has it."
)


def index(desk: Desk, book: Book) -> Index:
    """What can be searched of the record, made when first asked for."""
    return kept(book, _index, desk)


def _index(book: Book, desk: Desk) -> Index:
    index = index_of(desk.root, book.record)
    desk.if_free(lambda root: keep_index(root, index, book.record))
    return index


def _results(book: Book, words: Index, ask: Ask, question: str) -> Html:
    number = _whole(ask.one("page"))
    sorts: Sequence[Sort] = [s for s in SORTS if ask.one("in") in ("", s)] or SORTS
    documents = _filters(ask).documents(book)
    try:
        found = words.search(question, sorts, documents, (number - 1) * PAGE, PAGE)
    except InputError as error:
        return el("p", str(error), class_="empty")
    total = sum(found.counts[s] for s in sorts)
    if not found.units:
        return join([_sorts(ask, found), el("p", NOTHING, class_="empty")])
    items = (el("li", _hit(book, words, unit, found)) for unit in found.units)
    last = -(-total // PAGE)
    return join(
        [
            _sorts(ask, found),
            el("ol", *items, class_="found", start=(number - 1) * PAGE + 1),
            _pager(ask, number, last, total),
        ]
    )


NOTHING = "Nothing has these words here. Try fewer words, the beginning of one, or take a filter away."


def _hit(book: Book, words: Index, unit: Unit, found: Found) -> Html:
    text, spans = words.marks(unit, found.terms)
    cut = snippet(text, spans)
    shown = [el("mark", part) if hit else part for part, hit in cut.parts]
    quoted = el("span", "… " if cut.cut_before else "", *shown, " …" if cut.cut_after else "", class_="said", dir="auto")
    onward = [el("a", name, href=address) for name, address in _onward(book, unit)]
    return join([el("p", quoted), el("small", teller(book, unit), *(join([" · ", one]) for one in onward))])


def _onward(book: Book, unit: Unit) -> list[tuple[str, str]]:
    """Where a result leads, by what is said of it."""
    if unit.sort == "statement" and unit.id in book.statements:
        one = book.statements[unit.id]
        claim = [(f"claim {book.numbers[one.claim]}", links.claim(one.claim))] if one.claim in book.numbers and one.claim else []
        return [*claim, (f"in {book.siglum(one.document)}, in its place", links.statement(one))]
    if unit.document is not None:
        inside = (s for s in book.record.statements if s.document == unit.document and s.span.overlap(unit.span))
        first = min(inside, key=lambda s: s.span, default=None)
        document = book.documents[unit.document]
        name = f"{book.siglum(document.id)} · {book.outlet(document)} · {(document.meta.published or 'no date')[:10]}"
        return [(name, links.statement(first) if first is not None else links.report(unit.document))]
    entity = book.entities[unit.id]
    return [(f"who says what about {entity.name}", _entity(entity))]


def _entity(entity: Entity) -> str:
    return links.place(entity.id) if entity.type == "place" else links.entity(entity.id)


def _form(book: Book, ask: Ask) -> Html:
    reports = [("", "any report"), *((d.id, f"{book.siglum(d.id)} · {book.outlet(d)}") for d in book.columns)]
    outlets = [("", "any outlet"), *((o, o) for o in sorted({book.outlet(d) for d in book.columns}))]
    return el(
        "form",
        el("input", type="search", name="q", value=ask.one("q"), aria_label="Words", required="", maxlength=400),
        el("button", "Search"),
        el(
            "div",
            _select("Report", "report", reports, ask),
            _select("Outlet", "outlet", outlets, ask),
            el("label", "From ", el("input", type="date", name="since", value=ask.one("since"))),
            el("label", "To ", el("input", type="date", name="until", value=ask.one("until"))),
            el("input", type="hidden", name="in", value=ask.one("in")) if ask.one("in") else "",
            class_="filters",
        ),
        action=links.SEARCH,
        role="search",
        class_="search",
    )


def _select(label: str, name: str, options: Sequence[tuple[str, str]], ask: Ask) -> Html:
    chosen = ask.one(name)
    shown = (el("option", word, value=value, selected="" if value == chosen else None) for value, word in options)
    return el("label", f"{label} ", el("select", *shown, name=name))


def _filters(ask: Ask) -> Filters:
    return Filters(ask.one("report"), ask.one("outlet"), ask.one("since"), ask.one("until"))


def _sorts(ask: Ask, found: Found) -> Html:
    """Links that choose statements, reports or names, with how many there are."""
    chosen = ask.one("in")
    counts: dict[str, int] = {"": sum(found.counts.values())}
    counts.update({str(sort): number for sort, number in found.counts.items()})
    entries = (
        el(
            "a",
            f"{word} {counts[name]}",
            href=_address(ask, ("in", name), ("page", "")),
            aria_current="true" if name == chosen else None,
        )
        for name, word in SORT_WORD.items()
    )
    return el("nav", *entries, aria_label="What was found", class_="kinds")


def _pager(ask: Ask, number: int, last: int, total: int) -> Html:
    steps = [el("a", "Earlier", href=_address(ask, ("page", str(number - 1))), rel="prev")] if number > 1 else []
    steps += [el("a", "Further", href=_address(ask, ("page", str(number + 1))), rel="next")] if number < last else []
    return el(
        "nav", f"{counted(total, 'result')}, page {number} of {last} ", *steps, aria_label="Pages of results", class_="pager"
    )


def _address(ask: Ask, *changes: tuple[str, str]) -> str:
    changed = dict(changes)
    kept = [(n, v) for n, values in ask.query.items() if n not in changed and n != "decided" for v in values if v]
    return f"{links.SEARCH}?{urlencode([*kept, *((n, v) for n, v in changes if v)])}"


def _whole(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
