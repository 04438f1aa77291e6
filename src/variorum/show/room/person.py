"""One person, organisation or group: names, what they do and say as told, who says what about them, with whom they appear."""

from __future__ import annotations

from functools import partial

from variorum.export.book import Book, counted
from variorum.model.record import Entity, RecordStatement
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.answers import Missing
from variorum.show.room.ask import Ask
from variorum.show.room.entities import asked, by_name, by_teller, called, differences, mentions, section, spellings
from variorum.show.room.figures import SCRIPT, Canvas, framed, key
from variorum.show.room.network import KEY, drawn, in_words
from variorum.show.room.register import PEOPLE, register
from variorum.show.room.settling import of_entity, way_apart
from variorum.show.room.telling import as_file, letters

COMPANY = 12  # drawn around somebody
LISTED = 60
DOES = ("agent", "theme")


def page(book: Book, ask: Ask) -> Html:
    """The page of the person, organisation or group named in the address."""
    entity = _asked(book, ask)
    if entity is None:
        raise Missing(
            "No person or body has that address now; a rebuild may have given another. Find it in the list of people and organisations."
        )
    kept = register(book)
    about = kept.about.get(entity.id, ())
    roles = kept.roles.get(entity.id, {})
    says = [statement for statement, _ in kept.voiced.get(entity.id, ())]
    by_others = [told for told in about if not any(vouch.holder == entity.id for vouch in told.attributions)]
    does = [told for told in about if roles.get(told.id) in DOES]
    else_told = [told for told in about if roles.get(told.id) not in DOES]
    return join(
        [
            _head(book, entity, about, says),
            el("section", el("h2", "Names and spellings"), spellings(book, entity), mentions(book, entity, partial(way_apart, ask, entity))),
            _company(book, ask, entity),
            section(book, f"What {entity.name} does, as told", does, "Nothing that is read as an act of theirs is told."),
            section(book, "What else is told of them", else_told, "Nothing else is told of them."),
            section(book, f"What {entity.name} is named as saying", says, "They are not named as saying anything."),
            el("section", el("h2", "Who says what about them"),
               by_teller(book, by_others) if by_others else el("p", "Nobody but themselves speaks of them.", class_="empty")),
            el("section", el("h2", "Where the reports differ"), differences(book, entity)),
            of_entity(book, ask, entity),
        ]
    )  # fmt: skip


def picture(book: Book, ask: Ask) -> str:
    """Those with whom somebody appears, as a file of its own; empty where there is nobody."""
    entity = _asked(book, ask)
    if entity is None or not _around(book, entity):
        return ""
    return drawn(book, [entity.id, *_around(book, entity)], _title(entity), Canvas(alone=True), entity.id)


def _asked(book: Book, ask: Ask) -> Entity | None:
    found = asked(book, ask)
    return found if found is not None and found.type in PEOPLE else None


def _head(book: Book, entity: Entity, about: tuple[RecordStatement, ...], says: list[RecordStatement]) -> Html:
    reports = {mention.place.document for mention in entity.mentions}
    facts = [
        f"{counted(len(entity.mentions), 'mention')} in {counted(len(reports), 'report')}",
        f"{counted(len(about), 'statement')} told of them",
        f"{counted(len(says), 'statement')} by them",
    ]
    named = entity.type if by_name(entity) else f"{entity.type}, described in the reports, not named"
    return el(
        "header",
        el("p", f"{named} · in ", letters(book, reports), class_="kind"),
        el("h1", entity.name, dir="auto"),
        el("p", "; ".join(facts), ".", class_="basis-lead"),
        el("p", el("a", "Their claims in the table", href=f"{links.CLAIMS}?person={entity.id}"), class_="ways"),
        el("p", f"Read as one {entity.type} because: {entity.why}.", class_="ours") if entity.why else "",
    )


def _around(book: Book, entity: Entity) -> list[str]:
    """Those who appear with somebody or whom they speak of or who speak of them, those joined most first."""
    kept = register(book)
    weight = {name: len(told) for name, told in kept.company.get(entity.id, {}).items()}
    for statement in kept.about.get(entity.id, ()):
        for vouch in statement.attributions:
            if vouch.holder and vouch.holder != entity.id and book.entities[vouch.holder].type in PEOPLE:
                weight[vouch.holder] = weight.get(vouch.holder, 0) + 1
    return sorted(weight, key=lambda name: (-weight[name], book.entities[name].name, name))[:COMPANY]


def _title(entity: Entity) -> str:
    return f"Those who appear with {entity.name}, as the reports tell it"


def _company(book: Book, ask: Ask, entity: Entity) -> Html:
    around = _around(book, entity)
    if not around:
        return el(
            "section", el("h2", "With whom they appear"), el("p", "Nobody else is in a statement with them.", class_="empty")
        )
    both = sorted(
        register(book).company.get(entity.id, {}).items(), key=lambda item: (-len(item[1]), book.entities[item[0]].name)
    )
    rows = [
        el("tr", el("th", called(book.entities[name]), scope="row"), el("td", counted(len(told), "statement"), class_="figure"),
           el("td", book.tellers(told[:40])))
        for name, told in both[:LISTED]
    ]  # fmt: skip
    heads = el("thead", el("tr", *(el("th", head, scope="col") for head in ("With", "In", "As told by"))))
    table = el("div", el("table", heads, el("tbody", *rows), class_="listing"), class_="wide") if rows else ""
    network = drawn(book, [entity.id, *around], _title(entity), Canvas(), entity.id)
    return el(
        "section",
        el("h2", "With whom they appear"),
        framed("With whom they appear", network, around=True),
        as_file(book, ask, "person", entity.id),
        in_words(book, [entity.id, *around]),
        key(KEY),
        table,
        SCRIPT,
    )
