"""The day it happened: single days that a report names."""

from __future__ import annotations

import datetime

from variorum.collation.incidents.evidence import Evidence, Features
from variorum.collation.incidents.page import Line, Page

LONGEST = 5000  # days between what happened and a report of it


def day_of(value: str | None) -> datetime.date | None:
    """The calendar day of an ISO 8601 date or date-time; None for less than a day's precision."""
    try:
        return datetime.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def day_evidence(page: Page) -> list[Evidence]:
    """All single days of a report up to its publication, with what their places tell."""
    published = day_of(page.document.meta.published)
    found: list[Evidence] = []
    seen: set[datetime.date] = set()
    told = _told(page)
    for time in page.reading.times:
        day = day_of(time.earliest)
        line = page.line(time.span.start)
        if time.type not in ("date", "time") or day is None or day != day_of(time.latest) or line is None:
            continue
        if published and not -1 <= (published - day).days <= LONGEST:
            continue
        features = _features(page, line, time.span.text(page.document.text), time.span.start)
        features |= _gap((published - day).days if published else None)
        features |= {"first day": float(not seen), "new day": float(day not in seen), "type time": float(time.type == "time")}
        features["often"] = told[day] / sum(told.values())
        features["approximate"] = float(time.approximate)
        seen.add(day)
        kept = {name: value for name, value in features.items() if value}
        found.append(Evidence(page.document.id, day.isoformat(), day.isoformat(), (time.span,), kept))
    return found


def _told(page: Page) -> dict[datetime.date, int]:
    counts: dict[datetime.date, int] = {}
    for time in page.reading.times:
        day = day_of(time.earliest)
        if day is not None and day == day_of(time.latest):
            counts[day] = counts.get(day, 0) + 1
    return counts


def _gap(days: int | None) -> Features:
    if days is None:
        return {"published unknown": 1.0}
    name = str(days) if days < 4 else "4-7" if days < 8 else "8-30" if days < 31 else "31-365" if days < 366 else "366+"
    return {f"days before {name}": 1.0}


def _features(page: Page, line: Line, words: str, start: int) -> Features:
    features: Features = {f"role {line.role}": 1.0, "past": float(line.past)}
    features[f"line {line.index if line.index < 3 else '3-5' if line.index < 6 else '6-11' if line.index < 12 else '12+'}"] = 1.0
    features |= {f"line tells {kind}": 1.0 for kind in line.kinds()}
    at = line.at(start)
    features |= {f"near {kind}": 1.0 for cue, kind in line.cues if abs(cue - at) <= 8}
    for low in words.casefold().split():
        if low.isalpha() and len(low) > 2:
            features[f"says {low}" if low not in _NAMED else "says day or month"] = 1.0
    features["says year"] = float(any(w.isdigit() and len(w) == 4 for w in words.replace(",", " ").split()))
    for n in (1, 2, 3):
        if at - n >= 0 and line.words[at - n].text.islower():
            features[f"before word {line.words[at - n].low}"] = 1.0
    after = line.at(start + len(words))
    for n in (0, 1):
        if after + n < len(line.words) and line.words[after + n].text.islower():
            features[f"after word {line.words[after + n].low}"] = 1.0
    return features


_NAMED = frozenset(
    datetime.date(2024, 1, day).strftime(form).casefold() for day in range(1, 8) for form in ("%A", "%a")
) | frozenset(datetime.date(2024, month, 1).strftime(form).casefold() for month in range(1, 13) for form in ("%B", "%b"))
