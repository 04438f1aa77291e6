"""Who and what is meant: mentions of one document tied into chains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from variorum.model.reading import Attribution, Mention
from variorum.model.span import Span
from variorum.reading.chaining import Voice, chain
from variorum.reading.nominals import unnamed


def resolve(doc: Doc, names: tuple[Mention, ...], attributions: tuple[Attribution, ...]) -> tuple[Mention, ...]:
    """`names`, and the nominals and pronouns that go with them, each with its chain."""
    whole = sorted((*names, *unnamed(doc, names)), key=lambda m: (m.span.start, -m.span.end))
    chained = chain_mentions(doc, whole, _voices(attributions))
    return tuple(m for m in chained if not _idle(m, chained))


def chain_mentions(doc: Doc, mentions: Sequence[Mention], voices: Sequence[Voice] = ()) -> tuple[Mention, ...]:
    """`mentions` with chain and reason filled; `voices` say who speaks where."""
    found = chain(doc, mentions, voices)
    return tuple(replace(m, chain=n, why=why) for m, (n, why) in zip(mentions, found, strict=True))


def _idle(mention: Mention, among: tuple[Mention, ...]) -> bool:
    """Whether a pronoun found nothing to stand for ("it rains")."""
    if mention.kind != "pronoun":
        return False
    return not any(m.chain == mention.chain and m.kind != "pronoun" for m in among) and _lone(mention, among)


def _lone(mention: Mention, among: tuple[Mention, ...]) -> bool:
    return mention.type == "organisation" and sum(m.chain == mention.chain for m in among) == 1


def _voices(attributions: Sequence[Attribution]) -> list[Voice]:
    """Direct quotations as voices, each its source's."""
    found: list[Voice] = []
    for a in attributions:
        source: tuple[Span, ...] = a.source or a.carried
        if a.direct:
            who = f"source at {source[0].start}" if source else f"quotation at {a.content[0].start}"
            found.extend(Voice(piece, who, source) for piece in a.content)
    return found
