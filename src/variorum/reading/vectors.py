"""Vectors of statements: of the clause by itself, and of the word that carries the happening, read in its sentence.

Names of people and bodies and pronouns are left out of the clause, so that who took part is compared apart from what was done. All is made of
a document's text and marks alone, so that it can be made later than they are.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from variorum.model.reading import Mention, Statement
from variorum.model.span import Span, hull
from variorum.reading.encoder import Encoder

WHO = ("person", "organisation")
TOGETHER = 64  # sentences whose texts are encoded at once: a long report must not fill the memory


def with_vectors(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], statements: Sequence[Statement], encoder: Encoder
) -> tuple[Statement, ...]:
    """`statements` of a document with `text`, each with the vectors of its clause and of its head."""
    names = sorted({m.span for m in mentions if m.kind == "pronoun" or (m.kind == "name" and m.type in WHO)})
    starts = [n.start for n in names]
    by_sentence: dict[int, list[int]] = {}
    for i, statement in enumerate(statements):
        by_sentence.setdefault(statement.sentence, []).append(i)
    done = list(statements)
    order = sorted(by_sentence.items())
    for begin in range(0, len(order), TOGETHER):
        wholes: dict[int, Span] = {}  # by number of a statement: the words in which its head is read
        clauses: dict[int, str] = {}
        for number, members in order[begin : begin + TOGETHER]:
            within = [statements[i].span for i in members]
            whole = hull([*([sentences[number]] if sentences else []), *within, *(statements[i].head for i in members)])
            left_out = names[max(bisect.bisect_left(starts, whole.start) - 1, 0) : bisect.bisect_left(starts, whole.end)]
            for i in members:
                own = statements[i]
                nested = [s for s in within if s != own.span and own.span.covers(s) and not s.covers(own.head)]
                wholes[i], clauses[i] = whole, _without(text, own.span, [*left_out, *nested])
        read = encoder.read([*(whole.text(text) for whole in wholes.values()), *clauses.values()])
        for i, whole in wholes.items():
            head = statements[i].head
            trigger = read[whole.text(text)].part(Span(head.start - whole.start, head.end - whole.start))
            done[i] = replace(statements[i], vector=read[clauses[i]].whole(), trigger=trigger)
    return tuple(done)


def _without(text: str, span: Span, but: Sequence[Span]) -> str:
    """The words of `span` but for those in `but`; all of them where nothing else is there."""
    kept = "".join(" " if any(s.start <= i < s.end for s in but) else text[i] for i in range(span.start, span.end))
    return " ".join(kept.split()) or span.text(text)
