"""People at risk: which of those in the invented passages are listed, and which listings are right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks._parse import reader
from variorum import collate
from variorum.export.atrisk import AtRisk, survey
from variorum.export.book import Book
from variorum.model.document import Block, Document, Meta
from variorum.model.span import Span

PASSAGES = Path(__file__).parent / "passages"
SETS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a passage who needs thought: the kinds that are right, and words of which a listing must touch some."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A passage as it was written: who is in it, whom it tells to be convicted, and whose listing is neither right nor wrong."""

    id: str
    text: str
    published: str
    people: tuple[Person, ...]
    convicted: tuple[str, ...]
    neither: tuple[str, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> Written:
        """A row of a set."""
        people = tuple(Person(tuple(one["kinds"]), tuple(one["words"])) for one in row["people"])
        return cls(row["id"], row["text"], row["published"], people, tuple(row["convicted"]), tuple(row["neither"]))


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage held against what it was written to hold."""

    written: Written
    missed: tuple[str, ...]
    right: int
    wrong: tuple[str, ...]
    unsaid: tuple[str, ...]  # verdicts that were not told apart


def measure(limit: int | None = None) -> Iterator[tuple[str, float]]:
    """Recall, precision and the share of the convicted told apart, for each set."""
    for name in SETS:
        found = [judged(written, read(written)) for written in islice(passages(name), limit)]
        people = sum(len(one.written.people) for one in found)
        right, wrong = sum(one.right for one in found), sum(len(one.wrong) for one in found)
        verdicts = sum(len(one.written.convicted) for one in found)
        yield f"{name} recall", (people - sum(len(one.missed) for one in found)) / max(people, 1)
        yield f"{name} precision", right / max(right + wrong, 1)
        yield f"{name} convicted told apart", (verdicts - sum(len(one.unsaid) for one in found)) / max(verdicts, 1)


def passages(name: str) -> Iterator[Written]:
    """The passages of a set."""
    for line in (PASSAGES / f"at-risk-{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield Written.of(json.loads(line))


def document(written: Written) -> Document:
    """A passage as a report of one block."""
    blocks = (Block(Span(0, len(written.text))),)
    meta = Meta(published=written.published)
    return Document(written.id, f"{written.id}.txt", "", "text/plain", written.text, blocks, meta, "en")


def read(written: Written) -> Book:
    """The record of one passage, read as a case of its own."""
    report = document(written)
    return Book.of(collate([report], [reader().read(report)], []))


def judged(written: Written, book: Book) -> Judged:
    """A passage's listings held against those whom it was written to hold."""
    found = survey(book)
    wanted = [(person, _places(written.text, person.words)) for person in written.people]
    spare = _places(written.text, written.neither)
    hits = {
        (number, one)
        for one in found.at_risk
        for number, (person, places) in enumerate(wanted)
        if one.kind in person.kinds and _touches(book, one, places)
    }
    missed = [person for number, (person, _) in enumerate(wanted) if number not in {n for n, _ in hits}]
    right = {one for _, one in hits}
    wrong = [one for one in found.at_risk if one not in right and not _touches(book, one, spare)]
    told = {verdict.name for verdict in found.convicted}
    return Judged(
        written,
        tuple(f"{' or '.join(person.kinds)}: {person.words[0]}" for person in missed),
        len(right),
        tuple(f"{one.kind}: {one.name} {[book.words(p.document, p.span) for p in one.spans]}" for one in wrong),
        tuple(name for name in written.convicted if name not in told),
    )


def _places(text: str, words: tuple[str, ...]) -> list[Span]:
    """All places where any of the words stand."""
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(Span(at, at + len(word)))
            at = text.find(word, at + 1)
    return found


def _touches(book: Book, one: AtRisk, places: list[Span]) -> bool:
    """Whether a listing is of the person at these words: by the name, or where nobody is named by the words that put it here."""
    named = book.entities[one.entity].mentions if one.entity and one.name else ()
    spans = [m.place.span for m in named if m.kind == "name"] or [place.span for place in one.spans]
    return any(span.overlap(place) for span in spans for place in places)
