"""What a rewriting changed, dropped or added against its source: numbers, times, names and places first, then wording."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from variorum.collation.namematch import fold
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.span import Span

KINDS = ("number", "time", "name", "place")
WORDS = 6  # words of wording told for each side
TOLD = 8  # changes told of one passage


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A typed value where it stands: `key` is equal for two wordings of one value, `shown` is as written."""

    start: int
    kind: str
    key: str
    shown: str


def values_in(document: Document, reading: Reading, spans: Sequence[Span]) -> list[tuple[Value, ...]]:
    """The values of each of `spans`, which stand in order."""
    starts = [s.start for s in spans]
    found: list[list[Value]] = [[] for _ in spans]
    for place, kind, key in _marks(document, reading):
        at = bisect_right(starts, place.start) - 1
        if at >= 0 and spans[at].covers(place):
            found[at].append(Value(place.start, kind, f"{kind} {key}", " ".join(place.text(document.text).split())))
    return [tuple(sorted(values)) for values in found]


def _marks(document: Document, reading: Reading) -> Iterable[tuple[Span, str, str]]:
    times = [t.span for t in reading.times]
    for time in reading.times:
        yield time.span, "time", time.value or time.timex or fold(time.span.text(document.text))
    for quantity in reading.quantities:
        if not any(span.overlap(quantity.span) for span in times):
            yield quantity.span, "number", f"{quantity.low}-{quantity.high}"
    for mention in reading.mentions:
        if mention.kind == "name":
            words = fold(mention.span.text(document.text)).split()
            yield mention.span, "place" if mention.type == "place" else "name", words[-1] if words else ""


def drifted(
    old: Sequence[Value],
    new: Sequence[Value],
    old_terms: frozenset[str],
    new_terms: frozenset[str],
    source: frozenset[str],
    taker: frozenset[str],
) -> str:
    """The drift of one passage in words; empty where nothing drifted.

    `source` and `taker` hold what either report tells anywhere: a value that only moved is neither dropped nor added.
    """
    parts: list[str] = []
    for kind in KINDS:
        gone = _once(v for v in old if v.kind == kind and v.key not in taker)
        come = _once(v for v in new if v.kind == kind and v.key not in source)
        changed = min(len(gone), len(come))
        parts += [f"{kind} “{a.shown}” became “{b.shown}”" for a, b in zip(gone, come, strict=False)]
        parts += [f"{kind} “{v.shown}” left out" for v in gone[changed:]]
        parts += [f"{kind} “{v.shown}” added" for v in come[changed:]]
    said = {word for v in [*old, *new] for word in fold(v.shown).split()}
    lost = sorted(t for t in old_terms - taker if fold(t) not in said)[:WORDS]
    fresh = sorted(t for t in new_terms - source if fold(t) not in said)[:WORDS]
    parts = parts[:TOLD]
    if lost or fresh:
        parts.append("wording: " + (", ".join(lost) or "nothing") + " for " + (", ".join(fresh) or "nothing"))
    return "; ".join(parts)


def _once(values: Iterable[Value]) -> list[Value]:
    """Values with each key once, in the order of the text."""
    return list({v.key: v for v in sorted(values, reverse=True)}.values())[::-1]
