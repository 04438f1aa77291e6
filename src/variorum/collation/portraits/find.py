"""What the reports of each story tell differently, portrait by portrait, beside what aligned claims have shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from variorum.collation.draft import Draft
from variorum.collation.incidents.page import Page, lay_out
from variorum.collation.incidents.story import tell
from variorum.collation.portraits.compare import differing
from variorum.collation.portraits.corrections import corrected
from variorum.collation.portraits.figures import figures
from variorum.collation.portraits.people import joined, name_variants, own_variants, people, respelt
from variorum.collation.portraits.sheet import Fact, Sheet, sheet, tells_several
from variorum.collation.portraits.shown import Shown
from variorum.collation.portraits.slots import HOURS, facts_of, other_happenings, texts_of
from variorum.collation.portraits.standing import PENDED
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Discrepancy, Entity, Lineage, Story

LONGEST_STORY = 200  # reports of a story whose portraits are drawn; of longer ones, the earliest


def portrait_discrepancies(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    stories: Sequence[Story],
    entities: Sequence[Entity],
    lineages: Sequence[Lineage],
    items: Sequence[Draft],
    claim_of: Mapping[str, str],
    known: Sequence[Discrepancy],
) -> list[Discrepancy]:
    """What reports of one story, or one report in two places, give differently, leaving out what `known` has."""
    pages = _pages(documents, readings)
    told: dict[str, list[Draft]] = {}
    for item in items:
        told.setdefault(item.document.id, []).append(item)
    named = _named(entities)
    pended = {d for one in known if PENDED in one.why for d in _documents(one)}
    found: dict[str, Discrepancy] = {}
    shown = Shown(known)
    drawn: dict[str, Sheet] = {}
    for story in stories:
        members = [d for d in story.documents if d not in story.guests]
        members = sorted(members, key=lambda d: (pages[d].document.meta.published or "9999", d))[:LONGEST_STORY]
        persons = list({e.id: e for d in members for e in named.get(d, ())}.values())
        sheets = _sheets([pages[d] for d in members], persons, lineages, told)
        drawn.update({s.id: s for s in sheets})
        for one in _of_story([s for s in sheets if not tells_several(s.page)], claim_of):
            twice = one.kind == "polarity" and PENDED in one.why and bool(_documents(one) & pended)
            if not twice and shown.add(one):
                found[one.id] = one
    for one in corrected([drawn[d] for d in sorted(drawn)], claim_of):
        if shown.add(one):
            found[one.id] = one
    kept = {e.id for e in entities}  # a name that was joined by its spelling alone is no entity
    return [replace(found[k], entity=found[k].entity if found[k].entity in kept else None) for k in sorted(found)]


def _pages(documents: Sequence[Document], readings: Sequence[Reading]) -> dict[str, Page]:
    by_id = {d.id: d for d in documents}
    return {r.document: lay_out(by_id[r.document], r) for r in readings}


def _named(entities: Sequence[Entity]) -> dict[str, list[Entity]]:
    """The persons of each document."""
    found: dict[str, list[Entity]] = {}
    for entity in entities:
        for document in sorted({m.place.document for m in entity.mentions}) if entity.type == "person" else ():
            found.setdefault(document, []).append(entity)
    return found


def _documents(one: Discrepancy) -> set[str]:
    return {s.document for r in one.readings for s in r.spans}


def _sheets(
    pages: Sequence[Page], persons: Sequence[Entity], lineages: Sequence[Lineage], told: Mapping[str, Sequence[Draft]]
) -> list[Sheet]:
    if not pages:
        return []
    members = {p.document.id for p in pages}
    telling = tell(pages, persons, [x for x in lineages if x.source in members and x.to in members])
    return [sheet(p, telling.named[p.document.id], told.get(p.document.id, ())) for p in telling.pages]


def _of_story(sheets: Sequence[Sheet], claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Names in other spellings, then the slots in order, each with what its facts tell differently."""
    persons = people(sheets, {s.id: figures(s) for s in sheets})
    pairs = respelt(persons)
    yield from name_variants(pairs)
    yield from own_variants(sheets)
    same = joined(persons, pairs)
    facts: dict[str, dict[str, list[Fact]]] = {}
    for one in sheets:
        for fact in facts_of(one, same):
            facts.setdefault(fact.slot, {}).setdefault(fact.holder, []).append(fact)
    facts["order"] = {"": [f for slot in HOURS for f in facts.get(slot, {}).get("", ())]}
    texts = texts_of(sheets)
    apart = other_happenings({slot: held.get("", []) for slot, held in facts.items()}, texts)
    for name, slot in texts.slots().items():
        for holder in sorted(facts.get(name, {})):
            yield from differing(facts[name][holder], slot, claim_of, apart)
