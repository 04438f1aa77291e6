"""The models of English, loaded once for all tests: whoever only reads with them cannot change them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from variorum.run import stages

if TYPE_CHECKING:
    from spacy.language import Language

    from variorum.reading.reader import Reader


def reader() -> Reader:
    """The reader that builds in this process read with, too."""
    return stages._loaded()


@cache
def pipeline() -> Language:
    """The spaCy pipeline as it is installed."""
    import spacy

    from variorum.reading.reader import model_name

    return spacy.load(model_name())
