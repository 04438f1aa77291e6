"""Copies of a case's record for others: who is withheld, under which pseudonym, and what is to be looked at first."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from variorum.case.store import Case
from variorum.collation.namematch import same_person
from variorum.errors import InputError
from variorum.export.atrisk import AtRisk, people_at_risk
from variorum.export.book import Book
from variorum.export.json_record import says
from variorum.export.redaction import Redacted, Wanted, people_withheld, redacted
from variorum.export.redaction.people import forms_of, spellings_of, turns
from variorum.export.redaction.review import Giveaway, giveaways
from variorum.export.redaction.words import name_words
from variorum.model.activity import Decision
from variorum.model.record import Entity, Record
from variorum.run.pipeline import SOFTWARE

ALIKE = 0.7  # from which on a name asked for is taken for another spelling of one in the reports
SHOWN = 12  # passages listed when a copy is made; `show CASE review` lists them all


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a copy is to be made: to be shared or for the desk, whom to name on purpose, whom to withhold."""

    share: bool = False
    named: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """A record for others, the same as it was at the desk, and what the desk is told of it."""

    record: Record
    made: Redacted | None  # None where the record is as it was
    review: tuple[Giveaway, ...]
    named: tuple[str, ...]  # those at risk who are named on purpose
    notes: tuple[str, ...]


def released(case: Case, record: Record, sharing: Sharing, within: Collection[str] | None = None) -> Released:
    """The copy of a record that is asked for. Raises InputError for names that it cannot tell apart or does not know.

    `within`: the ids of the only documents that a copy will be of; whoever is not spoken of there need not be withheld.
    """
    wanted, named, notes = _wanted(record, sharing, within)
    notes.insert(0, "")
    if not wanted and not sharing.share:
        return Released(record, None, (), named, (says(record.release), *notes[1:]))
    secret = secret_of(case) if wanted or sharing.share else b""
    people = people_withheld(record, wanted, secret)
    made = redacted(record, people, secret, sharing.share)
    review = tuple(one for one in giveaways(record, people, made.doubts) if within is None or one.place.document in within)
    notes[0] = says(made.record.release)
    desk = {entity.id: entity.name for entity in record.entities}
    for one in people:
        names = [desk[id] for id in one.entities if id in desk] or list(one.spellings) or ["somebody described"]
        kin = f" (shares a name with {one.kin_of})" if one.kin_of else ""
        notes.append(f"{one.pseudonym} stands for {', '.join(dict.fromkeys(names))}{kin}")
    return Released(made.record, made, review, named, tuple(notes))


def review_lines(case: Case, record: Record) -> list[str]:
    """What would be read before the record is shared as it is, written out."""
    found = released(case, record, Sharing(share=True))
    risks = [_told(one) for one in people_at_risk(record)]
    lines = [*(risks or ["Nobody at risk was found. That is no proof that nobody is."]), "", *found.notes[1:], ""]
    return [*lines, *(written(record, found.review) or ["No passage was found that would give a withheld person away."])]


def written(record: Record, review: Sequence[Giveaway], most: int | None = None) -> list[str]:
    """Passages to be read before a copy leaves, one a line; of the rest it is said how many there are."""
    book = Book.of(record)
    lines = [
        f"{row.who}: {'; '.join(row.reasons)}: {book.outlet(book.documents[row.place.document])}: “{row.words}”" for row in review
    ]
    if most is not None and len(lines) > most:
        return [*lines[:most], f"and {len(lines) - most} more; `variorum show CASE review` lists all"]
    return lines


def _told(one: AtRisk) -> str:
    return f"{one.name or 'not named'} · {one.kind}: {one.why}"


def withholds(record: Record) -> bool:
    """Whether a decision withholds somebody in every copy of the record, also in the desk's own."""
    return bool(_redactions(record))


def kept_secret(case: Case) -> bytes | None:
    """What pseudonyms and ids of copies are made with; None where it was not drawn yet."""
    for commitment in case.blobs:
        told = case.blobs.read(commitment)
        if told is not None and set(told) == {"pseudonyms"}:
            return bytes.fromhex(told["pseudonyms"])
    return None


def secret_of(case: Case) -> bytes:
    """What pseudonyms and ids of copies are made with: drawn once for a case, kept in a blob that can be erased."""
    kept = kept_secret(case)
    if kept is not None:
        return kept
    drawn = secrets.token_bytes(32)
    if case.is_writable:
        case.tell("salted", {"pseudonyms": drawn.hex()})
        return drawn
    with Case.open(case.layout.root, SOFTWARE, write=True) as writable:
        return secret_of(writable)


