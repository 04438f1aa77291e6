"""The plain text of a mail: what it quotes from others and its signature told apart."""

from __future__ import annotations

from dataclasses import replace

from variorum.capture.layout import Layout
from variorum.capture.limits import How
from variorum.capture.text import read_text


def read_mail_text(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The paragraphs of a mail; those marked `>` are quotations, what follows the line `--` is furniture (RFC 3676)."""
    found = read_text(name, data, how)
    blocks = []
    signed = False
    for block in found.blocks:
        words = block.span.text(found.text)
        signed = signed or words == "--" or words.startswith("-- \n")
        quoted = words.startswith(">")
        blocks.append(replace(block, role="furniture" if signed else "quotation") if signed or quoted else block)
    return replace(found, blocks=tuple(blocks))
