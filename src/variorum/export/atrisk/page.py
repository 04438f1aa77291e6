"""One report laid out to ask who is meant by words in it: its sentences, and the people mentioned, in order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from variorum.collation.sifting import finds, sifted
from variorum.export.atrisk.lists import given_names, words
from variorum.model.document import Document
from variorum.model.reading import MentionKind
from variorum.model.record import Entity, Passage, Record, RecordStatement
from variorum.model.span import Span, trimmed

UNREAD = ("furniture", "credit", "byline")
MOST_TITLE = 3  # words of a title between a description and the name that it goes with
BACK = 30  # mentions among which the several are looked for of whom somebody is one
_TITLES = re.compile(r"(?:[A-Z][\w.]*\s+)*")
_END = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[A-Z“\"‘])|\n+")
_APPOSED = re.compile(rf"(?:,\s+|\s+|:\s+)(?:[A-Z][\w.]*\s+){{0,{MOST_TITLE}}}$")
_PLURAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both|several|some|all|they|them|these|those|\d+)\b", re.I
)
_ONE_OF = re.compile(
    r"\b(?:one|another|the (?:first|second|other|youngest|oldest))(?: of (?:them|the [\w ]{3,30}|those[\w ]{0,30}))?, ", re.I
)
_AMONG_THEM = re.compile(
    r",?\s+(?:who\s+(?:was|is|were)\s+|herself\s+|himself\s+)?(?:one|another|among|two)\s+(?:of\s+)?(?:them|those|these|the)\b",
    re.I,
)
_POSSESSIVE = frozenset({"his", "her", "their", "its", "my", "our", "your", "hers", "theirs"})


@dataclass(frozen=True, slots=True)
class Meant:
    """A place where somebody is meant: the words, and who it is."""

    span: Span
    entity: Entity
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom words are about: an entity of the record, or (None) whoever the words at `span` describe."""

    entity: Entity | None
    span: Span


