"""Pictures as files of their own, for a browser without scripts; with scripts the page makes them of what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable

from variorum.export.book import Book
from variorum.show.room import compare, lineage, map, people, person, place, timeline
from variorum.show.room.answers import Answer, Form, Missing
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.taking import tell

PICTURES: dict[str, Callable[[Book, Ask], str]] = {
    "compare": compare.picture,
    "lineage": lineage.picture,
    "map": map.picture,
    "people": people.picture,
    "person": person.picture,
    "place": place.picture,
    "timeline": timeline.picture,
}


def give(desk: Desk, ask: Ask, form: Form) -> Answer:
    """The picture of a page as an SVG file; told to the journal as it is handed out. What it is of stands in the query."""
    name = ask.path.get("name", "")
    make = PICTURES.get(name)
    drawn = make(desk.book, Ask({"id": ask.one("id")}, ask.query)) if make else ""
    if not drawn:
        raise Missing("There is no such picture now; go back to the page that showed it.")
    data = drawn.encode("utf-8", "surrogatepass")
    stem = re.sub(r"[^\w-]+", "-", desk.book.record.title).strip("-")[:60] or "case"
    filename = f"{stem}-{name}.svg"
    tell(desk, "picture", data, filename)
    return Answer(data, "image/svg+xml", filename)
