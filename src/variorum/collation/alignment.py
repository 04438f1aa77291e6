"""Which statements are about the same happening or state: a readable table of evidence, then clustering under constraints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from variorum.collation.draft import Draft

# The table of evidence. Each row adds its weight times a value from 0 to 1; no row uses counts over the case.
WEIGHTS: Mapping[str, float] = {
    "likeness": 1.00,  # cosine of the clause vectors
    "words": 0.25,  # shared lemmas, as Dice's coefficient
    "predicate": 0.10,  # the same verb
    "agent": 0.08,  # the same one doing it
    "others": 0.10,  # another participant shared
    "number": 0.10,  # the same number of the same thing
    "time": 0.08,  # the same or an overlapping exact time
    "order": 0.05,  # at a like place in the telling
    "two people": -0.25,  # done by two different people
    "two times": -0.15,  # at times that exclude one another
    "thin": -0.25,  # a clause of hardly any content: "he ran"
    "frame": -0.15,  # one planned or possible, the other done
}
TOGETHER = 0.62  # at least this to be one claim
WITHIN = 0.95  # inside one document, where a second mention is the exception
MOST_IN_DOCUMENT = 4  # statements of one document in one claim


@dataclass(slots=True)
class Cluster:
    """Statements held to be one claim, by index, with the evidence of its strongest link."""

    members: list[int]
    evidence: tuple[tuple[str, float], ...] = ()
    documents: Counter[str] = field(default_factory=Counter)


def _unit_vectors(items: Sequence[Draft]) -> np.ndarray | None:
    if not items or any(not d.statement.vector for d in items):
        return None
    return np.stack([np.frombuffer(d.statement.vector, dtype=np.int8) for d in items]).astype(np.int32)


def _likeness(left: Sequence[Draft], right: Sequence[Draft]) -> np.ndarray:
    """Cosines of all pairs, from whole numbers, so that they do not depend on the order of sums."""
    a, b = _unit_vectors(left), _unit_vectors(right)
    if a is None or b is None:
        return np.zeros((len(left), len(right)))
    norms = np.sqrt((a * a).sum(axis=1))[:, None] * np.sqrt((b * b).sum(axis=1))[None, :]
    found: np.ndarray = np.round((a @ b.T) / np.maximum(norms, 1e-9), 4)
    return found


def _dice(a: Sequence[str], b: Sequence[str]) -> float:
    if not a or not b:
        return 0.0
    return 2 * len(set(a) & set(b)) / (len(a) + len(b))


def _times_relation(a: Draft, b: Draft) -> float:
    """1 when both have a bounded time and these meet, -1 when all exclude one another, 0 when nothing is known."""
    pairs = [
        (x, y)
        for x in a.times
        for y in b.times
        if x.earliest and x.latest and y.earliest and y.latest and x.type in {"date", "time"} and y.type in {"date", "time"}
    ]
    if not pairs:
        return 0.0
    meets = any(
        (x.earliest or "")[:10] <= (y.latest or "")[:10] and (y.earliest or "")[:10] <= (x.latest or "")[:10] for x, y in pairs
    )
    return 1.0 if meets else -1.0


def evidence(a: Draft, b: Draft, likeness: float) -> dict[str, float]:
    """The value of every row of the table for a pair of statements."""
    x, y = a.statement, b.statement
    agents = a.entity("agent"), b.entity("agent")
    others_a = {e for g, e in zip(x.arguments, a.entities, strict=True) if e and g.role != "agent"}
    others_b = {e for g, e in zip(y.arguments, b.entities, strict=True) if e and g.role != "agent"}
    numbers_a = {(q.low, q.high, q.unit) for q in a.quantities}
    numbers_b = {(q.low, q.high, q.unit) for q in b.quantities}
    times = _times_relation(a, b)
    done = {"certain", "probable"}
    return {
        "likeness": max(likeness, 0.0),
        "words": _dice(x.terms, y.terms),
        "predicate": float(x.predicate == y.predicate and x.predicate not in {"be", "have", "do", "say"}),
        "agent": float(agents[0] is not None and agents[0] == agents[1]),
        "others": float(bool(others_a & others_b)),
        "number": float(bool(numbers_a & numbers_b)),
        "time": float(times > 0),
        "order": max(0.0, 1 - 4 * abs(a.place - b.place)),
        "two people": float(None not in agents and agents[0] != agents[1]),
        "two times": float(times < 0),
        "thin": float(min(len(x.terms), len(y.terms)) < 2),
        "frame": float((x.certainty in done) != (y.certainty in done)),
    }


def weighed(values: Mapping[str, float]) -> float:
    """The score of a pair: the table summed, to four decimals."""
    return round(sum(WEIGHTS[name] * value for name, value in values.items()), 4)


def _scores(left: Sequence[Draft], right: Sequence[Draft]) -> np.ndarray:
    """Scores of all pairs; those too unlike to reach the bar whatever else agrees are left at 0."""
    likeness = _likeness(left, right)
    most_else = sum(w for n, w in WEIGHTS.items() if w > 0 and n != "likeness")
    scores = np.zeros_like(likeness)
    for i, j in np.argwhere(likeness + most_else >= TOGETHER):
        scores[i, j] = weighed(evidence(left[i], right[j], float(likeness[i, j])))
    return scores


def _links(items: Sequence[Draft], groups: Sequence[Sequence[int]]) -> list[tuple[float, int, int]]:
    """Pairs worth joining: mutually best between two documents; inside one, only what says nearly the same."""
    found: list[tuple[float, int, int]] = []
    for n, left in enumerate(groups):
        for right in groups[n:]:
            scores = _scores([items[i] for i in left], [items[j] for j in right])
            if left is right:
                for i, j in np.argwhere(scores >= WITHIN):
                    if i < j:
                        found.append((float(scores[i, j]), left[i], right[j]))
                continue
            if not scores.size:
                continue
            best_right, best_left = scores.max(axis=1), scores.max(axis=0)
            for i, j in np.argwhere(scores >= TOGETHER):
                if scores[i, j] >= best_right[i] - 1e-9 or scores[i, j] >= best_left[j] - 1e-9:
                    found.append((float(scores[i, j]), left[i], right[j]))
    return found


def align(items: Sequence[Draft], stories: Sequence[Sequence[str]]) -> list[Cluster]:
    """The claims of a case as clusters of indices into `items`; every statement is in exactly one."""
    by_document: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        by_document.setdefault(item.document.id, []).append(i)
    edges: dict[tuple[int, int], float] = {}
    for story in stories:
        groups = [by_document[d] for d in sorted(story) if d in by_document]
        for score, i, j in _links(items, groups):
            edges[min(i, j), max(i, j)] = score
    clusters = {i: Cluster([i], documents=Counter([items[i].document.id])) for i in range(len(items))}
    owner = list(range(len(items)))
    order = sorted(edges, key=lambda e: (-edges[e], items[e[0]].id, items[e[1]].id))
    for i, j in order:
        a, b = owner[i], owner[j]
        if a == b or not _may_join(clusters[a], clusters[b], edges):
            continue
        small, large = sorted((a, b), key=lambda c: (len(clusters[c].members), -c))
        joined = clusters.pop(small)
        clusters[large].members.extend(joined.members)
        clusters[large].documents.update(joined.documents)
        for member in joined.members:
            owner[member] = large
    return [Cluster(sorted(c.members), c.evidence, c.documents) for _, c in sorted(clusters.items())]


def _may_join(a: Cluster, b: Cluster, edges: Mapping[tuple[int, int], float]) -> bool:
    """Whether joining keeps a claim small in every document and most of its pairs linked (against chaining)."""
    counts = a.documents + b.documents
    if any(n > MOST_IN_DOCUMENT for n in counts.values()):
        return False
    pairs = [(min(x, y), max(x, y)) for x in a.members for y in b.members]
    return sum(p in edges for p in pairs) * 2 >= len(pairs)
