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
    for number, members in sorted(by_sentence.items()):
        within = [statements[i].span for i in members]
        whole = hull([*([sentences[number]] if sentences else []), *within, *(statements[i].head for i in members)])
        left_out = names[max(bisect.bisect_left(starts, whole.start) - 1, 0) : bisect.bisect_left(starts, whole.end)]
        heads = [statements[i].head for i in members]
        triggers = encoder.words(whole.text(text), [Span(h.start - whole.start, h.end - whole.start) for h in heads])
        for i, trigger in zip(members, triggers, strict=True):
            own = statements[i]
            nested = [s for s in within if s != own.span and own.span.covers(s) and not s.covers(own.head)]
            clause = encoder.text(_without(text, own.span, [*left_out, *nested]))
            done[i] = replace(own, vector=clause, trigger=trigger)
    return tuple(done)


def _without(text: str, span: Span, but: Sequence[Span]) -> str:
    """The words of `span` but for those in `but`; all of them where nothing else is there."""
    kept = "".join(" " if any(s.start <= i < s.end for s in but) else text[i] for i in range(span.start, span.end))
    return " ".join(kept.split()) or span.text(text)
