"""What reports say of a person beside the name: age, citizenship and where born, each where it stands; and where these differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from variorum.collation.draft import Draft, stable_id
from variorum.collation.namematch import person_name, skeleton
from variorum.model.document import Document
from variorum.model.reading import Place, Quantity, Reading
from variorum.model.record import Discrepancy, DiscrepancyKind, Entity, Passage, Relation, ValueReading
from variorum.model.span import Span

MOST_SPANS = 3
MOST_VALUES = 12  # values of one trait of one person that are held against each other
SOON = 45  # days between reports in which nobody is taken to have had a birthday
WITHIN = 15  # years between two ages in one report from which on a relative is meant, more likely
UNDATED = 3  # years that may lie between reports without a date
YEARS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "day": 1 / 365}
_AFTER_NAME = re.compile(r"^['’\"”]?\s*(?:,|\()\s*(?:aged?\s+)?$")
_BEFORE_NAME = re.compile(
    r"^(?:[- ]?(?:year|month|week|day)s?[- ]old)?\s+(?:(?!of\b|and\b|or\b|by\b|h(?:is|er)\b|their\b|who\b)[A-Za-z-]+\s+){0,3}[\"“]?$"
)
_NOT_AN_AGE = re.compile(
    r"^\s*(?:-|to\b|%|percent|st\b|nd\b|rd\b|th\b|and\b|or\b|people|men|women|counts?|years in|others?)", re.IGNORECASE
)
_OF_THE_NEXT = re.compile(r"^(?:[- ]?years?[- ]old)?\s+[A-Z]")
_NATIVE = re.compile(r"\b(?:native\s+of|born\s+in|hails\s+from|originally\s+from)\b[^.,;]*$|-born\b", re.IGNORECASE)
_CITIZEN = re.compile(r"^\W{0,2}(?:citizen|national|passport[ -]holder)s?\b|^-born\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing one report says of one entity: comparable value, the words shown, and where they stand."""

    entity: str
    field: str  # "age", "home country"
    value: float | str
    exact: bool
    given: str  # skeleton of the given name beside it; empty where none is
    document: str
    span: Span
    words: str


def trait_discrepancies(
    entities: Sequence[Entity], documents: Sequence[Document], readings: Sequence[Reading], items: Sequence[Draft]
) -> list[Discrepancy]:
    """Persons of whom reports, or one report in two places, say ages or countries that cannot both be."""
    by_id = {d.id: d for d in documents}
    read = {r.document: r for r in readings}
    told: dict[tuple[str, str], list[Trait]] = {}
    for trait in [*_ages(entities, by_id, read), *_countries(entities, by_id, read, items)]:
        told.setdefault((trait.entity, trait.field), []).append(trait)
    found: list[Discrepancy] = []
    for (entity, field), traits in sorted(told.items()):
        found += _differences(entity, field, traits, by_id)
    return found


def _names(entity: Entity, document: str) -> list[Span]:
    return [m.place.span for m in entity.mentions if m.kind == "name" and m.place.document == document]


def _ages(entities: Sequence[Entity], documents: Mapping[str, Document], readings: Mapping[str, Reading]) -> Iterator[Trait]:
    """Ages told right beside a full name: "Ida Lund, 31," and "31-year-old Ida Lund"."""
    names: dict[str, list[tuple[Span, str]]] = {}
    for entity in entities:
        if entity.type == "person":
            for m in entity.mentions:
                if m.kind == "name":
                    names.setdefault(m.place.document, []).append((m.place.span, entity.id))
    for document, reading in sorted(readings.items()):
        text = documents[document].text
        ages = [q for q in reading.quantities if q.kind == "age" and q.low is not None and q.low == q.high]
        places = sorted(names.get(document, []))
        for q in ages:
            owner = _bearer(q, places, text)
            if owner is None:
                continue
            span, entity_id = owner
            words = person_name(span.text(text)).words
            if len(words) > 1:
                value = round((q.low or 0) * YEARS.get(q.unit or "year", 1.0), 3)
                shown = " ".join(q.span.text(text).split())
                exact = not q.approximate and (q.unit or "year") == "year"
                yield Trait(entity_id, "age", value, exact, skeleton(words[0]), document, q.span, shown)


