"""What every format hands over: text in pieces, each with its role and its place in the original."""

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


def laid_out(pieces: Iterable[Piece], meta: Meta = Meta(), encoding: str | None = None) -> Layout:  # noqa: B008
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
    return Layout("\n\n".join(parts), tuple(blocks), meta, encoding)
