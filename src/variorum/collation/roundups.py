"""Reports that belong to several stories: round-ups and live pages, a part of which tells what another story is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from variorum.collation.storypairs import SILENT, Profile, Rarity, likelihood, profile_of, shipped, word_form, words_in
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
    found: dict[int, list[int]] = {}
    for one, others in sorted(near.items()):
        tried = sorted(others, key=lambda n: (-others[n], n))[:TRIED]
        told = [
            n for n in tried if _tells(documents[one], readings[one], profiles[one], [profiles[i] for i in groups[n][:HEARD]])
        ]
        if len(told) + (len(groups[home[one]]) > 1) > 1:
            for group in told:
                found.setdefault(group, []).append(one)
    return found


def _tells(document: Document, reading: Reading, whole: Profile, story: Sequence[Profile]) -> bool:
    """Whether a part of a report, and not the whole of it, tells a story."""
    part = _part(document, reading, story, shipped())
    if part is None:
        return False
    told = profile_of(document.id, "", part, document.meta, shipped())
    if told.length < max(PART, SHARE * whole.length) or told.length > WHOLE * whole.length:
        return False
    return sum(likelihood(told, one) for one in story) / len(story) >= LIKELY


def _part(document: Document, reading: Reading, story: Sequence[Profile], rarity: Rarity) -> str | None:
    """The paragraphs from the first to the last one that share a rare word with the story; None where fewer than two words do."""
    words = {w for one in story for w in one.vocabulary if rarity(w) >= RARE}
    spans = [b.span for b in reading.blocks if b.role not in SILENT]
    shared = [{w for w in map(word_form, words_in(s.text(document.text))) if w in words} for s in spans]
    at = [n for n, held in enumerate(shared) if held]
    if not at or len(set().union(*shared)) < 2:
        return None
    return document.text[spans[at[0]].start : spans[at[-1]].end]
