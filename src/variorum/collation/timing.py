"""Whether a time told with a statement is that of its act, and what its words hang on: what must hold before times are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from variorum.collation.acts import word_list
from variorum.collation.draft import Draft
from variorum.collation.values import clock
from variorum.model.reading import Time
from variorum.model.span import Span

BEFORE = 60  # code points before a time in which a word may hang it on another happening
LONG = 27  # days from which on a time may be a label of a happening ("last month's shooting") rather than tell when it was
SAME_HOUR = 60  # minutes within which a report that gives an hour for the day is taken to give the same hour
_BOUND = re.compile(r"\b(?:(?:shortly|just|soon|right)\s+)?(?:before|after)\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_STAMP = re.compile(r"^\s*(?::|\)|\||at\s+\d{1,2}\s?:\s?\d\d\s*(?:[ap]\.?m\b[^,;]*)?(?:\n|\||$)|\d{1,2}\s?:\s?\d\d)")
_POSTED = re.compile(
    r"\b(?:update|updated|posted|published|created|modified|as of)\W*(?:[\d/]+\W*|(?:on|at)\s+)?$", re.IGNORECASE
)
_FULL_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_BREAK = re.compile(r"^[ \t]*(?:\n|$)")
_FOUND = re.compile(r"\b(?:found|discovered|pronounced|declared|announced|reported|described|identified)\b", re.IGNORECASE)
_HANGING = re.compile(
    r"\b(?:after|following|before|since|until|related to|stemming from|accused of|suspected of|charged (?:with|in)|wanted (?:for|in)"
    r"|in (?:connection|relation) (?:to|with))\s+(?!(?:about|around|roughly|approximately|just|midnight|noon|dawn|dusk|sun)\b|\d)(?=\w)",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:in|for|over|of|from|during)\s+(?:(?:a|an|the|that|this|his|her|their|its)\s+)?(?:[\w'’-]+\s+){0,4}?([a-z]+)\b"
)
_RELATIVE = re.compile(r"\b(?:which|who|whom|where|when|that)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"^\s(?:in|at|on|of|for|to|by|from|with|after|before|during|as|when|while|and|that|who)\b")
_SAID_FROM = re.compile(
    r"\b(?:last|this|past|ago|recent(?:ly)?|overnight|earlier|later|next|weekend|week|month|year|today|tonight|yesterday|tomorrow|now)\b",
    re.IGNORECASE,
)
_LATER = frozenset(
    {"die", "death", "succumb", "pronounce", "declare", "charge", "arraign", "indict", "book", "convict", "sentence", "plead"}
)  # what comes after something like it


@cache
def _events() -> frozenset[str]:
    return word_list("event_nouns.txt")


def worded(t: Time, draft: Draft) -> tuple[str, str]:
    """The words of a time, and what stands before them in its sentence."""
    text = draft.document.text
    return t.span.text(text), text[max(draft.sentence.start, t.span.start - 24) : t.span.start]


def with_side(t: Time, draft: Draft) -> Span:
    """A time with the words that make it a bound ("shortly before midnight")."""
    start = max(draft.sentence.start, t.span.start - 24)
    found = _BOUND.search(draft.document.text, start, t.span.start)
    return Span(found.start(), t.span.end) if found else t.span


def stamps(t: Time, draft: Draft) -> bool:
    """Whether a time dates the report or an entry of a running report, rather than what happened.

    So do a date that another time of day or a bar follows, one behind "updated", and a full date at the end of a line that ends
    without a full stop: a headline run together with its date.
    """
    text = draft.document.text
    if _POSTED.search(text[max(0, t.span.start - 24) : t.span.start]) or _STAMP.match(text[t.span.end : t.span.end + 40]):
        return True
    dated = clock(t) is None and _FULL_DATE.search(t.span.text(text)) is not None
    return dated and bool(_BREAK.match(text[t.span.end : t.span.end + 8]))


def of_the_act(t: Time, draft: Draft) -> bool:
    """Whether a time is told of the statement's own act: inside its words, and not of another happening that they speak of."""
    span, head, text = draft.statement.span, draft.statement.head, draft.document.text
    if not t.span.overlap(span):
        return False
    if head.overlap(t.span):
        return True
    if _FOUND.search(text[max(span.start, head.start - 24) : head.start]):
        return False  # "found shot on Tuesday": the day of the finding
    if head.end <= t.span.start:
        between = text[head.end : t.span.start]
    else:
        between = text[max(span.start, t.span.start - BEFORE) : t.span.start]
    after = re.match(r"[’']?s?((?:\s[a-z-]+){1,4})", text[t.span.end : t.span.end + 48])  # "the Monday attack"
    named = after is not None and bool(set(after.group(1).split()) & _events()) and not _PREPOSITION.search(after.group(1))
    if head.end <= t.span.start and _RELATIVE.search(between):
        return False
    return not (_HANGING.search(between) or _tells_of_another(between, draft) or (named and head.end <= t.span.start))


def _tells_of_another(between: str, draft: Draft) -> bool:
    """Whether the words between an act and a time name a happening that the time may be of ("charged in the shooting Monday")."""
    found = {m.group(1) for m in _OF_ANOTHER.finditer(between)}
    return bool(found & _events()) and draft.statement.predicate not in word_list("event_nouns.txt")


def is_label(t: Time, draft: Draft) -> bool:
    """Whether a long time only tells a happening from others: beside a noun, or counted back from the day of writing."""
    words, head = t.span.text(draft.document.text), draft.statement.head
    beside = draft.statement.predicate in _events() and 0 <= head.start - t.span.end <= BEFORE
    return beside or said_from(words, words)


def said_from(a: str, b: str) -> bool:
    """Whether the words of two times hang on the days on which they were written, so that other words may mean the same day."""
    return bool(_SAID_FROM.search(a) or _SAID_FROM.search(b))


def one_moment(a: Draft, b: Draft) -> bool:
    """Whether two statements name acts that are done at one moment: the same, or kinds of which none comes later."""
    x, y = a.statement.predicate, b.statement.predicate
    return x == y or not {x, y} & _LATER


def days(t: Time) -> int | None:
    """How many days a time spans; None without bounds."""
    try:
        first, last = (date.fromisoformat((d or "")[:10]) for d in (t.earliest, t.latest))
    except ValueError:
        return None
    return (last - first).days + 1


def has_finer(fine: Time, coarse: Time, times: Sequence[Time]) -> bool:
    """Whether a report that gives a coarse time has among its `times` the fine one, or one as fine within it, as well."""
    day = (fine.earliest or "")[:10]
    for t in times:
        if t is coarse or t.type not in {"date", "time"} or not t.earliest or t.earliest[:10] != day or t.latest is None:
            continue
        if clock(fine) is None:
            if t.latest[:10] == (fine.latest or "")[:10]:
                return True
        elif clock(t) is not None and abs((clock(t) or 0) - (clock(fine) or 0)) <= SAME_HOUR:
            return True
    return False
