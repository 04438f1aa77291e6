"""Who and what is meant: mentions of one document tied into chains."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from variorum.model.reading import Attribution, Mention


def resolve(doc: Doc, names: tuple[Mention, ...], attributions: tuple[Attribution, ...]) -> tuple[Mention, ...]:
    """`names`, and the nominals and pronouns that go with them, each with its chain."""
    chains: dict[str, int] = {}
    return tuple(
        replace(m, chain=chains.setdefault(m.span.text(doc.text).casefold(), len(chains)), why="same name")
        for m in names
    )
