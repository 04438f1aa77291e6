"""Whom statements tell of, as far as it shows that they tell of two people: by name, by age, by sex."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from variorum.collation.acts import data_lines
from variorum.collation.draft import Draft

_AND = re.compile(r",?\s+(?:and|or|as well as)\b")
PARTS = ("agent", "patient")
MISTAKEN = 5  # years by which two reports may differ on the age of one person


@dataclass(frozen=True, slots=True)
class Party:
    """Those in one part of a statement: the persons among them who have a name (where they undergo it), ages told of them, and sexes."""

    named: frozenset[str]
    ages: frozenset[float]
    sexes: frozenset[str]  # of those who stand there singly


@cache
def _sexes() -> dict[str, str]:
    rows = (line.split("\t") for line in data_lines("person_nouns.tsv"))
    return {noun: sex for noun, sex, *_ in rows if sex in ("m", "f")}


def parties(draft: Draft, people: Collection[str]) -> tuple[Party, ...]:
    """Those in each of PARTS of a statement; `people`: ids of the entities that are persons with a name."""
    return tuple(_party(draft, part, people) for part in PARTS)


def _party(draft: Draft, part: str, people: Collection[str]) -> Party:
    text = draft.document.text
    told = list(zip(draft.statement.arguments, draft.entities, strict=True))
    held = [(a, e) for a, e in told if a.role == part]
    others = [a.span for a, _ in told if a.role != part]
    ages = {q.low for q in draft.quantities if q.kind == "age" and q.low and not any(s.covers(q.span) for s in others)}
    alone = len(held) == 1 and len(ages) < 2 and not _AND.match(text, held[0][0].span.end)
    lemmas = [a.lemma for a, _ in held if alone and a.head.text(text).lower() == a.lemma]
    named = frozenset(e for _, e in held if e is not None and e in people and part == "patient")  # two may hear one bang
    return Party(named, frozenset(ages) if held else frozenset(), frozenset(_sexes()[n] for n in lemmas if n in _sexes()))


def two_people(one: tuple[Party, ...], other: tuple[Party, ...], one_report: bool) -> bool:
    """Whether some part is filled by two people: by two names, or by ages or, within one report, sexes of which no two agree.

    Between reports an age may be a mistake, within one it is another person's.
    """
    return any(_differ(a, b, one_report) for a, b in zip(one, other, strict=True))


def _differ(a: Party, b: Party, one_report: bool) -> bool:
    if a.named and b.named:
        return not a.named & b.named
    if a.ages and b.ages:
        apart = min(abs(x - y) for x in a.ages for y in b.ages)
        return apart > (0 if one_report else MISTAKEN)
    return one_report and bool(a.sexes and b.sexes) and not a.sexes & b.sexes
