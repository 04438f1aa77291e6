"""A stretch of time that a page is asked for: its bounds, its ticks, the ways to move it, and the strip that shows it in the whole."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from variorum.export.book import Book, counted
from variorum.show.charts import MONTHS, Moment, days
from variorum.show.markup import Html, el, join
from variorum.show.room.ask import Ask
from variorum.show.room.figures import Canvas, shape, written
from variorum.show.room.telling import address_with

MINUTE = 1 / 1440
FIRST_DAY, LAST_DAY = 1.0, float(date.max.toordinal())
MOST = 0.8  # share of the moments that the stretch shown first holds at least
CLOSER = 0.25  # of the whole, below which that stretch is shown rather than the whole
BINS = 60
LEVELS = (("Years", 3652.5), ("Months", 365.25), ("Days", 14.0), ("Hours", 1.0), ("Minutes", 60 * MINUTE))
STEPS = (
    *(minutes * MINUTE for minutes in (1, 5, 15, 30, 60, 180, 360, 720)),
    1.0, 2.0, 7.0, 30.4375, 60.875, 91.3125, 182.625, 365.25, 730.5, 1826.25, 3652.5, 18262.5, 36525.0, 365250.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another, in days."""

    start: float
    end: float
    given: bool = False  # asked for, rather than chosen by what there is

    @property
    def length(self) -> float:
        """How many days it has."""
        return self.end - self.start

    def holds(self, moment: Moment) -> bool:
        """Whether some of a moment lies in it."""
        return moment.latest >= self.start and moment.earliest <= self.end

    def share(self, at: float) -> float:
        """Where a time stands between start (0) and end (1)."""
        return (at - self.start) / self.length


def iso(at: float) -> str:
    """A time in days as ISO 8601, to the minute."""
    held = min(max(at, FIRST_DAY), LAST_DAY)
    day = int(held)
    minutes = min(round((held - day) * 1440), 1439)
    return f"{date.fromordinal(day).isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}"


def whole(moments: Sequence[Moment]) -> Stretch:
    """The stretch that holds every moment, with a margin."""
    return padded(min(m.earliest for m in moments), max(m.latest for m in moments))


def padded(start: float, end: float) -> Stretch:
    """A stretch with a margin on either side, at least an hour long."""
    margin = max((end - start) * 0.04, 30 * MINUTE)
    return Stretch(max(start - margin, FIRST_DAY), min(end + margin, LAST_DAY))


def asked(ask: Ask, moments: Sequence[Moment]) -> Stretch:
    """The stretch asked for as `from` and `to`; else the shortest that holds most moments, where that is much less than the whole."""
    start, end = days(ask.one("from") or None, False), days(ask.one("to") or None, True)
    everything = whole(moments)
    if start is not None or end is not None:
        first = max(start if start is not None else everything.start, FIRST_DAY)
        last = min(end if end is not None else everything.end, LAST_DAY)
        if last - first >= 2 * MINUTE:
            return Stretch(first, last, True)
    if ask.one("whole"):
        return everything
    ordered = sorted(moments, key=lambda m: m.earliest)
    many = max(1, math.ceil(len(ordered) * MOST))
    number = min(range(len(ordered) - many + 1), key=lambda n: (ordered[n + many - 1].earliest - ordered[n].earliest, n))
    held = ordered[number : number + many]
    short = padded(held[0].earliest, max(m.latest for m in held))
    if short.length < everything.length * CLOSER:
        return short
    return everything


def ticks(stretch: Stretch, most: int) -> list[tuple[float, str]]:
    """Times to write at an axis, at most `most`, each with its words: years, months, days, hours or minutes."""
    step = next((one for one in STEPS if stretch.length / one <= most), STEPS[-1])
    if step > 20:
        return _months(stretch, max(1, round(step / 30.4375)))
    origin = math.floor(stretch.start)
    first = origin + math.ceil((stretch.start - origin) / step - 1e-9) * step
    found = []
    for number in range(most + 2):
        at = first + number * step
        if at > stretch.end:
            break
        found.append((at, _tick(at, step)))
    return found


def _tick(at: float, step: float) -> str:
    moment = datetime.fromordinal(int(at + 1e-6)) + timedelta(minutes=round((at - int(at + 1e-6)) * 1440))
    day = f"{moment.day} {MONTHS[moment.month - 1][:3]}"
    if step >= 1:
        return f"{day} {moment.year}" if step >= 7 or (moment.month, moment.day) == (1, 1) else day
    return f"{day}, {moment:%H:%M}" if (moment.hour, moment.minute) == (0, 0) else f"{moment:%H:%M}"