def _bearer(q: Quantity, names: Sequence[tuple[Span, str]], text: str) -> tuple[Span, str] | None:
    """The name an age stands right beside: before it and a comma, or after it and a few words."""
    for span, entity in names:
        if 0 <= q.span.start - span.end <= 12 and _AFTER_NAME.match(text[span.end : q.span.start]):
            after = text[q.span.end : q.span.end + 12]
            if not (_NOT_AN_AGE.match(after) or _OF_THE_NEXT.match(after)):
                return span, entity
    for span, entity in names:
        if (
            0 < span.start - q.span.end <= 40
            and _BEFORE_NAME.match(text[q.span.end : span.start])
            and "old" in text[q.span.start : span.start]
        ):
            return span, entity
    return None


def _countries(
    entities: Sequence[Entity], documents: Mapping[str, Document], readings: Mapping[str, Reading], items: Sequence[Draft]
) -> Iterator[Trait]:
    """Countries that a statement gives somebody as citizen, national or native."""
    persons = {e.id for e in entities if e.type == "person"}
    for draft in items:
        if draft.statement.predicate not in {"be", "remain"} or draft.statement.polarity != "affirmed":
            continue
        who = draft.entity("agent")
        attribute = next((g for g in draft.statement.arguments if g.role == "attribute"), None)
        if who not in persons or attribute is None:
            continue
        text = documents[draft.document.id].text
        end = min(draft.sentence.end, max(attribute.span.end, draft.statement.span.end))
        for place in readings[draft.document.id].places:
            inside = attribute.span.start <= place.span.start < end and place.country is not None
            if inside and _belongs(place, attribute.span, text):
                words = " ".join(text[attribute.span.start : end].split())
                yield Trait(who or "", "home country", place.country or "", True, "", draft.document.id, attribute.span, words)
                break


def _belongs(place: Place, attribute: Span, text: str) -> bool:
    before = text[attribute.start : place.span.start]
    return bool(_CITIZEN.match(text[place.span.end : place.span.end + 24]) if place.demonym else _NATIVE.search(before))


def _differences(entity: str, field: str, traits: Sequence[Trait], documents: Mapping[str, Document]) -> Iterator[Discrepancy]:
    shown: dict[tuple[str, str], tuple[Relation, str, dict[str, set[Passage]]]] = {}
    once: dict[tuple[object, ...], Trait] = {}
    for t in sorted(traits, key=lambda t: (documents[t.document].meta.published or "", t.document, t.span)):
        once.setdefault((t.value, t.exact, t.given), t)
    for a, b in combinations(list(once.values())[:MOST_VALUES], 2):
        found = _compare(a, b, documents)
        if found is None:
            continue
        first, second = sorted((a, b), key=lambda t: t.words)
        relation, why, places = shown.setdefault((first.words, second.words), (*found, {}))
        for t in (first, second):
            places.setdefault(t.words, set()).add(Passage(t.document, t.span.start, t.span.end))
    kind: DiscrepancyKind = "quantity" if field == "age" else "detail"
    for words, (relation, why, places) in sorted(shown.items()):
        readings = tuple(ValueReading(w, tuple(sorted(places[w])[:MOST_SPANS])) for w in words)
        told = " and ".join(f"“{w}”" for w in words)
        yield Discrepancy(stable_id("x", entity, field, *words), kind, relation, None, entity, readings, f"{told}: {why}.")


def _compare(a: Trait, b: Trait, documents: Mapping[str, Document]) -> tuple[Relation, str] | None:
    if a.value == b.value or a.words == b.words:
        return None
    if isinstance(a.value, str) or isinstance(b.value, str):
        return "contradiction", f"other home countries ({a.value}, {b.value}) of one person"
    if a.given and b.given and a.given != b.given:
        return None  # two relatives taken for one
    apart = abs(a.value - b.value)
    if not (a.exact and b.exact):
        return ("refinement", "an age in years and one in months or about") if apart < 1 else None
    days = _days_between(documents[a.document], documents[b.document])
    if days is None and apart <= UNDATED:
        return None  # years may lie between
    if days is not None and days > SOON and apart <= 1 + days // 365:
        return None  # a birthday may lie between
    if apart > (WITHIN if a.document == b.document else 40):
        return None  # not of one person, more likely than wrong
    return "contradiction", "other ages of one person"


def _days_between(a: Document, b: Document) -> int | None:
    try:
        one, two = (date.fromisoformat((d.meta.published or "")[:10]) for d in (a, b))
    except ValueError:
        return 0 if a.id == b.id else None
    return abs((one - two).days)
