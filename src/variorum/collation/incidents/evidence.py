"""Words that give a value to a question, weighed by a readable table, and pooled into at most a few values a story."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from variorum.collation.incidents.page import rows
from variorum.model.span import Span

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place of one report that gives `value`. Evidence with the same `key` speaks for the same answer."""

    document: str
    key: str
    value: str
    spans: tuple[Span, ...]
    features: Features
    bearer: str | None = None  # the person named beside an age


@dataclass(frozen=True, slots=True)
class Answer:
    """A value a story's reports give, with how likely it is the one asked for and where it stands, best place first."""

    key: str
    value: str
    likelihood: float
    evidence: tuple[Evidence, ...]
    features: Features


@cache
def weights() -> dict[tuple[str, str], dict[str, float]]:
    """Weight of each feature by question and level ("word" for a place in a report, "value" for a value of a story)."""
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for slot, level, feature, weight in rows("incident_weights.tsv"):
        found[slot, level][feature] = float(weight)
    return dict(found)


def likelihood(model: Mapping[str, float], features: Features) -> float:
    """The logistic model's answer, rounded so that it does not hang on the order of a sum."""
    total = model.get("bias", 0.0) + math.fsum(model.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 6)


def logit(p: float) -> float:
    """The log odds of `p`, within -6 and 6."""
    return max(-6.0, min(6.0, math.log((p + 1e-9) / (1 - p + 1e-9))))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of evidence and how likely its value is, from its own words alone."""

    evidence: Evidence
    p: float


def weigh(slot: str, evidence: Sequence[Evidence]) -> list[Weighed]:
    """Each piece of evidence with its likelihood by the shipped table."""
    model = weights().get((slot, "word"), {})
    return [Weighed(one, likelihood(model, one.features)) for one in evidence]


def pool(weighed: Sequence[Weighed], origin: Mapping[str, str], order: Sequence[str]) -> list[Answer]:
    """A value a key: what its evidence comes to with one vote an origin. `order`: documents, earliest first."""
    by_key: dict[str, list[Weighed]] = defaultdict(list)
    for one in weighed:
        by_key[one.evidence.key].append(one)
    best: dict[str, dict[str, float]] = {}
    for key, found in by_key.items():
        votes: dict[str, float] = defaultdict(float)
        for one in found:
            where = origin[one.evidence.document]
            votes[where] = max(votes[where], one.p)
        best[key] = votes
    origins = sorted({origin[d] for d in order})
    tops = {o: max((votes.get(o, 0.0) for votes in best.values()), default=0.0) for o in origins}
    strength = {key: max(votes.values()) for key, votes in best.items()}
    answers = []
    rank = {document: n for n, document in enumerate(order)}
    for key, found in sorted(by_key.items()):
        found.sort(key=lambda w: (-w.p, rank[w.evidence.document], w.evidence.spans))
        features = _pooled(best[key], tops, max((s for k, s in strength.items() if k != key), default=0.0))
        last = origin[order[-1]]
        features["latest"] = float(best[key].get(last, 0.0) >= 0.3 and len(origins) > 1)
        features["second"] = logit(found[1].p) if len(found) > 1 else -6.0
        features["places"] = math.log(sum(w.p >= 0.3 for w in found) + 1)
        answers.append(Answer(key, found[0].evidence.value, 0.0, tuple(w.evidence for w in found), features))
    return answers


def _pooled(votes: Mapping[str, float], tops: Mapping[str, float], rival: float) -> Features:
    top = max(votes.values())
    return {
        "top": logit(top),
        "rival": logit(rival),
        "lead": logit(top) - logit(rival),
        "leads": float(top >= rival),
        "sum": math.log1p(sum(votes.values())),
        "share": sum(votes.values()) / len(tops),
        "first in": sum(v > 0 and v >= tops[o] for o, v in votes.items()) / len(tops),
        "origins": math.log(sum(v >= 0.3 for v in votes.values()) + 1),
        "silent": sum(v < 0.2 for v in tops.values()) / len(tops),
    }


def united(evidence: Sequence[Evidence], origin: Mapping[str, str], order: Sequence[str]) -> list[Answer]:
    """A value a key, with all that its places tell, and how many of the reports give it. `order`: documents, earliest first."""
    rank = {document: n for n, document in enumerate(order)}
    by_key: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        by_key[one.key].append(one)
    origins = len({origin[d] for d in order})
    answers = []
    for key, found in sorted(by_key.items()):
        found.sort(key=lambda e: (rank[e.document], e.spans))
        features: Features = {}
        for one in found:
            for name, value in one.features.items():
                features[name] = max(features.get(name, 0.0), value)
        given = len({origin[e.document] for e in found})
        features["share of origins"] = given / origins
        features["origins"], features["silent origins"] = math.log(given), math.log(1 + origins - given)
        features["reports"] = math.log(len({e.document for e in found}))
        features["places"] = math.log(sum(len(e.spans) for e in found))
        answers.append(Answer(key, found[0].value, 0.0, tuple(found), features))
    return answers


def judged(slot: str, answers: Sequence[Answer]) -> list[Answer]:
    """The answers with their likelihood by the shipped table, likeliest first."""
    model = weights().get((slot, "value"), {})
    found = [Answer(a.key, a.value, likelihood(model, a.features), a.evidence, a.features) for a in answers]
    return sorted(found, key=lambda a: (-a.likelihood, a.key))
