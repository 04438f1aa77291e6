"""A record looked up: sigla, columns, the order of claims, and who tells what, in words shared by all faces."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from variorum.model.document import Document
from variorum.model.record import (
    Claim,
    Discrepancy,
    Entity,
    GivenValue,
    Record,
    RecordStatement,
    RecordTime,
    Relation,
    ValueReading,
)
from variorum.model.span import Span

NOT_NAMED = "somebody not named"
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
        groups = _groups(record)
        documents = {document.id: document for document in record.documents}
        columns = tuple(documents[name] for group in groups for name in group)
        claims = _story_order(record, columns)
        return cls(
            record=record,
            columns=columns,
            groups=groups,
            sigla={document.id: _letters(number) for number, document in enumerate(columns)},
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

    def holders(self, statement: RecordStatement) -> tuple[str, ...]:
        """The names of those who vouch for a statement, nearest the event first; none when nobody is named."""
        names: list[str] = []
        for vouch in statement.attributions:
            entity = self.entities.get(vouch.holder or "")
            name = entity.name if entity is not None else (vouch.holder_text or NOT_NAMED)
            if vouch.anonymous and entity is not None and vouch.holder_text:
                name = vouch.holder_text
            flat = shortened(" ".join(name.split()), 60)
            if not names or names[-1] != flat:
                names.append(flat)
        return tuple(names)

    def teller(self, statement: RecordStatement, named: bool = False) -> str:
        """Who says it and through whom: "Risnes ‹ BBC, in A", or "A tells" when nobody is named.

        `named`: the outlet instead of its letter, for words that leave the page where the letters are explained.
        """
        siglum = self.outlet(self.documents[statement.document]) if named else self.siglum(statement.document)
        holders = self.holders(statement)
        return f"{' ‹ '.join(holders)}, in {siglum}" if holders else f"{siglum} tells"

    def told(self, claim: Claim) -> tuple[RecordStatement, ...]:
        """The statements of a claim, in the order of the columns and of their texts."""
        return tuple(self._in_columns(self.statements[name] for name in claim.statements if name in self.statements))

    def tellers(self, statements: Iterable[RecordStatement], named: bool = False) -> str:
        """Who says these, each once: "Risnes ‹ BBC, in A; B, C tell"."""
        by_holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for statement in self._in_columns(statements):
            where = self.outlet(self.documents[statement.document]) if named else self.siglum(statement.document)
            found = by_holders[self.holders(statement)]
            if where not in found:
                found.append(where)
        parts = []
        for holders, places in by_holders.items():
            reports = ", ".join(places)
            told = f"{reports} {'tells' if len(places) == 1 else 'tell'}"
            parts.append(f"{' ‹ '.join(holders)}, in {reports}" if holders else told)
        return "; ".join(parts)

    def reports(self, claim: Claim) -> tuple[str, ...]:
        """The ids of the documents that tell a claim, in the order of the columns."""
        return tuple(dict.fromkeys(statement.document for statement in self.told(claim)))

    def shared(self) -> tuple[Claim, ...]:
        """The claims that two or more reports tell."""
        return tuple(claim for claim in self.claims if len({self.documents[d].report or d for d in self.reports(claim)}) > 1)

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
        reports = [self.outlet(one) if named else self.siglum(one.id) for one in self.columns if one.id in found]
        return f"{', '.join(reports)} {'tells' if len(reports) == 1 else 'tell'}" if reports else "nobody is named"

    def value_tellers(self, given: GivenValue, named: bool = False) -> str:
        """Who gives a value to a question: those its statements name, then the reports that give it outside of any statement."""
        statements = [self.statements[name] for name in given.statements if name in self.statements]
        held = {statement.document for statement in statements}
        rest = {place.document for place in given.spans} - held
        bare = [self.outlet(one) if named else self.siglum(one.id) for one in self.columns if one.id in rest]
        parts = [self.tellers(statements, named)] if statements else []
        parts += [f"{', '.join(bare)} {'tells' if len(bare) == 1 else 'tell'}"] if bare else []
        return "; ".join(parts) or "nobody is named"

    def unjoined(self) -> tuple[RecordStatement, ...]:
        """Statements that stand in no claim."""
        known = {claim.id for claim in self.claims}
        return tuple(statement for statement in self.record.statements if statement.claim not in known)

    def of_claim(self, claim: Claim) -> tuple[Discrepancy, ...]:
        """The discrepancies of a claim, contradictions first."""
        return self._by_claim.get(claim.id, ())

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

    def _in_columns(self, statements: Iterable[RecordStatement]) -> list[RecordStatement]:
        last = len(self._place)
        return sorted(statements, key=lambda s: (self._place.get(s.document, last), s.span, s.id))


def _letters(number: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _groups(record: Record) -> tuple[tuple[str, ...], ...]:
    """Document ids by lineage: what was taken stands right after what it was taken from, earliest first."""
    rank = {document.id: (document.meta.published or "9999", document.name, document.id) for document in record.documents}
    taken: dict[str, list[str]] = defaultdict(list)
    sources: dict[str, list[str]] = defaultdict(list)
    for lineage in record.lineages:
        if lineage.source in rank and lineage.to in rank and lineage.source != lineage.to:
            taken[lineage.source].append(lineage.to)
            sources[lineage.to].append(lineage.source)
    seen: set[str] = set()
    groups: list[tuple[str, ...]] = []

    def walk(name: str, group: list[str]) -> None:
        pending = [name]
        while pending:
            here = pending.pop()
            if here in seen:
                continue
            seen.add(here)
            group.append(here)
            beside = [*taken[here], *sources[here]]
            pending.extend(sorted(set(beside) - seen, key=lambda other: rank[other], reverse=True))

    ordered = sorted(rank, key=lambda name: rank[name])
    for name in [*(n for n in ordered if not sources[n]), *ordered]:
        if name not in seen:
            group: list[str] = []
            walk(name, group)
            groups.append(tuple(group))
    return tuple(groups)


def _story_order(record: Record, columns: tuple[Document, ...]) -> tuple[Claim, ...]:
    """Claims as the first column tells them; what only a later one has stands after what it tells before that."""
    known = {claim.id: claim for claim in record.claims}
    stories = {story.id: number for number, story in enumerate(record.stories)}
    by_document: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in record.statements:
        if statement.claim in known:
            by_document[statement.document].append(statement)
    follows: dict[str | None, list[str]] = {None: []}  # claim -> those put right after it
    for document in columns:
        last: str | None = None
        for statement in sorted(by_document[document.id], key=lambda s: (s.span, s.id)):
            name = statement.claim or ""
            if name not in follows:
                follows[name] = []
                follows[last].append(name)
            last = name
    ordered: list[str] = []
    pending = list(reversed(follows[None]))
    while pending:
        name = pending.pop()
        ordered.append(name)
        pending.extend(reversed(follows[name]))
    ordered.extend(name for name in known if name not in follows)
    return tuple(sorted((known[name] for name in ordered), key=lambda claim: stories.get(claim.story or "", 10**9)))


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


def shortened(text: str, most: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than `most`."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;") + "…"


def basis(book: Book) -> tuple[str, ...]:
    """What the case rests on, in clauses that add up; the first tells how many claims several reports tell."""
    shared = book.shared()
    reports = len({document.report or document.id for document in book.columns})
    if reports < 2:
        alone = counted(len(book.claims), "claim")
        return (f"{alone} told by one report" if reports else "No report has been read yet",)
    all_of_them = "both" if reports == 2 else "two or more"
    tellers = "both reports" if reports == 2 else f"two or more of {reports} reports"
    parts = [f"{counted(len(shared), 'claim')} told by {tellers}"]
    repeated = Counter(_one_origin(claim) for claim in shared if claim.support == "repeated")
    through = "through both" if reports == 2 else "through several reports"
    ordered = sorted(repeated.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) == 1:
        parts.append(f"{ordered[0][1]} of them by one source {through}: {ordered[0][0]}")
    elif ordered:
        names = ", ".join(f"{name} {number}" for name, number in ordered[:5])
        more = f" and {counted(len(ordered) - 5, 'other')}" if len(ordered) > 5 else ""
        parts.append(f"{sum(repeated.values())} of them by one source each {through}: {names}{more}")
    rest = [claim for claim in shared if claim.support not in ("repeated", "independent")]
    nobody = [claim for claim in rest if not any(statement.attributions for statement in book.told(claim))]
    if nobody:
        parts.append(f"for {len(nobody)} nobody is named")
    two = sum(claim.support == "independent" for claim in shared)
    parts.append(f"{two or 'none'} by two or more identified sources with no common source found")
    if partly := len(rest) - len(nobody):
        parts.append(f"for {partly} somebody is named, but one origin for {all_of_them} could not be settled")
    if alone_too := len(book.claims) - len(shared):
        parts.append(f"{counted(alone_too, 'further claim')} told by one report alone")
    return tuple(parts)


def _one_origin(claim: Claim) -> str:
    named = [origin.name for origin in claim.origins if origin.kind != "unknown" and origin.name]
    return named[0] if named else "the same words"


def roots(book: Book) -> str:
    """How many reports rest on how many identified origins, written out: "10 reports, 1 witness"."""
    kinds: dict[str, str] = {}
    for claim in book.shared() or book.claims:
        for origin in claim.origins:
            if origin.kind != "unknown" and (origin.entity or origin.name):
                kinds.setdefault(origin.entity or origin.name or "", origin.kind)
    number = Counter(kinds.values())
    nouns = (
        ("witness", "witness", "witnesses"),
        ("participant", "participant", "participants"),
        ("official", "official source", "official sources"),
        ("reporter", "reporter who was there", "reporters who were there"),
        ("document", "document", "documents"),
    )
    parts = [counted(number[kind], one, many) for kind, one, many in nouns if number[kind]]
    return ", ".join([counted(len(book.columns), "report"), *(parts or ["no origin identified"])])
