"""Word documents: paragraphs, headings, lists and tables in order, with the document's properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from variorum.capture.layout import Layout, Piece, laid_out
from variorum.capture.limits import How
from variorum.capture.zip_archive import checked
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Role

STYLES: tuple[tuple[str, Role], ...] = (  # beginnings of the names of built-in styles
    ("title", "title"),
    ("subtitle", "subtitle"),
    ("heading", "heading"),
    ("list", "list"),
    ("caption", "caption"),
    ("quote", "quotation"),
    ("intense quote", "quotation"),
)
NO_TITLE = re.compile(r"(?:microsoft word - |untitled|document\s?\d*$|word document)", re.I)
NOBODY = frozenset(("python-docx", "user", "admin", "administrator", "author", "unknown", "microsoft office user"))


def read_docx(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The text of a Word document; blocks are located by the number of their paragraph or table in the body, from 1.

    Raises UnreadableError where the file is broken or locked by a password.
    """
    import docx

    checked(name, data, how)
    try:
        found = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as e:
        raise UnreadableError(f"{name}: broken, or locked by a password; open it and save it again as DOCX without one") from e
    return laid_out(_pieces(found), _meta(found.core_properties))


def _pieces(found: Any) -> Iterator[Piece]:
    for part, item in enumerate(found.iter_inner_content(), start=1):
        locator = f"part={part}"
        if hasattr(item, "rows"):
            for row in item.rows:
                cells: list[str] = []
                for cell in row.cells:  # a merged cell is given once for each column it spans
                    words = " ".join(cell.text.split())
                    if words and words not in cells[-1:]:
                        cells.append(words)
                yield Piece(" | ".join(cells), "table", locator)
        else:
            role = _role(str(item.style.name if item.style is not None else ""), item)
            for words in item.text.split("\n") if role == "paragraph" else [item.text.replace("\n", " ")]:
                yield Piece(words.replace("\t", " "), role, locator)


def _role(style: str, paragraph: Any) -> Role:
    folded = style.casefold()
    for beginning, role in STYLES:
        if folded.startswith(beginning):
            return "paragraph" if role == "list" and folded == "list paragraph" and not _numbered(paragraph) else role
    return "list" if _numbered(paragraph) else "paragraph"


def _numbered(paragraph: Any) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _meta(properties: Any) -> Meta:
    title = " ".join((properties.title or "").split())
    author = " ".join((properties.author or "").split())
    created = properties.created
    return Meta(
        title=title if title and not NO_TITLE.match(title) else None,
        authors=(author,) if author and author.casefold() not in NOBODY else (),
        published=_day(created),
    )


def _day(created: datetime | None) -> str | None:
    """The day a file says it was made; templates carry one from before the report, so only with its time of day."""
    if created is None or (created.year, created.month, created.day) == (2013, 12, 23):  # the library's own template
        return None
    return created.date().isoformat()
