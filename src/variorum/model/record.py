"""What the reports say together. Every noun mirrors a member of the exported record, version 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from variorum.model.activity import Failure, Settled
from variorum.model.document import Document
from variorum.model.reading import Certainty, EntityType, MentionKind, Polarity, Quantity, Time
from variorum.model.sending import sent_by_fields
from variorum.model.span import Span

Support = Literal["single", "repeated", "undetermined", "independent"]
Relation = Literal["contradiction", "refinement", "variant", "update"]
DiscrepancyKind = Literal["quantity", "time", "place", "name", "actor", "polarity", "certainty", "detail"]
OriginKind = Literal["witness", "participant", "official", "reporter", "document", "unknown"]
LineageKind = Literal["copy", "rewrite", "cites"]
Question = Literal["kind", "date", "place", "killed", "injured", "missing", "arrested", "weapon", "amount", "age"]
QUESTIONS: tuple[Question, ...] = get_args(Question)


@sent_by_fields
@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A span of one document."""

    document: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The offsets alone."""
        return Span(self.start, self.end)


@sent_by_fields
@dataclass(frozen=True, slots=True)
class EntityMention:
    """One place where an entity is meant."""

    place: Passage
    kind: MentionKind
    why: str = ""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something the reports speak of, over all of them. `name` is the fullest name given, `aliases` the others."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[EntityMention, ...]
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    why: str = ""  # what joined it across documents


@dataclass(frozen=True, slots=True)
class RecordTime:
    """A time expression of a document, with the id the record knows it by."""

    id: str
    document: str
    time: Time


@dataclass(frozen=True, slots=True)
class RecordQuantity:
    """A quantity of a document, with the id the record knows it by."""

    id: str
    document: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class RecordArgument:
    """A participant or circumstance of a statement; `entity` is the id of the entity it names, if any."""

    role: str
    span: Span
    entity: str | None = None


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Vouch:
    """One link of the chain of those who vouch for a statement: who, in which words, for which content."""

    holder: str | None  # entity id
    holder_text: str | None
    cue: str | None
    content: Span
    direct: bool
    anonymous: bool
    source: Span | None = None  # of the holder's words


@dataclass(frozen=True, slots=True)
class RecordStatement:
    """A statement of one document, in its claim. `attributions`: nearest the event first; the publisher is implied."""

    id: str
    document: str
    span: Span
    claim: str | None
    predicate: str
    arguments: tuple[RecordArgument, ...]
    polarity: Polarity
    certainty: Certainty
    attributions: tuple[Vouch, ...]
    times: tuple[str, ...]
    quantities: tuple[str, ...]
    sentence: Span  # the sentence it stands in


@dataclass(frozen=True, slots=True)
class Origin:
    """Where statements of a claim come from in the end, and why it is thought so."""

    kind: OriginKind
    name: str | None
    statements: tuple[str, ...]
    why: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements about the same happening or state. `label` is worded as told, with who tells it."""

    id: str
    label: str
    statements: tuple[str, ...]
    support: Support
    disputed: bool
    origins: tuple[Origin, ...]
    story: str | None = None
    why: str = ""  # why these statements are one claim


@sent_by_fields
@dataclass(frozen=True, slots=True)
class ValueReading:
    """One value of what is told differently, where it stands and whose statements tell it."""

    value: str
    spans: tuple[Passage, ...]
    statements: tuple[str, ...] = ()


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Two or more readings of one claim or entity. `why` is one sentence that a reader can check."""

    id: str
    kind: DiscrepancyKind
    relation: Relation
    claim: str | None
    entity: str | None
    readings: tuple[ValueReading, ...]
    why: str


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Aligned:
    """A passage of the later document and the passage of the earlier one it takes from (None: it only names it)."""

    to: Passage
    source: Passage | None = None
    note: str = ""  # what drifted, if anything


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Lineage:
    """`to` takes from `source` (a document's id, or an entity's where the source is not in the case)."""

    kind: LineageKind
    source: str
    to: str
    directed: bool
    share: float | None  # of to's words, 0 to 1
    passages: tuple[Aligned, ...]
    why: str


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Story:
    """Documents about the same happening or chain of happenings.

    `guests` are those of `documents` of which only a part tells it: round-ups and live pages, whose own story is another.
    """

    id: str
    label: str
    documents: tuple[str, ...]
    why: str = ""
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenValue:
    """One value that reports give to a standard question, where they do and who says so there.

    `value` is an ISO 8601 date, a whole number, or words as a report has them. `likelihood` (0 to 1) is the shipped model's, that this is
    the value asked for; it orders readings and is no measure of truth. `why` is one sentence that a reader can check.
    """

    value: str
    spans: tuple[Passage, ...]
    statements: tuple[str, ...]
    origins: tuple[Origin, ...]
    likelihood: float
    why: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The values given to one question, at most three, likeliest first."""

    question: Question
    values: tuple[GivenValue, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody told to have taken part, as victim or suspect. `name` is None where the reports only tell an age."""

    name: str | None
    entity: str | None
    role: str | None  # killed, injured, arrested; None where the reports do not tell it in so many words
    named: tuple[Passage, ...]
    ages: tuple[GivenValue, ...]
    likelihood: float


@dataclass(frozen=True, slots=True)
class Incident:
    """What the reports of one story give to the standard questions: a view of the record, never a finding of its own."""

    story: str
    documents: tuple[str, ...]
    answers: tuple[Answers, ...]
    participants: tuple[Participant, ...]

    def values(self, question: Question) -> tuple[GivenValue, ...]:
        """The values given to a question; none where no report gives one."""
        return next((a.values for a in self.answers if a.question == question), ())


@dataclass(frozen=True, slots=True)
class Release:
    """What a copy of a record is for: the desk's own, whole and named, unless it is `shared` or names are withheld.

    `shared`: made to leave the desk, with no more of the reports' words than it quotes. `pseudonyms` stand for those withheld.
    """

    shared: bool = False
    pseudonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The sourced record of a case. Every list stands in an order made from its contents alone."""

    title: str
    software: str
    fingerprint: str
    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    times: tuple[RecordTime, ...]
    quantities: tuple[RecordQuantity, ...]
    statements: tuple[RecordStatement, ...]
    claims: tuple[Claim, ...]
    discrepancies: tuple[Discrepancy, ...]
    lineages: tuple[Lineage, ...]
    stories: tuple[Story, ...]
    failures: tuple[Failure, ...]
    incidents: tuple[Incident, ...] = ()
    decisions: tuple[Settled, ...] = ()
    release: Release = Release()
