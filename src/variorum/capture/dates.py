"""The day of a report as one of its first lines prints it."""

from __future__ import annotations

import re
from datetime import date

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
