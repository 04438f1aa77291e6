"""Which content and which source belong to which cue: a readable table of evidence over the segments a tagger found.

For each content the cues nearby and "none" compete, for each cue the sources nearby and "nobody is named"; the best sum of weights
wins (conditional logit, McFadden 1974). Weights: `data/attribution_pairs.tsv`, fitted by `tools/train_attribution.py`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from variorum.model.span import Span, SpanIndex
from variorum.reading.tagging import Segment, Tagged
from variorum.reading.wordlist import lines

NEAREST = 4  # candidates on either side
NOTHING = {"nothing": 1.0}  # the evidence that a content belongs to no cue
LEAN = 3.0  # a content goes without a cue only when that is this much likelier: to lose who says it is the worse mistake
FAR = -6.0  # what counts as the model's logit where two segments stand in no common window


@dataclass(frozen=True, slots=True)
class Paired:
    """One cue with its source, if one is named, and its contents."""

    cue: Segment
    source: Segment | None
    contents: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules put together: a cue, its sources and contents."""

    cue: Span
    sources: tuple[Span, ...]
    contents: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where sentences and paragraphs of a text begin, and what the rules put together, in order of cues."""

    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    ruled: tuple[Ruled, ...]
    index: SpanIndex  # of their cues
    utterances: SpanIndex  # what stands in quotation marks and is a sentence of somebody's
    heads: SpanIndex  # headlines and crossheads, which say what they say by themselves

    def between(self, a: Span, b: Span) -> tuple[int, int]:
        """How many sentence and paragraph starts lie between two spans."""
        low, high = min(a.start, b.start), max(a.start, b.start)
        return (
            bisect_right(self.sentences, high) - bisect_right(self.sentences, low),
            bisect_right(self.paragraphs, high) - bisect_right(self.paragraphs, low),
        )

    def over(self, cue: Span) -> list[Ruled]:
        """The attributions of the rules whose cue overlaps this one."""
        return [self.ruled[number] for number in self.index.overlapping(cue)]

    def apart(self, one: Span, other: Span) -> bool:
        """Whether a headline or crosshead holds one of two spans and not the other."""
        return self.heads.overlapping(one) != self.heads.overlapping(other)

    def quoted(self, span: Span) -> bool:
        """Whether the span touches an utterance."""
        return bool(self.utterances.overlapping(span))

    def agrees(self, cue: Span, other: Segment) -> bool:
        """Whether the rules have one attribution that overlaps both."""
        return any(
            other.span.overlap(span)
            for ruled in self.over(cue)
            for span in (ruled.contents if other.role == "content" else ruled.sources)
        )


@cache
def weights(kind: str) -> Mapping[str, float]:
    """The table of evidence for `content` or `source`."""
    rows = [line.split("\t") for line in lines("attribution_pairs.tsv")]
    return {name: float(value) for of, name, value in rows if of == kind}


def evidence(tagged: Tagged, cue: Segment, other: Segment, cues: Sequence[Segment], layout: Layout) -> dict[str, float]:
    """The value of every row of the table for a content or source segment and a cue."""
    content = other.role == "content"
    net = tagged.content_to_cue(other, cue) if content else tagged.cue_to_source(cue, other)
    low, high = sorted((cue.span, other.span))
    sentences, paragraphs = layout.between(cue.span, other.span)
    return {
        "model": FAR if net is None else net,
        "gap": math.log1p(max(0, high.start - low.end)),
        "touching": float(high.start - low.end <= 2),
        "cues between": float(min(3, between(cues, low, high))),
        "cue first": float(cue.span < other.span),
        "sentences": float(min(4, sentences)),
        "paragraphs": float(min(2, paragraphs)),
        "ruled": float(layout.agrees(cue.span, other)),
        "quoted": float(layout.quoted(other.span)),
    }


def nobody(tagged: Tagged, cue: Segment, layout: Layout) -> dict[str, float]:
    """The evidence that a cue has no source of its own."""
    unnamed = any(not ruled.sources for ruled in layout.over(cue.span))
    return {"nobody": 1.0, "model": tagged.cue_to_none(cue), "ruled": float(unnamed)}


def score(values: Mapping[str, float], table: Mapping[str, float]) -> float:
    """The weighted sum, to four decimals."""
    return round(sum(table[name] * value for name, value in values.items()), 4)


def between(segments: Sequence[Segment], low: Span, high: Span) -> int:
    """How many of `segments` (in order) begin after `low` begins and before `high` does."""
    return bisect_left(segments, high.start, key=_begin) - bisect_right(segments, low.start, key=_begin)


def candidates(segments: Sequence[Segment], to: Segment) -> list[Segment]:
    """The nearest of `segments` (in order) on either side of `to`."""
    at = bisect_right(segments, to.span.start, key=_begin)
    return [*segments[max(0, at - NEAREST) : at], *segments[at : at + NEAREST]]


def _begin(segment: Segment) -> int:
    return segment.span.start


def pair(tagged: Tagged, layout: Layout) -> list[Paired]:
    """Every cue with its source and contents, in order; a cue without content is kept, with none."""
    cues = [s for s in tagged.segments if s.role == "cue"]
    sources = [s for s in tagged.segments if s.role == "source"]
    contents: dict[Segment, list[Segment]] = {cue: [] for cue in cues}
    for one in (s for s in tagged.segments if s.role == "content"):
        near = [cue for cue in candidates(cues, one) if not layout.apart(cue.span, one.span)]
        if near:
            table = weights("content")
            scored = [(score(evidence(tagged, cue, one, cues, layout), table), -cue.span.start, cue) for cue in near]
            most, _, best = max(scored, key=lambda s: s[:2])
            if most + LEAN > score(NOTHING, table):
                contents[best].append(one)
    return [Paired(cue, _source(tagged, cue, cues, sources, layout), tuple(contents[cue])) for cue in cues]


def _source(tagged: Tagged, cue: Segment, cues: Sequence[Segment], sources: Sequence[Segment], layout: Layout) -> Segment | None:
    table = weights("source")
    best, most = None, score(nobody(tagged, cue, layout), table)
    for one in (s for s in candidates(sources, cue) if not layout.apart(s.span, cue.span)):
        value = score(evidence(tagged, cue, one, cues, layout), table)
        if value > most:
            best, most = one, value
    return best
