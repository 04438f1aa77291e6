"""How likely two statements of two reports are one claim: a readable table, weighed by a model fitted on pairs that people read.

It starts from how likely the verbs tell one happening and one clause retells the other (`eventpairs`), and corrects both by what the
sentences around say, numbers, times, who takes part, and how it is told. Both models it starts from are made for other tasks: marked
events, and clauses by themselves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from variorum.collation.apartness import Bearing
from variorum.collation.eventpairs import logistic, retelling_weights, table

SHARE = 0.45  # of the model of pairs that people read, beside the likelihood by rule
NEVER = 0.05  # likelihoods are taken between this and one less it where two are brought together
LEAST = 0.001  # likelihoods are taken between this and one less it
MOST_PARTS = 2  # parts filled by one and the same word that count
EVIDENCE = (
    "clause", "around", "reports", "number shared", "numbers apart", "patients apart", "order", "times apart", "time shared",
    "frames apart", "agents apart", "most alike", "polarity apart", "heads apart", "same word",
)  # fmt: skip


def claim_rows(values: Mapping[str, float], event: float, a: Bearing, b: Bearing) -> dict[str, float]:
    """The value of every row for a pair; `values`: of the table of evidence; `event`: how likely the verbs tell one happening."""
    short, long = sorted((a.words, b.words))
    return {
        "event": _odds(event),
        "retold": _odds(logistic(retelling_weights(), values)),
        **{row: values[row] for row in EVIDENCE},
        "says little": values["general word"] * (1 - max(values["same act"], values["act inside"])),
        "parts": float(min(MOST_PARTS, len(a.parts & b.parts))),
        "length": short / max(long, 1),
        "kinds apart": float(bool(a.undergoer and b.undergoer and a.undergoer != b.undergoer)),
    }


def claim_likelihood(values: Mapping[str, float], event: float, a: Bearing, b: Bearing) -> float:
    """How likely a pair of two reports, both with vectors, is one claim."""
    return logistic(claim_weights(), claim_rows(values, event, a, b))


@cache
def claim_weights() -> dict[str, float]:
    """Weight of each row, and of "bias"."""
    return {row: value for row, (value,) in table("claim_weights.tsv").items()}


def between(model: float, rule: float) -> float:
    """One likelihood from two, between them by their odds: reports that copy one another taught the first, retellings the second."""
    odds = SHARE * _odds(model, NEVER) + (1 - SHARE) * _odds(rule, NEVER)
    return round(1 / (1 + math.exp(-odds)), 6)


def _odds(likelihood: float, least: float = LEAST) -> float:
    kept = min(max(likelihood, least), 1 - least)
    return math.log(kept / (1 - kept))
