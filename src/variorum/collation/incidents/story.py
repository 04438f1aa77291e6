"""All reports of one story laid out together, and what they answer to each question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from variorum.collation.incidents.ages import age_evidence, bearers
from variorum.collation.incidents.counts import count_evidence, derived, size_feature
from variorum.collation.incidents.days import day_evidence, day_of
from variorum.collation.incidents.evidence import Answer, Evidence, Weighed, judged, logit, pool, united, weigh
from variorum.collation.incidents.named import Named, joined, named_in
from variorum.collation.incidents.page import Page
from variorum.collation.incidents.people import Scene, paired, person_evidence
from variorum.collation.incidents.places import place_evidence
from variorum.model.record import Entity, Lineage, Question

COUNTS: tuple[Question, ...] = ("killed", "injured", "arrested")
SEVERAL = 1.5  # a number of several before one: reports of several tell of each of them too; chosen on train incidents
TELLS = {"killed": "dead", "injured": "hurt", "arrested": "arrest"}
PLACE_FLAGS = (
    "in title", "state after", "dash after", "then police", "then county", "county", "known", "role dateline", "line 0", "near shot", "near dead",
    "leads", "rank 0", "before in", "before near", "of, after an age", "found body", "found preposition", "road or building", "line tells arrest",
)  # fmt: skip
EARLY = frozenset(("line 0", "line 1", "line 2"))
SHOT = ("frame after shot", "frame before shot", "frame inside shot", "patient of shoot")
Weigher = Callable[[str, Sequence[Evidence]], list[Weighed]]
Judge = Callable[[str, Sequence[Answer]], list[Answer]]


@dataclass(frozen=True, slots=True)
class Telling:
    """The reports of one story: pages earliest first, who is named where, and which reports are one origin by copying."""

    pages: tuple[Page, ...]
    named: Mapping[str, tuple[Named, ...]]
    origin: Mapping[str, str]

    @property
    def order(self) -> list[str]:
        """Document ids, earliest first."""
        return [page.document.id for page in self.pages]


def tell(pages: Sequence[Page], entities: Sequence[Entity], lineages: Sequence[Lineage]) -> Telling:
    """The reports of a story, ready to be asked."""
    ordered = tuple(sorted(pages, key=lambda p: (p.document.meta.published or "9999", p.document.id)))
    ids = [p.document.id for p in ordered]
    persons = [e for e in entities if e.type == "person"]
    at = {(m.place.document, m.place.span): (e.id, e.name) for e in persons for m in e.mentions if m.kind == "name"}
    named = joined({page.document.id: named_in(page, at) for page in ordered})
    return Telling(ordered, named, _origins(ids, lineages))


def _origins(ids: Sequence[str], lineages: Sequence[Lineage]) -> dict[str, str]:
    """Each document with the first of those it was copied from or together with."""
    origin = {id: id for id in ids}
    for line in lineages:
        if line.kind in ("copy", "rewrite") and line.source in origin and line.to in origin:
            one, other = origin[line.source], origin[line.to]
            origin = {id: (one if root == other else root) for id, root in origin.items()}
    return origin


@dataclass(frozen=True, slots=True)
class Asked:
    """How places of reports are weighed and values judged: by the shipped table, or while fitting it by another."""

    weigh: Weigher = weigh
    judge: Judge = judged

    def days(self, telling: Telling) -> list[Answer]:
        """The day it happened."""
        found = pool(self.weigh("date", [e for p in telling.pages for e in day_evidence(p)]), telling.origin, telling.order)
        first = min((d for p in telling.pages if (d := day_of(p.document.meta.published))), default=None)
        for answer in found:
            day = day_of(answer.value)
            if first is not None and day is not None:
                gap = (first - day).days
                answer.features[f"first report {'before' if gap < 0 else gap if gap < 3 else '3-7' if gap < 8 else '8+'}"] = 1.0
        return self.judge("date", found)

    def places(self, telling: Telling) -> list[Answer]:
        """The town or county where it happened."""
        evidence = [e for p in telling.pages for e in place_evidence(p)]
        found = pool(self.weigh("place", evidence), telling.origin, telling.order)
        _flagged(found, PLACE_FLAGS)
        return self.judge("place", found)

    def counts(self, telling: Telling) -> dict[Question, list[Answer]]:
        """How many were killed, injured and arrested."""
        evidence = [e for p in telling.pages for e in count_evidence(p)]
        found: dict[Question, list[Answer]] = {}
        dead: list[Evidence] = []
        for slot in COUNTS:
            given = list(evidence)
            if slot == "injured":
                shots = [e for e in evidence if any(f in e.features for f in SHOT)]
                given += derived(dead, shots)
            weighed = [w for name in _kinds(slot) for w in self.weigh(name, [e for e in given if _kind(slot, e.key) == name])]
            if slot == "killed":
                dead = [w.evidence for w in weighed if w.p >= 0.4]
            answers = pool(weighed, telling.origin, telling.order)
            _sized(slot, answers, weighed, found.get("killed", ()), len(telling.pages))
            both = self.judge(slot, [a for a in answers if a.key != "1"])
            for answer in (a for a in answers if a.key == "1"):
                answer.features["several"] = logit(both[0].likelihood) if both else -6.0
            both += self.judge(f"{slot} one", [a for a in answers if a.key == "1"])
            found[slot] = sorted(both, key=lambda a: (-round(a.likelihood * (1 if a.key == "1" else SEVERAL), 6), a.key))
        return found

    def people(self, telling: Telling, scene: Scene) -> list[Answer]:
        """Who took part; the key is the entity's."""
        evidence = [e for p in telling.pages for e in person_evidence(p, telling.named[p.document.id], scene)]
        found = united(evidence, telling.origin, telling.order)
        for answer in found:
            answer.features.update(paired(answer.features))
        return self.judge("person", found)

    def ages(self, telling: Telling, people: Sequence[Answer], scene: Scene) -> list[Answer]:
        """How old those who took part are said to be."""
        likely = {a.key: a.likelihood for a in people}
        given = [e for p in telling.pages for e in age_evidence(p, telling.named[p.document.id], likely, scene)]
        return self.judge("age", united(given, telling.origin, telling.order))


