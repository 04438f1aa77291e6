"""What a time expression means: from its shape and what it hangs on to a TIMEX3 value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from variorum.reading import dates, numerals
from variorum.reading.timegrammar import MONTHS, PARTS, SEASONS, UNITS, WEEKDAYS, Shape

Kind = Literal["date", "time", "duration", "set"]
Way = Literal["past", "future", "none"]
DOCUMENT_DATE = "document date"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression hangs on: the document's date, where the clause points, and the dates told before it."""

    now: date | None
    way: Way = "past"
    last: str | None = None  # TIMEX3 value of the last date before
    last_start: int | None = None
    last_quarter: str | None = None
    guide: date | None = None  # the end of the nearest fully dated stretch, where there is no document date
    guide_start: int | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value, what kind of time it is, and what it was reckoned from."""

    kind: Kind
    timex: str | None
    approximate: bool = False
    anchor: str | None = None


Rule = Callable[[Shape, Setting], "Meaning | None"]


def meaning(shape: Shape, setting: Setting) -> Meaning | None:
    """What `shape` means in `setting`; None where it is no time expression after all."""
    return _RULES[shape.rule](shape, setting)


def _anchor(setting: Setting) -> str | None:
    return DOCUMENT_DATE if setting.now else None


def _year(text: str) -> int | None:
    value = numerals.value_of(text)
    return int(value) if value and 1000 <= value <= 2999 else None


def _said_year(shape: Shape, setting: Setting) -> int | None:
    """The year an expression names ("of 1998", "last year"), or None."""
    if shape.get("year"):
        return _year(shape.get("year"))
    if setting.now and shape.get("otheryear"):
        return setting.now.year + {"last": -1, "this": 0, "next": 1}[shape.get("otheryear")]
    return None


def _ordinal(text: str) -> int | None:
    text = text.lower().replace(" ", "-")
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    ten, _, one = text.partition("-")
    if ten in ("twenty", "thirty") and one in numerals.ORDINALS:
        return {"twenty": 20, "thirty": 30}[ten] + numerals.ORDINALS[one]
    return numerals.ORDINALS.get(text)


def _rough(shape: Shape) -> bool:
    words = " ".join((shape.get("about"), shape.get("stage")))
    return bool(shape.get("orso") or re.search(r"\b(about|around|nearly|almost|approximately|roughly|circa|shortly)\b", words))


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
    reach = {"none": 100, "past": 45 if exact else 0, "future": 400}[setting.way]
    soon = setting.now is not None and ahead != behind and gap <= reach
    return (ahead if soon else behind), anchor


def _date(shape: Shape, setting: Setting) -> Meaning | None:
    month, number = MONTHS[shape.get("month").rstrip(".")], _ordinal(shape.get("day"))
    if number is None or number > 31:
        return None
    year, anchor = _said_year(shape, setting), None
    if year is None:
        year, anchor = _nearest_year(month, number, setting, True, WEEKDAYS.get(shape.get("weekday"), 0))
    rough = _rough(shape)
    if year is None:
        return Meaning("date", f"XXXX-{month:02d}-{number:02d}", rough) if dates.made(2000, month, number) else None
    day = dates.made(year, month, number)
    return Meaning("date", day.isoformat(), rough, anchor) if day else None


def _day_only(shape: Shape, setting: Setting) -> Meaning | None:
    number = _ordinal(shape.get("day"))
    now = setting.now
    if now is None or number is None:
        return None
    for back in range(13):
        start = dates.month_shift(now.replace(day=1), -back)
        day = dates.made(start.year, start.month, number) if start else None
        if day and day <= now and day.isoweekday() == WEEKDAYS[shape.get("weekday")]:
            return Meaning("date", day.isoformat(), anchor=DOCUMENT_DATE)
    return None


def _month(shape: Shape, setting: Setting) -> Meaning | None:
    month, which = MONTHS[shape.get("month").rstrip(".")], shape.get("which")
    if which in ("each", "every"):
        return Meaning("set", f"XXXX-{month:02d}")
    year, anchor, now = _said_year(shape, setting), None, setting.now
    if shape.get("otheryear"):
        anchor = _anchor(setting)
    if year is None and which and now:
        anchor = DOCUMENT_DATE
        if which in ("last", "this past"):
            year = now.year if month < now.month else now.year - 1
        elif which == "this":
            year = now.year
        else:
            year = now.year if month > now.month else now.year + 1
    if year is None:
        year, anchor = _nearest_year(month, 1, setting, False)
    return Meaning("date", f"{year or 'XXXX'}-{month:02d}", _rough(shape), anchor)


def _plain_year(shape: Shape, setting: Setting) -> Meaning | None:
    year = _year(shape.get("year"))
    return Meaning("date", f"{year}", _rough(shape)) if year else None


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
    nth = 21 if shape.get("nth") == "twenty-first" else _ordinal(shape.get("nth"))
    return Meaning("date", f"{nth - 1:02d}") if nth and nth < 31 else None


def _quarter_number(word: str) -> int:
    return (
        {"f": 1, "s": 2, "t": 3}.get(word[0], 4)
        if word.isalpha() and word != "fourth"
        else int(word[0])
        if word[0].isdigit()
        else 4
    )


def _quarter(shape: Shape, setting: Setting) -> Meaning | None:
    number, year = _quarter_number(shape.get("quarter")), None
    year = _said_year(shape, setting) or (_year(shape.get("yearfirst")) if shape.get("yearfirst") else None)
    now = setting.now
    if year is None:
        if now is None:
            return Meaning("date", f"XXXX-Q{number}")
        year = now.year - int(3 * number - 2 > now.month + 1)
        if shape.get("back"):
            year -= 1
        if shape.get("which"):
            year = now.year + {"last": -1, "this": 0, "next": 1}[shape.get("which")]
        return Meaning("date", f"{year}-Q{number}", anchor=DOCUMENT_DATE)
    return Meaning("date", f"{year}-Q{number}")


def _previous_quarter(now: date) -> str:
    back = dates.month_shift(now.replace(day=1), -3)
    return dates.quarter(back or now)


def _the_quarter(shape: Shape, setting: Setting) -> Meaning | None:
    if setting.now is None:
        return None
    kind, known = shape.get("kind"), setting.last_quarter
    if shape.get("noun") == "period" and not known:
        return None
    base = known or _previous_quarter(setting.now)
    if kind in ("year-earlier", "year-ago"):
        base = f"{setting.now.year - 1}{base[4:]}"
    elif kind == "current":
        base = dates.quarter(setting.now)
    elif kind[:2] in ("19", "20"):
        base = f"{kind}{base[4:]}"
    return Meaning("date", base, anchor=DOCUMENT_DATE)


def _year_ago(shape: Shape, setting: Setting) -> Meaning | None:
    if setting.last_quarter and setting.now:
        year = setting.now.year - 1
        return Meaning("date", f"{year}{setting.last_quarter[4:]}", anchor=DOCUMENT_DATE)
    return Meaning("date", f"{setting.now.year - 1}", anchor=DOCUMENT_DATE) if setting.now else Meaning("date", None)


def _half(shape: Shape, setting: Setting) -> Meaning | None:
    year = _said_year(shape, setting) or (setting.now.year if setting.now else None)
    return Meaning("date", f"{year}-H{1 if shape.get('nth') == 'first' else 2}") if year else None


def weekday_near(now: date, number: int, way: Way, which: str) -> date | None:
    """The day of the week `number` that is meant: the latest not after `now` unless it is said to come."""
    back = (now.isoweekday() - number) % 7
    if which == "next" or which == "this coming" or (not which and way == "future" and back):
        return dates.day_shift(now, 7 - back)
    if which == "this":
        return dates.day_shift(now, number - now.isoweekday())
    if which in ("last", "this past"):
        return dates.day_shift(now, -(back or 7))
    return dates.day_shift(now, -back)


def _weekday(shape: Shape, setting: Setting) -> Meaning | None:
    name = shape.get("weekday")
    number = WEEKDAYS.get(name) or WEEKDAYS[name.removesuffix("s")]
    part = PARTS.get(shape.get("part"), "")
    clock = f"T{part}" if part else ""
    which = shape.get("which")
    if shape.parts.get("plural") or which in ("each", "every"):
        return Meaning("set", f"XXXX-WXX-{number}{clock}")
    day = weekday_near(setting.now, number, setting.way, which) if setting.now else None
    value = day.isoformat() if day else f"XXXX-WXX-{number}"
    return Meaning("time" if part else "date", value + clock, False, _anchor(setting))


def _deictic_day(words: str, now: date) -> date | None:
    if words.startswith("the day before"):
        return dates.day_shift(now, -2)
    if words == "yesterday" or words.startswith("last"):
        return dates.day_shift(now, -1)
    return dates.day_shift(now, 1) if words == "tomorrow" else now


def _deictic(shape: Shape, setting: Setting) -> Meaning | None:
    words = shape.get("deictic")
    part = PARTS.get(shape.get("part") or words.split()[-1], "NI" if words == "tonight" else "")
    if "mid-" in shape.get("stage"):
        part = PARTS[shape.get("stage")[4:]]
    if setting.now is None:
        return Meaning("time" if part else "date", None if words != "today" else "PRESENT_REF")
    day = _deictic_day(words, setting.now)
    if day is None:
        return None
    return Meaning("time" if part else "date", f"{day}T{part}" if part else f"{day}", False, DOCUMENT_DATE)


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
    if late and hour < 12:
        hour += 12
    elif shape.get("half").startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute}" if minute else f"{hour:02d}:00"


def _clock(shape: Shape, setting: Setting) -> Meaning | None:
    value = _clock_value(shape)
    if value is None:
        return None
    rough = _rough(shape)
    day: Meaning | None = None
    if shape.get("month"):
        day = _date(shape, setting)
    elif shape.get("weekday"):
        day = _weekday(shape, setting)
    elif shape.get("deictic"):
        day = _deictic(shape, setting)
    if day is None:
        last = setting.last or ""
        if re.fullmatch(r"\d{4}-\d\d-\d\d.*", last):
            return Meaning("time", f"{last[:10]}T{value}", rough, f"time:{setting.last_start}")
        base = setting.now.isoformat() if setting.now else "XXXX-XX-XX"
        return Meaning("time", f"{base}T{value}", rough, _anchor(setting))
    base = (day.timex or "XXXX-XX-XX").partition("T")[0]
    return Meaning("time", f"{base}T{value}", rough, day.anchor)


def _code(shape: Shape) -> str:
    unit = shape.get("unit")
    return UNITS.get(unit) or UNITS[unit.removesuffix("s")]


def _fine(timex: str | None, code: str) -> bool:
    """Whether the date told before is told finely enough to count units from it."""
    return len(timex or "") >= {"Y": 4, "Q": 7, "M": 7}.get(code, 10 if code in "DN" else 4)


def _unit_reference(shape: Shape, setting: Setting) -> Meaning | None:
    code, which, now = _code(shape), shape.get("which").removeprefix("the "), setting.now
    base, anchor = now, _anchor(setting)
    if which in ("same", "that", "that same", "following", "previous"):
        known = dates.bounds(setting.last or "") if _fine(setting.last, code) else None
        if known:
            base, anchor = dates.day_of(known[0]), f"time:{setting.last_start}"
    if base is None:
        return Meaning("date", None)
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    if code == "K":
        return _weekend(base, which, anchor)
    if which == "past" and code in "MWQDEC" and not shape.get("stage"):
        return Meaning("duration", {"E": "P10Y", "C": "P100Y", "Q": "P1Q"}.get(code, f"P1{code}"))
    if which in ("next", "following", "coming") and shape.get("the") and code in "WM":
        pass
    day = dates.shifted(code, base.replace(day=1) if code == "M" else base, step)
    return Meaning("date", dates.at(code, day), bool(shape.get("orso")), anchor) if day else None


def _weekend(base: date, which: str, anchor: str | None) -> Meaning | None:
    back = {"last": -1, "past": -1, "next": 1}.get(which, 0)
    day = dates.day_shift(base, 7 * back)
    return Meaning("date", f"{dates.week(day)}-WE", False, anchor) if day else None


def _stage_unit(shape: Shape, setting: Setting) -> Meaning | None:
    code, now = _code(shape), setting.now
    return Meaning("date", dates.at(code, now) if now else None, False, _anchor(setting))


def _season(shape: Shape, setting: Setting) -> Meaning | None:
    code, which, now = SEASONS[shape.get("season")], shape.get("which"), setting.now
    if which in ("each", "every"):
        return Meaning("set", f"XXXX-{code}")
    year = _said_year(shape, setting)
    if year:
        return Meaning("date", f"{year}-{code}")
    if not which or which == "the" or now is None:
        return (
            None
            if shape.get("season") in ("fall", "spring") or not which
            else Meaning("date", f"{now.year}-{code}" if now else None)
        )
    start = dates.SEASONS[code][1]
    if which in ("last", "this past", "the past"):
        year = now.year - int(now.month < start + 3)
    elif which == "this":
        year = now.year
    else:
        year = now.year + int(now.month >= start)
    return Meaning("date", f"{year}-{code}", False, DOCUMENT_DATE)


_VAGUE = ("", "a few", "several", "few", "many", "couple of", "couple", "a couple of", "dozens of", "a number of")


def _length(number: str, code: str) -> str | None:
    """A duration value: "P4M", "PT72H", "PXD"; None for what is no count."""
    if number in _VAGUE:
        amount: float | None = None
    elif number in ("a", "an", "one", "an additional"):
        amount = 1
    elif number in ("half a", "half an"):
        amount = 0.5
    elif number == "a dozen":
        amount = 12
    else:
        amount = numerals.value_of(re.sub(r"^(?:a|an) and", "1 and", number))
        if amount is None:
            return None
    if code in "EC":
        scale = 10 if code == "E" else 100
        return f"P{scale * amount:g}Y" if amount is not None else f"PX{code if code == 'E' else 'C'}"
    if code == "F" and amount is not None:
        amount, code = amount * 2, "W"
    if code == "K" and amount is not None:
        amount, code = amount * 2, "D"
    if amount is not None and amount != int(amount):
        below = {"Y": (12, "M"), "H": (60, "M"), "m": (60, "S"), "D": (24, "H")}.get(code)
        if below:
            return _mixed(amount, code, below)
    shown = "X" if amount is None else f"{amount:.12g}"
    return f"PT{shown}{code.upper()}" if code in "SmH" else f"P{shown}{'D' if code in 'NFK' else code}"


def _mixed(amount: float, code: str, below: tuple[int, str]) -> str:
    whole, rest = int(amount), round((amount - int(amount)) * below[0])
    first = f"{whole}{code.upper()}" if whole else ""
    if code == "D":
        return f"P{first}T{rest}H"
    return f"P{'T' if code in 'Hm' else ''}{first}{rest}{below[1]}"


def _span(shape: Shape, setting: Setting) -> Meaning | None:
    which, code, number = shape.get("which"), _code(shape), shape.get("number")
    plural = shape.get("unit").endswith("s")
    if which == "recent" and not number and not shape.get("the"):
        return Meaning("date", "PAST_REF") if code not in "DWMY" else Meaning("duration", _length("", code))
    if not number and not plural:
        return None
    if which in ("first", "final", "latest") and not number:
        return None
    value = _length(number, code)
    return Meaning("duration", value, _rough(shape)) if value else None


def _span_to(shape: Shape, setting: Setting) -> Meaning | None:
    return Meaning("duration", f"PX{_code(shape)}", True)


def _ago(shape: Shape, setting: Setting) -> Meaning | None:
    code, number, way = _code(shape), shape.get("number"), shape.get("way")
    if number in _VAGUE:
        return Meaning("date", "FUTURE_REF" if way in ("later", "from now") else "PAST_REF")
    count = 1.0 if number in ("a", "an", "one") else numerals.value_of(number)
    base, anchor = setting.now, _anchor(setting)
    if way in ("earlier", "later", "before", "previously"):
        known = dates.bounds(setting.last or "") if _fine(setting.last, code) else None
        if known:
            base, anchor = dates.day_of(known[0]), f"time:{setting.last_start}"
    rough = _rough(shape) or " or so" in " ".join((shape.get("about"),))
    if count is None or base is None or count != int(count) or code in "SmH":
        value = _length(number, code)
        return Meaning("duration", value, rough) if value else None
    step = int(count) * (1 if way in ("later", "from now") else -1)
    code = {"N": "D", "F": "W", "K": "W"}.get(code, code)
    day = dates.shifted(code, base, step)
    if day is None:
        return None
    if code == "E":
        return Meaning("duration", f"P{int(count) * 10}Y", rough)
    return Meaning("date", dates.at(code, day), rough, anchor)


def _duration(shape: Shape, setting: Setting) -> Meaning | None:
    number = shape.get("number") + (" and a half" if shape.get("andhalf") else "")
    value = _length(number, _code(shape))
    if value is None or shape.get("old"):
        return None
    return Meaning("duration", value, _rough(shape))


def _duration_to(shape: Shape, setting: Setting) -> Meaning | None:
    value = _length(shape.get("low"), _code(shape))
    return Meaning("duration", value, True) if value else None


def _vague(shape: Shape, setting: Setting) -> Meaning | None:
    return Meaning("duration", _length("", _code(shape)))


def _set(shape: Shape, setting: Setting) -> Meaning | None:
    words = {
        "daily": "P1D",
        "weekly": "P1W",
        "monthly": "P1M",
        "hourly": "PT1H",
        "yearly": "P1Y",
        "annually": "P1Y",
        "nightly": "P1D",
    }
    if shape.get("set"):
        return Meaning("set", words[shape.get("set")])
    return Meaning("set", _length(shape.get("number") or "one", _code(shape)))


def _the_weekend(shape: Shape, setting: Setting) -> Meaning | None:
    if setting.now is None:
        return Meaning("date", None)
    day = dates.day_shift(setting.now, 0 if setting.now.isoweekday() > 5 else -7)
    return Meaning("date", f"{dates.week(day)}-WE", False, DOCUMENT_DATE) if day else None


def _the_year(shape: Shape, setting: Setting) -> Meaning | None:
    return Meaning("date", f"{setting.now.year}" if setting.now else None, False, _anchor(setting))


def _next_part(shape: Shape, setting: Setting) -> Meaning | None:
    known = dates.day_of((dates.bounds(setting.last or "") or ("",))[0])
    day = dates.day_shift(known, 1) if known else None
    clock = PARTS[shape.get("part")]
    return Meaning("time", f"{day}T{clock}" if day else None, False, f"time:{setting.last_start}" if day else None)


def _fixed(kind: Kind, value: str) -> Rule:
    return lambda shape, setting: Meaning(kind, value)


def _holiday(shape: Shape, setting: Setting) -> Meaning | None:
    name, now = shape.get("holiday"), setting.now
    year = _said_year(shape, setting)
    if year is None and now is None:
        return Meaning("date", None)
    for candidate in [year] if year else [now.year, now.year - 1] if now else []:
        day = _feast(name, candidate)
        if day and (year or now is None or day <= now or setting.way == "future"):
            return Meaning("date", day.isoformat(), False, None if year else DOCUMENT_DATE)
    return None


def _feast(name: str, year: int) -> date | None:
    if name.startswith("thanksgiving"):
        first = date(year, 11, 1)
        return date(year, 11, 1 + (4 - first.isoweekday()) % 7 + 21)
    fixed = {
        "christmas eve": (12, 24),
        "independence": (7, 4),
        "halloween": (10, 31),
        "valentine": (2, 14),
        "christmas": (12, 25),
    }
    for start, (month, day) in fixed.items():
        if name.startswith(start):
            return date(year, month, day)
    return date(year, 12, 31) if name.endswith("eve") else date(year, 1, 1)


def _year_end(shape: Shape, setting: Setting) -> Meaning | None:
    return Meaning("date", f"{setting.now.year}" if setting.now else None, False, _anchor(setting))


_RULES: dict[str, Rule] = {
    "iso": _iso, "slashed": _slashed, "date": _date, "dayonly": _day_only, "month": _month, "year": _plain_year,
    "decade": _decade, "shortyear": _short_year, "century": _century, "quarter": _quarter, "thequarter": _the_quarter,
    "yearago": _year_ago, "half": _half, "weekday": _weekday, "deictic": _deictic, "clock": _clock, "clocklast": _clock,
    "unitref": _unit_reference, "stageunit": _stage_unit, "season": _season, "span": _span, "spanto": _span_to,
    "ago": _ago, "duration": _duration, "durationto": _duration_to, "thedays": _duration, "vague": _vague, "set": _set,
    "now": _fixed("date", "PRESENT_REF"), "nowadj": _fixed("date", "PRESENT_REF"), "past": _fixed("date", "PAST_REF"),
    "weekend": _the_weekend, "theyear": _the_year, "nextpart": _next_part, "future": _fixed("date", "FUTURE_REF"), "holiday": _holiday,
    "yearend": _year_end, "range": _plain_year,
}  # fmt: skip
