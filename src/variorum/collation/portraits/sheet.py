"""One report as its portraits are drawn from it: lines that tell of the story's own happening, names, and one value told."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any

from variorum.collation.acts import data_lines
from variorum.collation.draft import Draft
from variorum.collation.incidents.named import Named
from variorum.collation.incidents.page import Line, Page, once
from variorum.collation.namematch import fold, person_name
from variorum.collation.sifting import sifted
from variorum.model.span import Span

NESTED = 40  # statements that may begin between the start of one and the words it holds
SEVERAL = 3  # streets with a block number from which on a report tells of several happenings
OTHERS = 3  # sentences on other happenings from which on a report is not about one
_BACKGROUND = re.compile(
    r"\b(?:second|third|fourth|latest|another)\s+(?:\w+\s+){0,3}(?:victim|shooting|killing|homicide|accident)\b[^.;]{0,40}\b(?:in|this|since|within)\b"
    r"|\b(?:separate|unrelated|another|previous|earlier|similar|different|other)\s+(?:\w+\s+)?"
    r"(?:incidents?|shootings?|cases?|attacks?|accidents?|crash(?:es)?|events?|homicides?|murders?|killings?|robber(?:y|ies)|stabbings?)\b"
    r"|\b(?:last|previous|this|past) (?:year|month)\b|\b(?:year|month|week)s? (?:ago|earlier|before)\b"
    r"|\bin recent (?:years|months|weeks)\b|\bso far this\b|\bcomes?\s+(?:\w+\s+){0,3}after\b|\bmarked\s+the\b|\bspan\b|\bover\s+the\s+weekend\b|\b(?:hours|days|weeks) (?:earlier|before|prior)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:separate|unrelated|another|other|different)\s+(?:\w+\s+)?(?:incidents?|shootings?|cases?|attacks?|accidents?|robber(?:y|ies)|stabbings?)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:in\s+(?:an?|two|three|other|another)\s+(?:separate|unrelated|other|different)|in\s+another|marked\s+the\s+(?:second|third|fourth)|comes?\s+(?:\w+\s+){0,3}after)\b",
    re.IGNORECASE,
)
_BLOCKS = re.compile(r"(?<!of the )\b\d+(?:00)?[- ]block of ((?:[A-Z][\w.'’-]*\s?|\d+(?:st|nd|rd|th)\s?){1,3})")
_NAME = r"[A-Z][a-z’'-]+(?:\s[A-Z]\.)?\s(?:Mc|Mac|De|La|O['’])?[A-Z][a-z’'-]+"
_NAMED = re.compile(
    rf"\b\d{{1,2}}[- ]years?[- ]olds?\s(?P<after>{_NAME})\b(?!\s(?:man|woman|boy|girl|teen|resident|native|student)|\s[A-Z])"
    rf"|\b(?P<before>{_NAME}),\s?(?:aged?\s)?\d{{1,2}}(?=[,.;]|\s(?:and|of|was|is)\b)"
)
_PRONOUN = re.compile(r"^\W*(?:He|She|They|His|Her|Their|That\s+(?:victim|man|woman|shooting))\b")
_MEANWHILE = re.compile(r"^\W*(?:meanwhile|elsewhere)\b[^.;]*\b(?:shot|killed|stabbed|wounded)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"^\W*(?:meanwhile|elsewhere)\b|\b(?:separate|unrelated)\s+(?:\w+\s+)?(?:incident|shooting|case|attack)\b", re.IGNORECASE
)
_GOES_ON = re.compile(r"^\W*(?:He|She|They|His|Her|Their|(?:That|The)\s+(?:victim|man|woman|shooting|incident))\b")
_LINKS = re.compile(
    r"\b(?:related(?:\s+\w+)?|read\s+more|more|watch|photos?|previous(?:ly)?|also\s+read|see\s+also)\s*:", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!\s+block)")


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that one report gives: of what, of whom, where it stands and which statement tells it."""

    slot: str
    holder: str  # an entity's id, a part ("victim"), a street; empty where it is the happening's own
    value: str | float
    document: str
    published: str
    span: Span
    words: str
    statement: str | None = None
    rough: bool = False  # about, almost, at least
    entity: str | None = None
    name: str = ""  # key of the one named there
    sexes: frozenset[str] = frozenset()  # that the words allow; none where they are not asked for
    parts: frozenset[str] = frozenset()  # victim, suspect; none where they are not asked for


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A report's lines, those that tell of something else left out, with its names and statements."""

    page: Page
    named: tuple[Named, ...]
    items: tuple[Draft, ...]  # in order of their spans
    lines: tuple[Line, ...]
    found: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """The document's id."""
        return self.page.document.id

    @property
    def text(self) -> str:
        """The whole reading text."""
        return self.page.document.text

    @property
    def published(self) -> str:
        """The day of the report, ISO 8601; empty where it is not known."""
        return (self.page.document.meta.published or "")[:10]

    def statement(self, place: Span) -> Draft | None:
        """The narrowest statement around a place, else one of its sentence."""
        at = bisect_right(self.items, place.start, key=lambda d: d.statement.span.start)
        near = self.items[max(0, at - NESTED) : at + NESTED]
        around = [d for d in near if d.statement.span.covers(place)] or [d for d in near if d.sentence.covers(place)]
        return min(around, key=lambda d: (len(d.statement.span), d.id), default=None)

    def fact(
        self,
        slot: str,
        holder: str,
        value: str | float,
        span: Span,
        rough: bool = False,
        entity: str | None = None,
        name: str = "",
        sexes: frozenset[str] = frozenset(),
        parts: frozenset[str] = frozenset(),
    ) -> Fact:
        """A value told at `span`."""
        told = self.statement(span)
        words = " ".join(span.text(self.text).split())
        return Fact(
            slot,
            holder,
            value,
            self.id,
            self.published,
            span,
            words,
            told.id if told else None,
            rough,
            entity,
            name,
            sexes,
            parts,
        )


