"""Stories: documents about the same happening, by pair model, blocking and average linkage."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from variorum.collation.perstory import LONGEST_STORY
from variorum.collation.roundups import guests
from variorum.collation.storyblocks import PARTNERS, partners
from variorum.collation.storypairs import Profile, likelihood, profile
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Story

CUT = 0.4  # mean likelihood between two groups from which on they are one story
LONGEST_LABEL = 100
REPRESENTATIVES = 6  # of a group whose reports have more likely partners than were looked at


def find_stories(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[Story, ...]:
    """Every document in a story, in the order of the stories' earliest documents."""
    by_id = {reading.document: reading for reading in readings}
    ordered = sorted((d for d in documents if d.id in by_id), key=lambda d: d.id)
    readings = [by_id[document.id] for document in ordered]
    profiles = [profile(document, reading) for document, reading in zip(ordered, readings, strict=True)]
    groups, scores, full = grouped(profiles)
    invited = guests(ordered, readings, profiles, groups, scores)
    stories = []
    for number, group in enumerate(groups):
        also = invited.get(number, [])
        members = sorted({*group, *also})
        why = _why([profiles[i] for i in members], len(also), not full.isdisjoint(group))
        stories.append(_story([ordered[i] for i in group], [ordered[i] for i in also], by_id, why))
    published = {d.id: d.meta.published or "9999" for d in ordered}
    return tuple(sorted(stories, key=lambda s: (min(published[d] for d in s.documents), s.id)))


Scores = dict[tuple[int, int], float]


