"""What a time expression means: from its shape and what it hangs on to a TIMEX3 value."""

from __future__ import annotations

import re
from datetime import date

from variorum.reading import dates, numerals, timedays, timeperiods
from variorum.reading.timefeasts import holiday
from variorum.reading.timegrammar import MONTHS, SEASONS, WEEKDAYS, Shape
from variorum.reading.timelengths import (
    ago,
    code_of,
    duration,
    duration_to,
    fine,
    fraction,
    long,
    repeated,
    span_meaning,
    span_to,
    times_a,
    vague,
    weekends,
)
from variorum.reading.timeperiods import said_year, year_of
from variorum.reading.timesetting import DOCUMENT_DATE, Kind, Meaning, Rule, Setting, Way, anchor_of, is_rough


def meaning(shape: Shape, setting: Setting) -> Meaning | None:
    """What `shape` means in `setting`; None where it is no time expression after all."""
    return _RULES[shape.rule](shape, setting)


def _iso(shape: Shape, setting: Setting) -> Meaning | None:
    day = dates.made(int(shape.get("year")), int(shape.get("mm")), int(shape.get("dd")))
    if day is None:
        return None
    if shape.get("hour24"):
        return Meaning("time", f"{day}T{shape.get('hour24')}:{shape.get('minute24')}")
    return Meaning("date", day.isoformat())


def _slashed(shape: Shape, setting: Setting) -> Meaning | None:
    first, second, year = int(shape.get("mm")), int(shape.get("dd")), int(shape.get("year"))
    if shape.get("mark") == "." and year < 100:
        return None
    if year < 100:
        year += 2000 if year < 50 else 1900
    month, number = (second, first) if shape.get("mark") == "." or first > 12 else (first, second)
    day = dates.made(year, month, number)
    return Meaning("date", day.isoformat(), approximate=False) if day else None


def _nearest_year(month: int, day: int, setting: Setting, exact: bool, weekday: int = 0) -> tuple[int | None, str | None]:
    """The year that a month or day without one falls in, by the clause's direction; and what it was reckoned from."""
    now, anchor = (setting.now, DOCUMENT_DATE) if setting.now else (setting.guide, f"time:{setting.guide_start}")
    if now is None:
        return None, None
    if weekday:  # the nearest year in which the day falls on that day of the week
        for year in sorted(range(now.year - 2, now.year + 3), key=lambda y: abs(y - now.year)):
            fitting = dates.made(year, month, day)
            if fitting and fitting.isoweekday() == weekday:
                return year, anchor
    here, today = (month, day if exact else 0), (now.month, now.day if exact else 0)
    behind, ahead = now.year - int(here > today), now.year + int(here < today)
    gap = ((month - now.month) * 30 + (day - now.day if exact else 0)) % 365
    reach = {"none": 125, "near": 125, "past": 45 if exact else 0, "future": 400}[setting.way]
    soon = setting.now is not None and ahead != behind and gap <= reach and not setting.since
    return (ahead if soon else behind), anchor


def _date(shape: Shape, setting: Setting) -> Meaning | None:
    month, number = MONTHS[shape.get("month").rstrip(".")], timedays.ordinal(shape.get("day"))
    if number is None or number > 31:
        return None
    year, anchor = said_year(shape, setting), None
    which, now = shape.get("which"), setting.now
    if year is None and which in ("last", "this past", "next", "this coming") and now:
        here, there = (now.month, now.day), (month, number)
        step = -int(there >= here) if which in ("last", "this past") else int(there <= here)
        year, anchor = now.year + step, DOCUMENT_DATE
    elif year is None:
        year, anchor = _nearest_year(month, number, setting, True, WEEKDAYS.get(shape.get("weekday"), 0))
    rough = is_rough(shape)
    if year is None:
        return Meaning("date", f"XXXX-{month:02d}-{number:02d}", rough) if dates.made(2000, month, number) else None
    day = dates.made(year, month, number)
    return Meaning("date", day.isoformat(), rough, anchor) if day else None


def _month(shape: Shape, setting: Setting) -> Meaning | None:
    month, which = MONTHS[shape.get("month").rstrip(".")], shape.get("which")
    if which in ("each", "every"):
        return Meaning("set", f"XXXX-{month:02d}")
    year, anchor, now = said_year(shape, setting), None, setting.now
    if shape.get("otheryear"):
        anchor = anchor_of(setting)
    if year is None and which and now:
        anchor = DOCUMENT_DATE
        if which in ("last", "this past"):
            # "last February" said in March is the one of the year before: the one just over is "February" or "last month"
            year = now.year if month < now.month - 1 else now.year - 1
        elif which == "this":
            year = now.year
        else:
            year = now.year if month > now.month else now.year + 1
    if year is None:
        year, anchor = _nearest_year(month, 1, setting, False)
    return Meaning("date", f"{year or 'XXXX'}-{month:02d}", is_rough(shape), anchor)


