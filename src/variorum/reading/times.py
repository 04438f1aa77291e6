"""Time expressions of a document, each with what it means, reckoned from the document's date or from its own dates."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.model.reading import Time
from variorum.model.span import Span
from variorum.reading import dates, units
from variorum.reading.timegrammar import Shape, shapes
from variorum.reading.timesetting import Meaning, Setting, Way
from variorum.reading.timevalues import meaning

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

_PLANS = frozenset("expect schedule plan set due slate intend aim hope promise likely agree prepare".split())
# What follows a four-digit number that is no year: "2000 people", "1500 metres".
_NOT_AFTER = re.compile(r"\s*(?:%|percent\b|million\b|billion\b|people\b|miles?\b|met(?:er|re)s?\b|points?\b|dollars?\b|feet\b|troops\b|women\b|men\b|soldiers\b|shares\b|hours\b|[/\\]|\s?[-–]\s?(?!(?:19|20)?\d\d\b)\d)")  # fmt: skip


# Words before a day that say it is still to come.
_DUE = re.compile(r"\b(?:scheduled|slated|due|planned|set|expected|deadline|begin|start|until|effective|as soon as)\s+(?:(?:for|on|by|from)\s+)?$", re.I)  # fmt: skip
_ABOUT = re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost|circa|some(?:time|where)?(?:\s+around)?|shortly\s+(?:before|after))\s+$", re.I)  # fmt: skip


def find_times(doc: Doc, dct: str | None) -> tuple[Time, ...]:
    """The time expressions of `doc` in order, none over another; `dct` is the day the document was made, if known."""
    text, now = doc.text, dates.day_of(dct)
    found = shapes(text)
    guides = () if now else _guides(found)
    heads = {token.idx: token for token in doc}
    times: list[Time] = []
    setting = Setting(now)
    end = 0
    for shape in found:
        if shape.start < end or not _fits(shape, text):
            continue
        guide = _nearest(guides, shape.start)
        here = replace(
            setting,
            way=_way(shape, heads, text),
            guide=guide[1] if guide else None,
            guide_start=guide[0] if guide else None,
        )
        meant = meaning(shape, here)
        if meant is None:
            continue
        end = shape.end
        if _ABOUT.search(text[max(0, shape.start - 20) : shape.start]):
            meant = replace(meant, approximate=True)
        times.append(_time(shape, meant))
        setting = _after(setting, shape, meant)
    return tuple(times)


def _fits(shape: Shape, text: str) -> bool:
    """Whether what stands around allows the shape to be a time."""
    after = text[shape.end : shape.end + 30]
    if shape.rule == "year" and not shape.get("stage"):
        unit = units.unit_at(text, shape.end + (text[shape.end : shape.end + 1] in (" ", "-")))
        return not _NOT_AFTER.match(after) and (unit is None or unit[0].dimension == "time")
    if shape.rule == "theyear":
        return bool(re.search(r"\b(?:for|in|of)\s+$", text[max(0, shape.start - 8) : shape.start]))
    if shape.rule == "month" and not shape.get("year") and not shape.get("which"):
        name = shape.get("month")
        if name in ("may", "march") and re.match(r"\s+(?:be|have|not|also|\w+ed|to|of|for|on)\b", after):
            return False
        if name == "may" and not re.search(r"\b(?:in|since|until|till|by|of|from|to|last|this|and|or|for|before|after|during|early|late|mid)[\s-]+$", text[max(0, shape.start - 9) : shape.start]):  # fmt: skip
            return bool(shape.get("stage"))
        return len(name) > 4 or name in ("may", "june", "july") or name.endswith(".")
    return True


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
    return min(guides, key=lambda g: (abs(g[0] - start), g[0]), default=None)


def _way(shape: Shape, heads: dict[int, Token], text: str) -> Way:
    """Where the clause that holds the expression points: "future" under will, shall, plans; else "past"; "none" without a verb."""
    token = next((heads[i] for i in range(shape.start, shape.end) if i in heads), None)
    if token is None:
        return "none"
    if _DUE.search(text[max(0, shape.start - 30) : shape.start]):
        return "future"
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX"):
            return _tense(token)
        if token.head is token:
            break
        token = token.head
    return "none"


def _tense(verb: Token) -> Way:
    """Where a verb points, by its auxiliaries and by the verb it hangs on."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in ("will", "'ll", "’ll", "shall", "wo", "would"):
            return "future"
    if verb.tag_ == "VBD" or (
        verb.tag_ == "VBN" and any(c.lower_ in ("was", "were", "had", "has", "have", "been") for c in verb.children)
    ):
        return "past"
    if verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children):
        above = verb.head
        if above is not verb and (above.lemma_.lower() in _PLANS or above.tag_ in ("VBZ", "VBP", "NN", "NNS")):
            return "future"
        return "none"
    return "none"


def _after(setting: Setting, shape: Shape, meant: Meaning) -> Setting:
    """The setting for what comes next."""
    if meant.kind not in ("date", "time") or not meant.timex:
        return setting
    if re.fullmatch(r"\d{4}-Q\d", meant.timex):
        if setting.now and not dates.quarter(setting.now) >= meant.timex >= f"{setting.now.year - 1}-Q4":
            return replace(setting, last=meant.timex, last_start=shape.start)
        return replace(setting, last=meant.timex, last_start=shape.start, last_quarter=meant.timex)
    if dates.bounds(meant.timex):
        return replace(setting, last=meant.timex, last_start=shape.start)
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
