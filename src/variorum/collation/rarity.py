"""How rare a word is in news, by a table that ships with the program: never by counts over the case at hand."""

from __future__ import annotations

import math
from functools import cache
from importlib import resources


@cache
def _table() -> tuple[int, dict[str, int]]:
    """How many texts were counted, and in how many of them each word stands."""
    text = resources.files("variorum.data").joinpath("story_words.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return int(lines[0][1]), {word: int(count) for word, count in lines[1:]}


@cache
def rarity(word: str) -> float:
    """Inverse document frequency of a word in lower case, natural logarithm; words not in the table as if in two texts."""
    total, counts = _table()
    return math.log(total / counts.get(word, 2))
