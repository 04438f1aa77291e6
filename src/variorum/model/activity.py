"""Who or what did what, when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """An input, or a part of one, that could not be taken further, at which stage, and why."""

    name: str
    stage: Literal["capture", "reading", "collation"]
    reason: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that a decision is about: the text's hash, offsets, the quotation and what stands around it."""

    text_sha256: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, by words and never by derived ids, so that it outlives rebuilds and new versions."""

    verb: Literal["same", "different", "dismiss", "confirm"]
    kind: Literal["claim", "entity", "story", "discrepancy"]
    anchors: tuple[Anchor, ...]
    by: str
    at: str  # UTC, ISO 8601
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """One build: what it used."""

    software: str
    settings: str  # canonical JSON
    started: str  # UTC, ISO 8601