def grouped(profiles: Sequence[Profile]) -> tuple[list[list[int]], Scores, frozenset[int]]:
    """Positions of reports of one story together; the likelihoods found; those with more likely partners than were looked at.

    Of reports with the very same words the first is compared for all.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for position, found in enumerate(profiles):
        alike.setdefault(_sameness(found), []).append(position)
    same = {positions[0]: positions for positions in alike.values()}
    firsts = sorted(same)
    ones = [profiles[i] for i in firsts]
    scores = {(i, j): likelihood(ones[i], ones[j]) for i, j in partners(ones)}
    groups = linked([len(same[i]) for i in firsts], scores)
    likely = Counter(i for pair, score in scores.items() if score >= CUT for i in pair)
    full = {i for i, count in likely.items() if count >= PARTNERS}
    if full:
        groups = _by_representatives(ones, groups, scores, full)
    return (
        sorted(sorted(p for i in group for p in same[firsts[i]]) for group in groups),
        {(firsts[i], firsts[j]): score for (i, j), score in scores.items()},
        frozenset(firsts[i] for i in full),
    )


def _sameness(found: Profile) -> tuple[object, ...]:
    """Equal for two copies of one report: their words are compared once."""
    return tuple(sorted(found.vocabulary)), found.length, tuple(sorted(found.names.items())), found.marks.days, found.day


def linked(sizes: Sequence[int], scores: Mapping[tuple[int, int], float], cut: float = CUT) -> list[list[int]]:
    """Groups by average linkage: the best two are joined while their mean is at least `cut`; pairs not scored count 0.

    `sizes` tells for how many reports each position stands.
    """
    members = {i: [i] for i in range(len(sizes))}
    weight = dict(enumerate(sizes))
    sums: dict[int, dict[int, float]] = {i: {} for i in members}
    for (i, j), score in scores.items():
        sums[i][j] = sums[j][i] = score * sizes[i] * sizes[j]
    queue = [(-score, i, j) for (i, j), score in scores.items() if score >= cut]
    heapq.heapify(queue)
    while queue:
        negative, i, j = heapq.heappop(queue)
        if i not in members or j not in members or j not in sums[i]:
            continue
        if -negative != round(sums[i][j] / (weight[i] * weight[j]), 6):
            continue  # said of groups that have grown since
        members[i] = sorted(members[i] + members.pop(j))
        weight[i] += weight.pop(j)
        for other, value in sums.pop(j).items():
            sums[other].pop(j, None)
            if other != i:
                sums[i][other] = sums[other][i] = sums[i].get(other, 0.0) + value
        for other, value in sums[i].items():
            mean = round(value / (weight[i] * weight[other]), 6)
            if mean >= cut:
                heapq.heappush(queue, (-mean, min(i, other), max(i, other)))
    return sorted(members.values())


def _by_representatives(
    profiles: Sequence[Profile], groups: list[list[int]], scores: Mapping[tuple[int, int], float], full: Set[int]
) -> list[list[int]]:
    """Groups of reports that have more likely partners than were looked at, joined where a few of each are alike on average.

    Pairs not looked at would count 0 in the mean and keep the reports of a very large story apart. Only groups between
    which some pair was found likely, and at most half of all pairs was looked at, are tried; again, while any are joined.
    """
    while True:
        of = {i: n for n, group in enumerate(groups) if not full.isdisjoint(group) for i in group}
        seen: Counter[tuple[int, int]] = Counter()
        likely = set()
        for (i, j), score in scores.items():
            if i in of and j in of and of[i] != of[j]:
                pair = (min(of[i], of[j]), max(of[i], of[j]))
                seen[pair] += 1
                if score >= CUT:
                    likely.add(pair)
        tried = sorted((a, b) for a, b in likely if 2 * seen[a, b] <= len(groups[a]) * len(groups[b]))
        chosen = {n: _spread(profiles, groups[n]) for pair in tried for n in pair}
        means = {(a, b): _mean(profiles, chosen[a], chosen[b]) for a, b in tried}
        joined = [sorted(i for n in together for i in groups[n]) for together in linked([1] * len(groups), means)]
        if len(joined) == len(groups):
            return groups
        groups = joined


def _mean(profiles: Sequence[Profile], left: Sequence[int], right: Sequence[int]) -> float:
    total = sum(likelihood(profiles[i], profiles[j]) for i in left for j in right)
    return round(total / (len(left) * len(right)), 6)


def _spread(profiles: Sequence[Profile], group: Sequence[int]) -> list[int]:
    ordered = sorted(group, key=lambda i: (profiles[i].day or 0, profiles[i].document))
    return sorted({ordered[k * (len(ordered) - 1) // (REPRESENTATIVES - 1)] for k in range(REPRESENTATIVES)})


def _story(own: list[Document], also: list[Document], readings: Mapping[str, Reading], why: str) -> Story:
    ids = sorted(d.id for d in own)
    first = min(own, key=lambda d: (d.meta.published or "9999", d.id))
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    visiting = sorted(d.id for d in also)
    return Story("s" + digest[:12], label(first, readings[first.id]), tuple(sorted([*ids, *visiting])), why, tuple(visiting))


def label(document: Document, reading: Reading) -> str:
    """What a document calls its story, with who publishes it: its title, else its first words."""
    spans = [b.span for b in reading.blocks if b.role == "title"]
    spans += [b.span for b in reading.blocks if b.role not in ("furniture", "credit", "byline", "caption")]
    told = document.meta.title or next((t for s in spans if (t := s.text(document.text).strip())), document.name)
    told = re.sub(r"\s+", " ", told).strip()
    if len(told) > LONGEST_LABEL:
        told = told[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
    who = document.meta.publisher or document.name
    return told if told == who else f"{who}: {told}"


def _why(profiles: list[Profile], guests: int, bounded: bool) -> str:
    """What ties a story's documents: names that at least two of them share, rarest and most shared first."""
    if len(profiles) < 2:
        return ""
    held: dict[str, int] = {}
    rarity: dict[str, float] = {}
    for one in profiles:
        for word, value in one.rare.items():
            held[word] = held.get(word, 0) + 1
            rarity[word] = value
    shared = [w for w, count in held.items() if count > 1]
    best = sorted(shared, key=lambda w: (-round(held[w] * rarity[w], 6), w))[:5]
    why = f"{len(profiles)} reports share the names {', '.join(best)}" if best else f"{len(profiles)} reports in like words"
    if len(profiles) > LONGEST_STORY:
        why += f"; of so many, the first {LONGEST_STORY} are asked what happened, and what each says is compared with what is most like it"
    why += f"; a part of {guests} of them only, which tell other stories too" if guests else ""
    return why + (
        "; too many reports to hold each against each: the likeliest pairs were, and a few reports of each group"
        if bounded
        else ""
    )
