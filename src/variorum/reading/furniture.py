"""Lines of a page that are no part of the report: forms, notices, buttons, promotion, code left over."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

LONG = 320  # code points: no notice or button runs longer in one line, and a longer block is judged by its own words
CODE = re.compile(r"[_|{}<>=\\]|^#[\w-]+$|[a-z]\w*\.[a-z]\w*\.[a-z]\w*|^-{1,2}[a-z]+-[a-z-]+")
ADDRESS = re.compile(r"(https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w+|(?:pic\.twitter\.com|t\.co)/\S+")
PHONE = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
NAMES_BEFORE = re.compile(r"^(twitter|facebook|e-?mail|instagram|tel|phone|web|website)\s?:\s?")


def is_furniture(words: str) -> bool:
    """Whether one line or paragraph, trimmed, belongs to the page and not to the report."""
    folded = " ".join(words.casefold().split())
    if not re.search(r"\w", folded):
        return True
    if len(words) > LONG:
        return False
    return bool(_whole().fullmatch(folded) or _opening().match(folded)) or _is_code(words) or _is_address(folded)


def _is_code(words: str) -> bool:
    tokens = words.split()
    odd = sum(bool(CODE.search(t)) and not ADDRESS.fullmatch(t) for t in tokens)
    return odd > 0 and 2 * odd >= len(tokens)


def _is_address(folded: str) -> bool:
    rest = PHONE.sub("", ADDRESS.sub("", NAMES_BEFORE.sub("", folded)))
    return rest != folded and not re.search(r"\w{3}", re.sub(r"\b(or|and|at|on|twitter|tel|phone)\b", "", rest))


@cache
def _whole() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x[1:]})" for x in _expressions() if x.startswith("=")), re.I)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in _expressions() if not x.startswith("=")), re.I)


@cache
def _expressions() -> tuple[str, ...]:
    lines = files("variorum").joinpath("data", "furniture.txt").read_text("utf-8").splitlines()
    return tuple(x for x in lines if x and not x.startswith("# "))
