"""Whether somebody held by the police, or in hospital, has been let go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from variorum.collation.incidents.page import Line
from variorum.collation.portraits.compare import Found, dated, in_order
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.span import Span

_UNSURE = re.compile(
    r"\b(?:expected|will|would|could|may|might|if|whether|until|should|likely|not|never|yet)\b|n[’']t\b", re.IGNORECASE
)
_FREED = re.compile(
    r"\b(?:released\s+(?:(?:from|on|without|after|pending|to)\s+(?:[\w-]+\s+){0,3}?(?:jail|custody|bond|bail|charges?|parents?|question(?:ing|ed)|recognizance))"
    r"|(?:freed|bailed)\s+(?:out|from|on)|posted\s+(?:a\s+)?(?:\S+\s+)?(?:bond|bail)|bonded\s+out)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:arrested|detained|taken\s+into\s+custody|(?:being\s+)?held\s+(?:in|at|on|without)|(?:is|are|was|were|remains?|remained)\s+(?:being\s+)?(?:in\s+custody|jailed)|booked\s+into)\b",
    re.IGNORECASE,
)
_PLEA = re.compile(
    r"\b(?:pleaded|pled|pleads|entered\s+an?\s+plea\s+of)\s+(?:(?P<not>not\s+guilty|innocent)|guilty|no\s+contest)\b",
    re.IGNORECASE,
)
_UNSURE_PLEA = re.compile(
    r"\b(?:expected|will|would|could|may|might|if|whether|previously|earlier|had|unless|changed)\b", re.IGNORECASE
)
_DISCHARGED = re.compile(
    r"\b(?:(?:treated\s+and\s+(?:later\s+)?)?(?:released|discharged)\s+from\s+(?:the\s+|an?\s+)?(?:[\w.'’-]+\s+){0,4}?(?:hospital|medical\s+cent(?:er|re)|clinic)"
    r"|treated\s+and\s+(?:later\s+|since\s+)?(?:released|discharged))\b",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"\b(?:(?:taken|transported|rushed|flown|airlifted|brought|sent)\s+(?:by\s+\w+\s+)?(?:to|at)\s+(?:the\s+|an?\s+)?(?:[\w.'’-]+\s+){0,4}?(?:hospital|medical\s+cent(?:er|re)|trauma\s+cent(?:er|re))"
    r"|(?:was|is|remains?|remained)\s+hospitali[sz]ed|being\s+treated|in\s+(?:[\w-]+\s+){0,3}?condition)\b",
    re.IGNORECASE,
)


def custody_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """Whether each person named alone in a sentence is held, or held no longer."""
    for line in sheet.lines:
        freed = line.search(_FREED)
        match = freed or line.search(_HELD)
        who = {n.key for n in sheet.named if match and line.span.start <= n.span.start < line.span.start + match.start()}
        if match is not None and len(who) == 1 and not line.search(_UNSURE):
            key = who.pop()
            yield sheet.fact("custody", person_of.get(key, key), "freed" if freed else "held", _at(line, match))


def plea_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """How each person named alone in a sentence pleads."""
    for line in sheet.lines:
        match = line.search(_PLEA)
        who = {n.key for n in sheet.named if match and line.span.start <= n.span.start < line.span.start + match.start()}
        if match is not None and len(who) == 1 and not line.search(_UNSURE_PLEA):
            key = who.pop()
            plea = "not guilty" if match["not"] else "guilty"
            yield sheet.fact("plea", person_of.get(key, key), plea, _at(line, match))


def hospital_stay_facts(sheet: Sheet) -> Iterator[Fact]:
    """Whether the one victim is in hospital, or has left it."""
    told: dict[str, Span] = {}
    for line in sheet.lines:
        left = line.search(_DISCHARGED)
        match = left or line.search(_TREATED)
        if match is not None and not line.search(_UNSURE):
            told.setdefault("left" if left else "in", _at(line, match))
    for value in ("left", "in"):  # who has left it was in it before
        if value in told:
            yield sheet.fact("hospital", "", value, told[value])
            return


def _at(line: Line, match: re.Match[str]) -> Span:
    return Span(line.span.start + match.start(), line.span.start + match.end())


def compare_custody(a: Fact, b: Fact) -> Found:
    """Held in an earlier report, let go in a later one."""
    return _gone(a, b, ("held", "freed"), "held by one report, let go by the other")


def compare_pleas(a: Fact, b: Fact) -> Found:
    """Pleaded not guilty in an earlier report, guilty in a later one."""
    return _gone(a, b, ("not guilty", "guilty"), "pleaded not guilty by one report, guilty by the other")


def compare_hospital(a: Fact, b: Fact) -> Found:
    """In hospital in an earlier report, out of it in a later one."""
    return _gone(a, b, ("in", "left"), "in hospital by one report, out of it by the other")


def _gone(a: Fact, b: Fact, values: tuple[str, str], why: str) -> Found:
    if in_order(a, b, *values):
        return "update", why + dated(a, b)
    return None
