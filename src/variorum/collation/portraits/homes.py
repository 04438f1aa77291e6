"""Where a named person is from, and what part they take: told as victim and as suspect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from variorum.collation.incidents.named import Named
from variorum.collation.incidents.page import Line
from variorum.collation.portraits.compare import Found, dated
from variorum.collation.portraits.figures import figures
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.spots import lie_apart, spot_value
from variorum.model.span import Span

_TOWN = r"(?P<town>[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2})(?![\w’'-]|\s+(?:Police|County|Street|Avenue|Road|Drive|High|School|University|Department|Sheriff))"
_OF = re.compile(rf"['’\"”]?(?:,\s+(?:aged?\s+)?\d{{1,3}},?|,)?\s+(?:of|from|a\s+resident\s+of)\s+{_TOWN}")
_BEFORE = re.compile(rf"{_TOWN}\s+(?:resident|man|woman|teen|teenager|boy|girl|native)\s+(?:[\w’'-]+\s+)?$")
_VICTIM = re.compile(
    r"\bvictims?(?:\s+(?:is|was|are|were|has\s+been|have\s+been))?(?:,|:|\s+identified)?(?:\s+as)?\s+(?:[\w-]+[- ]old\s+)?$",
    re.IGNORECASE,
)
_VICTIMS = re.compile(
    r"\bvictims\b[^.]{0,60}\b(?:identified|named|listed|are|were)\b(?:\s+as)?(?!.*\b(?:suspects?|by)\b)", re.IGNORECASE
)
_SUSPECT = re.compile(
    r"\b(?:suspects?|suspected\s+(?:gunman|shooter)|(?:search(?:ing)?|look(?:ing)?)\s+for|warrants?\s+for(?:\s+the\s+arrest\s+of)?)(?:\s+(?:is|was|are|were|has\s+been))?(?:,|:|\s+identified)?(?:\s+as)?\s+(?:[\w-]+[- ]old\s+)?$",
    re.IGNORECASE,
)
_SUSPECTED = re.compile(
    r"(?:,\s+\d{1,2},?)?\s+(?:is|was|are|were)\s+(?:now\s+|also\s+)?(?:wanted|a\s+suspect|the\s+suspect|being\s+sought|accused|charged)\b",
    re.IGNORECASE,
)


def home_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """The towns that named persons are said to be of."""
    places = [p for p in sheet.page.reading.places if not p.demonym]
    for named in sheet.named:
        line = sheet.page.line(named.span.start)
        if line is None:
            continue
        who, entity = person_of.get(named.key, named.key), None if named.how != "read" else named.key
        match = _OF.match(line.text, named.span.end - line.span.start)
        match = match or _BEFORE.search(line.text[: named.span.start - line.span.start])
        if match is not None:
            span = Span(line.span.start + match.start("town"), line.span.start + match.end("town"))
            spot = next((p for p in places if p.span.overlap(span)), None)
            if spot is not None and not spot.span.text(sheet.text).endswith(("County", "Parish")):
                yield sheet.fact("home", who, spot_value(spot, sheet.text), spot.span, entity=entity)
        yield from _role(sheet, line, named, who, entity)


def aged_homes(sheet: Sheet) -> Iterator[Fact]:
    """The towns of those whom a report gives an age that nobody else of the sex has there: "a 23-year-old Norwick woman"."""
    places = [p for p in sheet.page.reading.places if not p.demonym]
    found = figures(sheet)
    for figure in found:
        same = [f for f in found if f.age == figure.age and f.sexes & figure.sexes]
        if len({f.named.key for f in same if f.named}) > 1 or len(figure.sexes) > 1 and figure.named is None:
            continue
        towns = [p for p in places if figure.shown.end < p.span.start and p.span.end < figure.span.end]
        if figure.named is not None:
            match = _OF.match(sheet.text, figure.named.span.end, figure.line.span.end)
            towns = [p for p in places if match and p.span.overlap(Span(match.start("town"), match.end("town")))][:1]
        if len(towns) == 1:
            yield sheet.fact("aged home", f"{figure.age:g}", spot_value(towns[0], sheet.text), towns[0].span, sexes=figure.sexes)


def compare_aged(a: Fact, b: Fact) -> Found:
    """Two home towns of the one of an age."""
    return compare_homes(a, b) if a.sexes & b.sexes else None


def _role(sheet: Sheet, line: Line, named: Named, who: str, entity: str | None) -> Iterator[Fact]:
    """Victim or suspect, where a sentence says so in these words of the one whom it names beside them."""
    if line not in sheet.lines:
        return
    start, end = named.span.start - line.span.start, named.span.end - line.span.start
    before, after = line.text[:start], line.text[end:]
    victim = _VICTIM.search(before) or _VICTIMS.search(before)
    suspect = _SUSPECT.search(before) or _SUSPECTED.match(after)
    if (victim is None) != (suspect is None) and not after.startswith(("'s", "’s")):
        yield sheet.fact("part", who, "victim" if victim else "suspect", named.span, entity=entity)


def compare_homes(a: Fact, b: Fact) -> Found:
    """Two home towns of one person."""
    return ("contradiction", "other home towns of one person") if lie_apart(a, b) else None


def compare_parts(a: Fact, b: Fact) -> Found:
    """Victim in an earlier report, suspect in a later one."""
    first, last = (a, b) if a.published <= b.published else (b, a)
    if a.published != b.published and first.value != "victim":
        return None
    return (
        "update" if a.published != b.published else "contradiction"
    ), f"{last.words} is told as victim and as suspect" + dated(a, b)