def _months(stretch: Stretch, months: int) -> list[tuple[float, str]]:
    start = date.fromordinal(int(stretch.start))
    number = math.ceil((start.year * 12 + start.month - 1) / months) * months
    found = []
    while number // 12 <= 9999:
        year, month = number // 12, number % 12
        number += months
        if year < 1:
            continue
        at = float(date(year, month + 1, 1).toordinal())
        if at > stretch.end:
            break
        if at >= stretch.start:
            found.append((at, str(year) if months >= 12 else f"{MONTHS[month][:3]} {year}"))
    return found


def ways(address: str, ask: Ask, stretch: Stretch, everything: Stretch) -> Html:
    """Links that move and resize the stretch, and a form for its bounds: all there is to it without a script."""
    middle, length = (stretch.start + stretch.end) / 2, stretch.length

    def to(words: str, start: float, end: float, key: str = "") -> Html:
        href = address_with(address, ask, **{"from": iso(start), "to": iso(end), "whole": None})
        return el("a", words, href=href, data_zoom="yes", title=key or None)

    moves = [
        to("earlier", stretch.start - length / 2, stretch.end - length / 2, "left arrow"),
        to("later", stretch.start + length / 2, stretch.end + length / 2, "right arrow"),
        to("closer", middle - length / 4, middle + length / 4, "plus"),
        to("wider", middle - length, middle + length, "minus"),
        el(
            "a",
            "all of it",
            href=address_with(address, ask, **{"from": None, "to": None, "whole": "yes"}),
            data_zoom="yes",
            title="0",
        ),
    ]
    levels = [to(words, middle - span / 2, middle + span / 2) for words, span in LEVELS]
    hidden = [
        el("input", type="hidden", name=name, value=value)
        for name, values in ask.query.items()
        for value in values
        if name not in ("from", "to", "whole")
    ]
    bounds = [
        el("label", words, " ", el("input", type="datetime-local", name=name, value=iso(at)))
        for words, name, at in (("From", "from", stretch.start), ("to", "to", stretch.end))
    ]
    form = el("form", *hidden, *bounds, el("button", "Show"), action=address, method="get")
    return el("div", el("p", join(moves, " · ")), el("p", join(levels, " · ")), form, class_="ways-of-seeing")


def strip(book: Book, address: str, ask: Ask, moments: Sequence[Moment], stretch: Stretch, canvas: Canvas) -> Html:
    """How many moments are told over time, with the stretch marked in it; each column leads to its own time."""
    everything = whole(moments)
    if stretch.length < everything.length / 40:
        margin = stretch.length * 6
        start, end = max(stretch.start - margin, everything.start), min(stretch.end + margin, everything.end)
        everything = Stretch(min(start, stretch.start), max(end, stretch.end))
    width, top, base, left = 1168.0, 8.0, 52.0, 8.0
    bins: dict[int, list[Moment]] = defaultdict(list)
    for moment in moments:
        middle = everything.share((moment.earliest + moment.latest) / 2)
        if 0 <= middle <= 1:
            bins[min(int(middle * BINS), BINS - 1)].append(moment)
    most = max((len(held) for held in bins.values()), default=1)
    shapes: list[str] = []
    near, far = (left + width * min(max(everything.share(at), 0.0), 1.0) for at in (stretch.start, stretch.end))
    shapes.append(shape("rect", "chosen", x=near, y=top - 4, width=max(far - near, 3.0), height=base - top + 4))
    for number, held in sorted(bins.items()):
        height = max((base - top) * len(held) / most, 3.0)
        first, last = (everything.start + everything.length * edge / BINS for edge in (number, number + 1))
        told = book.tellers([book.statements[name] for moment in held for name in moment.statements][:60], named=canvas.alone)
        label = f"{counted(len(held), 'moment')} from {iso(first)} to {iso(last)}: {told}"
        column = shape(
            "rect", "count", x=left + width * number / BINS + 1, y=base - height, width=width / BINS - 2, height=height
        )
        shapes.append(
            canvas.node(address_with(address, ask, **{"from": iso(first), "to": iso(last), "whole": None}), label, column)
        )
    shapes.append(shape("path", "rule", d=f"M{left} {base}H{left + width}"))
    for at, words in ticks(everything, 10):
        x = left + width * everything.share(at)
        shapes.append(shape("path", "rule", d=f"M{x:.1f} {base}v4"))
        shapes += [written("small", words, x, base + 17, "middle")] if left + 30 < x < left + width - 30 else []
    about = "Columns are as tall as the number of moments told; the marked stretch is what is shown below."
    drawn = canvas.drawing("strip", "Moments told over time", about, (width + 2 * left, base + 24), shapes)
    return el("div", drawn, class_="picture strip", role="region", aria_label="The whole stretch of time", tabindex=0,
              data_from=iso(everything.start), data_to=iso(everything.end), data_left=left, data_width=width)  # fmt: skip
