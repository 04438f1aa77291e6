"""What a report itself says was first told otherwise: the first account and what replaced it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from variorum.collation.draft import stable_id
from variorum.collation.incidents.groups import persons
from variorum.collation.incidents.page import Line
from variorum.collation.portraits.figures import figures
from variorum.collation.portraits.sheet import Sheet
from variorum.model.record import Discrepancy, DiscrepancyKind, Passage, ValueReading
from variorum.model.span import Span

NEAR = 4  # sentences before one that takes an account back in which the account is told
SOON = 1  # sentences behind a first account in which words for "later" tell of it
_FIRST = re.compile(
    r"\b(?:first\s+(?:said|told|thought|believed|claimed)|(?:initially|originally|at\s+first|previously|earlier)\s+(?:\w+\s+){0,3}?(?:said|says|told|reported|thought|believed|stated|identified|listed|indicated|suspected|claimed|investigated|treated|described|ruled|considered|classified)"
    r"|(?:was|were|had)\s+(?:been\s+)?(?:initially|originally|at\s+first|first)\s+(?:reported|thought|believed|listed|identified|told|said|investigated|treated|described|ruled|considered|classified)"
    r"|(?:initially|originally|at\s+first),?\s+(?:the\s+)?(?:[\w'’-]+\s+){1,4}?(?:said|told|reported|thought|believed))\b",
    re.IGNORECASE,
)
_NOTICED = re.compile(
    r"\b(?:earlier|previous|original|initial|prior)\s+(?:versions?\s+of\s+(?:this|the|our)\s+(?:article|story|report|post|piece|headline|account)|(?:article|story|post|piece|headline))\s+(?:\w+ly\s+)?"
    r"(?:said|stated|reported|misstated|misidentified|misspelled|gave|listed|identified|indicated|put|named)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"^\W*(?:It|He|She|They|That|Those|The|His|Her|Police|In\s+fact|Actually)\b")
_TURN = re.compile(r"[,;]?\s+(?:but|however|though|although)\b,?\s+|\.\s+(?:But|However),?\s+")
_LATER = re.compile(
    r"^\W*(?:(?:but|however|police|they|deputies|investigators|officers|it|authorities|detectives)\W+(?:\w+\s+){0,3})?(?:later|now|then|actually|instead|turned\s+out|learned|clarified|corrected)\b"
    r"|\b(?:later|now)\s+(?:\w+\s+)?(?:said|say|clarified|corrected|learned|determined|found|discovered|believe|changed|admitted|confirmed|identified)\b|\bhas\s+now\b|\b(?:investigators|police|detectives|deputies|authorities|officials)\s+(?:have\s+)?(?:since\s+|later\s+)?(?:learned|discovered|determined)\b",
    re.IGNORECASE,
)
_LATER_INSIDE = re.compile(
    r"\b(?:later|now|actually|instead|found|since|was|were|has|turned|determined|learned|discovered|changed)\b", re.IGNORECASE
)
_UNTRUE = re.compile(
    r"\b(?:report|stor(?:y|ies)|claims?|account|statement)s?\s+(?:was|were|is)\s+(?:actually\s+)?(?:false|untrue|not\s+true|made\s+up|fabricated)\b"
    r"|\b(?:evidence|video|investigation|witness\w*)\b[^.;]{0,40}\b(?:did\s+not|didn[’']t|does\s+not|doesn[’']t)\s+(?:back|support|match)|\bcontradict\w*|\binconsistent\b|\bturned\s+out\b|\bwas\s+actually\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"\s*[(\[]?(?:Copyright\b|©).*$", re.IGNORECASE)
_RECANTED = re.compile(
    r"\b(?:recant(?:ed|s|ing)?|admitted\s+(?:that\s+)?(?:s?he|they)\s+(?:had\s+)?(?:lied|made)|(?:he|she|they)\s+(?:had\s+)?lied\s+(?:to|about|when)\b|changed\s+(?:his|her|their)\s+stor(?:y|ies)[^.;]{0,40}\b(?:saying|claiming)|made\s+(?:up\s+the\s+(?:story|claim)|(?:the\s+story|him|her|it|them)\s+up)|fabricated)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:told|claimed|reported|to\s+report|said\s+(?:that\s+)?(?:s?he|they|a|an|the)|says?|said)\b", re.IGNORECASE
)


def corrected(of: Mapping[str, Sequence[Discrepancy]]) -> Iterator[Discrepancy]:
    """The corrections of all reports, given by document; one worded alike in several once."""
    found: dict[frozenset[str], Discrepancy] = {}
    for document in sorted(of):
        for one in of[document]:
            found.setdefault(frozenset(r.value.lower() for r in one.readings), one)
    yield from found.values()


def corrections(sheet: Sheet, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Each first account that a report says was given up, with what it says instead."""
    lines = [n for n in sheet.page.lines if n.role != "caption"]
    for number, line in enumerate(lines):
        noticed = line.search(_NOTICED)
        first = noticed or line.search(_FIRST)
        recant = line.search(_RECANTED)
        pair: tuple[Span, Span] | None = None
        if first is not None:
            after = lines[number + 1 : number + 1 + NEAR]
            pair = _replaced(line, first, after) or _other_age(line, first, sheet)
            if pair is None and noticed is not None and after and after[0].search(_INSTEAD):
                pair = Span(line.span.start + first.start(), line.span.end), after[0].span
        elif recant is not None:
            pair = _taken_back(line, lines[:number])
        if pair is not None:
            yield _discrepancy(sheet, *pair, claim_of, recanted=first is None)


