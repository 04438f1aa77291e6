"""The stages of an edition that work on one document at a time, a shard of them as one piece of work.

What a piece of work gives lies under a name made from all that it depends on; where it is there, it is not done again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath

from variorum.case.columns import pack, unpack
from variorum.case.layout import canonical
from variorum.errors import UnfetchedError, UnreadableError
from variorum.model.activity import Failure
from variorum.model.document import Capture, Document, Unread, document_id
from variorum.model.reading import Reading
from variorum.run.contents import made_with, why_nothing
from variorum.run.derivation import derivation
from variorum.run.place import Place
from variorum.run.sandbox import Job, Sandbox
from variorum.run.sources import Source, read_source
from variorum.run.stages import has_reader, read_report, vectors_of
from variorum.settings import Settings

BLOCK = 25  # documents that are read as one piece of work: about two seconds
PATIENCE = 900.0  # seconds by the clock that one document may take, and a block of them four times that: far more than they do
CAPTURED, READ, VECTORS = "work/captured", "work/read", "work/vectors"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in a captured shard: where its bytes stand there, and what tells it from and ties it to others."""

    id: str
    part: str
    number: int  # in the shard
    content: str  # hash of all that a reader sees of it
    day: str  # of publication; empty where it is not known
    address: str  # of the report, as far as it tells one report's versions


@dataclass(frozen=True, slots=True)
class Taken:
    """One original in a captured shard, and what it was found to hold."""

    source: Source
    capture: Capture | None  # its name is the whole path; None where its bytes could not be had
    id: str
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...]
    failure: str = ""  # why it gave nothing


@dataclass(frozen=True, slots=True)
class Shard:
    """A captured shard."""

    name: str
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Doc:
    """Where a document and its reading lie."""

    id: str
    shard: str
    number: int
    block: str
    place: int  # in the block
    leader: bool = True  # whether it was read itself; else one that a reader cannot tell from it was


@dataclass(frozen=True, slots=True)
class Read:
    """What reading gave, and why it gave no marks where it did not."""

    reading: Reading
    failure: str = ""
    passing: bool = False  # whether it may succeed another time


def capture_shard(given: tuple[Place, tuple[Source, ...], Settings]) -> Shard:
    """What the originals of a shard hold. Their documents are kept; where they are already, nothing is opened.

    Where something failed that may succeed another time, all lies under a name of its own, and the next build opens the originals again.
    """
    place, sources, settings = given
    where = place.at(CAPTURED)
    stamps, made = [[s.name, s.stamp, s.sidecar] for s in sources], made_with(settings)
    name = _name("capture", stamps, made)
    if where.has(f"{name}.done"):
        return unpack(Shard, where.read(f"{name}.done"))
    documents: list[bytes] = []
    taken: list[Taken] = []
    passing: list[object] = []
    sandbox = _sandbox(settings)
    for source in sources:
        try:
            found = read_source(source, settings.largest_input)
        except UnreadableError as error:
            plain = str(error).removeprefix(f"{PurePosixPath(source.path).name}: ")
            taken.append(Taken(source, None, "", (), (), plain))
            if isinstance(error, UnfetchedError):
                passing.append([source.name, plain])
            continue
        capture = Capture(source.name, found.sha256, len(found.data), found.sidecar)
        short = replace(capture, name=PurePosixPath(source.path).name)
        held = sandbox.read(Job(short, found.data))
        if held.passing:
            passing.append([source.name, [[one.part, one.reason] for one in held.unread]])
        id = document_id(capture.sha256, capture.sidecar)
        entries = tuple(_entry(document, len(documents) + n) for n, document in enumerate(held.documents))
        documents += [pack(document) for document in held.documents]
        taken.append(Taken(source, capture, id, entries, held.unread, "" if entries else why_nothing(held.unread)))
    if passing:
        name = _name("capture in part", [stamps, passing], made)
        where.write_pieces(name, documents)
        return Shard(name, tuple(taken))
    where.write_pieces(name, documents)
    shard = Shard(name, tuple(taken))
    where.write(f"{name}.done", pack(shard))
    return shard


@cache
def _sandbox(settings: Settings) -> Sandbox:
    return Sandbox(settings.but(jobs=1))


