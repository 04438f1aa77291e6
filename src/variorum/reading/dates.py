"""Dates reckoned: shifting by units, TIMEX3 values, what they are in EDTF and between which dates they lie."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

SEASONS = {"SP": ("21", 3), "SU": ("22", 6), "FA": ("23", 9), "WI": ("24", 12)}
PARTS = {"MO": (6, 11), "AF": (12, 17), "EV": (17, 20), "NI": (20, 23), "DT": (6, 17)}


def day_of(text: str | None) -> date | None:
    """The day that an ISO 8601 date or date-time starts with, or None."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def month_shift(day: date, months: int) -> date | None:
    """`day` that many months on (back when negative), at the month's last day where it is shorter; None off the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_shift(day: date, days: int) -> date | None:
    """`day` that many days on (back when negative); None off the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def week(day: date) -> str:
    """The ISO week of `day`."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def quarter(day: date) -> str:
    """The quarter of `day`."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def made(year: int, month: int, day: int) -> date | None:
    """That day, or None if there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def at(unit: str, day: date) -> str:
    """`day` seen at the granularity `unit` (Y, Q, M, W, D; E decade, C century) as a TIMEX3 value."""
    iso = day.isoformat()
    return {"Y": iso[:4], "M": iso[:7], "Q": quarter(day), "W": week(day), "E": iso[:3], "C": iso[:2]}.get(unit, iso)


def shifted(unit: str, day: date, count: int) -> date | None:
    """`day` shifted by `count` units."""
    months = {"Y": 12, "Q": 3, "M": 1, "E": 120, "C": 1200}.get(unit)
    if months:
        return month_shift(day, months * count) if abs(count) < 10**5 else None
    days = {"W": 7, "D": 1}.get(unit)
    return day_shift(day, days * count) if days and abs(count) < 10**7 else day


def bounds(timex: str) -> tuple[str, str] | None:
    """The first and the last day (or date-time) that a TIMEX3 date may mean; None for references and durations."""
    if m := re.fullmatch(r"(\d{2,4})(X*)", timex):
        if len(timex) == 4 and m[2] == "" or len(timex) < 4 or m[2]:
            digits = m[1]
            return f"{digits.ljust(4, '0')}-01-01", f"{digits.ljust(4, '9')}-12-31"
    if m := re.fullmatch(r"(\d{4})-(\d\d)(?:-XX)?", timex):
        return _months(int(m[1]), int(m[2]), 1)
    if m := re.fullmatch(r"(\d{4})-Q(\d)", timex):
        return _months(int(m[1]), 3 * int(m[2]) - 2, 3)
    if m := re.fullmatch(r"(\d{4})-H(\d)", timex):
        return _months(int(m[1]), 6 * int(m[2]) - 5, 6)
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", timex):
        return _months(int(m[1]), SEASONS[m[2]][1], 3)
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", timex):
        try:
            first = date.fromisocalendar(int(m[1]), int(m[2]), 6 if m[3] else 1)
            last = date.fromisocalendar(int(m[1]), int(m[2]), 7)
        except ValueError:
            return None
        return first.isoformat(), last.isoformat()
    if m := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T(.+))?", timex):
        return _day(m[1], m[2] or "")
    return None


def _months(year: int, month: int, count: int) -> tuple[str, str] | None:
    first = made(year, month, 1)
    after = month_shift(first, count) if first else None
    last = day_shift(after, -1) if after else None
    return (first.isoformat(), last.isoformat()) if first and last else None


def _day(day: str, clock: str) -> tuple[str, str] | None:
    if clock in PARTS:
        low, high = PARTS[clock]
        return f"{day}T{low:02d}:00", f"{day}T{high:02d}:59"
    if re.fullmatch(r"\d\d", clock) and clock != "24":
        return f"{day}T{clock}:00", f"{day}T{clock}:59"
    if re.fullmatch(r"\d\d:\d\d(:\d\d)?", clock):
        return f"{day}T{clock}", f"{day}T{clock}"
    return day, day


def edtf(timex: str) -> str | None:
    """The EDTF form of a TIMEX3 date or time; None where it has none."""
    if re.fullmatch(r"\d{2,4}X*", timex):
        return timex.ljust(4, "X")
    if m := re.fullmatch(r"(\d{4})-Q(\d)", timex):
        return f"{m[1]}-{32 + int(m[2])}"
    if m := re.fullmatch(r"(\d{4})-H(\d)", timex):
        return f"{m[1]}-{39 + int(m[2])}"
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", timex):
        return f"{m[1]}-{SEASONS[m[2]][0]}"
    if m := re.fullmatch(r"BC(\d{4})", timex):
        return f"-{int(m[1]) - 1:04d}" if int(m[1]) > 1 else "0000"  # EDTF counts the year before 1 as 0
    if re.fullmatch(r"\d{4}-W\d\d(-WE)?", timex):
        found = bounds(timex)
        return f"{found[0]}/{found[1]}" if found else None
    if m := re.fullmatch(r"(\d{4}-\d\d-\d\d)T(MO|AF|EV|NI|DT)", timex):
        return m[1]
    if re.fullmatch(r"\d{4}-\d\d(-\d\d(T\d\d(:\d\d){0,2})?|-XX)?", timex):
        return timex
    return None
