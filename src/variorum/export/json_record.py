"""The record as JSON, version 1, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from variorum.export.accusing import Answer
from variorum.export.book import Book
from variorum.model.activity import Settled
from variorum.model.document import Document
from variorum.model.record import (
    Claim,
    Discrepancy,
    Entity,
    GivenValue,
    Incident,
    Lineage,
    Origin,
    Passage,
    Record,
    RecordQuantity,
    RecordStatement,
    RecordTime,
    Release,
)

Json = dict[str, Any]


def to_json(record: Record) -> Json:
    """The record as plain JSON values, valid against data/record.schema.json."""
    book = Book.of(record)
    of_story: dict[str, list[str]] = {}
    for story in record.stories:
        for document in story.documents:
            of_story.setdefault(document, []).append(story.id)
    return {
        "format": "variorum/record",
        "version": 1,
        "case": {"title": record.title, "software": record.software, "fingerprint": record.fingerprint},
        "documents": [_document(one, of_story.get(one.id, []), record.release) for one in record.documents],
        "entities": [_entity(entity) for entity in record.entities],
        "times": _times(record.times),
        "quantities": [_quantity(quantity) for quantity in record.quantities],
        "statements": [_statement(statement) for statement in record.statements],
        "claims": [_claim(claim) | _beside(book, claim) for claim in record.claims],
        "discrepancies": [_discrepancy(discrepancy) for discrepancy in record.discrepancies],
        "lineages": [_lineage(lineage) for lineage in record.lineages],
        "stories": [
            {
                "id": story.id,
                "label": story.label,
                "documents": list(story.documents),
                "guests": list(story.guests),
                "why": story.why,
            }
            for story in record.stories
        ],
        "incidents": [_incident(incident) for incident in record.incidents],
        "failures": [{"name": failure.name, "stage": failure.stage, "reason": failure.reason} for failure in record.failures],
        "decisions": [_settled(settled, record.release) for settled in record.decisions],
        "release": release_of(record.release),
    }


def release_of(release: Release) -> Json:
    """What a copy is, as a member of the record."""
    return {"shared": release.shared, "pseudonyms": list(release.pseudonyms), "says": says(release)}


SEALED = "verifiable with the sealed original only"


def says(release: Release) -> str:
    """What a copy of a record is, in a sentence that stands in every copy."""
    withheld = len(release.pseudonyms)
    if not release.shared and not withheld:
        return "The desk's own copy: whole and named, not for sharing."
    whole = "Made to be shared: it quotes sentences, not whole reports." if release.shared else "The desk's own copy."
    if not withheld:
        return f"{whole} Nobody's name is withheld."
    names = "1 name is" if withheld == 1 else f"{withheld} names are"
    return f"{whole} {names} withheld, under pseudonyms; {SEALED}."


def canonical(value: Json) -> bytes:
    """The one byte string for these values: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace")  # a file name may hold bytes that are no text


def pretty(record: Record) -> str:
    """The record as indented JSON for a file, members in the order of the schema."""
    return json.dumps(to_json(record), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def fingerprint(value: Json) -> str:
    """SHA-256 in hex over the canonical record without `case.fingerprint`."""
    case = {key: member for key, member in value["case"].items() if key != "fingerprint"}
    return hashlib.sha256(canonical({**value, "case": case})).hexdigest()


def with_fingerprint(record: Record) -> Record:
    """The same record with its fingerprint filled in."""
    return replace(record, fingerprint=fingerprint(to_json(record)))


def _settled(settled: Settled, release: Release) -> Json:
    decision = settled.decision
    return {
        "verb": decision.verb,
        "kind": decision.kind,
        "by": decision.by,
        "at": decision.at,
        "reason": decision.reason,
        "value": decision.value or None,
        "anchors": [
            {
                "text_sha256": _hash(a.text_sha256, release),
                "start": a.start,
                "end": a.end,
                "quote": a.quote,
                "before": a.before,
                "after": a.after,
            }
            | ({"document": a.document} if a.document else {})
            for a in decision.anchors
        ],
        "outcome": settled.outcome,
        "why": settled.why,
        "claim": settled.claim,
    }


def _passages(passages: Iterable[Passage]) -> list[Json]:
    return [{"document": place.document, "start": place.start, "end": place.end} for place in passages]


def _hash(digest: str, release: Release) -> str | None:
    """A hash as given; none where it would let somebody who guesses the text, or has it, find out whose name is withheld."""
    return None if release.pseudonyms else digest or None


def _document(document: Document, stories: Sequence[str], release: Release) -> Json:
    meta = document.meta
    text = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    return {
        "id": document.id,
        "name": document.name,
        "sha256": _hash(document.sha256, release),
        "part": document.part or None,
        "text_sha256": None if release.shared else _hash(text, release),
        "media_type": document.media_type,
        "encoding": document.encoding,
        "conversion": document.conversion,
        "text": document.text,
        "title": meta.title,
        "publisher": meta.publisher,
        "authors": list(meta.authors),
        "published": meta.published,
        "url": meta.url,
        "captured": meta.captured,
        "language": document.language,
        "stories": list(stories),
        "standing": document.standing,
        "captures": list(document.captures),
        "report": document.report,
        "version": document.version,
        "blocks": [
            {"start": block.span.start, "end": block.span.end, "role": block.role, "locator": block.locator}
            for block in document.blocks
        ],
    }


def _entity(entity: Entity) -> Json:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "latitude": entity.latitude,
        "longitude": entity.longitude,
        "geonames_id": entity.geonames_id,
        "why": entity.why,
        "mentions": [
            {
                "document": mention.place.document,
                "start": mention.place.start,
                "end": mention.place.end,
                "kind": mention.kind,
                "why": mention.why,
            }
            for mention in entity.mentions
        ],
    }