def _era(shape: Shape, setting: Setting) -> Meaning | None:
    year = int(shape.get("number"))
    if not year:
        return None
    return Meaning("date", f"BC{year:04d}" if shape.get("era").startswith("b") else f"{year:04d}")


def _plain_year(shape: Shape, setting: Setting) -> Meaning | None:
    year = year_of(shape.get("year"))
    return Meaning("date", f"{year}", is_rough(shape)) if year else None


def _short_year(shape: Shape, setting: Setting) -> Meaning | None:
    two = int(shape.get("two"))
    return Meaning("date", f"{1900 + two if two > 30 else 2000 + two}")


def _decade(shape: Shape, setting: Setting) -> Meaning | None:
    words = "twenties thirties forties fifties sixties seventies eighties nineties".split()
    if shape.get("decade"):
        return Meaning("date", shape.get("decade")[:3])
    if shape.get("short"):
        return Meaning("date", ("20" if shape.get("short") == "00" else "19") + shape.get("short")[0])
    return Meaning("date", f"19{2 + words.index(shape.get('worded'))}")


def _century(shape: Shape, setting: Setting) -> Meaning | None:
    nth = 21 if shape.get("nth") == "twenty-first" else timedays.ordinal(shape.get("nth"))
    return Meaning("date", f"{nth - 1:02d}") if nth and nth < 31 else None


def _clock_value(shape: Shape) -> str | None:
    if named := shape.get("named"):
        return {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}[named]
    if shape.get("military"):
        return f"{shape.get('military')[:2]}:{shape.get('military')[2:]}"
    if shape.get("hour24"):
        hour, minute = int(shape.get("hour24")), shape.get("minute24")
    else:
        number = numerals.value_of(shape.get("hour") or shape.get("oclock"))
        if number is None or number > 24:
            return None
        hour, minute = int(number), shape.get("minute")
    late = shape.get("half").startswith("p") or (
        shape.get("daypart") in ("afternoon", "evening", "night") and not shape.get("half")
    )
    if shape.get("half") and not 1 <= hour <= 12:
        return None
    if shape.get("until") and late and hour > int(shape.get("until")) % 12 and hour < 12:
        late = False  # "from 11 to 1 p.m." starts in the morning
    if late and hour < 12:
        hour += 12
    elif shape.get("half").startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute}" if minute else f"{hour:02d}:00"


def _clock(shape: Shape, setting: Setting) -> Meaning | None:
    value = _clock_value(shape)
    if value is None:
        return None
    rough = is_rough(shape)
    day: Meaning | None = None
    if shape.get("month"):
        day = _date(shape, setting)
    elif shape.get("weekday"):
        day = timedays.weekday(shape, setting)
    elif shape.get("deictic"):
        day = timedays.deictic(shape, setting)
    if day is None:
        # An hour hangs on the day of which is told, and not on that when somebody told it.
        for last, start in ((setting.scene, setting.scene_start), (setting.last, setting.last_start)):
            if last and re.fullmatch(r"\d{4}-\d\d-\d\d.*", last):
                return Meaning("time", f"{last[:10]}T{value}", rough, f"time:{start}")
        base = setting.now.isoformat() if setting.now else "XXXX-XX-XX"
        return Meaning("time", f"{base}T{value}", rough, anchor_of(setting))
    base = (day.timex or "XXXX-XX-XX").partition("T")[0]
    return Meaning("time", f"{base}T{value}", rough, day.anchor)


def _day_in(shape: Shape, setting: Setting) -> Meaning | None:
    """The day that a longer expression names: a date, a weekday, a holiday, "tomorrow"."""
    if shape.get("month"):
        return _date(shape, setting)
    if shape.get("weekday"):
        return timedays.weekday(shape, setting)
    return holiday(shape, setting) if shape.get("holiday") else timedays.deictic(shape, setting)


def _week_of(shape: Shape, setting: Setting) -> Meaning | None:
    """ "The week of March 6"."""
    named = _day_in(shape, setting)
    day = dates.day_of(named.timex) if named else None
    return Meaning("date", dates.week(day), False, named.anchor) if named and day else None


def _next_to(shape: Shape, setting: Setting) -> Meaning | None:
    """ "The day before last Tuesday", "the day after Christmas"."""
    beside = _day_in(shape, setting)
    known = dates.day_of(beside.timex) if beside else None
    day = dates.day_shift(known, -1 if shape.get("way") == "before" else 1) if known else None
    night = "TNI" if shape.get("unit") == "night" else ""
    return Meaning("time" if night else "date", f"{day}{night}", False, beside.anchor) if beside and day else None


