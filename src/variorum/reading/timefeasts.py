"""What the name of a holiday means: the day, its week, or the weekend that goes with it."""

from __future__ import annotations

from datetime import MAXYEAR, date

from variorum.reading import dates, holidays
from variorum.reading.timegrammar import Shape
from variorum.reading.timeperiods import said_year
from variorum.reading.timesetting import DOCUMENT_DATE, Meaning, Setting


def holiday(shape: Shape, setting: Setting) -> Meaning | None:
    """ "Thanksgiving", "last Easter", "Labor Day weekend"."""
    year = said_year(shape, setting)
    day = holidays.feast(shape.get("holiday"), year) if year else _feast_near(shape, setting)
    if day is None:
        return Meaning("date", None)
    anchor = None if year else DOCUMENT_DATE
    if shape.get("around") == "weekend":  # the one that a feast on a Monday prolongs, else the one after it
        first = dates.day_shift(day, -1) if day.isoweekday() == 1 else day
        return Meaning("date", f"{dates.week(first or day)}-WE", False, anchor)
    return Meaning("date", dates.week(day) if shape.get("around") else day.isoformat(), False, anchor)


def _feast_near(shape: Shape, setting: Setting) -> date | None:
    """The day of a holiday without a year: the last one, or the next where the clause or the calendar says so."""
    name, which, now = shape.get("holiday"), shape.get("which"), setting.now
    if now is None:
        return None
    if which == "this":
        return holidays.feast(name, now.year)
    days = [holidays.feast(name, now.year + step) for step in (-1, 0, 1) if 1 <= now.year + step <= MAXYEAR]
    behind = [day for day in days if day < now or (day == now and which != "last")]
    ahead = [day for day in days if day > now]
    close = bool(ahead) and (ahead[0] - now).days <= 21
    coming = which == "next" or (which != "last" and (setting.way == "future" or close))
    found = (ahead[:1] or behind[-1:]) if coming else (behind[-1:] or ahead[:1])
    return found[0] if found else None
