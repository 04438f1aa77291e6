"""Where the names of places lie."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc

from variorum.model.reading import Mention, Place
from variorum.model.span import Span
from variorum.reading.gazetteer import Spot, country, lookup
from variorum.reading.wordlist import table


def find_places(doc: Doc, mentions: tuple[Mention, ...]) -> tuple[Place, ...]:
    """A place for each name of a place in `mentions` and each demonym in `doc`, in order."""
    spans = [m.span for m in mentions if m.kind == "name" and m.type == "place"]
    taken = {i for m in mentions if m.kind == "name" for i in range(m.span.start, m.span.end) if m.type != "group"}
    spans += [s for s in _demonyms(doc) if s.start not in taken]
    return locate(doc, sorted(set(spans)))


def locate(doc: Doc, spans: Sequence[Span]) -> tuple[Place, ...]:
    """`spans`, known to be names of places, with coordinates where the gazetteer has them."""
    text = doc.text
    names = [_plain(s.text(text)) for s in spans]
    among = {name: _candidates(name) for name in names}
    stated = _stated(text, spans)
    home = _home(names, among, stated)
    return tuple(_place(span, name, among[name], stated.get(span), home, names) for span, name in zip(spans, names, strict=True))


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
    for one, other in zip(spans, spans[1:], strict=False):
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


def _place(
    span: Span, name: str, spots: tuple[Spot, ...], inside: Spot | None, home: Counter[str], names: Sequence[str]
) -> Place:
    known = table("demonyms.tsv")
    code = known.get(name) or known.get(_singular(name))
    if code is not None:
        spot = country(code)
        return _made(span, spot, "adjective or people of a country", demonym=True)
    if not spots:
        return Place(span, why="not in the gazetteer")
    if spots[0].kind == "country" and not (spots[0].name == "Georgia" and home["US"] > home["GE"] + 2):
        return _made(span, spots[0], "country")
    if inside is not None:
        for spot in spots:
            if spot.country == inside.country and (not inside.region or spot.region == inside.region):
                return _made(span, spot, f"stated to lie in {inside.name}")
    best = max(spots, key=lambda s: (_score(s, home), s.population, -(s.id or 0)))
    near = home[best.country] > 0 or home[f"{best.country}-{best.region}"] > 0
    return _made(span, best, "population" + (" and places named beside it" if near else ""))


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
