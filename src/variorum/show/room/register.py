"""What the pages of the reading room look up in a book, made once for each."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from typing import TypeVar

from variorum.export.book import Book
from variorum.model.reading import MentionKind
from variorum.model.record import Entity, Lineage, RecordQuantity, RecordStatement, RecordTime, Vouch
from variorum.model.span import Span
from variorum.show.charts import Moment, moments
from variorum.show.room.desk import Desk
from variorum.show.room.kept import kept

K = TypeVar("K")
V = TypeVar("V")
PEOPLE = ("person", "organisation", "group")
TOGETHER = 12  # of those in one statement, how many are joined with one another


@dataclass(frozen=True, slots=True)
class Named:
    """An entity where a report means it."""

    span: Span
    entity: str
    kind: MentionKind
    why: str


@dataclass(frozen=True, slots=True)
class Register:
    """Statements, mentions, times and quantities by report; what is told by, of and with each entity."""

    place: dict[str, int]  # of each document among the columns
    statements: dict[str, tuple[RecordStatement, ...]]  # by document, in the order of the text
    named: dict[str, tuple[Named, ...]]  # by document, in the order of the text
    times: dict[str, tuple[RecordTime, ...]]
    quantities: dict[str, tuple[RecordQuantity, ...]]
    voiced: dict[str, tuple[tuple[RecordStatement, Vouch], ...]]  # by entity: what it vouches for
    about: dict[str, tuple[RecordStatement, ...]]  # by entity: the statements that mean it
    roles: dict[str, dict[str, str]]  # by entity and statement: its part in it, where it has one
    meant: dict[str, tuple[str, ...]]  # by statement: the people, organisations and groups it means
    company: dict[str, dict[str, tuple[RecordStatement, ...]]]  # by entity and who else is in a statement with it
    lineages: dict[str, tuple[Lineage, ...]]  # by the report that takes
    taken: dict[str, tuple[Lineage, ...]]  # by what is taken from
    moments: tuple[Moment, ...]


def register(book: Book) -> Register:
    """The register of a book, kept as long as the book is."""
    return kept(book, _register)


def warm(desk: Desk, book: Book) -> None:
    """Makes the register, so that nobody waits for it."""
    register(book)


def _register(book: Book) -> Register:
    record = book.record
    statements: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in sorted(record.statements, key=lambda s: (s.span, s.id)):
        statements[statement.document].append(statement)
    named = _named(record.entities)
    times: dict[str, list[RecordTime]] = defaultdict(list)
    for entry in record.times:
        times[entry.document].append(entry)
    quantities: dict[str, list[RecordQuantity]] = defaultdict(list)
    for one in record.quantities:
        quantities[one.document].append(one)
    voiced: dict[str, list[tuple[RecordStatement, Vouch]]] = defaultdict(list)
    lineages: dict[str, list[Lineage]] = defaultdict(list)
    taken: dict[str, list[Lineage]] = defaultdict(list)
    for lineage in record.lineages:
        lineages[lineage.to].append(lineage)
        taken[lineage.source].append(lineage)
    about: dict[str, list[RecordStatement]] = defaultdict(list)
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    everybody: dict[str, tuple[str, ...]] = {}
    company: dict[str, dict[str, list[RecordStatement]]] = defaultdict(lambda: defaultdict(list))
    for statement in book.in_columns(record.statements):
        for vouch in {vouch.holder: vouch for vouch in reversed(statement.attributions) if vouch.holder}.values():
            voiced[vouch.holder or ""].append((statement, vouch))
        for argument in statement.arguments:
            if argument.entity:
                roles[argument.entity].setdefault(statement.id, argument.role)
        meant = _meant(statement, named.get(statement.document, ()))
        for name in meant:
            about[name].append(statement)
        people = tuple(name for name in meant if name in book.entities and book.entities[name].type in PEOPLE)
        everybody[statement.id] = people
        for person, beside in permutations(people[:TOGETHER], 2):
            company[person][beside].append(statement)
    return Register(
        place={document.id: number for number, document in enumerate(book.columns)},
        statements=_fixed(statements),
        named=named,
        times=_fixed(times),
        quantities=_fixed(quantities),
        voiced=_fixed(voiced),
        about=_fixed(about),
        roles=dict(roles),
        meant=everybody,
        company={name: _fixed(beside) for name, beside in company.items()},
        lineages=_fixed(lineages),
        taken=_fixed(taken),
        moments=moments(book),
    )


def _fixed(lists: dict[K, list[V]]) -> dict[K, tuple[V, ...]]:
    return {name: tuple(entries) for name, entries in lists.items()}


def _named(entities: Iterable[Entity]) -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for entity in entities:
        for mention in entity.mentions:
            found[mention.place.document].append(Named(mention.place.span, entity.id, mention.kind, mention.why))
    return {name: tuple(sorted(places, key=lambda n: (n.span, n.entity))) for name, places in found.items()}


def _meant(statement: RecordStatement, named: tuple[Named, ...]) -> list[str]:
    """The entities that a statement means by its participants or in its words, as they come."""
    found = dict.fromkeys(argument.entity for argument in statement.arguments if argument.entity)
    first = bisect_left(named, statement.span.start, key=lambda one: one.span.start)
    for one in named[first:]:
        if one.span.start >= statement.span.end:
            break
        if one.span.end <= statement.span.end:
            found[one.entity] = None
    return list(found)
