"""The collation table: claims by reports, a page at a time, with what is wanted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from variorum.export.book import Book
from variorum.model.document import Document
from variorum.model.record import Claim
from variorum.show import pages
from variorum.show.markup import Html, anchor, el, join
from variorum.show.room import links
from variorum.show.room.answers import Answer
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.facts import Facts, facts
from variorum.show.room.filters import DECIDED, DIFFERS, KINDS, NAMES, SORTS, SUPPORTS, TOLD, Choice, chosen, shown
from variorum.show.room.kept import kept
from variorum.show.room.shell import figure

ROWS = 50  # claims of one page
PRINTED = 1000  # claims that may stand on one page, to be printed
BESIDE = 12  # reports that stand beside one another whatever the order; of more, only those of a story do
OFFERED = 150  # names offered for a part


def page(book: Book, ask: Ask) -> Html | Answer:
    """The table; for its script `part=rows` is a page's rows alone and `part=table` all that a choice changes."""
    choice = Choice.of(ask)
    found = chosen(book, choice)
    whole = ask.one("page") == "all" and len(found) <= PRINTED
    last = 1 if whole else max(1, -(-len(found) // ROWS))
    number = min(max(_whole(ask.one("page")), 1), last)
    rows = _rows(book, [one.claim for one in (found if whole else found[(number - 1) * ROWS : number * ROWS])], choice)
    if ask.one("part") == "rows":
        return Answer(rows)
    table = join([_told(book, choice, found), _sheet(rows, choice, number, last), _pager(choice, number, last)])
    if ask.one("part") == "table":
        return Answer(table)
    return join(
        [
            el(
                "div",
                el("h1", "What the reports tell"),
                el("details", el("summary", "Signs"), pages.legend(), class_="signs"),
                class_="heading",
            ),
            _form(book, choice),
            el("div", table, id="found"),
            el("script", type="module", src="/static/table.js"),
        ]
    )


def warm(desk: Desk, book: Book) -> None:
    """Makes what the table looks up, so that nobody waits for it."""
    kept(book, _by_story)
    kept(book, _lists)


def place(book: Book, claim: Claim) -> str:
    """The address of a claim's row in the whole table."""
    leaf = (book.numbers[claim.id] - 1) // ROWS + 1
    return f"{links.CLAIMS}{f'?page={leaf}' if leaf > 1 else ''}#{anchor('c', claim.id)}"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _sheet(rows: Html, choice: Choice, number: int, last: int) -> Html:
    """The scrolling part; the script fetches the pages before and after this one as they come into sight."""
    return el(
        "div",
        el("div", rows, class_="leaf", data_page=number),
        class_="sheet",
        id="sheet",
        tabindex=0,
        role="region",
        aria_label="Claims by reports",
        data_last=last,
        data_address=f"{links.CLAIMS}?{choice.query(part='rows')}",
    )


def _rows(book: Book, claims: Sequence[Claim], choice: Choice) -> Html:
    if not claims:
        return el("p", "No claim is like that. Take a filter away.", class_="empty")
    if choice.sort != "story":
        return _in_any_order(book, claims)
    parts = []
    for story, group in groupby(claims, key=lambda claim: claim.story):
        parts.append(pages.collation(book, list(group), _headline(book, story), _columns(book, story), links.ROOM, False))
    return join(parts)


def _headline(book: Book, story: str | None) -> str:
    """What a story is called, and which report calls it so; nothing where the case is but one story."""
    found = next((one for one in book.record.stories if one.id == story), None)
    if len(book.record.stories) < 2:
        return ""
    if found is None:
        return "In no one story"
    heads = [book.siglum(d.id) for d in book.columns if d.id in found.documents and book.title(d) == found.label]
    return f"{found.label} (so headed in {', '.join(heads[:3])})" if heads else found.label


def _in_any_order(book: Book, claims: Sequence[Claim]) -> Html:
    """Claims of stories mixed: beside one another where the case has few reports, else each with its own reports below it."""
    if len(book.columns) <= BESIDE:
        return pages.collation(book, claims, "", None, links.ROOM, False)
    parts = []
    for claim in claims:
        held = set(book.reports(claim))
        parts.append(pages.collation(book, [claim], "", [d for d in book.columns if d.id in held], links.ROOM, False))
    return el("div", *parts, class_="mixed")


def _columns(book: Book, story: str | None) -> tuple[Document, ...]:
    """The reports of a story, in the order of the case's columns."""
    return kept(book, _by_story).get(story or "", ()) or book.columns[:BESIDE]


def _by_story(book: Book) -> dict[str, tuple[Document, ...]]:
    place = {document.id: number for number, document in enumerate(book.columns)}
    told: dict[str, set[str]] = {story.id: {id for id in story.documents if id in place} for story in book.record.stories}
    for claim in book.claims:
        told.setdefault(claim.story or "", set()).update(book.reports(claim))
    return {story: tuple(book.columns[place[id]] for id in sorted(ids, key=lambda id: place[id])) for story, ids in told.items()}


def _told(book: Book, choice: Choice, found: Sequence[Facts]) -> Html:
    """How many there are of how many, and what was asked for, each part with a way to take it away."""
    whole = len(book.claims)
    noun = " claim" if whole == 1 else " claims"
    number = join([figure(whole), noun] if len(found) == whole else [figure(len(found)), " of ", figure(whole), noun])
    chips = [
        el(
            "a",
            el("small", name),
            " ",
            shown(book, name, value),
            el("span", " ×", aria_hidden="true"),
            href=f"{links.CLAIMS}?{choice.query(without=(name, value))}",
            class_="chip",
            title=f"take away: {name} {shown(book, name, value)}",
        )
        for name, values in choice.parts
        for value in values
    ]
    order = "" if choice.sort == "story" else f", {SORTS[choice.sort]}"
    every = [el("a", "all on one page, to print", href=f"{links.CLAIMS}?{choice.query(page='all')}", class_="every")]
    shown_all = every if ROWS < len(found) <= PRINTED else []
    return el("p", el("b", number), order, " ", *chips, *shown_all, class_="counted", role="status")


def _pager(choice: Choice, number: int, last: int) -> Html:
    if last == 1:
        return join([])

    def at(where: int, words: str, rel: str) -> Html:
        return el("a", words, href=f"{links.CLAIMS}?{choice.query(page=str(where))}", rel=rel)

    steps = [at(number - 1, "Earlier rows", "prev")] if number > 1 else []
    steps += [at(number + 1, "Further rows", "next")] if number < last else []
    return el("nav", el("span", f"page {number} of {last}"), *steps, aria_label="Pages of the table", class_="pager")


def _form(book: Book, choice: Choice) -> Html:
    """What can be asked for, as a form that works by itself."""
    first = [
        el(
            "input",
            type="search",
            name="q",
            value=_first(choice, "q"),
            aria_label="Words in a claim",
            placeholder="Words in a claim",
        ),
        _select("differs", "Differing", DIFFERS, choice),
        _select("support", "Support", SUPPORTS, choice),
        _select("told", "Told", TOLD, choice),
        _select("sort", "Order", SORTS, choice),
    ]
    offered = kept(book, _lists)
    more = [
        *(_typed(name, label, choice, offered[name]) for name, label in zip(NAMES, NAME_LABELS, strict=True)),
        _day("from", "From", choice),
        _day("to", "To", choice),
        _select("kind", "Differs in", {kind: kind for kind in KINDS}, choice),
        _select("decided", "Decided", DECIDED, choice),
    ]
    opened = "" if any(choice.values(name) for name in (*NAMES, "from", "to", "kind", "decided")) else None
    return el(
        "form",
        el("div", *first, el("button", "Show"), class_="fields"),
        el("details", el("summary", "More filters"), el("div", *more, class_="fields"), open=opened, class_="more"),
        method="get",
        action=links.CLAIMS,
        id="choice",
        class_="choice",
    )


NAME_LABELS = ("Report", "Person or body", "Place", "Origin")


def _first(choice: Choice, name: str) -> str:
    return next(iter(choice.values(name)), "")


def _select(name: str, label: str, words: Mapping[str, str], choice: Choice) -> Html:
    now = choice.sort if name == "sort" else _first(choice, name)
    options = [] if name == "sort" else [el("option", "any", value="")]
    options += [el("option", word, value=value, selected="" if value == now else None) for value, word in words.items()]
    return el("label", el("span", label), el("select", *options, name=name))


def _typed(name: str, label: str, choice: Choice, listed: Html) -> Html:
    field = el("input", name=name, value=_first(choice, name), list=f"offered-{name}", autocomplete="off")
    return el("label", el("span", label), field, listed)


def _day(name: str, label: str, choice: Choice) -> Html:
    return el("label", el("span", label), el("input", type="date", name=name, value=_first(choice, name)))


def _lists(book: Book) -> dict[str, Html]:
    offered = _offered(book)
    return {name: el("datalist", *(el("option", value=one) for one in offered[name]), id=f"offered-{name}") for name in NAMES}


def _offered(book: Book) -> dict[str, tuple[str, ...]]:
    """The names that most claims have, by part; a report by its letter and outlet."""
    known = facts(book)

    def most(held: Callable[[Facts], Sequence[str]]) -> tuple[str, ...]:
        number = Counter(name for one in known for name in held(one))
        ordered = sorted(number.items(), key=lambda item: (-item[1], item[0]))[:OFFERED]
        named = (book.entities[name].name if name in book.entities else name for name, _ in ordered)
        return tuple(dict.fromkeys(named))

    reports = tuple(f"{book.siglum(d.id)} {book.outlet(d)}" for d in book.columns[:OFFERED])
    return {
        "report": reports,
        "person": most(lambda one: one.people),
        "place": most(lambda one: one.places),
        "origin": most(lambda one: one.origins),
    }
