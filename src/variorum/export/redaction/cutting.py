"""A reading text with stretches replaced, and where every place of it went."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from variorum.model.span import Span

GAP = "[…]"  # stands for what is not quoted


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A stretch of a text and what stands there instead. Of what is left out no span keeps anything; a pseudonym counts as its words."""

    start: int
    end: int
    instead: str
    left_out: bool = False


@dataclass(frozen=True)
class Edited:
    """A text after its cuts, which stand in order and do not overlap; where each began, and where its replacement begins in `text`."""

    text: str
    cuts: tuple[Cut, ...]
    begins: tuple[int, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, cuts: Iterable[Cut]) -> Edited:
        """The text with every cut carried out."""
        ordered = tuple(sorted(cuts))
        pieces: list[str] = []
        starts: list[int] = []
        at = length = 0
        for cut in ordered:
            pieces += [text[at : cut.start], cut.instead]
            starts.append(length + cut.start - at)
            length = starts[-1] + len(cut.instead)
            at = cut.end
        return cls("".join([*pieces, text[at:]]), ordered, tuple(cut.start for cut in ordered), tuple(starts))

    def span(self, span: Span) -> Span:
        """Where the words of a span stand now; empty where all of them were left out."""
        start, end = self._place(span.start, True), self._place(span.end, False)
        return Span(start, max(start, end))

    def _place(self, place: int, begins: bool) -> int:
        number = bisect_right(self.begins, place if begins else place - 1) - 1
        if number < 0:
            return place
        cut, start = self.cuts[number], self.starts[number]
        after = start + len(cut.instead)
        if place > cut.end or (place == cut.end and (begins or not cut.left_out)):
            return after + place - cut.end
        if cut.left_out:
            return after if begins else start
        return start if begins else after


def left_out(text: str, quoted: Iterable[Span], kept: Iterable[Cut], blocks: Sequence[Span]) -> list[Cut]:
    """The cuts that leave of a text only what is quoted and what stands for somebody in it."""
    inside = list(kept)
    spans = [span for span in quoted if len(span)]
    spans += [Span(c.start, c.end) for c in inside if any(c.start < s.end and s.start < c.end for s in spans)]
    merged = _merged(spans, text)
    cuts: list[Cut] = [c for c in inside if any(s.start <= c.start and c.end <= s.end for s in merged)]
    at = 0
    for span in [*merged, Span(len(text), len(text))]:
        if at < span.start:
            cuts.append(_gap(text, at, span.start, blocks))
        at = max(at, span.end)
    return cuts


def _gap(text: str, start: int, end: int, blocks: Sequence[Span]) -> Cut:
    parted = any(start < block.start <= end for block in blocks)
    before = " " if start else ""
    after = "" if end == len(text) else "\n\n" if parted else " "
    return Cut(start, end, before + GAP + after, True)


def _merged(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans joined where nothing but signs and spaces lie between them."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (span.start <= found[-1].end or _idle(text[found[-1].end : span.start])):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _idle(between: str) -> bool:
    return len(between) <= 4 and "\n" not in between and not any(sign.isalnum() for sign in between)
