"""What the reports of each story tell differently, portrait by portrait, beside what aligned claims have shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from variorum.collation.draft import Draft
from variorum.collation.incidents.page import Page, lay_out
from variorum.collation.incidents.story import tell
from variorum.collation.portraits import (
    ages,
    charges,
    clocks,
    corrections,
    dates,
    homes,
    relations,
    standing,
    streets,
    tolls,
    victims,
)
from variorum.collation.portraits.compare import Slot, differing
from variorum.collation.portraits.figures import figures
from variorum.collation.portraits.people import joined, name_variants, own_variants, people, respelt
from variorum.collation.portraits.sheet import Fact, Sheet, sheet, tells_several
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Discrepancy, Entity, Lineage, Story

LONGEST_STORY = 200  # reports of a story whose portraits are drawn; of longer ones, the earliest
PENDED = "what one says has not happened yet the other tells"
SLOTS: Mapping[str, Slot] = {
    "age": Slot("quantity", ages.compare),
    "charge homicide": Slot("detail", charges.compare),
    "charged with": Slot("detail", charges.compare_main),
    "charge assault": Slot("detail", charges.compare),
    "arrest": Slot("polarity", standing.compare_arrest, sole=False),
    "sought": Slot("polarity", standing.compare_sought),
    "charged": Slot("polarity", standing.compare_charged),
    "condition": Slot("detail", victims.compare_states),
    "wound": Slot("detail", victims.compare_wounds),
    "death place": Slot("place", victims.compare_deaths),
    "accident": Slot("certainty", victims.compare_accident, sole=False),
    "age within": Slot("quantity", ages.compare, sole=False),
    "motive": Slot("certainty", standing.compare_arrest, sole=False),
    "charge": Slot("polarity", standing.compare_arrest, sole=False),
    "side": Slot("place", victims.compare_sides),
    "shots": Slot("quantity", victims.compare_shots),
    "hour": Slot("time", clocks.compare),
    "hour called": Slot("time", clocks.compare),
    "hour responded": Slot("time", clocks.compare),
    "day part": Slot("time", clocks.compare_parts),
    "relation": Slot("actor", relations.compare),
    "by": Slot("actor", relations.compare_by),
    "date": Slot("time", dates.compare),
    "fate": Slot("detail", victims.compare_fates),
    "aged home": Slot("place", homes.compare_aged),
    "home": Slot("place", homes.compare_homes),
    "part": Slot("actor", homes.compare_parts),
    "town": Slot("place", streets.compare_towns),
}


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
    """What reports of one story give differently, leaving out what `known` has."""
    by_id = {d.id: d for d in documents}
    read = {r.document: r for r in readings}
    told: dict[str, list[Draft]] = {}
    for item in items:
        told.setdefault(item.document.id, []).append(item)
    of: dict[str, list[Entity]] = {}
    for entity in entities:
        for document in sorted({m.place.document for m in entity.mentions}) if entity.type == "person" else ():
            of.setdefault(document, []).append(entity)
    found: dict[str, Discrepancy] = {}
    shown = _Shown(known)
    drawn: dict[str, Sheet] = {}
    told_pending = {d for one in known if PENDED in one.why for d in _documents(one)}
    for story in stories:
        members = [d for d in story.documents if d not in story.guests]
        members = sorted(members, key=lambda d: (by_id[d].meta.published or "9999", d))[:LONGEST_STORY]
        persons = list({e.id: e for d in members for e in of.get(d, ())}.values())
        sheets = _sheets([lay_out(by_id[d], read[d]) for d in members], persons, lineages, told)
        drawn.update({s.id: s for s in sheets})
        for one in _of_story([s for s in sheets if not tells_several(s.page)], claim_of):
            pended = PENDED in one.why and one.kind == "polarity" and any(d in told_pending for d in _documents(one))
            if not pended and shown.add(one):
                found[one.id] = one
    for one in corrections.corrected([drawn[d] for d in sorted(drawn)], claim_of):
        if shown.add(one):
            found[one.id] = one
    return [found[k] for k in sorted(found)]


def _documents(one: Discrepancy) -> set[str]:
    return {s.document for r in one.readings for s in r.spans}


def _sheets(
    pages: Sequence[Page], persons: Sequence[Entity], lineages: Sequence[Lineage], told: Mapping[str, Sequence[Draft]]
) -> list[Sheet]:
    if not pages:
        return []
    telling = tell(pages, persons, lineages)
    return [sheet(p, telling.named[p.document.id], told.get(p.document.id, ())) for p in telling.pages]


def _of_story(sheets: Sequence[Sheet], claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    described = {s.id: figures(s) for s in sheets}
    persons = people(sheets, described)
    pairs = respelt(persons)
    yield from name_variants(pairs)
    yield from own_variants(sheets)
    facts: dict[tuple[str, str], list[Fact]] = {}
    same = joined(persons, pairs)
    for one in sheets:
        for fact in _facts(one, same):
            facts.setdefault((fact.slot, fact.holder), []).append(fact)
    for (slot, _), told in sorted(facts.items()):
        if slot in SLOTS:
            yield from differing(told, SLOTS[slot], claim_of)
    yield from _with_texts(sheets, facts, claim_of)


def _facts(one: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """All that a report tells, slot by slot."""
    yield from ages.age_facts(one, person_of)
    yield from charges.charge_facts(one, person_of)
    yield from charges.main_facts(one, person_of)
    yield from standing.standing_facts(one, person_of)
    yield from homes.home_facts(one, person_of)
    yield from homes.aged_homes(one)
    yield from relations.relation_facts(one)
    yield from dates.date_facts(one)
    yield from streets.street_facts(one)
    yield from streets.town_facts(one)
    yield from clocks.clock_facts(one)
    yield from victims.scene_facts(one)
    yield from tolls.toll_facts(one)
    yield from tolls.hospital_facts(one)
    if tolls.one_victim(one):
        yield from victims.state_facts(one)
        yield from victims.death_facts(one)
        yield from victims.fate_facts(one)
        yield from ages.within_facts(one)


def _with_texts(
    sheets: Sequence[Sheet], facts: Mapping[tuple[str, str], Sequence[Fact]], claim_of: Mapping[str, str]
) -> Iterator[Discrepancy]:
    """Streets and tolls, for which what the other report names counts too."""
    texts = {s.id: s.text for s in sheets}
    if len(texts) < 2:
        return
    yield from differing(
        facts.get(("scene", ""), ()),
        Slot("place", lambda a, b: streets.elsewhere(a, b, (texts[a.document], texts[b.document]))),
        claim_of,
    )
    order = Slot("time", lambda a, b: clocks.compare_order(a, b) or clocks.compare_order(b, a))
    yield from differing(
        [*facts.get(("hour", ""), ()), *facts.get(("hour responded", ""), ()), *facts.get(("hour called", ""), ())],
        order,
        claim_of,
    )
    spelt = Slot("place", lambda a, b: streets.respelt(a, b, (texts[a.document], texts[b.document])), sole=False)
    yield from differing(facts.get(("street", ""), ()), spelt, claim_of)
    towns = Slot("place", lambda a, b: streets.compare_happening_towns(a, b, (texts[a.document], texts[b.document])))
    yield from differing(facts.get(("happening's town", ""), ()), towns, claim_of)
    numbers = {s.id: tolls.numbers(s) for s in sheets}
    slot = Slot("quantity", lambda a, b: tolls.compare(a, b, (numbers[a.document], numbers[b.document])))
    for (name, _), told in sorted(facts.items()):
        if name.startswith("toll "):
            yield from differing(told, slot, claim_of)


class _Shown:
    """What is shown already, so that no conflict is shown twice."""

    def __init__(self, known: Sequence[Discrepancy]) -> None:
        self._places: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        self._values: set[tuple[str, str, frozenset[str]]] = set()
        for one in known:
            self._keep(one)

    def add(self, one: Discrepancy) -> bool:
        """Whether a discrepancy is new; it is known from then on."""
        known = self._knows(one)
        if not known:
            self._keep(one)
        return not known

    def _keep(self, one: Discrepancy) -> None:
        for reading in one.readings:
            for place in reading.spans:
                self._places.setdefault((one.kind, place.document), []).append((place.start, place.end, one.id))
                self._values.add((one.kind, place.document, frozenset(r.value.lower() for r in one.readings)))

    def _knows(self, one: Discrepancy) -> bool:
        values = frozenset(r.value.lower() for r in one.readings)
        if any((one.kind, s.document, values) in self._values for r in one.readings for s in r.spans):
            return True
        held = [
            {
                identity
                for s in r.spans
                for start, end, identity in self._places.get((one.kind, s.document), ())
                if start < s.end and s.start < end
            }
            for r in one.readings
        ]
        return bool(set.intersection(*held))
