"""Times, quantities and roles as people correct them: typed values from what was written, put in the place of what was read."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace

from variorum.collation.locating import likeness
from variorum.model.reading import Argument, Quantity, Reading, Statement, Time
from variorum.model.span import Span

ROLES = (
    "agent", "patient", "recipient", "theme", "beneficiary", "opponent", "place", "origin", "goal", "path", "instrument", "time",
    "attribute", "circumstance",
)  # fmt: skip
NONE = "none"  # as a role: takes no part
ABOUT, OVER, UNDER = ("about", "around", "some", "~"), ("over", "more than", "at least", ">"), ("under", "fewer than", "less than", "at most", "<")  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d))?)?)?)?([~?%]?)")
_LENGTH = re.compile(r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:\s*[-–]\s*(\d[\d,]*(?:\.\d+)?))?\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Moment:
    """A written time as typed."""

    type: str
    value: str
    approximate: bool
    earliest: str | None
    latest: str | None


def moment(written: str) -> Moment | None:
    """The time that an EDTF date, an interval of two (A/B) or an ISO 8601 duration stands for; None where it is neither."""
    text = written.strip()
    if _LENGTH.fullmatch(text):
        return Moment("duration", text, False, None, None)
    parts = [_day(part) for part in text.split("/")]
    if len(parts) > 2 or None in parts:
        return None
    known = [part for part in parts if part is not None]
    first, last = known[0], known[-1]
    if first[0] > last[1]:
        return None
    return Moment("time" if "T" in text else "date", text, any(part[2] for part in known), first[0], last[1])


def _day(text: str) -> tuple[str, str, bool] | None:
    """First and last moment of a date, and whether it is approximate or in doubt."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, mark = match.groups()
    if month is None:
        return f"{year}-01-01", f"{year}-12-31", bool(mark)
    if not 1 <= int(month) <= 12 or int(year) < 1:
        return None
    days = monthrange(int(year), int(month))[1]
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{days:02}", bool(mark)
    if not 1 <= int(day) <= days or int(hour or 0) > 24 or int(minute or 0) > 59:
        return None
    whole = match.group(0).rstrip("~?%")
    return whole, whole, bool(mark)


@dataclass(frozen=True, slots=True)
class Amount:
    """A written quantity as typed; an open bound is None."""

    low: float | None
    high: float | None
    approximate: bool
    unit: str | None


def amount(written: str) -> Amount | None:
    """The quantity that "12", "10-12 people", "over 50" or "about 3 km" stands for; None where it begins with no number."""
    text = " ".join(written.split())
    found = {"about": False, "over": False, "under": False}
    for name, words in (("over", OVER), ("under", UNDER), ("about", ABOUT)):
        word = next((w for w in words if text.lower().startswith(w) and not text[len(w) : len(w) + 1].isalpha()), None)
        if word is not None:
            text, found[name] = text[len(word) :].lstrip(), True
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    low = float(match.group(1).replace(",", ""))
    high = float(match.group(2).replace(",", "")) if match.group(2) else low
    if high < low:
        return None
    return Amount(
        low=None if found["under"] else low,
        high=None if found["over"] else high,
        approximate=found["about"],
        unit=match.group(3).strip() or None,
    )


def with_time(reading: Reading, place: Span, written: str, who: str) -> Reading:
    """The reading, the time on these words as written; `who` stands as what it was resolved against."""
    told = moment(written)
    if told is None:
        return reading
    old = _nearest([t.span for t in reading.times], place)
    span = place if old is None else reading.times[old].span
    new = Time(span, told.type, told.value, told.approximate, told.earliest, told.latest, who, told.value)  # type: ignore[arg-type]
    if old is not None:
        return replace(reading, times=tuple(new if n == old else t for n, t in enumerate(reading.times)))
    number = len(reading.times)
    statements = tuple(replace(s, times=(*s.times, number)) if s.span.overlap(place) else s for s in reading.statements)
    return replace(reading, times=(*reading.times, new), statements=statements)


def with_quantity(reading: Reading, place: Span, written: str) -> Reading:
    """The reading, the quantity on these words as written; its unit stays unless another is written."""
    told = amount(written)
    if told is None:
        return reading
    old = _nearest([q.span for q in reading.quantities], place)
    if old is not None:
        was = reading.quantities[old]
        new = replace(was, low=told.low, high=told.high, approximate=told.approximate)
        if told.unit not in (None, was.unit):
            new = replace(new, unit=told.unit, dimension=None, factor=None)
        return replace(reading, quantities=tuple(new if n == old else q for n, q in enumerate(reading.quantities)))
    number = len(reading.quantities)
    statements = tuple(replace(s, quantities=(*s.quantities, number)) if s.span.overlap(place) else s for s in reading.statements)
    added = Quantity(place, told.low, told.high, told.unit, told.approximate)
    return replace(reading, quantities=(*reading.quantities, added), statements=statements)


def with_role(reading: Reading, place: Span, role: str, within: Span | None, text: str) -> Reading:
    """The reading, the words taking this part in the statement on `within`, else in all in which they take one."""
    chosen = _statements(reading.statements, place, within)
    changed = tuple(_recast(s, place, role, reading, text) if n in chosen else s for n, s in enumerate(reading.statements))
    return replace(reading, statements=changed)


def _statements(statements: Sequence[Statement], place: Span, within: Span | None) -> set[int]:
    if within is not None:
        found = _nearest([s.span for s in statements], within)
        return set() if found is None else {found}
    holding = {n for n, s in enumerate(statements) if any(a.span.overlap(place) for a in s.arguments)}
    if holding:
        return holding
    around = [n for n, s in enumerate(statements) if s.span.covers(place)]
    return set(sorted(around, key=lambda n: (len(statements[n].span), n))[:1])


def _recast(statement: Statement, place: Span, role: str, reading: Reading, text: str) -> Statement:
    old = _nearest([a.span for a in statement.arguments], place)
    if role == NONE:
        return replace(statement, arguments=tuple(a for n, a in enumerate(statement.arguments) if n != old))
    if old is not None:
        return replace(
            statement, arguments=tuple(replace(a, role=role) if n == old else a for n, a in enumerate(statement.arguments))
        )
    last = re.search(r"\S+\s*$", place.text(text))
    head = Span(place.start + last.start(), place.end) if last is not None else place
    chains = [m.chain for m in reading.mentions if m.span.overlap(place) and m.chain >= 0]
    added = Argument(role, place, head, head.text(text).lower().strip(), chains[0] if chains else None)
    return replace(statement, arguments=tuple(sorted((*statement.arguments, added), key=lambda a: (a.span, a.role))))


def _nearest(spans: Sequence[Span], place: Span) -> int | None:
    over = [n for n, span in enumerate(spans) if span.overlap(place)]
    return max(over, key=lambda n: (likeness(spans[n], place), -n)) if over else None
