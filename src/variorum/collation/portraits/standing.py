"""Whether anybody is arrested yet, and whether a named person is sought or caught, charged or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from variorum.collation.acts import data_lines
from variorum.collation.incidents.named import Named
from variorum.collation.incidents.page import Line
from variorum.collation.portraits.charges import UNCHARGED, is_charged
from variorum.collation.portraits.compare import Found, dated, earlier, in_order
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.sifting import stretches
from variorum.model.span import Span

NEAR = 50  # code points before words on what is not known yet in which it may be supposed alone
PENDED = "what one says has not happened yet the other tells"
_SUPPOSED = re.compile(
    r"\b(?:if|whether|could|may|might|would|until|unless|leads? to|leading to|information|previously|prior|history|times|past)\b",
    re.I,
)
_NOBODY = re.compile(r"\b(?:no|nobody|none|not|n[’']t|never|yet)\b[^.;,]*$|n[’']t\b[^.;,]*$", re.I)
_SOUGHT = re.compile(
    r"\b(?:wanted(?!\s+to)|at\s+large|on\s+the\s+(?:run|loose)|being\s+sought|(?:search(?:ing)?|look(?:ing)?|hunt(?:ing)?)\s+for|whereabouts"
    r"|remains?\s+(?:at\s+large|outstanding)|not\s+(?:yet\s+)?(?:been\s+)?(?:in\s+custody|arrested)|still\s+sought|warrants?\s+(?:(?:is|are|was|were|has\s+been)\s+)?(?:out|issued))\b",
    re.IGNORECASE,
)
_CAUGHT = re.compile(
    r"\b(?:arrested|captured|apprehended|taken\s+into\s+custody|in\s+custody|turned\s+(?:him|her|them)sel(?:f|ves)\s+in(?:to)?|surrendered|caught|being\s+held|jailed)\b",
    re.IGNORECASE,
)


@cache
def _stages() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    rows = (line.split("\t") for line in data_lines("standings.tsv"))
    return tuple(
        (field, int(stage), re.compile(r"\b(?:" + words.replace(" ", r"\s+") + ")", re.IGNORECASE))
        for field, stage, words in rows
    )


@cache
def _by_stretch() -> tuple[tuple[tuple[str, tuple[int, ...]], ...], frozenset[int]]:
    """The stretches of which every match of a stage's pattern has one, each with those stages; and the stages of which none is known."""
    held: dict[str, list[int]] = {}
    for number, (_, _, pattern) in enumerate(_stages()):
        for word in stretches(pattern):
            held.setdefault(word, []).append(number)
    always = frozenset(n for n, (_, _, pattern) in enumerate(_stages()) if not stretches(pattern))
    return tuple((word, tuple(numbers)) for word, numbers in sorted(held.items())), always


def _may_stand(line: Line) -> list[tuple[str, int, re.Pattern[str]]]:
    """The stages of which a line may tell, in order."""
    words, always = _by_stretch()
    if not line.low:
        return list(_stages())
    numbers = always.union(*(held for word, held in words if word in line.low))
    return [_stages()[n] for n in sorted(numbers)]


def standing_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """Whether anybody is arrested as a report has it, and where each named person stands."""
    for line in sheet.lines:
        for field, stage, pattern in _may_stand(line):
            match = line.search(pattern)
            if match is None or _unsure(line, match, stage):
                continue
            if field == "charge" and stage == 0 and any(line.span.covers(n.span) for n in sheet.named):
                continue
            span = Span(line.span.start + match.start(), line.span.start + match.end())
            yield sheet.fact(field, "", "not yet" if stage == 0 else "done", span)
        yield from _of_persons(sheet, line, person_of)


def _unsure(line: Line, match: re.Match[str], stage: int) -> bool:
    """Whether what a match says is supposed alone, or, where it says that something is done, denied."""
    before = line.text[max(0, match.start() - NEAR) : match.start()]
    behind = line.text[match.end() : match.end() + NEAR] if stage else ""
    denied = stage == 1 and _NOBODY.search(line.text[: match.start()]) is not None
    return denied or _SUPPOSED.search(before) is not None or _SUPPOSED.search(behind) is not None


def _of_persons(sheet: Sheet, line: Line, person_of: Mapping[str, str]) -> Iterator[Fact]:
    if line.search(_SUPPOSED):
        return
    told = []
    sought, caught = line.search(_SOUGHT), line.search(_CAUGHT)
    match = sought or caught
    if match is not None and (sought is None) != (caught is None):
        told.append(("sought", "sought" if sought else "caught", match))
    uncharged, charged = line.search(UNCHARGED), is_charged(line)
    match = uncharged or charged
    if match is not None:
        told.append(("charged", "not charged" if uncharged else "charged", match))
    inside = [n for n in sheet.named if line.span.covers(n.span)]
    for slot, value, match in told:
        before = [n for n in inside if n.span.end <= line.span.start + match.start()]
        people = before if _listed(sheet.text, before) else inside
        if len({n.key for n in people}) != 1 and people is not before:
            continue
        for who in people:
            span = Span(line.span.start + match.start(), line.span.start + match.end())
            yield sheet.fact(slot, person_of.get(who.key, who.key), value, span, entity=None if who.how != "read" else who.key)


def _listed(text: str, named: Sequence[Named]) -> bool:
    """Whether names stand in one list ("Ida Lund, 31, and Per Dahl")."""
    return len(named) > 1 and all(
        re.fullmatch(r"[,\s]*(?:\d{1,2}[,\s]*)?(?:and\s+)?(?:\d{1,2}-year-old\s+)?", text[a.span.end : b.span.start])
        for a, b in pairwise(named)
    )


def compare_pending(a: Fact, b: Fact) -> Found:
    """Nobody arrested in an earlier report, somebody in a later one."""
    if in_order(a, b, "not yet", "done"):
        return "update", PENDED + dated(a, b)
    return None


def compare_sought(a: Fact, b: Fact) -> Found:
    """Sought in an earlier report, caught in a later one."""
    if in_order(a, b, "sought", "caught"):
        return "update", "sought by one report, caught by the other" + dated(a, b)
    return None


def compare_charged(a: Fact, b: Fact) -> Found:
    """Not charged and charged."""
    first, last = (a, b) if earlier(a, b) else (b, a)
    if not earlier(first, last):
        return "contradiction", "charged by one report, not charged by the other"
    if first.value == "not charged":
        return "update", "not charged by one report, charged by the other" + dated(a, b)
    return None
