"""Which documents are worth holding against each other for a copy or a rewriting; bounded where very many are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from variorum.collation.copies import Words, sampled
from variorum.collation.identity import Identity
from variorum.model.document import Document
from variorum.model.record import Story

SHARED = 3  # sampled runs of words two documents must share before they are laid side by side
COMMON = 1  # entities that two documents of one story must both name: a rewriting may change most of the names
FAR_COMMON = 6  # the same for documents of different stories
COMPANIONS = 12  # other documents, most like a document by shared runs or entities, that it is held against
CROWD = 60  # documents with one run of words, or one entity, up to which all of them are paired
WINDOW = 12  # where there are more: how many of the next ones, in order of publication, each is paired with
Pair = tuple[str, str]


def order_of(documents: Iterable[Document]) -> list[str]:
    """Ids in order of publication; undated ones last; ties by id."""
    return [d.id for d in sorted(documents, key=lambda d: (d.meta.published or "9999", d.id))]


def _pairs(held: Sequence[str]) -> Iterable[Pair]:
    reach = len(held) if len(held) <= CROWD else WINDOW
    for at, left in enumerate(held):
        for right in held[at + 1 : at + 1 + reach]:
            yield (left, right) if left < right else (right, left)


def alike(words: Mapping[str, Words], order: Sequence[str]) -> list[Pair]:
    """Pairs that share runs of words. Of documents with the very same words the first stands for all others.

    So two hundred copies of one report give two hundred pairs, not twenty thousand.
    """
    same: dict[tuple[str, ...], list[str]] = {}
    for document in order:
        same.setdefault(words[document].folded, []).append(document)
    firsts = [group[0] for group in same.values()]
    found = {pair for group in same.values() if len(group) <= WINDOW for pair in _pairs(group)}
    found |= {(min(group[0], d), max(group[0], d)) for group in same.values() for d in group[1:]}
    holders: dict[int, list[str]] = {}
    for document in firsts:
        for checksum in sampled(words[document]):
            holders.setdefault(checksum, []).append(document)
    shared: Counter[Pair] = Counter()
    for held in holders.values():
        if len(held) > 1:
            shared.update(_pairs(held))
    return sorted(found | _best({pair: (-count,) for pair, count in shared.items() if count >= SHARED}))


def crowds(words: Mapping[str, Words]) -> dict[str, int]:
    """By document, which of the groups it is of that have the very same words and are too large for all pairs to be laid side by side."""
    same: dict[tuple[str, ...], list[str]] = {}
    for document in sorted(words):
        same.setdefault(words[document].folded, []).append(document)
    return {d: number for number, group in enumerate(same.values()) if len(group) > WINDOW for d in group}


def _best(ranks: Mapping[Pair, tuple[int, ...]]) -> set[Pair]:
    """The pairs, of each document at most the COMPANIONS that rank first beside those that others bring in."""
    mine: dict[str, list[tuple[tuple[int, ...], str]]] = {}
    for (a, b), rank in ranks.items():
        mine.setdefault(a, []).append((rank, b))
        mine.setdefault(b, []).append((rank, a))
    return {(min(a, b), max(a, b)) for a, others in mine.items() for _, b in sorted(others)[:COMPANIONS]}


def stories_of(stories: Sequence[Story]) -> dict[str, frozenset[str]]:
    """Document -> ids of the stories it is of."""
    found: dict[str, set[str]] = {}
    for story in stories:
        for document in story.documents:
            found.setdefault(document, set()).add(story.id)
    return {document: frozenset(ids) for document, ids in found.items()}


def companions(identity: Identity, of: Mapping[str, frozenset[str]], order: Sequence[str]) -> list[Pair]:
    """Pairs of documents that name the same entities, each document with the few most like it, its story's first.

    `of` gives the stories of each document; where it is empty, all are taken to be of one.
    """
    rank = {document: n for n, document in enumerate(order)}
    shared: Counter[Pair] = Counter()
    for entity in identity.entities:
        held = sorted(
            {m.place.document for m in entity.mentions if m.kind == "name" and m.place.document in rank}, key=rank.__getitem__
        )
        shared.update(_pairs(held))
    ranks: dict[Pair, tuple[int, ...]] = {}
    for (a, b), count in shared.items():
        far = bool(of) and not of.get(a, frozenset()) & of.get(b, frozenset())
        if count >= (FAR_COMMON if far else COMMON):
            ranks[a, b] = (int(far), -count)
    return sorted(_best(ranks))
