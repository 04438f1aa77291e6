"""Whether what looks like a time is one: years told from counts, models and house numbers, "may" from May, fractions from quarters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from variorum.reading import units
from variorum.reading.timegrammar import Shape
from variorum.reading.wordlist import lines, words

if TYPE_CHECKING:
    from spacy.tokens import Token

# What follows a four-digit number that is no year: "2000 people", "1500 metres".
_NOT_AFTER = re.compile(r"[.,]\d|\s*(?:%|percent\b|million\b|billion\b|people\b|miles?\b|met(?:er|re)s?\b|points?\b|dollars?\b|feet\b|troops\b|women\b|men\b|soldiers\b|shares\b|hours\b|[/\\]|\s?[-–]\s?(?!(?:19|20)?\d\d\b)\d)")  # fmt: skip
_YEAR_BEFORE = re.compile(r"\b(?:in|since|until|till|by|of|from|to|and|or|between|after|before|during|through|around|about|circa|year|early|late|mid)[\s-]+$", re.I)  # fmt: skip
_MONTH_BEFORE = re.compile(r"\b(?:in|since|until|till|by|of|from|to|last|next|this|and|or|for|before|after|during|through|early|late|mid)[\s-]+$", re.I)  # fmt: skip
# What stands before a month that is also a given name, and the family name that may follow it.
_IN_MONTH = re.compile(r"(?:\b(?:in|since|until|till|last|next|this|before|after|during|through|early|late|mid|a|an|the)|['’]s)[\s-]+$", re.I)  # fmt: skip
_OPENING = re.compile(r",|\s+(?:for|to|let|then)\b")
_INITIALS = re.compile(r"\b[A-Z]{2,5}\s+$")
_SURNAME = re.compile(r" [A-Z][a-z]")
_MONTH_AS_VERB = re.compile(r"\s+(?:be|have|not|also|\w+ed|to|of|for|on)\b")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\"“”'‘’(_]|--|\n)\s*$")
# What stands before an hour told as a number of four digits: "at 2200 hours".
_HOUR_BEFORE = re.compile(r"\b(?:at|about|approximately|around|by|until|till|before|after|since|from|to)\s+$", re.I)
_AFTER_QUARTER = re.compile(r"\s+(?:of|century|mile|inch|pound|ounce|cup|ton|horse|back)\b")


@cache
def _labels() -> re.Pattern[str]:
    """What names a thing before its number: "Flight 1549"."""
    return re.compile(r"(?:^|\W)(?:" + "|".join(re.escape(w) for w in sorted(words("numbered_things.txt"))) + r")\s+#?$")


@cache
def _streets() -> re.Pattern[str]:
    """The rest of an address after its number: "N. Broad Street", "block of Elm"."""
    return re.compile(
        rf"\s+(?:block\b|(?:[NSEW]{{1,2}}\.?\s+)?(?:(?:[A-Z][\w'’.-]*|\d+(?:st|nd|rd|th))\s+){{1,3}}(?:{'|'.join(sorted(words('street_nouns.txt')))})\b)"
    )


@cache
def _makes() -> re.Pattern[str]:
    return re.compile(r"\s+(?:" + "|".join(re.escape(w) for w in sorted(words("vehicle_makes.txt"), reverse=True)) + r")\b")


@cache
def _names() -> tuple[str, ...]:
    return lines("names_with_times.txt")


def fits(shape: Shape, text: str, token: Token | None) -> bool:
    """Whether what stands around `shape` allows it to be a time; `token` is its first word."""
    if _in_name(shape, text):
        return False
    before, after = text[max(0, shape.start - 30) : shape.start], text[shape.end : shape.end + 60]
    if shape.rule in ("year", "range"):
        return bool(shape.get("stage")) or _is_year(shape, token, text, before, after)
    if shape.rule == "clock" and shape.get("hours"):
        return bool(shape.get("about") or _HOUR_BEFORE.search(before))
    if shape.rule == "stageunit" and shape.get("unit") == "day" and shape.get("stage") == "the end":
        return not (re.search(r"\bat\s+$", before, re.I) and after.startswith(","))  # "at the end of the day," means after all
    if shape.rule == "theyear":
        wanted = r"\bfor\s+$" if shape.get("unit") else r"\b(?:for|in|of)\s+$"
        return bool(re.search(wanted, before, re.I))
    if shape.rule == "month" and not shape.get("year") and not shape.get("which"):
        return _is_month(shape, before, after)
    if shape.rule == "duration" and shape.get("unit") in ("quarter", "quarters"):
        return not _AFTER_QUARTER.match(after) and shape.get("number") not in ("three", "one", "a", "an")
    if shape.rule == "duration" and shape.get("number") in ("a", "an"):
        return not _is_rate(text, token)
    if shape.rule == "vague" and re.search(r"\bmatter\s+of\s+$", before):
        return False
    if shape.rule == "now":
        return not (text[shape.start] == "N" and _OPENING.match(after))  # the "Now," that only opens a sentence
    if shape.rule == "future" and shape.get("future") == "soon" and token is not None:
        return token.head.tag_ not in ("VBD", "VBN") or any(c.tag_ == "MD" for c in token.head.children)
    return True


def _is_rate(text: str, token: Token | None) -> bool:
    """Whether "a year" only says per what something is counted: "$55 a night", "four flights a week"."""
    if token is None or token.i == 0:
        return False
    before = token.doc[token.i - 1]
    return (
        before.tag_ in ("CD", "NN", "NNS", "$")
        and before.lower_ not in ("half", "quarter", "once", "twice")
        or before.lower_ in ("once", "twice", "times")
    )


def _in_name(shape: Shape, text: str) -> bool:
    """Whether the shape stands in the name of a programme or a paper: "This Week", "the Daily News"."""
    words_of = text[shape.start : shape.end].split()
    if shape.rule == "unitref" and words_of[-1][0].isupper() and not words_of[-1].isupper() and len(words_of) == 2:
        return words_of[0][0].isupper()
    if shape.rule == "deictic" and words_of[0].istitle() and _INITIALS.search(text[max(0, shape.start - 8) : shape.start]):
        return True  # "USA Today", "CNN Tonight"
    if shape.rule == "set" and shape.get("set") and words_of[0][0].isupper() and not words_of[0].isupper():
        named = re.match(r"\s+[A-Z]", text[shape.end : shape.end + 3]) or re.search(
            r"[A-Z]\w*\s+$", text[max(0, shape.start - 15) : shape.start]
        )
        if named:
            return True
    low = max(0, shape.start - 20)
    around = text[low : shape.end + 20]
    return any(
        (at := around.find(name)) >= 0 and at + low < shape.end and at + low + len(name) > shape.start for name in _names()
    )


def _is_year(shape: Shape, token: Token | None, text: str, before: str, after: str) -> bool:
    """Whether a number of four digits that stands bare counts years."""
    if _NOT_AFTER.match(after) or _labels().search(before) or _streets().match(after) or _makes().match(after):
        return False
    unit = units.unit_at(text, shape.end + (text[shape.end : shape.end + 1] in (" ", "-")))
    if unit is not None and unit[0].dimension != "time":
        return False
    digits = shape.get("year")
    if not digits.isdigit() or 1900 <= int(digits) < 2060 or _YEAR_BEFORE.search(before):
        return True
    counted = token is not None and token.i + 1 < len(token.doc) and token.nbor().tag_ == "NNS"
    return not counted and 1500 <= int(digits) < 2060


def _is_month(shape: Shape, before: str, after: str) -> bool:
    """Whether a bare name of a month is one, and neither a verb nor a name."""
    name = shape.get("month")
    placed = bool(_MONTH_BEFORE.search(before))
    if name in ("may", "march") and not placed and _MONTH_AS_VERB.match(after):
        return False
    if name in ("april", "june", "august", "may") and not _IN_MONTH.search(before) and _SURNAME.match(after):
        return False  # "April Jones"
    if name == "may" and not placed:
        return bool(shape.get("stage"))
    return len(name) > 4 or name in ("may", "june", "july") or name.endswith(".")
