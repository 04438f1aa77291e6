"""One place: names and spellings, where the gazetteer puts it, what is told to have happened there and who is told of with it."""

from __future__ import annotations

from collections import Counter
from functools import partial

from variorum.export.book import Book, counted
from variorum.model.record import Entity
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.answers import Missing
from variorum.show.room.ask import Ask
from variorum.show.room.entities import asked, called, differences, mentions, section, spellings
from variorum.show.room.figures import SCRIPT, Canvas, framed
from variorum.show.room.map import WIDTH, Pin, drawing, pins
from variorum.show.room.outlines import view_of
from variorum.show.room.places import whereabouts
from variorum.show.room.register import PEOPLE, register
from variorum.show.room.settling import of_entity, way_apart
from variorum.show.room.telling import as_file, letters

LISTED = 40
THERE = ("place", "goal", "origin", "path")


def page(book: Book, ask: Ask) -> Html:
    """The page of the place named in the address."""
    pin = _asked(book, ask)
    if pin is None:
        raise Missing("No place has that address now; a rebuild may have given another. Find it in the list of places.")
    place, told = pin.place, pin.statements
    roles = register(book).roles.get(place.id, {})
    there = [one for one in told if roles.get(one.id) in THERE]
    otherwise = [one for one in told if roles.get(one.id) not in THERE]
    drawn = framed("Map", drawing(book, [pin], pins(book), view_of([pin.point], WIDTH), Canvas())) if pin.point else ""
    reports = {mention.place.document for mention in place.mentions}
    return join(
        [
            el("header", el("p", "place · in ", letters(book, reports), class_="kind"), el("h1", place.name, dir="auto"),
               el("p", f"{counted(len(place.mentions), 'mention')} in {counted(len(reports), 'report')}; "
                       f"{counted(pin.claims, 'claim')} told of it.", class_="basis-lead"),
               el("p", el("a", "Its claims in the table", href=f"{links.CLAIMS}?place={place.id}"), class_="ways"),
               el("p", whereabouts(pin), f" · {place.why}" if place.why else "", class_="ours")),
            el("section", el("h2", "Names and spellings"), spellings(book, place), mentions(book, place, partial(way_apart, ask, place))),
            drawn,
            as_file(book, ask, "place", place.id) if drawn else "",
            section(book, "What is told to have happened there", there, "Nothing that is read as happening there is told."),
            section(book, "What else is told of it", otherwise, "Nothing else is told of it."),
            el("section", el("h2", "Who is told of with it"), _company(book, place, pin)),
            el("section", el("h2", "Where the reports differ"), differences(book, place)),
            of_entity(book, ask, place),
            SCRIPT,
        ]
    )  # fmt: skip


def picture(book: Book, ask: Ask) -> str:
    """The place on the map, as a file of its own; empty where the gazetteer lacks it."""
    pin = _asked(book, ask)
    if pin is None or pin.point is None:
        return ""
    return drawing(book, [pin], pins(book), view_of([pin.point], WIDTH), Canvas(alone=True))


def _asked(book: Book, ask: Ask) -> Pin | None:
    found = asked(book, ask)
    return Pin(found, register(book).about.get(found.id, ())) if found is not None and found.type == "place" else None


def _company(book: Book, place: Entity, pin: Pin) -> Html:
    """Those who are in statements with a place, with who tells so."""
    kept = register(book)
    mine = {told.id: told for told in pin.statements}
    found = {
        entity.id: [told for told in kept.about.get(entity.id, ()) if told.id in mine]
        for entity in book.record.entities
        if entity.type in PEOPLE and entity.id != place.id
    }
    count = Counter({name: len(told) for name, told in found.items() if told})
    if not count:
        return el("p", "Nobody is in a statement with it.", class_="empty")
    rows = [
        el("tr", el("th", called(book.entities[name]), scope="row"), el("td", counted(number, "statement"), class_="figure"),
           el("td", book.tellers(found[name][:40])))
        for name, number in sorted(count.items(), key=lambda item: (-item[1], book.entities[item[0]].name))[:LISTED]
    ]  # fmt: skip
    heads = el("thead", el("tr", *(el("th", head, scope="col") for head in ("Who", "In", "As told by"))))
    return el("div", el("table", heads, el("tbody", *rows), class_="listing"), class_="wide")
