"""What a story's own reports are enough for: the work on one story, which any process can do while others do other stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from variorum.collation.draft import Draft
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Entity, Lineage, Story
from variorum.model.sending import sent_by_fields

LONGEST_STORY = (
    200  # reports of a story that are asked what happened, and of which portraits are drawn; of longer ones, the earliest
)
A = TypeVar("A")
B = TypeVar("B")


class Spread(Protocol):
    """Applies a function to each of some items, here or in other processes, and gives the results in their order."""

    def __call__(self, function: Callable[[A], B], items: Iterable[A], /) -> Iterable[B]: ...


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Given:
    """A story with what the case has of its reports, and nothing else of the case."""

    story: Story
    documents: Mapping[str, Document]
    readings: Mapping[str, Reading]  # their statements without vectors
    persons: Mapping[str, tuple[Entity, ...]]  # by document
    lineages: tuple[Lineage, ...]  # from one of its reports to another
    items: Mapping[str, tuple[Draft, ...]]  # by document, without vectors
    claim_of: Mapping[str, str]

    @property
    def documents_of(self) -> Iterable[str]:
        """The ids of its reports."""
        return self.documents

    def beside(self) -> Iterator[str]:
        """What it holds beside its reports and who is whom in them."""
        yield from (self.story.id, *self.story.guests)
        yield from (f"{e.id} {e.type} {e.name}" for held in self.persons.values() for e in held)
        yield from (f"{line.kind} {line.source} {line.to}" for line in self.lineages)
        yield from self.claim_of.values()

    def persons_of(self, members: Sequence[str]) -> list[Entity]:
        """The persons of some of its reports, each once."""
        return list({e.id: e for d in members for e in self.persons.get(d, ())}.values())

    def earliest(self, members: Iterable[str], most: int) -> list[str]:
        """At most so many of its reports, the earliest first."""
        return sorted(members, key=lambda d: (self.documents[d].meta.published or "9999", d))[:most]


def each_story(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    stories: Sequence[Story],
    entities: Sequence[Entity],
    lineages: Sequence[Lineage],
    items: Sequence[Draft],
    claim_of: Mapping[str, str],
) -> Iterator[Given]:
    """The stories (any grouping of `documents`), each with what its work needs."""
    by_id = {d.id: d for d in documents}
    read = {r.document: r for r in readings}
    told: dict[str, list[Draft]] = {}
    for item in items:
        told.setdefault(item.document.id, []).append(item)
    persons: dict[str, list[Entity]] = {}
    for entity in entities:
        for document in sorted({m.place.document for m in entity.mentions}) if entity.type == "person" else ():
            persons.setdefault(document, []).append(entity)
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(lineages):
        lines.setdefault(line.to, []).append(number)
    for story in stories:
        members = set(story.documents)
        within = sorted(n for d in members for n in lines.get(d, ()) if lineages[n].source in members)
        yield Given(
            story,
            {d: by_id[d] for d in story.documents},
            {d: _sightless(read[d]) for d in story.documents},
            {d: tuple(persons[d]) for d in story.documents if d in persons},
            tuple(lineages[n] for n in within),
            {d: tuple(map(_without_vectors, told[d])) for d in story.documents if d in told},
            {i.id: claim_of[i.id] for d in story.documents for i in told.get(d, ()) if i.id in claim_of},
        )


def _sightless(reading: Reading) -> Reading:
    if not any(s.vector for s in reading.statements):
        return reading
    return replace(reading, statements=tuple(replace(s, vector=b"", trigger=b"") for s in reading.statements))


def _without_vectors(draft: Draft) -> Draft:
    if not draft.statement.vector:
        return draft
    return replace(draft, statement=replace(draft.statement, vector=b"", trigger=b""))
