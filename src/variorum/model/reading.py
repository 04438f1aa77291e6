"""What one report says: its marks and statements, each on exact characters of the reading text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from variorum.model.document import Block
from variorum.model.sending import sent_by_fields
from variorum.model.span import Span

EntityType = Literal["person", "organisation", "place", "group", "product", "work", "other"]
MentionKind = Literal["name", "nominal", "pronoun"]
Polarity = Literal["affirmed", "denied"]
Certainty = Literal["certain", "probable", "possible", "future", "unknown"]


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Mention:
    """Words that point at somebody or something. Mentions of one document with the same `chain` mean the same."""

    span: Span
    head: Span  # of one word
    kind: MentionKind
    type: EntityType
    chain: int = -1  # index of the chain inside the document; -1 before coreference
    why: str = ""  # what tied it to its chain, in a few words


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Place:
    """A toponym, resolved where the gazetteer has it.

    `demonym`: an adjective or people ("Norwegian"), never pinned on a map. `approximate`: the gazetteer lacks the name, and the
    coordinates are those of the report's main place; not pinned either.
    """

    span: Span
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    demonym: bool = False
    why: str = ""
    approximate: bool = False


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `value` is EDTF for dates and times (hours alone allowed), ISO 8601 for durations, TIMEX3 for sets.

    `timex` is the TIMEX3 value for measuring against corpora; `earliest` and `latest` are ISO 8601 dates or date-times that
    bound it (both inclusive, at the precision known).
    """

    span: Span
    type: Literal["date", "time", "duration", "set"]
    value: str | None
    approximate: bool = False
    earliest: str | None = None
    latest: str | None = None
    anchor: str | None = None  # "document date", or "time:START" naming the offset of the expression it hangs on
    timex: str | None = None


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts or measures. An open bound is null: "over 10" is low 10, high None.

    `unit` is the unit's or counted noun's lemma (mile, USD, percent, year, troop). `factor` turns low and high into the base
    unit `dimension` names (metre, kilogram, second, ...), for comparison only; None where nothing converts.
    """

    span: Span
    low: float | None
    high: float | None
    unit: str | None
    approximate: bool = False
    kind: Literal["count", "measure", "money", "percent", "age", "ordinal", "other"] = "count"
    head: Span | None = None  # of the counted noun or unit word
    dimension: str | None = None
    factor: float | None = None


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue, content, each in pieces. No source pieces: carried over from an earlier sentence, or none is named.

    `chain` is the coreference chain of the source. `parent` is the index of the attribution whose content holds this one.
    `addressee` is whom the source told it ("told the BBC"), the second link. `head` is the word that heads the source's.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    direct: bool
    anonymous: bool = False
    carried: tuple[
        Span, ...
    ] = ()  # the source's words, taken from an earlier sentence, or those that a relative pronoun stands for
    addressee: tuple[Span, ...] = ()
    chain: int | None = None
    addressee_chain: int | None = None
    parent: int | None = None
    why: str = ""
    head: Span | None = None  # of one word of source or carried


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Argument:
    """A participant or circumstance of a statement, by role: agent, patient, recipient, place, origin, goal, instrument, ..."""

    role: str
    span: Span
    head: Span  # of one word
    lemma: str = ""  # of the head
    chain: int | None = None


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Statement:
    """One clause that says something happened, is or will be.

    `attributions`, `times`, `quantities` are indices into the reading's lists; attributions nearest the event first.
    `terms` are the lemmas of the clause's content words, sorted; `vector` is a unit vector of the clause as int8 (one byte a
    dimension, scaled by 127), `trigger` one of its head, both read in their sentence; empty where none were made.
    """

    span: Span
    head: Span
    predicate: str  # lemma of the head
    arguments: tuple[Argument, ...] = ()
    polarity: Polarity = "affirmed"
    certainty: Certainty = "certain"
    attributions: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    quantities: tuple[int, ...] = ()
    sentence: int = 0
    terms: tuple[str, ...] = ()
    vector: bytes = b""
    trigger: bytes = b""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Reading:
    """All marks of one document. Lists stand in order of their spans; `blocks` carry the roles as read."""

    document: str
    reader: str  # name, version and hash of what read it
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    statements: tuple[Statement, ...] = ()
