"""Which reports a picture is of: all of the case, those of one story, or one alone."""

from __future__ import annotations

from dataclasses import replace

from variorum.export.book import Book, counted
from variorum.show.charts import Moment
from variorum.show.markup import Html, el, join
from variorum.show.room.ask import Ask
from variorum.show.room.figures import shortened
from variorum.show.room.register import register
from variorum.show.room.telling import address_with, headed

STORIES = 300  # offered


def within(book: Book, ask: Ask) -> frozenset[str] | None:
    """The reports asked for as `report` or as those of a `story`; None where the whole case is."""
    if (name := ask.one("report")) in book.documents:
        return frozenset({name})
    story = next((one for one in book.record.stories if one.id and one.id == ask.one("story")), None)
    return frozenset(story.documents) if story is not None else None


def moments_within(book: Book, ask: Ask) -> tuple[Moment, ...]:
    """What the reports asked for tell to have happened when, with their own statements alone."""
    found, reports = register(book).moments, within(book, ask)
    if reports is None:
        return found
    held = ((moment, tuple(name for name in moment.statements if book.statements[name].document in reports)) for moment in found)
    return tuple(replace(moment, statements=names) for moment, names in held if names)


def choice(book: Book, ask: Ask, address: str) -> Html:
    """What a page is of, a way back to all of it, and a form to choose a story where there are several."""
    parts: list[str] = []
    if (name := ask.one("report")) in book.documents:
        everything = el("a", "all reports", href=address_with(address, ask, report=None))
        parts.append(el("p", f"Of {headed(book, book.documents[name])} alone; see ", everything, "."))
    stories = sorted(book.record.stories, key=lambda one: (-len(one.documents), one.label, one.id))
    if len(stories) > 1:
        parts.append(_stories(book, ask, address))
    return el("div", *parts, class_="ways-of-seeing") if parts else join([])


def _stories(book: Book, ask: Ask, address: str) -> Html:
    stories = sorted(book.record.stories, key=lambda one: (-len(one.documents), one.label, one.id))[:STORIES]
    options = [el("option", "all stories", value="")]
    options += [
        el(
            "option",
            f"{shortened(one.label, 70)} ({counted(len(one.documents), 'report')})",
            value=one.id,
            selected="selected" if one.id == ask.one("story") else None,
        )
        for one in stories
    ]
    hidden = [
        el("input", type="hidden", name=name, value=value)
        for name, values in ask.query.items()
        for value in values
        if name in ("lane", "view", "box")
    ]
    field = el("label", "Story ", el("select", *options, name="story"))
    return el("form", *hidden, field, el("button", "Show"), action=address, method="get")
