"""Pairs of statements, and of names, of which the program is least sure whether they are one: for a person to decide.

Of statements: how far the mean likelihood between two groups lies from the one at which they become one claim. Of names: how far their
agreement lies from the least that joins two. Decisions do not enter: whoever shows the pairs leaves out those that are decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from variorum.collation.alignment import MOST_IN_DOCUMENT, TOGETHER, scored
from variorum.collation.collate import named_people
from variorum.collation.draft import Draft, drafts
from variorum.collation.identity import identify
from variorum.collation.linkage import linked
from variorum.collation.namematch import same_person
from variorum.collation.ranks import parted
from variorum.collation.spelling import fold, skeleton
from variorum.collation.stories import find_stories
from variorum.collation.versions import with_versions
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Entity, Passage, Record

MOST = 400  # pairs of a kind that are told
FAINTEST = 0.08  # mean likelihood below which two groups are surely two
SUREST = 0.62  # from which on a statement surely stands with the others of its claim
JOINED = 0.6  # agreement from which on two names of persons are one
DOUBTFUL = 0.85  # up to which it may be otherwise
FARTHEST = 0.25  # below which two names are surely two


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two places of which the program is not sure; `together`: whether it took them for one. `margin` is smaller the less sure it is."""

    kind: Literal["claim", "entity"]
    one: Passage
    other: Passage
    together: bool
    margin: float
    why: str


def unsure_statements(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[Unsure, ...]:
    """Statements in two reports of which it is least sure that they do, or do not, tell one thing; the least sure first."""
    documents, _ = with_versions(sorted(documents, key=lambda d: d.id))
    texts = {d.id: d.text for d in documents}
    readings = [parted(r, texts[r.document]) for r in sorted(readings, key=lambda r: r.document)]
    identity = identify(documents, readings)
    items = drafts(documents, readings, identity.of)
    by_document: dict[str, list[Draft]] = defaultdict(list)
    for item in items:
        by_document[item.document.id].append(item)
    people = named_people(identity.entities)
    found: list[Unsure] = []
    placed: set[str] = set()
    for story in sorted(tuple(sorted(s.documents)) for s in find_stories(documents, readings)):
        held = [d for d in story if d in by_document and d not in placed]
        placed.update(held)
        if len(held) > 1:
            found += _of_story([item for d in held for item in by_document[d]], people)
    return tuple(sorted(found, key=lambda u: (u.margin, u.one, u.other))[:MOST])


def _of_story(items: Sequence[Draft], people: frozenset[str]) -> Iterator[Unsure]:
    scores, barred = scored(items, people)
    groups = linked([d.document.id for d in items], scores, barred, TOGETHER, MOST_IN_DOCUMENT)
    of = {i: n for n, group in enumerate(groups) for i in group}
    between: dict[tuple[int, int], list[tuple[float, int, int]]] = defaultdict(list)
    for (i, j), score in scores.items():
        between[min(of[i], of[j]), max(of[i], of[j])].append((score, i, j))
    never = {(min(of[i], of[j]), max(of[i], of[j])) for i, j in barred}
    for (a, b), pairs in sorted(between.items()):
        if a != b and (a, b) not in never:
            mean = round(sum(score for score, _, _ in pairs) / (len(groups[a]) * len(groups[b])), 6)
            if mean >= FAINTEST:
                yield from _pair(items, pairs, False, mean)
        elif a == b:
            yield from _loose(items, groups[a], pairs)


def _loose(items: Sequence[Draft], group: Sequence[int], pairs: Sequence[tuple[float, int, int]]) -> Iterator[Unsure]:
    """The statement of a claim that stands with the others most loosely, where that is loose."""
    means = []
    for member in group:
        mine = [(score, i, j) for score, i, j in pairs if member in (i, j)]
        means.append((round(sum(score for score, _, _ in mine) / (len(group) - 1), 6), member, mine))
    mean, _, mine = min(means, key=lambda one: (one[0], items[one[1]].id))
    if mean < SUREST:
        yield from _pair(items, mine, True, mean)


def _pair(items: Sequence[Draft], pairs: Sequence[tuple[float, int, int]], together: bool, mean: float) -> Iterator[Unsure]:
    """The likeliest two of these in different reports."""
    apart = [p for p in pairs if items[p[1]].document.id != items[p[2]].document.id]
    if not apart:
        return
    _, i, j = max(apart, key=lambda p: (p[0], items[p[1]].id, items[p[2]].id))
    one, other = sorted((_place(items[i]), _place(items[j])))
    likely = f"{mean:.2f} likely, on average, to tell one thing"
    why = (
        f"taken for one claim, though one of them and the others in it are {likely}"
        if together
        else f"taken for two claims: they are {likely}, and would be one from {TOGETHER:.2f} on"
    )
    yield Unsure("claim", one, other, together, round(abs(mean - TOGETHER), 6), why)


def _place(item: Draft) -> Passage:
    return Passage(item.document.id, item.statement.span.start, item.statement.span.end)


def unsure_names(record: Record) -> tuple[Unsure, ...]:
    """Names of persons of which it is least sure that they are, or are not, one person's; the least sure first."""
    texts = {d.id: d.text for d in record.documents}
    people = [e for e in record.entities if e.type == "person" and any(m.kind == "name" for m in e.mentions)]
    blocks: dict[str, set[int]] = defaultdict(set)
    for n, person in enumerate(people):
        for word in fold(person.name).split():
            if len(word) > 1:
                blocks[skeleton(word)[:4]].add(n)
    pairs = {pair for held in blocks.values() if len(held) <= 60 for pair in combinations(sorted(held), 2)}
    found = [one for a, b in sorted(pairs) for one in _apart(people[a], people[b])]
    found += [one for person in people for one in _joined(person, texts)]
    return tuple(sorted(found, key=lambda u: (u.margin, u.one, u.other))[:MOST])


def _apart(a: Entity, b: Entity) -> Iterator[Unsure]:
    score, why = same_person(a.name, b.name)
    if score >= FARTHEST:
        one, other = sorted((_named(a), _named(b)))
        yield Unsure("entity", one, other, False, round(abs(score - JOINED), 6), f"taken for two people: {why}")


def _joined(person: Entity, texts: dict[str, str]) -> Iterator[Unsure]:
    forms: dict[str, Passage] = {}
    for mention in sorted(person.mentions, key=lambda m: m.place):
        if mention.kind == "name":
            words = " ".join(mention.place.span.text(texts[mention.place.document]).split())
            forms.setdefault(words, mention.place)
    names = sorted(words for words in forms if len(fold(words).split()) > 1)
    for a, b in combinations(names, 2):
        score, why = same_person(a, b)
        if JOINED <= score < DOUBTFUL:
            one, other = sorted((forms[a], forms[b]))
            yield Unsure("entity", one, other, True, round(score - JOINED, 6), f"taken for one person: {why}")


def _named(person: Entity) -> Passage:
    """Where somebody is named first."""
    return min(m.place for m in person.mentions if m.kind == "name")