def scene_of(days: Sequence[Answer], places: Sequence[Answer]) -> Scene:
    """The likeliest day and place, by which other happenings in the same reports are told apart."""
    return Scene(next((day_of(a.value) for a in days), None), next((a.key for a in places), ""))


def _flagged(answers: Sequence[Answer], flags: Sequence[str]) -> None:
    """Adds to each value what any of its places tells."""
    for answer in answers:
        told = {flag for flag in flags if any(flag in e.features for e in answer.evidence)}
        answer.features.update({f"any {flag}": 1.0 for flag in told})


def _kinds(slot: str) -> tuple[str, str]:
    """One and several are judged apart: a single person is told of in almost every report, whatever the number."""
    return f"{slot} one", slot


def _kind(slot: str, key: str) -> str:
    return f"{slot} one" if key == "1" else slot


def _sized(slot: str, answers: Sequence[Answer], weighed: Sequence[Weighed], killed: Sequence[Answer], reports: int) -> None:
    """Adds to each count what its size, its forms and the other counts tell."""
    strong: dict[str, float] = {}
    for one in weighed:
        strong[one.evidence.key] = max(strong.get(one.evidence.key, 0.0), one.p)
    largest = max((int(k) for k, p in strong.items() if p >= 0.3), default=0)
    for answer in answers:
        value = int(answer.value)
        answer.features.update(size_feature(value))
        said = {f"frame {side} {TELLS[slot]}" for side in ("after", "before", "inside")} | {f"patient of {TELLS[slot]}"}
        plain = [e for e in answer.evidence if said & e.features.keys() and "past" not in e.features]
        answer.features["in so many words"] = len({e.document for e in plain}) / reports
        answer.features["in so many words, early"] = len({e.document for e in plain if e.features.keys() & EARLY}) / reports
        answer.features["in a title"] = float(any(f"title {TELLS[slot]} same" in e.features for e in answer.evidence))
        answer.features["other in a title"] = float(any(f"title {TELLS[slot]} other" in e.features for e in answer.evidence))
        answer.features["ends self"] = float(any("ends self" in e.features for e in answer.evidence))
        answer.features["largest"] = float(value == largest)
        answer.features["over largest"] = float(value > largest)
        for form in ("tally", "tally of names", "several", "sum", "sum of names", "rest", "number", "plus self"):
            given = {e.document for e in answer.evidence if f"form {form}" in e.features}
            answer.features[f"told by {form}"] = float(bool(given))
        smaller = strong.get(str(value - 1), 0.0)
        answer.features["one less"], answer.features["one more"] = smaller, strong.get(str(value + 1), 0.0)
        if slot == "injured":  # those shot are the injured where nobody died
            shot = [e for e in answer.evidence if e.features.keys() & set(SHOT) and "past" not in e.features]
            share = len({e.document for e in shot}) / reports
            early = float(any(e.features.keys() & EARLY for e in shot))
            titled = float(any("title shot same" in e.features for e in answer.evidence))
            dead = max((a.likelihood for a in killed), default=0.0)
            for name, amount in (("shot", share), ("shot early", early), ("shot in a title", titled)):
                answer.features[f"{name}, nobody dead"] = amount * (1 - dead)
                answer.features[f"{name}, somebody dead"] = amount * dead
        if killed:
            answer.features["top of killed"] = float(killed[0].value == answer.value) * killed[0].likelihood


def ages_of(telling: Telling, people: Sequence[Answer]) -> dict[int, int]:
    """How many who took part bear each age: as many as one report tells of."""
    likely = {a.key: a.likelihood for a in people}
    most: dict[int, int] = {}
    for page in telling.pages:
        for value, count in bearers(page, telling.named[page.document.id], likely).items():
            most[value] = max(most.get(value, 0), count)
    return most
