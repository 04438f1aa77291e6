"""The same content in the same order in other words: sentences aligned by meaning, then order and coverage weighed."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy
import numpy.typing

from variorum.collation.drift import Change, Drift, drift, drifted, told_change
from variorum.collation.driftvalues import Value
from variorum.collation.tellings import Told
from variorum.model.record import Aligned, Passage
from variorum.model.span import Span

LIKE = 0.42  # likeness from which on two sentences may tell the same
FEWEST = 6  # sentences told in order, at least: fewer give no order to judge by
FEW = {4: 0.7, 5: 0.62}  # the same where so much of the values has its counterpart in the other report
SHUFFLES = 40  # random orders that the order found is held against
COVERAGE = 0.50  # share of the shorter report's sentences that must be told
OF_LONGER = 0.44  # the same of the longer one's: reports of one briefing share its few points, a rewriting most of its source
ORDER = 0.85  # of the likeness to be had in any order, what the one order must hold
HARDLY = 0.5  # share of values below which two reports tell of other things, however alike their sentences
VALUES = 5  # different values that a report must have for such a share to say something
STRICTLY = 0.95  # as ORDER, with few sentences: none may be out of place
BEYOND = 2.4  # by how many standard deviations it must exceed random orders
STRENGTH = 0.06  # likeness beyond LIKE, on average over the shorter report's sentences
INSTEAD = "not matched, but in its place: "  # said of sentences between two matches
Matrix = numpy.typing.NDArray[numpy.float64]


def likeness(left: Told, right: Told) -> Matrix:
    """How alike sentences are, by vectors and shared words; by words alone where one side has no vectors.

    Two quotations are not held against each other: two reporters may have heard the same words.
    """
    cosine = (left.vectors @ right.vectors.T).astype(numpy.float64)
    words = numpy.array(
        [[len(a & b) / math.sqrt(len(a) * len(b)) for b in right.terms] for a in left.terms], dtype=numpy.float64
    ).reshape(len(left.terms), len(right.terms))
    blind = not left.vectors.any() or not right.vectors.any()
    mixed = words + 0.25 if blind else 0.75 * cosine + 0.25 * numpy.minimum(1.0, 2 * words)
    mixed[numpy.ix_(left.quoted, right.quoted)] = 0.0
    return numpy.asarray(numpy.round(mixed, 3))


def in_order(gains: Matrix) -> tuple[float, list[tuple[int, int]]]:
    """The greatest sum of gains over pairs that rise on both sides, and those pairs; of equal ones the same every time."""
    sums = _ordered(gains[None])[0]
    chain: list[tuple[int, int]] = []
    i, j = gains.shape
    while i and j:
        if sums[i, j] == sums[i - 1, j]:
            i -= 1
        elif sums[i, j] == sums[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            chain.append((i, j))
    return float(sums[-1, -1]), chain[::-1]


def _ordered(gains: numpy.typing.NDArray[numpy.float64]) -> numpy.typing.NDArray[numpy.float64]:
    """For each matrix of a stack, the greatest sum of gains up to every cell (Needleman and Wunsch 1970, gaps free)."""
    count, rows, columns = gains.shape
    sums = numpy.zeros((count, rows + 1, columns + 1))
    for i in range(rows):
        for j in range(columns):
            met = numpy.round(sums[:, i, j] + gains[:, i, j], 6)
            sums[:, i + 1, j + 1] = numpy.maximum(met, numpy.maximum(sums[:, i, j + 1], sums[:, i + 1, j]))
    return sums


def beyond_chance(gains: Matrix, found: float) -> float:
    """By how many standard deviations `found` exceeds what SHUFFLES random orders of the columns give."""
    draw = numpy.random.default_rng(gains.shape[1])
    shuffled = numpy.stack([gains[:, draw.permutation(gains.shape[1])] for _ in range(SHUFFLES)])
    sums = _ordered(shuffled)[:, -1, -1]
    spread = float(sums.std())
    return round((found - float(sums.mean())) / spread, 3) if spread > 1e-6 else 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one report following another: see the limits of the same names."""

    chain: tuple[tuple[int, int], ...]
    strength: float
    coverage: float
    of_longer: float
    order: float
    beyond: float
    drift: Drift  # empty where the rest says enough

    @property
    def in_order(self) -> bool:
        """Whether enough is told in one order, however many sentences that are."""
        return len(self.chain) >= min(FEW) and self.strength >= STRENGTH and self.coverage >= COVERAGE and self.order >= ORDER

    @property
    def is_rewriting(self) -> bool:
        """Whether all of it is beyond the limits: by an order that chance does not give, or by what became of the values."""
        told = self.drift.values >= VALUES
        if not self.in_order or (told and self.drift.accounted < HARDLY):
            return False
        ordered = len(self.chain) >= FEWEST and self.of_longer >= OF_LONGER and self.beyond >= BEYOND
        return ordered or (told and self.drift.accounted >= FEW[min(len(self.chain), max(FEW))] and self.order >= STRICTLY)


