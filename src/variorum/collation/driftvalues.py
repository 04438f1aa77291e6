"""The values a report tells, typed and in order: numbers, times, names, places, and the details of which one rules out another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from variorum.collation.acts import data_lines
from variorum.collation.namematch import fold
from variorum.collation.spellings import alike
from variorum.collation.values import WEEKDAYS
from variorum.model.document import Document
from variorum.model.reading import Quantity, Reading, Time
from variorum.model.span import Span

BARE = "bare"  # sort of a number of which the text does not say what it counts
AGES = range(1, 111)  # numbers that may be somebody's age in years
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLOCK = re.compile(r"T(\d\d)(?::(\d\d))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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


def _times(document: Document, reading: Reading) -> Iterator[Value]:
    """Days and times of day apart, where one expression tells both: a rewriting may have changed either."""
    for time in reading.times:
        shown = _shown(time.span, document)
        value = time.value or time.timex or ""
        at, day = _CLOCK.search(value), _day(time, fold(shown))
        if at:
            yield Value(time.span.start, "time", f"clock {at[1]}:{at[2] or '00'}", shown, "clock")
        if day:
            yield Value(time.span.start, "time", f"day {day}", shown, "day")
        if not at and not day and any(c.isdigit() for c in value):
            yield Value(time.span.start, "time", f"{time.type} {value}", shown, time.type)


def _day(time: Time, words: str) -> str | None:
    """The weekday where one is named, else the date; none where a mere time of day is told, whose day is only inferred."""
    named = next((d for d in WEEKDAYS if d in words.split()), None)
    if named or _CLOCK.search(time.value or "") or time.type == "duration":
        return named
    found = _DAY.search(time.value or "")
    return found.group() if found and any(c.isdigit() for c in words) else None


def _numbers(document: Document, reading: Reading) -> Iterator[Value]:
    times = [t.span for t in reading.times]
    for quantity in reading.quantities:
        if not any(span.overlap(quantity.span) for span in times):
            key = f"{quantity.low}-{quantity.high}"
            yield Value(quantity.span.start, "number", key, _shown(quantity.span, document), _counted(quantity))


def _counted(quantity: Quantity) -> str:
    if quantity.kind in ("age", "money", "percent", "ordinal"):
        return quantity.kind
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
    for match in _WORD.finditer(document.text):
        word = match.group()
        known = _exchanged().get(word) or _exchanged().get(word.removesuffix("s"))
        if known:
            yield Value(match.start(), "detail", word.removesuffix("s") if word not in _exchanged() else word, word, known[0])


def told_in(value: Value, words: frozenset[str], others: Iterable[Value]) -> bool:
    """Whether a report with these words and values tells the value anywhere, in whatever connection."""
    if value.kind in ("name", "place"):
        parts = value.key.split()
        held = sum(1 for part in parts if part in words)
        return held == len(parts) or (len(parts) > 2 and 2 * held > len(parts))
    if value.kind == "detail":
        return value.key in words or f"{value.key}s" in words or any(_within(value, o) for o in others if o.sort == value.sort)
    return any(o.kind == value.kind and o.key == value.key for o in others)


def _within(one: Value, other: Value) -> bool:
    holders = (_exchanged().get(one.key, ("", "-"))[1], _exchanged().get(other.key, ("", "-"))[1])
    return one.key == other.key or one.key == holders[1] or other.key == holders[0]


def equal(one: Value, other: Value) -> bool:
    """Whether two values tell the same of the same kind of thing."""
    if one.kind in ("name", "place") and other.kind in ("name", "place"):
        a, b = set(one.key.split()), set(other.key.split())
        return a <= b or b <= a
    if one.kind == "detail" == other.kind:
        return one.sort == other.sort and _within(one, other)
    return one.kind == other.kind and one.key == other.key and (one.sort == other.sort or BARE in (one.sort, other.sort))


def exchange(old: Value, new: Value) -> int:
    """How surely one value can have been put for the other, by what they are alone: 3 the same sort, 1 the same kind, 0 not at all."""
    if old.kind in ("name", "place") and new.kind in ("name", "place"):
        return 3 if misspelt(old.key, new.key) else int(old.kind == new.kind)
    if old.kind != new.kind:
        return 0
    if old.sort == new.sort:
        return 1 if old.sort == BARE and not (_age(old) and _age(new)) else 3
    if old.kind == "number" and BARE in (old.sort, new.sort):
        aged = "age" in (old.sort, new.sort)
        return 2 if not aged or (_age(old) and _age(new)) else 0
    return int(old.kind == "number" and all(s.startswith("count ") for s in (old.sort, new.sort)))


def _age(value: Value) -> bool:
    low = value.key.split("-")[0]
    return low.replace(".", "", 1).isdigit() and float(low) in AGES


def misspelt(old: str, new: str) -> bool:
    """Whether two folded names may be one name spelt in two ways, whole or in one of its parts."""
    a, b = old.split(), new.split()
    if len(a) != len(b) or a == b:
        return len(a) != len(b) and 1 in (len(a), len(b)) and a[-1] != b[-1] and alike(a[-1], b[-1])
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(pairs) < len(a):
        return all(alike(x, y) or (x[0] == y[0] and Levenshtein.distance(x, y) <= 2) for x, y in pairs)
    return all(alike(x, y) for x, y in pairs)
