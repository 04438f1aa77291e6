"""Whether statements of one claim are told alike: the same way, as surely, and with the same numbers, times and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from variorum.model.document import Document
from variorum.model.reading import Certainty
from variorum.model.record import RecordQuantity, RecordStatement, RecordTime

MOST_COMPARED = 200  # statements of one claim; of more it is not said that they are told alike
PLACES = frozenset({"place", "origin", "goal"})
_CLASS: dict[Certainty, str] = {"probable": "perhaps", "possible": "perhaps"}
_SIDE = re.compile(r"\b(before|after|until|till|since|by|past|from)\s+(?:about\s+|around\s+|the\s+)?$", re.IGNORECASE)
_IDLE = frozenset({"a", "an", "the", "in", "at", "on", "of", "to", "from", "near", "into", "its", "his", "her", "their"})

Values = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the ids of a record's statements stand for."""

    documents: Mapping[str, Document]
    times: Mapping[str, RecordTime]
    quantities: Mapping[str, RecordQuantity]


def told_alike(statements: Sequence[RecordStatement], lookup: Lookup) -> bool:
    """Whether no two of these statements differ in polarity, certainty, or in a number, time or place that both give."""
    if len({(s.polarity, _CLASS.get(s.certainty, s.certainty)) for s in statements}) > 1 or len(statements) > MOST_COMPARED:
        return False
    given = {_values(statement, lookup) for statement in statements}
    return all(_agree(one, other) for one, other in combinations(given, 2))


def _values(statement: RecordStatement, lookup: Lookup) -> tuple[tuple[str, Values], ...]:
    """What a statement gives, by kind of value."""
    text = lookup.documents[statement.document].text
    times = [lookup.times[name].time for name in statement.times if name in lookup.times]
    found: dict[str, set[tuple[object, ...]]] = {}
    for time in times:
        side = _SIDE.search(text[max(0, time.span.start - 24) : time.span.start])
        words = " ".join(time.span.text(text).lower().split())
        value = (time.value or words, time.approximate, side.group(1).lower() if side else _side_within(words))
        found.setdefault("moment" if time.type in ("date", "time") else time.type, set()).add(value)
    for name in statement.quantities:
        if name in lookup.quantities:
            quantity = lookup.quantities[name].quantity
            found.setdefault("number", set()).add((quantity.low, quantity.high))
    for argument in statement.arguments:
        if argument.role in PLACES:
            place = argument.entity or _bare(argument.span.text(text))
            found.setdefault(argument.role, set()).add((place,))
    return tuple(sorted((kind, frozenset(values)) for kind, values in found.items()))


def _side_within(words: str) -> str:
    return next((word for word in words.split() if word in ("before", "after", "until", "since")), "")


def _bare(words: str) -> str:
    return " ".join(word for word in words.lower().split() if word not in _IDLE)


def _agree(one: Iterable[tuple[str, Values]], other: Iterable[tuple[str, Values]]) -> bool:
    """Whether what both give is the same, or the one's a part of the other's."""
    theirs = dict(other)
    return all(kind not in theirs or values <= theirs[kind] or theirs[kind] <= values for kind, values in one)
