"""pdf"""

from __future__ import annotations

from variorum.capture.layout import Layout
from variorum.errors import UnreadableError


def read_pdf(name: str, data: bytes) -> Layout:
    """The text of a pdf file."""
    raise UnreadableError(f"{name}: cannot be read yet")