def _wanted(record: Record, sharing: Sharing, within: Collection[str] | None) -> tuple[list[Wanted], tuple[str, ...], list[str]]:
    """Whom to withhold, who is named on purpose, and what to tell of it."""
    notes: list[str] = []
    wanted: list[Wanted] = []
    for name in sharing.redact:
        entities = find_named(record, name)
        wanted += [Wanted(entity.id, name) for entity in entities]
        if not any(entity.type == "person" for entity in entities):
            wanted.append(Wanted(name=name))  # whatever the reports take it for, it was asked for as somebody's name
        if not entities:
            notes.append(f"no name in these reports is “{name}”; what is spelt so is withheld all the same")
        if len(entities) > 1:
            notes.append(f"“{name}” may be {', '.join(entity.name for entity in entities)}: all are withheld")
    asked = {one.entity for one in wanted}
    default = [*_decided(record), *(_at_risk(record) if sharing.share else [])]
    named: list[str] = []
    for name in sharing.named:
        meant = {entity.id for entity in find_named(record, name)}
        if meant & asked:
            raise InputError(f"“{name}” is to be both named and withheld; leave one of the two out")
        if not meant & {one.entity for one in default}:
            raise InputError(f"“{name}” would not be withheld; `variorum show CASE review` lists those who would")
        default = [one for one in default if one.entity not in meant]
        named.append(name)
    if within is not None:
        default = [one for one in default if _spoken_of(record, one) & set(within)]
    wanted += [one for one in default if one.entity is None or one.entity not in asked]
    return list(dict.fromkeys(wanted)), tuple(named), notes


def _spoken_of(record: Record, one: Wanted) -> set[str]:
    """The ids of the documents that speak of somebody; all, where only a name is known."""
    entity = next((entity for entity in record.entities if entity.id == one.entity), None)
    if entity is None:
        return {one.described.document} if one.described is not None else {document.id for document in record.documents}
    return {mention.place.document for mention in entity.mentions}


def _at_risk(record: Record) -> Iterator[Wanted]:
    """Those at risk: whoever is named, and the words for sources that are not."""
    entities = {entity.id: entity for entity in record.entities}
    texts = {document.id: document.text for document in record.documents}
    for one in people_at_risk(record):
        entity = entities.get(one.entity or "")
        if entity is not None and spellings_of(entity, texts):
            yield Wanted(entity.id)
        elif one.name:
            yield Wanted(name=one.name)
        elif one.kind == "unnamed source":
            yield Wanted(entity.id if entity is not None else None, described=one.spans[0])


def _decided(record: Record) -> Iterator[Wanted]:
    """Those whom a decision withholds: whoever its words mean, else what they spell."""
    book = Book.of(record)
    for decision in _redactions(record):
        for anchor in decision.anchors:
            place = book.place(anchor)
            ids = [
                entity.id
                for entity in record.entities
                if place is not None
                for mention in entity.mentions
                if mention.place.document == place.document and mention.place.span.overlap(place.span)
            ]
            yield from ([Wanted(id) for id in dict.fromkeys(ids)] or [Wanted(name=anchor.quote)])


def _redactions(record: Record) -> list[Decision]:
    """The decisions to withhold somebody that stand."""
    verdicts = ("holds", "without effect")
    return [one.decision for one in record.decisions if one.decision.verb == "redact" and one.outcome in verdicts]


def find_named(record: Record, name: str) -> list[Entity]:
    """The entities that a user may mean by a name: those spelt so, else those who may go by it."""
    texts = {document.id: document.text for document in record.documents}
    spelt = [(entity, spellings_of(entity, texts)) for entity in record.entities]
    asked = name_words(name)
    return next(filter(None, _tries(spelt, name, asked)), [])


def _tries(spelt: Iterable[tuple[Entity, tuple[str, ...]]], name: str, asked: tuple[str, ...]) -> Iterator[list[Entity]]:
    spelt = list(spelt)
    yield [entity for entity, _ in spelt if entity.id == name]
    yield [entity for entity, names in spelt if any(turns(name_words(one)) & turns(asked) for one in (entity.name, *names))]
    forms = [(entity, forms_of(names, entity.type)) for entity, names in spelt if names]
    if len(asked) == 1:
        yield [entity for entity, form in forms if asked[0] in form.core | form.soft]
    people = [(entity, names) for entity, names in spelt if entity.type == "person" and names and len(asked) > 1]
    yield [entity for entity, names in people if any(same_person(name, one)[0] >= ALIKE for one in names if " " in one)]
