"""One value that a report gives, and the discrepancy that two of them make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from variorum.collation.acts import Counted
from variorum.collation.draft import Draft, stable_id
from variorum.model.reading import Quantity
from variorum.model.record import Discrepancy, DiscrepancyKind, Passage, Relation, ValueReading
from variorum.model.span import Span


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
