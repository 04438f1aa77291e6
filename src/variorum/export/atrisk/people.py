"""Who needs thought before a record leaves the desk, with the words that say so."""

from __future__ import annotations

from collections import defaultdict

from variorum.export.atrisk.nouns import AtRisk
from variorum.export.book import Book
from variorum.model.record import Entity, Passage, Record

ADULT = 18  # years
BESIDE = 3  # code points between a name and an age that stands beside it: ", " or " ("


def people_at_risk(record: Record) -> tuple[AtRisk, ...]:
    """Those of a record who need thought, by kind, the named before the others, in an order made from the record alone."""
    book = Book.of(record)
    found: dict[tuple[str | None, Passage | None], list[Passage]] = defaultdict(list)
    for entry in record.quantities:
        quantity = entry.quantity
        if quantity.kind == "age" and quantity.high is not None and quantity.high < ADULT:
            words = Passage(entry.document, quantity.span.start, quantity.span.end)
            entity = _beside(record, words)
            found[entity.id if entity else None, None if entity else words].append(words)
    rows = [_minor(book, entity, tuple(sorted(spans))) for (entity, _), spans in found.items()]
    return tuple(sorted(rows, key=lambda row: (row.kind, row.name is None, row.name or "", row.spans)))


def _beside(record: Record, words: Passage) -> Entity | None:
    near = [
        (abs(mention.place.start - words.end), entity.id, entity)
        for entity in record.entities
        if entity.type == "person"
        for mention in entity.mentions
        if mention.place.document == words.document
        and (0 <= words.start - mention.place.end <= BESIDE or 0 <= mention.place.start - words.end <= BESIDE)
    ]
    return min(near)[2] if near else None


def _minor(book: Book, entity: str | None, spans: tuple[Passage, ...]) -> AtRisk:
    held = [s for s in book.record.statements if any(s.document == p.document and s.sentence.overlap(p.span) for p in spans)]
    first = " ".join(book.words(spans[0].document, spans[0].span).split())
    where = ", ".join(dict.fromkeys(book.outlet(book.documents[p.document]) for p in spans))
    name = book.entities[entity].name if entity else None
    return AtRisk("minor", entity, name, spans, tuple(s.id for s in held), f"under 18 by the words “{first}”, as {where} tells")
