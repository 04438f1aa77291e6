"""Ages: of named persons over all spellings of their names, and of the one victim or suspect whom reports leave unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from variorum.collation.portraits.compare import Found, days_between
from variorum.collation.portraits.figures import Figure, figures
from variorum.collation.portraits.sheet import Fact, Sheet

MISTAKEN = 6  # years by which reports may differ on one unnamed person
WITHIN = 3  # years by which one report may differ from itself
SOON = 45  # days between reports in which nobody is taken to have had a birthday
_DEFINITE = re.compile(r"(?:\b(?:the|his|her|their|this)|['’]s)\s+(?:\w+\s+)?$", re.IGNORECASE)
VICTIM = frozenset({"dead", "hurt", "victim"})


def compare(a: Fact, b: Fact) -> Found:
    """Ages of one person; months against years only where both are exact in their own way."""
    one, two = float(a.value), float(b.value)
    apart = abs(one - two)
    days = days_between(a, b)
    if apart == 0 or apart > MISTAKEN or days is None:
        return None
    if days > SOON and apart <= 1 + days // 365:
        return None  # a birthday may lie between
    if apart < 1 and (one >= 2 or two >= 2):
        return None
    return "contradiction", f"other ages of {_whom(a, b)}"


def _whom(a: Fact, b: Fact) -> str:
    return {"dead": "the one who died", "victim": "the one it happened to", "suspect": "the one suspected"}.get(
        a.holder.partition(" ")[0], "one person"
    )


def age_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """The ages of a report by person, and by part where only one such person has an age there."""
    found = figures(sheet)
    for figure in found:
        if figure.named is not None:
            who = person_of.get(figure.named.key, figure.named.key)
            yield sheet.fact("age", who, figure.age, figure.shown, entity=_entity(figure))
    for holder, part in (("dead", frozenset({"dead"})), ("victim", VICTIM), ("suspect", frozenset({"suspect"}))):
        mine = [f for f in found if f.parts & part and not (part == VICTIM and "suspect" in f.parts)]
        if not mine or len({f.age for f in mine}) > 1 or len({f.named.key for f in mine if f.named}) > 1:
            continue
        sexes = frozenset.intersection(*(f.sexes for f in mine))
        if sexes:
            yield sheet.fact("age", f"{holder} {''.join(sorted(sexes))}", mine[0].age, mine[0].shown)


def within_facts(sheet: Sheet) -> Iterator[Fact]:
    """Two ages that a report of one victim gives somebody of one noun, told to have taken the same part."""
    held: dict[str, list[Figure]] = {}
    for figure in figures(sheet):
        if figure.noun and figure.named is None and figure.parts & VICTIM and "suspect" not in figure.parts:
            held.setdefault(figure.noun, []).append(figure)
    for noun, mine in sorted(held.items()):
        ages = {f.age for f in mine}
        lines = [f.line.index for f in mine]
        close = len(ages) == 2 and max(ages) - min(ages) <= WITHIN
        if close and len(set(lines)) == len(lines) and all(_DEFINITE.search(_before(sheet, f)) for f in mine[1:]):
            for figure in mine:
                yield sheet.fact("age within", f"victim {sheet.id} {noun}", figure.age, figure.shown)


def _before(sheet: Sheet, figure: Figure) -> str:
    return sheet.text[max(figure.line.span.start, figure.span.start - 24) : figure.span.start]


def _entity(figure: Figure) -> str | None:
    return figure.named.key if figure.named is not None and not figure.named.found else None
