"""What verdicts on statements share: their form, what they are decided in, and when and how sure a thing was said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from variorum.collation.acts import Tally
from variorum.collation.draft import Draft
from variorum.collation.participants import is_named
from variorum.collation.sameness import Sameness
from variorum.collation.values import compare_times
from variorum.model.reading import Time
from variorum.model.record import DiscrepancyKind, Entity, Relation
from variorum.model.span import Span

BEFORE = 160  # code points before a statement in which a date still holds for it
_THOUGHT = re.compile(
    r"\b(?:thought|believed|assumed|hoped|feared|whether|ensures?|ensured|make sure|sure)\s+(?:that\s+)?$", re.IGNORECASE
)
_THOUGHT_IN = re.compile(r"\b(?:thought|believed|assumed|feared)\b", re.IGNORECASE)
_IF = re.compile(r"\bif\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing told differently: the two values' spans, in the order of the two statements, and why."""

    kind: DiscrepancyKind
    relation: Relation
    one: Span
    other: Span
    why: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a comparison is decided in: who is who, what each report counts and when, who retells whom."""

    entities: Mapping[str, Entity]
    tally: Tally
    moments: Mapping[tuple[str, str], Sequence[Time]]  # times of each document's acts, by kind of act
    times: Mapping[str, Sequence[Time]]  # all times of a document
    named: Mapping[str, frozenset[str]]  # the documents that mention an entity
    retold: frozenset[frozenset[str]]  # pairs of documents of which one is copied or rewritten from the other
    retelling: frozenset[str]  # documents that mostly retell another
    sameness: Sameness = field(default_factory=Sameness)
    several: frozenset[str] = frozenset()  # documents that tell of more than one happening of a kind


def as_of(draft: Draft, setting: Setting) -> str | None:
    """The day on which it was said, from the words around the statement, else the day of the report; ISO 8601."""
    published = (draft.document.meta.published or "")[:10] or None
    if draft.vouches:
        for t in setting.times.get(draft.document.id, ()):
            inside = draft.sentence.covers(t.span) and not draft.statement.span.overlap(t.span)
            day = (t.earliest or "")[:10]
            if (
                inside
                and t.type in {"date", "time"}
                and day
                and day == (t.latest or "")[:10]
                and (not published or day <= published)
            ):
                return day
    return published


def in_the_past(draft: Draft, setting: Setting) -> bool:
    """Whether it is told of a time long before the report: its own, or else a date shortly before in the same paragraph."""
    published = (draft.document.meta.published or "")[:10]
    if len(published) < 10:
        return False
    start = draft.statement.span.start
    block = next((b.span for b in draft.document.blocks if b.span.start <= start < b.span.end), draft.sentence)
    near = [
        t
        for t in setting.times.get(draft.document.id, ())
        if t.type in {"date", "time"} and t.latest and 0 <= start - t.span.end <= BEFORE and block.covers(t.span)
    ]
    dated = [t for t in draft.times if t.type in {"date", "time"} and t.latest] or near[-1:]
    return bool(dated) and all(_years_before(t.latest or "", published) for t in dated)


def _years_before(latest: str, published: str) -> bool:
    year, day = latest[:4], latest[4:10] or "-12-31"
    return year.isdigit() and f"{int(year) + 1:04}{day}" < published


def thought(draft: Draft) -> bool:
    """Whether the words before a clause make it what somebody thought, wanted or supposed, not what was so."""
    before = draft.document.text[draft.sentence.start : draft.statement.span.start]
    return bool(_THOUGHT.search(before) or _IF.search(before) or _THOUGHT_IN.search(draft.words))


def of_one(a: Draft, b: Draft, setting: Setting) -> bool:
    """Whether both are told of one and the same named actor or undergoer."""
    mine, theirs = ({e for e in (d.entity("agent"), d.entity("patient")) if e} for d in (a, b))
    return any(is_named(setting.entities[e]) for e in mine & theirs)


def other_occasion(a: Draft, b: Draft) -> bool:
    """Whether both give a time and these exclude one another by more than a day: two happenings."""
    pairs = [(x, y) for x in a.times for y in b.times if x.type in {"date", "time"} and y.type in {"date", "time"}]
    found = [compare_times(x, y) for x, y in pairs if x.earliest and y.earliest]
    return bool(found) and all(f is not None and f[0] == "contradiction" for f in found)
