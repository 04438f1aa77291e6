"""Which of the stretches that may be names are taken, and as what: a trained table of marks, and votes over the document."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.model.reading import EntityType
from variorum.reading.namemarks import Setting, marks
from variorum.reading.namespans import Stretch
from variorum.reading.wordlist import lines, table, words

TYPES: tuple[EntityType, ...] = ("person", "organisation", "place", "other")
LEANING = 1.0  # added to the log odds of every name: recall and precision even out there on development data
TOLD = 8.0  # added where the text itself tells the type: more than marks of other kinds weigh together
UNLIKELY = 4.0  # taken from "person" where a name looks like that of a body or a thing, given to "place" behind "town of"
SHARED = 0.5  # how much of a stretch's score is that of all stretches of its words in the document


def chosen(around: Setting, offered: Sequence[Stretch], told: Mapping[Stretch, EntityType]) -> dict[Stretch, EntityType]:
    """The stretches of `offered`, none overlapping another, whose log odds of being names sum highest, with their types.

    The same words have one type all over the document: the one for which most speaks in all places together.
    """
    if not offered:
        return {}
    spelt = [around.doc[start:end].text.casefold() for start, end in offered]
    odds = np.round(_shared(spelt, _log_shares(around, offered)), 6)
    gains = odds[:, 1:] - odds[:, :1] + LEANING
    for i, stretch in enumerate(offered):
        if stretch in told:
            gains[i, TYPES.index(told[stretch])] += TOLD
        elif _ends_as_body(around, *stretch):
            gains[i, TYPES.index("person")] -= 2 * UNLIKELY
            if around.doc[stretch[0] : stretch[1]].root.dep_ == "nsubj":  # bodies act, buildings do not
                gains[i, TYPES.index("organisation")] += UNLIKELY / 2
        elif _is_thing(around, *stretch):
            gains[i, TYPES.index("person")] -= UNLIKELY
        elif _place_of(around, stretch[0]):
            gains[i, TYPES.index("place")] += UNLIKELY
    taken = _apart(offered, gains.max(axis=1))
    sums: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(len(TYPES)))
    for i in taken:
        sums[spelt[i]] += gains[i]
    return {offered[i]: TYPES[int(np.round(sums[spelt[i]], 6).argmax())] for i in taken}


def _ends_as_body(around: Setting, start: int, end: int) -> bool:
    """Whether a name of several words ends as those of bodies do ("Arnesby Hospital") and opens with no given name."""
    own = around.tokens[start:end]
    return len(own) > 1 and own[-1].text in words("organisation_endings.txt") and own[0].text not in table("given_names.tsv")


def _is_thing(around: Setting, start: int, end: int) -> bool:
    """Whether one word stands behind "the" by itself, as names of ships do and those of people do not: "the Morwenna"."""
    if end - start > 1 or start == 0:
        return False
    return around.tokens[start - 1].lower_ == "the" and not around.tokens[start].lower_.endswith("s")


def _place_of(around: Setting, start: int) -> bool:
    """Whether a name stands behind "island of", "town of" and the like."""
    if start < 2 or around.tokens[start - 1].lower_ != "of":
        return False
    noun = around.tokens[start - 2]
    return noun.is_lower and noun.tag_ == "NN" and noun.lower_ in words("place_nouns.txt")


def _apart(offered: Sequence[Stretch], gains: NDArray[np.float64]) -> list[int]:
    """Indices of the stretches without overlap that gain most together (weighted interval scheduling)."""
    order = sorted((i for i in range(len(offered)) if gains[i] > 0), key=lambda i: (offered[i][1], offered[i][0]))
    ends = [offered[i][1] for i in order]
    totals, before = [0.0], []
    for place, i in enumerate(order):
        before.append(bisect_right(ends, offered[i][0], 0, place))
        totals.append(max(totals[-1], totals[before[-1]] + float(gains[i])))
    taken, at = [], len(order)
    while at:
        if totals[at] > totals[at - 1]:
            taken.append(order[at - 1])
            at = before[at - 1]
        else:
            at -= 1
    return taken[::-1]


def _log_shares(around: Setting, offered: Sequence[Stretch]) -> NDArray[np.float64]:
    """Log probabilities of no name and of each type, a row a stretch."""
    rows, weights = _weights()
    scores = np.zeros((len(offered), len(TYPES) + 1))
    for i, (start, end) in enumerate(offered):
        met = {row for m in marks(around, start, end) if (row := rows.get(m)) is not None}
        scores[i, 1:] = weights[sorted(met)].sum(axis=0)
    highest = scores.max(axis=1, keepdims=True)
    return np.asarray(scores - highest - np.log(np.exp(scores - highest).sum(axis=1, keepdims=True)))


def _shared(spelt: Sequence[str], own: NDArray[np.float64]) -> NDArray[np.float64]:
    """`own`, drawn towards the mean over all stretches that are `spelt` alike."""
    same: dict[str, list[int]] = defaultdict(list)
    for i, written in enumerate(spelt):
        same[written].append(i)
    out = own.copy()
    for met in same.values():
        if len(met) > 1:
            out[met] = (1 - SHARED) * own[met] + SHARED * np.log(np.exp(own[met]).mean(axis=0) + 1e-6)
    return out


@cache
def _weights() -> tuple[dict[str, int], NDArray[np.float64]]:
    """Mark -> row, and the rows: how much a mark speaks for each of TYPES against no name."""
    split = [line.rsplit("\t", len(TYPES)) for line in lines("name_weights.tsv")]
    return {mark: row for row, (mark, *_) in enumerate(split)}, np.array([[float(w) for w in rest] for _, *rest in split])