def _entry(document: Document, number: int) -> Entry:
    from variorum.collation.versions import address

    # All that a reader looks at; what stands only in a locator or a name changes no mark.
    seen = [
        document.text,
        [[b.span.start, b.span.end, b.role] for b in document.blocks],
        document.meta.title,
        document.meta.published,
        document.language,
    ]
    content = hashlib.sha256(canonical(seen)).hexdigest()
    return Entry(document.id, document.part, number, content, (document.meta.published or "")[:10], address(document) or "")


def read_block(given: tuple[Place, str, tuple[int, ...]]) -> str:
    """The name of what reading so many documents of a shard gave."""
    place, shard, numbers = given
    name = block_name(shard, numbers)
    if place.at(READ).has(name):
        return name
    return keep_block(place, name, [read_one((place, shard, number)) for number in numbers])


def read_one(given: tuple[Place, str, int]) -> Read:
    """What reading one document of a shard gave."""
    place, shard, number = given
    document = unpack(Document, place.at(CAPTURED).pieces(shard, [number])[0])
    reading, failure = read_report(document)
    return Read(reading) if failure is None else Read(reading, failure.reason, passing=has_reader(document))


def lost_one(given: tuple[Place, str, int], reason: str) -> Read:
    """What stands for the reading of a document that no process could read."""
    place, shard, number = given
    document = unpack(Document, place.at(CAPTURED).pieces(shard, [number])[0])
    told = f"could not be read, however often it was tried: {reason}; split it, or give its text as .txt"
    return Read(Reading(document.id, "none", document.blocks), told, passing=True)


def keep_block(place: Place, name: str, found: Sequence[Read]) -> str:
    """The name under which the readings of a block are kept: another than `name` where one failed that may succeed another time.

    So the next build reads the block again, and nothing that was made of the failure is taken for what is made of the reading.
    """
    passing = [[number, one.failure] for number, one in enumerate(found) if one.passing]
    kept = _name("reading in part", [name, passing], "") if passing else name
    place.at(READ).write_pieces(kept, [pack(one) for one in found])
    return kept


def block_name(shard: str, numbers: Sequence[int]) -> str:
    """What the readings of these documents lie under, where all were made."""
    return _name("reading", [shard, list(numbers)], derivation("reading"))


def encode_block(given: tuple[Place, tuple[Doc, ...]]) -> str:
    """The name of the vectors of documents that stand in one block; those that were not asked for have none there."""
    place, docs = given
    where = place.at(VECTORS)
    name = _name("encoding", [docs[0].block, [doc.place for doc in docs]], derivation("reading"))
    if not where.has(name):
        where.write_pieces(name, [vectors_of((document, pack(reading))) for document, reading, _ in load(place, docs)])
    return name


def load(place: Place, docs: Sequence[Doc]) -> list[tuple[Document, Reading, str]]:
    """The documents with their readings and, where there are no marks, why; in the order of `docs`."""
    from variorum.reading.roles import assign_roles

    documents = _fetched(place.at(CAPTURED), [(doc.shard, doc.number) for doc in docs])
    readings = _fetched(place.at(READ), [(doc.block, doc.place) for doc in docs])
    found = []
    for doc, one, other in zip(docs, documents, readings, strict=True):
        document, read = unpack(Document, one), unpack(Read, other)
        reading = read.reading
        if not doc.leader:
            blocks = document.blocks if read.failure else assign_roles(document)
            reading = replace(reading, document=document.id, blocks=blocks)
        found.append((document, reading, read.failure))
    return found


def _fetched(where: Place, wanted: Sequence[tuple[str, int]]) -> list[bytes]:
    by_file: dict[str, list[int]] = {}
    for file, number in wanted:
        by_file.setdefault(file, []).append(number)
    found: dict[tuple[str, int], bytes] = {}
    for file, numbers in by_file.items():
        found.update(zip(((file, n) for n in numbers), where.pieces(file, numbers), strict=True))
    return [found[one] for one in wanted]


def read_failure(document: Document, reason: str) -> Failure:
    """That a document has no marks, and why."""
    return Failure(document.name, "reading", reason)


def _name(stage: str, what: object, made: str) -> str:
    return hashlib.sha256(json.dumps([stage, what, made]).encode("utf-8", "surrogatepass")).hexdigest()[:32]
