"""Sources without a name whose description narrows them down: an office, with the body and the place it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.export.atrisk.lists import person_nouns, public_offices, words
from variorum.export.atrisk.page import Holder, Page, has_name
from variorum.export.atrisk.signs import Sign
from variorum.model.span import Span

ENOUGH = 2  # marks beside the office that narrow a description down
WHAT = "an office told with what narrows it down"
_TAKES = re.compile(r"(?:a|an|the|one|another|our)\s", re.I)
_HEAD = re.compile(
    r"^(?P<head>(?:[\w’'-]+\s+){0,5}?[\w’'-]+?)(?=\s+(?:of|at|in|for|with|who|whom|from|on|inside|aboard|under|close|familiar)\b|\s*[,.]|$)"
)
_TELLS = re.compile(
    r"(?P<who>(?:a|an|the|one|our)\s+(?:(?!\b(?:said|told|says|was|were|is|are|has|had|have|did|will|would)\b)[^,.;:]){4,110}?)(?:,\s+who\s+[^,.;:]+,)?\s+"
    r"(?:said|says|told|tells|described|describes|recalled|recalls|explained|confirmed|revealed|admitted|wrote|showed|spoke)\b",
    re.I,
)
_ALONE = re.compile(
    r"\b(?:only|sole|deputy|assistant|first|last|youngest|oldest|longest-serving|same|then|former|chief|head|second-in-command)\b",
    re.I,
)
_CLAUSE = re.compile(r"\b(?:who|whom|whose)\s+\w+", re.I)
_ACCORDING = re.compile(r"\baccording\s+to\s+(?P<who>(?:a|an|the)\s+[^,.;:]{4,110})(?=[,.;:])", re.I)


def unnamed_sources(page: Page) -> Iterator[Sign]:
    """The sources of a report that no name goes with and that few people can be."""
    for span in _sources(page):
        if _narrow(page, span):
            held = [m for m in page.inside(span) if m.kind != "pronoun" and m.span.start - span.start < 40]
            first = page.named(held[0]) if held and held[0].span.start == span.start else None
            if first is None or not has_name(first.entity):
                yield Sign("unnamed source", Holder(first.entity if first else None, span), span, WHAT)


def _sources(page: Page) -> list[Span]:
    """The words for those who vouch in a report, with the clause that goes on telling who they are."""
    found = {
        Span(v.source.start, max(v.source.end, _on(page, v.source.end)))
        for s in page.statements
        for v in s.attributions
        if v.source is not None
    }
    found |= {Span(m.start("who"), m.end("who")) for m in _ACCORDING.finditer(page.text)}
    for sentence in page.sentences:
        if match := _TELLS.match(page.text, sentence.start, sentence.end):
            found.add(Span(match.start("who"), match.end("who")))
    return [span for span in sorted(found) if page.sentence(span.start) is not None]


def _on(page: Page, end: int) -> int:
    clause = re.match(r",?\s+(?:who|whom|whose)\b[^,.;]{3,80}", page.text[end : end + 100])
    return end + clause.end() if clause else end


def _narrow(page: Page, span: Span) -> bool:
    said = page.words(span)
    if not _TAKES.match(said):
        return False
    named = [m for m in page.names if span.start <= m.span.start < span.end]
    head = _HEAD.match(said)
    office = head["head"].lower() if head else said.lower()
    last = re.findall(r"[a-z-]+", office)[-1:] or [""]
    if last[0] in words("generic_people.txt") or last[0].endswith("s") or public_offices().search(office):
        return False
    if last[0] not in person_nouns() and not re.search(
        r"\b(?:head|deputy|chief|assistant|secretary|manager|cook|officer)\b", office
    ):
        return False
    rest = said[len(office) :]
    marks = len(named) >= 1
    bodies = [
        word
        for word in re.findall(r"[a-z]+", rest.lower())
        if word in words("organisation_nouns.txt") or word in words("bodies.txt")
    ]
    return marks + bool(bodies) + (len(named) > 1) + bool(_ALONE.search(said)) + bool(_CLAUSE.search(rest)) >= ENOUGH
