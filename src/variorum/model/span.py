"""Places in a text: code point offsets, end exclusive, as Python slices them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from variorum.model.sending import sent_by_fields

STRETCH = 512  # code points that share an entry in an index


@sent_by_fields
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points in a reading text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def text(self, whole: str) -> str:
        """The characters of `whole` that this span covers."""
        return whole[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """How many code points both spans share; 0 when apart."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def common(self, other: Span) -> Span:
        """The code points both spans share; empty where they are apart."""
        start = max(self.start, other.start)
        return Span(start, max(start, min(self.end, other.end)))

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span over all of `spans` (at least one)."""
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))


def trimmed(span: Span, whole: str) -> Span:
    """`span` without white space at either end."""
    start, end = span.start, span.end
    while start < end and whole[start].isspace():
        start += 1
    while end > start and whole[end - 1].isspace():
        end -= 1
    return Span(start, end)


class SpanIndex:
    """Which of many groups of spans overlap a span, without looking at them all."""

    def __init__(self, groups: Sequence[Sequence[Span]]) -> None:
        self._groups = groups
        self._near: dict[int, list[int]] = {}
        for number, group in enumerate(groups):
            for stretch in sorted({n for span in group for n in _stretches(span)}):
                self._near.setdefault(stretch, []).append(number)

    def overlapping(self, span: Span) -> list[int]:
        """The numbers of the groups with a span that shares a code point with this one, in order."""
        found = {number for stretch in _stretches(span) for number in self._near.get(stretch, ())}
        return sorted(number for number in found if any(span.overlap(one) for one in self._groups[number]))


def _stretches(span: Span) -> range:
    return range(span.start // STRETCH, max(span.end - 1, span.start) // STRETCH + 1)
