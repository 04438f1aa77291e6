"""Words that put somebody in the list, found by cue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from variorum.export.atrisk.holders import after, before, described, doer, either, member_of
from variorum.export.atrisk.lists import Cue, cues
from variorum.export.atrisk.page import Holder, Page
from variorum.model.span import Span

PERCEIVE = frozenset({"see", "hear", "watch", "witness"})
_VISITED = re.compile(
    r"\b(?:lawyer|doctor|nurse|priest|film|game|match|play|chance|need|future|growth|increase|rise|fall|change|difference)s?\b",
    re.IGNORECASE,
)
AROUND = 50  # code points on either side in which words may rule a cue out


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that tell something of somebody: the kind, who, the words, and in short what they tell."""

    kind: str
    holder: Holder
    span: Span
    what: str


def cued(page: Page) -> list[Sign]:
    """All that the cues find in a report, once for each of those concerned, in the order of the text."""
    found = [sign for cue in cues() for sign in _of(page, cue)]
    found += _saw(page)
    found += [Sign(s.kind, one, one.span, s.what) for s in found for one in member_of(page, s.holder)]
    return sorted(dict.fromkeys(found), key=lambda s: (s.span, s.kind, s.holder.span))


def _saw(page: Page) -> Iterator[Sign]:
    """Those who are told to have seen or heard something, and who speak in the same report."""
    speak = {v.holder for s in page.statements for v in s.attributions if v.holder is not None}
    for statement in page.statements:
        if (
            statement.predicate in PERCEIVE
            and statement.polarity == "affirmed"
            and statement.certainty in ("certain", "probable")
        ):
            done = any(a.role == "patient" and not _VISITED.search(a.span.text(page.text)) for a in statement.arguments)
            agents = {a.entity for a in statement.arguments if a.role == "agent" and done} & speak
            meant = [m for m in page.inside(statement.span) if m.entity.id in agents]
            if meant and meant[0].span.start < statement.span.start + 60:
                words = Span(meant[0].span.start, statement.span.end)
                yield Sign("witness", Holder(meant[0].entity, meant[0].span), words, page.words(words))


def _of(page: Page, cue: Cue) -> Iterator[Sign]:
    for match in cue.pattern.finditer(page.text):
        span = Span(match.start(), match.end())
        sentence = page.sentence(span.start)
        if sentence is None:
            continue
        around = page.text[max(sentence.start, span.start - AROUND) : min(sentence.end, span.end + AROUND)]
        if cue.unless is not None and cue.unless.search(around):
            continue
        for holder in _holders(page, cue, span):
            yield Sign(cue.kind, holder, holder.span if cue.stands == "noun" else span, page.words(span))


def _holders(page: Page, cue: Cue, span: Span) -> list[Holder]:
    if cue.stands == "noun":
        return described(page, span, page.text[span.start : span.end].lower().endswith(("s", "men")))
    if cue.stands == "before":
        return before(page, span.start)
    if cue.stands == "after":
        return after(page, span.end)
    return doer(page, span) if cue.stands == "doer" else either(page, span)
