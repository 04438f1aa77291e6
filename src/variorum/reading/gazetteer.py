"""Places of the world by name, from a database that ships with the program."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

from variorum.reading.wordlist import lines


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry: a country, a region (state, province, continent), or a city. `region` is the code of its state."""

    id: int | None
    kind: str
    name: str
    latitude: float
    longitude: float
    country: str
    region: str
    population: int


def folded(name: str) -> str:
    """`name` without marks, dots and case, as the database keeps it."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").replace("’", "'")
    return " ".join(kept.casefold().replace("-", " ").split())


@lru_cache(maxsize=20_000)
def lookup(name: str) -> tuple[Spot, ...]:
    """All entries of that name, countries first, then regions, then cities by population."""
    key = folded(name)
    byhand = _by_hand().get(key, ())
    rows = _base().execute(
        "select place.* from name join place using (id) where name.name = ? order by kind = 'city', kind = 'region', "
        "population desc, id",
        (key,),
    )
    found = [_centred(Spot(*row)) for row in rows]
    if byhand and any(s.kind == byhand[0].kind and s.kind != "city" and s.country == byhand[0].country for s in found):
        byhand = ()
    return (*byhand, *found)


def country(code: str) -> Spot | None:
    """The country with that code (ISO 3166-1 alpha-2)."""
    row = _base().execute("select * from place where kind = 'country' and country = ? order by id", (code,)).fetchone()
    return _centred(Spot(*row)) if row else None


@cache
def _base() -> sqlite3.Connection:
    with as_file(files("variorum") / "data" / "gazetteer.sqlite") as path:
        return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@cache
def _rows_by_hand() -> tuple[tuple[str, str, float, float, str, str], ...]:
    split = (line.split("\t") for line in lines("regions.tsv"))
    return tuple((n, kind, float(lat), float(lon), c, r) for n, kind, lat, lon, c, r in split)


@cache
def _by_hand() -> dict[str, tuple[Spot, ...]]:
    return {
        folded(name): (Spot(None, kind, name, lat, lon, country_, region, 1_000_000),)
        for name, kind, lat, lon, country_, region in _rows_by_hand()
        if not name.startswith("=")
    }


@cache
def _middles() -> dict[str, tuple[float, float]]:
    return {name[1:]: (lat, lon) for name, _, lat, lon, _, _ in _rows_by_hand() if name.startswith("=")}


def _centred(spot: Spot) -> Spot:
    """`spot` at the middle told by hand, where there is one, instead of the mean of its cities."""
    key = {"country": spot.country, "region": f"{spot.country}-{spot.region}"}.get(spot.kind, "")
    if key not in _middles():
        return spot
    lat, lon = _middles()[key]
    return Spot(spot.id, spot.kind, spot.name, lat, lon, spot.country, spot.region, spot.population)
