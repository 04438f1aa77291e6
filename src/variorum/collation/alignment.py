"""Which statements are about the same happening or state: pairs by a table of evidence, then groups under constraints."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from variorum.collation.apartness import Bearing, bearing, of_others, weakened
from variorum.collation.claimpairs import between, claim_likelihood
from variorum.collation.draft import Draft
from variorum.collation.eventpairs import (
    GENERAL,
    Happening,
    Likeness,
    event_likelihood,
    evidence,
    happening,
    likelihood,
    report_words,
    sentence_words,
)
from variorum.collation.linkage import linked
from variorum.collation.parties import parties, two_people
from variorum.collation.perstory import Spread
from variorum.collation.rarity import rarity
from variorum.model.span import Span

TOGETHER = 0.27  # mean likelihood between two groups from which on they are one claim
ALONE = 0.9  # of a likelihood by rule alone, which needs to be a little higher
WITHIN = 0.95  # likelihood from which on two statements of one report are taken to tell one thing twice
FAINT = 0.2  # what is left of a lower one
MOST_IN_DOCUMENT = 4  # statements of one document in one claim
FAR_APART = 7  # days between exact times from which on two happenings are held to be two, whatever else agrees
NEAR = 0.5  # cosine of heads in context from which on two statements are compared whatever words they use
LARGEST = 3000  # statements of one story up to which all are held against all by vector
BUDGET = 400_000  # over the number of statements: how many others that share a word one is paired with, FEWEST at least
FEWEST = 5
MOST = 60  # partners of a statement that are compared, the likeliest by vectors and shared words
SHARED = 0.2  # what a shared word or act is worth in choosing them, beside a cosine
KEYS = 4  # rare words of a clause by which it finds partners
DIMENSIONS = 384
COPIES = 12  # reports with the very same words that are compared; what any more of them say is put where the first one's is


@dataclass(frozen=True, slots=True)
class Compared:
    """Statements ready to be compared, with their vectors as whole numbers; rows of zeros where there is none."""

    items: Sequence[Draft]
    happenings: tuple[Happening, ...]
    heads: npt.NDArray[np.float32]
    clauses: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Aligning:
    """The statements of one story, to be put into claims. `people`: those of the entities in them that are persons with a name."""

    items: tuple[Draft, ...]
    people: frozenset[str]
    clauses: bool

    @property
    def documents_of(self) -> Iterable[str]:
        """The ids of the documents they stand in."""
        return dict.fromkeys(d.document.id for d in self.items)

    def beside(self) -> Iterator[str]:
        """What it holds beside the statements."""
        yield str(self.clauses)
        yield from sorted(self.people)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The claims of one story, as positions among its statements."""

    groups: tuple[tuple[int, ...], ...]


def align(
    items: Sequence[Draft],
    stories: Sequence[Sequence[str]],
    people: Collection[str] = frozenset(),
    clauses: bool = True,
    spread: Spread = map,
) -> list[tuple[int, ...]]:
    """The claims of a case as groups of indices into `items`; every statement is in exactly one.

    `people`: ids of the entities that are persons with a name, of whom two never do one act. Without `clauses`, statements stand
    for the words that tell a happening alone: how alike the clauses are, and that a report says a thing once, count for nothing.
    """
    by_document: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        by_document.setdefault(item.document.id, []).append(i)
    together: list[list[int]] = []
    placed: set[str] = set()
    for story in sorted(tuple(sorted(s)) for s in stories):
        held = [d for d in story if d in by_document and d not in placed]
        placed.update(held)
        together.append([i for d in held for i in by_document[d]])
    found: list[tuple[int, ...]] = []
    given = (_aligning([items[i] for i in positions], people, clauses) for positions in together)
    for positions, aligned in zip(together, spread(_aligned, given), strict=True):
        found.extend(tuple(positions[i] for i in group) for group in aligned.groups)
    found.extend((i,) for i, item in enumerate(items) if item.document.id not in placed)
    return sorted(tuple(sorted(group)) for group in found)


def _aligning(items: Sequence[Draft], people: Collection[str], clauses: bool) -> Aligning:
    return Aligning(tuple(items), frozenset(e for d in items for e in d.entities if e is not None and e in people), clauses)


def _aligned(given: Aligning) -> Aligned:
    twin_of = _twins(given.items)
    kept = [i for i in range(len(given.items)) if i not in twin_of]
    items = [given.items[i] for i in kept]
    scores, barred = scored(items, given.people, given.clauses)
    groups = [
        [kept[i] for i in group] for group in linked([d.document.id for d in items], scores, barred, TOGETHER, MOST_IN_DOCUMENT)
    ]
    group_of = {i: group for group in groups for i in group}
    for i, twin in twin_of.items():
        group_of[twin].append(i)
    return Aligned(tuple(tuple(sorted(group)) for group in groups))


