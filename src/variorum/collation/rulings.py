"""Groups of things under decisions: what must be together, what must be apart, the later decision winning."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One decision on things: all of `nodes` are one (`together`), or the first is none of the others.

    `away`, of such as are one: what they are none of, and leave where they are in it.
    """

    number: int  # of the decision
    together: bool
    nodes: tuple[T, ...]
    away: tuple[T, ...] = ()

    @property
    def apart(self) -> tuple[tuple[T, T], ...]:
        """Pairs that are not one; the first stays where it is, the second leaves."""
        if self.together:
            return tuple((node, self.nodes[0]) for node in self.away)
        return tuple((self.nodes[0], node) for node in self.nodes[1:])

    @property
    def touched(self) -> tuple[T, ...]:
        """All that it is about."""
        return (*self.nodes, *self.away)


class _Sets(Generic[T]):
    """Which things are one."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def find(self, node: T) -> T:
        while (parent := self._parent.get(node, node)) != node:
            node = parent
        return node

    def join(self, nodes: Sequence[T]) -> None:
        for node in nodes[1:]:
            self._parent[self.find(node)] = self.find(nodes[0])

    def copy(self) -> _Sets[T]:
        other: _Sets[T] = _Sets()
        other._parent = dict(self._parent)
        return other


def standing(rules: Sequence[Rule[T]]) -> tuple[list[Rule[T]], dict[int, int]]:
    """The rules that stand, latest first, and for each that does not the number of the later one against it.

    One that makes several things one still stands for those of them that no later one keeps apart; its number is in both.
    """
    sets: _Sets[T] = _Sets()
    kept: list[Rule[T]] = []
    against: dict[int, int] = {}
    for rule in sorted(rules, key=lambda r: -r.number):
        tried, broken = _tried(rule, sets, kept)
        if broken is not None:
            against[rule.number] = broken.number if broken is not rule else _joins(rule, kept)
            rest = _what_holds(rule, sets, kept)
            if rest is None:
                continue
            rule = rest
            tried, _ = _tried(rule, sets, kept)
        sets = tried
        kept.append(rule)
    return kept, against


def _tried(rule: Rule[T], sets: _Sets[T], kept: Sequence[Rule[T]]) -> tuple[_Sets[T], Rule[T] | None]:
    """What is one with this rule, and the first of all rules that is broken then."""
    tried = sets.copy()
    if rule.together:
        tried.join(rule.nodes)
    return tried, next((r for r in (*kept, rule) if _clash(r, tried)), None)


def _what_holds(rule: Rule[T], sets: _Sets[T], kept: Sequence[Rule[T]]) -> Rule[T] | None:
    """The rule for as many of its things, in their order, as can be one; None where that leaves nothing to join."""
    if not rule.together or rule.away or len(rule.nodes) < 3:
        return None
    held = rule.nodes[:1]
    for node in rule.nodes[1:]:
        if _tried(replace(rule, nodes=(*held, node)), sets, kept)[1] is None:
            held = (*held, node)
    return replace(rule, nodes=held) if len(held) > 1 else None


def _clash(rule: Rule[T], sets: _Sets[T]) -> bool:
    return any(sets.find(one) == sets.find(other) for one, other in rule.apart)


def _joins(rule: Rule[T], kept: Sequence[Rule[T]]) -> int:
    """The number of a later rule that joins what `rule` keeps apart: the one that holds both, else one that holds either."""
    joining = [r for r in kept if r.together]
    both = [r for r in joining if set(rule.touched) <= set(r.nodes)]
    either = [r for r in joining if set(rule.touched) & set(r.nodes)]
    return max((both or either or joining), key=lambda r: r.number).number


def ruled(groups: Sequence[Sequence[T]], kept: Sequence[Rule[T]]) -> list[list[T]]:
    """The groups with the rules carried out; what is kept apart leaves its group with all that a rule ties to it."""
    sets: _Sets[T] = _Sets()
    for rule in kept:
        if rule.together:
            sets.join(rule.nodes)
    tied: dict[T, set[T]] = {}
    for rule in kept:
        for node in rule.touched:
            tied.setdefault(sets.find(node), {sets.find(node)}).add(node)
    apart = [(stays, tied[sets.find(leaves)]) for rule in kept for stays, leaves in rule.apart]
    found = _all_parted([list(g) for g in groups], apart)
    for nodes in tied.values():
        touched = [g for g in found if nodes & set(g)]
        if len(touched) > 1:
            found = [g for g in found if not nodes & set(g)] + [[n for g in touched for n in g]]
            found = _all_parted(found, apart)
    return [g for g in found if g]


def _all_parted(groups: list[list[T]], apart: Sequence[tuple[T, set[T]]]) -> list[list[T]]:
    for stays, leaves in apart:
        groups = _parted(groups, stays, leaves)
    return groups


def _parted(groups: Sequence[list[T]], stays: T, leaves: set[T]) -> list[list[T]]:
    """The groups, `leaves` taken out of the one that holds `stays`."""
    found: list[list[T]] = []
    for group in groups:
        if stays in group and leaves & set(group):
            found += [[n for n in group if n not in leaves], [n for n in group if n in leaves]]
        else:
            found.append(list(group))
    return found
