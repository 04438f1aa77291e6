"""What a rewriting changed, dropped or added against its source: numbers, times, names, places and details first, then wording."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from variorum.collation.driftvalues import Value, apart, equal, exchange, respelling, telling, told_in
from variorum.collation.namematch import fold
from variorum.collation.rarity import rarity
from variorum.model.span import Span

KINDS = ("number", "time", "name", "place", "detail")
WORDS = 8  # words of wording told for each side, the rarest
TOLD = 10  # changes told of one passage
KEPT = 1.5  # sentences from its place within which a value still stands where it stood
MOVED = 2.5  # sentences from its place within which a value may have been changed
BESIDE = 0.5  # the same where nothing but the kind speaks for it
MOST = 300  # values of a report that are compared; what follows is left aside


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reports: where its sentences stand, its values in order, and all its words."""

    sentences: tuple[Span, ...]  # those that were aligned
    values: tuple[Value, ...]
    words: frozenset[str]

    def place(self, value: Value) -> float:
        """Number of the sentence that holds a value; of one outside all sentences, half way between its neighbours."""
        at = bisect_right(self.sentences, value.start, key=lambda s: s.start) - 1
        return float(at) if at >= 0 and value.start < self.sentences[at].end else at + 0.5


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A value of the source and the one that the taker has in its place."""

    new: Value
    old: Value


def expected(place: float, chain: Sequence[tuple[int, int]], rows: int, columns: int) -> float:
    """Where in the taker one would look for what stands at `place` in the source, by the sentences that were matched."""
    knots = [(-1, -1), *chain, (rows, columns)]
    at = max(bisect_right(knots, place, key=lambda k: float(k[0])) - 1, 0)
    (i, j), (a, b) = knots[at], knots[min(at + 1, len(knots) - 1)]
    return float(j) if place == i or a == i else j + (place - i) * (b - j) / (a - i)


@dataclass(frozen=True, slots=True)
class Drift:
    """What became of the values of the source: those that the taker put others for, and the share that either way has a counterpart."""

    changes: tuple[Change, ...]
    accounted: float  # of the telling values: the mean of the shares in either report
    values: int  # how many different ones the report has that has fewer


def drift(left: Side, right: Side, chain: Sequence[tuple[int, int]]) -> Drift:
    """Pairs of values of which the taker has the second where the source has the first, surest first taken, each value once.

    A value that stands in both at about the same place is no change, however often else it is told.
    """
    size = (len(left.sentences), len(right.sentences))
    olds = [(v, expected(left.place(v), chain, *size)) for v in left.values[:MOST]]
    news = [(v, right.place(v)) for v in right.values[:MOST]]
    kept = [(a, b) for a, x in olds for b, y in news if abs(x - y) <= KEPT and equal(a, b)]
    stay, stood = {a for a, _ in kept}, {b for _, b in kept}
    spelt = {v.key for v, _ in olds}, {v.key for v, _ in news}
    gone = [(v, x, not told_in(v, right.words, right.values)) for v, x in olds if v not in stay]
    come = [(v, y, not told_in(v, left.words, left.values)) for v, y in news if v not in stood]
    ranked = []
    for old, x, lost in gone:
        for new, y, fresh in come:
            away = abs(x - y)
            if away > MOVED:
                continue
            respelt = old.key not in spelt[1] and new.key not in spelt[0] and respelling(old, new)
            if (respelt or lost or fresh) and (sure := _sureness(old, new, away <= BESIDE, respelt or (lost and fresh))):
                ranked.append((-sure, away > BESIDE, apart(old, new), away, old, new))
    found: list[Change] = []
    for *_, old, new in sorted(ranked):
        if not any(old == c.old or new == c.new or _retold(old, new, c) for c in found):
            found.append(Change(new, old))
    shares = [_share(left, stay | {c.old for c in found}), _share(right, stood | {c.new for c in found})]
    return Drift(tuple(sorted(found)), round(sum(share for share, _ in shares) / 2, 3), min(many for _, many in shares))


def _share(side: Side, accounted: Iterable[Value]) -> tuple[float, int]:
    """The share of a report's different telling values that are among those, and how many it has."""
    every = {(v.kind, v.key) for v in side.values[:MOST] if telling(v)}
    there = {(v.kind, v.key) for v in accounted if telling(v)}
    return round(len(there) / len(every), 3) if every else 0.0, len(every)


def _retold(old: Value, new: Value, change: Change) -> bool:
    """Whether a change only repeats one already found, or has one of its values in another connection."""
    return (old.kind, old.key) == (change.old.kind, change.old.key) and (new.kind, new.key) == (change.new.kind, change.new.key)


def _sureness(old: Value, new: Value, together: bool, nowhere_else: bool) -> int:
    """How surely the second stands for the first; 0 where it is not taken to.

    `nowhere_else`: the taker does not tell the first at all, nor the source the second.
    """
    sure = exchange(old, new)
    if not sure or equal(old, new):
        return 0
    if old.kind == "detail" or sure == 1:
        return min(sure, 2) if nowhere_else and together else 0
    if nowhere_else:
        return 4 if sure == 3 else 2
    return sure if together and sure == 3 else int(together)


def drifted(
    left: Side,
    right: Side,
    old: Sequence[Value],
    new: Sequence[Value],
    terms: tuple[frozenset[str], frozenset[str]],
    found: Sequence[Change],
    every: Sequence[Change],
) -> str:
    """The drift of one passage in words: the changes `found` in it, then what else was dropped or added; empty where nothing drifted.

    A value that only moved is neither dropped nor added, nor is one whose change is among `every` one of the report.
    """
    told = {c.old.key for c in every} | {c.new.key for c in every}
    gone = _once(v for v in old if v.kind != "detail" and v.key not in told and not told_in(v, right.words, right.values))
    come = _once(v for v in new if v.kind != "detail" and v.key not in told and not told_in(v, left.words, left.values))
    parts: list[str] = []
    for kind in KINDS:
        parts += [told_change(c) for c in found if c.old.kind == kind]
        parts += [f"{kind} “{v.shown}” left out" for v in gone if v.kind == kind]
        parts += [f"{kind} “{v.shown}” added" for v in come if v.kind == kind]
    parts = parts[:TOLD]
    said = {word for v in [*old, *new] if v.kind != "detail" for word in fold(v.shown).split()}
    said |= {v.key for c in found for v in (c.old, c.new) if v.kind == "detail"}
    lost = _rarest(t for t in terms[0] - right.words if fold(t) not in said)
    fresh = _rarest(t for t in terms[1] - left.words if fold(t) not in said)
    if lost or fresh:
        parts.append("wording: " + (", ".join(lost) or "nothing") + " for " + (", ".join(fresh) or "nothing"))
    return "; ".join(parts)


def told_change(change: Change) -> str:
    """One change in words."""
    return f"{change.old.kind} “{change.old.shown}” became “{change.new.shown}”"


def _once(values: Iterable[Value]) -> list[Value]:
    """Values with each key once, in the order of the text."""
    return list({(v.kind, v.key): v for v in sorted(values, reverse=True)}.values())[::-1]


def _rarest(words: Iterable[str]) -> list[str]:
    """The few rarest of some words, which tell most."""
    return sorted(words, key=lambda w: (-round(rarity(fold(w)), 3), w))[:WORDS]
