"""Where two statements of one claim put it: sides of a place, in or outside it, street numbers, towns that lie apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from variorum.collation.acts import same_act, word_list
from variorum.collation.draft import Draft
from variorum.collation.namematch import fold
from variorum.collation.participants import NEAR, agreement, is_named, kilometres
from variorum.model.record import Entity, Relation
from variorum.model.span import Span

OUTSIDE = frozenset({"outside", "beyond"})
INSIDE = frozenset({"in", "inside", "within"})
OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east", "above": "below", "below": "above"}
FAR = 500.0  # kilometres from which on a name is more likely put at a wrong place on the map than the happening
_SIDE = re.compile(r"\b(north|south|east|west)\s+(?:of|from)\s+((?:the\s+)?[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3})")
_IN = re.compile(r"\b(outside|beyond|in|inside|within)\s+(?:of\s+)?((?:the\s+)?[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3})")
_STREET = (
    r"((?:[A-Z][\w.'’-]*|\d+(?:st|nd|rd|th))(?:\s+(?:[A-Z][\w.'’-]*|\d+(?:st|nd|rd|th))){0,3}?)\s+"
    r"((?i:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|circle|terrace|highway|hwy|parkway|pkwy))\b"
)
_BLOCK = re.compile(r"\b(\d{1,3}(?:,?\d{3})?|\d{1,2}00)[\s-]+block\s+of\s+" + _STREET, re.IGNORECASE)
_HOUSE = re.compile(r"\b(\d{1,5})\s+" + _STREET)
_NAME = re.compile(r"\b" + _STREET)
_HOME = re.compile(
    r"(?:,\s*(?:both\s+|all\s+|formerly\s+)?of|\d\)?,?\s+of|\bliv(?:es?|ed|ing)|\bresid(?:es?|ed|ing|ents?)|\bmoved|\bnatives?)\s+"
    r"(?:(?:of|at|in|on|to)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)  # somebody's address rather than the place of what happened
_COMPASS = frozenset(
    {
        "north",
        "south",
        "east",
        "west",
        "n",
        "s",
        "e",
        "w",
        "ne",
        "nw",
        "se",
        "sw",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    }
)
Put = tuple[Relation, Span, Span, str]


@dataclass(frozen=True, slots=True)
class Address:
    """A street with a house number, or the hundred of a block."""

    street: str
    number: int
    block: bool
    span: Span


def addresses(text: str, within: Span) -> list[Address]:
    """The numbered addresses in a stretch of text."""
    found: list[Address] = []
    for pattern, block in ((_BLOCK, True), (_HOUSE, False)):
        for m in pattern.finditer(text, within.start, within.end):
            words = [w for w in fold(m.group(2)).split() if w not in _COMPASS]
            place = Span(m.start(), m.end())
            home = _HOME.search(text, max(0, m.start() - 30), m.start())
            if words and words[0] != "block" and not home and not any(place.overlap(a.span) for a in found):
                found.append(Address(" ".join(words), int(m.group(1).replace(",", "")), block, place))
    return found


def street_names(text: str, within: Span) -> list[tuple[str, Span]]:
    """The streets named in a stretch of text, with or without a number."""
    found = []
    for m in _NAME.finditer(text, within.start, within.end):
        words = [w for w in fold(m.group(1)).split() if w not in _COMPASS]
        if words and not _crosses(m, text):
            found.append((" ".join(words), Span(m.start(), m.end())))
    return found


_CROSSING = re.compile(r"(?:\b(?:and|near|off)|&|/)\s*$|^\s*(?:and\s+(?:\w+\s+){1,3}(?i:street|st|avenue|ave|road|rd|drive)|&|/)")


def _crosses(street: re.Match[str], text: str) -> bool:
    """Whether a street is named for a crossing, or as what the place lies near."""
    before, after = text[max(0, street.start() - 8) : street.start()], text[street.end() : street.end() + 40]
    return bool(_CROSSING.search(before) or _CROSSING.match(after))


def compare_addresses(a: Address, b: Address) -> tuple[Relation, str] | None:
    """How two numbers in one street relate; None when they tell the same."""
    if a.street != b.street or (a.number, a.block) == (b.number, b.block):
        return None
    if a.number // 100 == b.number // 100 and (a.block != b.block or (a.block and 0 in (a.number % 100, b.number % 100))):
        return "refinement", "one gives the house, the other the block"
    return "contradiction", "other numbers in the same street"


class Streets:
    """The numbers each document gives in each street."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._numbers: dict[str, dict[str, set[tuple[int, bool]]]] = {}  # of those asked for

    def only(self, document: str, address: Address) -> bool:
        """Whether the document gives no other number in that street."""
        if document not in self._numbers:
            self._numbers[document] = _numbers_of(self._texts.get(document, ""))
        return self._numbers[document].get(address.street, set()) == {(address.number, address.block)}


