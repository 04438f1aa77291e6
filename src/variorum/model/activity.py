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
    """Words that a decision is about: the text's hash, offsets, the quotation and what stands around it.

    `document` is a hint alone: which of several reports with the very same text was meant. Words count, wherever they stand.
    """

    text_sha256: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""
    document: str = ""


Verb = Literal[
    "same", "different", "split", "move", "dismiss", "confirm", "attribute", "correct", "withdraw", "sign", "note", "bookmark",
    "undo", "redo",
]  # fmt: skip
Kind = Literal["claim", "entity", "story", "discrepancy", "attribution", "report", "origin", "role", "time", "value"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, by words and never by derived ids, so that it outlives rebuilds and new versions.

    same, different: of the things at the anchors, by `kind`; split: those at all anchors but the first leave it together; move: the
    thing at the first anchor leaves those at the third and on for that at the second; dismiss, confirm: the discrepancy between the
    words at the anchors; attribute: the words at the first anchor come from `value`, or from whoever the words at the second name;
    correct, withdraw: the report that holds the words, as its publisher did, or, by `kind`, what the program read in them; sign: the
    claim that the words make up, as `value` tells it; note, bookmark: nothing is changed; undo, redo: the decision that was taken at
    the time `value` on the same anchors.
    """

    verb: Verb
    kind: Kind
    anchors: tuple[Anchor, ...]
    by: str
    at: str  # UTC, ISO 8601
    reason: str
    value: str = (
        ""  # the source's name, for attribute; what the signer saw, for sign; what is right, for correct; a time, for undo
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision and what became of it in this record."""

    decision: Decision
    outcome: Literal["holds", "superseded", "words not found", "without effect", "signed, since changed"]
    why: str  # what it changed, what stands against it, or what is missing
    claim: str | None = None  # id of the claim that was signed


@dataclass(frozen=True, slots=True)
class Run:
    """One build: what it used."""

    software: str
    settings: str  # canonical JSON
    started: str  # UTC, ISO 8601
