"""What durations, sets and counts of units before or after a date mean."""

from __future__ import annotations

import re

from variorum.reading import dates, numerals
from variorum.reading.timegrammar import UNITS, Shape
from variorum.reading.timesetting import Meaning, Setting, anchor_of, is_rough


def code_of(shape: Shape) -> str:
    unit = shape.get("unit")
    return UNITS.get(unit) or UNITS[unit.removesuffix("s")]


def fine(timex: str | None, code: str) -> bool:
    """Whether the date told before is told finely enough to count units from it."""
    return len(timex or "") >= {"Y": 4, "Q": 7, "M": 7}.get(code, 10 if code in "DN" else 4)


_VAGUE = ("", "a few", "several", "few", "many", "dozens of", "tens of", "hundreds of", "thousands of", "a number of")
# What a length is likened to or set beside: a count has to follow.
_BESIDE = ("same", "comparable", "corresponding", "year-earlier", "year-ago")


def length(number: str, code: str) -> str | None:
    """A duration value: "P4M", "PT72H", "PXD"; None for what is no count."""
    if number in _VAGUE:
        amount: float | None = None
    elif number in ("a", "an", "one", "an additional"):
        amount = 1
    elif number in ("couple", "couple of", "a couple of"):
        amount = 2
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
        return f"P{scale * amount:g}Y" if amount is not None else ("PXY" if code == "E" else "PXC")
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


def span_meaning(shape: Shape, setting: Setting) -> Meaning | None:
    which, code, number = shape.get("which"), code_of(shape), shape.get("number")
    plural = shape.get("unit").endswith("s")
    if which == "recent" and not number and not shape.get("the"):
        # "recent years" lie somewhere in the past, "recent weeks" last until now
        return Meaning("date", "PAST_REF") if not plural or code in "YEC" else Meaning("duration", length("", code))
    if not number and (not plural or which in _BESIDE):
        return None
    if which == "past" and not number and not shape.get("the"):
        return Meaning("date", "PAST_REF")  # "in past years"
    if which in ("first", "final", "latest") and not number:
        return None
    value = length(number, code)
    return Meaning("duration", value, is_rough(shape)) if value else None


def span_to(shape: Shape, setting: Setting) -> Meaning | None:
    return Meaning("duration", f"PX{code_of(shape)}", True)


def ago(shape: Shape, setting: Setting) -> Meaning | None:
    code, number, way = code_of(shape), shape.get("number"), shape.get("way")
    if number in _VAGUE:
        if way in ("ago", "from now", "previously"):
            return Meaning("date", "FUTURE_REF" if way == "from now" else "PAST_REF")
        return Meaning("duration", length(number, code))  # "a few days later" in a story lies neither before nor after now
    count = 1.0 if number in ("a", "an", "one") else 2.0 if "couple" in number else numerals.value_of(number)
    base, anchor = setting.now, anchor_of(setting)
    if way in ("earlier", "later", "before", "previously"):
        known = dates.bounds(setting.last or "") if fine(setting.last, code) else None
        if known:
            base, anchor = dates.day_of(known[0]), f"time:{setting.last_start}"
    rough = is_rough(shape) or " or so" in " ".join((shape.get("about"),))
    if count is None or base is None or count != int(count) or code in "SmH":
        value = length(number, code)
        return Meaning("duration", value, rough) if value else None
    step = int(count) * (1 if way in ("later", "from now") else -1)
    code = {"N": "D", "F": "W", "K": "W"}.get(code, code)
    day = dates.shifted(code, base, step)
    if day is None:
        return None
    return Meaning("date", dates.at("Y" if code == "E" else code, day), rough, anchor)


def duration(shape: Shape, setting: Setting) -> Meaning | None:
    number = shape.get("number") + (" and a half" if shape.get("andhalf") else "")
    if number == "one" and shape.get("unit") == "day" and setting.way == "future":
        return Meaning("date", "FUTURE_REF")  # "will one day"
    value = length(number, code_of(shape))
    if value is None:
        return None
    return (_ahead(shape, setting) if setting.awaited else None) or Meaning("duration", value, is_rough(shape))


def _ahead(shape: Shape, setting: Setting) -> Meaning | None:
    """ "Will be repaid in five years": the time so many units from now; None where they cannot be counted off."""
    number, code = shape.get("number"), code_of(shape)
    count = 1 if number in ("a", "an", "one") else numerals.value_of(number) if number not in _VAGUE else None
    if setting.now is None or count is None or count != int(count) or code not in "DWMY" or shape.get("andhalf"):
        return None
    day = dates.shifted(code, setting.now, int(count))
    return Meaning("date", dates.at(code, day), is_rough(shape), anchor_of(setting)) if day else None


def long(shape: Shape, setting: Setting) -> Meaning | None:
    """ "Day-long", "yearlong": once the unit."""
    return Meaning("duration", length("a", code_of(shape)))


def duration_to(shape: Shape, setting: Setting) -> Meaning | None:
    value = length(shape.get("low"), code_of(shape))
    return Meaning("duration", value, True) if value else None


def vague(shape: Shape, setting: Setting) -> Meaning | None:
    return Meaning("duration", length("", code_of(shape)))


def repeated(shape: Shape, setting: Setting) -> Meaning | None:
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
    return Meaning("set", length(shape.get("number") or "one", code_of(shape)))


def times_a(shape: Shape, setting: Setting) -> Meaning | None:
    """ "Twice a week"."""
    return Meaning("set", length("a", code_of(shape)))


def weekends(shape: Shape, setting: Setting) -> Meaning | None:
    return Meaning(
        "set", {"weekends": "XXXX-WXX-WE", "weekdays": "XXXX-WXX-WD", "weeknights": "XXXX-WXX-WDTNI"}[shape.get("when")]
    )


def fraction(shape: Shape, setting: Setting) -> Meaning | None:
    """ "A half-century", "a quarter-century"."""
    return Meaning("duration", "P50Y" if shape.get("part") == "half" else "P25Y")
