"""A report as a rewriting of it would have to tell it: its sentences in order, each with content words and vector, and its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
import numpy.typing

from variorum.collation.drift import Side
from variorum.collation.driftvalues import values_of, words_in
from variorum.model.document import Document
from variorum.model.reading import Reading, Statement
from variorum.model.span import Span

MOST_SENTENCES = 80  # of a report; what follows is left aside, since the work grows with their square
FEWEST_WORDS = 3  # content words of a sentence that says something
DIMENSIONS = 384
Floats = numpy.typing.NDArray[numpy.float32]


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of one report that say something: place, content words and vector of each; and all its values."""

    document: str
    spans: tuple[Span, ...]
    quoted: tuple[bool, ...]  # whether all that a sentence says stands in a direct quotation
    terms: tuple[frozenset[str], ...]
    vectors: Floats
    side: Side
    every: tuple[Span, ...]  # all sentences of the report

    @property
    def length(self) -> int:
        """Characters of the sentences."""
        return sum(len(s) for s in self.spans)


def told(document: Document, reading: Reading) -> Told:
    """The sentences of `reading` that hold statements, captions and furniture left out.

    Of one with words of the reporter's own the quotation in it is left out.
    """
    direct = [piece for a in reading.attributions if a.direct for piece in a.content]
    silent = [b.span for b in reading.blocks if b.role in ("caption", "furniture")]
    rows: dict[int, list[Statement]] = {}
    for statement in reading.statements:
        rows.setdefault(statement.sentence, []).append(statement)
    spans, quoted, terms, vectors = [], [], [], []
    for sentence, held in sorted(rows.items()):
        span = reading.sentences[sentence]
        own = [s for s in held if not any(piece.covers(s.span) for piece in direct)]
        speech = len(_words(own)) < FEWEST_WORDS
        words = _words(held if speech else own)
        if len(words) < FEWEST_WORDS or any(block.covers(span) for block in silent):
            continue
        spans.append(span)
        quoted.append(speech)
        terms.append(words)
        vectors.append(_vector(held if speech else own))
        if len(spans) == MOST_SENTENCES:
            break
    array = numpy.array(vectors, dtype=numpy.float32).reshape(len(vectors), DIMENSIONS)
    values = [v for v in values_of(document, reading) if not any(b.start <= v.start < b.end for b in silent)]
    side = Side(tuple(spans), tuple(values), words_in(document).union(*terms))
    return Told(document.id, tuple(spans), tuple(quoted), tuple(terms), array, side, reading.sentences)


def _words(statements: Sequence[Statement]) -> frozenset[str]:
    return frozenset(t for s in statements for t in s.terms)


def _vector(statements: Sequence[Statement]) -> Floats:
    """The direction in which the vectors of some clauses point together; nothing where they have none."""
    total = numpy.zeros(DIMENSIONS, dtype=numpy.float32)
    for statement in statements:
        if len(statement.vector) == DIMENSIONS:
            total += numpy.frombuffer(statement.vector, dtype=numpy.int8).astype(numpy.float32)
    norm = float(numpy.linalg.norm(total))
    return total / norm if norm else total
