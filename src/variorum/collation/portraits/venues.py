"""The place by its own name at which a report puts the happening in a street, and names of places that reports spell otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from variorum.collation.draft import stable_id
from variorum.collation.namematch import fold
from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.record import Discrepancy, Passage, ValueReading
from variorum.model.span import Span

MOST_SPANS = 3
MOST_NAMES = 400  # of a story, that are held against each other
KINDS = frozenset({"place", "organisation", "product", "other"})
_NAME = r"(?:[A-Z][\w.'’&-]*|\d+)(?:\s+(?:(?:of|the|and|&|on)\s+)?(?:[A-Z][\w.'’&-]*))*"
_AT = re.compile(
    rf"\b(?:at|inside|outside|entered|into|near)\s+(?:the\s+)?(?P<name>{_NAME}),?\s+(?:located\s+)?(?:at|on|in\s+the)\s+(?:the\s+)?(?:\d+[A-Z]?(?:[- ]block\s+of)?\s+)?"
    r"(?:[NSEW]\.?\s+|North\s+|South\s+|East\s+|West\s+)?(?P<street>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)\s(?:Street|St\b|Avenue|Ave\b|Road|Rd\b|Drive|Dr\b|Lane|Ln\b|Boulevard|Blvd\b|Highway|Way|Parkway|Court|Place)"
)
_GENERIC = frozenset(
    "apartments apartment complex club bar grill lounge hotel motel inn suites school park plaza homes housing community hospital center".split()
)
_SCENE = re.compile(
    r"\b(?:shot|shots|shooting|gunfire|fired|happened|occurred|erupted|killed|wounded|robbe\w+|burst|called|responded|entered)\b",
    re.IGNORECASE,
)
_NO_VENUE = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|boulevard|highway|hospital|police|county|department|court|jail)\b"
)


def venue_facts(sheet: Sheet) -> Iterator[Fact]:
    """The names of the places at which the happening is put, by street."""
    for line in sheet.lines:
        for match in line.finds(_AT) if line.search(_SCENE) else ():
            name = fold(match["name"])
            if not _NO_VENUE.search(name):
                yield sheet.fact(
                    "venue",
                    fold(match["street"]),
                    name,
                    Span(line.span.start + match.start("name"), line.span.start + match.end("name")),
                )


def compare(a: Fact, b: Fact) -> Found:
    """Two names of the place in one street."""
    one, two = str(a.value), str(b.value)
    mine, theirs = set(one.split()), set(two.split())
    if one.replace(" ", "") in two.replace(" ", "") or two.replace(" ", "") in one.replace(" ", ""):
        return None
    if mine & theirs:
        own = (mine - theirs) and (theirs - mine)
        return ("variant", "one place under names that differ in part") if own and mine & theirs - _GENERIC else None
    if OSA.distance(one, two) <= 2:
        return "variant", "the name of one place in other spellings"
    return "contradiction", "other names of the place in one and the same street"


def respelt_names(sheets: Sequence[Sheet]) -> Iterator[Discrepancy]:
    """Names of places and bodies of several words, one of them spelt otherwise by another report."""
    forms: dict[tuple[str, ...], list[tuple[Passage, str]]] = {}
    for sheet in sheets:
        for mention in sheet.page.reading.mentions:
            if mention.kind == "name" and mention.type in KINDS and sheet.page.line(mention.span.start) is not None:
                told = " ".join(mention.span.text(sheet.text).split())
                words = _bare(tuple(fold(told).split()))
                if 1 < len(words) < 7:
                    forms.setdefault(words, []).append((Passage(sheet.id, mention.span.start, mention.span.end), told))
    by_rest: dict[tuple[int, int, tuple[str, ...]], list[tuple[str, ...]]] = {}
    for words in sorted(forms)[:MOST_NAMES]:
        for number in range(len(words)):
            by_rest.setdefault((len(words), number, words[:number] + words[number + 1 :]), []).append(words)
    for (_, number, _), alike in sorted(by_rest.items()):
        for n, one in enumerate(alike):
            for other in alike[n + 1 :]:
                if _slip(one[number], other[number]) and not _documents(forms[one]) & _documents(forms[other]):
                    yield _variant(forms[one], forms[other])


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the words for what kind of place it is, which one report may leave out."""
    end = len(words)
    while end > 2 and words[end - 1] in _GENERIC:
        end -= 1
    return words[:end]


def _slip(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    if short < 5 or one[0] != other[0] or any(ch.isdigit() for ch in one + other) or one + "s" == other or other + "s" == one:
        return False
    return OSA.distance(one, other) <= (2 if short >= 9 else 1)


def _documents(places: Sequence[tuple[Passage, str]]) -> set[str]:
    return {place.document for place, _ in places}


def _variant(one: Sequence[tuple[Passage, str]], other: Sequence[tuple[Passage, str]]) -> Discrepancy:
    readings = tuple(
        ValueReading(told[0][1], tuple(sorted(p for p, _ in told)[:MOST_SPANS]))
        for told in sorted((one, other), key=lambda t: (t[0][1].lower(), t[0][0]))
    )
    identity = stable_id("x", "portrait", "place name", *(p for r in readings for p in (r.value.lower(), r.spans[0])))
    why = f"“{readings[0].value}” and “{readings[1].value}”: one name in other spellings, in reports of one story."
    return Discrepancy(identity, "name", "variant", None, None, readings, why)
