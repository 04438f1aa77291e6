"""The day of a report as one of its first lines prints it; and when a saved page says that it was saved."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from variorum.capture.layout import Layout

FIRST = 8  # blocks looked at: stamps stand above the story
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>(?:jan|febr?|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}|may)\.?"
FULL = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"
    rf"|\b(?P<day1>\d\d?)(?:st|nd|rd|th)?\s+{MONTH},?\s+(?P<year1>(?:19|20)\d\d)\b"
    rf"|\b{MONTH.replace('month', 'month2')}\s+(?P<day2>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)\b",
    re.I,
)
STAMPED = re.compile(r"(?:first |last )?(?:published|posted|created|date|dated|issued|updated|modified)\b", re.I)

# What programs that save pages leave in a comment: SingleFile, in the form of JavaScript's dates; the Internet Archive, in UTC.
SAVED = (
    (re.compile(r"saved with SingleFile\s+url: \S+\s+saved date: \w{3} (.{20} GMT[+-]\d{4})"), "%b %d %Y %H:%M:%S GMT%z"),
    (re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d, \d{4}) AND RETRIEVED FROM"), "%H:%M:%S %b %d, %Y"),
)


def saved_at(page: str) -> str | None:
    """When the program that saved a page says that it was saved (ISO 8601, UTC), or the archive that it was taken from; else None."""
    for pattern, form in SAVED:
        if found := pattern.search(page):
            try:
                when = datetime.strptime(found[1], form)
            except ValueError:
                continue
            when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
            return when.isoformat().replace("+00:00", "Z")
    return None


def printed_date(layout: Layout) -> str | None:
    """The ISO 8601 day in the first short line that gives one, or that says it was published then; None without one.

    A line that holds a date among many other words belongs to the story and tells nothing; `03/04/2024` can be read two ways.
    """
    lines = [b.span.text(layout.text) for b in layout.blocks[:FIRST] if len(b.span) <= 120]
    short = [w for w in lines if len(w.split()) <= 8 and not re.search(r"[.!?]$|\b[a-z]{2,}\b", FULL.sub("", w))]
    said = [w for w in lines if STAMPED.match(w)]
    for words in sorted(said, key=lambda w: w.lower().startswith(("updated", "last", "modified"))) + short:
        found = FULL.search(words)
        if found and (day := _day(found.groupdict())):
            return day
    return None


def _day(found: dict[str, str | None]) -> str | None:
    year = int(found["year"] or found["year1"] or found["year2"] or 0)
    named = (found["month"] or found["month2"] or "")[:3].lower()
    month = MONTHS.index(named) + 1 if named else int(found["number"] or 0)
    try:
        return date(year, month, int(found["day"] or found["day1"] or found["day2"] or 0)).isoformat()
    except ValueError:
        return None
