"""Decisions that take back an earlier one, or take it again; both are kept, and the last word on it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from variorum.model.activity import Decision

Outcome = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Decisions in the order in which they count, and what is settled before any of them is carried out."""

    decisions: tuple[Decision, ...]
    outcomes: dict[int, Outcome]  # of undo and redo, and of what was taken back
    standing: frozenset[int]  # those that are to be carried out


def in_order(decisions: Sequence[Decision]) -> Ordered:
    """The decisions, the earliest first; one that was taken again counts from then on."""
    by_time = sorted(decisions, key=lambda d: (d.at, d.verb, d.kind, d.by, str(d.anchors)))
    last: dict[int, int] = {}  # number of a decision -> of the last that took it back or took it again
    outcomes: dict[int, Outcome] = {}
    for number, one in enumerate(by_time):
        if one.verb not in ("undo", "redo"):
            continue
        target = next((n for n, d in enumerate(by_time[:number]) if _means(one, d)), None)
        undone = target is not None and target in last and by_time[last[target]].verb == "undo"
        if target is None:
            outcomes[number] = ("without effect", "the decision that it names is not in the journal")
        elif undone == (one.verb == "undo"):
            outcomes[number] = ("without effect", "it was taken back already" if undone else "it stood already")
        else:
            if target in last:
                outcomes[last[target]] = ("superseded", f"“{one.verb}” by {one.by}, {one.at}, says otherwise: {one.reason}")
            last[target] = number
            what = f"“{by_time[target].verb}” by {by_time[target].by}, {by_time[target].at}"
            outcomes[number] = ("holds", f"takes back {what}" if one.verb == "undo" else f"takes {what} again")
    for target, number in last.items():
        if by_time[number].verb == "undo":
            one = by_time[number]
            outcomes[target] = ("superseded", f"taken back by {one.by}, {one.at}: {one.reason}")
    since = {n: by_time[last[n]].at if n in last else one.at for n, one in enumerate(by_time)}
    order = sorted(range(len(by_time)), key=lambda n: (since[n], n))
    place = {old: new for new, old in enumerate(order)}
    return Ordered(
        decisions=tuple(by_time[n] for n in order),
        outcomes={place[n]: outcome for n, outcome in outcomes.items()},
        standing=frozenset(place[n] for n in order if n not in outcomes),
    )


def _means(one: Decision, earlier: Decision) -> bool:
    return earlier.verb not in ("undo", "redo") and earlier.at == one.value and earlier.anchors == one.anchors
