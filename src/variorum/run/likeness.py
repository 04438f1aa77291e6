"""Which documents of an edition may tell one story, found by shuffle: by key, then by document, then by pair.

The same keys, bounds and model as in a case, where all of it is held in one place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from variorum.collation.stories import CUT
from variorum.collation.storyblocks import CROWD, ENOUGH, NEAR_ENOUGH, PARTNERS, SOON, WINDOW
from variorum.collation.storypairs import Profile, likelihood, profile
from variorum.run.place import Place
from variorum.run.runner import Runner
from variorum.run.shards import Doc, load

Held = tuple[int, str, str, int, str, int, float]  # day, then a Doc's id, shard, number, block and place, then a key's worth
Pair = tuple[str, str, float]  # two documents and how likely they tell one story
TOGETHER = 8  # blocks whose keys are put forward as one piece of work
REMEMBERED = 20_000  # profiles that one piece of work holds


def likely_pairs(runner: Runner, place: Place, blocks: Sequence[Sequence[Doc]]) -> list[Pair]:
    """The pairs of documents that are likely of one story, in order. Of those a reader cannot tell apart, only leaders stand here."""
    work = place.at("work/pairs")
    work.remove()
    docs = [tuple(doc for block in blocks[at : at + TOGETHER] for doc in block) for at in range(0, len(blocks), TOGETHER)]
    keyed = runner.group(partial(_put_forward, place), docs, partial(_met, work), work.at("keys"))
    best = runner.group(partial(_both_ways, work), keyed, partial(_chosen, work), work.at("met"))
    found = runner.group(partial(_once, work), best, partial(_scored, place), work.at("chosen"))
    work.remove()
    return sorted(pair for share in found for pair in share)


def _put_forward(place: Place, docs: Sequence[Doc]) -> Iterator[tuple[str, Held]]:
    for doc, (document, reading, _) in zip(docs, load(place, docs), strict=True):
        one = profile(document, reading)
        for key, worth in sorted(one.keys.items()):
            yield key, (one.day or 0, doc.id, doc.shard, doc.number, doc.block, doc.place, worth)


def _met(work: Place, share: str, groups: Iterable[tuple[str, list[Held]]]) -> str:
    """Name of a file with the documents that meet under each key, bounded where very many do."""
    lines = []
    for _, values in groups:
        held = sorted(values)
        reach = len(held) if len(held) <= CROWD else WINDOW
        lines += [json.dumps([left, right]) for at, left in enumerate(held) for right in held[at + 1 : at + 1 + reach]]
    work.write(f"met-{share}", "\n".join(lines).encode())
    return f"met-{share}"


def _both_ways(work: Place, name: str) -> Iterator[tuple[str, tuple[Held, Held]]]:
    for line in work.read(name).splitlines():
        left, right = json.loads(line)
        yield left[1], (left, right)
        yield right[1], (right, left)


def _chosen(work: Place, share: str, groups: Iterable[tuple[str, list[tuple[Held, Held]]]]) -> str:
    """Name of a file with the pairs that each document brings in: those that share enough, the best of them."""
    lines = []
    for _, meetings in groups:
        worth: dict[str, float] = {}
        others: dict[str, tuple[Held, Held]] = {}
        for own, other in meetings:
            low = own if own[1] < other[1] else other  # a key is worth to a pair what it is to the lower one
            worth[other[1]] = worth.get(other[1], 0.0) + low[6]
            others[other[1]] = (own, other)
        ranked = []
        for id, value in worth.items():
            own, other = others[id]
            soon = bool(own[0] and other[0]) and abs(own[0] - other[0]) <= SOON
            if round(value, 6) >= (NEAR_ENOUGH if soon else ENOUGH):
                ranked.append((-round(value, 6), id))
        lines += [json.dumps(sorted(others[id], key=lambda held: held[1])) for _, id in sorted(ranked)[:PARTNERS]]
    work.write(f"chosen-{share}", "\n".join(lines).encode())
    return f"chosen-{share}"


def _once(work: Place, name: str) -> Iterator[tuple[str, tuple[Held, Held]]]:
    for line in work.read(name).splitlines():
        low, high = json.loads(line)
        yield f"{low[1]} {high[1]}", (low, high)


def _scored(place: Place, share: str, groups: Iterable[tuple[str, list[tuple[Held, Held]]]]) -> list[Pair]:
    """The pairs of a share that are likely of one story, by the shipped model."""
    known: dict[str, Profile] = {}
    found: list[Pair] = []
    for batch in _batches([pairs[0] for _, pairs in groups]):
        wanted = {held[1]: _doc(held) for pair in batch for held in pair}
        missing = [doc for id, doc in sorted(wanted.items()) if id not in known]
        if len(known) + len(missing) > REMEMBERED:
            known, missing = {}, [doc for _, doc in sorted(wanted.items())]
        for doc, (document, reading, _) in zip(missing, load(place, missing), strict=True):
            known[doc.id] = profile(document, reading)
        scores = [(a[1], b[1], likelihood(known[a[1]], known[b[1]])) for a, b in batch]
        found += [pair for pair in scores if pair[2] >= CUT]
    return found


def _batches(pairs: list[tuple[Held, Held]]) -> Iterator[list[tuple[Held, Held]]]:
    for at in range(0, len(pairs), REMEMBERED // 4):
        yield pairs[at : at + REMEMBERED // 4]


def _doc(held: Held) -> Doc:
    return Doc(held[1], held[2], held[3], held[4], held[5])
