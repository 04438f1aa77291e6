"""The day of the happening, by dates and days of the week that reports name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from variorum.collation.incidents.page import Line, within
from variorum.collation.portraits.clocks import HAPPENED, SAID, of_what
from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.values import WEEKDAYS
from variorum.model.span import Span

LEAD = 10  # lines of a report in which it says when it happened
MOST_APART = 10  # days between two dates of one happening: farther apart one is of something else, more likely than wrong
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b", re.IGNORECASE)
_DAY = re.compile("|".join(WEEKDAYS), re.IGNORECASE)
_DONE_BEFORE = re.compile(
    r"\b(?:shot|killed|killing|shooting|stabbed|stabbing|slaying|gunned\s+down|murder(?:ed)?|death)(?:\s+(?!said|sought|after|before)[\w'’.-]+){0,5}\s+(?:on\s+)?$",
    re.IGNORECASE,
)
_DONE_AFTER = re.compile(r"(?:['’]s)?\s+(?:[\w-]+\s+){0,2}(?:shooting|killing|slaying|stabbing|murder)\b", re.IGNORECASE)
SAYS = re.compile(r",?\s+(?:[\w.'’-]+\s+){0,4}(?:said|says|told|announced|confirmed)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:conference|vigil|court|hearing|arraign\w*|arrested|surrender\w*|released|funeral|scheduled|opens?|closes?|pronounced|died\s+on|indicted|sentenced)\b",
    re.IGNORECASE,
)
REACH = 60  # code points before a date in which it says that something happened
_DONE = re.compile(r"\b(?:shot|shots|shooting|killed|stabbed|stabbing|wounded|gunfire|died|happened|occurred)\b", re.IGNORECASE)
_LATE = re.compile(r"\b(?:night|late|midnight|overnight|early)\b", re.IGNORECASE)


def date_facts(sheet: Sheet) -> Iterator[Fact]:
    """The single days that a report gives to what happened, where named by date or day of the week; none where its sentences on it name several."""
    found: list[Fact] = []
    days: set[str] = set()
    for line in sheet.lines[:LEAD]:
        for time in within(sheet.page.reading.times, line.span):
            words = time.span.text(sheet.text)
            day = (time.earliest or "")[:10]
            if len(day) != 10 or day != (time.latest or "")[:10] or not (_MONTH.search(words) or _DAY.search(words)):
                continue
            before = line.text[: time.span.start - line.span.start]
            own = bool(_MONTH.search(words)) and day == sheet.published  # a report's own dateline
            if own or SAID.search(before) or line.search(_ASIDE):
                continue
            if line.search(_DONE):
                days.add(day)
            if _of_the_happening(line, time.span):
                exact = "date" if _MONTH.search(words) else "day"
                found.append(sheet.fact("date", "", f"{day} {exact}", time.span, bool(line.search(_LATE))))
    if len(days | {str(f.value).split()[0] for f in found}) == 1:
        yield from found


def _of_the_happening(line: Line, span: Span) -> bool:
    """Whether the words around a day say that it happened then, or that help was called then."""
    start, end = span.start - line.span.start, span.end - line.span.start
    if SAYS.match(line.text, end):
        return False
    done = _DONE_BEFORE.search(line.text[:start]) or _DONE_AFTER.match(line.text, end)
    return bool(done or HAPPENED.search(line.text[max(0, start - REACH) : start])) or of_what(line.text, start, end) not in (
        "",
        "hour died",
    )


def compare(a: Fact, b: Fact) -> Found:
    """Two days of one happening; a night belongs to two days."""
    (one, how_a), (two, how_b) = (str(f.value).split() for f in (a, b))
    first, last = date.fromisoformat(one), date.fromisoformat(two)
    apart = abs((first - last).days)
    if apart == 0 or apart > MOST_APART or (apart == 1 and (a.rough or b.rough)):
        return None
    if (how_a, how_b) != ("date", "date") and (first.weekday() == last.weekday() or apart > 6):
        return None  # a day of the week hangs on the report's date, which may be wrong
    return "contradiction", "the happening is put on other days"
