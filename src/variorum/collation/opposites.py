"""Two statements of one claim that rule each other out by their words: none of what the other tells, a refusal of it, the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from variorum.collation.acts import LIGHT, data_lines
from variorum.collation.comparing import Setting, Verdict, of_one, other_occasion, thought
from variorum.collation.draft import Draft
from variorum.collation.participants import PRONOUNS, agreement
from variorum.collation.sameness import SURE

_NONE_OF = re.compile(r"^\W*there\s+(?:was|were|is|are|has been|have been|had been)\s+(?:no|not any|never any)\s+", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing))\s+to\s+(\w+)", re.IGNORECASE)
_OUGHT = re.compile(r"\b(?:should|would|could|might|may|must|if|whether|to)\s+(?:\w+\s+)?$", re.IGNORECASE)
DONE = frozenset({"certain", "probable"})


@cache
def _sides() -> dict[str, str]:
    rows = [line.split("\t") for line in data_lines("sides.tsv")]
    return {one: other for pair in rows for one, other in (pair, pair[::-1])}


def opposite_side(noun: str) -> str | None:
    """The side opposite to one; None for what has none."""
    return _sides().get(noun)


def opposites(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """All verdicts of this kind on a pair of statements; none where either is only thought, asked or may be."""
    if not {a.statement.certainty, b.statement.certainty} <= DONE or thought(a) or thought(b) or other_occasion(a, b):
        return
    for one, other, swapped in ((a, b, False), (b, a, True)):
        why = _none_of(one, other) or _refused(one, other, setting)
        if why:
            pair = (one.statement.span, other.statement.span)
            yield Verdict("polarity", "contradiction", *(pair[::-1] if swapped else pair), why)
    yield from _other_side(a, b, setting)


def _speaker(draft: Draft) -> str:
    """Who says it: an entity, words, or the report itself."""
    vouch = draft.vouches[0] if draft.vouches else None
    return f"{draft.document.id} tells" if vouch is None else vouch.holder or (vouch.holder_text or "").lower()


def _none_of(no: Draft, yes: Draft) -> str | None:
    """Why a plain "there was no bang" speaks against another's "a bang", named as what is heard, thrown, done."""
    if no.statement.polarity != "denied" or yes.statement.polarity != "affirmed" or _speaker(no) == _speaker(yes):
        return None
    opening = _NONE_OF.match(no.words)
    left = no.words[opening.end() :].lower().split() if opening else []
    nouns = {g.lemma for g in no.statement.arguments if g.role in {"attribute", "agent", "patient"}}
    if len(nouns) != 1 or not left or len(left) > 2 or yes.statement.predicate in LIGHT:
        return None
    (noun,) = nouns
    told = " ".join(left).removesuffix("s")
    if not any(g.lemma == noun and told in g.span.text(yes.document.text).lower() for g in yes.statement.arguments):
        return None
    return "one tells of what the other says there was none of"


def _refused(no: Draft, yes: Draft, setting: Setting) -> str | None:
    """Why one's refusal to do what the other tells as done, by the same named one, speaks against it."""
    found = _REFUSED.search(no.words)
    done = yes.statement.polarity == "affirmed" and not _REFUSED.search(yes.words)
    if not found or not done or no.document.id == yes.document.id or found.group(1).lower() != yes.statement.predicate:
        return None
    before = yes.document.text[yes.sentence.start : yes.statement.head.start]
    if yes.statement.predicate in LIGHT or _OUGHT.search(before) or not of_one(no, yes, setting):
        return None
    return "one tells as done what the other tells was refused"


def _other_side(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """The back and the front, the left and the right, for what surely is one act of the same ones."""
    if (
        a.document.id == b.document.id
        or a.statement.predicate != b.statement.predicate
        or a.statement.polarity != b.statement.polarity
    ):
        return
    for x in a.statement.arguments:
        for y in b.statement.arguments:
            if x.role != y.role or x.role not in {"place", "goal"} or opposite_side(x.lemma) != y.lemma:
                continue
            people = [g.lemma for d in (a, b) for g in d.statement.arguments if g.role in {"agent", "patient"}]
            if any(w in PRONOUNS for w in people) and not of_one(a, b, setting):
                continue
            if agreement(a, b, setting.entities, (x.span, y.span)).other - {"place", "goal", "patient"}:
                continue
            if setting.sameness.likelihood(a, b) >= SURE:
                yield Verdict("place", "contradiction", x.span, y.span, f"“{x.lemma}” and “{y.lemma}” are opposite sides")
