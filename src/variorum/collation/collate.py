"""Readings and decisions in, one record out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from variorum.collation.acts import word_list
from variorum.collation.alignment import align
from variorum.collation.decisions import Decisions, statement_at
from variorum.collation.discrepancies import Comparison, total_discrepancies
from variorum.collation.draft import Draft, drafts, record_quantities, record_times, stable_id
from variorum.collation.identity import identify
from variorum.collation.incidents.find import find_incidents
from variorum.collation.lineage import find_lineages
from variorum.collation.origins import Origins
from variorum.collation.ranks import parted
from variorum.collation.spellings import name_discrepancies
from variorum.collation.stories import find_stories
from variorum.collation.tellers import with_tellers
from variorum.collation.traits import trait_discrepancies
from variorum.model.activity import Decision, Failure
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Claim, Discrepancy, Entity, Origin, Passage, Record, Story

SHORT_LABEL = 12  # code points below which words say little by themselves
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
    decided = Decisions(decisions, documents)
    documents = decided.documents(documents)
    texts = {d.id: d.text for d in documents}
    readings = [parted(r, texts[r.document]) for r in sorted(readings, key=lambda r: r.document)]
    readings = decided.parted_chains(readings, documents)
    stories = decided.stories(find_stories(documents, readings))
    identity = identify(documents, readings, decided)
    lineages = find_lineages(documents, readings, identity, stories)
    items = decided.attributions(drafts(documents, readings, identity.of), lambda p: entity_at(p, identity.entities))
    entities = {e.id: e for e in identity.entities}
    groups, reasons = _groups(items, stories, named_people(identity.entities), decided)
    comparison = Comparison(items, readings, entities, lineages)
    claims, discrepancies, claim_of = _claims(groups, comparison, Origins(items, entities, lineages), stories, reasons)
    discrepancies += total_discrepancies(items, claim_of)
    discrepancies += comparison.of_stories(items, stories, claim_of, discrepancies)
    discrepancies += name_discrepancies(identity.entities, documents)
    discrepancies += trait_discrepancies(identity.entities, documents, readings, items)
    discrepancies = decided.discrepancies(with_tellers(discrepancies, items), items, claim_of)
    disputed = {d.claim for d in discrepancies if d.relation == "contradiction"}
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
        claims=tuple(replace(c, disputed=c.id in disputed) for c in claims),
        discrepancies=tuple(sorted(discrepancies, key=lambda d: d.id)),
        lineages=tuple(lineages),
        stories=tuple(stories),
        failures=tuple(sorted(failures)),
        incidents=find_incidents(documents, readings, stories, identity.entities, lineages, items),
        decisions=decided.settled(),
    )


def _groups(
    items: Sequence[Draft], stories: Sequence[Story], people: frozenset[str], decided: Decisions
) -> tuple[list[list[Draft]], dict[str, str]]:
    """The statements in claims, as the machine aligns them and people decide; and why, where a decision has a say."""
    groups = [[items[i].id for i in group] for group in align(items, [s.documents for s in stories], people)]
    reasons: dict[str, str] = {}
    if decided:
        groups, reasons = decided.groups("claim", groups, lambda p: statement_at(p, items))
    by_id = {d.id: d for d in items}
    return [[by_id[i] for i in group] for group in groups], reasons


def named_people(entities: Sequence[Entity]) -> frozenset[str]:
    """The ids of the entities that are persons known by name."""
    return frozenset(e.id for e in entities if e.type == "person" and any(m.kind == "name" for m in e.mentions))


def entity_at(place: Passage, entities: Sequence[Entity]) -> str | None:
    """The entity that is meant most nearly on these words."""
    near = [
        (2 * m.place.span.overlap(place.span) - len(m.place.span), m.kind == "name", e.id)
        for e in entities
        for m in e.mentions
        if m.place.document == place.document and m.place.span.overlap(place.span)
    ]
    return max(near)[2] if near else None


def _with_blocks(document: Document, roles: dict[str, tuple]) -> Document:  # type: ignore[type-arg]
    return replace(document, blocks=roles.get(document.id, document.blocks))


def _claims(
    groups: Sequence[Sequence[Draft]],
    comparison: Comparison,
    sources: Origins,
    stories: Sequence[Story],
    reasons: Mapping[str, str],
) -> tuple[list[Claim], list[Discrepancy], dict[str, str]]:
    claims: list[Claim] = []
    discrepancies: list[Discrepancy] = []
    claim_of: dict[str, str] = {}
    story_of = {d: s.id for s in sorted(stories, key=lambda s: s.id) for d in s.documents if d not in s.guests}
    for group in groups:
        members = sorted(group, key=lambda d: (d.document.id, d.statement.span, d.id))
        identity = stable_id("c", *sorted(d.id for d in members))
        found = comparison.of_claim(identity, members)
        origins, support = sources.of_claim(members)
        discrepancies += found
        claim_of.update({d.id: identity for d in members})
        claims.append(
            Claim(
                id=identity,
                label=label(members, origins, differing=bool(found)),
                statements=tuple(d.id for d in members),
                support=support,
                disputed=False,
                origins=origins,
                story=story_of.get(members[0].document.id),
                why="; ".join(dict.fromkeys(reasons[d.id] for d in members if d.id in reasons)),
            )
        )
    return sorted(claims, key=lambda c: c.id), discrepancies, claim_of


def outlet(document: Document) -> str:
    """Who published a report, and whether it was corrected or withdrawn."""
    name = document.meta.publisher or document.name
    return f"{name} ({document.standing})" if document.standing in {"corrected", "withdrawn"} else name


def wording(members: Sequence[Draft]) -> Draft:
    """The statement that can stand for a claim: told and not asked, as most tell it, a clause that stands by itself, and the shortest such."""
    denied = 2 * sum(d.statement.polarity == "denied" for d in members) > len(members)

    def unfit(draft: Draft) -> tuple[bool, bool, bool, bool, int, str]:
        s = draft.statement
        first = draft.words.split(" ", 1)[0].lower()
        return (
            s.certainty == "unknown",
            (s.polarity == "denied") != denied,
            first in word_list("clause_openers.txt") or not any(a.span.start < s.head.start for a in s.arguments),
            len(draft.words) < SHORT_LABEL,
            len(draft.words),
            draft.id,
        )

    return min(members, key=unfit)


def label(members: Sequence[Draft], origins: Sequence[Origin], differing: bool = False) -> str:
    """A claim in one of its wordings, with who tells it: a label is never without its attribution.

    Where the reports differ, the words are given to those alone from whom they come.
    """
    chosen = wording(members)
    words = chosen.words
    if len(words) > LONGEST_LABEL:
        words = words[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"
    reports = len({d.document.id for d in members})
    own = [o for o in origins if chosen.id in o.statements] if differing else list(origins)
    named = sorted({o.name for o in own if o.name})
    if named:
        who = ", ".join(named[:3]) + (" and others" if len(named) > 3 else "")
        if any(o.kind == "unknown" for o in own):
            who += " and nobody named"
        who += "".join(
            f"; {outlet(d)}" for d in {m.document.id: m.document for m in members}.values() if d.standing == "withdrawn"
        )
    elif differing:
        who = outlet(chosen.document)
    else:
        outlets = sorted({outlet(d.document) for d in members})
        who = ", ".join(outlets[:3]) + ("; nobody else is named" if reports > 1 else "")
    where = f" ({'told differently ' if differing else ''}in {reports} reports)" if reports > 1 or differing else ""
    return f"{who}{where.replace('in 1 reports', 'in 1 report')}: {words}"
