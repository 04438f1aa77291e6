"""One report: where its bytes came from, its reading text, and how the text is laid out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Literal, get_args

from variorum.model.sending import sent_by_fields
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


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the reading text with one role. Blocks stand in order and do not overlap.

    `locator` says where in the original the words stand: `page=3;bbox=72,90,300,110` (points, origin at the top left),
    `xpath=/html/body/p[2]`, `bytes=10-90` (of the original file), `part=2`. In a file of many reports `path=...;` stands
    before it: the report's name inside, archives within archives parted by `!/`; all else then counts from the report's own bytes.
    """

    span: Span
    role: Role = "paragraph"
    locator: str | None = None


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Meta:
    """What is known about a report beside its text. A sidecar file gives the same fields, and wins."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601 date or date-time, at the precision known
    url: str | None = None
    captured: str | None = None  # when these bytes were fetched, as whoever fetched them says; as `published`

    def overridden(self, other: Meta) -> Meta:
        """This, with every field that `other` gives taken from `other`."""
        given = {
            name: value
            for name in ("title", "publisher", "authors", "published", "url", "captured")
            if (value := getattr(other, name)) not in (None, ())
        }
        return replace(self, **given)


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes taken in, once: the name they were given under and the hash of what they were."""

    name: str
    sha256: str
    size: int  # bytes
    sidecar: Meta = Meta()


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Document:
    """A report as read: `text` is all blocks in order. `id` is stable over rebuilds of the same bytes and sidecar.

    A file may hold many reports; they share its `sha256` and differ in `part`, their path inside.
    """

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
    part: str = ""  # path inside the original, where that holds many reports
    conversion: str | None = None  # what recognised the text in pictures, where it did
    captures: tuple[str, ...] = ()  # short names of all the files that it was given as, and when they were fetched
    report: str | None = None  # shared by the versions of one report; None where there is but one
    version: int | None = None  # from 1; None where there is but one, or which came first is not known


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in an original that is in no document: its path inside (empty: the whole, or its own text) and why."""

    part: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What an original was found to hold: the ids of its documents, in order, and what could not be read."""

    documents: tuple[str, ...]
    unread: tuple[Unread, ...] = ()


def moments(values: Sequence[str]) -> tuple[str, ...]:
    """ISO 8601 dates and times as texts whose order is that of time: in UTC where all are times with a zone, else as they are written."""
    try:
        read = [datetime.fromisoformat(value) for value in values]
    except ValueError:  # a year, or a month, alone
        return tuple(values)
    if not all(one.tzinfo is not None for one in read):
        return tuple(value.replace(" ", "T") for value in values)
    return tuple(one.astimezone(UTC).isoformat(timespec="microseconds") for one in read)


def document_id(sha256: str, sidecar: Meta, place: str = "") -> str:
    """An id that stays the same as long as the bytes, the sidecar and the path inside do.

    When the bytes were fetched does not count: fetched twice they are one document with two captures.
    """
    told = {name: value for name, value in asdict(sidecar).items() if name != "captured"}
    said = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "d" + hashlib.sha256((sha256 + said + place).encode("utf-8", "surrogatepass")).hexdigest()[:16]
