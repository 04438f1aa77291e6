"""How likely two statements tell one happening: a readable table of evidence, weighed by a shipped logistic model.

The table looks at what was done (the same word, words of one act, noun beside verb), at the words around it, at who took part,
where, when and how many, and at how it is told. Method: logistic regression over such features is the strong light baseline of
event coreference (Cybulska and Vossen 2015; here fitted on news in which people marked the same events).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from variorum.collation.draft import Draft
from variorum.collation.rarity import rarity

GENERAL = frozenset({"be", "have", "do", "make", "get", "take", "go", "come", "give", "say", "tell", "use"})
UNLIKE = 0.03  # likelihood of one happening below which verbs that say something speak against one claim
PERCEIVED = frozenset({"hear", "see"})  # acts whose object is what happened
PRONOUNS = frozenset({"she", "they", "who", "this", "that", "one", "someone", "everyone", "nobody"})
DONE = frozenset({"certain", "probable"})
PLACES = frozenset({"place", "goal", "origin", "path"})
TAKING_PART = frozenset({"agent", "patient", "recipient", "theme", "beneficiary", "opponent"})
SHORTEST_STEM = 4
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ENDINGS = ("ational", "ization", "isation", "ation", "ition", "ement", "ments", "ment", "ance", "ence", "ings", "ing", "ions",
            "ion", "ure", "als", "al", "ery", "ers", "ors", "er", "or", "ies", "es", "ed", "s", "e", "y")  # fmt: skip


@cache
def acts(word: str) -> frozenset[str]:
    """The kinds of act that a lemma can tell."""
    return _acts().get(word.replace(" ", "_"), frozenset())


@cache
def _acts() -> dict[str, frozenset[str]]:
    text = resources.files("variorum.data").joinpath("acts.tsv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            act, words = line.split("\t")
            for word in words.split():
                found.setdefault(word, set()).add(act)
    return {word: frozenset(held) for word, held in found.items()}


@cache
def stem(word: str) -> str:
    """A word without the ending that makes a noun of a verb: "announcement" and "announce" share theirs."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class Happening:
    """A statement as the table of evidence sees it."""

    document: str
    sentence: int  # offset of the sentence it stands in
    place: float
    lemma: str
    acts: frozenset[str]
    inner: frozenset[str]  # acts told by other words of the clause
    stem: str
    words: dict[str, float]  # of the clause, as a unit vector by rarity
    around: dict[str, float]  # of the sentence
    report: dict[str, float]  # of the whole report
    agents: frozenset[str]
    doers: frozenset[str]  # those of the agents that the clause itself names
    patients: frozenset[str]
    partners: frozenset[str]  # all entities with a part in it
    company: frozenset[str]  # all entities of the sentence
    heads: frozenset[str]  # lemmas of those who or what takes part
    places: frozenset[str]
    days: tuple[tuple[str, str], ...]  # earliest and latest day of its exact times
    numbers: frozenset[tuple[float | None, float | None, str | None]]
    counted: frozenset[str]
    done: bool
    affirmed: bool


def _unit(words: Sequence[str]) -> dict[str, float]:
    vector = {w: rarity(w) for w in sorted(set(words)) if w}
    length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
    return {w: v / length for w, v in vector.items()}


def report_words(text: str) -> dict[str, float]:
    """The words of a report as a unit vector by rarity and (dampened) count."""
    counts = Counter(w.lower() for w in _WORD.findall(text))
    vector = {w: (1 + math.log(n)) * rarity(w) for w, n in sorted(counts.items())}
    length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
    return {w: v / length for w, v in vector.items()}


def sentence_words(draft: Draft) -> dict[str, float]:
    """The words of the sentence of a statement as a unit vector by rarity."""
    return _unit([w.lower() for w in _WORD.findall(draft.sentence.text(draft.document.text))])


def happening(draft: Draft, report: dict[str, float], around: dict[str, float]) -> Happening:
    """What the table compares, of one statement; `report`: the words of its report, `around`: those of its sentence."""
    s = draft.statement
    told = list(zip(s.arguments, draft.entities, strict=True))
    lemma = s.predicate
    exact = tuple(
        sorted({(t.earliest[:10], t.latest[:10]) for t in draft.times if t.type in {"date", "time"} and t.earliest and t.latest})
    )
    return Happening(
        document=draft.document.id,
        sentence=draft.sentence.start,
        place=draft.place,
        lemma=lemma,
        acts=acts(lemma) | _carried(draft),
        inner=frozenset(act for term in s.terms if term != lemma for act in acts(term)),
        stem=stem(lemma),
        words=_unit(s.terms),
        around=around,
        report=report,
        agents=frozenset(e for a, e in told if e and a.role == "agent"),
        doers=frozenset(e for a, e in told if e and a.role == "agent" and _is_name(a.head.text(draft.document.text))),
        patients=frozenset(e for a, e in told if e and a.role == "patient"),
        partners=frozenset(e for a, e in told if e and a.role in TAKING_PART),
        company=frozenset(draft.company),
        heads=frozenset(a.lemma for a, _ in told if a.lemma and a.role in TAKING_PART),
        places=frozenset(e or a.lemma for a, e in told if a.role in PLACES),
        days=exact,
        numbers=frozenset((q.low, q.high, q.unit) for q in draft.quantities if q.kind != "ordinal"),
        counted=frozenset(q.unit for q in draft.quantities if q.unit and q.kind != "ordinal"),
        done=s.certainty in DONE,
        affirmed=s.polarity == "affirmed",
    )


