"""The same content in the same order in other words: statements aligned by meaning, then order and coverage weighed."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
import numpy.typing

from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Aligned, Passage
from variorum.model.span import Span

NEAR = 0.60  # cosine from which two sentences may tell the same
FEWEST = 5  # sentences in order, at least
COVERAGE = 0.35  # share of the later document's sentences that must be matched
ORDER = 0.75  # share of the matches that must stand in one order
EXCESS = 2.5  # how far that order must exceed chance, in standard deviations
_QUOTE = re.compile(r"^[\s]*[\"“”]")


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of one report that say something in its own voice: place, content words and vector of each."""

    document: str
    spans: tuple[Span, ...]
    terms: tuple[frozenset[str], ...]
    vectors: numpy.typing.NDArray[numpy.float32]
    length: int  # characters of all sentences


def told(document: Document, reading: Reading) -> Told:
    """The sentences of `reading` that hold statements outside direct quotations, whose words two reporters may share."""
    direct = [piece for a in reading.attributions if a.direct for piece in a.content]
    rows: dict[int, list[int]] = {}
    for number, statement in enumerate(reading.statements):
        if not any(piece.covers(statement.span) for piece in direct):
            rows.setdefault(statement.sentence, []).append(number)
    spans, terms, vectors = [], [], []
    for sentence, numbers in sorted(rows.items()):
        span = reading.sentences[sentence]
        held = [reading.statements[n] for n in numbers]
        words = frozenset(t for s in held for t in s.terms)
        if len(words) < 3 or any(b.role in ("caption", "furniture") and b.span.covers(span) for b in reading.blocks):
            continue
        total = numpy.zeros(384, dtype=numpy.float32)
        for statement in held:
            if len(statement.vector) == 384:
                total += numpy.frombuffer(statement.vector, dtype=numpy.int8).astype(numpy.float32)
        norm = float(numpy.linalg.norm(total))
        spans.append(span)
        terms.append(words)
        vectors.append(total / norm if norm else total)
    array = numpy.array(vectors, dtype=numpy.float32).reshape(len(vectors), 384)
    return Told(document.id, tuple(spans), tuple(terms), array, sum(len(s) for s in spans))


def _scores(left: Told, right: Told) -> numpy.typing.NDArray[numpy.float64]:
    """How alike sentences are, by vectors and shared words; by words alone where no encoder is installed."""
    cosine = (left.vectors @ right.vectors.T).astype(numpy.float64)
    words = numpy.array(
        [[len(a & b) / math.sqrt(len(a) * len(b)) for b in right.terms] for a in left.terms], dtype=numpy.float64
    ).reshape(len(left.terms), len(right.terms))
    blind = not left.vectors.any() or not right.vectors.any()
    mixed = words + 0.25 if blind else 0.75 * cosine + 0.25 * numpy.minimum(1.0, 2 * words)
    return numpy.asarray(numpy.round(mixed, 3))


def matches(left: Told, right: Told) -> list[tuple[int, int]]:
    """Pairs of sentences that are each other's best match and near enough, in the order of `right`."""
    if not left.spans or not right.spans:
        return []
    scores = _scores(left, right)
    best_right, best_left = scores.argmax(axis=1), scores.argmax(axis=0)
    return [
        (int(best_left[j]), j)
        for j in range(len(right.spans))
        if best_right[best_left[j]] == j and scores[best_left[j], j] >= NEAR
    ]


def in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that rises on both sides; of equal ones the same every time."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for number, (i, _) in enumerate(pairs):
        at = bisect.bisect_left(tails, i)
        before.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(i)
            ends.append(number)
        else:
            tails[at], ends[at] = i, number
    chain, here = [], ends[-1] if ends else None
    while here is not None:
        chain.append(pairs[here])
        here = before[here]
    return chain[::-1]


def excess(chain: int, count: int) -> float:
    """By how many standard deviations a longest rising chain exceeds that of a random order of `count` things.

    Mean and deviation after Baik, Deift and Johansson 1999: 2√n - 1.77 n^(1/6) and 0.90 n^(1/6).
    """
    if count < 2:
        return 0.0
    root = math.pow(count, 1 / 6)
    return (chain - (2 * math.sqrt(count) - 1.7711 * root)) / (0.9018 * root)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Sentences of `right` that follow `left` in order, and what speaks for it."""

    passages: tuple[Aligned, ...]
    share: float
    order: float
    beyond: float
    matched: int


def rewriting(left: Told, right: Told) -> Rewriting | None:
    """The evidence that one report follows the other sentence by sentence; None where order or coverage is wanting."""
    pairs = matches(left, right)
    chain = in_order(pairs)
    if len(chain) < FEWEST:
        return None
    shorter = min(len(left.spans), len(right.spans))
    order, beyond = len(chain) / len(pairs), excess(len(chain), len(pairs))
    if len(chain) / shorter < COVERAGE or order < ORDER or beyond < EXCESS:
        return None
    passages = tuple(
        Aligned(
            Passage(right.document, right.spans[j].start, right.spans[j].end),
            Passage(left.document, left.spans[i].start, left.spans[i].end),
            _drift(left.terms[i], right.terms[j]),
        )
        for i, j in chain
    )
    share = sum(len(right.spans[j]) for _, j in chain) / max(1, right.length)
    return Rewriting(passages, round(min(1.0, share), 3), order, beyond, len(pairs))


def _drift(old: frozenset[str], new: frozenset[str]) -> str:
    """Numbers that one side has and the other has not: what a rewriting most often gets wrong."""
    gone = sorted(t for t in old - new if any(c.isdigit() for c in t))
    come = sorted(t for t in new - old if any(c.isdigit() for c in t))
    parts = [f"without {', '.join(gone)}"] if gone else []
    return "; ".join([*parts, f"with {', '.join(come)}"] if come else parts)
