"""Places of the world by name, from a database that ships with the program."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

from variorum.reading.wordlist import lines, words

SMALLEST = 1500  # people of a city that a name alone calls to mind; in the United States fewer will do
SMALLEST_AMERICAN = 500
MOST = 40  # entries of one name that are weighed
LARGE = 1_000_000  # people of a region that is known abroad; taken for a sea or a range, too, which has none


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry: a country, a region (state, province), a county (second level), an area (sea, continent, range) or a city.

    `region` and `county` are the codes of the divisions it lies in, or its own, by GeoNames.
    """

    id: int | None
    kind: str
    name: str
    latitude: float
    longitude: float
    country: str
    region: str
    county: str
    population: int
    capital: bool = False  # of its country


def folded(name: str) -> str:
    """`name` without marks, dots and case, as the database keeps it."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").replace("’", "'")
    return " ".join(kept.casefold().replace("-", " ").split())


@lru_cache(maxsize=20_000)
def senses(name: str) -> tuple[Spot, ...]:
    """All entries of that name: what a short form stands for first, then by kind from wide to narrow, larger first."""
    key = folded(name)
    meant = _short_form(name)
    areas = _areas().get(key, ())
    found = [s for s in _stored(key) if s not in meant and not (areas and s.kind == "area")]
    return (*meant, *(s for s in areas if s not in meant), *found)[:MOST]


@lru_cache(maxsize=20_000)
def lookup(name: str) -> tuple[Spot, ...]:
    """The entries that make a place of words one knows nothing else about: no second-level divisions, no hamlets, no "OR"."""
    word = name in words("codes_that_are_words.txt")
    return tuple(s for s in senses(name) if _well_known(s) and not (word and s.kind == "region"))


def country(code: str) -> Spot | None:
    """The country with that code (ISO 3166-1 alpha-2)."""
    row = _base().execute("select * from place where kind = 'country' and country = ? order by id", (code,)).fetchone()
    return _spot(row) if row else None


def _well_known(spot: Spot) -> bool:
    if spot.kind == "city":
        return spot.population >= (SMALLEST_AMERICAN if spot.country == "US" else SMALLEST)
    if spot.kind == "county":
        return False
    return spot.kind == "country" or spot.id is None or spot.population >= LARGE or spot.country in ("US", "CA", "AU")


def _stored(key: str) -> list[Spot]:
    rows = _base().execute(
        "select place.* from name join place using (id) where name.name = ? order by kind = 'city', kind = 'area', "
        "kind = 'county', kind = 'region', population desc, id",
        (key,),
    )
    return [_spot(row) for row in rows]


def _spot(row: tuple[int, str, str, int, int, str, str, str, int, int]) -> Spot:
    id_, kind, name, latitude, longitude, in_country, region, county, people, capital = row
    return Spot(id_, kind, name, latitude / 1000, longitude / 1000, in_country, region, county, people, bool(capital))


def _short_form(name: str) -> tuple[Spot, ...]:
    """What "Ky.", "KY" or "the U.S." stand for; codes of two letters only in capitals."""
    found = []
    careless = name.capitalize() if len(name) > 4 and name.isalpha() and (name.islower() or name.isupper()) else name
    for kind, code, full in _short_forms().get(name) or _short_forms().get(careless, ()):
        found += [s for s in _stored(folded(full)) if s.kind == kind and s.country == code][:1]
    return tuple(found)


@cache
def _base() -> sqlite3.Connection:
    with as_file(files("variorum") / "data" / "gazetteer.sqlite") as path:
        return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@cache
def _areas() -> dict[str, tuple[Spot, ...]]:
    rows = (line.split("\t") for line in lines("regions.tsv"))
    return {folded(n): (Spot(None, "area", n, float(lat), float(lon), code, "", "", LARGE),) for n, lat, lon, code in rows}


@cache
def _short_forms() -> dict[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for line in lines("place_short_forms.tsv"):
        form, kind, code, full = line.split("\t")
        for written in _writings(form):
            found[written] = (*found.get(written, ()), (kind, code, full))
    return found


def _writings(form: str) -> Iterator[str]:
    """`form` as it stands, and where it has lower case or dots inside, in capitals and without dots."""
    yield form
    inner = form.removesuffix(".")
    if form.endswith(".") and not inner.isupper():
        yield form.upper()
        if len(inner) > 3:
            yield inner
    elif "." in inner and form.endswith("."):
        yield inner


@lru_cache(maxsize=50_000)
def fame(name: str) -> str:
    """The widest kind of place of that name, and for a city the number of digits of its people; empty for no place."""
    if _short_form(name):
        return "short"
    key = folded(name)
    if key in _areas():
        return "area"
    rows = _base().execute("select kind, population from name join place using (id) where name.name = ?", (key,)).fetchall()
    kinds = {kind for kind, _ in rows}
    wide = next((k for k in ("country", "region") if k in kinds), "")
    people = max((n for kind, n in rows if kind == "city"), default=0)
    if wide or not rows:
        return wide
    if "city" in kinds:
        return f"city{min(len(str(people)), 6)}"
    return "county" if "county" in kinds else "area"
