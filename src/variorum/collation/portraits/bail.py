"""On what bail or bond somebody is held: the amount that each report gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from variorum.collation.portraits.charges import charged_person
from variorum.collation.portraits.compare import Found, dated, earlier
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.span import Span

NEAR = 60  # code points between the word for bail and its amount
_BAIL = re.compile(r"\b(?:bond|bail)s?\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\$\s?(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:[\s-]?(?P<scale>million|thousand|[mk])\b)?", re.IGNORECASE
)
_EACH = re.compile(r"\b(?:each|respectively|total(?:ing|s|ed)?|combined|apiece|both|either)\b|%|\bper\s?cent\b", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:rais|lower|reduc|increas|previous|original|earlier|request|ask|recommend)\w*", re.IGNORECASE)
_NONE = re.compile(
    r"\b(?:without\s+(?:bond|bail)|(?:denied|no)\s+(?:bond|bail)(?!\s+(?:hearing|has|had|was|is|set|amount)))\b", re.IGNORECASE
)
_SCALES = {"million": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3}


def bail_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """The amount of a bail or bond, of the one person named before it; where the report gives it for one alone, of whoever it tells of too."""
    found = list(_bails(sheet, person_of))
    yield from found
    if len({f.holder for f in found} - {""}) == 1:
        yield from (replace(f, holder="") for f in found if f.holder)


def _bails(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    for line in sheet.lines:
        none = line.search(_NONE)
        if none is not None and not line.search(_EACH):
            who = charged_person(sheet, line, line.span.end)
            span = Span(line.span.start + none.start(), line.span.start + none.end())
            yield sheet.fact("bail", person_of.get(who.key, who.key) if who else "", 0.0, span)
            continue
        words, amounts = list(line.finds(_BAIL)), list(line.finds(_AMOUNT))
        if not words or len(amounts) != 1 or line.search(_EACH) or line.search(_MOVED):
            continue
        amount = amounts[0]
        if min(max(w.start() - amount.end(), amount.start() - w.end()) for w in words) > NEAR:
            continue
        value = float(amount["digits"].replace(",", "")) * _SCALES.get((amount["scale"] or "").lower(), 1.0)
        who = charged_person(sheet, line, line.span.end)
        span = Span(line.span.start + amount.start(), line.span.start + amount.end())
        yield sheet.fact("bail", person_of.get(who.key, who.key) if who else "", value, span)


def compare_bail(a: Fact, b: Fact) -> Found:
    """Two amounts for one person: of reports of one day a contradiction, else what a later hearing may have set."""
    if a.value == b.value:
        return None
    if not a.value or not b.value:
        why = "held without bail by one report, with bail by the other"
        return ("update", why + dated(a, b)) if earlier(a, b) or earlier(b, a) else ("contradiction", why)
    if earlier(a, b) or earlier(b, a):
        return "update", "the later report brings another amount of bail" + dated(a, b)
    return "contradiction", "other amounts of bail"
