"""Whether statements that stand in one claim surely tell one thing: more than it takes to put them in one claim."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy

from variorum.collation.draft import Draft
from variorum.collation.eventpairs import Happening, Likeness, evidence, happening, likelihood, report_words, sentence_words
from variorum.collation.participants import agreement
from variorum.model.record import Entity

SURE = 0.7  # likelihood from which on two witnesses are taken to tell the same, beyond being in one claim
TOLD_AGAIN = 0.5  # the same of one source in two reports
RETOLD = 0.9  # the same by the clauses, where each is taken for the one most like the other
RUN = 6  # words in a row that two people are not taken to have said by chance
REACH = 40  # statements of a claim after one that it is held against
DONE = frozenset({"certain", "probable"})
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Sameness:
    """Pairs of statements of one case held against each other; what is costly of a report is kept."""

    def __init__(self) -> None:
        self._reports: dict[str, dict[str, float]] = {}
        self._happenings: dict[str, Happening] = {}

    def likelihood(self, a: Draft, b: Draft) -> float:
        """How likely two statements tell one happening, taken for themselves, 0 to 1."""
        return self._likelihood(a, b, False)

    def retold(self, a: Draft, b: Draft) -> bool:
        """Whether the clauses plainly tell one thing in other words, whatever their verbs."""
        return self._likelihood(a, b, True) >= RETOLD

    def _likelihood(self, a: Draft, b: Draft, nearest: bool) -> float:
        x, y = self._happening(a), self._happening(b)
        reports = round(sum(v * y.report.get(w, 0.0) for w, v in x.report.items()), 6)
        like = Likeness(
            _cosine(a.statement.trigger, b.statement.trigger), _cosine(a.statement.vector, b.statement.vector), reports, nearest
        )
        seeing = all(v for d in (a, b) for v in (d.statement.trigger, d.statement.vector))
        return likelihood(evidence(x, y, like), seeing)

    def _happening(self, draft: Draft) -> Happening:
        if draft.id not in self._happenings:
            if draft.document.id not in self._reports:
                self._reports[draft.document.id] = report_words(draft.document.text)
            self._happenings[draft.id] = happening(draft, self._reports[draft.document.id], sentence_words(draft))
        return self._happenings[draft.id]


def _cosine(left: bytes, right: bytes) -> float:
    if not left or len(left) != len(right):
        return 0.0
    a, b = (numpy.frombuffer(v, dtype=numpy.int8).astype(numpy.int64) for v in (left, right))
    product, one, two = (int(x @ y) for x, y in ((a, b), (a, a), (b, b)))
    return round(product / max(math.sqrt(one * two), 1.0), 4)


def one_frame(a: Draft, b: Draft) -> bool:
    """Whether both statements tell it as a fact, and both affirm or both deny it."""
    return a.statement.polarity == b.statement.polarity and {a.statement.certainty, b.statement.certainty} <= DONE


def shared_wording(a: Draft, b: Draft) -> bool:
    """Whether the sentences of two statements have RUN words in a row in common, or the statements the very same words."""
    if a.words.lower() == b.words.lower() and len(a.words.split()) >= RUN:
        return True
    mine, theirs = (_runs(d.sentence.text(d.document.text)) for d in (a, b))
    return bool(mine & theirs)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [w.lower() for w in _WORD.findall(text)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def hangs_together(
    claim: Sequence[Draft], entities: Mapping[str, Entity], sameness: Sameness, taken: Sequence[tuple[str, str]] = ()
) -> bool:
    """Whether every report's statements are surely of one happening with some other report's, step by step to all of them.

    `taken`: pairs of reports of which one took its statement from the other's.
    """
    reports = sorted({d.document.id for d in claim})
    group = {r: r for r in reports}

    def root(report: str) -> str:
        while group[report] != report:
            report = group[report]
        return report

    for one, two in taken:
        group[max(root(one), root(two))] = min(root(one), root(two))
    pairs = [(a, b) for n, a in enumerate(claim) for b in claim[n + 1 : n + 1 + REACH] if a.document.id != b.document.id]
    for a, b in pairs:
        one, two = root(a.document.id), root(b.document.id)
        if one != two and (shared_wording(a, b) or _one_thing(a, b, entities, sameness)):
            group[max(one, two)] = min(one, two)
    return all(root(one) == root(two) for one, two in pairwise(reports))


def _one_thing(a: Draft, b: Draft, entities: Mapping[str, Entity], sameness: Sameness) -> bool:
    if a.statement.polarity != b.statement.polarity or _bare_name(a) or _bare_name(b):
        return False
    return sameness.likelihood(a, b) >= TOLD_AGAIN and not agreement(a, b, entities).other


def _bare_name(draft: Draft) -> bool:
    """Whether the words that should tell an act are a name, with nobody who takes part."""
    word = draft.statement.head.text(draft.document.text)
    return not draft.statement.arguments and word[:1].isupper() and draft.statement.head.start > draft.sentence.start
