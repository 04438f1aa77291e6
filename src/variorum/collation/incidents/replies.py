"""What the reports of one story gave when asked, without what weighed for it: little enough to be kept and sent about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from variorum.collation.incidents.evidence import Answer, Evidence
from variorum.model.record import Question
from variorum.model.sending import sent_by_fields
from variorum.model.span import Span

ROLES = (("killed", ("patient of kill", "agent of die", "patient of die", "patient of find dead", "agent of find dead")),
         ("arrested", ("patient of arrest", "agent of plead")), ("injured", ("patient of hurt", "patient of shoot")))  # fmt: skip


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Seen:
    """Where one report gives a value, and the person named beside it, where it is an age."""

    document: str
    spans: tuple[Span, ...]
    bearer: str | None


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Reply:
    """A value with where it stands, best place first, and how likely it is the one asked for."""

    key: str
    value: str
    likelihood: float
    seen: tuple[Seen, ...]
    role: str | None = None  # of a person


@dataclass(frozen=True, slots=True)
class Replies:
    """The values given to one question."""

    question: Question
    values: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Bearing:
    """How many bear an age."""

    age: int
    persons: int


@dataclass(frozen=True, slots=True)
class Asking:
    """What the reports of one story gave when asked, before it is told who says so."""

    story: str
    documents: tuple[str, ...]
    answers: tuple[Replies, ...]
    people: tuple[Reply, ...]
    ages: tuple[Reply, ...]
    bearing: tuple[Bearing, ...]


def reply(answer: Answer) -> Reply:
    """An answer without what weighed for it."""
    return Reply(answer.key, answer.value, answer.likelihood, seen(answer.evidence), _role(answer.evidence))


def seen(evidence: Sequence[Evidence]) -> tuple[Seen, ...]:
    """Where evidence stands."""
    return tuple(Seen(e.document, e.spans, e.bearer) for e in evidence)


def _role(evidence: Sequence[Evidence]) -> str | None:
    told = {name for e in evidence for name in e.features}
    return next((role for role, names in ROLES if not told.isdisjoint(names)), None)
