"""The outlines of the world's land and borders, as paths for a view of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from math import cos, radians

DEGREE = 100  # the file counts in hundredths
NARROWEST = 4.0  # degrees of longitude that a view has at least: the outlines hold no more
FIRST = 30.0  # that it has at least where nobody asked for less, so that some coast tells where it is


@dataclass(frozen=True, slots=True)
class Outlines:
    """Lines of points (longitude, latitude), in degrees, and where they come from."""

    land: tuple[tuple[tuple[float, float], ...], ...]
    borders: tuple[tuple[tuple[float, float], ...], ...]
    disputed: tuple[tuple[tuple[float, float], ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world on a sheet: longitudes and latitudes in degrees, the width of the sheet in units."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def height(self) -> float:
        """Of the sheet; degrees of latitude are drawn as long as those of longitude are at the middle of the view."""
        return self.width * (self.north - self.south) / (self.east - self.west) / self._squeeze

    @property
    def _squeeze(self) -> float:
        return max(cos(radians((self.south + self.north) / 2)), 0.2)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point of the world stands on the sheet."""
        return (
            self.width * (longitude - self.west) / (self.east - self.west),
            self.height * (self.north - latitude) / (self.north - self.south),
        )

    def paths(self, lines: Iterable[tuple[tuple[float, float], ...]], closed: bool = False) -> str:
        """The lines that may be seen, as one path."""
        return "".join(self._path(line, closed) for line in lines if self._seen(line))

    @property
    def box(self) -> str:
        """The view in an address: west, south, east, north."""
        return ",".join(f"{edge:.2f}" for edge in (self.west, self.south, self.east, self.north))

    def moved(self, size: float, right: float, up: float) -> View:
        """The view made so many times as large, and moved by these shares of itself."""
        wide, tall = (self.east - self.west) * size, (self.north - self.south) * size
        x = (self.west + self.east) / 2 + wide * right
        y = (self.south + self.north) / 2 + tall * up
        return _held(x, y, wide, self.width)

    def _seen(self, line: tuple[tuple[float, float], ...]) -> bool:
        xs, ys = [x for x, _ in line], [y for _, y in line]
        return max(xs) >= self.west and min(xs) <= self.east and max(ys) >= self.south and min(ys) <= self.north

    def _path(self, line: tuple[tuple[float, float], ...], closed: bool) -> str:
        if closed:  # far away points are held near the edge, which changes nothing that is seen
            line = tuple(self._held(x, y) for x, y in line)
        points = list(dict.fromkeys(f"{x:.1f} {y:.1f}" for x, y in (self.place(*point) for point in line)))
        return f"M{'L'.join(points)}{'Z' if closed else ''}" if len(points) > 1 else ""

    def _held(self, x: float, y: float) -> tuple[float, float]:
        wide, tall = (self.east - self.west) * 2, (self.north - self.south) * 2
        return min(max(x, self.west - wide), self.east + wide), min(max(y, self.south - tall), self.north + tall)


WORLD = View(-180, -58, 180, 84, 1184)


@cache
def outlines() -> Outlines:
    """The outlines that ship with the program."""
    held = json.loads(files("variorum").joinpath("data", "world_outlines.json").read_text(encoding="utf-8"))
    lines = {name: tuple(_unpacked(line) for line in held[name]) for name in ("land", "borders", "disputed")}
    return Outlines(**lines, source=held["source"])


def _unpacked(line: list[int]) -> tuple[tuple[float, float], ...]:
    return tuple(zip(_summed(line[::2]), _summed(line[1::2]), strict=True))


def _summed(steps: Iterable[int]) -> Iterator[float]:
    return (at / DEGREE for at in accumulate(steps))


def view_of(points: Iterable[tuple[float, float]], width: float) -> View:
    """A view that holds these longitudes and latitudes with a margin; the world where they lie far apart or there are none."""
    found = list(points)
    if not found:
        return WORLD
    west, east = min(x for x, _ in found), max(x for x, _ in found)
    south, north = min(y for _, y in found), max(y for _, y in found)
    if east - west > 150:
        return WORLD
    x, y = (west + east) / 2, (south + north) / 2
    squeeze = max(cos(radians(y)), 0.2)
    return _held(x, y, max((east - west) * 1.3, (north - south) * 1.3 * 2 / squeeze, FIRST), width)


def boxed(box: str, width: float) -> View | None:
    """The view that an address asks for; None where it is none."""
    try:
        west, south, east, north = (float(edge) for edge in box.split(","))
    except ValueError:
        return None
    inside = -540 <= west < east <= 540 and -90 <= south < north <= 90
    return _held((west + east) / 2, (south + north) / 2, east - west, width) if inside else None


def _held(x: float, y: float, wide: float, width: float) -> View:
    """A view around a point, twice as wide as tall, within what can be drawn."""
    wide = min(max(wide, NARROWEST), 360.0)
    tall = min(wide / 2 * max(cos(radians(y)), 0.2), 142.0)
    low = min(max(y - tall / 2, -88.0), 88.0 - tall)
    middle = min(max(x, -180.0), 180.0)
    return View(middle - wide / 2, low, middle + wide / 2, low + tall, width)