def _unit_reference(shape: Shape, setting: Setting) -> Meaning | None:
    code, which, now = code_of(shape), shape.get("which").removeprefix("the "), setting.now
    base, anchor = now, anchor_of(setting)
    if which in ("same", "that", "that same", "following", "previous") or (which == "next" and code == "D"):
        known = dates.bounds(setting.last or "") if fine(setting.last, code) else None
        if known:
            base, anchor = dates.day_of(known[0]), f"time:{setting.last_start}"
    if code == "Q" and which in ("same", "that", "that same") and setting.last_quarter:
        return Meaning("date", setting.last_quarter, anchor=DOCUMENT_DATE)
    if base is None:
        return Meaning("date", None)
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    if code == "K":
        return _weekend(base, which, anchor)
    if which == "past" and code in "MWQDEC" and not shape.get("stage"):
        return Meaning("duration", {"E": "P10Y", "C": "P100Y", "Q": "P1Q"}.get(code, f"P1{code}"))
    if code == "Y" and which == "latest":
        step = -1  # "the latest fiscal year" is over
    if code == "Y" and which == "last" and setting.compared and setting.topic:
        return Meaning("date", timeperiods.year_ago(shape, setting).timex, anchor=anchor)
    day = dates.shifted(code, base.replace(day=1) if code == "M" else base, step)
    return Meaning("date", dates.at(code, day), bool(shape.get("orso")), anchor) if day else None


def _weekend(base: date, which: str, anchor: str | None) -> Meaning | None:
    back = {"last": -1, "past": -1, "next": 1}.get(which, 0)
    day = dates.day_shift(base, 7 * back)
    return Meaning("date", f"{dates.week(day)}-WE", False, anchor) if day else None


def _stage_unit(shape: Shape, setting: Setting) -> Meaning | None:
    code, now = code_of(shape), setting.now
    return Meaning("date", dates.at(code, now) if now else None, False, anchor_of(setting))


def _season(shape: Shape, setting: Setting) -> Meaning | None:
    code, which, now = SEASONS[shape.get("season")], shape.get("which"), setting.now
    if which in ("each", "every"):
        return Meaning("set", f"XXXX-{code}")
    year = said_year(shape, setting)
    if year:
        return Meaning("date", f"{year}-{code}")
    if not which or which == "the" or now is None:
        return (
            None
            if shape.get("season") in ("fall", "spring") or not which
            else Meaning("date", f"{_latest(code, now, setting.way)}-{code}" if now else None)
        )
    start = dates.SEASONS[code][1]
    if which in ("last", "this past", "the past"):
        year = now.year - int(now.month < start + 3)
    elif which == "this":
        year = now.year
    else:
        year = now.year + int(now.month >= start)
    return Meaning("date", f"{year}-{code}", False, DOCUMENT_DATE)


def _latest(code: str, now: date, way: Way) -> int:
    """The year of the season that is running or was the last one, unless it is said to come."""
    return now.year - int(dates.SEASONS[code][1] > now.month + 1 and way != "future")


def _the_weekend(shape: Shape, setting: Setting) -> Meaning | None:
    if setting.now is None:
        return Meaning("date", None)
    day = dates.day_shift(setting.now, 0 if setting.now.isoweekday() > 5 else -7)
    return Meaning("date", f"{dates.week(day)}-WE", False, DOCUMENT_DATE) if day else None


def _fixed(kind: Kind, value: str) -> Rule:
    return lambda shape, setting: Meaning(kind, value)


def _year_end(shape: Shape, setting: Setting) -> Meaning | None:
    """ "Year-end", the last day of the year: of the one running, or of the one before where something is told since."""
    year = setting.now.year - int(setting.since) if setting.now else None
    return Meaning("date", f"{year}-12-31" if year else None, False, anchor_of(setting))


_RULES: dict[str, Rule] = {
    "iso": _iso, "slashed": _slashed, "date": _date, "dayonly": timedays.day_only, "month": _month, "year": _plain_year,
    "decade": _decade, "shortyear": _short_year, "century": _century, "quarter": timeperiods.quarter, "thequarter": timeperiods.the_quarter,
    "yearago": timeperiods.year_ago, "half": timeperiods.half, "weekday": timedays.weekday, "deictic": timedays.deictic, "clock": _clock, "clocklast": _clock,
    "unitref": _unit_reference, "stageunit": _stage_unit, "season": _season, "span": span_meaning, "spanto": span_to,
    "ago": ago, "duration": duration, "durationto": duration_to, "thedays": duration, "long": long, "vaguely": vague, "era": _era, "listed": _date, "clockfirst": _clock, "vague": vague, "set": repeated,
    "now": _fixed("date", "PRESENT_REF"), "nowadj": _fixed("date", "PRESENT_REF"), "past": _fixed("date", "PAST_REF"),
    "weekend": _the_weekend, "theyear": timeperiods.the_year, "nextpart": timedays.next_part, "future": _fixed("date", "FUTURE_REF"), "futures": _fixed("date", "FUTURE_REF"), "holiday": holiday,
    "yearend": _year_end, "compared": timeperiods.compared, "partofday": timedays.part_of_day, "nextto": _next_to, "weekof": _week_of, "beside": timedays.beside, "ofmonth": timedays.of_month, "overnight": timedays.overnight,
    "timesa": times_a, "weekends": weekends, "fraction": fraction, "range": _plain_year,
}  # fmt: skip
