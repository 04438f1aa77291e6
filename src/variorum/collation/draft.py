"""Statements of all documents with the ids the record knows them by: what the later steps of collation work on."""

from __future__ import annotations

import bisect
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from variorum.model.document import Document
from variorum.model.reading import Attribution, Quantity, Reading, Statement, Time
from variorum.model.record import RecordArgument, RecordQuantity, RecordStatement, RecordTime, Vouch
from variorum.model.sending import sent_by_fields
from variorum.model.span import Span, hull

MOST_VOUCHES = 12  # links kept of the chain of those who vouch; a longer one is a fault of reading


def stable_id(prefix: str, *parts: object) -> str:
    """An id made from contents alone: `prefix` and 12 hexadecimal digits."""
    return prefix + hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()[:12]


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Draft:
    """One statement with all it refers to at hand; `entities` by argument, in the order of `statement.arguments`."""

    id: str
    document: Document
    statement: Statement
    entities: tuple[str | None, ...]
    vouches: tuple[Vouch, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    time_ids: tuple[str, ...]
    quantity_ids: tuple[str, ...]
    sentence: Span
    place: float  # where in its document it stands, 0 to 1
    company: frozenset[str] = frozenset()  # entities that its sentence speaks of

    @property
    def words(self) -> str:
        """The statement's own words, white space folded."""
        return " ".join(self.statement.span.text(self.document.text).split())

    def entity(self, *roles: str) -> str | None:
        """The entity of the first argument with one of `roles`."""
        for argument, entity in zip(self.statement.arguments, self.entities, strict=True):
            if argument.role in roles and entity is not None:
                return entity
        return None

    def to_record(self, claim: str | None) -> RecordStatement:
        """The statement as exported, in its claim."""
        s = self.statement
        return RecordStatement(
            id=self.id,
            document=self.document.id,
            span=s.span,
            claim=claim,
            predicate=s.predicate,
            arguments=tuple(RecordArgument(a.role, a.span, e) for a, e in zip(s.arguments, self.entities, strict=True)),
            polarity=s.polarity,
            certainty=s.certainty,
            attributions=self.vouches,
            times=self.time_ids,
            quantities=self.quantity_ids,
            sentence=self.sentence,
        )


def _words(spans: Sequence[Span], text: str) -> str | None:
    return " ".join(" ".join(s.text(text) for s in spans).split()) or None


def _vouches(
    statement: Statement, attributions: Sequence[Attribution], document: Document, of: Mapping[tuple[str, int], str]
) -> tuple[Vouch, ...]:
    """The chain of those who vouch, nearest the event first: each source, then whom it told."""
    found: list[Vouch] = []
    for index in statement.attributions:
        a = attributions[index]
        said_by = a.carried or a.source  # both: the source is a relative pronoun, the other what it stands for
        content = hull(a.content)
        cue = _words(a.cue, document.text)
        if said_by or a.anonymous or cue:
            found.append(
                Vouch(
                    holder=of.get((document.id, a.chain)) if a.chain is not None else None,
                    holder_text=_words(said_by, document.text),
                    cue=cue,
                    content=content,
                    direct=a.direct,
                    anonymous=a.anonymous or not said_by,
                    source=hull(said_by) if said_by else None,
                )
            )
        if a.addressee:
            found.append(
                Vouch(
                    holder=of.get((document.id, a.addressee_chain)) if a.addressee_chain is not None else None,
                    holder_text=_words(a.addressee, document.text),
                    cue=cue,
                    content=content,
                    direct=a.direct,
                    anonymous=False,
                    source=hull(a.addressee),
                )
            )
    return tuple(found[:MOST_VOUCHES])


_TURN = re.compile(r"([A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}):\s")


def turns(document: Document, reading: Reading) -> list[tuple[Span, Span]]:
    """Blocks of a written-down conversation with the name of who speaks; none unless two names take turns."""
    found = []
    for block in reading.blocks:
        match = _TURN.match(document.text, block.span.start, block.span.end)
        if match:
            found.append((block.span, Span(*match.span(1))))
    names = Counter(name.text(document.text) for _, name in found)
    repeated = {n for n, count in names.items() if count > 1}
    return [pair for pair in found if pair[1].text(document.text) in repeated] if len(repeated) > 1 else []


def _turn_vouch(statement: Statement, document: Document, speakers: Sequence[tuple[Span, Span, str | None]]) -> Vouch | None:
    """The one whose turn of a conversation holds the statement, as its outermost source."""
    for block, name, entity in speakers:
        if block.covers(statement.span) and not statement.span.covers(block):
            said = name.text(document.text)
            return Vouch(entity, said, ":", Span(name.end + 1, block.end), True, False, name)
    return None


def _with_turn(
    vouches: tuple[Vouch, ...], statement: Statement, document: Document, speakers: Sequence[tuple[Span, Span, str | None]]
) -> tuple[Vouch, ...]:
    turn = _turn_vouch(statement, document, speakers) if speakers else None
    if turn is None or any(v.source is not None and turn.source is not None and v.source.overlap(turn.source) for v in vouches):
        return vouches
    return (*vouches, turn)[:MOST_VOUCHES]


def _entity_at(span: Span, reading: Reading, of: Mapping[tuple[str, int], str]) -> str | None:
    """The entity of a mention on these words."""
    chains = [m.chain for m in reading.mentions if m.span.overlap(span) and m.kind == "name" and m.chain >= 0]
    return of.get((reading.document, chains[0])) if chains else None


def record_times(readings: Sequence[Reading]) -> list[RecordTime]:
    """Every time of every reading with its id; anchors on other times named by their ids."""
    found = []
    for reading in readings:
        ids = {t.span.start: stable_id("t", reading.document, t.span.start, t.span.end) for t in reading.times}
        for t in reading.times:
            anchor = t.anchor
            on = re.fullmatch(r"time:(\d+)", anchor or "")
            if on:
                anchor = ids.get(int(on.group(1)), "document's own dates")
            fields = {f: getattr(t, f) for f in ("span", "type", "value", "approximate", "earliest", "latest", "timex")}
            found.append(RecordTime(ids[t.span.start], reading.document, Time(**fields, anchor=anchor)))
    return found


def record_quantities(readings: Sequence[Reading]) -> list[RecordQuantity]:
    """Every quantity of every reading with its id."""
    return [
        RecordQuantity(stable_id("q", r.document, q.span.start, q.span.end), r.document, q)
        for r in readings
        for q in r.quantities
    ]


def _company(reading: Reading, of: Mapping[tuple[str, int], str]) -> dict[int, frozenset[str]]:
    """The entities of each sentence, by its index."""
    starts = [s.start for s in reading.sentences]
    found: dict[int, set[str]] = {}
    for mention in reading.mentions:
        entity = of.get((reading.document, mention.chain))
        if entity is not None:
            found.setdefault(max(bisect.bisect_right(starts, mention.head.start) - 1, 0), set()).add(entity)
    return {sentence: frozenset(entities) for sentence, entities in found.items()}


def drafts(documents: Sequence[Document], readings: Sequence[Reading], of: Mapping[tuple[str, int], str]) -> list[Draft]:
    """The statements of all readings, by document and place."""
    by_id = {d.id: d for d in documents}
    found: list[Draft] = []
    for reading in readings:
        document = by_id[reading.document]
        company = _company(reading, of)
        seen: set[str] = set()
        speakers = [(block, name, _entity_at(name, reading, of)) for block, name in turns(document, reading)]
        for s in reading.statements:
            identity = stable_id("s", document.id, s.span.start, s.span.end, s.head.start, s.predicate)
            if identity in seen:
                continue
            seen.add(identity)
            found.append(
                Draft(
                    id=identity,
                    document=document,
                    statement=s,
                    entities=tuple(of.get((document.id, a.chain)) if a.chain is not None else None for a in s.arguments),
                    vouches=_with_turn(_vouches(s, reading.attributions, document, of), s, document, speakers),
                    times=tuple(reading.times[i] for i in s.times),
                    quantities=tuple(reading.quantities[i] for i in s.quantities),
                    time_ids=tuple(
                        stable_id("t", document.id, reading.times[i].span.start, reading.times[i].span.end) for i in s.times
                    ),
                    quantity_ids=tuple(
                        stable_id("q", document.id, reading.quantities[i].span.start, reading.quantities[i].span.end)
                        for i in s.quantities
                    ),
                    sentence=reading.sentences[s.sentence] if reading.sentences else s.span,
                    place=s.span.start / max(len(document.text), 1),
                    company=company.get(s.sentence, frozenset()),
                )
            )
    return found
