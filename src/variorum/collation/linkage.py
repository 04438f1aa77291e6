"""Groups by average linkage under constraints: what may not stand together is never joined."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Mapping, Sequence


def linked(
    owners: Sequence[str],
    scores: Mapping[tuple[int, int], float],
    barred: Collection[tuple[int, int]],
    cut: float,
    most: int,
) -> list[list[int]]:
    """Groups of positions: the two with the best mean are joined while it is at least `cut`; pairs not in `scores` count 0.

    `owners`: the document of each; no group holds more than `most` of one document, nor both of a pair in `barred`.
    """
    members = {i: [i] for i in range(len(owners))}
    sums: dict[int, dict[int, float]] = {i: {} for i in members}
    for (i, j), score in scores.items():
        sums[i][j] = sums[j][i] = score
    enemies: dict[int, set[int]] = {i: set() for i in members}
    for i, j in barred:
        enemies[i].add(j)
        enemies[j].add(i)
    counts = {i: Counter([owner]) for i, owner in enumerate(owners)}
    queue = [(-score, i, j) for (i, j), score in scores.items() if score >= cut]
    heapq.heapify(queue)
    while queue:
        negative, i, j = heapq.heappop(queue)
        if i not in members or j not in members or j not in sums[i]:
            continue
        if -negative != _mean(sums[i][j], members[i], members[j]):
            continue  # said of groups that have grown since
        together = counts[i] + counts[j]
        if j in enemies[i] or max(together.values()) > most:
            del sums[i][j], sums[j][i]
            continue
        members[i] = sorted(members[i] + members.pop(j))
        counts[i] = together
        _take_over(sums, i, j)
        for enemy in enemies.pop(j):
            enemies[enemy].discard(j)
            enemies[enemy].add(i)
            enemies[i].add(enemy)
        for other, value in sums[i].items():
            mean = _mean(value, members[i], members[other])
            if mean >= cut:
                heapq.heappush(queue, (-mean, min(i, other), max(i, other)))
    return sorted(members.values())


def _mean(total: float, left: Sequence[int], right: Sequence[int]) -> float:
    return round(total / (len(left) * len(right)), 6)


def _take_over(sums: dict[int, dict[int, float]], kept: int, gone: int) -> None:
    """Adds the sums of group `gone` to those of `kept`."""
    for other, value in sums.pop(gone).items():
        del sums[other][gone]
        if other != kept:
            sums[kept][other] = sums[other][kept] = round(sums[kept].get(other, 0.0) + value, 9)
