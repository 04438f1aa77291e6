"""What the names of days, parts of days and "the day before" mean."""

from __future__ import annotations

import re
from datetime import date

from variorum.reading import dates, numerals
from variorum.reading.timegrammar import PARTS, WEEKDAYS, Shape
from variorum.reading.timelengths import code_of, fine
from variorum.reading.timesetting import DOCUMENT_DATE, Meaning, Setting, Way, anchor_of


def ordinal(text: str) -> int | None:
    text = text.lower().replace(" ", "-")
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    ten, _, one = text.partition("-")
    if ten in ("twenty", "thirty") and one in numerals.ORDINALS:
        return {"twenty": 20, "thirty": 30}[ten] + numerals.ORDINALS[one]
    return numerals.ORDINALS.get(text)


def day_only(shape: Shape, setting: Setting) -> Meaning | None:
    number = ordinal(shape.get("day"))
    now = setting.now
    if now is None or number is None:
        return None
    for back in range(13):
        start = dates.month_shift(now.replace(day=1), -back)
        day = dates.made(start.year, start.month, number) if start else None
        if day and day <= now and day.isoweekday() == WEEKDAYS[shape.get("weekday")]:
            return Meaning("date", day.isoformat(), anchor=DOCUMENT_DATE)
    return None


def weekday_near(now: date, number: int, way: Way, which: str) -> date | None:
    """The day of the week `number` that is meant: the latest not after `now` unless it is said to come."""
    back = (now.isoweekday() - number) % 7
    if which.endswith("following"):
        return dates.day_shift(now, 7 - back)
    if which.endswith(("previous", "preceding")):
        return dates.day_shift(now, -(back or 7))
    coming = way == "future" or (way == "near" and back == 6)
    if which == "next" or which == "this coming" or (not which and coming and back):
        return dates.day_shift(now, 7 - back)
    if which == "this":
        return dates.day_shift(now, number - now.isoweekday())
    if which in ("last", "this past"):
        return dates.day_shift(now, -(back or 7))
    return dates.day_shift(now, -back)


def weekday(shape: Shape, setting: Setting) -> Meaning | None:
    name = shape.get("weekday")
    number = WEEKDAYS.get(name) or WEEKDAYS[name.removesuffix("s")]
    part = PARTS.get(shape.get("part"), "")
    clock = f"T{part}" if part else ""
    which = shape.get("which")
    if shape.parts.get("plural") or which in ("each", "every"):
        return Meaning("set", f"XXXX-WXX-{number}{clock}")
    base, anchor = setting.now, anchor_of(setting)
    if which.endswith(("following", "previous", "preceding")) and (fine(setting.last, "D") or "-W" in (setting.last or "")):
        known = dates.bounds(setting.last or "")
        told = dates.day_of(known[int(which.endswith("following"))]) if known else None
        base, anchor = (told, f"time:{setting.last_start}") if told else (base, anchor)
    day = weekday_near(base, number, setting.way, which.removeprefix("the ")) if base else None
    value = day.isoformat() if day else f"XXXX-WXX-{number}"
    return Meaning("time" if part else "date", value + clock, False, anchor)


def _deictic_day(words: str, now: date) -> date | None:
    if words.startswith("the day before"):
        return dates.day_shift(now, -2)
    if words == "yesterday" or words.startswith("last"):
        return dates.day_shift(now, -1)
    return dates.day_shift(now, 1) if words == "tomorrow" else now


def deictic(shape: Shape, setting: Setting) -> Meaning | None:
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


def part_of_day(shape: Shape, setting: Setting) -> Meaning | None:
    """ "Late afternoon": of the day told last, that on which somebody told it coming behind; else of the day of the document."""
    day, anchor = setting.now, anchor_of(setting)
    for last, start in ((setting.scene, setting.scene_start), (setting.last, setting.last_start)):
        if fine(last, "D") and (told := dates.day_of(last)):
            day, anchor = told, f"time:{start}"
            break
    return Meaning("time", f"{day}T{PARTS[shape.get('part')]}" if day else None, False, anchor)


def next_part(shape: Shape, setting: Setting) -> Meaning | None:
    known = dates.day_of((dates.bounds(setting.last or "") or ("",))[0])
    day = dates.day_shift(known, 1) if known else None
    clock = PARTS[shape.get("part")]
    return Meaning("time", f"{day}T{clock}" if day else None, False, f"time:{setting.last_start}" if day else None)


def beside(shape: Shape, setting: Setting) -> Meaning | None:
    """ "The day before", "the year after": beside the date told last; beside what follows where something does."""
    if not shape.get("bare"):
        return Meaning("date", None)
    unit = shape.get("unit")
    code = "D" if unit == "night" else code_of(shape)
    known = dates.bounds(setting.last or "") if fine(setting.last, code) else None
    base = dates.day_of(known[0]) if known else None
    day = dates.shifted(code, base, -1 if shape.get("way") == "before" else 1) if base else None
    night = "TNI" if unit == "night" else ""
    anchor = f"time:{setting.last_start}" if day else None
    return Meaning("time" if night else "date", f"{dates.at(code, day)}{night}" if day else None, False, anchor)


def of_month(shape: Shape, setting: Setting) -> Meaning | None:
    """ "On the 15th": of the month told last, else of the latest month that has had it."""
    number = ordinal(shape.get("day"))
    told = re.match(r"\d{4}-\d\d(?!\d)", setting.last or "")
    if number is None:
        return None
    if told:
        day = dates.made(int(told[0][:4]), int(told[0][5:7]), number)
        return Meaning("date", day.isoformat(), False, f"time:{setting.last_start}") if day else None
    if setting.now is None:
        return Meaning("date", None)
    for back in (0, 1, 2):
        start = dates.month_shift(setting.now.replace(day=1), -back)
        day = dates.made(start.year, start.month, number) if start else None
        if day and (day <= setting.now or setting.way == "future"):
            return Meaning("date", day.isoformat(), False, DOCUMENT_DATE)
    return None


def overnight(shape: Shape, setting: Setting) -> Meaning | None:
    if setting.now is None:
        return Meaning("time", None)
    night = (
        setting.now if setting.way == "future" else dates.day_shift(setting.now, -1)
    )  # the night that the morning's report tells of
    return Meaning("time", f"{night}TNI" if night else None, False, DOCUMENT_DATE)
