"""Groups of things under decisions: what must be together, what must be apart, the later decision winning."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One decision on things: all of `nodes` are one (`together`), or the first is none of the others."""

    number: int  # of the decision
    together: bool
    nodes: tuple[T, ...]


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
    """The rules that stand, latest first, and for each that does not the number of the later one against it."""
    sets: _Sets[T] = _Sets()
    kept: list[Rule[T]] = []
    against: dict[int, int] = {}
    for rule in sorted(rules, key=lambda r: -r.number):
        tried = sets.copy()
        if rule.together:
            tried.join(rule.nodes)
        checked = [*kept, rule]
        broken = next((r for r in checked if not r.together and _clash(r, tried)), None)
        if broken is None:
            sets = tried
            kept.append(rule)
        else:
            against[rule.number] = broken.number if broken is not rule else _joins(rule, kept)
    return kept, against


def _clash(rule: Rule[T], sets: _Sets[T]) -> bool:
    return any(sets.find(rule.nodes[0]) == sets.find(node) for node in rule.nodes[1:])


def _joins(rule: Rule[T], kept: Sequence[Rule[T]]) -> int:
    """The number of a later rule that joins what `rule` keeps apart: the one that holds both, else one that holds either."""
    joining = [r for r in kept if r.together]
    both = [r for r in joining if set(rule.nodes) <= set(r.nodes)]
    either = [r for r in joining if set(rule.nodes) & set(r.nodes)]
    return max((both or either or joining), key=lambda r: r.number).number


def ruled(groups: Sequence[Sequence[T]], kept: Sequence[Rule[T]]) -> list[list[T]]:
    """The groups with the rules carried out; what is kept apart leaves its group with all that a rule ties to it."""
    sets: _Sets[T] = _Sets()
    for rule in kept:
        if rule.together:
            sets.join(rule.nodes)
    tied: dict[T, set[T]] = {}
    for rule in kept:
        for node in rule.nodes:
            tied.setdefault(sets.find(node), {sets.find(node)}).add(node)
    found = [list(g) for g in groups]
    for rule in kept:
        if not rule.together:
            for node in rule.nodes[1:]:
                found = _parted(found, rule.nodes[0], tied.get(sets.find(node), {node}))
    for nodes in tied.values():
        touched = [g for g in found if nodes & set(g)]
        if len(touched) > 1:
            found = [g for g in found if not nodes & set(g)] + [[n for g in touched for n in g]]
            for rule in kept:
                if not rule.together:
                    for node in rule.nodes[1:]:
                        found = _parted(found, rule.nodes[0], tied.get(sets.find(node), {node}))
    return [g for g in found if g]


def _parted(groups: Sequence[list[T]], stays: T, leaves: set[T]) -> list[list[T]]:
    """The groups, `leaves` taken out of the one that holds `stays`."""
    found: list[list[T]] = []
    for group in groups:
        if stays in group and leaves & set(group):
            found += [[n for n in group if n not in leaves], [n for n in group if n in leaves]]
        else:
            found.append(list(group))
    return found
