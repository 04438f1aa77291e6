"""Whether statements of one claim are told alike: the same way, as surely, and with the same numbers, times and places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from variorum.collation.voices import says_no
from variorum.model.reading import Certainty
from variorum.model.record import Record, RecordQuantity, RecordStatement, RecordTime

MOST_COMPARED = 60  # sets of values that differ somehow; of more it is not said that they are told alike
PLACES = frozenset({"place", "origin", "goal"})
_CLASS: dict[Certainty, str] = {"probable": "perhaps", "possible": "perhaps"}
_SIDE = re.compile(r"\b(before|after|until|till|since|by|past|from)\s+(?:about\s+|around\s+|the\s+)?$", re.IGNORECASE)
_PART_OF_DAY = re.compile(r"\b(dawn|morning|noon|midday|afternoon|dusk|evening|night|midnight)\b", re.IGNORECASE)
_IDLE = frozenset({"a", "an", "the", "in", "at", "on", "of", "to", "from", "near", "into", "its", "his", "her", "their"})

Values = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """The reading texts of a record, and the times and quantities that each has marked."""

    texts: Mapping[str, str]
    times: Mapping[str, Sequence[RecordTime]]
    quantities: Mapping[str, Sequence[RecordQuantity]]

    @classmethod
    def of(cls, record: Record) -> Lookup:
        """The record, indexed by document."""
        times: dict[str, list[RecordTime]] = defaultdict(list)
        quantities: dict[str, list[RecordQuantity]] = defaultdict(list)
        for time in record.times:
            times[time.document].append(time)
        for quantity in record.quantities:
            quantities[quantity.document].append(quantity)
        return cls({document.id: document.text for document in record.documents}, times, quantities)


def told_alike(statements: Sequence[RecordStatement], lookup: Lookup) -> bool:
    """Whether no two of these statements differ in polarity, certainty, or in a number, time or place that both give."""
    ways = {(_says_no(s, lookup), _CLASS.get(s.certainty, s.certainty)) for s in statements}
    if len(ways) > 1:
        return False
    given = {_values(statement, lookup) for statement in statements}
    return len(given) <= MOST_COMPARED and all(_agree(one, other) for one, other in combinations(given, 2))


def _says_no(statement: RecordStatement, lookup: Lookup) -> bool:
    """Whether it is told as not so, or in words that say no to something ("refused to leave")."""
    return statement.polarity == "denied" or says_no(statement.span.text(lookup.texts[statement.document]))


def _values(statement: RecordStatement, lookup: Lookup) -> tuple[tuple[str, Values], ...]:
    """What a statement gives, by kind of value: what is tied to it, and what stands in its words."""
    text, span = lookup.texts[statement.document], statement.span
    found: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for entry in lookup.times.get(statement.document, ()):
        time = entry.time
        if entry.id in statement.times or time.span.overlap(span):
            side = _SIDE.search(text[max(0, time.span.start - 24) : time.span.start])
            words = " ".join(time.span.text(text).lower().split())
            value = (time.value or words, time.approximate, side.group(1).lower() if side else _side_within(words))
            found["moment" if time.type in ("date", "time") else time.type].add(value)
    if not any(entry.time.span.overlap(span) for entry in lookup.times.get(statement.document, ())):
        found["moment"] |= {(part.lower(), False, "") for part in _PART_OF_DAY.findall(span.text(text))}
    for amount in lookup.quantities.get(statement.document, ()):
        quantity = amount.quantity
        before = (
            quantity.span.end <= span.start <= quantity.span.end + 1
        )  # of "12 people are missing" the words may begin at "people"
        if amount.id in statement.quantities or quantity.span.overlap(span) or before:
            found["number"].add((quantity.low, quantity.high))
    for argument in statement.arguments:
        if argument.role in PLACES:
            found[argument.role].add((argument.entity or _bare(argument.span.text(text)),))
    return tuple(sorted((kind, frozenset(values)) for kind, values in found.items() if values))


def _side_within(words: str) -> str:
    return next((word for word in words.split() if word in ("before", "after", "until", "since")), "")


def _bare(words: str) -> str:
    return " ".join(word for word in words.lower().split() if word not in _IDLE)


def _agree(one: Iterable[tuple[str, Values]], other: Iterable[tuple[str, Values]]) -> bool:
    """Whether what both give is the same, or the one's a part of the other's."""
    theirs = dict(other)
    return all(kind not in theirs or values <= theirs[kind] or theirs[kind] <= values for kind, values in one)
