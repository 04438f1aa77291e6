"""The values a report tells, typed and in order: numbers, times, names, places, and the details of which one rules out another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from variorum.collation.acts import data_lines
from variorum.collation.namematch import fold
from variorum.collation.spellings import alike
from variorum.collation.values import MONTHS, WEEKDAYS, interval
from variorum.model.document import Document
from variorum.model.reading import Quantity, Reading
from variorum.model.span import Span

CONVERTED = 0.04  # by how much two measures may be apart, as a logarithm, that are one in other units
BARE = "bare"  # sort of a number of which the text does not say what it counts
SIZE = 0.7  # by how much two numbers may be apart, as a logarithm, of which it is not known that they count the same
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLOCK = re.compile(r"T(\d\d)(?::(\d\d))?")
_DAY = re.compile(r"[\dX]{4}(?:-\d\d){0,2}")


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A typed value where it stands: `key` is equal for two wordings of one value, `shown` is as written.

    `sort` is what it may be exchanged for another of: what is counted, a time of day, a day, a part of the body.
    """

    start: int
    kind: str
    key: str
    shown: str
    sort: str = ""


def values_of(document: Document, reading: Reading) -> list[Value]:
    """All values a report tells, in the order of the text."""
    return sorted({*_times(document, reading), *_numbers(document, reading), *_names(document, reading), *_details(document)})


def words_in(document: Document) -> frozenset[str]:
    """The folded words of a report, those of possessives without their ending."""
    return frozenset(w for m in _WORD.finditer(document.text) for w in _folded(m.group()))


def _folded(word: str) -> list[str]:
    return fold(re.sub(r"['’]s$", "", word)).split()


def _shown(span: Span, document: Document) -> str:
    return " ".join(span.text(document.text).split())


_LOW = re.compile(r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?)-")  # of a number's key, its lower bound where that is a plain number
_HALF = re.compile(
    r"\d\s?[ap]\.?\s?m\b|\b(?:[ap]\.m\.|noon|midday|midnight|(?:after|fore)noon|mornings?|evenings?|nights?|tonight)\b",
    re.IGNORECASE,
)


def _times(document: Document, reading: Reading) -> Iterator[Value]:
    """Weekdays, dates and times of day apart, where one expression tells several: a rewriting may have changed any."""
    for time in reading.times:
        shown = _shown(time.span, document)
        words = fold(shown).split()
        for sort, told in _moments(time.value or time.timex or "", time.type, words):
            yield Value(time.span.start, "time", f"{sort} {told}", shown, sort)


