"""Where the words stand that decisions name, and what of the record stands on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from variorum.collation.draft import Draft
from variorum.model.activity import Anchor
from variorum.model.document import Document
from variorum.model.record import Passage
from variorum.model.span import Span

Hashes = Mapping[str, Sequence[str]]  # of reading texts -> the reports that have them, in order of ids


def hashes_of(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """The reports by the hashes of their texts."""
    found: dict[str, tuple[str, ...]] = {}
    for document in sorted(documents, key=lambda d: d.id):
        digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        found[digest] = (*found.get(digest, ()), document.id)
    return found


def locate(anchor: Anchor, texts: Mapping[str, str], hashes: Hashes) -> Passage | None:
    """Where an anchor's words stand now; None where nowhere, or in more than one place with nothing to choose by."""
    held = hashes.get(anchor.text_sha256, ())
    document = anchor.document if anchor.document in held else next(iter(held), None)
    if document is not None and texts[document][anchor.start : anchor.end] == anchor.quote:
        return Passage(document, anchor.start, anchor.end)
    for before, after in ((anchor.before, anchor.after), ("", "")):
        words = before + anchor.quote + after
        places = [(d, at) for d, text in sorted(texts.items()) for at in _all_places(words, text)]
        if len(places) > 1:
            places = [place for place in places if place[0] == anchor.document]
        if len(places) == 1 and anchor.quote:
            start = places[0][1] + len(before)
            return Passage(places[0][0], start, start + len(anchor.quote))
    return None


def _all_places(words: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < 2:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def statement_at(place: Passage, items: Sequence[Draft]) -> str | None:
    """The id of the statement that stands most nearly on these words."""
    over = [d for d in items if d.document.id == place.document and d.statement.span.overlap(place.span)]
    return max(over, key=lambda d: (likeness(d.statement.span, place.span), d.id)).id if over else None


def likeness(a: Span, b: Span) -> float:
    """How much of both spans they share, 0 to 1."""
    shared = a.overlap(b)
    return round(shared / max(len(a) + len(b) - shared, 1), 6)