def _twins(items: Sequence[Draft]) -> dict[int, int]:
    """Of each statement of a report that COPIES others have word for word, the same statement of the first of these."""
    by_document: dict[str, list[int]] = {}
    for i, item in enumerate(items):
        by_document.setdefault(item.document.id, []).append(i)
    copies: dict[tuple[object, ...], list[list[int]]] = {}
    for held in by_document.values():
        told = tuple((items[i].statement.span, items[i].statement.head, items[i].statement.predicate) for i in held)
        copies.setdefault((items[held[0]].document.text, told), []).append(held)
    return {i: twin for same in copies.values() for held in same[COPIES:] for i, twin in zip(held, same[0], strict=True)}


def scored(
    items: Sequence[Draft], people: Collection[str], clauses: bool = True
) -> tuple[dict[tuple[int, int], float], set[tuple[int, int]]]:
    """How likely each pair of the statements of one story is one claim, and the pairs that cannot be; see `align`."""
    compared = prepared(items)
    doers = [h.doers.intersection(people) for h in compared.happenings]
    told_of = [parties(d, people) for d in items]
    bearings: dict[int, Bearing] = {}  # of the statements of some pair
    scores: dict[tuple[int, int], float] = {}
    barred: set[tuple[int, int]] = set()
    for i, j, values, seeing in compared_pairs(compared):
        a, b = compared.happenings[i], compared.happenings[j]
        if _excluded(a, b, doers[i], doers[j]) or two_people(told_of[i], told_of[j], a.document == b.document):
            barred.add((i, j))
            continue
        scores[i, j] = event = event_likelihood(values, seeing)
        if clauses:
            for n in (i, j):
                if n not in bearings:
                    bearings[n] = bearing(items[n], compared.happenings[n].acts)
            scores[i, j] = _told(values, seeing, event, bearings[i], bearings[j])
    return scores, barred


def _told(values: Mapping[str, float], seeing: bool, event: float, a: Bearing, b: Bearing) -> float:
    ruled = by_rule(values, seeing, event, a, b)
    if seeing and not values["same report"]:
        return round(between(claim_likelihood(values, event, a, b), ruled) * of_others(values, a, b), 6)
    return round(_told_again(ruled, values) * ALONE, 6)


def by_rule(values: Mapping[str, float], seeing: bool, event: float, a: Bearing, b: Bearing) -> float:
    """How likely a pair is one claim by the models of events and of retelling, less what speaks against it."""
    return weakened(likelihood(values, seeing, event), event, values, a, b)


def _told_again(score: float, values: Mapping[str, float]) -> float:
    """`score`, most of it taken off inside one report unless it is high: a second telling is the exception there."""
    return score if not values["same report"] or score >= WITHIN else round(score * FAINT, 6)


def prepared(items: Sequence[Draft]) -> Compared:
    """`items` with all that the table of evidence compares."""
    reports = {d.document.id: d.document.text for d in items}
    alone = len(reports) < 2  # the words of a report are held against those of others only
    words = {identity: {} if alone else report_words(text) for identity, text in reports.items()}
    around: dict[tuple[str, Span], dict[str, float]] = {}
    for d in items:
        if (d.document.id, d.sentence) not in around:
            around[d.document.id, d.sentence] = sentence_words(d)
    happenings = tuple(happening(d, words[d.document.id], around[d.document.id, d.sentence]) for d in items)
    return Compared(
        items, happenings, _matrix([d.statement.trigger for d in items]), _matrix([d.statement.vector for d in items])
    )


def _matrix(vectors: Sequence[bytes]) -> npt.NDArray[np.float32]:
    """Rows of whole numbers. Their products stay below 2**24, so that sums are exact in any order."""
    found = np.zeros((len(vectors), DIMENSIONS), dtype=np.float32)
    for row, vector in enumerate(vectors):
        if len(vector) == DIMENSIONS:
            found[row] = np.frombuffer(vector, dtype=np.int8)
    return found


def compared_pairs(compared: Compared) -> Iterator[tuple[int, int, dict[str, float], bool]]:
    """Pairs worth comparing with the values of the table, and whether both have vectors."""
    shared = candidates(compared)
    if not shared:
        return
    pairs = sorted(shared)
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    contexts = _cosines(compared.heads, left, right)
    clauses = _cosines(compared.clauses, left, right)
    kept = _strongest(left, right, contexts + clauses + SHARED * np.array([shared[pair] for pair in pairs]))
    pairs = [pair for pair, keep in zip(pairs, kept.tolist(), strict=True) if keep]
    contexts, clauses = contexts[kept], clauses[kept]
    seen = np.asarray(compared.heads.any(axis=1) & compared.clauses.any(axis=1), dtype=np.bool_)
    best = _best(compared, pairs, clauses)
    reports: dict[tuple[str, str], float] = {}
    for n, (i, j) in enumerate(pairs):
        a, b = compared.happenings[i], compared.happenings[j]
        key = (a.document, b.document)
        if key not in reports:
            reports[key] = (
                0.0 if a.document == b.document else round(sum(v * b.report.get(w, 0.0) for w, v in a.report.items()), 6)
            )
        cosine = float(clauses[n])
        nearest = cosine >= best[i, b.document] or cosine >= best[j, a.document]
        yield i, j, evidence(a, b, Likeness(float(contexts[n]), cosine, reports[key], nearest)), bool(seen[i] and seen[j])


