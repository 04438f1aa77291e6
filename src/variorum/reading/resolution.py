"""Which entry of the gazetteer each name of one document means: a linear ranker over readable evidence, in rounds.

The first round knows each name by itself and what is stated of it ("Paris, Texas"). Each later round adds where the names of the
round before lie: countries, states and counties first of all, since these are the sure ones. Weights: `place_weights.tsv`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from variorum.reading.gazetteer import Spot, folded
from variorum.reading.placesenses import Sense
from variorum.reading.wordlist import lines

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

ROUNDS = 3
LEVELS = ("country", "region", "county")
ANCHORS = 96  # names of one document, the most frequent, whose places bear on others
SENSES = 3  # of an anchor that are kept
LEAST = 0.05  # probability of a sense that is kept
RADIUS = 6371.0  # of the earth, km
OWN = (
    "people",
    "people_of_city",
    "largest",
    "country",
    "region",
    "county",
    "area",
    "own_name",
    "capital",
    "kind_fits",
    "stated",
    "stated_otherwise",
    "cued",
)
COMPANY = (
    "nearby",
    "far_off",
    "same_region",
    "same_county",
    "same_country",
    "holds",
    "region_named",
    "county_named",
    "country_named",
    "nearest",
)
FEATURES = OWN + COMPANY

REASONS = {
    "people": "more people than its namesakes",
    "people_of_city": "more people than its namesakes",
    "largest": "the most people of that name",
    "country": "a country",
    "region": "a state or province",
    "county": "a county",
    "area": "a region, sea or range",
    "own_name": "its own name, not a by-name",
    "capital": "a capital",
    "kind_fits": "the kind of place the name says",
    "cued": "in the country whose words of office and law the report uses",
    "nearby": "near other places of the report",
    "nearest": "near other places of the report",
    "far_off": "in the part of the world of other places of the report",
    "same_region": "in the state or province of other places of the report",
    "same_county": "in the county of other places of the report",
    "same_country": "in the country of other places of the report",
    "holds": "other places of the report lie in it",
    "region_named": "in a state or province the report names",
    "county_named": "in a county the report names",
    "country_named": "in a country the report names",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a document with what it may mean, how often it stands there, and the wider places stated behind it."""

    text: str
    senses: tuple[Sense, ...]
    count: int
    stated: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """The entry a name means, how probable against its namesakes, and what spoke most for it against the next likely."""

    spot: Spot
    probability: float
    why: str


def resolve_names(names: Sequence[Name], cues: Mapping[str, float]) -> list[Meant | None]:
    """What each of `names` means, in order; None for a name without senses. `cues` are the countries the wording speaks for."""
    field = Field(names, cues)
    chances = field.chances(first_weights(), field.own)
    table = field.own
    for _ in range(ROUNDS - 1):
        table = np.hstack([field.own, field.company(chances)])
        chances = field.chances(weights(), table)
    return [field.meant(n, chances, table) for n in range(len(names))]


@cache
def _weights_by_name() -> dict[str, tuple[float, float]]:
    rows = (line.split("\t") for line in lines("place_weights.tsv"))
    return {name: (float(alone), float(together)) for name, alone, together in rows}


@cache
def first_weights() -> Array:
    """Weights of the evidence a name has by itself."""
    return np.array([_weights_by_name()[f][0] for f in OWN])


@cache
def weights() -> Array:
    """Weights of all evidence."""
    return np.array([_weights_by_name()[f][1] for f in FEATURES])


