"""The same content in the same order in other words: sentences aligned by meaning, then order and coverage weighed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy
import numpy.typing

from variorum.collation.drift import Value, drifted, values_in
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Aligned, Passage
from variorum.model.span import Span

LIKE = 0.45  # likeness from which on two sentences may tell the same
MOST_SENTENCES = 80  # of a report; what follows is left aside, since the work grows with their square
FEWEST = 6  # sentences told in order, at least: fewer give no order to judge by
SHUFFLES = 40  # random orders that the order found is held against
COVERAGE = 0.50  # share of the shorter report's sentences that must be told
OF_LONGER = 0.44  # the same of the longer one's: reports of one briefing share its few points, a rewriting most of its source
ORDER = 0.85  # of the likeness to be had in any order, what the one order must hold
BEYOND = 2.4  # by how many standard deviations it must exceed random orders
STRENGTH = 0.06  # likeness beyond LIKE, on average over the shorter report's sentences
INSTEAD = "not matched, but in its place: "  # said of sentences between two matches
Matrix = numpy.typing.NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of one report that say something in its own voice: place, content words, values and vector of each."""

    document: str
    spans: tuple[Span, ...]
    terms: tuple[frozenset[str], ...]
    vectors: numpy.typing.NDArray[numpy.float32]
    values: tuple[tuple[Value, ...], ...]
    length: int  # characters of all sentences


def told(document: Document, reading: Reading) -> Told:
    """The sentences of `reading` that hold statements outside direct quotations, whose words two reporters may share."""
    direct = [piece for a in reading.attributions if a.direct for piece in a.content]
    silent = [b.span for b in reading.blocks if b.role in ("caption", "furniture")]
    rows: dict[int, list[int]] = {}
    for number, statement in enumerate(reading.statements):
        if not any(piece.covers(statement.span) for piece in direct):
            rows.setdefault(statement.sentence, []).append(number)
    spans, terms, vectors = [], [], []
    for sentence, numbers in sorted(rows.items()):
        span = reading.sentences[sentence]
        held = [reading.statements[n] for n in numbers]
        words = frozenset(t for s in held for t in s.terms)
        if len(words) < 3 or any(block.covers(span) for block in silent):
            continue
        total = numpy.zeros(384, dtype=numpy.float32)
        for statement in held:
            if len(statement.vector) == 384:
                total += numpy.frombuffer(statement.vector, dtype=numpy.int8).astype(numpy.float32)
        norm = float(numpy.linalg.norm(total))
        spans.append(span)
        terms.append(words)
        vectors.append(total / norm if norm else total)
    spans, terms, vectors = spans[:MOST_SENTENCES], terms[:MOST_SENTENCES], vectors[:MOST_SENTENCES]
    array = numpy.array(vectors, dtype=numpy.float32).reshape(len(vectors), 384)
    values = tuple(values_in(document, reading, spans))
    return Told(document.id, tuple(spans), tuple(terms), array, values, sum(len(s) for s in spans))


def likeness(left: Told, right: Told) -> Matrix:
    """How alike sentences are, by vectors and shared words; by words alone where one side has no vectors."""
    cosine = (left.vectors @ right.vectors.T).astype(numpy.float64)
    words = numpy.array(
        [[len(a & b) / math.sqrt(len(a) * len(b)) for b in right.terms] for a in left.terms], dtype=numpy.float64
    ).reshape(len(left.terms), len(right.terms))
    blind = not left.vectors.any() or not right.vectors.any()
    mixed = words + 0.25 if blind else 0.75 * cosine + 0.25 * numpy.minimum(1.0, 2 * words)
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
    for at in range(rows + columns - 1):  # all cells of one diagonal hang on those of the two before
        i = numpy.arange(max(0, at - columns + 1), min(rows, at + 1))
        j = at - i
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
    beyond: float = 0.0  # chance; looked for only where the rest is beyond the limits

    @property
    def may_be_rewriting(self) -> bool:
        """Whether all of it but what chance may do is beyond the limits."""
        return (
            len(self.chain) >= FEWEST
            and self.strength >= STRENGTH
            and self.coverage >= COVERAGE
            and self.of_longer >= OF_LONGER
            and self.order >= ORDER
        )

    @property
    def is_rewriting(self) -> bool:
        """Whether all of it is beyond the limits."""
        return self.may_be_rewriting and self.beyond >= BEYOND


def evidence(left: Told, right: Told) -> Evidence:
    """How far `right` tells what `left` tells in its order."""
    if not left.spans or not right.spans:
        return Evidence((), 0.0, 0.0, 0.0, 0.0)
    gains = likeness(left, right) - LIKE
    found, chain = in_order(gains)
    shorter = min(gains.shape)
    free = min(float(numpy.maximum(gains.max(axis=a), 0).sum()) for a in (0, 1))
    told = Evidence(
        tuple(chain),
        round(found / shorter, 3),
        round(len(chain) / shorter, 3),
        round(len(chain) / max(gains.shape), 3),
        round(found / free, 3) if free else 0.0,
    )
    return replace(told, beyond=beyond_chance(gains, found)) if told.may_be_rewriting else told


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
    matched = [(range(i, i + 1), range(j, j + 1)) for i, j in found.chain]
    passages = [_aligned(left, right, i, j, "") for i, j in matched]
    passages += [_aligned(left, right, i, j, INSTEAD) for i, j in between if i and j]
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


def _aligned(left: Told, right: Told, rows: range, columns: range, before: str) -> Aligned:
    """The passages with what drifted between them, told after `before`."""
    return Aligned(
        Passage(right.document, right.spans[columns[0]].start, right.spans[columns[-1]].end),
        Passage(left.document, left.spans[rows[0]].start, left.spans[rows[-1]].end),
        before
        + drifted(
            [v for i in rows for v in left.values[i]],
            [v for j in columns for v in right.values[j]],
            frozenset(t for i in rows for t in left.terms[i]),
            frozenset(t for j in columns for t in right.terms[j]),
            _all_told(left),
            _all_told(right),
        ),
    )


def _all_told(report: Told) -> frozenset[str]:
    """Keys of all values and all content words of a report: what stands elsewhere in it is neither dropped nor added."""
    return frozenset(v.key for values in report.values for v in values) | frozenset(t for terms in report.terms for t in terms)
