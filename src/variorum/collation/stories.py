"""Stories: documents about the same happening, by pair model, blocking and average linkage."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Sequence

from variorum.collation.storypairs import Profile, likelihood, partners, profile
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Story

CUT = 0.4  # mean likelihood between two groups from which on they are one story
LONGEST_LABEL = 100


def find_stories(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[Story, ...]:
    """Every document in exactly one story, in the order of their earliest documents."""
    by_id = {reading.document: reading for reading in readings}
    ordered = sorted((d for d in documents if d.id in by_id), key=lambda d: d.id)
    profiles = [profile(document, by_id[document.id]) for document in ordered]
    scores = {(i, j): likelihood(profiles[i], profiles[j]) for i, j in partners(profiles)}
    groups = _linked(len(ordered), scores)
    stories = [_story([ordered[i] for i in group], [profiles[i] for i in group], by_id) for group in groups]
    published = {d.id: d.meta.published or "9999" for d in ordered}
    return tuple(sorted(stories, key=lambda s: (min(published[d] for d in s.documents), s.id)))


def _linked(count: int, scores: dict[tuple[int, int], float]) -> list[list[int]]:
    """Groups by average linkage: the best two are joined while their mean is at least CUT; pairs not scored count 0."""
    members = {i: [i] for i in range(count)}
    sums: dict[int, dict[int, float]] = {i: {} for i in range(count)}
    for (i, j), score in scores.items():
        sums[i][j] = sums[j][i] = score
    queue = [(-score, i, j) for (i, j), score in scores.items() if score >= CUT]
    heapq.heapify(queue)
    while queue:
        negative, i, j = heapq.heappop(queue)
        if i not in members or j not in members or j not in sums[i]:
            continue
        mean = round(sums[i][j] / (len(members[i]) * len(members[j])), 6)
        if -negative != mean:
            continue  # said of groups that have grown since
        members[i] = sorted(members[i] + members.pop(j))
        for other, value in sums.pop(j).items():
            sums[other].pop(j, None)
            if other != i:
                sums[i][other] = sums[other][i] = sums[i].get(other, 0.0) + value
        for other, value in sums[i].items():
            mean = round(value / (len(members[i]) * len(members[other])), 6)
            if mean >= CUT:
                heapq.heappush(queue, (-mean, min(i, other), max(i, other)))
    return sorted(members.values())


def _story(documents: list[Document], profiles: list[Profile], readings: dict[str, Reading]) -> Story:
    ids = sorted(d.id for d in documents)
    first = min(documents, key=lambda d: (d.meta.published or "9999", d.id))
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    return Story("s" + digest[:12], label(first, readings[first.id]), tuple(ids), _why(profiles))


def label(document: Document, reading: Reading) -> str:
    """What a document calls its story: its title, else its first words."""
    spans = [b.span for b in reading.blocks if b.role == "title"]
    spans += [b.span for b in reading.blocks if b.role not in ("furniture", "credit", "byline", "caption")]
    told = document.meta.title or next((t for s in spans if (t := s.text(document.text).strip())), document.name)
    told = re.sub(r"\s+", " ", told).strip()
    if len(told) <= LONGEST_LABEL:
        return told
    return told[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _why(profiles: list[Profile]) -> str:
    """What ties a story's documents: names that at least two of them share, rarest first."""
    if len(profiles) < 2:
        return ""
    shared: dict[str, float] = {}
    for i, a in enumerate(profiles):
        for b in profiles[i + 1 :]:
            for word in a.names.keys() & b.names.keys():
                shared[word] = shared.get(word, 0.0) + a.names[word] * b.names[word]
    best = sorted(shared, key=lambda w: (-round(shared[w], 6), w))[:5]
    return f"{len(profiles)} reports share the names {', '.join(best)}"