def _is_name(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and word[1:].islower() and word.lower() not in PRONOUNS


def _carried(draft: Draft) -> frozenset[str]:
    """Acts told by a noun beside a general verb ("went into hiding"), or perceived ("heard gunfire")."""
    s = draft.statement
    if s.predicate in GENERAL:
        return frozenset(act for a in s.arguments if a.role not in {"agent", "time"} for act in acts(a.lemma))
    if acts(s.predicate) & PERCEIVED:
        return frozenset(act for term in s.terms if term != s.predicate for act in acts(term))
    return frozenset()


def _cosine(left: dict[str, float], right: dict[str, float]) -> float:
    if len(left) > len(right):
        left, right = right, left
    return round(sum(value * right[word] for word, value in left.items() if word in right), 6)


def times_meet(a: Happening, b: Happening) -> float:
    """1 when some exact times of both meet, -1 when all exclude one another, 0 when one has none."""
    if not a.days or not b.days:
        return 0.0
    return 1.0 if any(x[0] <= y[1] and y[0] <= x[1] for x in a.days for y in b.days) else -1.0


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _apart(a: frozenset[str], b: frozenset[str]) -> float:
    return float(bool(a) and bool(b) and not a & b)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a pair's vectors and reports tell: cosines of the heads, of the clauses, and of the words of the two reports.

    `best`: of all statements of the other's report, one of the two is the one whose clause is most like this one's.
    """

    context: float
    clause: float
    reports: float
    best: bool


def evidence(a: Happening, b: Happening, like: Likeness) -> dict[str, float]:
    """The value of every row of the table for a pair of statements."""
    same = float(a.lemma == b.lemma and a.lemma not in GENERAL)
    act = float(not same and bool(a.acts & b.acts))
    kin = float(not same and not act and a.stem == b.stem and a.lemma not in GENERAL)
    inside = float(not (same or act or kin) and bool(a.acts & b.inner or b.acts & a.inner))
    alike = max(same, act, kin)
    around = _cosine(a.around, b.around)
    company = _shared(a.company, b.company)
    times = times_meet(a, b)
    here = float(a.document == b.document)
    return {
        "same word": same,
        "same act": act,
        "same stem": kin,
        "act inside": inside,
        "general word": float(a.lemma in GENERAL or b.lemma in GENERAL),
        "words": _cosine(a.words, b.words),
        "around": around,
        "agent shared": float(bool(a.agents & b.agents)),
        "agents apart": _apart(a.agents, b.agents),
        "patient shared": float(bool(a.patients & b.patients)),
        "patients apart": _apart(a.patients, b.patients),
        "partner shared": float(bool(a.partners & b.partners)),
        "heads shared": _shared(a.heads, b.heads),
        "heads apart": _apart(a.heads, b.heads),
        "company shared": company,
        "company apart": _apart(a.company, b.company),
        "place shared": _shared(a.places, b.places),
        "places apart": _apart(a.places, b.places),
        "time shared": float(times > 0),
        "times apart": float(times < 0),
        "number shared": float(bool(a.numbers & b.numbers)),
        "numbers apart": float(bool(a.counted & b.counted) and not a.numbers & b.numbers),
        "frames apart": float(a.done != b.done),
        "polarity apart": float(a.affirmed != b.affirmed),
        "same report": here,
        "same sentence": float(here and a.sentence == b.sentence),
        "order": min(1.0, 4 * abs(a.place - b.place)),
        "reports": 0.0 if here else like.reports,
        "context": like.context,
        "clause": like.clause,
        "most alike": float(like.best and not here),
        "thin": float(min(len(a.words), len(b.words)) < 2),
        "alike here": alike * here,
        "alike around": alike * around,
        "alike company": alike * company,
        "alike reports": 0.0 if here else alike * like.reports,
        "alike context": alike * like.context,
    }


def table(name: str) -> dict[str, tuple[float, ...]]:
    """The weights of a data file, by row."""
    text = resources.files("variorum.data").joinpath(name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row: tuple(float(value) for value in values) for row, *values in lines}


@cache
def weights(seeing: bool) -> dict[str, float]:
    """Weight of each row, and of "bias", for one happening, where both statements have vectors or one has none."""
    return {row: values[0 if seeing else 1] for row, values in table("event_weights.tsv").items()}


@cache
def retelling_weights() -> dict[str, float]:
    """Weight of each row, and of "bias", for one clause retelling the other."""
    return {row: value for row, (value,) in table("retelling_weights.tsv").items()}


def event_likelihood(values: Mapping[str, float], seeing: bool) -> float:
    """How likely a pair with these values tells one happening, by the model trained on marked events."""
    return logistic(weights(seeing), values)


def likelihood(values: Mapping[str, float], seeing: bool, event: float | None = None) -> float:
    """How likely a pair with these values is one claim; `seeing`: both have vectors; `event`: its `event_likelihood`, where known.

    It is when both tell one happening, by the model trained on marked events; or, in two reports, when one of the clauses is the one
    most like the other and retells it, be it that its verb says little or that the verbs do not speak against it.
    """
    event = event_likelihood(values, seeing) if event is None else event
    if not seeing or not values["most alike"] or not (values["general word"] or event >= UNLIKE):
        return event
    return max(event, logistic(retelling_weights(), values))


def logistic(model: Mapping[str, float], values: Mapping[str, float]) -> float:
    """The likelihood that a logistic model gives to a pair with these values."""
    total = 0.0
    for row, weight in model.items():
        total += weight * (values.get(row, 0.0) if row != "bias" else 1.0)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 6)
