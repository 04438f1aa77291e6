"""Which documents of an edition may tell one story, found by shuffle: by key, then by document, then by pair.

The same keys, bounds and model as in a case, where all of it is held in one place. On their way documents are numbers, in order of their
ids, and worths whole billionths, so that sums do not hang on who adds first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from functools import partial

from variorum.collation.stories import CUT
from variorum.collation.storyblocks import CROWD, ENOUGH, NEAR_ENOUGH, PARTNERS, SOON, WINDOW
from variorum.collation.storypairs import Profile, likelihood, profile
from variorum.run.place import Place
from variorum.run.runner import Runner
from variorum.run.shards import Doc, load

Holder = tuple[int, int, int]  # day, number of the document, what the key is worth to it
Meeting = tuple[int, bool, int]  # number of the other document, whether published soon before or after, what they share
Pair = tuple[str, str, float]  # two documents and how likely they tell one story
BILLION = 10**9
TOGETHER = 200  # documents whose keys are put forward as one piece of work
PAGE = 1_000  # documents of which one file says where they lie
REMEMBERED = 20_000  # profiles that one piece of work holds


def likely_pairs(runner: Runner, place: Place, docs: Sequence[Doc]) -> list[Pair]:
    """The pairs of documents that are likely of one story, in order."""
    work = place.at("work/pairs")
    work.remove()
    numbered = sorted(docs, key=lambda doc: doc.id)
    for at in range(0, len(numbered), PAGE):
        work.write(f"docs-{at // PAGE}", json.dumps([astuple(doc) for doc in numbered[at : at + PAGE]]).encode())
    number = {doc.id: n for n, doc in enumerate(numbered)}
    near = sorted(docs, key=lambda doc: (doc.block, doc.place))  # what lies together is fetched together
    pieces = [tuple((number[doc.id], doc) for doc in near[at : at + TOGETHER]) for at in range(0, len(near), TOGETHER)]
    keyed = runner.group(partial(_put_forward, place), pieces, partial(_met, work), work.at("keys"))
    best = runner.group(partial(_both_ways, work), keyed, partial(_chosen, work), work.at("met"))
    found = runner.group(partial(_once, work), best, partial(_scored, place, work), work.at("chosen"))
    work.remove()
    return sorted((numbered[a].id, numbered[b].id, score) for share in found for a, b, score in share)


def _put_forward(place: Place, docs: Sequence[tuple[int, Doc]]) -> Iterator[tuple[str, Holder]]:
    for (number, _), (document, reading, _) in zip(docs, load(place, [doc for _, doc in docs]), strict=True):
        one = profile(document, reading)
        for key, worth in sorted(one.keys.items()):
            yield key, (one.day or 0, number, round(worth * BILLION))


def _met(work: Place, share: str, groups: Iterable[tuple[str, list[Holder]]]) -> str:
    """Name of a file with the documents that meet under the keys of a share, bounded where very many do."""
    shared: dict[tuple[int, int, bool], int] = {}
    for _, holders in groups:
        held = sorted(holders)
        reach = len(held) if len(held) <= CROWD else WINDOW
        for at, left in enumerate(held):
            for right in held[at + 1 : at + 1 + reach]:
                low, high = (left, right) if left[1] < right[1] else (right, left)
                soon = bool(low[0] and high[0]) and abs(low[0] - high[0]) <= SOON
                pair = (low[1], high[1], soon)
                shared[pair] = shared.get(pair, 0) + low[2]  # a key is worth to a pair what it is to the lower one
    lines = (f"[{low},{high},{int(soon)},{worth}]" for (low, high, soon), worth in sorted(shared.items()))
    work.write(f"met-{share}", "\n".join(lines).encode())
    return f"met-{share}"


def _both_ways(work: Place, name: str) -> Iterator[tuple[str, Meeting]]:
    for line in work.read(name).splitlines():
        low, high, soon, worth = json.loads(line)
        yield str(low), (high, soon, worth)
        yield str(high), (low, soon, worth)


def _chosen(work: Place, share: str, groups: Iterable[tuple[str, list[Meeting]]]) -> str:
    """Name of a file with the pairs that each document brings in: those that share enough, the best of them."""
    lines: list[str] = []
    for key, meetings in groups:
        shared: dict[tuple[int, bool], int] = {}
        for other, soon, worth in meetings:
            shared[other, soon] = shared.get((other, soon), 0) + worth
        values = [(round(worth / BILLION, 6), other, soon) for (other, soon), worth in shared.items()]
        ranked = sorted((-value, other) for value, other, soon in values if value >= (NEAR_ENOUGH if soon else ENOUGH))
        own = int(key)
        lines += [f"{min(own, other)} {max(own, other)}" for _, other in ranked[:PARTNERS]]
    work.write(f"chosen-{share}", "\n".join(lines).encode())
    return f"chosen-{share}"


def _once(work: Place, name: str) -> Iterator[tuple[str, int]]:
    for line in work.read(name).decode().splitlines():
        yield line, 1


def _scored(place: Place, work: Place, share: str, groups: Iterable[tuple[str, list[int]]]) -> list[tuple[int, int, float]]:
    """The pairs of a share that are likely of one story, by the shipped model."""
    pairs = sorted((int(low), int(high)) for low, high in (key.split(" ") for key, _ in groups))
    known: dict[int, Profile] = {}
    pages: dict[int, list[list[object]]] = {}
    found: list[tuple[int, int, float]] = []
    for at in range(0, len(pairs), REMEMBERED // 4):
        batch = pairs[at : at + REMEMBERED // 4]
        wanted = sorted({number for pair in batch for number in pair})
        if len(known) + len(wanted) > REMEMBERED:
            known = {}
        missing = [number for number in wanted if number not in known]
        for page in sorted({number // PAGE for number in missing} - pages.keys()):
            pages[page] = json.loads(work.read(f"docs-{page}"))
        docs = [Doc(*pages[number // PAGE][number % PAGE]) for number in missing]  # type: ignore[arg-type]
        for number, (document, reading, _) in zip(missing, load(place, docs), strict=True):
            known[number] = profile(document, reading)
        scores = [(a, b, likelihood(known[a], known[b])) for a, b in batch]
        found += [pair for pair in scores if pair[2] >= CUT]
    return found
