"""One value that a report gives, and the discrepancy that two of them make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from variorum.collation.acts import Counted
from variorum.collation.draft import Draft, stable_id
from variorum.model.reading import Quantity
from variorum.model.record import Discrepancy, DiscrepancyKind, Passage, Relation, ValueReading
from variorum.model.span import Span

MOST_VALUES = 12
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """One value that one report gives, where it stands; the count or age, where it is one."""

    draft: Draft
    span: Span
    count: Counted | None = None
    age: Quantity | None = None

    @property
    def words(self) -> str:
        """The value as told, white space folded."""
        return " ".join(self.span.text(self.draft.document.text).split())


def each_once(values: Mapping[str, T], draft: Callable[[T], Draft], value: Callable[[T], object]) -> list[T]:
    """One of each value, the report that gave it first, in order of first telling; at most MOST_VALUES of one story."""
    found: dict[object, T] = {}
    for one in sorted(values.values(), key=lambda v: (draft(v).document.meta.published or "", draft(v).document.id)):
        found.setdefault(value(one), one)
    return list(found.values())[:MOST_VALUES]


def discrepancy(
    kind: DiscrepancyKind, relation: Relation, a: Told, b: Told, why: str, claim_of: Mapping[str, str], *key: str
) -> Discrepancy:
    """The discrepancy between two values, in an order made from their words, under the claim of the first."""
    first, second = sorted((a, b), key=lambda t: (t.words.lower(), t.draft.document.id))
    readings = tuple(
        ValueReading(t.words, (Passage(t.draft.document.id, t.span.start, t.span.end),), (t.draft.id,)) for t in (first, second)
    )
    told = " and ".join(f"“{r.value}”" for r in readings)
    identity = stable_id("x", *key, a.draft.id, b.draft.id)
    return Discrepancy(identity, kind, relation, claim_of.get(a.draft.id), None, readings, f"{told}: {why}.")
