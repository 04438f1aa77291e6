"""What quarters, halves, fiscal years and "a year earlier" mean: periods of accounts, and the period they are compared with."""

from __future__ import annotations

import re
from datetime import date

from variorum.reading import dates, numerals
from variorum.reading.timegrammar import MONTHS, Shape
from variorum.reading.timesetting import DOCUMENT_DATE, Meaning, Setting, anchor_of

_QUARTER = re.compile(r"\d{4}-Q\d")
# Lengths of accounts that stand for the year they run in when a year-earlier figure is set beside them.
_PARTS_OF_YEARS = ("P6M", "P9M", "P1Y")


def said_year(shape: Shape, setting: Setting) -> int | None:
    """The year an expression names ("of 1998", "last year"), or None."""
    if shape.get("year"):
        return year_of(shape.get("year"))
    if setting.now and shape.get("otheryear"):
        return setting.now.year + {"last": -1, "this": 0, "next": 1}[shape.get("otheryear")]
    return None


def year_of(text: str) -> int | None:
    """The year that digits or words give; None for what is none."""
    value = numerals.value_of(text)
    return int(value) if value and 1000 <= value <= 2999 else None


def _number(word: str) -> int:
    return int(word[0]) if word[0].isdecimal() else numerals.ORDINALS[word]


def _before(value: str, years: int = 1) -> str:
    """The same part of the year that many years before."""
    return f"{int(value[:4]) - years:04d}{value[4:]}"


def quarter(shape: Shape, setting: Setting) -> Meaning | None:
    """ "The third quarter", with its year or the latest one that had begun."""
    number, now = _number(shape.get("quarter")), setting.now
    year = said_year(shape, setting) or year_of(shape.get("yearfirst"))
    if year is not None:
        return Meaning("date", f"{year}-Q{number}")
    if now is None:
        return Meaning("date", f"XXXX-Q{number}")
    if shape.get("which"):
        year = now.year + {"last": -1, "this": 0, "next": 1}[shape.get("which")]
    else:
        year = now.year - int(3 * number - 2 > now.month + 1) - int(bool(shape.get("back")))
    return Meaning("date", f"{year}-Q{number}", anchor=DOCUMENT_DATE)


def _previous_quarter(now: date) -> str:
    back = dates.month_shift(now.replace(day=1), -3)
    return dates.quarter(back or now)


def _ended(shape: Shape, now: date) -> date | None:
    """The day that "ended Sept. 30" gives, the latest not after `now` when it has no year."""
    if not shape.get("endmonth"):
        return None
    month, day = MONTHS[shape.get("endmonth").rstrip(".")], int(shape.get("endday"))
    year = int(shape.get("endyear") or 0)
    if year:
        return dates.made(year, month, day)
    here = dates.made(now.year, month, day)
    return here if here is None or here <= now or shape.get("ended") == "ending" else dates.made(now.year - 1, month, day)


def the_quarter(shape: Shape, setting: Setting) -> Meaning | None:
    """ "The quarter", "the latest quarter", "the year-earlier period": the period told of, or the one it is compared with."""
    if setting.now is None:
        return None
    kind, topic = shape.get("kind"), setting.topic
    if shape.get("noun") == "period" and not topic:
        return None
    end = _ended(shape, setting.now)
    middle = dates.day_shift(end, -45) if end else None
    told = topic if topic and _QUARTER.fullmatch(topic) else setting.last_quarter
    base = told or (dates.quarter(middle) if middle else _previous_quarter(setting.now))
    if shape.get("noun") == "period" and topic:
        base = topic
    if kind in ("year-earlier", "year-ago"):
        base = _before(base)
    elif kind == "current":
        base = dates.quarter(setting.now)
    elif kind[:2] in ("19", "20"):
        base = f"{kind}{base[4:]}"
    return Meaning("date", base, anchor=DOCUMENT_DATE)


def compared(shape: Shape, setting: Setting) -> Meaning | None:
    """ "The same period last year", "the quarter a year ago": the period told of, or the month or week now, the year before."""
    noun, then, now = shape.get("noun"), shape.get("then"), setting.now
    if now is None or (not then and shape.get("same") == "same"):
        return None
    told = setting.topic if setting.topic and (noun == "period" or _QUARTER.fullmatch(setting.topic)) else None
    if noun in ("month", "week"):
        return _same_unit(noun[0].upper(), setting) if then and not then[0].isdigit() else None
    base = told or (setting.last_quarter or _previous_quarter(now) if noun == "quarter" else f"{now.year}" if then else None)
    if base is None:
        return None
    named = year_of(then) if then else None
    return Meaning("date", f"{named}{base[4:]}" if named else _before(base), anchor=DOCUMENT_DATE)


def _same_unit(code: str, setting: Setting) -> Meaning | None:
    """The month or week told last, or the one now, a year before."""
    known = dates.bounds(setting.last or "") if len(setting.last or "") >= 7 else None
    day = dates.day_of(known[0]) if known else setting.now
    back = dates.month_shift(day, -12) if day else None
    anchor = f"time:{setting.last_start}" if known else DOCUMENT_DATE
    return Meaning("date", dates.at(code, back), anchor=anchor) if back else None


def year_ago(shape: Shape, setting: Setting) -> Meaning:
    """ "A year earlier": the same period of the year before."""
    if setting.now is None:
        return Meaning("date", None)
    told = setting.beside or setting.topic
    return Meaning("date", _before(told) if told else f"{setting.now.year - 1}", anchor=DOCUMENT_DATE)


def half(shape: Shape, setting: Setting) -> Meaning | None:
    """ "The first half of 1998"."""
    year = said_year(shape, setting) or (setting.now.year if setting.now else None)
    return Meaning("date", f"{year}-H{1 if shape.get('nth') == 'first' else 2}") if year else None


def the_year(shape: Shape, setting: Setting) -> Meaning | None:
    """ "For the year": the one running; with the day it ended on, a year long."""
    if shape.get("ended"):
        return Meaning("duration", "P1Y")
    unit = shape.get("unit")[:1].upper() or "Y"
    return Meaning("date", dates.at(unit, setting.now) if setting.now else None, False, anchor_of(setting))


def topic_after(setting: Setting, shape: Shape, meant: Meaning) -> str | None:
    """The period that the text is telling of once `shape` was read: a quarter, or the year of which it tells a part."""
    now, value = setting.now, meant.timex or ""
    if now is None:
        return setting.topic
    if meant.kind == "duration":
        whole = shape.rule == "thedays" or shape.get("which") in ("first", "latest") or bool(shape.get("ended"))
        return f"{now.year}" if whole and value in _PARTS_OF_YEARS else setting.topic
    compared = shape.get("back") or shape.get("kind")[:2] in ("ye", "19", "20", "pr") or shape.rule in ("yearago", "compared")
    year_back = dates.month_shift(now.replace(day=1), -12)
    if compared or not _QUARTER.fullmatch(value) or (year_back and value <= dates.quarter(year_back)):
        return setting.topic
    running = dates.quarter(now)
    known = setting.topic or ""
    if not known or (value < running and (not _QUARTER.fullmatch(known) or value >= known)) or (value == running == known):
        return value
    return setting.topic
