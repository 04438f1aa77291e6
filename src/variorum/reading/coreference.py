"""Who and what is meant: mentions of one document tied into chains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from variorum.model.reading import Attribution, EntityType, Mention
from variorum.model.span import Span
from variorum.reading.chaining import chain
from variorum.reading.nominals import acts, unnamed
from variorum.reading.referents import PRONOUNS, Voice

STANDING = PRONOUNS["they"] | PRONOUNS["it"]  # alone in a chain they stand for something that is no mention


def resolve(
    doc: Doc,
    names: tuple[Mention, ...],
    attributions: tuple[Attribution, ...],
    turns: Sequence[Voice] = (),
    aside: Sequence[Span] = (),
) -> tuple[Mention, ...]:
    """`names`, and the nominals and pronouns that go with them, each with its chain. `turns` say who speaks outside quotations.

    Who is named `aside` only (bylines, credits) is nobody's "he" or "she".
    """
    names = (*names, *_speakers(doc, names, turns))
    whole = sorted((*names, *unnamed(doc, names)), key=lambda m: (m.span.start, -m.span.end))
    spoken = {v.span for v in turns}
    quoted = [v for v in voices_of(attributions) if v.span not in spoken]
    chained = chain_mentions(doc, whole, (*turns, *quoted), found=True, aside=aside)
    text = doc.text
    told = {m.chain for m in chained if not (m.kind == "pronoun" and m.span.text(text).lower() in STANDING) or acts(doc, m)}
    return tuple(m for m in chained if m.chain in told)


def _speakers(doc: Doc, names: Sequence[Mention], turns: Sequence[Voice]) -> Iterator[Mention]:
    """The names before turns that were not seen to be names ("JANE ROE:")."""
    known = {i for m in names for i in range(m.span.start, m.span.end)}
    for span in sorted({s for v in turns for s in v.source}):
        words = doc.char_span(span.start, span.end, alignment_mode="expand")
        if words is not None and known.isdisjoint(range(span.start, span.end)):
            yield Mention(span, Span(words[-1].idx, words[-1].idx + len(words[-1])), "name", "person")


def chain_mentions(
    doc: Doc, mentions: Sequence[Mention], voices: Sequence[Voice] = (), found: bool = False, aside: Sequence[Span] = ()
) -> tuple[Mention, ...]:
    """`mentions` with chain and reason filled; `voices` say who speaks where.

    With `found`, "they" and "it" may stand for things that nobody marked, and are then left in chains of their own; one that
    stands for a body takes its type.
    """
    chains = chain(doc, mentions, voices, found, aside)
    types: dict[int, EntityType] = {}
    for m, (n, _) in sorted(zip(mentions, chains, strict=True), key=lambda pair: (pair[0].kind == "pronoun", pair[0].span)):
        types.setdefault(n, m.type)
    return tuple(
        replace(m, chain=n, why=why, type=types[n] if m.kind == "pronoun" else m.type)
        for m, (n, why) in zip(mentions, chains, strict=True)
    )


def voices_of(attributions: Sequence[Attribution]) -> list[Voice]:
    """Direct quotations as voices, each its source's."""
    found: list[Voice] = []
    for a in attributions:
        source: tuple[Span, ...] = a.source or a.carried
        if a.direct:
            who = f"source at {source[0].start}" if source else f"quotation at {a.content[0].start}"
            found.extend(Voice(piece, who, source) for piece in a.content)
    return found