class Field:
    """All senses of all names of one document as arrays: one row a sense, names one after another."""

    def __init__(self, names: Sequence[Name], cues: Mapping[str, float]) -> None:
        self.names = names
        self.senses = [s for n in names for s in n.senses]
        self.name_of = np.array([i for i, n in enumerate(names) for _ in n.senses], dtype=np.int64)
        ends = np.cumsum([len(n.senses) for n in names]) if names else np.zeros(0, dtype=np.int64)
        self.ranges = [(int(e) - len(n.senses), int(e)) for e, n in zip(ends, names, strict=True)]
        self.at = _unit([s.spot for s in self.senses])
        self.codes = {level: _numbered([_code(s.spot, level) for s in self.senses]) for level in LEVELS}
        self.kinds = np.array([s.spot.kind for s in self.senses])
        self.own = self._own(cues)

    def _own(self, cues: Mapping[str, float]) -> Array:
        table = np.zeros((len(self.senses), len(OWN)))
        for name, (start, end) in zip(self.names, self.ranges, strict=True):
            most = max((s.spot.population for s in name.senses), default=0)
            for row in range(start, end):
                table[row] = [_evidence(f, name, self.senses[row], most, cues) for f in OWN]
        return table

    def chances(self, by: Array, table: Array) -> Array:
        """Probability of each sense among its name's."""
        scores = np.round(table @ by, 9)
        found = np.zeros(len(scores))
        for start, end in self.ranges:
            if end > start:
                raised = np.exp(scores[start:end] - scores[start:end].max())
                found[start:end] = raised / raised.sum()
        return found

    def company(self, chances: Array) -> Array:
        """The evidence each sense has in the likely places of the other names."""
        anchors = self._anchors(chances)
        found = np.zeros((len(self.senses), len(COMPANY)))
        if len(anchors) == 0:
            return found
        heavy = chances[anchors] * np.array([1 + math.log(self.names[self.name_of[a]].count) for a in anchors])
        for start in range(0, len(self.senses), 2000):
            rows = np.arange(start, min(start + 2000, len(self.senses)))
            found[rows] = self._company(rows, anchors, heavy)
        return found

    def _anchors(self, chances: Array) -> Rows:
        order = sorted((n for n in range(len(self.names)) if self.names[n].senses), key=lambda n: (-self.names[n].count, n))
        kept: list[int] = []
        for n in order[:ANCHORS]:
            start, end = self.ranges[n]
            best = sorted(range(start, end), key=lambda r: (-chances[r], r))[:SENSES]
            kept += [r for r in best if chances[r] >= LEAST]
        return np.array(sorted(kept), dtype=np.int64)

    def _company(self, rows: Rows, anchors: Rows, heavy: Array) -> Array:
        weight = np.where(self.name_of[rows][:, None] != self.name_of[anchors][None, :], heavy[None, :], 0.0)
        away = RADIUS * np.arccos(np.clip(self.at[rows] @ self.at[anchors].T, -1.0, 1.0))
        spots = np.outer(self._small(rows), self._small(anchors))
        match = {k: (c[rows][:, None] == c[anchors][None, :]) & (c[anchors] > 0)[None, :] for k, c in self.codes.items()}
        wide = {k: (self.kinds[anchors] == k)[None, :] for k in LEVELS}
        own = {k: (self.kinds[rows] == k)[:, None] for k in LEVELS}
        holds = sum((match[k] & own[k] & ~wide[k]).astype(float) for k in LEVELS)
        columns = [
            _share(weight, spots & (away < 160)),
            _share(weight, spots & (away < 600)),
            _share(weight, match["region"] & ~wide["region"]),
            _some(weight, match["county"] & ~wide["county"]),
            _share(weight, match["country"] & ~wide["country"]),
            _some(weight, np.asarray(holds)),
            _some(weight, match["region"] & wide["region"] & ~own["region"]),
            _some(weight, match["county"] & wide["county"] & (self.kinds[rows] == "city")[:, None]),
            _some(weight, match["country"] & wide["country"] & ~own["country"]),
            np.minimum(1.0, (weight * spots * np.exp(-away / 80.0)).max(axis=1)),
        ]
        return np.round(np.stack(columns, axis=1), 9)

    def _small(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Which of `rows` are cities or counties, whose points say where they are."""
        return np.isin(self.kinds[rows], ("city", "county"))

    def meant(self, name: int, chances: Array, table: Array) -> Meant | None:
        """The likeliest sense of the name of that number; among equals the more populous, then the lower id."""
        start, end = self.ranges[name]
        if start == end:
            return None
        order = sorted(range(start, end), key=lambda r: (-round(float(chances[r]), 6), -self.senses[r].spot.population, r))
        best = self.senses[order[0]].spot
        wider = next((w for w in self.names[name].stated if lies_in(best, w)), None)
        if wider is not None:
            why = f"stated to lie in {wider.name}"
        elif len(order) == 1:
            why = "the only place known by that name"
        else:
            lead = np.round((table[order[0]] - table[order[1]]) * weights()[: table.shape[1]], 9)
            telling = [f for f in np.argsort(-lead, kind="stable") if FEATURES[f] in REASONS and lead[f] > 0]
            why = REASONS[FEATURES[telling[0]]] if telling else "like its namesakes, but first in the gazetteer"
        return Meant(best, round(float(chances[order[0]]), 6), why)


def _share(weight: Array, which: Array | npt.NDArray[np.bool_]) -> Array:
    """The part of each row's weight that falls on `which`."""
    total: Array = (weight * which).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    return total


def _some(weight: Array, which: Array | npt.NDArray[np.bool_]) -> Array:
    """The weight on `which`, one at most: a single sure place says it all."""
    total: Array = np.minimum(1.0, (weight * which).sum(axis=1))
    return total


def _unit(spots: Sequence[Spot]) -> Array:
    """Points on the unit sphere."""
    lat = np.radians([s.latitude for s in spots])
    lon = np.radians([s.longitude for s in spots])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1).reshape(-1, 3)


