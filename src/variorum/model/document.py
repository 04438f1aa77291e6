"""One report: where its bytes came from, its reading text, and how the text is laid out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from variorum.model.span import Span

Role = Literal[
    "title",
    "subtitle",
    "heading",
    "byline",
    "dateline",
    "paragraph",
    "quotation",
    "list",
    "table",
    "caption",
    "credit",
    "furniture",
]
ROLES: tuple[str, ...] = get_args(Role)
Standing = Literal["current", "superseded", "corrected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the reading text with one role. Blocks stand in order and do not overlap.

    `locator` says where in the original the words stand: `page=3;bbox=72,90,300,110` (points, origin at the top left),
    `xpath=/html/body/p[2]`, `bytes=10-90` (of the original file), `part=2`.
    """

    span: Span
    role: Role = "paragraph"
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known about a report beside its text. A sidecar file gives the same fields, and wins."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601 date or date-time, at the precision known
    url: str | None = None

    def overridden(self, other: Meta) -> Meta:
        """This, with every field that `other` gives taken from `other`."""
        given = {
            name: value
            for name in ("title", "publisher", "authors", "published", "url")
            if (value := getattr(other, name)) not in (None, ())
        }
        return replace(self, **given)


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes taken in, once: the name they were given under and the hash of what they were."""

    name: str
    sha256: str
    size: int  # bytes
    sidecar: Meta = Meta()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read: `text` is all blocks in order. `id` is stable over rebuilds of the same bytes and sidecar."""

    id: str
    name: str
    sha256: str  # of the original bytes
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    meta: Meta = Meta()
    language: str | None = None  # BCP 47
    standing: Standing = "current"
    encoding: str | None = None  # of the original, where it is text
    captures: tuple[str, ...] = ()  # short names of all the files that it was given as
    report: str | None = None  # shared by the versions of one report; None where there is but one
    version: int | None = None  # from 1; None where there is but one, or which came first is not known
