"""Holidays: their names, and the day on which one falls in a year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from variorum.reading.wordlist import table


def _folded(name: str) -> str:
    return name.lower().replace("’", "").replace("'", "")


@cache
def _rules() -> dict[str, str]:
    return {_folded(name): rule for name, rule in table("holidays.tsv").items()}


def pattern(space: str) -> str:
    """A regular expression for the names of holidays, longest first, with `space` between their words."""
    names = sorted(table("holidays.tsv"), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace("\\ ", space).replace("'", "['’]?") for name in names)


def first_words() -> set[str]:
    """The first words of the names of holidays, in lower case, without what follows an apostrophe."""
    return {re.split(r"\W", name.lower())[0] for name in table("holidays.tsv")}


def feast(name: str, year: int) -> date:
    """The day on which the holiday of that name falls in that year."""
    rule = _rules()[_folded(" ".join(name.split()))]
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.split()[1]))
    if "-" in rule and " " not in rule:
        return date(year, int(rule[:2]), int(rule[3:]))
    month, weekday, nth = (int(part) for part in rule.split())
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Easter Sunday of that year in the Gregorian calendar (the anonymous algorithm; Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
