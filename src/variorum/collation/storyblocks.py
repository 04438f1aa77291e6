"""Which pairs of reports are worth comparing, found by what they put forward; bounded where very many put forward the same."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.collation.storypairs import Profile

ENOUGH = 0.88  # what the keys of two reports must be worth together
NEAR_ENOUGH = 0.56  # the same for reports published within SOON days
SOON = 2  # days
CROWD = 150  # reports with one key up to which all of them are paired
WINDOW = 40  # where there are more: how many of the next ones, by day, each is paired with
PARTNERS = 24  # pairs a report brings in of its own, best first


def partners(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """Pairs of positions worth comparing; of reports that share much with very many, only some of their pairs."""
    holders: dict[str, list[int]] = {}
    for position in sorted(range(len(profiles)), key=lambda p: (profiles[p].day or 0, profiles[p].document)):
        for key in profiles[position].keys:
            holders.setdefault(key, []).append(position)
    worth: list[dict[int, float]] = [{} for _ in profiles]
    for key, held in holders.items():
        reach = len(held) if len(held) <= CROWD else WINDOW
        for at, left in enumerate(held):
            for right in held[at + 1 : at + 1 + reach]:
                low, high = (left, right) if left < right else (right, left)
                worth[low][high] = worth[low].get(high, 0.0) + profiles[low].keys[key]
    return _best(profiles, worth)


def _best(profiles: Sequence[Profile], worth: Sequence[dict[int, float]]) -> list[tuple[int, int]]:
    """The pairs that share enough, of each report at most the PARTNERS best ones beside those that others bring in."""
    mine: list[list[tuple[float, int]]] = [[] for _ in profiles]
    for low, others in enumerate(worth):
        for high, value in others.items():
            value = round(value, 6)
            if value >= ENOUGH or (value >= NEAR_ENOUGH and _soon(profiles[low], profiles[high])):
                mine[low].append((-value, high))
                mine[high].append((-value, low))
    kept: set[tuple[int, int]] = set()
    for position, found in enumerate(mine):
        kept |= {(min(position, other), max(position, other)) for _, other in sorted(found)[:PARTNERS]}
    return sorted(kept)


def _soon(a: Profile, b: Profile) -> bool:
    return a.day is not None and b.day is not None and abs(a.day - b.day) <= SOON
