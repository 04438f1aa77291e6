"""Time expressions of a document, each with what it means, reckoned from the document's date or from its own dates."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.model.reading import Time
from variorum.model.span import Span
from variorum.reading import dates
from variorum.reading.timefilter import fits
from variorum.reading.timegrammar import Shape, shapes
from variorum.reading.timeperiods import topic_after
from variorum.reading.timesetting import DOCUMENT_DATE, Meaning, Setting
from variorum.reading.timevalues import meaning
from variorum.reading.timeway import says, way_of

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

# What stands before the figure that another is set beside.
_COMPARED = re.compile(r"\b(?:compared\s+(?:with|to)|from|against|versus)\s+(?:[^.,;:]|[.,](?=\d)|,\s+or\s[^,]*,)*$", re.I)
_NEW_SENTENCE = re.compile(r"[.!?]['\"”’]*\s+[A-Z]|\n\s*\n")
_PERIOD = re.compile(r"\d{4}(?:-(?:\d\d|Q\d|H\d))?")
# "In two weeks", "in about a year".
_IN = re.compile(r"\bin\s+(?:about\s+|around\s+)?$", re.I)
# "GENEVA, March 3 (Agency) --", "Geneva, March 3, 2019 —": what stands before the day and after it.
_DATELINE_BEFORE = re.compile(r"\s*[A-Z][\w.'’()-]*(?:[ ,/]{1,2}[A-Z][\w.'’()-]*){0,5},?\s")
_DATELINE_AFTER = re.compile(r",?\s{0,2}(?:\([A-Z][^()\n]{1,40}\)|--|[—–_]|-\s)")
_ABOUT = re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost|circa|some(?:time|where)?(?:\s+around)?|shortly\s+(?:before|after))\s+$", re.I)  # fmt: skip


def find_times(doc: Doc, dct: str | None) -> tuple[Time, ...]:
    """The time expressions of `doc` in order, none over another; `dct` is the day the document was made, if known."""
    text, now = doc.text, dates.day_of(dct)
    found = shapes(text)
    dateline = _dateline(found, text, now)
    made = dateline[1] if dateline else now
    guides = () if made else _guides(found)
    heads = {token.idx: token for token in doc}
    times: list[Time] = []
    setting = Setting(made)
    end = 0
    for shape in found:
        token = next((heads[i] for i in range(shape.start, shape.end) if i in heads), None)
        if shape.start < end or not fits(shape, text, token):
            continue
        meant = meaning(shape, _here(setting, shape, token, text, guides))
        if meant is None:
            continue
        end = shape.end
        if _ABOUT.search(text[max(0, shape.start - 20) : shape.start]):
            meant = replace(meant, approximate=True)
        if dateline and meant.anchor == DOCUMENT_DATE:
            meant = replace(meant, anchor=f"time:{dateline[0]}" if shape.start != dateline[0] else None)
        times.append(_time(shape, meant))
        setting = _after(setting, shape, meant, token)
    return tuple(times)


def _here(setting: Setting, shape: Shape, token: Token | None, text: str, guides: tuple[tuple[int, date], ...]) -> Setting:
    """The setting with what stands around `shape`."""
    guide = _nearest(guides, shape.start)
    way = way_of(shape, token, text)
    told = (
        setting.last
        if setting.last_start is not None and not _NEW_SENTENCE.search(text[setting.last_start : shape.start])
        else None
    )
    return replace(
        setting,
        way=way,
        awaited=way == "future"
        and bool(_IN.search(text[max(0, shape.start - 12) : shape.start]))
        and not text.startswith(" or ", shape.end),
        since=bool(re.search(r"\bsince\s+$", text[max(0, shape.start - 8) : shape.start], re.I)),
        compared=bool(_COMPARED.search(text[max(0, shape.start - 80) : shape.start])),
        beside=told if told and _PERIOD.fullmatch(told) else None,
        guide=guide[1] if guide else None,
        guide_start=guide[0] if guide else None,
    )


def _dateline(found: tuple[Shape, ...], text: str, now: date | None) -> tuple[int, date] | None:
    """Where the dateline gives a day, and that day: it, and not a later day of publication, is what "yesterday" hangs on.

    A dateline that does not fall in the ten days up to `now` is no help: it may be of another article.
    """
    for shape in found:
        if shape.start > 300:
            break
        if shape.rule != "date" or shape.get("weekday") or not _DATELINE_AFTER.match(text, shape.end):
            continue
        line = text[text.rfind("\n", 0, shape.start) + 1 : shape.start]
        if not _DATELINE_BEFORE.fullmatch(line):
            continue
        meant = meaning(shape, Setting(now))
        day = dates.day_of(meant.timex) if meant else None
        if day and (0 <= (now - day).days <= 10 if now else True):
            return shape.start, day
    return None


def _guides(found: tuple[Shape, ...]) -> tuple[tuple[int, date], ...]:
    """Where the text itself gives a month and a year, and the last day of that month or the day."""
    guides: list[tuple[int, date]] = []
    for shape in found:
        if shape.rule in ("iso", "slashed", "date", "month", "clock", "clocklast") and shape.get("year"):
            meant = meaning(shape, Setting(None))
            known = dates.bounds(meant.timex) if meant and meant.timex else None
            day = dates.day_of(known[1]) if known else None
            if day:
                guides.append((shape.start, day))
    return tuple(guides)


def _nearest(guides: tuple[tuple[int, date], ...], start: int) -> tuple[int, date] | None:
    at = bisect(guides, (start,))
    return min(guides[max(0, at - 1) : at + 1], key=lambda g: (abs(g[0] - start), g[0]), default=None)


def _after(setting: Setting, shape: Shape, meant: Meaning, token: Token | None) -> Setting:
    """The setting for what comes next."""
    topic = topic_after(setting, shape, meant)
    quarter = topic if topic and "Q" in topic else setting.last_quarter
    setting = replace(setting, topic=topic, last_quarter=quarter)
    if shape.rule == "overnight":
        return setting  # it has two days: neither is what a later hour or weekday hangs on
    if meant.kind in ("date", "time") and meant.timex and dates.bounds(meant.timex):
        setting = replace(setting, last=meant.timex, last_start=shape.start)
        if token is None or not says(token):
            setting = replace(setting, scene=meant.timex, scene_start=shape.start)
    return setting


def _time(shape: Shape, meant: Meaning) -> Time:
    timex = meant.timex
    value = timex
    known: tuple[str, str] | None = None
    if meant.kind in ("date", "time") and timex:
        value, known = dates.edtf(timex), dates.bounds(timex)
        if value and meant.approximate and re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            value += "~"
        if value and shape.get("hour") and not shape.get("minute"):  # an hour alone is said no more exactly than that
            value = value.removesuffix(":00")
    return Time(
        span=Span(shape.start, shape.end),
        type=meant.kind,
        value=value,
        approximate=meant.approximate,
        earliest=known[0] if known else None,
        latest=known[1] if known else None,
        anchor=meant.anchor,
        timex=timex,
    )
