"""Readings and decisions in, one record out."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.collation.alignment import align
from variorum.collation.discrepancies import claim_discrepancies, name_discrepancies
from variorum.collation.draft import Draft, drafts, record_quantities, record_times, stable_id
from variorum.collation.identity import identify
from variorum.collation.lineage import find_lineages
from variorum.collation.origins import find_origins
from variorum.collation.stories import find_stories
from variorum.model.activity import Decision, Failure
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Claim, Discrepancy, Entity, Lineage, Origin, Record, Story

LONGEST_LABEL = 120  # code points of quoted words in a claim's label


def collate(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    decisions: Sequence[Decision] = (),
    failures: Sequence[Failure] = (),
    title: str = "Untitled case",
    software: str = "variorum",
) -> Record:
    """The record of `documents`, in an order made from contents alone. Its fingerprint is left empty for the export to fill."""
    documents = sorted(documents, key=lambda d: d.id)
    readings = sorted(readings, key=lambda r: r.document)
    stories = find_stories(documents, readings)
    identity = identify(documents, readings)
    lineages = find_lineages(documents, readings, identity)
    items = drafts(documents, readings, identity.of)
    entities = {e.id: e for e in identity.entities}
    groups = align(items, [s.documents for s in stories], named_people(identity.entities))
    claims, discrepancies, claim_of = _claims([[items[i] for i in group] for group in groups], entities, lineages, stories)
    discrepancies += name_discrepancies(identity.entities, documents)
    roles = {r.document: r.blocks for r in readings}
    return Record(
        title=title,
        software=software,
        fingerprint="",
        documents=tuple(_with_blocks(d, roles) for d in documents),
        entities=tuple(sorted(identity.entities, key=lambda e: e.id)),
        times=tuple(record_times(readings)),
        quantities=tuple(record_quantities(readings)),
        statements=tuple(d.to_record(claim_of.get(d.id)) for d in items),
        claims=tuple(claims),
        discrepancies=tuple(sorted(discrepancies, key=lambda d: d.id)),
        lineages=tuple(lineages),
        stories=tuple(stories),
        failures=tuple(sorted(failures)),
    )


def named_people(entities: Sequence[Entity]) -> frozenset[str]:
    """The ids of the entities that are persons known by name."""
    return frozenset(e.id for e in entities if e.type == "person" and any(m.kind == "name" for m in e.mentions))


def _with_blocks(document: Document, roles: dict[str, tuple]) -> Document:  # type: ignore[type-arg]
    from dataclasses import replace

    return replace(document, blocks=roles.get(document.id, document.blocks))


def _claims(
    groups: Sequence[Sequence[Draft]],
    entities: dict[str, Entity],
    lineages: Sequence[Lineage],
    stories: Sequence[Story],
) -> tuple[list[Claim], list[Discrepancy], dict[str, str]]:
    claims: list[Claim] = []
    discrepancies: list[Discrepancy] = []
    claim_of: dict[str, str] = {}
    story_of = {d: s.id for s in sorted(stories, key=lambda s: s.id) for d in s.documents}
    for group in groups:
        members = sorted(group, key=lambda d: (d.document.id, d.statement.span, d.id))
        identity = stable_id("c", *sorted(d.id for d in members))
        found = claim_discrepancies(identity, members, entities)
        origins, support = find_origins(members, entities, lineages)
        discrepancies += found
        claim_of.update({d.id: identity for d in members})
        claims.append(
            Claim(
                id=identity,
                label=label(members, origins),
                statements=tuple(d.id for d in members),
                support=support,
                disputed=any(x.relation == "contradiction" for x in found),
                origins=origins,
                story=story_of.get(members[0].document.id),
            )
        )
    return sorted(claims, key=lambda c: c.id), discrepancies, claim_of


def label(members: Sequence[Draft], origins: Sequence[Origin]) -> str:
    """A claim in the shortest of its wordings, with who tells it: a label is never without its attribution."""
    shortest = min(members, key=lambda d: (len(d.words) < 12, len(d.words), d.id))
    words = shortest.words
    if len(words) > LONGEST_LABEL:
        words = words[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"
    reports = len({d.document.id for d in members})
    named = sorted({o.name for o in origins if o.name})
    if named:
        who = ", ".join(named[:3]) + (" and others" if len(named) > 3 else "")
        if any(o.kind == "unknown" for o in origins):
            who += " and nobody named"
    else:
        outlets = sorted({d.document.meta.publisher or d.document.name for d in members})
        who = ", ".join(outlets[:3]) + ("; nobody else is named" if reports > 1 else "")
    return f"{who}{f' (in {reports} reports)' if reports > 1 else ''}: {words}"
