"""The volumes of an edition: which stories are collated together, and the record of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from variorum.case.codec import to_plain
from variorum.case.columns import pack
from variorum.case.state import State
from variorum.case.state import Taken as TakenIn
from variorum.collation.stories import find_stories
from variorum.export.json_record import with_fingerprint
from variorum.model.activity import Failure
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Record
from variorum.run.contents import chosen, named
from variorum.run.likeness import Pair
from variorum.run.place import Place
from variorum.run.sandbox import Found
from variorum.run.shards import VECTORS, Doc, Shard, Taken, load, read_failure
from variorum.run.stages import vectors_of, with_vectors

SIZE = 5_000  # reports of a volume: what one machine collates in some minutes


@dataclass(frozen=True, slots=True)
class Piece:
    """An original in a volume, and what of it is in this volume; all, where `parts` is empty."""

    taken: Taken
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Volume:
    """The originals of some stories, and where their documents lie."""

    pieces: tuple[Piece, ...]
    docs: tuple[Doc, ...]


class _Sets:
    """Elements in sets, joined while a set stays within a size."""

    def __init__(self, weights: dict[str, int], most: int) -> None:
        self._above = {one: one for one in weights}
        self._weight = dict(weights)
        self._most = most

    def of(self, one: str) -> str:
        """The element that stands for the set of another."""
        root = one
        while self._above[root] != root:
            root = self._above[root]
        while self._above[one] != root:
            self._above[one], one = root, self._above[one]
        return root

    def join(self, a: str, b: str, whole: bool = False) -> bool:
        """Whether two are in one set now. `whole`: they belong together whatever the size."""
        left, right = sorted((self.of(a), self.of(b)))
        if left == right:
            return True
        if not whole and self._weight[left] + self._weight[right] > self._most:
            return False
        self._above[right] = left
        self._weight[left] += self._weight.pop(right)
        return True


def arranged(shards: Sequence[Shard], pairs: Sequence[Pair], docs: dict[str, Doc], most: int) -> tuple[list[Volume], list[Pair]]:
    """The volumes, and the likely pairs that lie in two of them because a set of stories is larger than a volume.

    Versions of one report, and reports that a reader cannot tell apart, stay together whatever the size; the likeliest pairs are joined
    first. Sets are put into volumes in order of their earliest day.
    """
    takings = [taken for shard in shards for taken in shard.taken]
    elements, days, ties = _elements(takings)
    sets = _Sets(dict.fromkeys(elements, 1), most)
    for a, b in ties:
        sets.join(a, b, whole=True)
    apart = [p for p in sorted(pairs, key=lambda p: (-p[2], p[0], p[1])) if not sets.join(p[0], p[1])]
    together: dict[str, list[str]] = {}
    for one in sorted(elements):
        together.setdefault(sets.of(one), []).append(one)
    ordered = sorted(together.values(), key=lambda group: (min(days.get(one) or "9999" for one in group), group[0]))
    filled: list[list[str]] = []
    for group in ordered:
        if not filled or len(filled[-1]) + len(group) > most:
            filled.append([])
        filled[-1] += group
    of = {one: number for number, group in enumerate(filled) for one in group}
    volumes = _volumes(takings, of, len(filled), docs)
    return volumes, [p for p in apart if of[p[0]] != of[p[1]]]


def _elements(takings: Sequence[Taken]) -> tuple[set[str], dict[str, str], list[tuple[str, str]]]:
    """What is shared out: documents, and what could not be read; the days of documents; and which belong together in any case."""
    elements: set[str] = set()
    days: dict[str, str] = {}
    ties: list[tuple[str, str]] = []
    first: dict[str, str] = {}
    for taken in takings:
        elements.update(_unread_elements(taken))
        for entry in taken.entries:
            elements.add(entry.id)
            days[entry.id] = entry.day
            for same in (f"content {entry.content}", f"address {entry.address}" if entry.address else ""):
                if same and first.setdefault(same, entry.id) != entry.id:
                    ties.append((first[same], entry.id))
        by_part = {entry.part: entry.id for entry in reversed(taken.entries)}
        for one in taken.unread if taken.entries else ():  # told with its own report, else with the first of its file
            ties.append((by_part.get(one.part, taken.entries[0].id), f"unread {taken.id} {one.part}"))
    return elements, days, ties


def _unread_elements(taken: Taken) -> list[str]:
    if taken.failure:
        return [f"failed {taken.source.name}"]
    return [f"unread {taken.id} {one.part}" for one in taken.unread]


def _volumes(takings: Sequence[Taken], of: dict[str, int], number: int, docs: dict[str, Doc]) -> list[Volume]:
    pieces: list[list[Piece]] = [[] for _ in range(number)]
    inside: list[dict[str, Doc]] = [{} for _ in range(number)]
    for taken in takings:
        if taken.failure:
            pieces[of[_unread_elements(taken)[0]]].append(Piece(taken))
            continue
        parts: dict[int, set[str]] = {}
        for entry in taken.entries:
            parts.setdefault(of[entry.id], set()).add(entry.part)
            inside[of[entry.id]][entry.id] = docs[entry.id]
        for one in taken.unread:
            parts.setdefault(of[f"unread {taken.id} {one.part}"], set()).add(one.part)
        for at, here in parts.items():
            pieces[at].append(Piece(taken, frozenset() if len(parts) == 1 else frozenset(here)))
    return [
        Volume(tuple(sorted(some, key=lambda p: p.taken.source.name)), tuple(held[id] for id in sorted(held)))
        for some, held in zip(pieces, inside, strict=True)
    ]


def volume_name(volume: Volume, title: str, made: str) -> str:
    """What a volume lies under: a hash of all that its record depends on."""
    pieces = [
        [p.taken.source.name, to_plain(p.taken.capture), p.taken.id, p.taken.failure, to_plain(p.taken.unread), sorted(p.parts)]
        for p in volume.pieces
    ]
    parts = [title, made, pieces, [[doc.id, doc.block, doc.place] for doc in volume.docs]]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def volume_record(place: Place, volume: Volume, encoded: dict[str, tuple[str, int]], title: str, software: str) -> Record:
    """The record of a volume: what a case of its originals, built on one machine, has too.

    `encoded`: for documents whose vectors were made already, the file and the place in it.
    """
    from variorum.collation.collate import collate
    from variorum.collation.keeping import Known

    loaded = {document.id: (document, reading, failure) for document, reading, failure in load(place, volume.docs)}
    documents, failures = _named(volume, {id: document for id, (document, _, _) in loaded.items()})
    failures += [read_failure(d, loaded[d.id][2]) for d in documents if loaded[d.id][2]]
    readings = [loaded[d.id][1] for d in documents]
    stories = find_stories(documents, readings)
    shared = {id for story in stories if len(story.documents) > 1 for id in story.documents}
    marks = [_with_vectors(place, d, r, encoded) if d.id in shared else r for d, r in zip(documents, readings, strict=True)]
    return with_fingerprint(collate(documents, marks, (), tuple(sorted(set(failures))), title, software, known=Known(stories)))


def _with_vectors(place: Place, document: Document, reading: Reading, encoded: dict[str, tuple[str, int]]) -> Reading:
    at = encoded.get(document.id)
    found = vectors_of((document, pack(reading))) if at is None else place.at(VECTORS).pieces(at[0], [at[1]])[0]
    return with_vectors(reading, found)


def _named(volume: Volume, documents: dict[str, Document]) -> tuple[tuple[Document, ...], list[Failure]]:
    """The documents under the names they have in a case of these originals, and what could not be taken in."""
    state = State(title="")
    numbers = count(1)
    held: dict[str, Found] = {}
    for piece in volume.pieces:
        taken = piece.taken
        name = taken.source.name
        if taken.failure or taken.capture is None:
            state.failed[name] = Failure(name, "capture", taken.failure)
            continue
        state.taken[name, taken.capture.sha256] = state.latest[name] = TakenIn(taken.capture, taken.id, next(numbers))
        ids = [entry.id for entry in taken.entries if not piece.parts or entry.part in piece.parts]
        found = Found(tuple(documents[id] for id in dict.fromkeys(ids)), taken.unread)
        held[taken.id] = chosen(found, piece.parts)
    named_documents, failures = named(state.kept(), held)
    return named_documents, [*state.failures(), *failures]