def _code(spot: Spot, level: str) -> str:
    """The code of the country, region or county `spot` lies in or is; empty where it has none."""
    if level == "country" or not spot.country:
        return spot.country
    if level == "region":
        return f"{spot.country}.{spot.region}" if spot.region else ""
    return f"{spot.country}.{spot.region}.{spot.county}" if spot.county else ""


def _numbered(codes: Sequence[str]) -> npt.NDArray[np.int64]:
    numbers = {code: i for i, code in enumerate(sorted({"", *codes}))}
    return np.array([numbers[c] for c in codes], dtype=np.int64)


def _evidence(feature: str, name: Name, sense: Sense, most: int, cues: Mapping[str, float]) -> float:
    """What `feature` is for this sense by itself."""
    spot = sense.spot
    match feature:
        case "people":
            return math.log10(spot.population + 10) / 7
        case "people_of_city":
            return math.log10(spot.population + 10) / 7 if spot.kind in ("city", "county") else 0.0
        case "largest":
            return float(spot.population == most)
        case "country" | "region" | "county" | "area":
            return float(spot.kind == feature)
        case "own_name":
            return float(_own_name(name.text, spot))
        case "capital":
            return float(spot.capital)
        case "kind_fits":
            return float(bool(sense.kind) and sense.kind == spot.kind)
        case "stated":
            return float(any(lies_in(spot, wider) for wider in name.stated))
        case "stated_otherwise":
            return float(bool(name.stated) and not any(lies_in(spot, wider) for wider in name.stated))
        case _:
            return cues.get(spot.country, 0.0)


def _own_name(text: str, spot: Spot) -> bool:
    own, said = folded(spot.name), folded(text)
    return own == said or own.startswith(said + " ")


def lies_in(spot: Spot, wider: Spot) -> bool:
    """Whether `spot` lies in `wider`, by the codes of divisions."""
    if spot == wider or spot.kind == "country" or not wider.country or spot.country != wider.country:
        return False
    if wider.kind == "country":
        return True
    if wider.kind == "region":
        return bool(wider.region) and spot.region == wider.region and spot.kind != "region"
    return wider.kind == "county" and spot.county == wider.county and spot.region == wider.region and spot.kind == "city"
