"""What needs no model: what kind of thing happened, with what weapon, over what amount, how many are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from variorum.collation.incidents.evidence import Evidence
from variorum.collation.incidents.groups import groups
from variorum.collation.incidents.page import Line, Page, rows, within
from variorum.collation.incidents.sides import frame
from variorum.model.record import Question
from variorum.model.span import Span

LEAD = 12  # sentences of a report that are asked what it is about
Told = tuple[str, tuple[Evidence, ...], float]


@cache
def happenings() -> dict[str, str]:
    """Word -> the kind of thing that happened."""
    return {row[0]: row[1] for row in rows("incident_kinds.tsv")}


@cache
def weapons() -> frozenset[str]:
    """What people are hurt with, one word or two."""
    return frozenset(row[0] for row in rows("incident_weapons.txt"))


def told_by_words(pages: Sequence[Page]) -> dict[Question, list[Told]]:
    """The values of each question with their evidence and their share of the reports' votes, largest first."""
    asked = (("kind", _kinds), ("missing", _missing), ("weapon", _weapons), ("amount", _amounts))
    found: dict[Question, list[Told]] = {}
    for question, look in asked:
        votes: dict[str, float] = defaultdict(float)
        evidence: dict[str, list[Evidence]] = defaultdict(list)
        for page in pages:
            own: dict[str, float] = defaultdict(float)
            for value, span, weight in look(page):
                own[value] += weight
                evidence[value].append(Evidence(page.document.id, value, value, (span,), {}))
            total = sum(own.values())
            for value, weight in own.items():
                votes[value] += weight / total / len(pages)
        ranked = sorted(votes, key=lambda v: (-round(votes[v], 6), v))
        kept = [v for v in ranked if votes[v] >= (0.2 if question == "kind" else 0.05)]
        if kept:
            found[question] = [(v, tuple(evidence[v]), round(votes[v], 6)) for v in kept]  # type: ignore[index]
    return found


def _weight(line: Line) -> float:
    return 1 / (1 + line.index)


def _kinds(page: Page) -> Iterator[tuple[str, Span, float]]:
    for line in page.lines[:LEAD]:
        spans = {s.head.start: s.predicate for s in within(page.reading.statements, line.span)}
        for word in line.words:
            kind = happenings().get(spans.get(word.start, word.low)) or happenings().get(word.low)
            if kind is not None:
                yield kind, Span(word.start, word.end), _weight(line)


def _missing(page: Page) -> Iterator[tuple[str, Span, float]]:
    for line in page.lines:
        if "missing" in line.kinds():
            for group in groups(page, line):
                if "missing" in frame(line, group).values():
                    yield str(group.count), Span(line.words[group.first].start, line.words[group.last].end), _weight(line)


def _weapons(page: Page) -> Iterator[tuple[str, Span, float]]:
    for line in page.lines:
        taken = -1
        for i, word in enumerate(line.words):
            pair = f"{word.low} {line.words[i + 1].low}" if i + 1 < len(line.words) else ""
            last = i + 1 if _weapon(pair) else i
            name = _weapon(pair) or (_weapon(word.low) if i > taken else None)
            if name is not None:
                taken = last
                yield name, Span(word.start, line.words[last].end), _weight(line)


def _weapon(words: str) -> str | None:
    return words if words in weapons() else words[:-1] if words[:-1] in weapons() and words.endswith("s") else None


def _amounts(page: Page) -> Iterator[tuple[str, Span, float]]:
    for line in page.lines:
        for quantity in within(page.reading.quantities, line.span):
            if quantity.kind == "money" and quantity.low is not None and quantity.low == quantity.high:
                yield f"{quantity.low:.15g} {quantity.unit or ''}".strip(), quantity.span, _weight(line)
