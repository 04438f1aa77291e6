"""What a shared record quotes of the reports, and what is left of its lists when only that is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from variorum.export.accusing import kept_words
from variorum.export.book import Book
from variorum.model.record import Record
from variorum.model.span import Span


def quoted(record: Record) -> Mapping[str, Sequence[Span]]:
    """The words that a record quotes, by document: the sentences of statements, who vouches for them, the words of values that differ, of answers."""
    found: dict[str, list[Span]] = {}

    def keep(document: str, span: Span | None) -> None:
        if span is not None and len(span):
            found.setdefault(document, []).append(span)

    marks = {one.id: (one.document, one.time.span) for one in record.times}
    marks |= {one.id: (one.document, one.quantity.span) for one in record.quantities}
    for statement in record.statements:  # whole sentences: a clause without its "denied that" would say something else
        keep(statement.document, statement.span)
        keep(statement.document, statement.sentence)
        for vouch in statement.attributions:
            keep(statement.document, vouch.source)
        for id in (*statement.times, *statement.quantities):
            if id in marks:
                keep(*marks[id])
    for place in kept_words(Book.of(record)):  # an accusation never goes without the verdict, and what is answered to it
        keep(place.document, place.span)
    readings = [place for d in record.discrepancies for reading in d.readings for place in reading.spans]
    given = [v for incident in record.incidents for answer in incident.answers for v in answer.values]
    given += [v for incident in record.incidents for one in incident.participants for v in one.ages]
    for place in [*readings, *(place for value in given for place in value.spans)]:
        keep(place.document, place.span)
    return found


def only_quoted(record: Record) -> dict[str, Any]:
    """The lists of a shared record: times, quantities, mentions and passages whose words were left out are left out too."""
    entities = []
    for entity in record.entities:
        mentions = tuple(m for m in entity.mentions if m.place.end > m.place.start)
        entities.append(replace(entity, mentions=mentions))
    needed = _strings(replace(record, entities=(), documents=()))
    lineages = tuple(replace(one, passages=tuple(a for a in one.passages if a.to.end > a.to.start)) for one in record.lineages)
    return {
        "entities": tuple(e for e in entities if e.mentions or e.id in needed),
        "times": tuple(one for one in record.times if len(one.time.span)),
        "quantities": tuple(one for one in record.quantities if len(one.quantity.span)),
        "lineages": lineages,
    }


def _strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple):
        return set().union(*map(_strings, value))
    if is_dataclass(value):
        return set().union(*(_strings(getattr(value, f.name)) for f in fields(value)))
    return set()
