"""How each victim is: in what condition, alive or dead, and whether that is known; of those whom reports tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from variorum.collation.portraits.clauses import clauses
from variorum.collation.portraits.compare import Found, dated, earlier, in_order
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_victim
from variorum.model.span import Span

_STATE = re.compile(
    r"\b(?:in|listed\s+(?:as|in))\s+(?:an?\s+|very\s+|extremely\s+|[\"“])*(?P<state>critical|serious|stable|fair|good|grave)(?:\s+condition|[\"”]|\b(?=[.,;]|$))"
    r"(?!\s*,?\s*(?:but|and|yet)\s+(?:\w+\s+)?(?:stable|critical|serious))",
    re.IGNORECASE,
)
_GRAVE = {"good": 0, "fair": 1, "stable": 1, "serious": 2, "critical": 3, "grave": 3}
_ALIVE = re.compile(
    r"\b(?:in\s+(?:[\w-]+\s+){0,3}(?:critical|serious|stable|fair|good|grave)\s+condition|expected\s+to\s+(?:survive|recover|live|be\s+ok(?:ay)?)"
    r"|(?:non-?|not\s+)life[- ]threatening|recovering|fighting\s+for\s+(?:his|her)\s+life|on\s+life\s+support|critically\s+(?:injured|wounded|hurt))\b",
    re.IGNORECASE,
)
_DEAD = re.compile(
    r"\b(?:died|has\s+died|(?:was\s+)?pronounced\s+dead|succumbed|(?:was|were|been|being|is)\s+(?:\w+ly\s+)?(?:killed|shot\s+(?:and\s+killed|dead|to\s+death)|fatally\s+(?:shot|wounded)))\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:condition|status|extent\s+of\s+(?:his|her|the|their)\s+\w+)\b[^.;]{0,50}\b(?:unknown|not\s+(?:yet\s+)?(?:immediately\s+)?(?:known|available|released|given|disclosed|clear)|(?:has|have)\s+yet\s+to\s+be|unavailable|n[’']t\s+\w+)"
    r"|\b(?:unknown|undisclosed)\s+condition\b|\bno\s+word\s+on\s+(?:\w+\s+){0,4}condition\b|\b(?:not|n[’']t)\s+(?:\w+\s+)?(?:know|release|disclose|give|provide)d?\s+(?:\w+\s+){0,4}condition\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"\b(?:whether|if|could|may|might|would|nearly|almost|thought|feared|believed)\b|n[’']t\b", re.IGNORECASE)


def fate_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """How each victim is whom reports may tell apart: in what condition, alive or dead; of one told to have died, that alone."""
    states: dict[str, list[tuple[str, Span]]] = {}
    fates: dict[str, list[tuple[str, Span]]] = {}
    for clause in clauses(sheet, person_of):
        text = clause.text
        if _UNSURE.search(text):
            continue
        for slot, value, match in (
            (fates, "dead", _DEAD.search(text)),
            (fates, "alive", _ALIVE.search(text)),
            (states, "", _STATE.search(text)),
        ):
            for holder in clause.holders if match is not None else ():
                assert match is not None
                told = value or match["state"].lower()
                slot.setdefault(holder, []).append((told, clause.span(match.start(), match.end())))
    for holder, held in sorted(fates.items()):
        value = "dead" if any(v == "dead" for v, _ in held) else "alive"
        yield sheet.fact("fate of", holder, value, next(s for v, s in held if v == value))
        if value == "alive":
            for state, span in states.get(holder, ()):
                yield sheet.fact("state of", holder, state, span)


def compare_states(a: Fact, b: Fact) -> Found:
    """Two conditions of one victim."""
    if _GRAVE[str(a.value)] == _GRAVE[str(b.value)]:
        return None
    if earlier(a, b) or earlier(b, a):
        return "update", "another condition of one victim" + dated(a, b)
    return "contradiction", "other conditions of one victim"


def compare_fates(a: Fact, b: Fact) -> Found:
    """Alive in an earlier report, dead in a later one."""
    if {a.value, b.value} == {"alive", "dead"} and a.document != b.document:
        return "update", "one victim lives by one report and has died by the other" + dated(a, b)
    return None


def condition_facts(sheet: Sheet) -> Iterator[Fact]:
    """Whether a report says that the one victim's condition is not known, or gives it."""
    if not one_victim(sheet):
        return
    told: dict[str, Span] = {}
    for line in sheet.lines:
        unknown, known = line.search(_UNKNOWN), line.search(_STATE) or line.search(_DEAD)
        match = unknown or known
        if match is not None and (unknown or not line.search(_UNSURE)):
            told.setdefault(
                "not yet" if unknown else "done", Span(line.span.start + match.start(), line.span.start + match.end())
            )
    for value, span in told.items():
        yield sheet.fact("condition known", "", value, span)


def compare_known(a: Fact, b: Fact) -> Found:
    """A condition not known by one report, told by the other."""
    if in_order(a, b, "not yet", "done"):
        return "update", "one says that the condition is not known yet, the other tells it" + dated(a, b)
    return None