def _replaced(line: Line, first: re.Match[str], following: Sequence[Line]) -> tuple[Span, Span] | None:
    """The first account, and behind a "but" or in the next sentence what replaced it."""
    turn = _TURN.search(line.text, first.end())
    start = line.span.start
    if turn is not None and _LATER_INSIDE.search(line.text, turn.end()):
        return Span(start + first.start(), start + turn.start()), Span(start + turn.end(), line.span.end)
    for number, after in enumerate(following):
        if after.search(_UNTRUE) or (number < SOON and after.search(_LATER)):
            return Span(start + first.start(), line.span.end), after.span
    return None


def _other_age(line: Line, first: re.Match[str], sheet: Sheet) -> tuple[Span, Span] | None:
    """An age first given, and the one that the report gives beside it."""
    given = re.search(r"\b(?:was|were|is|as|being)\s+(\d{1,2})\b(?!\s*(?:%|percent|people|feet|miles))", line.text[first.end() :])
    if given is None:
        return None
    value = float(given[1])
    ages = {f.shown: f.age for f in figures(sheet)}
    near = [s for s, age in ages.items() if 0 < abs(age - value) <= 15 and abs(s.start - line.span.start) < 900]
    if not near:
        return None
    at = line.span.start + first.end() + given.start(1)
    beside = [s for s in near if line.span.covers(s)]
    return Span(at, at + len(given[1])), beside[0] if beside else min(near, key=lambda s: (abs(ages[s] - value), s))


def _taken_back(line: Line, before: Sequence[Line]) -> tuple[Span, Span] | None:
    """The account before a sentence that says somebody took it back: told shortly before, or the nearest about the same one."""
    told = next((n for n in reversed(before[-NEAR:]) if n.search(_TOLD)), None)
    if told is None:
        whom = {w.low for w in line.words} & persons()
        told = next((n for n in reversed(before) if whom & {w.low for w in n.words}), None)
    return (told.span, line.span) if told is not None else None


def _discrepancy(sheet: Sheet, first: Span, now: Span, claim_of: Mapping[str, str], recanted: bool) -> Discrepancy:
    kind: DiscrepancyKind = "quantity" if len(first) < 4 else "polarity" if recanted else "detail"
    readings = []
    for span in (first, now):
        told = sheet.statement(span) or next((d for d in sheet.items if d.statement.span.overlap(span)), None)
        words = _NOTICE.sub("", " ".join(span.text(sheet.text).split())) or span.text(sheet.text)
        readings.append(ValueReading(words, (Passage(sheet.id, span.start, span.end),), (told.id,) if told else ()))
    ordered = tuple(sorted(readings, key=lambda r: (r.value.lower(), r.spans)))
    claim = next((c for r in readings for s in r.statements if (c := claim_of.get(s))), None)
    why = "taken back by the one who told it" if recanted else "the report says that it was first told otherwise"
    told_words = " and ".join(f"“{r.value}”" for r in ordered)
    identity = stable_id("x", "portrait", "correction", sheet.id, first.start, now.start)
    return Discrepancy(identity, kind, "update", claim, None, ordered, f"{told_words}: {why}.")
