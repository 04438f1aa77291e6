"""RTF: paragraphs and properties."""

from __future__ import annotations

import re

from variorum.capture.docx import NO_TITLE, NOBODY
from variorum.capture.encoding import cleaned
from variorum.capture.layout import Layout, Piece, laid_out
from variorum.capture.limits import How
from variorum.errors import UnreadableError
from variorum.model.document import Meta

MARK = rb"{\rtf"
CODEPAGE = re.compile(rb"\\ansicpg(\d{3,5})")
CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def read_rtf(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The text of an RTF file; blocks are located by the number of their paragraph, from 1 (a table's row is one).

    Raises UnreadableError where there is none.
    """
    from striprtf.striprtf import rtf_to_text

    found = CODEPAGE.search(data[:1000])
    encoding = f"cp{found[1].decode()}" if found else "cp1252"
    raw = data.decode("latin-1")
    try:
        text = rtf_to_text(raw, encoding=encoding, errors="replace")
    except LookupError:
        encoding = "cp1252"
        text = rtf_to_text(raw, encoding=encoding, errors="replace")
    pieces = []
    for number, line in enumerate(cleaned(name, text).split("\n"), 1):
        cells = [" ".join(cell.split()) for cell in line.split("|")] if line.rstrip().endswith("|") else []
        words = " | ".join(filter(None, cells)) if cells else " ".join(line.split())
        pieces.append(Piece(words, "table" if cells else "paragraph", f"part={number}"))
    if not any(piece.text for piece in pieces):
        raise UnreadableError(f"{name}: an RTF file without text; save it again, or as DOCX")
    return laid_out(pieces, _meta(raw), encoding)


def _meta(raw: str) -> Meta:
    title, author, created = _property(raw, "title"), _property(raw, "author"), CREATED.search(raw)
    return Meta(
        title=title if title and not NO_TITLE.match(title) else None,
        authors=(author,) if author and author.casefold() not in NOBODY else (),
        published=f"{int(created[1]):04}-{int(created[2]):02}-{int(created[3]):02}" if created and _is_day(created) else None,
    )


def _is_day(found: re.Match[str]) -> bool:
    return 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31


def _property(raw: str, name: str) -> str | None:
    """A property in plain letters; one with escapes is left out rather than got wrong."""
    found = re.search(rf"\{{\\{name} ([^{{}}\\]{{1,300}})\}}", raw)
    return " ".join(found[1].split()) or None if found else None
