"""Reports that belong to several stories: round-ups and live pages, a part of which tells what another story is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from variorum.collation.storypairs import SILENT, Profile, likelihood, profile_of, shipped, word_form, words_in
from variorum.model.document import Document
from variorum.model.reading import Reading

LIKELY = 0.7  # mean likelihood of a part and the reports of a story
PART = 40  # words of the shortest part
SHARE = 0.2  # of a report's words that a part must have: less is background
WHOLE = 0.7  # from which share on a part is the report itself
RARE = 0.6  # rarity of a word that ties a paragraph to a story
TRIED = 6  # other stories that a report is tried with, likeliest first
HEARD = 4  # reports of a story that a part is held against
Groups = Sequence[Sequence[int]]


def guests(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    profiles: Sequence[Profile],
    groups: Groups,
    scores: Mapping[tuple[int, int], float],
) -> dict[int, list[int]]:
    """Group -> positions of reports of other groups that tell its story too, in a part of their own.

    A report is a guest only where at least two stories have parts of it: its own, if others tell it too, or two others.
    """
    home = {i: n for n, group in enumerate(groups) for i in group}
    near: dict[int, dict[int, float]] = {}
    for (i, j), score in scores.items():
        for one, other in ((i, j), (j, i)):
            if home[one] != home[other]:
                best = near.setdefault(one, {})
                best[home[other]] = max(best.get(home[other], 0.0), score)
    rare = _rare_words(profiles)
    forms: dict[int, list[frozenset[str]]] = {}
    found: dict[int, list[int]] = {}
    for one, others in sorted(near.items()):
        tried = sorted(others, key=lambda n: (-others[n], n))[:TRIED]
        told = []
        for number in tried:
            heard = groups[number][:HEARD]
            words = rare[one] & frozenset[str]().union(*(rare[i] for i in heard))
            if len(words) < 2:
                continue
            if one not in forms:
                forms[one] = _forms(documents[one], readings[one])
            at = [n for n, held in enumerate(forms[one]) if not held.isdisjoint(words)]
            if at and _tells(documents[one], readings[one], profiles[one], [profiles[i] for i in heard], at):
                told.append(number)
        if len(told) + (len(groups[home[one]]) > 1) > 1:
            for group in told:
                found.setdefault(group, []).append(one)
    return found


def _rare_words(profiles: Sequence[Profile]) -> list[frozenset[str]]:
    rarity = shipped()
    return [frozenset(w for w in one.vocabulary if rarity(w) >= RARE) for one in profiles]


def _forms(document: Document, reading: Reading) -> list[frozenset[str]]:
    """The words of each block of a report."""
    spans = [b.span for b in reading.blocks if b.role not in SILENT]
    return [frozenset(map(word_form, words_in(s.text(document.text)))) for s in spans]


def _tells(document: Document, reading: Reading, whole: Profile, story: Sequence[Profile], at: Sequence[int]) -> bool:
    """Whether a part of a report, from the first to the last of some blocks, and not the whole of it, tells a story."""
    spans = [b.span for b in reading.blocks if b.role not in SILENT]
    part = document.text[spans[at[0]].start : spans[at[-1]].end]
    if not max(PART, SHARE * whole.length) <= len(words_in(part)) <= WHOLE * whole.length:
        return False
    told = profile_of(document.id, "", part, document.meta, shipped())
    return sum(likelihood(told, one) for one in story) / len(story) >= LIKELY
