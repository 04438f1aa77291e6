"""Makes `data/world_outlines.json`, the outlines of land and borders for the map, from Natural Earth's countries at 1:110 million.

    python tools/make_outlines.py --wheel geopandas-0.14.4-py3-none-any.whl

Natural Earth (https://www.naturalearthdata.com/) is in the public domain. The wheel of geopandas 0.14 carries its table "Admin 0
countries" as `naturalearth_lowres`; any wheel or zip with that shapefile will do. Sides that two countries share become borders and
what is left becomes land, so that no side is drawn twice. Coordinates are hundredths of a degree, each point after a line's first
told by its difference to the one before.
"""

from __future__ import annotations

import argparse
import json
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

TARGET = Path(__file__).parents[1] / "src" / "variorum" / "data" / "world_outlines.json"
SOURCE = "Natural Earth 1:110m Admin 0 countries, as geopandas 0.14.4 carries it (naturalearth_lowres); tools/make_outlines.py"
LICENCE = "public domain, https://www.naturalearthdata.com/about/terms-of-use/"
Point = tuple[int, int]
Side = tuple[Point, Point]

# Borders that states dispute, by the names of the table, with the box (west, south, east, north) outside which they do not, if any.
DISPUTED: tuple[tuple[str, str, tuple[int, int, int, int] | None], ...] = (
    ("Morocco", "W. Sahara", None),
    ("Serbia", "Kosovo", None),
    ("Somalia", "Somaliland", None),
    ("Cyprus", "N. Cyprus", None),
    ("Israel", "Palestine", None),
    ("India", "Pakistan", (73, 32, 80, 38)),
    ("India", "China", None),
    ("Russia", "Ukraine", (32, 45, 36, 47)),
    ("Sudan", "S. Sudan", None),
)


def names(table: bytes) -> list[str]:
    """The country names of a dBASE table, in order."""
    count, head, width = struct.unpack("<IHH", table[4:12])
    fields: list[tuple[str, int]] = []
    at = 32
    while table[at] != 13:
        fields.append((table[at : at + 11].split(b"\0")[0].decode(), table[at + 16]))
        at += 32
    before = 1 + sum(size for name, size in fields[: [name for name, _ in fields].index("name")])
    size = dict(fields)["name"]
    rows = (table[head + number * width :] for number in range(count))
    return [row[before : before + size].decode("latin-1").strip() for row in rows]


def rings(shapes: bytes) -> Iterator[list[list[Point]]]:
    """The rings of each country of a shapefile, in hundredths of a degree."""
    at = 100
    while at < len(shapes):
        length = struct.unpack(">I", shapes[at + 4 : at + 8])[0] * 2
        body = shapes[at + 8 : at + 8 + length]
        parts, points = struct.unpack("<II", body[36:44])
        starts = [*struct.unpack(f"<{parts}I", body[44 : 44 + 4 * parts]), points]
        flat = struct.unpack(f"<{2 * points}d", body[44 + 4 * parts : 44 + 4 * parts + 16 * points])
        whole = [(round(x * 100), round(y * 100)) for x, y in zip(flat[::2], flat[1::2], strict=True)]
        yield [whole[start:end] for start, end in pairwise(starts)]
        at += 8 + length


def chained(sides: Iterable[Side]) -> list[list[Point]]:
    """Sides joined end to end into lines as long as they get; those of land close."""
    follows: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(sides):
        follows[start].append(end)
    ends = {end for many in follows.values() for end in many}
    lines = []
    for start in [*sorted(set(follows) - ends), *sorted(follows)]:
        while follows[start]:
            line = [start]
            while follows[line[-1]]:
                line.append(follows[line[-1]].pop(0))
            lines.append(line)
    return lines


def packed(line: list[Point]) -> list[int]:
    """A line as one list: the first point, then differences."""
    flat = [*line[0]]
    for before, after in pairwise(line):
        flat += [after[0] - before[0], after[1] - before[1]]
    return flat


def _disputed(one: str, other: str, side: Side) -> bool:
    for first, second, box in DISPUTED:
        if {first, second} == {one, other}:
            (x, y), _ = side
            return box is None or (box[0] * 100 <= x <= box[2] * 100 and box[1] * 100 <= y <= box[3] * 100)
    return False


def main() -> None:
    """Reads the countries and writes the outlines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True)
    with ZipFile(parser.parse_args().wheel) as archive:
        found = {Path(name).suffix: name for name in archive.namelist() if "naturalearth_lowres" in name}
        countries = names(archive.read(found[".dbf"]))
        shapes = list(rings(archive.read(found[".shp"])))
    owner: dict[Side, str] = {}
    for country, parts in zip(countries, shapes, strict=True):
        for ring in parts:
            for side in pairwise(ring):
                if side[0] != side[1]:
                    owner[side] = country
    land = [side for side in owner if side[::-1] not in owner]
    borders: list[Side] = []
    disputed: list[Side] = []
    for side, country in owner.items():
        other = owner.get(side[::-1])
        if other is not None and country < other:
            (disputed if _disputed(country, other, side) else borders).append(side)
    outlines = {
        "source": SOURCE,
        "licence": LICENCE,
        "unit": "hundredths of a degree: longitude, latitude, then differences",
        "land": sorted((packed(line) for line in chained(land)), key=len, reverse=True),
        "borders": sorted(packed(line) for line in chained(borders)),
        "disputed": sorted(packed(line) for line in chained(disputed)),
    }
    TARGET.write_text(json.dumps(outlines, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