def _by_words(page: Page, named: Sequence[Named]) -> list[Named]:
    """Names beside an age that nobody took for names: "17-year old Per T. Dahl", "Per Dahl, 17"."""
    taken = [n.span for n in named]
    found = []
    for match in _NAMED.finditer(page.document.text):
        group = "after" if match["after"] else "before"
        span = Span(match.start(group), match.end(group))
        if not any(span.overlap(t) for t in taken) and page.line(span.start) is not None:
            found.append(Named("name " + " ".join(person_name(match[group]).words), match[group], span, "words"))
    return found


def sheet(page: Page, named: Sequence[Named], items: Sequence[Draft]) -> Sheet:
    """The sheet of a report."""
    named = sorted([*named, *_by_words(page, named)], key=lambda n: (n.span, n.key))
    held = tuple(sorted(items, key=lambda d: (d.statement.span.start, d.id)))
    year = (page.document.meta.published or "")[:4]
    told = [cut for n in page.lines if (cut := _without_link(n)) is not None]
    aside = {n.index + 1 for n in told if n.search(_ASIDE)}
    aside |= _going_on(told, year)
    lines = tuple(n for n in told if n.index not in aside and not background(n, year))
    return Sheet(page, tuple(named), held, lines)


def _going_on(lines: Sequence[Line], year: str) -> set[int]:
    """The sentences behind one that tells of another happening that go on about that."""
    found: set[int] = set()
    for before, line in pairwise(lines):
        other = before.index in found or before.search(_ELSEWHERE) is not None
        if other and line.search(_GOES_ON) or background(before, year) and line.search(_PRONOUN):
            found.add(line.index)
    return found


def _without_link(line: Line) -> Line | None:
    """A sentence without the link to another report that stands behind it on a line of its own; None for a link alone."""
    link = line.search(_LINKS)
    if link is None:
        return line
    at = line.text.rfind("\n", 0, link.start())
    text = line.text[:at].rstrip() if at > 0 else ""
    if not text:
        return None
    end = line.span.start + len(text)
    words = tuple(w for w in line.words if w.end <= end)
    cues = tuple(c for c in line.cues if c[0] < len(words))
    span = Span(line.span.start, end)
    return replace(
        line, span=span, text=text, words=words, cues=cues, low=sifted(text), numbered=any(ch.isdigit() for ch in text), found={}
    )


@once
def background(line: Line, year: str) -> bool:
    """Whether a sentence tells of another happening, or of a year before the report's."""
    if line.search(_BACKGROUND) or line.search(_MEANWHILE):
        return True
    return bool(year) and line.numbered and any(y < year and int(y) + 1 != int(year) for y in _YEAR.findall(line.text))


def tells_several(page: Page) -> bool:
    """Whether a report tells of several happenings: it puts something in each of several blocks, or speaks often of others."""
    blocks = {fold(m.group(1)) for m in _BLOCKS.finditer(page.document.text)}
    others = sum(line.search(_ANOTHER) is not None for line in page.lines)
    return len(blocks) >= SEVERAL or others >= OTHERS


@cache
def alternatives(name: str) -> str:
    """The entries of a data file as the alternatives of a pattern, longest first."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(data_lines(name), key=lambda w: (-len(w), w)))
