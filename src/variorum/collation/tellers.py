"""Who tells the readings of a discrepancy that was found over whole reports: the statements in which their words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from variorum.collation.draft import Draft
from variorum.model.record import Discrepancy, Passage, ValueReading


def with_tellers(discrepancies: Sequence[Discrepancy], items: Sequence[Draft]) -> list[Discrepancy]:
    """`discrepancies`, each reading that names no statement with the innermost ones that hold its words.

    A spelling is the report's own, whoever is quoted: readings of names are left as they are.
    """
    held: dict[str, list[Draft]] = {}
    for draft in items:
        held.setdefault(draft.document.id, []).append(draft)

    def told(reading: ValueReading) -> ValueReading:
        if reading.statements:
            return reading
        found = (_innermost(held.get(passage.document, ()), passage) for passage in reading.spans)
        return replace(reading, statements=tuple(dict.fromkeys(d.id for d in found if d is not None)))

    return [d if d.kind == "name" else replace(d, readings=tuple(told(r) for r in d.readings)) for d in discrepancies]


def _innermost(drafts: Sequence[Draft], passage: Passage) -> Draft | None:
    """The shortest statement that covers a passage."""
    covering = [d for d in drafts if d.statement.span.covers(passage.span)]
    return min(covering, key=lambda d: (d.statement.span.end - d.statement.span.start, d.id), default=None)
