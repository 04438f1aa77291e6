"""Towns as values: a name with where it lies, and whether two lie apart."""

from __future__ import annotations

import math

from variorum.collation.namematch import fold
from variorum.collation.portraits.sheet import Fact
from variorum.model.reading import Place

NEAR, FAR = 3.0, 120.0  # kilometres: nearer, one may be part of the other; farther apart, one is another of its name


def spot_value(place: Place, text: str) -> str:
    """The name of a town with its coordinates, where it has any of its own."""
    known = place.latitude is not None and place.longitude is not None and not place.approximate
    at = f"{place.latitude:.3f}|{place.longitude:.3f}" if known else "|"
    return f"{fold(place.span.text(text))}|{at}"


def lie_apart(a: Fact, b: Fact) -> bool:
    """Whether two towns are two by name, and lie as far apart as towns that may be mistaken for one another."""
    (one, *x), (two, *y) = (str(f.value).split("|") for f in (a, b))
    if one in two or two in one or not all((*x, *y)):
        return False
    north = (float(x[0]) - float(y[0])) * 111.2
    east = (float(x[1]) - float(y[1])) * 111.2 * math.cos(math.radians((float(x[0]) + float(y[0])) / 2))
    return NEAR <= math.hypot(north, east) <= FAR
