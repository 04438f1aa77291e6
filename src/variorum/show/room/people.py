"""People, organisations and groups: their names, how they are spelt, how much is told of and by them, and who appears with whom."""

from __future__ import annotations

from collections import Counter

from variorum.export.book import Book, counted
from variorum.model.record import Entity
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.entities import by_name, called, spelt
from variorum.show.room.figures import SCRIPT, Canvas, framed, key
from variorum.show.room.network import KEY, Edge, drawn, edges
from variorum.show.room.register import PEOPLE, register
from variorum.show.room.telling import address_with, as_file, letters, pages

EACH = 100  # on a page
DRAWN = 18
TYPES = {"all": "all", "person": "people", "organisation": "organisations", "group": "groups"}
ORDERS = {"mentions": "mentions", "name": "name", "says": "what they say"}


def page(book: Book, ask: Ask) -> Html:
    """Everybody of the case, those of most mentions first."""
    known = everybody(book, ask)
    heading = el("h1", "People and organisations")
    if not any(entity.type in PEOPLE for entity in book.record.entities):
        return join([heading, el("p", "Nobody is named in the reports read so far. Add reports to begin.", class_="empty")])
    ways = [
        el("p", "Show: ", join(_ways(ask, "type", TYPES, "all"), " · ")),
        el("p", "Sorted by ", join(_ways(ask, "sort", ORDERS, "mentions"), " · ")),
    ]
    part, turning = pages(ask, links.PEOPLE, len(known), EACH, "entry", "entries")
    heads = ("Name", "As the reports write it", "Mentions", "Says", "Told of", "Appears with")
    rows = [_row(book, entity) for entity in known[part]]
    table = el(
        "table",
        el("thead", el("tr", *(el("th", head, scope="col") for head in heads))),
        el("tbody", *rows),
        class_="listing people",
    )
    names = shown(book, known)
    picture = (
        [
            framed("Who appears with whom", drawn(book, names, _title(book), Canvas()), around=True),
            as_file(book, ask, "people"),
            key(KEY),
        ]
        if len(names) > 1
        else []
    )
    rest = (
        el("p", f"Drawn: those {len(names)} of {len(known)} who are joined by most statements.", class_="ours")
        if len(names) < len(known)
        else ""
    )
    return join(
        [
            heading,
            *(
                [el("details", el("summary", "Who appears with whom"), *picture, rest, open="open", class_="glance")]
                if picture
                else []
            ),
            el("div", *ways, class_="ways-of-seeing"),
            turning,
            el("div", table, class_="wide"),
            turning,
            SCRIPT,
        ]
    )


def picture(book: Book, ask: Ask) -> str:
    """Who appears with whom, as a file of its own."""
    names = shown(book, everybody(book, ask))
    return drawn(book, names, _title(book), Canvas(alone=True)) if len(names) > 1 else ""


def everybody(book: Book, ask: Ask) -> list[Entity]:
    """The people, organisations and groups asked for, in the order asked for; those described but not named last."""
    kind = ask.one("type")
    found = [entity for entity in book.record.entities if entity.type in PEOPLE and kind in ("", "all", entity.type)]
    voiced = register(book).voiced
    if ask.one("sort") == "name":
        return sorted(found, key=lambda one: (not by_name(one), one.name.casefold(), one.id))
    if ask.one("sort") == "says":
        return sorted(found, key=lambda one: (not by_name(one), -len(voiced.get(one.id, ())), one.name, one.id))
    return sorted(found, key=lambda one: (not by_name(one), -len(one.mentions), one.name, one.id))


def shown(book: Book, known: list[Entity]) -> list[str]:
    """Those to draw: of the first hundred, those whom most statements join to one another; those only described if nobody is named."""
    first = known[:EACH]
    named = [entity.id for entity in first if by_name(entity)]
    names = named if len(named) > 1 else [entity.id for entity in first]
    weight = _weight(edges(book, names))
    chosen = sorted(weight, key=lambda name: (-weight[name], names.index(name)))[:DRAWN]
    still = _weight(edges(book, chosen))
    return [name for name in chosen if name in still]


def _weight(joined: list[Edge]) -> Counter[str]:
    """In how many statements each is joined to another."""
    found: Counter[str] = Counter()
    for edge in joined:
        for name in (edge.one, edge.other):
            found[name] += len(edge.statements)
    return found


def _title(book: Book) -> str:
    return f"Who appears with whom in {book.record.title}, as the reports tell it"


def _ways(ask: Ask, name: str, choices: dict[str, str], first: str) -> list[Html]:
    chosen = ask.one(name) if ask.one(name) in choices else first
    return [
        el("strong", words)
        if one == chosen
        else el("a", words, href=address_with(links.PEOPLE, ask, **{name: one, "page": None}))
        for one, words in choices.items()
    ]


def _row(book: Book, entity: Entity) -> Html:
    kept = register(book)
    forms = [
        el("span", el("span", form, class_="said", dir="auto"), " ", letters(book, reports), class_="reading")
        for form, reports in list(spelt(book, entity).items())[:6]
    ]
    described = "" if by_name(entity) else "described, not named"
    company = sorted(kept.company.get(entity.id, {}).items(), key=lambda item: (-len(item[1]), book.entities[item[0]].name))
    others = [
        join([called(book.entities[name]), " ", letters(book, {told.document for told in both})]) for name, both in company[:4]
    ]
    return el(
        "tr",
        el("th", called(entity), el("small", " · ".join(part for part in (entity.type, described) if part)), scope="row"),
        el("td", join(forms, "; ") if forms else el("small", "not by name"), data_head="As written"),
        el("td", str(len(entity.mentions)), class_="figure", data_head="Mentions"),
        el("td", _said(book, entity), data_head="Says"),
        el("td", counted(len(kept.about.get(entity.id, ())), "statement"), class_="figure", data_head="Told of"),
        el("td", join(others, "; ") if others else "–", data_head="Appears with"),
    )


def _said(book: Book, entity: Entity) -> str:
    """How much somebody is named as saying, and in how many reports; how much of it is a denial."""
    voiced = register(book).voiced.get(entity.id, ())
    if not voiced:
        return "–"
    reports = {statement.document for statement, _ in voiced}
    denied = sum(book.denies(statement, entity.id) for statement, _ in voiced)
    return f"{counted(len(voiced), 'statement')} in {counted(len(reports), 'report')}" + (f", {denied} denied" if denied else "")
