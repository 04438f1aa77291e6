"""What the reports of each story tell differently, portrait by portrait, beside what aligned claims have shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from variorum.collation.draft import Draft
from variorum.collation.incidents.find import pages_of, telling_of
from variorum.collation.incidents.story import Telling
from variorum.collation.perstory import LONGEST_STORY, Given, each_story
from variorum.collation.portraits.ages import named_facts
from variorum.collation.portraits.compare import differing, sole
from variorum.collation.portraits.corrections import corrected, corrections
from variorum.collation.portraits.figures import figures
from variorum.collation.portraits.people import joined, name_variants, own_variants, people, respelt, surname_slips
from variorum.collation.portraits.sheet import Fact, Sheet, sheet, tells_several
from variorum.collation.portraits.shown import Shown
from variorum.collation.portraits.slots import HOURS, OF_THE_SCENE, facts_of, other_happenings, own_facts, texts_of
from variorum.collation.portraits.standing import PENDED
from variorum.collation.portraits.venues import respelt_names
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Discrepancy, Entity, Lineage, Story


@dataclass(frozen=True, slots=True)
class Corrections:
    """What one report says was first told otherwise."""

    document: str
    found: tuple[Discrepancy, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the reports of one story tell differently, and what each of them says was first told otherwise."""

    differing: tuple[Discrepancy, ...]
    corrections: tuple[Corrections, ...]


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
    given = each_story(documents, readings, stories, entities, lineages, items, claim_of)
    return together([portray(one, telling_of(one, pages_of(one), drawn(one))) for one in given], entities, known)


def drawn(given: Given) -> list[str]:
    """The reports of a story whose portraits are drawn; an earlier version of a report is held against the later one elsewhere."""
    own = [d for d in given.story.documents if d not in given.story.guests and given.documents[d].standing != "superseded"]
    return given.earliest(own, LONGEST_STORY)


def portray(given: Given, telling: Telling) -> Portrait:
    """The portrait of one story, of the reports in `telling`."""
    sheets = [sheet(p, telling.named[p.document.id], given.items.get(p.document.id, ())) for p in telling.pages]
    differing = tuple(_of_story(sheets, given.claim_of))
    return Portrait(differing, tuple(Corrections(s.id, tuple(corrections(s, given.claim_of))) for s in sheets))


def together(portraits: Sequence[Portrait], entities: Sequence[Entity], known: Sequence[Discrepancy]) -> list[Discrepancy]:
    """The discrepancies of all portraits that `known` does not have, each once."""
    pended = {d for one in known if PENDED in one.why for d in _documents(one)}
    found: dict[str, Discrepancy] = {}
    shown = Shown(known)
    for portrait in portraits:
        for one in portrait.differing:
            twice = one.kind == "polarity" and PENDED in one.why and bool(_documents(one) & pended)
            if not twice and shown.add(one):
                found[one.id] = one
    for one in corrected({one.document: one.found for portrait in portraits for one in portrait.corrections}):
        if shown.add(one):
            found[one.id] = one
    kept = {e.id for e in entities}  # a name that was joined by its spelling alone is no entity
    return [replace(found[k], entity=found[k].entity if found[k].entity in kept else None) for k in sorted(found)]


def _documents(one: Discrepancy) -> set[str]:
    return {s.document for r in one.readings for s in r.spans}


def _facts(one: Sheet, person_of: Mapping[str, str], alone: bool) -> Iterator[Fact]:
    """What a report tells of the story's happening; of persons by name alone where it tells of several happenings."""
    if tells_several(one.page):
        return named_facts(one, person_of)
    return own_facts(one) if alone else facts_of(one, person_of)


def _of_story(sheets: Sequence[Sheet], claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Names in other spellings, then the slots in order, each with what its facts tell differently."""
    persons = people(sheets, {s.id: figures(s) for s in sheets})
    pairs = respelt(persons)
    yield from name_variants(pairs)
    yield from own_variants(sheets)
    yield from surname_slips(sheets)
    yield from respelt_names(sheets)
    same = joined(persons, pairs)
    facts: dict[str, dict[str, list[Fact]]] = {}
    for one in sheets:
        for fact in _facts(one, same, alone=len(sheets) == 1):
            facts.setdefault(fact.slot, {}).setdefault(fact.holder, []).append(fact)
    facts["order"] = {"": [f for slot in HOURS for f in sole(facts.get(slot, {}).get("", ()))]}
    texts = texts_of(sheets)
    apart = other_happenings({slot: held.get("", []) for slot, held in facts.items()}, texts)
    loose = apart | untied(sheets, same, facts)
    for name, slot in texts.slots().items():
        for holder in sorted(facts.get(name, {})):
            yield from differing(facts[name][holder], slot, claim_of, loose if name in OF_THE_SCENE else apart)


def untied(
    sheets: Sequence[Sheet], person_of: Mapping[str, str], facts: Mapping[str, Mapping[str, Sequence[Fact]]]
) -> set[frozenset[str]]:
    """Pairs of reports that both name victims, suspects or streets, and share none of these and no hour: perhaps of two happenings."""
    ties: dict[str, set[tuple[str, str]]] = {s.id: set() for s in sheets}
    for one in sheets:
        told = (f.named.key for f in figures(one) if f.named is not None and f.parts)
        ties[one.id].update(("person", person_of.get(key, key)) for key in told)
    for fact in _all(facts, "street"):
        ties[fact.document].add(("street", str(fact.value)))
    telling = [s.id for s in sheets if ties[s.id]]
    for slot in HOURS:
        for fact in _all(facts, slot):
            ties[fact.document].add((slot, str(fact.value)))
    return {frozenset(pair) for pair in combinations(telling, 2) if not ties[pair[0]] & ties[pair[1]]}


def _all(facts: Mapping[str, Mapping[str, Sequence[Fact]]], slot: str) -> Iterator[Fact]:
    for held in facts.get(slot, {}).values():
        yield from held