def _numbers_of(text: str) -> dict[str, set[tuple[int, bool]]]:
    found: dict[str, set[tuple[int, bool]]] = {}
    for a in addresses(text, Span(0, len(text))):
        found.setdefault(a.street, set()).add((a.number, a.block))
    return found


def puts(
    a: Draft, b: Draft, entities: Mapping[str, Entity], named: Mapping[str, frozenset[str]], streets: Streets
) -> Iterator[Put]:
    """What two statements of one act say differently of where it was."""
    if a.document.id == b.document.id or a.statement.polarity != b.statement.polarity:
        return
    yield from _numbers(a, b, streets)
    shared = agreement(a, b, entities)
    if not same_act(a, b) and not shared.same & {"agent", "patient", "place"}:
        return
    yield from _sides(a, b)
    yield from _inside(a, b)
    if not shared.other - {"place", "goal", "origin"}:
        yield from _towns(a, b, entities, named)


def _numbers(a: Draft, b: Draft, streets: Streets) -> Iterator[Put]:
    mine, theirs = (addresses(d.document.text, d.statement.span) for d in (a, b))
    if len(mine) == len(theirs) == 1 and streets.only(a.document.id, mine[0]) and streets.only(b.document.id, theirs[0]):
        found = compare_addresses(mine[0], theirs[0])
        if found:
            yield found[0], mine[0].span, theirs[0].span, found[1]


def _sides(a: Draft, b: Draft) -> Iterator[Put]:
    for x in _SIDE.finditer(a.document.text, a.statement.span.start, a.sentence.end):
        for y in _SIDE.finditer(b.document.text, b.statement.span.start, b.sentence.end):
            if fold(x.group(2)) == fold(y.group(2)) and OPPOSITE[x.group(1)] == y.group(1):
                why = f"{x.group(1)} and {y.group(1)} of the same place exclude one another"
                yield "contradiction", Span(*x.span()), Span(*y.span()), why


def _inside(a: Draft, b: Draft) -> Iterator[Put]:
    for x in _IN.finditer(a.document.text, a.statement.span.start, a.statement.span.end):
        for y in _IN.finditer(b.document.text, b.statement.span.start, b.statement.span.end):
            ways = {x.group(1), y.group(1)}
            if fold(x.group(2)) == fold(y.group(2)) and ways & OUTSIDE and ways & INSIDE:
                why = f"“{x.group(1)}” and “{y.group(1)}” the same place exclude one another"
                yield "contradiction", Span(*x.span()), Span(*y.span()), why


def _towns(a: Draft, b: Draft, entities: Mapping[str, Entity], named: Mapping[str, frozenset[str]]) -> Iterator[Put]:
    """Two towns far apart, each named by one report alone, for an act whose other places and participants agree."""
    if not same_act(a, b) or not _of_one(a, b, entities) or _particle(a) != _particle(b):
        return
    for role in ("place", "goal", "origin"):
        mine, theirs = (
            [
                (g, e)
                for g, e in zip(d.statement.arguments, d.entities, strict=True)
                if g.role == role and e and entities[e].type == "place"
            ]
            for d in (a, b)
        )
        if len(mine) != 1 or len(theirs) != 1 or mine[0][1] == theirs[0][1]:
            continue
        (x, ex), (y, ey) = mine[0], theirs[0]
        apart = kilometres(entities[ex], entities[ey])
        if apart is None or not NEAR < apart <= FAR or b.document.id in named.get(ex, ()) or a.document.id in named.get(ey, ()):
            continue
        if _same_words(x.span.text(a.document.text), y.span.text(b.document.text)):
            continue
        why = f"{entities[ex].name} and {entities[ey].name} lie {apart:.0f} kilometres apart"
        yield "contradiction", x.span, y.span, why


def _particle(draft: Draft) -> str:
    """The particle that turns the verb round ("checked out"), or nothing."""
    found = _AROUND.match(draft.document.text, draft.statement.head.end)
    return found.group(1) if found else ""


_AROUND = re.compile(r"\s+(out|off|away|back|up|down)\b")


def _of_one(a: Draft, b: Draft, entities: Mapping[str, Entity]) -> bool:
    """Whether both are told of one named person or thing: of others, one report may speak of more than the other does."""
    return any(
        is_named(entities[e]) for e in {a.entity("agent"), a.entity("patient")} & {b.entity("agent"), b.entity("patient")} if e
    )


def _same_words(one: str, other: str) -> bool:
    """Whether two names of places share a word, or one is too wide to be another place."""
    x, y = ({w for w in fold(name).split() if len(w) > 2} for name in (one, other))
    return bool(x & y) or bool({" ".join(fold(one).split()), " ".join(fold(other).split())} & word_list("wide_places.txt"))
