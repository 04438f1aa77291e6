"""One report laid out for the standard questions: its sentences as words, with what each word tells of."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib import resources
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from variorum.collation.sifting import finds, sifted
from variorum.model.document import Block, Document
from variorum.model.reading import Reading
from variorum.model.span import Span


class Mark(Protocol):
    """Anything that stands at a place of a report."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        ...


class Keeping(Protocol):
    """Anything that is looked at from many sides, and keeps what was found."""

    @property
    def found(self) -> dict[tuple[object, ...], Any]:
        """What was found, by what was looked for."""
        ...


M = TypeVar("M", bound=Mark)
K = TypeVar("K", bound=Keeping)
P = ParamSpec("P")
R = TypeVar("R")
UNREAD = ("furniture", "credit", "byline")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d+(?:[.,:]\d+)*(?:-[^\W\d_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def once(find: Callable[Concatenate[K, P], R]) -> Callable[Concatenate[K, P], R]:
    """`find`, done once for each of its first argument, which keeps the answer; the others tell which answer."""

    @wraps(find)
    def kept(of: K, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (find, *args)
        if key not in of.found:
            of.found[key] = find(of, *args, **kwargs)
        answer: R = of.found[key]
        return answer

    return kept


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the data file `name`, notes left out."""
    text = resources.files("variorum.data").joinpath(name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def kinds() -> dict[str, str]:
    """What a word tells of: dead, hurt, shot, arrest, missing, past; "fill" for what may stand between it and whom it tells of."""
    return {row[0]: row[1] for row in rows("incident_words.tsv")}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number of a line."""

    start: int
    end: int
    text: str  # as written
    low: str  # in lower case


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence of a report, `text` as it stands there. `cues` are positions of words with what they tell of."""

    index: int
    span: Span
    text: str
    words: tuple[Word, ...]
    cues: tuple[tuple[int, str], ...]
    role: str
    past: bool
    low: str  # the text as patterns are sifted by
    numbered: bool  # whether a figure stands in it
    found: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False)

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match of a pattern."""
        return next(finds(pattern, self.text, self.low), None)

    def finds(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """All matches of a pattern."""
        return finds(pattern, self.text, self.low)

    def kinds(self) -> frozenset[str]:
        """All that its words tell of."""
        return frozenset(kind for _, kind in self.cues)

    def gap(self, left: Word, right: Word) -> str:
        """What stands between two words."""
        return self.text[left.end - self.span.start : right.start - self.span.start]

    def at(self, offset: int) -> int:
        """The position of the word that holds, or stands right behind, a code point of the text."""
        return next((i for i, w in enumerate(self.words) if w.end > offset), len(self.words))


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A report as the standard questions are asked of it."""

    document: Document
    reading: Reading
    lines: tuple[Line, ...]
    title: Line
    starts: tuple[int, ...]
    found: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False)

    def line(self, offset: int) -> Line | None:
        """The line that holds a code point of the text; None where no sentence was read."""
        at = bisect_right(self.starts, offset) - 1
        return self.lines[at] if at >= 0 and offset < self.lines[at].span.end else None


def _line(index: int, span: Span, text: str, role: str) -> Line:
    words = tuple(
        Word(span.start + m.start(), span.start + m.end(), m[0], m[0].casefold().replace("’", "'")) for m in _WORD.finditer(text)
    )
    known = kinds()
    cues = tuple((i, known[w.low]) for i, w in enumerate(words) if w.low in known)
    told = any(kind == "past" for _, kind in cues) or any(_YEAR.fullmatch(w.low) for w in words)
    told = told or any(a.low == "last" and b.low in ("year", "month", "week") for a, b in itertools.pairwise(words))
    telling = tuple(c for c in cues if c[1] not in ("past", "fill"))
    numbered = any(w.low[0].isdecimal() for w in words)
    return Line(index, span, text, words, telling, role, told, sifted(text), numbered)


def lay_out(document: Document, reading: Reading) -> Page:
    """The page of a report; furniture, credits and bylines are left out."""
    blocks: Sequence[Block] = reading.blocks
    edges = [b.span.start for b in blocks]
    lines: list[Line] = []
    for span in reading.sentences:
        at = bisect_right(edges, span.start) - 1
        role = blocks[at].role if at >= 0 else "paragraph"
        if role in UNREAD or (lines and span.start < lines[-1].span.end):
            continue
        lines.append(_line(len(lines), span, span.text(document.text), role))
    title = document.meta.title or ""
    return Page(
        document, reading, tuple(lines), _line(0, Span(0, len(title)), title, "title"), tuple(n.span.start for n in lines)
    )


def within(marks: Sequence[M], span: Span) -> Iterator[M]:
    """The marks that begin inside `span`; marks stand in order."""
    at = bisect_left(marks, span.start, key=lambda m: m.span.start)
    while at < len(marks) and marks[at].span.start < span.end:
        yield marks[at]
        at += 1
