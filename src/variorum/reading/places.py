"""Where the names of places lie."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from variorum.model.reading import Mention, Place
from variorum.model.span import Span
from variorum.reading.gazetteer import Spot, country, lookup
from variorum.reading.wordlist import table


def find_places(doc: Doc, mentions: tuple[Mention, ...]) -> tuple[Place, ...]:
    """A place for each name of a place in `mentions` and each demonym in `doc`, in order."""
    spans = [m.span for m in mentions if m.kind == "name" and m.type == "place"]
    taken = {i for m in mentions if m.kind == "name" for i in range(m.span.start, m.span.end) if m.type != "group"}
    spans += [s for s in _demonyms(doc) if s.start not in taken]
    text = doc.text
    spans += _inside_bodies(doc, mentions, {_plain(s.text(text)) for s in spans})
    return locate(doc, sorted(set(spans)))


def locate(doc: Doc, spans: Sequence[Span]) -> tuple[Place, ...]:
    """`spans`, known to be names of places, with coordinates where the gazetteer has them."""
    text = doc.text
    names = [_plain(s.text(text)) for s in spans]
    among = {name: _candidates(name) for name in names}
    stated = _stated(text, spans)
    home = _home(names, among, stated)
    scored = {n: _rank(among[n], home, ()) for n in among}
    anchors = [_inside(among[n], stated[s]) for s, n in zip(spans, names, strict=True) if s in stated]
    sure = [spot for spot in anchors if spot is not None]
    sure += [r[0] for n, r in sorted(scored.items()) if r and r[0].kind == "city" and _clear(n, r, home)]
    ranked = {n: _rank(among[n], home, sure) for n in among}
    told = {n: _inside(among[n], stated[s]) for s, n in reversed(list(zip(spans, names, strict=True))) if s in stated}
    return tuple(_place(s, n, ranked[n], stated.get(s), told.get(n), bool(sure)) for s, n in zip(spans, names, strict=True))


def _inside(spots: Sequence[Spot], wider: Spot) -> Spot | None:
    """The first of `spots` that lies in `wider`."""
    for spot in spots:
        if spot.country == wider.country and (not wider.region or spot.region == wider.region) and spot.kind != "country":
            return spot
    return None


def _rank(spots: Sequence[Spot], home: Counter[str], near: Sequence[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda s: (-_score(s, home) - _company(s, near), -s.population, s.id or 0))


def _clear(name: str, ranked: Sequence[Spot], home: Counter[str]) -> bool:
    """Whether the best sense leads the second by far."""
    return len(ranked) == 1 or _score(ranked[0], home) - _score(ranked[1], home) > 1.5


def _company(spot: Spot, near: Sequence[Spot]) -> float:
    """How many sure places of the document lie within some 150 km."""
    if spot.kind != "city":
        return 0.0
    count = sum(_degrees(spot, other) < 1.4 for other in near if other.name != spot.name)
    return min(3.0, 1.2 * count)


def _degrees(one: Spot, other: Spot) -> float:
    """The distance in degrees of latitude, near enough for neighbours."""
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(one.latitude - other.latitude, east)


def _inside_bodies(doc: Doc, mentions: tuple[Mention, ...], named: set[str]) -> list[Span]:
    """Places inside the names of bodies ("the Lisbon police department"): named alone elsewhere, or large."""
    found: list[Span] = []
    for m in mentions:
        if m.kind != "name" or m.type != "organisation":
            continue
        tokens = list(doc.char_span(m.span.start, m.span.end, alignment_mode="expand"))
        at = 0
        while at < len(tokens):
            size = next((n for n in (3, 2, 1) if n < len(tokens) and _is_place(tokens[at : at + n], n, named)), 0)
            if size:
                last = tokens[at + size - 1]
                found.append(Span(tokens[at].idx, last.idx + len(last)))
            at += size or 1
    return found


def _is_place(tokens: Sequence[Token], size: int, named: set[str]) -> bool:
    if len(tokens) < size or not tokens[0].text[0].isupper():
        return False
    name = " ".join(t.text for t in tokens)
    if name in named:
        return True
    spots = lookup(name) if name.istitle() and len(name) > 3 else ()
    return any(s.kind != "city" or s.population > 200_000 for s in spots[:1])


def _demonyms(doc: Doc) -> list[Span]:
    found: list[Span] = []
    known = table("demonyms.tsv")
    for token in doc:
        pair = doc[token.i - 1].text + " " + _singular(token.text) if token.i else ""
        if pair in known:
            found = [s for s in found if s.end <= doc[token.i - 1].idx]
            found.append(Span(doc[token.i - 1].idx, token.idx + len(token)))
        elif _singular(token.text) in known:
            found.append(Span(token.idx, token.idx + len(token)))
    return found


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1] in table("demonyms.tsv") else word


def _plain(name: str) -> str:
    """`name` without article and possessive ending."""
    bare = " ".join(name.split())
    for end in ("'s", "’s"):
        bare = bare.removesuffix(end)
    return bare[4:] if bare[:4].lower() == "the " else bare


def _candidates(name: str) -> tuple[Spot, ...]:
    if name in ("North", "South", "East", "West"):
        return ()
    found = lookup(name)
    for end in (" City", " County", " Province", " Region", " area", " region", " State", " Township", " Island", " Islands"):
        if not found and name.endswith(end):
            found = lookup(name.removesuffix(end))
    for start in (
        "Greater ",
        "North ",
        "South ",
        "East ",
        "West ",
        "Downtown ",
        "Northern ",
        "Southern ",
        "Eastern ",
        "Western ",
        "Central ",
    ):
        if not found and name.lower().startswith(start.lower()):
            found = lookup(name[len(start) :])
    return found


def _stated(text: str, spans: Sequence[Span]) -> dict[Span, Spot]:
    """The containing place written right behind a name: "Springfield, Ill."."""
    found: dict[Span, Spot] = {}
    for one, other in pairwise(spans):
        between = text[one.end : other.start]
        if between.strip() in (",", "") and len(between) <= 2 and "," in between:
            wider = next((s for s in lookup(_plain(other.text(text))) if s.kind != "city"), None)
            if wider is not None:
                found[one] = wider
    return found


def _home(names: Sequence[str], among: dict[str, tuple[Spot, ...]], stated: dict[Span, Spot]) -> Counter[str]:
    """How strongly the document speaks of each country and state: names with one sense, and places stated behind others."""
    weight: Counter[str] = Counter()
    for name in names:
        spots = among[name]
        if not spots:
            continue
        if spots[0].kind != "city" or len({(s.country, s.region) for s in spots}) == 1 or spots[0].population > 500_000:
            _count(weight, spots[0])
    for spot in stated.values():
        _count(weight, spot)
    return weight


def _count(weight: Counter[str], spot: Spot) -> None:
    weight[spot.country] += 1
    if spot.region:
        weight[f"{spot.country}-{spot.region}"] += 1


def _place(span: Span, name: str, ranked: Sequence[Spot], wider: Spot | None, told: Spot | None, company: bool) -> Place:
    known = table("demonyms.tsv")
    code = known.get(name) or known.get(_singular(name))
    if code is not None:
        return _made(span, country(code), "adjective or people of a country", demonym=True)
    if not ranked:
        return Place(span, why="not in the gazetteer")
    if wider is not None and (spot := _inside(ranked, wider)):
        return _made(span, spot, f"stated to lie in {wider.name}")
    if told is not None:
        return _made(span, told, "stated elsewhere in the document")
    best = ranked[0]
    return _made(span, best, best.kind if best.kind != "city" else "population" + (" and places near it" if company else ""))


def _score(spot: Spot, home: Counter[str]) -> float:
    """Log population, and how much else of the document lies in the same country and state."""
    total = max(1, sum(n for key, n in home.items() if "-" not in key))
    state = home[f"{spot.country}-{spot.region}"] if spot.region else 0
    kind = {"country": 8.0, "region": 5.0, "city": 0.0}[spot.kind]
    return math.log10(spot.population + 10) + kind + 1.5 * home[spot.country] / total + 3.0 * min(1.0, 2 * state / total)


def _made(span: Span, spot: Spot | None, why: str, demonym: bool = False) -> Place:
    if spot is None:
        return Place(span, demonym=demonym, why=why)
    return Place(span, spot.latitude, spot.longitude, spot.id, spot.country or None, demonym, why)
