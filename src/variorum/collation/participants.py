"""Who and what takes part in two statements: where they agree, where they cannot be the same."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from variorum.collation.draft import Draft
from variorum.model.record import Entity
from variorum.model.span import Span

NEAR = 30.0  # kilometres within which two place names may be one happening's place, the one a part of the other
NOBODY = frozenset(
    {"nobody", "none", "one", "anybody", "anyone", "somebody", "someone", "everybody", "everyone", "people", "person"}
)
PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we", "you", "who", "which", "that", "this", "these", "those", "there"})
CORE = ("agent", "patient", "recipient", "attribute")
AROUND = ("place", "goal", "origin", "path", "theme", "opponent", "circumstance", "beneficiary")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Parts that both statements fill with the same one, and with others."""

    same: frozenset[str]
    other: frozenset[str]


def kilometres(one: Entity, other: Entity) -> float | None:
    """How far apart two places lie; None where one is nowhere on the map."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north = (one.latitude - other.latitude) * 111.2
    turn = (one.longitude - other.longitude + 180) % 360 - 180  # the shorter way round
    east = turn * 111.2 * math.cos(math.radians((one.latitude + other.latitude) / 2))
    return round(math.hypot(north, east), 1)


def is_named(entity: Entity) -> bool:
    """Whether somebody anywhere calls it by a name."""
    return any(m.kind == "name" for m in entity.mentions)


def _fillers(draft: Draft, role: str, skip: Collection[Span]) -> tuple[set[str], set[str]]:
    """The entities and the head lemmas (pronouns aside) of one part."""
    found: tuple[set[str], set[str]] = (set(), set())
    for argument, entity in zip(draft.statement.arguments, draft.entities, strict=True):
        if argument.role != role or any(argument.span.overlap(s) for s in skip):
            continue
        if entity is not None:
            found[0].add(entity)
        if argument.lemma and argument.lemma not in PRONOUNS:
            found[1].add("somebody" if argument.lemma in NOBODY else argument.lemma)
    return found


def _one_word(x: str, y: str) -> bool:
    """Whether two head words are one, or one is the other's compound ("lifeboat", "boat")."""
    short, long = sorted((x, y), key=len)
    return short == long or (len(short) > 3 and long.endswith(short))


def _proper(draft: Draft, role: str, entities: Mapping[str, Entity]) -> set[str]:
    """The head lemmas of one part that are written as names."""
    text = draft.document.text
    found = set()
    for argument, entity in zip(draft.statement.arguments, draft.entities, strict=True):
        if argument.role == role and argument.lemma not in PRONOUNS and text[argument.head.start].isupper():
            if argument.head.start > draft.sentence.start or (entity is not None and is_named(entities[entity])):
                found.add(argument.lemma)
    return found


def agreement(a: Draft, b: Draft, entities: Mapping[str, Entity], skip: Collection[Span] = ()) -> Agreement:
    """Part by part: shared entity or head word, or two that cannot be one. `skip`: what is compared itself."""
    same, other = set(), set()
    mine, theirs = tuple(skip)[:1], tuple(skip)[1:]
    for role in (*CORE, *AROUND):
        (ea, la), (eb, lb) = _fillers(a, role, mine), _fillers(b, role, theirs)
        if not (ea or la) or not (eb or lb):
            continue
        if ea & eb or any(_one_word(x, y) for x in la for y in lb):
            same.add(role)
        elif ea and eb and _exclude(ea, eb, entities):
            other.add(role)
        elif role in CORE and la and lb and not any(is_named(entities[e]) for e in ea | eb):
            other.add(role)
        elif role in CORE:
            one, two = _proper(a, role, entities), _proper(b, role, entities)
            if one and two and not one & two:
                other.add(role)
    return Agreement(frozenset(same), frozenset(other))


def _exclude(left: set[str], right: set[str], entities: Mapping[str, Entity]) -> bool:
    """Whether no one on the left can be one on the right: other names, and places that lie apart."""
    for x in left:
        for y in right:
            one, two = entities[x], entities[y]
            if not (is_named(one) and is_named(two)):
                return False
            apart = kilometres(one, two)
            if "place" in (one.type, two.type) and (apart is None or apart <= NEAR):
                return False
    return True
