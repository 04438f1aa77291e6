"""Where the names of places lie."""

from __future__ import annotations

from spacy.tokens import Doc

from variorum.model.reading import Mention, Place


def find_places(doc: Doc, mentions: tuple[Mention, ...]) -> tuple[Place, ...]:
    """A place for each name of a place in `mentions`, in order."""
    return tuple(Place(m.span) for m in mentions if m.kind == "name" and m.type == "place")