def evidence(left: Told, right: Told) -> Evidence:
    """How far `right` tells what `left` tells in its order."""
    nothing = Drift((), 0.0, 0)
    if not left.spans or not right.spans:
        return Evidence((), 0.0, 0.0, 0.0, 0.0, 0.0, nothing)
    gains = likeness(left, right) - LIKE
    found, chain = in_order(gains)
    shorter, longer = sorted((_told_by(left, {i for i, _ in chain}), _told_by(right, {j for _, j in chain})))
    free = min(float(numpy.maximum(gains.max(axis=a), 0).sum()) for a in (0, 1))
    made = Evidence(
        tuple(chain),
        round(found / shorter, 3),
        round(len(chain) / shorter, 3),
        round(len(chain) / longer, 3),
        round(found / free, 3) if free else 0.0,
        beyond_chance(gains, found) if len(chain) >= FEWEST else 0.0,
        nothing,
    )
    return replace(made, drift=drift(left.side, right.side, chain)) if made.in_order else made


def _told_by(report: Told, matched: set[int]) -> int:
    """How many sentences a report tells; of its quotations those that the other has in words of its own."""
    return max(1, sum(1 for n, quoted in enumerate(report.quoted) if not quoted or n in matched))


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Passages of `right` that follow `left` in order, with those between them; `share` is that of the matched ones."""

    passages: tuple[Aligned, ...]
    share: float
    matched: int
    dropped: int  # sentences of `left` in whose place nothing stands
    added: int


def rewriting(left: Told, right: Told) -> Rewriting | None:
    """The evidence that one report follows the other sentence by sentence; None where order or coverage is wanting."""
    found = evidence(left, right)
    if not found.is_rewriting:
        return None
    between = _between(found.chain, len(left.spans), len(right.spans))
    pairs = [(range(i, i + 1), range(j, j + 1), "") for i, j in found.chain]
    pairs += [(i, j, INSTEAD) for i, j in between if i and j]
    changes = list(found.drift.changes)
    passages = []
    for i, j, before in pairs:
        here = [c for c in changes if left.side.place(c.old) in i and right.side.place(c.new) in j]
        changes = [c for c in changes if c not in here]
        passages.append(_aligned(left, right, (i, j), before, here, found.drift.changes))
    passages += _elsewhere(left, right, changes)
    share = sum(len(right.spans[j]) for _, j in found.chain) / max(1, right.length)
    dropped = sum(len(i) for i, j in between if not j)
    added = sum(len(j) for i, j in between if not i)
    ordered = tuple(sorted(passages, key=lambda p: p.to))
    return Rewriting(ordered, round(min(1.0, share), 3), len(found.chain), dropped, added)


def _between(chain: Sequence[tuple[int, int]], rows: int, columns: int) -> list[tuple[range, range]]:
    """What stands between one match and the next on either side, as ranges of sentences."""
    found: list[tuple[range, range]] = []
    i = j = 0
    for a, b in [*chain, (rows, columns)]:
        if i < a or j < b:
            found.append((range(i, a), range(j, b)))
        i, j = a + 1, b + 1
    return found


def _aligned(
    left: Told, right: Told, ranges: tuple[range, range], before: str, here: Sequence[Change], every: Sequence[Change]
) -> Aligned:
    """The passages with what drifted between them, told after `before`."""
    rows, columns = ranges
    return Aligned(
        Passage(right.document, right.spans[columns[0]].start, right.spans[columns[-1]].end),
        Passage(left.document, left.spans[rows[0]].start, left.spans[rows[-1]].end),
        before
        + drifted(
            left.side,
            right.side,
            [v for v in left.side.values if left.side.place(v) in rows],
            [v for v in right.side.values if right.side.place(v) in columns],
            (frozenset(t for i in rows for t in left.terms[i]), frozenset(t for j in columns for t in right.terms[j])),
            here,
            every,
        ),
    )


def _elsewhere(left: Told, right: Told, changes: Sequence[Change]) -> list[Aligned]:
    """Changes between sentences that were not matched, each sentence with its drift."""
    held: dict[tuple[Span, Span], list[str]] = {}
    for change in changes:
        held.setdefault((_holding(left, change.old), _holding(right, change.new)), []).append(told_change(change))
    return [
        Aligned(Passage(right.document, b.start, b.end), Passage(left.document, a.start, a.end), INSTEAD + "; ".join(told))
        for (a, b), told in held.items()
    ]


def _holding(report: Told, value: Value) -> Span:
    """The sentence that holds a value; its own words where none does."""
    at = bisect_right(report.every, value.start, key=lambda s: s.start) - 1
    own = Span(value.start, value.start + len(value.shown))
    return report.every[at] if at >= 0 and value.start < report.every[at].end else own
