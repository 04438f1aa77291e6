"""What a time expression hangs on, and what it comes to mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from variorum.reading.timegrammar import Shape

Kind = Literal["date", "time", "duration", "set"]


# Where a clause points: back, ahead, nowhere, or at most to the day after ("gave them until Saturday").
Way = Literal["past", "future", "none", "near"]


DOCUMENT_DATE = "document date"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression hangs on: the document's date, where the clause points, and the dates told before it."""

    now: date | None
    way: Way = "past"
    last: str | None = None  # TIMEX3 value of the last date before
    last_start: int | None = None
    scene: str | None = None  # the same, but for the days on which somebody said something
    scene_start: int | None = None
    last_quarter: str | None = None
    topic: str | None = None  # the period whose figures are told: a quarter, or a year in parts
    compared: bool = False  # whether the expression stands in a comparison ("up from", "compared with")
    awaited: bool = False  # whether it tells how long from now something will come ("will close in two weeks")
    since: bool = False  # whether "since" stands before it
    beside: str | None = None  # the month, quarter or year told before it in the same sentence
    guide: date | None = None  # the end of the nearest fully dated stretch, where there is no document date
    guide_start: int | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value, what kind of time it is, and what it was reckoned from."""

    kind: Kind
    timex: str | None
    approximate: bool = False
    anchor: str | None = None


Rule = Callable[[Shape, Setting], "Meaning | None"]


def anchor_of(setting: Setting) -> str | None:
    return DOCUMENT_DATE if setting.now else None


def is_rough(shape: Shape) -> bool:
    words = " ".join((shape.get("about"), shape.get("stage")))
    return bool(shape.get("orso") or re.search(r"\b(about|around|nearly|almost|approximately|roughly|circa|shortly)\b", words))