def _times(times: tuple[RecordTime, ...]) -> list[Json]:
    by_start = {(entry.document, entry.time.span.start): entry.id for entry in times}
    rows = []
    for entry in times:
        time = entry.time
        anchor = time.anchor
        if anchor is not None and anchor.startswith("time:") and anchor[5:].isdigit():
            anchor = by_start.get((entry.document, int(anchor[5:])), anchor)
        rows.append(
            {
                "id": entry.id,
                "document": entry.document,
                "start": time.span.start,
                "end": time.span.end,
                "type": time.type,
                "value": time.value,
                "approximate": time.approximate,
                "earliest": time.earliest,
                "latest": time.latest,
                "anchor": anchor,
            }
        )
    return rows


def _quantity(entry: RecordQuantity) -> Json:
    quantity = entry.quantity
    return {
        "id": entry.id,
        "document": entry.document,
        "start": quantity.span.start,
        "end": quantity.span.end,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "approximate": quantity.approximate,
        "kind": quantity.kind,
    }


def _statement(statement: RecordStatement) -> Json:
    return {
        "id": statement.id,
        "document": statement.document,
        "start": statement.span.start,
        "end": statement.span.end,
        "claim": statement.claim,
        "predicate": statement.predicate,
        "arguments": [
            {
                "role": argument.role,
                "start": argument.span.start,
                "end": argument.span.end,
                "entity": argument.entity,
            }
            for argument in statement.arguments
        ],
        "polarity": statement.polarity,
        "certainty": statement.certainty,
        "attributions": [
            {
                "holder": vouch.holder,
                "holder_text": vouch.holder_text,
                "cue": vouch.cue,
                "start": vouch.content.start,
                "end": vouch.content.end,
                "direct": vouch.direct,
                "anonymous": vouch.anonymous,
                "source": None if vouch.source is None else {"start": vouch.source.start, "end": vouch.source.end},
            }
            for vouch in statement.attributions
        ],
        "times": list(statement.times),
        "quantities": list(statement.quantities),
        "sentence": {"start": statement.sentence.start, "end": statement.sentence.end},
    }


def _claim(claim: Claim) -> Json:
    return {
        "id": claim.id,
        "label": claim.label,
        "statements": list(claim.statements),
        "support": claim.support,
        "disputed": claim.disputed,
        "story": claim.story,
        "why": claim.why,
        "origins": [_origin(origin) for origin in claim.origins],
    }


def _beside(book: Book, claim: Claim) -> Json:
    """What must stand beside a claim: reports it leans on that no longer stand as published; of wrongdoing, the accused and their answers."""
    leans = [book.documents[name] for name in book.reports(claim) if book.documents[name].standing != "current"]
    told = book.accusations.get(claim.id)
    return {
        "leans_on": [{"document": document.id, "standing": document.standing} for document in leans],
        "allegation": None
        if told is None
        else {
            "against": [{"entity": entity, "name": book.entities[entity].name} for entity in told.against],
            "statements": list(told.statements),
            "verdicts": list(told.verdicts),
            "answers": [_answer(answer) for answer in told.answers],
            "silences": [_answer(answer) for answer in told.silences],
            "unsettled_answers": [_answer(answer) for answer in told.unsettled],
        },
    }


def _answer(answer: Answer) -> Json:
    place = _passages([answer.place])[0]
    return {**place, "entity": answer.entity or None, "words": answer.words, "who_says_it": answer.who}


def _origin(origin: Origin) -> Json:
    return {
        "kind": origin.kind,
        "name": origin.name,
        "entity": origin.entity,
        "statements": list(origin.statements),
        "why": origin.why,
    }


def _discrepancy(discrepancy: Discrepancy) -> Json:
    return {
        "id": discrepancy.id,
        "kind": discrepancy.kind,
        "relation": discrepancy.relation,
        "claim": discrepancy.claim,
        "entity": discrepancy.entity,
        "why": discrepancy.why,
        "readings": [
            {
                "value": reading.value,
                "spans": _passages(reading.spans),
                "statements": list(reading.statements),
            }
            for reading in discrepancy.readings
        ],
    }


def _lineage(lineage: Lineage) -> Json:
    return {
        "kind": lineage.kind,
        "from": lineage.source,
        "to": lineage.to,
        "directed": lineage.directed,
        "share": lineage.share,
        "why": lineage.why,
        "passages": [
            {
                "to": _passages([aligned.to])[0],
                "from": None if aligned.source is None else _passages([aligned.source])[0],
                "note": aligned.note,
            }
            for aligned in lineage.passages
        ],
    }


def _incident(incident: Incident) -> Json:
    return {
        "story": incident.story,
        "documents": list(incident.documents),
        "answers": {answers.question: [_value(value) for value in answers.values] for answers in incident.answers},
        "participants": [
            {
                "name": one.name,
                "entity": one.entity,
                "role": one.role,
                "named": _passages(one.named),
                "ages": [_value(value) for value in one.ages],
                "likelihood": one.likelihood,
            }
            for one in incident.participants
        ],
    }


def _value(given: GivenValue) -> Json:
    return {
        "value": given.value,
        "spans": _passages(given.spans),
        "statements": list(given.statements),
        "origins": [_origin(origin) for origin in given.origins],
        "likelihood": given.likelihood,
        "why": given.why,
    }
