"""Patterns that stand in few texts, passed over quickly where none of the stretches that every match of them has stands in the text."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

MOST = 24  # stretches up to which looking for them pays
FOLDED_APART = "ſıİ"  # letters that patterns without case take for others, and `lower` does not


_KNOWN: dict[int, tuple[re.Pattern[str], tuple[str, ...]]] = {}  # by identity: to hash a long pattern takes as long as to search


def stretches(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Stretches in lower case of which every match of a pattern has one; empty where the pattern names none, or too many."""
    known = _KNOWN.get(id(pattern))
    if known is None:
        known = _KNOWN[id(pattern)] = pattern, _stretches(pattern)
    return known[1]


def _stretches(pattern: re.Pattern[str]) -> tuple[str, ...]:
    parsed = importlib.import_module("re._parser").parse(pattern.pattern, pattern.flags & re.VERBOSE)
    named = _named(parsed) or frozenset()
    found = frozenset(word for word in named if not any(other in word for other in named if other != word))
    return tuple(sorted(found)) if len(found) <= MOST and all(word.isascii() for word in found) else ()


def _named(parts: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The best of what the parts of a pattern name: its shortest stretch the longest."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in parts:
        if str(kind) == "LITERAL":
            run += chr(value).lower()
            continue
        found.append(frozenset({run}))
        run = ""
        inner: list[frozenset[str] | None] = []
        if str(kind) == "SUBPATTERN":
            inner = [_named(value[3])]
        elif str(kind) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
            inner = [_named(value[2])]
        elif str(kind) == "BRANCH":
            inner = [_named(branch) for branch in value[1]]
        if inner and None not in inner:
            found.append(frozenset[str]().union(*(one for one in inner if one is not None)))
    found.append(frozenset({run}))
    best = max((one for one in found if "" not in one), key=lambda one: (min(map(len, one)), -len(one)), default=None)
    return best


def sifted(text: str) -> str:
    """A text as `finds` takes it; empty for one that has to be searched whatever stands in it."""
    return "" if any(letter in text for letter in FOLDED_APART) else text.lower()


def finds(pattern: re.Pattern[str], text: str, low: str) -> Iterator[re.Match[str]]:
    """All matches of a pattern in a text; `low`: that text `sifted`."""
    return pattern.finditer(text) if may_stand(pattern, low) else iter(())


def may_stand(pattern: re.Pattern[str], low: str) -> bool:
    """Whether a pattern may match somewhere in a text, `sifted`."""
    named = stretches(pattern)
    return not low or not named or any(word in low for word in named)
