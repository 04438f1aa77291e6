"""Typed values against each other: quantities by interval and unit, times by what bounds them. Never by likeness of words."""

from __future__ import annotations

import re
from datetime import date

from variorum.model.reading import Quantity, Time
from variorum.model.record import Relation

Compared = tuple[Relation, str] | None
ROUNDED = 0.03  # share by which a converted or rounded amount may differ from the exact one
LOOSELY = 0.15  # share by which an approximate amount may differ from the exact one
ABOUT = 30  # minutes by which an approximate hour may differ from another
NOTHING = 5  # minutes by which two hours told in steps of five may differ when one is approximate
ROUND = 10  # minutes by which an hour told in quarters may differ from another
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS = {"morning": (0, 12), "afternoon": (12, 19), "evening": (16, 24), "night": (17, 30), "midday": (11, 14)}  # hours
DAYLIGHT = ("morning", "afternoon", "midday")  # parts that no other day's night runs into
FROM_PART = 3  # hours from a part of the day from which on an hour is not in it
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r")[a-z]*\.?(?:\s+(\d{1,2})\b)?", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FLOATING = re.compile(
    r"\b(?:next|following|previous|later|earlier|after|same|that|then|now|today|tonight|yesterday|tomorrow|currently)\b"
)
_SIDE = re.compile(r"\b(before|after|by|until|since)\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_NEARLY = re.compile(r"\b(?:about|around|approximately|roughly|nearly|just|shortly|near|circa)\b", re.IGNORECASE)


def interval(q: Quantity) -> tuple[float, float]:
    """The least and the most that `q` allows, in its base unit; infinite where a bound is open."""
    factor = q.factor or 1.0
    low = q.low * factor if q.low is not None else float("-inf")
    high = q.high * factor if q.high is not None else float("inf")
    return low, high


def same_kind(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities count or measure the same kind of thing."""
    if a.kind == "ordinal" or b.kind == "ordinal":
        return False
    if a.unit is not None and a.unit == b.unit:
        return True
    return a.dimension is not None and a.dimension == b.dimension and bool(a.factor) and bool(b.factor)


def compare_quantities(a: Quantity, b: Quantity) -> Compared:
    """How two quantities of the same kind relate, and why; None when they tell the same."""
    (al, ah), (bl, bh) = interval(a), interval(b)
    if (al, ah) == (bl, bh):
        if a.dimension is not None and a.unit != b.unit:
            return "variant", "the same amount in other units"
        return None
    if al == bl and float("inf") in (ah, bh) and min(ah, bh) == al:
        return None  # "at least six" and "six"
    if max(al, bl) <= min(ah, bh):
        return "refinement", "one value lies within what the other allows"
    exact = al == ah and bl == bh
    larger = max(abs(al), abs(bl))
    if exact and larger and abs(al - bl) / larger <= ROUNDED and (a.unit != b.unit or a.approximate or b.approximate):
        return "variant", "the same amount but for rounding or the unit"
    if exact and (a.approximate or b.approximate) and larger and abs(al - bl) / larger <= LOOSELY:
        return "refinement", "an approximate value that the other makes exact"
    return "contradiction", "both cannot be the number of the same thing"


def compare_times(a: Time, b: Time) -> Compared:
    """How two bounded times relate, and why; None when they tell the same or nothing can be said."""
    if not (a.earliest and a.latest and b.earliest and b.latest) or "duration" in (a.type, b.type) or "set" in (a.type, b.type):
        return None
    x, y = (a.earliest[:10], a.latest[:10]), (b.earliest[:10], b.latest[:10])
    if _one_midnight(a, b):
        return None
    if x == y:
        return _same_day(a, b)
    if max(x[0], y[0]) <= min(x[1], y[1]):
        return "refinement", "one time lies within the other"
    if a.approximate or b.approximate:
        return None
    return "contradiction", "the times exclude one another"


def _one_midnight(a: Time, b: Time) -> bool:
    """Whether both tell a midnight, of one day or of neighbours: "midnight on Friday" may be either end of it."""
    if clock(a) not in (0, 24 * 60) or clock(b) not in (0, 24 * 60):
        return False
    try:
        one, two = (date.fromisoformat((t.earliest or "")[:10]) for t in (a, b))
    except ValueError:
        return False
    return abs((one - two).days) <= 1


def _same_day(a: Time, b: Time) -> Compared:
    one, two = clock(a), clock(b)
    if one is None and two is None:
        return None
    if one is None or two is None:
        return "refinement", "one gives the hour, the other only the day"
    apart = abs(one - two)
    if apart == 0 or (_hours_only(a) and one // 60 == two // 60) or (_hours_only(b) and one // 60 == two // 60):
        return None
    if a.approximate or b.approximate:
        if _as_good_as_one(one, two):
            return None
        return ("refinement", "an hour given as approximate and a nearby one") if apart <= ABOUT else _other_hour()
    if apart <= ROUND and (one % 15 == 0) != (two % 15 == 0):
        return "refinement", "a round hour and one to the minute"
    return _other_hour()


def _as_good_as_one(one: int, two: int) -> bool:
    """Whether an approximate hour and another are no more apart than told."""
    return abs(one - two) <= NOTHING and (one % 5 == two % 5 == 0 or abs(one - two) <= 2)


def _other_hour() -> Compared:
    return "contradiction", "the same day at another hour"


def _hours_only(t: Time) -> bool:
    return bool(re.search(r"T\d\d$", t.value or ""))


def clock(t: Time) -> int | None:
    """Minutes after midnight, where the value tells an hour; a duration ("PT30M") tells none."""
    if t.type not in ("date", "time"):
        return None
    found = re.search(r"T(\d\d)(?::(\d\d))?", t.value or "")
    return (int(found.group(1)) * 60 + int(found.group(2) or 0)) if found else None


def compare_told_times(a: Time, text_a: str, before_a: str, b: Time, text_b: str, before_b: str) -> Compared:
    """As `compare_times`, with the words of both and what stands before them: sides of an hour, weekdays, months without a year.

    Words that hang on when they were said ("today", "the next day") are not compared, nor is a weekday with the same weekday:
    the report's own date, on which they hang, is what is least certain.
    """
    side_a, side_b = _side(before_a), _side(before_b)
    if side_a in {"until", "since", "by"} or side_b in {"until", "since", "by"}:
        return None
    if side_a or side_b:
        return _sided(a, side_a, b, side_b)
    low_a, low_b = text_a.lower(), text_b.lower()
    if low_a == low_b or _FLOATING.search(low_a) or _FLOATING.search(low_b):
        return None
    if a.earliest is None or b.earliest is None:
        return _by_month(low_a, low_b)
    if _one_date(low_a, low_b):
        return None
    return _by_words(a, low_a, b, low_b, bool(_NEARLY.search(before_a) or _NEARLY.search(before_b)))


def _by_words(a: Time, text_a: str, b: Time, text_b: str, nearly: bool) -> Compared:
    named = tuple(next((d for d in WEEKDAYS if d[:3] in re.findall(r"\b[a-z]{3}", t)), None) for t in (text_a, text_b))
    found = compare_times(a, b)
    if found and found[0] == "refinement" and not (_in_part(text_a, b) and _in_part(text_b, a)):
        return _other_part(a, text_a, b, text_b)
    same_weekday = _weekday(a, named[0]) is not None and _weekday(a, named[0]) == _weekday(b, named[1])
    if found is None or found[0] != "contradiction":
        return found
    if same_weekday and any(named):
        return _same_day(a, b) if clock(a) is not None and clock(b) is not None and not nearly else None
    if any(named) and _days_apart(a, b) > 6:
        return None  # a weekday hung on a report's date, which may be wrong
    if nearly and found[1].startswith("the same day"):
        one, two = clock(a), clock(b)
        if one is not None and two is not None and abs(one - two) <= ABOUT:
            return (
                None
                if abs(one - two) <= NOTHING and one % 5 == two % 5 == 0
                else ("refinement", "an hour given as approximate and a nearby one")
            )
    return found


def _in_part(text: str, t: Time) -> bool:
    """Whether an hour lies in the part of the day that the other's words name, if they name one."""
    at = clock(t)
    parts = [hours for word, hours in PARTS.items() if re.search(rf"\b{word}\b", text)]
    return at is None or not parts or any(low <= at // 60 < high or low <= at // 60 + 24 < high for low, high in parts)


def _other_part(a: Time, text_a: str, b: Time, text_b: str) -> Compared:
    """An hour of one day against a part of that day which it is far from; nothing where it is near, or the day may be another."""
    days = {(d or "")[:10] for t in (a, b) for d in (t.earliest, t.latest)}
    apart = any(_from_part(text, t) >= FROM_PART for text, t in ((text_a, b), (text_b, a)))
    return ("contradiction", "an hour of the same day that lies in another part of it") if len(days) == 1 and apart else None


def _from_part(text: str, t: Time) -> int:
    """Hours from an hour to the part of the day that words name; 0 where they name none."""
    at = clock(t)
    parts = [hours for word, hours in PARTS.items() if word in DAYLIGHT and re.search(rf"\b{word}\b", text)]
    if at is None or not parts:
        return 0
    return min(max(low - at // 60, at // 60 - high + 1, 0) for low, high in parts)


def _weekday(t: Time, named: str | None) -> str | None:
    if named:
        return named
    day = (t.earliest or "")[:10]
    return WEEKDAYS[date.fromisoformat(day).weekday()] if len(day) == 10 and day == (t.latest or "")[:10] else None


def _days_apart(a: Time, b: Time) -> int:
    try:
        one, two = (date.fromisoformat((t.earliest or "")[:10]) for t in (a, b))
    except ValueError:
        return 0
    return abs((one - two).days)


def _side(before: str) -> str | None:
    found = _SIDE.search(before)
    return found.group(1).lower() if found else None


def _sided(a: Time, side_a: str | None, b: Time, side_b: str | None) -> Compared:
    """An hour given as a bound ("before midnight") against another bound or an hour; clocks wrap at midnight."""
    one, two = clock(a), clock(b)
    if one is None or two is None:
        return None
    one, two = one % 1440, two % 1440
    if side_a and side_b:
        return ("contradiction", "on either side of the same hour") if one == two and side_a != side_b else None
    bound, side, exact = (one, side_a, two) if side_a else (two, side_b, one)
    if bound == exact:
        return None
    ahead = (bound - exact + 720) % 1440 - 720  # minutes from the exact hour to the bound, the shorter way round
    fits = ahead >= 0 if side == "before" else ahead <= 0
    if fits and abs(ahead) <= 2 * ABOUT:
        return "refinement", "an hour that lies on the side which the other gives"
    return ("contradiction", f"not {side} the hour that the other gives") if not fits and abs(ahead) <= 4 * ABOUT else None


def _one_date(text_a: str, text_b: str) -> bool:
    """Whether both name one day of one month, and not each a year ("Dec. 2", "December 2"): the year is what they hang on."""
    one, two = _MONTH.search(text_a), _MONTH.search(text_b)
    if not one or not two or (one.group(1), one.group(2)) != (two.group(1), two.group(2)) or one.group(2) is None:
        return False
    return not (_YEAR.search(text_a) and _YEAR.search(text_b)) and ":" not in text_a + text_b


def _by_month(text_a: str, text_b: str) -> Compared:
    """Months and days without a year, where no date could be worked out."""
    one, two = _MONTH.search(text_a), _MONTH.search(text_b)
    if not one or not two or one.group(1) != two.group(1) or one.group(2) == two.group(2):
        return None
    if one.group(2) and two.group(2):
        return "contradiction", "other days of the same month"
    return "refinement", "one gives the day, the other only the month"
