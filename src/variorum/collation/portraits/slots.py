"""The slots of a portrait: which facts a report gives, and how two values of each are held against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from variorum.collation.portraits import (
    ages,
    amounts,
    assailants,
    bail,
    charges,
    clocks,
    dates,
    homes,
    hospitals,
    identified,
    relations,
    release,
    standing,
    states,
    streets,
    tolls,
    venues,
    victims,
    weapons,
    wounded,
)
from variorum.collation.portraits.compare import Slot
from variorum.collation.portraits.sheet import Fact, Sheet

MOST_SCENES = 60  # reports of a story whose streets and hours are held against each other
Facts = Mapping[str, Sequence[Fact]]
SLOTS: Mapping[str, Slot] = {
    "age": Slot("quantity", ages.compare),
    "age within": Slot("quantity", ages.compare, sole=False),
    "ages": Slot("quantity", ages.compare_groups, sole=False),
    "charge homicide": Slot("detail", charges.compare),
    "charge assault": Slot("detail", charges.compare),
    "charged with": Slot("detail", charges.compare_main),
    "guilty of": Slot("detail", charges.compare_verdicts),
    "arrest": Slot("polarity", standing.compare_pending, sole=False),
    "charge": Slot("polarity", standing.compare_pending, sole=False),
    "bail": Slot("quantity", bail.compare_bail),
    "plea": Slot("polarity", release.compare_pleas),
    "custody": Slot("polarity", release.compare_custody),
    "hospital": Slot("polarity", release.compare_hospital),
    "address": Slot("place", streets.compare_addresses),
    "venue": Slot("place", venues.compare),
    "motive": Slot("certainty", standing.compare_pending, sole=False),
    "sought": Slot("polarity", standing.compare_sought),
    "charged": Slot("polarity", standing.compare_charged),
    "condition": Slot("detail", victims.compare_states),
    "hit": Slot("detail", wounded.compare_hits),
    "condition known": Slot("detail", states.compare_known, sole=False),
    "state of": Slot("detail", states.compare_states),
    "fate of": Slot("detail", states.compare_fates),
    "fate": Slot("detail", victims.compare_fates),
    "death place": Slot("place", victims.compare_deaths),
    "accident": Slot("certainty", victims.compare_accident, sole=False),
    "side": Slot("place", victims.compare_sides),
    "shots": Slot("quantity", victims.compare_shots),
    "hour": Slot("time", clocks.compare),
    "hour called": Slot("time", clocks.compare),
    "hour died": Slot("time", clocks.compare_deaths),
    "order": Slot("time", clocks.compare_order, sole=False),
    "day part": Slot("time", clocks.compare_parts),
    "date": Slot("time", dates.compare),
    "relation": Slot("actor", relations.compare),
    "by": Slot("actor", relations.compare_by),
    "times hit": Slot("quantity", amounts.compare_times),
    "reward": Slot("quantity", amounts.compare_rewards),
    "counts": Slot("quantity", amounts.compare_counts),
    "sentence": Slot("quantity", amounts.compare_sentences),
    "grade": Slot("detail", amounts.compare_grades),
    "decade": Slot("quantity", ages.compare_decades),
    "doers": Slot("quantity", assailants.compare_doers),
    "vehicle": Slot("detail", assailants.compare_vehicles),
    "weapon": Slot("detail", weapons.compare),
    "part": Slot("actor", homes.compare_parts),
    "home": Slot("place", homes.compare_homes),
    "aged home": Slot("place", homes.compare_aged),
}
HOURS = ("hour", "hour called")
OF_THE_SCENE = frozenset(  # what is of the happening itself and of no named person: another happening has another
    ("scene", "town", "happening's town", "venue", "address", "hospital named", "hit", "ages", "decade", "doers", "vehicle", "shots", "times hit",
     "day part", "date", "order", "hour", "hour called", "condition", "death place", "side")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Texts:
    """What the reports of a story say as a whole: their texts, and all numbers of people in each."""

    sheets: Mapping[str, Sheet]

    def slots(self) -> Mapping[str, Slot]:
        """The slots for which it counts what the other report names anywhere."""
        toll = Slot("quantity", lambda a, b: tolls.compare(a, b, self._numbers(a, b)))
        name = Slot("name", lambda a, b: identified.compare_names(a, b, self._both(a, b)), sole=False)
        found = {
            "name of victim": name,
            "name of suspect": name,
            "street": Slot("place", lambda a, b: streets.respelt(a, b, self._both(a, b)), sole=False),
            "town": Slot("place", lambda a, b: streets.compare_towns(a, b, self._both(a, b))),
            "scene": Slot("place", lambda a, b: streets.elsewhere(a, b, self._both(a, b))),
            "hospital named": Slot("place", lambda a, b: hospitals.compare(a, b, self._both(a, b))),
            "happening's town": Slot("place", lambda a, b: streets.compare_happening_towns(a, b, self._both(a, b))),
        }
        return {**SLOTS, **found, **{f"toll {kind}": toll for kind in tolls.TOLLS}}

    def _both(self, a: Fact, b: Fact) -> tuple[str, str]:
        return self.sheets[a.document].text, self.sheets[b.document].text

    def _numbers(self, a: Fact, b: Fact) -> tuple[frozenset[float], frozenset[float]]:
        return tolls.numbers(self.sheets[a.document]), tolls.numbers(self.sheets[b.document])


def texts_of(sheets: Sequence[Sheet]) -> Texts:
    """What the reports say as a whole."""
    return Texts({s.id: s for s in sheets})


def own_facts(sheet: Sheet) -> Iterator[Fact]:
    """Of a story's only report, what it may tell differently in two places.

    Other slots hold against each other what was told on two days, or ask no report that gives two values.
    """
    yield from ages.within_facts(sheet)
    yield from streets.street_facts(sheet)
    yield from victims.scene_facts(sheet)
    yield from tolls.toll_facts(sheet)
    yield from tolls.hospital_facts(sheet)


def facts_of(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """All that a report tells, slot by slot; `person_of`: who is whom by another spelling."""
    yield from ages.age_facts(sheet, person_of)
    yield from ages.group_facts(sheet, person_of)
    yield from ages.within_facts(sheet)
    yield from charges.charge_facts(sheet, person_of)
    yield from charges.main_facts(sheet, person_of)
    yield from charges.verdict_facts(sheet, person_of)
    yield from standing.standing_facts(sheet, person_of)
    yield from identified.name_facts(sheet)
    yield from bail.bail_facts(sheet, person_of)
    yield from release.custody_facts(sheet, person_of)
    yield from release.plea_facts(sheet, person_of)
    yield from homes.home_facts(sheet, person_of)
    yield from homes.aged_homes(sheet)
    yield from relations.relation_facts(sheet)
    yield from dates.date_facts(sheet)
    yield from streets.street_facts(sheet)
    yield from streets.town_facts(sheet)
    yield from venues.venue_facts(sheet)
    yield from clocks.clock_facts(sheet)
    yield from victims.scene_facts(sheet)
    yield from tolls.toll_facts(sheet)
    yield from tolls.hospital_facts(sheet)
    yield from tolls.hit_facts(sheet)
    yield from ages.decade_facts(sheet)
    yield from amounts.amount_facts(sheet, person_of)
    yield from assailants.doer_facts(sheet)
    yield from assailants.vehicle_facts(sheet)
    yield from weapons.weapon_facts(sheet)
    yield from hospitals.hospital_facts(sheet, person_of)
    yield from wounded.wound_facts(sheet, person_of)
    yield from states.condition_facts(sheet)
    yield from states.fate_facts(sheet, person_of)
    if tolls.one_victim(sheet):
        yield from victims.state_facts(sheet)
        yield from release.hospital_stay_facts(sheet)
        yield from victims.death_facts(sheet)
        yield from victims.fate_facts(sheet)


def other_happenings(facts: Facts, texts: Texts) -> set[frozenset[str]]:
    """Pairs of reports that tell other streets, and other hours or days, and so not of one happening."""
    hours: dict[str, list[Fact]] = {}
    days: dict[str, set[str]] = {}
    for slot in (*HOURS, "hour bound"):
        for fact in facts.get(slot, ()):
            hours.setdefault(fact.document, []).append(fact)
    for fact in facts.get("date", ()):
        days.setdefault(fact.document, set()).add(str(fact.value).split()[0])
    compare = texts.slots()["scene"].compare
    found = set()
    for a, b in combinations(facts.get("scene", ())[:MOST_SCENES], 2):
        pairs = [(x, y) for x in hours.get(a.document, ()) for y in hours.get(b.document, ())]
        later = bool(pairs) and all(clocks.far(x, y) for x, y in pairs)
        one, two = days.get(a.document, set()), days.get(b.document, set())
        when = later or bool(one and two and not one & two)
        where = compare(a, b) if a.document != b.document and when else None
        if where is not None and where[0] == "contradiction":
            found.add(frozenset((a.document, b.document)))
    return found