@dataclass(frozen=True)
class Page:
    """A report with its sentences, its people and its statements, each in the order of the text."""

    document: Document
    sentences: tuple[Span, ...]
    people: tuple[Meant, ...]
    names: tuple[Meant, ...]  # of whatever type the reader took them for
    meant: tuple[Meant, ...]  # all mentions
    statements: tuple[RecordStatement, ...]

    @property
    def text(self) -> str:
        """The reading text."""
        return self.document.text

    @cached_property
    def _low(self) -> str:
        return sifted(self.text)

    def finds(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """All matches of a pattern in the text."""
        return finds(pattern, self.text, self._low)

    def sentence(self, offset: int) -> Span | None:
        """The sentence that holds a code point; None in what is not read."""
        at = bisect_right(self.sentences, offset, key=lambda span: span.start) - 1
        return self.sentences[at] if at >= 0 and offset < self.sentences[at].end else None

    def sentence_before(self, sentence: Span) -> Span | None:
        """The sentence that ends before this one; None at the beginning."""
        at = bisect_left(self.sentences, sentence.start, key=lambda span: span.start) - 1
        return self.sentences[at] if at >= 0 else None

    def inside(self, span: Span) -> list[Meant]:
        """The mentions of people that begin in a span."""
        low = bisect_left(self.people, span.start, key=lambda meant: meant.span.start)
        high = bisect_left(self.people, span.end, key=lambda meant: meant.span.start)
        return list(self.people[low:high])

    def words(self, span: Span) -> str:
        """The report's words, on one line."""
        return " ".join(span.text(self.text).split())

    def passage(self, span: Span) -> Passage:
        """A span of this report."""
        return Passage(self.document.id, span.start, span.end)

    def telling(self, span: Span) -> list[RecordStatement]:
        """The statements that hold some of these words; else those that begin in the same sentence. The narrowest come first."""
        sentence = self.sentence(span.start) or span
        near = [s for s in self._begun(sentence) if s.span.overlap(span)]
        return sorted(near or self._begun(sentence), key=lambda s: (len(s.span), s.span, s.id))

    def _begun(self, sentence: Span) -> list[RecordStatement]:
        low = bisect_left(self.statements, sentence.start, key=lambda s: s.span.start)
        high = bisect_left(self.statements, sentence.end, key=lambda s: s.span.start)
        return list(self.statements[low:high])

    def named(self, meant: Meant) -> Meant:
        """The one mentioned, by the name that stands beside the words: "the suspect, Dov Harlan"."""
        if meant.kind != "nominal" or has_name(meant.entity):
            return meant
        at = bisect_left(self.names, meant.span.end, key=lambda name: name.span.start)
        if at < len(self.names):
            name = self.names[at]
            gap = self.text[meant.span.end : name.span.start]
            if len(gap) < 40 and _APPOSED.fullmatch(gap):
                return name
        if at and (before := self.names[at - 1]).span.end <= meant.span.start:
            if re.fullmatch(r",\s+(?:a|an|the)?\s*", self.text[before.span.end : meant.span.start]):
                return before
        return meant

    def members(self) -> Iterator[tuple[Meant, Meant]]:
        """Those told to be one of several, with the words for the several: "One of them, Tom Alderley, said"."""
        for match in self.finds(_ONE_OF):
            at = bisect_left(self.names, match.end(), key=lambda name: name.span.start)
            if at < len(self.names) and _TITLES.fullmatch(self.text[match.end() : self.names[at].span.start]):
                yield from ((group, self.names[at]) for group in self._several(match.end())[-1:])
        for name in self.names:
            if found := _AMONG_THEM.match(self.text, name.span.end):
                yield from ((group, name) for group in self._several(found.start()) if group.kind != "name")

    def _several(self, offset: int) -> list[Meant]:
        """Words shortly before a place that mean more than one person."""
        at = bisect_left(self.people, offset, key=lambda meant: meant.span.start)
        return [meant for meant in self.people[max(0, at - BACK) : at] if several_of(meant, self.text)]


def has_name(entity: Entity) -> bool:
    """Whether a report names this entity."""
    return any(mention.kind == "name" for mention in entity.mentions)


def several_of(meant: Meant, text: str) -> bool:
    """Whether words mean more than one person."""
    said = meant.span.text(text)
    last = re.findall(r"[\w-]+", said.lower())[-1:] or [""]
    return bool(_PLURAL.search(said)) or (
        meant.kind == "nominal" and (last[0].endswith("s") or last[0].endswith(("men", "children", "people")))
    )


def possessive(meant: Meant, text: str) -> bool:
    """Whether a pronoun only tells whose something is."""
    if meant.kind != "pronoun" or meant.span.text(text).lower() not in _POSSESSIVE:
        return False
    behind = re.match(r"\s+([a-z][\w-]*)", text[meant.span.end : meant.span.end + 24])
    return meant.span.text(text).lower() != "her" or (
        behind is not None and behind[1] not in words("followers.txt") and not behind[1].endswith("ly")
    )


def pages(record: Record, bodies: bool = False) -> list[Page]:
    """The reports of a record, laid out. `bodies`: organisations count among the people."""
    statements: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in record.statements:
        statements[statement.document].append(statement)
    meant: dict[str, list[Meant]] = defaultdict(list)
    for entity in record.entities:
        for mention in entity.mentions:
            meant[mention.place.document].append(Meant(mention.place.span, entity, mention.kind))
    return [_page(document, statements[document.id], meant[document.id], bodies) for document in record.documents]


def _page(document: Document, statements: list[RecordStatement], meant: list[Meant], bodies: bool) -> Page:
    ordered = sorted(meant, key=lambda m: (m.span, m.entity.id))
    told = tuple(sorted(statements, key=lambda s: (s.span, s.id)))
    names = tuple(m for m in ordered if m.kind == "name")
    people = tuple(m for m in ordered if _person(m, document.text) or (bodies and m.entity.type == "organisation"))
    sentences = tuple(whole for span in _sentences(document, told) if len(whole := trimmed(span, document.text)))
    return Page(document, sentences, people, names, tuple(ordered), told)


def _person(meant: Meant, text: str) -> bool:
    """Whether words mean a person: as read, or by a given name that the reader took for something else."""
    before = re.findall(r"([\w-]+)\s+$", text[max(0, meant.span.start - 24) : meant.span.start])
    if meant.kind == "name" and before and before[0].lower() in words("vessels.txt"):
        return False
    if meant.entity.type == "person":
        return not (meant.kind == "name" and before and before[0] in ("in", "near", "across", "throughout"))
    first, *others = meant.span.text(text).split() or [""]
    return meant.kind == "name" and first in given_names() and len(others) in (1, 2) and meant.entity.type != "place"


def like_a_person(meant: Meant, text: str) -> bool:
    """Whether a name that the reader took for something else may be a person's: two or three words, none of them an organisation's."""
    parts = meant.span.text(text).split()
    company = any(part in words("organisation_endings.txt") or part.lower() in words("organisation_nouns.txt") for part in parts)
    return (
        meant.entity.type in ("organisation", "other")
        and len(parts) in (2, 3)
        and all(p.istitle() for p in parts)
        and not company
    )


def _sentences(document: Document, statements: tuple[RecordStatement, ...]) -> Iterator[Span]:
    """The sentences as read where statements tell them, and else cut at full stops, block by block."""
    known = _apart(sorted({s.sentence for s in statements}, key=lambda span: (span.start, -span.end)))
    blocks = [block.span for block in document.blocks if block.role not in UNREAD] or [Span(0, len(document.text))]
    for block in blocks:
        at = block.start
        low = bisect_left(known, block.start, key=lambda span: span.start)
        for span in known[low : bisect_left(known, block.end, key=lambda span: span.start)]:
            yield from _cut(document.text, at, span.start)
            yield span
            at = max(at, span.end)
        yield from _cut(document.text, at, block.end)


def _apart(spans: list[Span]) -> list[Span]:
    """The spans without those that begin inside another."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _END.finditer(text, start, max(start, end)):
        if text[at : match.start()].strip():
            yield Span(at, match.start())
        at = match.end()
    if at < end and text[at:end].strip():
        yield Span(at, end)
