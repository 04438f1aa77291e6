"""Units of measure and currencies, as they are written beside numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its lemma (a currency by its ISO 4217 code), what it measures and what turns it into the base unit."""

    name: str
    dimension: str
    factor: float | None
    full: str = ""  # a currency's name in words

    @property
    def money(self) -> bool:
        """Whether it is a currency."""
        return self.dimension == "money"


def _lines(name: str) -> list[list[str]]:
    text = resources.files("variorum").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("# ")]


@cache
def _units() -> dict[str, Unit]:
    """Every surface form of a unit that stands after a number; forms of up to three letters as they are, others in lower case."""
    found: dict[str, Unit] = {}
    for code, full, signs, words in _lines("currencies.tsv"):
        for word in [*words.split(","), *(w for w in signs.split(",") if not w.isascii()), "$" if code == "USD" else code]:
            found[_key(word)] = found[_key(word.upper())] = Unit(code, "money", None, full)
    for surfaces, name, dimension, factor in _lines("units.tsv"):
        for surface in surfaces.split(","):
            found[_key(surface)] = Unit(name, dimension, float(factor) if factor else None)
    return found


def _key(surface: str) -> str:
    return surface if len(surface) <= 3 and surface.upper() != surface.lower() else surface.lower()


@cache
def _signs() -> dict[str, Unit]:
    """Every sign of a currency that stands before a number."""
    found: dict[str, Unit] = {}
    for code, full, signs, _ in _lines("currencies.tsv"):
        for sign in filter(None, signs.split(",")):
            found[sign] = Unit(code, "money", None, full)
            if sign.endswith("$") and len(sign) > 2 and sign not in ("A $", "S $"):
                found[sign.lower()] = found[sign]
        if "dollar" in full:
            found[f"{code.lower()}$"] = found[f"{code}$"] = Unit(code, "money", None, full)
    return found


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]") for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _after() -> re.Pattern[str]:
    short = [w for w in _units() if len(w) <= 3 and w.upper() != w.lower()]
    long = [w for w in _units() if w not in short]
    return re.compile(rf"(?P<unit>(?:(?i:{_any(long)})|(?:{_any(short)})))(?![\w²³])")


@cache
def sign_pattern() -> str:
    """A regular expression for the signs of currencies."""
    return f"(?-i:(?<![A-Za-z])(?:{_any(list(_signs()))}))"


def sign(text: str) -> Unit | None:
    """The currency whose sign `text` is, or None."""
    return _signs().get(text)


def unit_at(text: str, start: int) -> tuple[Unit, int] | None:
    """The unit written at `start` and where it ends, or None; the longest form wins."""
    match = _after().match(text, start)
    if not match:
        return None
    surface = re.sub(r"\s", " ", match["unit"])
    for form in (surface, surface.lower(), surface.lower().replace("-", " ")):
        if form in _units():
            return _units()[form], match.end()
    return None


def currency_name(code: str) -> str:
    """The name in words of the currency with that ISO 4217 code; the code itself where it is not known."""
    return next((u.full for u in _signs().values() if u.name == code), code)
