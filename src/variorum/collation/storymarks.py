"""What dates and tells apart happenings in a report's words alone: days, ages, hours told in plain figures, years, weekdays."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_BEFORE = (0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)  # days of a leap year before each month
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CALENDAR = re.compile(
    rf"\b({_MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*:)|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_AGE = re.compile(
    r"\b(\d{1,2})[- ]?years?[- ]?old\b|\bage[ds]? (\d{1,2})\b|([^\W\d_]+)\.?, (\d{1,2})(?=[,.;)]| of\b| and\b)", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
HEAD = 800  # characters in which a year is the happening's, and not of what came before it


@dataclass(frozen=True, slots=True)
class Marks:
    """Days as (month, day) in the order of the text, each once; ages; years told near its head; names of weekdays."""

    days: tuple[tuple[int, int], ...]
    ages: frozenset[int]
    years: frozenset[str]
    weekdays: frozenset[str]


def marks(text: str, published: datetime.date | None) -> Marks:
    """The marks of a text. A weekday means the last one up to the day of publication; without that day it means no date."""
    found: list[tuple[int, tuple[int, int]]] = []
    for match in _CALENDAR.finditer(text):
        month, day = (match[1], match[2]) if match[1] else (match[4], match[3])
        if 1 <= int(day) <= 31:
            found.append((match.start(), (_MONTHS.index(_plain(month)[:3]) + 1, int(day))))
    weekdays = set()
    for match in _WEEKDAY.finditer(text):
        name = _plain(match[1])
        weekdays.add(name)
        if published and published.toordinal() > 7:  # the calendar begins with the year 1
            then = published - datetime.timedelta(days=(published.weekday() - _WEEKDAYS.index(name)) % 7)
            found.append((match.start(), (then.month, then.day)))
    days = tuple(dict.fromkeys(day for _, day in sorted(found)))
    return Marks(days, frozenset(_ages(text)), frozenset(_YEAR.findall(text[:HEAD])), frozenset(weekdays))


def _plain(word: str) -> str:
    """A word in lower case, the long s of old prints as the round one, which patterns that ignore case take it for."""
    return word.lower().replace("ſ", "s")


def _ages(text: str) -> set[int]:
    """Ages as newspapers write them: 41-year-old, aged 41, "Moe, 41,"; the day of "May 4," is none."""
    return {int(m[1] or m[2] or m[4]) for m in _AGE.finditer(text) if not (m[3] and re.fullmatch(_MONTH, m[3], re.IGNORECASE))}


def days_between(left: tuple[int, int], right: tuple[int, int]) -> int:
    """Days between two days of one year, the shorter way round."""
    gap = abs(_BEFORE[left[0] - 1] + left[1] - _BEFORE[right[0] - 1] - right[1])
    return min(gap, 366 - gap)
