"""docx"""

from __future__ import annotations

from variorum.capture.layout import Layout
from variorum.errors import UnreadableError


def read_docx(name: str, data: bytes) -> Layout:
    """The text of a docx file."""
    raise UnreadableError(f"{name}: cannot be read yet")
