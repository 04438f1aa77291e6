"""Numbers as written, and which of them are no amounts: names, versions, points of a list, pronouns; which are ages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from variorum.reading import units
from variorum.reading.units import Unit
from variorum.reading.wordlist import words

if TYPE_CHECKING:
    from spacy.tokens import Token


# What may be glued before a number that counts: "sub-7 nanometre", "a now-18-month-old".
_TO_NUMBERS = re.compile(r"(?:^|\s)(?:sub|now|then|nearly|almost|over|under|near|plus|mid)-$")
# A person and a verb of being, before an age: "he was 25", "who turned 60".
_BEING = re.compile(
    r"\b(?:he|she|who|i)(?:\s+(?:is|was|would\s+be|will\s+be|turned|turns|had\s+turned)|['’]s|['’]m)\s+$", re.IGNORECASE
)
_AGE_ENDS = re.compile(r"[.,;:)!?]|$|\s+(?:when|by|at|in|on|and|but|while|as|this|last|next)\b")


@cache
def _labelled() -> re.Pattern[str]:
    """What names a thing before its number: "Flight 1549", "version 10"."""
    return re.compile(r"(?:^|\W)(?:" + "|".join(re.escape(w) for w in sorted(words("numbered_things.txt"))) + r")\s#?$")


@dataclass(frozen=True, slots=True)
class Written:
    """A number as written: its value (two for a round plural such as "hundreds"), and whether it has a sign of money before it."""

    start: int
    end: int
    low: float
    high: float
    currency: Unit | None
    scale: float  # by which a number before it in a range may be multiplied too
    rough: bool
    fraction: bool
    text: str


def no_amount(number: Written, text: str, by_start: dict[int, Token]) -> bool:
    """Whether the number is a pronoun, a fraction word out of place, or part of a name."""
    word = number.text.lower().strip()
    token = next((by_start[i] for i in range(number.start, number.end) if i in by_start), None)
    if word == "one":
        return token is None or not (token.dep_ == "nummod" and token.head.i > token.i)
    if number.fraction and re.match(r"(?:an?\s)?(?:second|third|quarter|fourth|fifth|sixth|eighth|tenth|half)s?\b", word):
        follows = re.match(r"\s+(?:of|the|an?|his|her|their|its)\b", text[number.end : number.end + 8])
        return not follows
    before = text[max(0, number.start - 20) : number.start]
    if number.currency is None and (
        re.search(r"[A-Za-z]-$|[#№]\s?$", before) and not _TO_NUMBERS.search(before) or _labelled().search(before)
    ):
        return True
    after = text[number.end : number.end + 9]
    if re.match(r"(?:st|nd|rd|th)\b|-?[A-Z]\w*\d|:\d|\w*\d", after) or (word.isdigit() and re.match(r"G\b|GS\b", after)):
        return True
    if re.match(r"\s?\)", text[number.end : number.end + 2]) and "(" not in text[max(0, number.start - 60) : number.start]:
        return True  # the number of a point in a list
    if re.search(r"\d\s?[-–]\s?$", text[max(0, number.start - 4) : number.start]) and number.currency is None:
        return True  # the second half of a score
    if (
        number.currency is None
        and re.fullmatch(r"(?:19|20)\d\d", word)
        and re.match(r"['’]?s\b", text[number.end : number.end + 3])
    ):
        return True
    return _labels(number, token, text)


def _labels(number: Written, token: Token | None, text: str) -> bool:
    """Whether the number is part of a name before it ("Model 3", "Boeing 737")."""
    if token is None or number.currency or token.i == 0 or not number.text.lstrip("-−")[:1].isdigit():
        return False
    before = token.nbor(-1)
    if re.search(r"\b(?:[a-z]+[A-Z]\w*|&\s?P|[A-Z]\sP)\s$", text[max(0, number.start - 20) : number.start]):
        return True  # "iPhone 4 owners", "the S&P 500"
    if before.pos_ != "PROPN" or not before.text[:1].isupper() or before.idx + len(before) + 1 != number.start:
        return False
    if units.unit_at(text, number.end + (text[number.end : number.end + 1] in (" ", "-"))):
        return False
    after = next_token(token)
    return after is None or not (after.pos_ in ("NOUN", "ADJ", "NUM") and after.text[:1].islower())


def says_age(number: Written, text: str) -> bool:
    """Whether a clause says that somebody is that old: "she will be 35 by May"."""
    before = text[max(0, number.start - 24) : number.start]
    return number.text.isdigit() and bool(_BEING.search(before) and _AGE_ENDS.match(text[number.end : number.end + 8]))


def is_age(number: Written, text: str) -> bool:
    """Whether the number is an age by what stands around it: "aged 40", "a man of 30", "the name, 25, said"."""
    if number.currency or number.high > 120 or number.low != int(number.low) or number.scale != 1 or number.fraction:
        return False
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 8]
    if says_age(number, text):
        return True
    if re.search(r"\b(?:aged?|ages|age\s+of|aged\s+between)\s+$", before, re.IGNORECASE):
        return True
    return bool(re.search(r"[A-Z]\w+,\s$", before) and re.match(r",\s(?!\d)|\.$|\.\s+[A-Z]", after) and number.low >= 5)


def next_token(token: Token) -> Token | None:
    """The token after, or None at the end."""
    return token.nbor(1) if token.i + 1 < len(token.doc) else None
