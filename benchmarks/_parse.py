"""What the benchmarks share: a text parsed as the program parses it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc


@cache
def reader() -> Any:
    """The program's reader, loaded once."""
    from variorum.reading.reader import Reader

    return Reader.load()


def parsed(text: str) -> Doc:
    """`text` as one parsed document, offsets kept."""
    try:
        found: Doc = reader().parse(text)
    except ImportError:
        found = _pipeline()(text)
    return found


@cache
def _pipeline() -> Any:
    import spacy

    return spacy.load("en_core_web_sm", exclude=["ner"])
