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
from variorum.reading.timesetting import DOCUMENT_DATE, Meaning, Setting, Way
from variorum.reading.timevalues import meaning

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

_PLANS = frozenset("expect schedule plan set due slate intend aim hope promise likely agree prepare".split())
# Words before a day that say it is still to come.
_DUE = re.compile(r"\b(?:scheduled|slated|due|planned|set|expected|deadline|payable|begin|start|until|effective|as soon as)\s+(?:(?:for|on|by|from)\s+)?$", re.I)  # fmt: skip
# What stands before the figure that another is set beside.
_COMPARED = re.compile(r"\b(?:compared\s+(?:with|to)|from|against|versus)\s+(?:[^.,;:]|[.,](?=\d)|,\s+or\s[^,]*,)*$", re.I)
# A preposition under which a past verb may point to the day after.
_LEANING = re.compile(r"\b(?:by|until|till|for|as\s+(?:early|soon|late)\s+as)\s+$", re.I)
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
        setting = _after(setting, shape, meant)
    return tuple(times)


def _here(setting: Setting, shape: Shape, token: Token | None, text: str, guides: tuple[tuple[int, date], ...]) -> Setting:
    """The setting with what stands around `shape`."""
    guide = _nearest(guides, shape.start)
    return replace(
        setting,
        way=_way(shape, token, text),
        compared=bool(_COMPARED.search(text[max(0, shape.start - 80) : shape.start])),
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


def _way(shape: Shape, token: Token | None, text: str) -> Way:
    """Where the clause that holds the expression points."""
    if token is None:
        return "none"
    before = text[max(0, shape.start - 30) : shape.start]
    verb = _verb_over(token)
    if verb is not None and _had(verb):
        return "past"
    if _DUE.search(before):
        return "future"
    way = _tense(verb) if verb is not None else "none"
    if way == "future" and text[shape.end : shape.end + 1] in ("'", "’"):
        return "none"  # "will discuss Wednesday's ruling" does not say when the ruling comes
    if way == "past" and (_LEANING.search(before) or _has(verb)):
        return "near"
    return way


def _verb_over(token: Token) -> Token | None:
    """The verb that the expression hangs on, however far up; None where there is none near."""
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head is token:
            break
        token = token.head
    return None


def _had(verb: Token) -> bool:
    """Whether the verb, or one that it hangs on as "had been due to expire" does, is in the pluperfect."""
    for _ in range(3):
        if any(child.dep_ == "aux" and child.lower_ == "had" for child in verb.children):
            return True
        if verb.dep_ not in ("xcomp", "acomp"):
            return False
        verb = verb.head
    return False


def _has(verb: Token | None) -> bool:
    return verb is not None and any(child.dep_ == "aux" and child.lower_ in ("has", "have") for child in verb.children)


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
    topic = topic_after(setting, shape, meant)
    quarter = topic if topic and "Q" in topic else setting.last_quarter
    setting = replace(setting, topic=topic, last_quarter=quarter)
    if meant.kind in ("date", "time") and meant.timex and dates.bounds(meant.timex):
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