def _best(compared: Compared, pairs: Sequence[tuple[int, int]], cosines: npt.NDArray[np.float64]) -> dict[tuple[int, str], float]:
    """For each statement and each report, the highest cosine of its clause with one of that report."""
    found: dict[tuple[int, str], float] = {}
    for (i, j), cosine in zip(pairs, cosines.tolist(), strict=True):
        for key in ((i, compared.happenings[j].document), (j, compared.happenings[i].document)):
            found[key] = max(cosine, found.get(key, 0.0))
    return found


def _cosines(rows: npt.NDArray[np.float32], left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    if not rows.any():
        return np.zeros(len(left))
    lengths = np.sqrt((rows.astype(np.float64) ** 2).sum(axis=1))
    found = np.empty(len(left))
    for at in range(0, len(left), 20_000):
        a, b = left[at : at + 20_000], right[at : at + 20_000]
        products = (rows[a] * rows[b]).sum(axis=1, dtype=np.float64)
        found[at : at + 20_000] = products / np.maximum(lengths[a] * lengths[b], 1.0)
    return np.round(found, 4)


def candidates(compared: Compared) -> dict[tuple[int, int], int]:
    """Pairs that share an act, a word or a rare word of the clause (and how many), or are near one another by a vector (0)."""
    holders: dict[str, list[int]] = {}
    for i, one in enumerate(compared.happenings):
        for key in _keys(one):
            holders.setdefault(key, []).append(i)
    width = max(FEWEST, BUDGET // max(len(compared.items), 1))  # keeps the work in proportion to the number of statements
    found: dict[tuple[int, int], int] = {}
    for held in holders.values():
        for n, i in enumerate(held):
            for j in held[n + 1 : n + 1 + width]:
                found[i, j] = found.get((i, j), 0) + 1
    if len(compared.items) <= LARGEST:
        for rows in (compared.heads, compared.clauses):
            for pair in _near(rows):
                found.setdefault(pair, 0)
    return found


def _strongest(
    left: npt.NDArray[np.int64], right: npt.NDArray[np.int64], worth: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Which pairs are among the MOST of either side by `worth`, the earlier ones where it is the same."""
    sides, pairs = np.concatenate([left, right]), np.tile(np.arange(len(left)), 2)
    order = np.lexsort((pairs, -np.tile(worth, 2), sides))
    first = np.searchsorted(sides[order], sides[order], side="left")
    kept = np.zeros(len(left), dtype=np.bool_)
    kept[pairs[order[np.arange(len(order)) - first < MOST]]] = True
    return kept


def _keys(one: Happening) -> Iterator[str]:
    if one.lemma not in GENERAL:
        yield f"stem {one.stem}"
    yield from (f"act {act}" for act in sorted(one.acts | one.inner))
    rare = sorted(one.words, key=lambda w: (-rarity(w), w))[:KEYS]
    yield from (f"word {word}" for word in rare)


def _near(heads: npt.NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Pairs of rows with a cosine of at least NEAR."""
    if not heads.any():
        return
    lengths = np.maximum(np.sqrt((heads * heads).sum(axis=1)), 1.0)
    for at in range(0, len(heads), 500):
        block = heads[at : at + 500]
        cosines = (block @ heads.T) / (lengths[at : at + 500, None] * lengths[None, :])
        for i, j in np.argwhere(np.round(cosines, 4) >= NEAR):
            if at + i < j:
                yield int(at + i), int(j)


def _excluded(a: Happening, b: Happening, one: Set[str], other: Set[str]) -> bool:
    """Whether two statements cannot be one claim: done by two people to no one both, or days apart with nobody in both.

    `one`, `other`: the people who did it, as the clause of either names them.
    """
    if one and other and not one & other and not a.patients & b.patients:
        return True
    return (
        bool(a.days and b.days) and not a.partners & b.partners and min(_gap(x, y) for x in a.days for y in b.days) >= FAR_APART
    )


def _gap(x: tuple[str, str], y: tuple[str, str]) -> int:
    """Days between two stretches of days; 0 where they meet or a day is not a date."""
    (_, end), (start, _) = sorted((x, y))
    try:
        return max((datetime.date.fromisoformat(start) - datetime.date.fromisoformat(end)).days, 0)
    except ValueError:
        return 0