def _moments(value: str, type: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a time expression tells, by sort; of what is only inferred from the report's date, nothing."""
    at, weekday = _CLOCK.search(value), next((d for d in WEEKDAYS if d in words), None)
    if at:
        yield "clock", f"{at[1]}:{at[2] or '00'}"
    if weekday:
        yield "weekday", weekday
    if type in ("duration", "set"):
        if any(c.isdigit() for c in value):
            yield type, value
    elif any(w[:3] in MONTHS for w in words) or (not at and any(w.isdigit() and len(w) == 4 for w in words)):
        date = _DAY.match(value)
        if date:
            yield f"date {len(date.group())}", date.group()


def _numbers(document: Document, reading: Reading) -> Iterator[Value]:
    times = [t.span for t in reading.times]
    for quantity in reading.quantities:
        if not any(span.overlap(quantity.span) for span in times):
            low, high = interval(quantity) if quantity.kind == "measure" else (quantity.low, quantity.high)
            key = f"{low}-{high}"
            yield Value(quantity.span.start, "number", key, _shown(quantity.span, document), _counted(quantity))


def _counted(quantity: Quantity) -> str:
    if quantity.kind in ("age", "money", "percent", "ordinal"):
        return quantity.kind
    if quantity.kind == "measure" and quantity.dimension:
        return f"measure {quantity.dimension}"
    return f"{quantity.kind} {quantity.unit.lower()}" if quantity.unit else BARE


def _names(document: Document, reading: Reading) -> Iterator[Value]:
    """Names, without those that stand for a fuller one of the same report."""
    named = [(m, _folded_name(m.span.text(document.text))) for m in reading.mentions if m.kind == "name"]
    parts = {word for _, words in named if len(words) > 1 for word in words}
    for mention, words in named:
        if words and not (len(words) == 1 and words[0] in parts):
            kind = "place" if mention.type == "place" else "name"
            yield Value(mention.span.start, kind, " ".join(words), _shown(mention.span, document), kind)


def _folded_name(text: str) -> list[str]:
    words = [w for m in _WORD.finditer(text) for w in _folded(m.group())]
    return [w for w in words if len(w) > 1 or len(words) == 1]


@cache
def _exchanged() -> dict[str, tuple[str, str]]:
    """Word -> what kind of thing it is, and what holds it or - for nothing."""
    rows = [line.split("\t") for line in data_lines("body_parts.tsv")]
    found = {word: ("body", holder) for word, holder in rows}
    return found | {word: (sort, "-") for word, sort in (line.split("\t") for line in data_lines("exchanged_words.tsv"))}


def _details(document: Document) -> Iterator[Value]:
    """Words of which one rules out another of its kind, in lower case: a name may be one of them."""
    words = list(_WORD.finditer(document.text))
    for match, after in zip(words, [*words[1:], None], strict=True):
        word = match.group() if match.group() in _exchanged() else match.group().removesuffix("s")
        sort = _exchanged().get(word, ("", ""))[0]
        if sort and (sort != "side" or (after and _sided(after.group()))):
            yield Value(match.start(), "detail", word, match.group(), sort)


def _sided(word: str) -> bool:
    """Whether there is a left and a right one of what the word names: else "left" is what somebody did."""
    return word == "side" or _exchanged().get(word.removesuffix("s"), ("", ""))[0] == "body"


def told_in(value: Value, words: frozenset[str], others: Iterable[Value]) -> bool:
    """Whether a report with these words and values tells the value anywhere, in whatever connection."""
    if value.kind in ("name", "place"):
        parts = value.key.split()
        held = sum(1 for part in parts if part in words)
        return held == len(parts) or (len(parts) > 2 and 2 * held > len(parts))
    if value.kind == "detail":
        return value.key in words or f"{value.key}s" in words or any(_within(value, o) for o in others if o.sort == value.sort)
    return any(o.kind == value.kind and (o.key == value.key or equal(value, o)) for o in others)


def _within(one: Value, other: Value) -> bool:
    holders = (_exchanged().get(one.key, ("", "-"))[1], _exchanged().get(other.key, ("", "-"))[1])
    return one.key == other.key or one.key == holders[1] or other.key == holders[0]


def telling(value: Value) -> bool:
    """Whether a value says something by itself: not so a detail, a rank, a length of time, nor one or two of anything but years of age."""
    if value.kind == "number" and value.sort != "age" and value.key in ("1.0-1.0", "2.0-2.0"):
        return False
    return value.kind != "detail" and value.sort not in ("ordinal", "duration", "set")


def equal(one: Value, other: Value) -> bool:
    """Whether two values tell the same of the same kind of thing."""
    if _both_names(one, other):
        a, b = set(one.key.split()), set(other.key.split())
        return a <= b or b <= a
    if one.kind == "detail" == other.kind:
        return one.sort == other.sort and _within(one, other)
    if one.sort == "clock" == other.sort and not (_halved(one) and _halved(other)):
        return (int(one.key[6:8]) - int(other.key[6:8])) % 12 == 0 and one.key[8:] == other.key[8:]
    if one.kind != other.kind or (one.sort != other.sort and BARE not in (one.sort, other.sort)):
        return False
    return one.key == other.key or (one.sort == other.sort and one.sort.startswith("measure ") and apart(one, other) <= CONVERTED)


def _halved(value: Value) -> bool:
    """Whether a time of day says which half of the day it is of."""
    return _HALF.search(value.shown) is not None


def exchange(old: Value, new: Value) -> int:
    """How surely one value can have been put for the other, by what they are alone: 3 the same sort, 1 the same kind, 0 not at all."""
    if _both_names(old, new):
        short = old.shown.endswith(".") or new.shown.endswith(".")
        return 3 if respelling(old, new) else int(old.kind == new.kind and not short)
    if old.kind != new.kind:
        return 0
    if old.kind == "number" and (old.sort != new.sort or old.sort == BARE):
        return _loosely(old, new)
    return 3 if old.sort == new.sort else 0


def _loosely(old: Value, new: Value) -> int:
    """The same of two numbers of which it is not known that they count the same: they must at least be of one size."""
    if {old.sort, new.sort} & {"ordinal", "money", "percent"} or apart(old, new) > SIZE or "1.0-1.0" in (old.key, new.key):
        return 0
    return 2 if BARE in (old.sort, new.sort) else int(old.sort.startswith("count ") and new.sort.startswith("count "))


def apart(old: Value, new: Value) -> float:
    """How far two numbers are apart, as the logarithm of their ratio; 0 for other kinds, and 9 where one is no plain number."""
    if old.kind != "number" or new.kind != "number":
        return 0.0
    lows = [float(match[1]) for value in (old, new) if (match := _LOW.match(value.key))]
    return round(abs(math.log(lows[0] / lows[1])), 3) if len(lows) == 2 and min(lows) > 0 else 9.0


def _both_names(one: Value, other: Value) -> bool:
    return one.kind in ("name", "place") and other.kind in ("name", "place")


def respelling(old: Value, new: Value) -> bool:
    """Whether one value may be the name that the other is, spelt otherwise."""
    return _both_names(old, new) and misspelt(old.key, new.key)


def misspelt(old: str, new: str) -> bool:
    """Whether two folded names may be one name spelt in two ways, whole or in one of its parts."""
    a, b = old.split(), new.split()
    if len(a) != len(b) or a == b:
        return len(a) != len(b) and 1 in (len(a), len(b)) and a[-1] != b[-1] and alike(a[-1], b[-1])
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(pairs) < len(a):
        return all(alike(x, y) or (x[0] == y[0] and Levenshtein.distance(x, y) <= 2) for x, y in pairs)
    return all(alike(x, y) for x, y in pairs)
