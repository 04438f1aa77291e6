"""What every format hands over: text in pieces, each with its role and its place in the original; or the parts of a container."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from variorum.model.document import Block, Meta, Role
from variorum.model.span import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a report before it has offsets."""

    text: str
    role: Role = "paragraph"
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The reading text with its blocks in order, and what the format says of the report."""

    text: str
    blocks: tuple[Block, ...]
    meta: Meta = field(default_factory=Meta)
    encoding: str | None = None
    conversion: str | None = None  # what made text of it that was none: the program that recognised it, and how
    unread: tuple[str, ...] = ()  # what of the report is not in the text, and why


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a container holds: a report, or another container.

    `path` is its name inside, free of what could lead elsewhere; empty for the container's own text, as of a mail. `within` is
    what its blocks' locators begin with (a MIME part's number, a field's name). `media_type` and `charset` are what the container
    says of it, where it does; `meta` likewise.
    """

    path: str
    data: bytes
    meta: Meta = field(default_factory=Meta)
    media_type: str | None = None
    charset: str | None = None
    within: str = ""


def laid_out(
    pieces: Iterable[Piece],
    meta: Meta = Meta(),  # noqa: B008
    encoding: str | None = None,
    conversion: str | None = None,
    unread: tuple[str, ...] = (),
) -> Layout:
    """The pieces that have any text, one after another with a blank line between."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        words = piece.text.strip()
        if not words:
            continue
        blocks.append(Block(Span(at, at + len(words)), piece.role, piece.locator))
        parts.append(words)
        at += len(words) + 2
    return Layout("\n\n".join(parts), tuple(blocks), meta, encoding, conversion, unread)
