"""Numbers as written, in words and digits."""

from __future__ import annotations

import re
from math import isfinite

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}  # fmt: skip
LONGEST = 120  # code points: what is longer is no number that anybody means
_SMALL = "|".join(sorted([*ONES, *TENS], key=len, reverse=True))
WORDS = rf"(?:(?:a\s+(?:hundred|thousand|million|billion|trillion)|{_SMALL}|hundred|thousand|million|billion|trillion)(?:[\s-]+(?:and\s+)?(?:{_SMALL}|hundred|thousand|million|billion|trillion)){{0,9}})"
DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,8}(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?)"


def from_words(text: str) -> float | None:
    """The value of number words ("twenty-five", "two hundred and six"), or None where they are none."""
    words = [w for w in re.split(r"[\s-]+", text.lower().strip()) if w and w != "and"]
    if words and words[0] in ("a", "an"):
        words[0] = "one"
    if not words:
        return None
    if len(words) > 1 and all(w in ONES or w in TENS for w in words):
        year = _paired(words)
        if year is not None:
            return float(year)
    total, current = 0, 0
    for word in words:
        if word in ONES:
            current += ONES[word]
        elif word in TENS:
            current += TENS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total += (current or 1) * SCALES[word]
            current = 0
        else:
            return None
    return float(total + current)


def _paired(words: list[str]) -> int | None:
    """A year read in pairs, as in "nineteen ninety-six"; None for other numbers."""
    if len(words) < 2 or not 13 <= ONES.get(words[0], 0) <= 20 and words[0] != "twenty":
        return None
    rest = words[1:]
    if len(rest) == 1 and ONES.get(rest[0], 0) >= 10 and words[0] == "twenty":
        return 2000 + ONES[rest[0]]
    if rest[0] in TENS and (len(rest) == 1 or (len(rest) == 2 and rest[1] in ONES)):
        return 100 * (ONES.get(words[0]) or TENS[words[0]]) + TENS[rest[0]] + (ONES[rest[1]] if len(rest) == 2 else 0)
    return None


def from_digits(text: str) -> float | None:
    """The value of a number in digits, with thousands separators; None where it is none."""
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if isfinite(value) else None


def value_of(text: str) -> float | None:
    """The value of a number in digits or words, with a fraction ("2 1/2", "two and a half", "½") where one follows."""
    text = text.strip().lower()
    if len(text) > LONGEST:
        return None
    half = re.fullmatch(r"(.+?)\s+and\s+a\s+(half|quarter)", text, re.S)
    if half:
        whole = value_of(half[1])
        return None if whole is None else whole + (0.5 if half[2] == "half" else 0.25)
    mixed = re.fullmatch(r"(\d+)?[\s-]*(\d+)\s*[/⁄]\s*(\d+)", text)
    if mixed and int(mixed[3]):
        return float(mixed[1] or 0) + int(mixed[2]) / int(mixed[3])
    sign = re.fullmatch(r"(\d*)\s*([½¼¾⅓⅔⅛])", text)
    if sign:
        return float(sign[1] or 0) + FRACTIONS[sign[2]]
    digits = from_digits(text)
    return digits if digits is not None else from_words(text)
