"""Two values of one slot against each other, and what differs over the reports of a story, each value told once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from variorum.collation.draft import stable_id
from variorum.collation.portraits.sheet import Fact
from variorum.model.record import Discrepancy, DiscrepancyKind, Passage, Relation, ValueReading

MOST_VALUES = 8  # values of one slot that are held against each other
MOST_SPANS = 3  # places shown a reading
Found = tuple[Relation, str] | None
Comparer = Callable[[Fact, Fact], Found]
ORDER: tuple[Relation, ...] = ("contradiction", "update", "refinement", "variant")


@dataclass(frozen=True, slots=True)
class Slot:
    """How a slot is compared. `kind` is the record's; `sole`: a report that gives several values is not asked."""

    kind: DiscrepancyKind
    compare: Comparer
    sole: bool = True


def days_between(a: Fact, b: Fact) -> int | None:
    """Days from one report to the other; None where a date is missing."""
    try:
        return abs((date.fromisoformat(a.published) - date.fromisoformat(b.published)).days)
    except ValueError:
        return 0 if a.document == b.document else None


def dated(a: Fact, b: Fact) -> str:
    """When either was told, for the end of a reason; empty where that is not known or the same."""
    if not a.published or not b.published or a.published == b.published:
        return ""
    return f"; told on {min(a.published, b.published)} and on {max(a.published, b.published)}"


def earlier(a: Fact, b: Fact) -> bool:
    """Whether the first was told on an earlier day."""
    return bool(a.published and b.published and a.published < b.published)


def sole(facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the reports that give one value alone."""
    told: dict[str, set[str | float]] = {}
    for fact in facts:
        told.setdefault(fact.document, set()).add(fact.value)
    return [f for f in facts if len(told[f.document]) == 1]


def in_order(a: Fact, b: Fact, first: str, last: str) -> bool:
    """Whether one fact has the first of two values that can only follow one another, and one told on a later day the last.

    Of reports of one day, or without a day, either may speak of somebody or something else.
    """
    one, other = (a, b) if a.value == first else (b, a)
    return one.value == first and other.value == last and earlier(one, other)


def differing(
    facts: Sequence[Fact], slot: Slot, claim_of: Mapping[str, str], apart: Collection[frozenset[str]] = ()
) -> Iterator[Discrepancy]:
    """What reports give differently for one slot of one holder: a discrepancy for each two values.

    `apart`: pairs of reports that are not of one happening.
    """
    told: dict[str, dict[tuple[str | float, bool], list[Fact]]] = {}
    for fact in facts:
        told.setdefault(fact.document, {}).setdefault((fact.value, fact.rough), []).append(fact)
    values: dict[tuple[str | float, bool], list[Fact]] = {}
    for document in sorted(told):
        given = told[document]
        if not slot.sole or len({value for value, _ in given}) == 1:
            for key, same in given.items():
                values.setdefault(key, []).extend(same)
    ranked = sorted(values.values(), key=lambda fs: min((f.published or "9999", f.document, f.span) for f in fs))
    for one, other in combinations(ranked[:MOST_VALUES], 2):
        found = _best(one, other, slot, apart)
        if found is not None:
            yield _discrepancy(slot.kind, *found, one, other, claim_of)


def _best(
    one: Sequence[Fact], other: Sequence[Fact], slot: Slot, apart: Collection[frozenset[str]]
) -> tuple[Relation, str, Fact, Fact] | None:
    """The verdict on the earliest of either that has one."""
    first = sorted(one, key=lambda f: (f.published or "9999", f.document, f.span))
    second = sorted(other, key=lambda f: (f.published or "9999", f.document, f.span))
    for a in first[:3]:
        for b in second[:3]:
            found = slot.compare(a, b) if frozenset((a.document, b.document)) not in apart else None
            if found is not None:
                return found[0], found[1], a, b
    return None


def _discrepancy(
    kind: DiscrepancyKind,
    relation: Relation,
    why: str,
    a: Fact,
    b: Fact,
    one: Sequence[Fact],
    other: Sequence[Fact],
    claim_of: Mapping[str, str],
) -> Discrepancy:
    sides = sorted(((a, one), (b, other)), key=lambda side: (side[0].words.lower(), side[0].document, side[0].span))
    readings = tuple(_reading(fact, same) for fact, same in sides)
    told = " and ".join(f"“{r.value}”" for r in readings)
    claim = next((c for f in (a, b) if f.statement and (c := claim_of.get(f.statement))), None)
    identity = stable_id("x", "portrait", a.slot, a.holder, *(p for r in readings for p in (r.value.lower(), r.spans[0])))
    return Discrepancy(identity, kind, relation, claim, a.entity or b.entity, readings, f"{told}: {why}.")


def _reading(fact: Fact, same: Sequence[Fact]) -> ValueReading:
    rest = sorted((f for f in same if f != fact), key=lambda f: (f.document, f.span))
    spans = [Passage(f.document, f.span.start, f.span.end) for f in (fact, *rest)]
    statements = sorted({f.statement for f in (fact, *rest[: MOST_SPANS - 1]) if f.statement})
    return ValueReading(fact.words, tuple(dict.fromkeys(spans))[:MOST_SPANS], tuple(statements))
