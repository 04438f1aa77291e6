"""Pictures as files of their own, for a browser without scripts; with scripts the page makes them of what it shows."""

from __future__ import annotations

from collections.abc import Callable

from variorum.export.book import Book
from variorum.show.room import compare, lineage, map, people, person, place, timeline
from variorum.show.room.answers import Answer, Form, Missing
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.taking import copied, stem_of, tell

PICTURES: dict[str, Callable[[Book, Ask], str]] = {
    "compare": compare.picture,
    "lineage": lineage.picture,
    "map": map.picture,
    "people": people.picture,
    "person": person.picture,
    "place": place.picture,
    "timeline": timeline.picture,
}
NONE = "There is no such picture now; go back to the page that showed it."


def give(desk: Desk, ask: Ask, form: Form) -> Answer:
    """The picture of a page as an SVG file; told to the journal as it is handed out. What it is of stands in the query.

    Whom a decision withholds is under a pseudonym in it, though the page shows the name.
    """
    name = ask.path.get("name", "")
    make = PICTURES.get(name)
    if make is None:
        raise Missing(NONE)
    copy = copied(desk)
    ids = copy.made.ids if copy.made is not None else {}
    query = {key: [ids.get(value, value) for value in values] for key, values in ask.query.items()}
    drawn = make(Book.of(copy.record), Ask({"id": next(iter(query.get("id", ())), "")}, query))
    if not drawn:
        raise Missing(NONE)
    data = drawn.encode("utf-8", "surrogatepass")
    filename = f"{stem_of(copy.record)}-{name}.svg"
    tell(desk, "picture", data, filename, copy)
    return Answer(data, "image/svg+xml", filename)
