"""Notices in a report that it was corrected or withdrawn."""

from __future__ import annotations

import re
from functools import cache

from variorum.collation.acts import data_lines
from variorum.model.document import Document, Standing

NAMES = "article|story|report|piece|page|post|item"  # what publishers call what they publish
LEAD = r"(?:(?:editor[’']?s?|editors[’']?|publisher[’']?s?)[’']?s?\s+note\s*:|note\s*:|update\s*:|\W)*\s*"
LONGEST = 600  # code points of a notice; what is longer is a report that speaks of one


@cache
def _notices() -> tuple[tuple[Standing, re.Pattern[str]], ...]:
    by_standing: dict[str, list[str]] = {}
    for line in data_lines("notices.tsv"):
        standing, words = line.split("\t")
        pattern = r"\s+".join(map(re.escape, words.split())).replace(re.escape("{report}"), f"(?:{NAMES})")
        by_standing.setdefault(standing, []).append(pattern)
    order: tuple[Standing, ...] = ("withdrawn", "corrected")  # the weightier first
    return tuple((name, re.compile(LEAD + f"(?:{'|'.join(by_standing[name])})", re.IGNORECASE)) for name in order)


def noticed(document: Document) -> Standing | None:
    """What a paragraph that begins as such notices do says of the report; None where there is none."""
    blocks = _paragraphs(document)
    for standing, pattern in _notices():
        if any(pattern.match(text) for text in blocks):
            return standing
    return None


def notices_of(document: Document) -> list[str]:
    """The paragraphs that tell of a correction."""
    pattern = dict(_notices())["corrected"]
    return [text for text in _paragraphs(document) if pattern.match(text)]


def _paragraphs(document: Document) -> list[str]:
    return [b.span.text(document.text) for b in document.blocks if len(b.span) <= LONGEST and b.role != "title"]
