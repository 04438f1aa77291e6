"""A record looked up: sigla, columns, the order of claims, and who tells what, in words shared by all faces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from variorum.collation.locating import hashes_of, locate
from variorum.collation.voices import DENIED, Link, both_ways, links, marks
from variorum.export.agreement import Lookup, told_alike
from variorum.export.ordering import letters, lineage_groups, story_order
from variorum.model.activity import Anchor, Settled
from variorum.model.document import Document
from variorum.model.record import (
    Claim,
    Discrepancy,
    Entity,
    GivenValue,
    Origin,
    Passage,
    Record,
    RecordStatement,
    RecordTime,
    Relation,
    ValueReading,
)
from variorum.model.span import Span

if TYPE_CHECKING:
    from variorum.export.accusing import Accusation

RELATION_ORDER: tuple[Relation, ...] = ("contradiction", "refinement", "update", "variant")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one report that another tells otherwise."""

    span: Span
    relation: Relation
    discrepancy: str


@dataclass(frozen=True)
class Book:
    """A record with what every face looks up in it. `columns` are the documents so that a copy stands by its source."""

    record: Record
    columns: tuple[Document, ...]
    groups: tuple[tuple[str, ...], ...]  # document ids of one lineage each, in the order of the columns
    sigla: dict[str, str]
    documents: dict[str, Document]
    entities: dict[str, Entity]
    statements: dict[str, RecordStatement]
    times: dict[str, RecordTime]
    claims: tuple[Claim, ...]  # in the order of the story
    numbers: dict[str, int]
    differences: dict[str, tuple[Difference, ...]]  # by document

    @classmethod
    def of(cls, record: Record) -> Book:
        """The record, indexed."""
        groups = lineage_groups(record)
        documents = {document.id: document for document in record.documents}
        columns = tuple(documents[name] for group in groups for name in group)
        claims = story_order(record, columns)
        return cls(
            record=record,
            columns=columns,
            groups=groups,
            sigla={document.id: letters(number) for number, document in enumerate(columns)},
            documents=documents,
            entities={entity.id: entity for entity in record.entities},
            statements={statement.id: statement for statement in record.statements},
            times={entry.id: entry for entry in record.times},
            claims=claims,
            numbers={claim.id: number for number, claim in enumerate(claims, 1)},
            differences=_differences(record),
        )

    def words(self, document: str, span: Span) -> str:
        """The report's own words."""
        return span.text(self.documents[document].text)

    def siglum(self, document: str) -> str:
        """The letter a document goes by; "?" for one not in the case."""
        return self.sigla.get(document, "?")

    def outlet(self, document: Document) -> str:
        """Who publishes it, or else the name it was given under."""
        return document.meta.publisher or document.name.replace("\\", "/").rstrip("/").rpartition("/")[2]

    def letters(self, entity: Entity) -> str:
        """The letters of the reports that mention somebody, in the order of the columns."""
        held = {mention.place.document for mention in entity.mentions}
        return ", ".join(self.where(document.id) for document in self.columns if document.id in held)

    def title(self, document: Document) -> str | None:
        """A report's title; where it was given none, the headline as read from its text. None where there is neither."""
        return document.meta.title or self.headline(document)

    def headline(self, document: Document) -> str | None:
        """The headline that a report without a title has as its first words."""
        if document.meta.title:
            return None
        heads = (block.span.text(document.text) for block in document.blocks if block.role == "title")
        return next((flat for words in heads if (flat := " ".join(words.split()))), None)

    def links(self, statement: RecordStatement) -> tuple[Link, ...]:
        """Those who vouch for a statement, nearest the event first; none when nobody is named."""
        words = self.words(statement.document, statement.span)
        return links(statement.attributions, self.entities, statement.polarity, words)

    def denies(self, statement: RecordStatement, holder: str) -> bool:
        """Whether this entity vouches for a statement by denying its words."""
        found = marks(statement.attributions, statement.polarity, self.words(statement.document, statement.span))
        return any(vouch.holder == holder and mark == DENIED for vouch, mark in zip(statement.attributions, found, strict=False))

    def _who(self, statement: RecordStatement) -> tuple[str, str]:
        """The chain of those who vouch, and the mark that the report itself bears where there is none."""
        chain = " ‹ ".join(map(str, self.links(statement)))
        words = self.words(statement.document, statement.span)
        return chain, "" if chain else marks((), statement.polarity, words)[0]

    def teller(self, statement: RecordStatement, named: bool = False) -> str:
        """Who says it and through whom: "Risnes ‹ BBC, in A", or "A tells" when nobody is named; "Risnes (denied), in A".

        `named`: the outlet instead of its letter, for words that leave the page where the letters are explained.
        """
        chain, mark = self._who(statement)
        return _told(chain, mark, [self.where(statement.document, named)]) + self._alleged([statement])

    def where(self, document: str, named: bool = False) -> str:
        """The letter of a report, or its outlet, with what became of the report where it no longer stands as published."""
        found = self.documents.get(document)
        name = self.outlet(found) if named and found is not None else self.siglum(document)
        return name if found is None or found.standing == "current" else f"{name} ({found.standing})"

    def _alleged(self, statements: Iterable[RecordStatement]) -> str:
        """What stands behind the tellers of wrongdoing of which the reports tell no verdict."""
        return "; an allegation" if any(statement.id in self._alleging for statement in statements) else ""

    def told(self, claim: Claim) -> tuple[RecordStatement, ...]:
        """The statements of a claim, in the order of the columns and of their texts."""
        return tuple(self.in_columns(self.statements[name] for name in claim.statements if name in self.statements))

    def tellers(self, statements: Iterable[RecordStatement], named: bool = False) -> str:
        """Who says these, each once: "Risnes ‹ BBC, in A; B, C tell"; that it is an allegation, where it is one."""
        told = list(statements)
        return self.voices(told, named) + self._alleged(told)

    def voices(self, statements: Iterable[RecordStatement], named: bool = False) -> str:
        """Who says these, each once, whatever it is that they say."""
        places: dict[tuple[str, str], list[str]] = defaultdict(list)
        for statement in self.in_columns(statements):
            where = self.where(statement.document, named)
            found = places[self._who(statement)]
            if where not in found:
                found.append(where)
        return "; ".join(_told(chain, mark, where) for (chain, mark), where in places.items())

    def reports(self, claim: Claim) -> tuple[str, ...]:
        """The ids of the documents that tell a claim, in the order of the columns."""
        return tuple(dict.fromkeys(statement.document for statement in self.told(claim)))

    def leans_on(self, claim: Claim, named: bool = False) -> tuple[str, ...]:
        """The reports of a claim that do not stand as they were published, with what became of them."""
        reports = (self.documents[name] for name in self.reports(claim))
        return tuple(self.where(one.id, named) for one in reports if one.standing != "current")

    def shared(self) -> tuple[Claim, ...]:
        """The claims that two or more reports tell."""
        return self._shared

    def forms(self, reading: ValueReading) -> tuple[str, ...]:
        """The words of a reading as the reports have them, or its value where no words stand for it."""
        quoted = (self.words(place.document, place.span) for place in reading.spans if place.document in self.documents)
        return tuple(dict.fromkeys(" ".join(words.split()) for words in quoted)) or (reading.value,)

    def reading_tellers(self, reading: ValueReading, named: bool = False) -> str:
        """Who tells a reading."""
        statements = [self.statements[name] for name in reading.statements if name in self.statements]
        if statements:
            return self.tellers(statements, named)
        found = {place.document for place in reading.spans}
        reports = [self.where(one.id, named) for one in self.columns if one.id in found]
        return f"{', '.join(reports)} {'tells' if len(reports) == 1 else 'tell'}" if reports else "nobody is named"

    def value_tellers(self, given: GivenValue, named: bool = False) -> str:
        """Who gives a value to a question: those its statements name, then the reports that give it outside of any statement."""
        statements = [self.statements[name] for name in given.statements if name in self.statements]
        held = {statement.document for statement in statements}
        rest = {place.document for place in given.spans} - held
        bare = [self.where(one.id, named) for one in self.columns if one.id in rest]
        parts = [self.tellers(statements, named)] if statements else []
        parts += [f"{', '.join(bare)} {'tells' if len(bare) == 1 else 'tell'}"] if bare else []
        return "; ".join(parts) or "nobody is named"

    @cached_property
    def accusations(self) -> Mapping[str, Accusation]:
        """The claims of wrongdoing, by the claim's id, with whom they accuse and what is answered."""
        from variorum.export.accusing import accusations  # it looks up in a book itself

        return accusations(self)

    @cached_property
    def _alleging(self) -> frozenset[str]:
        return frozenset(s for one in self.accusations.values() if not one.verdicts for s in one.statements)

    def together(self, documents: Iterable[str]) -> frozenset[str]:
        """The ids of documents, and of all that are in a story with one of them."""
        asked = set(documents)
        return frozenset(asked.union(*(story.documents for story in self.record.stories if asked & set(story.documents))))

    def of_document(self, document: str) -> tuple[RecordStatement, ...]:
        """The statements of a document, in the order of its text."""
        return self._of_document.get(document, ())

    @cached_property
    def _of_document(self) -> dict[str, tuple[RecordStatement, ...]]:
        found: dict[str, list[RecordStatement]] = defaultdict(list)
        for statement in self.record.statements:
            found[statement.document].append(statement)
        return {name: tuple(sorted(told, key=lambda s: (s.span, s.id))) for name, told in found.items()}

    def unjoined(self) -> tuple[RecordStatement, ...]:
        """Statements that stand in no claim."""
        known = {claim.id for claim in self.claims}
        return tuple(statement for statement in self.record.statements if statement.claim not in known)

    def ground(self, origin: Origin) -> str:
        """Why an origin is thought to be one, and that its word is a denial where it is."""
        told = [self.statements[name] for name in origin.statements if name in self.statements]
        denials = [marks(s.attributions, s.polarity, self.words(s.document, s.span))[0] == DENIED for s in told]
        mark = "denied" if denials and all(denials) else "told and denied" if any(denials) else ""
        return f"{origin.why} ({mark})" if mark and origin.why else origin.why or mark

    def both_ways(self, claim: Claim) -> bool:
        """Whether some tell a claim as so and others as not so."""
        return both_ways((statement.polarity, statement.certainty) for statement in self.told(claim))

    def alike(self, claim: Claim) -> bool:
        """Whether several reports tell a claim, nothing differing was found, dismissed or can be seen in its values."""
        if len(self.reports(claim)) < 2 or self.of_claim(claim) or self.dismissals(claim):
            return False
        told = self.told(claim)
        marked = any(mark.span.overlap(s.span) for s in told for mark in self.differences.get(s.document, ()))
        return not marked and told_alike(told, self._lookup)

    def dismissals(self, claim: Claim) -> tuple[Settled, ...]:
        """The decisions that dismiss a difference between words of a claim, earliest first."""
        return self._dismissals.get(claim.id, ())

    def place(self, anchor: Anchor) -> Passage | None:
        """Where the words stand that a decision names; None where they are not to be found."""
        return locate(anchor, *self._texts)

    def of_claim(self, claim: Claim) -> tuple[Discrepancy, ...]:
        """The discrepancies of a claim, contradictions first."""
        return self._by_claim.get(claim.id, ())

    def apparatus(self, relation: Relation) -> tuple[tuple[Discrepancy, tuple[str, ...]], ...]:
        """The discrepancies of one relation, in the order of their claims; the same readings in several claims once, with those claims."""
        last = len(self.numbers)
        found: dict[tuple[object, ...], list[Discrepancy]] = defaultdict(list)
        entries = (entry for entry in self.record.discrepancies if entry.relation == relation)
        for entry in sorted(entries, key=lambda e: (self.numbers.get(e.claim or "", last + 1), e.id)):
            readings = frozenset((self.forms(one), self.reading_tellers(one)) for one in entry.readings)
            found[entry.kind, entry.entity, readings].append(entry)
        return tuple(
            (group[0], tuple(dict.fromkeys(one.claim for one in group if one.claim in self.numbers))) for group in found.values()
        )

    @cached_property
    def _shared(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if len({self.documents[d].report or d for d in self.reports(claim)}) > 1)

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup.of(self.record)

    @cached_property
    def _texts(self) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """The reading texts by document, and the documents by the hashes of their texts."""
        return {document.id: document.text for document in self.record.documents}, hashes_of(self.record.documents)

    @cached_property
    def _dismissals(self) -> dict[str, tuple[Settled, ...]]:
        found: dict[str, list[Settled]] = defaultdict(list)
        for settled in self.record.decisions:
            if settled.decision.verb != "dismiss" or settled.outcome != "holds":
                continue
            places = [place for anchor in settled.decision.anchors if (place := self.place(anchor)) is not None]
            touched = (s.claim for s in self.record.statements if s.claim and any(_overlap(s, place) for place in places))
            for claim in dict.fromkeys(touched):
                found[claim].append(settled)
        return {claim: tuple(settled) for claim, settled in found.items()}

    @cached_property
    def _by_claim(self) -> dict[str, tuple[Discrepancy, ...]]:
        found: dict[str, list[Discrepancy]] = defaultdict(list)
        for entry in sorted(self.record.discrepancies, key=lambda entry: RELATION_ORDER.index(entry.relation)):
            if entry.claim is not None:
                found[entry.claim].append(entry)
        return {claim: tuple(entries) for claim, entries in found.items()}

    @cached_property
    def _place(self) -> dict[str, int]:
        """The number of each document's column."""
        return {document.id: number for number, document in enumerate(self.columns)}

    def in_columns(self, statements: Iterable[RecordStatement]) -> list[RecordStatement]:
        """The statements in the order of the columns and of their texts."""
        last = len(self._place)
        return sorted(statements, key=lambda s: (self._place.get(s.document, last), s.span, s.id))


def _overlap(statement: RecordStatement, place: Passage) -> bool:
    return statement.document == place.document and bool(statement.span.overlap(place.span))


def _differences(record: Record) -> dict[str, tuple[Difference, ...]]:
    found: dict[str, list[Difference]] = defaultdict(list)
    for entry in record.discrepancies:
        for reading in entry.readings:
            for place in reading.spans:
                found[place.document].append(Difference(place.span, entry.relation, entry.id))
    return {name: tuple(sorted(marks, key=lambda m: (m.span, m.relation))) for name, marks in found.items()}


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 claim", "2 claims"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _told(chain: str, mark: str, reports: list[str]) -> str:
    """Who tells it, in which reports: "Risnes, in A, B", "A, B tell", "A denies"."""
    if chain:
        return f"{chain}, in {', '.join(reports)}"
    verb = "den" if mark == DENIED else "tell"
    ending = {"den": ("ies", "y"), "tell": ("s", "")}[verb][len(reports) > 1]
    return f"{', '.join(reports)} {verb}{ending}"
