"""Characters that would move a cursor, turn a line round or hide: shown as what they are, never obeyed."""

from __future__ import annotations

import re

SHOWN = "\ufffd"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with each control, direction mark and lone surrogate as a replacement character; tabs and line ends stay."""
    return _CONTROL.sub(SHOWN, text)
