"""An edition: the record of any number of originals, in volumes, as Parquet; the same stages as in a case, run on a cluster.

    originals -> shards -> blocks of readings -> likely pairs -> volumes -> vectors -> records -> Parquet

Whatever is finished lies on disk under a name made from all that it depends on, and is not done again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from variorum.case.codec import to_plain
from variorum.case.state import UNTITLED
from variorum.collation.namematch import fold
from variorum.errors import InputError, VariorumError
from variorum.export.parquet import TABLES, read_rows, to_parquet, write_rows
from variorum.run.derivation import derivation, methods
from variorum.run.likeness import Pair, likely_pairs
from variorum.run.pipeline import SOFTWARE, Progress
from variorum.run.place import Place
from variorum.run.ray import RayRunner
from variorum.run.runner import Runner
from variorum.run.shards import (
    BLOCK,
    PATIENCE,
    Doc,
    Shard,
    block_name,
    capture_shard,
    encode_block,
    keep_block,
    lost_one,
    read_block,
    read_one,
)
from variorum.run.sources import check_reach, find_sources, sharded
from variorum.run.volumes import SIZE, Piece, Volume, arranged, volume_name, volume_record
from variorum.settings import Settings, settings_from

MANIFEST = "edition.json"
ORIGINALS = {  # which originals the documents of a story stand in, and where these lie
    "story": "VARCHAR", "document": "VARCHAR", "part": "VARCHAR", "parts": "JSON", "name": "VARCHAR", "root": "VARCHAR",
    "path": "VARCHAR", "sha256": "VARCHAR", "size": "BIGINT", "sidecar": "JSON", "sidecar_path": "VARCHAR", "file": "VARCHAR",
    "failure": "VARCHAR",
}  # fmt: skip
ACROSS = {
    "name": "VARCHAR",
    "type": "VARCHAR",
    "volume": "VARCHAR",
    "entity": "VARCHAR",
    "called": "VARCHAR",
    "reports": "BIGINT",
}
APART = {"document": "VARCHAR", "other": "VARCHAR", "likelihood": "DOUBLE"}


@dataclass(frozen=True, slots=True)
class EditionSummary:
    """What an edition holds."""

    output: str
    fingerprint: str
    volumes: int
    originals: int
    documents: int
    copies: int  # documents that were not read, for a reader cannot tell them from another
    stories: int
    claims: int
    discrepancies: int
    failures: int
    new: int  # volumes that were made now, and not found done


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for."""

    addresses: tuple[str, ...]
    title: str
    size: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Bound:
    """A volume on its way."""

    name: str
    volume: Volume
    encoded: tuple[tuple[str, str, int], ...]  # document, file of vectors, place in it


def build_edition(
    addresses: Sequence[str],
    output: str,
    runner: Runner,
    title: str | None = None,
    size: int = SIZE,
    settings: Settings | None = None,
    tell: Progress | None = None,
) -> EditionSummary:
    """Makes the edition of the originals at `addresses` in the folder `output`, or goes on with it.

    With at most `size` reports it is one volume, whose record is that of a case of the same originals. Raises InputError where nothing
    given can be read or `output` holds something else.
    """
    order = _Order(tuple(addresses), " ".join((title or "").split()) or UNTITLED, size, settings or settings_from())
    place = Place(output)
    told: Progress = tell or (lambda stage, done, total: None)
    sources = find_sources(addresses, output)
    _open(place)
    if isinstance(runner, RayRunner):
        trouble = runner.everywhere(check_reach, (sources[0], output, "work/begun"))
        if any(trouble):
            raise InputError(next(one for one in trouble if one))
    pieces = [(place, shard, order.settings) for shard in sharded(sources)]
    shards = list(_watched(runner.map(capture_shard, pieces), "taking in", len(pieces), told))
    blocks, docs = _blocks(shards)
    if not docs:
        failure = next(taken for shard in shards for taken in shard.taken)
        raise InputError(f"{failure.source.name}: {failure.failure} (of {len(sources)} files, none could be read)")
    kept = _read(runner, place, blocks, told)
    docs = {id: replace(doc, block=kept[doc.block]) for id, doc in docs.items()}
    told("comparing", 0, 1)
    pairs = likely_pairs(runner, place, [doc for doc in docs.values() if doc.leader])
    volumes, apart = arranged(shards, pairs, docs, size)
    encoded = _encoded(runner, place, pairs, docs, told)
    bound = [_bound(volume, encoded, order.title) for volume in volumes]
    done = partial(_write_volume, place, order.title)
    made = list(
        _watched(runner.map(done, [one for one in bound if not _is_done(place, one.name)]), "collating", len(bound), told)
    )
    copies = sum(not doc.leader for doc in docs.values())
    counts = _finish(runner, place, order, bound, apart)
    return EditionSummary(place.root, copies=copies, volumes=len(bound), new=len(made), **counts)


def _open(place: Place) -> None:
    """Takes the folder, if it is empty or an edition's. Raises InputError where it is not."""
    names = place.names()
    if names and MANIFEST not in names and "work" not in names:
        raise InputError(f"{place.root}: a folder with other things in it, not an edition; name a new or empty folder")
    place.write("work/begun", b"")


def _watched(results: Iterator[Any], stage: str, total: int, told: Progress) -> Iterator[Any]:
    for done, one in enumerate(results, 1):
        told(stage, done, total)
        yield one


def _blocks(shards: Sequence[Shard]) -> tuple[list[tuple[str, tuple[int, ...]]], dict[str, Doc]]:
    """What is to be read, as shard and numbers in it, and where each document and its reading lie, by its id.

    Of documents that a reader cannot tell apart, the one with the lowest id is read for all.
    """
    entries = {e.id: (shard.name, e) for shard in reversed(shards) for taken in shard.taken for e in taken.entries}
    leader: dict[str, str] = {}
    for id in sorted(entries, reverse=True):
        leader[entries[id][1].content] = id
    by_shard: dict[str, list[tuple[int, str]]] = {}
    for id in leader.values():
        shard, entry = entries[id]
        by_shard.setdefault(shard, []).append((entry.number, id))
    blocks: list[tuple[str, tuple[int, ...]]] = []
    at: dict[str, tuple[str, int]] = {}
    for shard in sorted(by_shard):
        held = sorted(by_shard[shard])
        for start in range(0, len(held), BLOCK):
            some = held[start : start + BLOCK]
            numbers = tuple(number for number, _ in some)
            name = block_name(shard, numbers)
            at.update({id: (name, n) for n, (_, id) in enumerate(some)})
            blocks.append((shard, numbers))
    docs = {
        id: Doc(id, shard, entry.number, *at[leader[entry.content]], leader=leader[entry.content] == id)
        for id, (shard, entry) in entries.items()
    }
    return blocks, docs


def _read(runner: Runner, place: Place, blocks: Sequence[tuple[str, tuple[int, ...]]], told: Progress) -> dict[str, str]:
    """What the readings of each block lie under, by the block's name, once all are read.

    Those over which processes die are read document by document, so that one costs none but itself.
    """
    kept: dict[str, str] = {}
    work = [(place, shard, numbers) for shard, numbers in blocks]
    found = runner.map(read_block, work, lambda block: 4 * PATIENCE, lambda block, why: "")
    names = list(_watched(found, "reading", len(work), told))  # all of them, before those that are lost are mapped in their turn
    for (_, shard, numbers), name in zip(work, names, strict=True):
        block = block_name(shard, numbers)
        kept[block] = name
        if not name:
            ones = [(place, shard, number) for number in numbers]
            kept[block] = keep_block(place, block, list(runner.map(read_one, ones, lambda one: PATIENCE, lost_one)))
    return kept


def _leaders(docs: dict[str, Doc]) -> list[tuple[Doc, ...]]:
    """The documents that were read, block by block."""
    found: dict[str, list[Doc]] = {}
    for doc in docs.values():
        if doc.leader:
            found.setdefault(doc.block, []).append(doc)
    return [tuple(sorted(found[name], key=lambda doc: doc.place)) for name in sorted(found)]


def _encoded(
    runner: Runner, place: Place, pairs: Iterable[Pair], docs: dict[str, Doc], told: Progress
) -> dict[tuple[str, int], tuple[str, int]]:
    """Where the vectors of those documents lie that may share a story with another: block and place there -> file and place there."""
    likely = {id for a, b, _ in pairs for id in (a, b)}
    copied = {(doc.block, doc.place) for doc in docs.values() if not doc.leader}
    chosen = [
        some for block in _leaders(docs) if (some := tuple(d for d in block if d.id in likely or (d.block, d.place) in copied))
    ]
    found = {}
    names = _watched(runner.map(encode_block, [(place, some) for some in chosen]), "encoding", len(chosen), told)
    for some, name in zip(chosen, names, strict=True):
        found.update({(doc.block, doc.place): (name, n) for n, doc in enumerate(some)})
    return found


def _bound(volume: Volume, encoded: dict[tuple[str, int], tuple[str, int]], title: str) -> _Bound:
    made = f"{SOFTWARE} {derivation('collation')} {derivation('reading')}"
    known = tuple((doc.id, *encoded[doc.block, doc.place]) for doc in volume.docs if (doc.block, doc.place) in encoded)
    return _Bound(volume_name(volume, title, made), volume, known)


def _is_done(place: Place, name: str) -> bool:
    return place.has(f"volumes/{name}.json")


def _write_volume(place: Place, title: str, bound: _Bound) -> str:
    """The name of a volume, once its tables lie there and, last, its own page, which says that they do."""
    encoded = {document: (file, n) for document, file, n in bound.encoded}
    record = volume_record(place, bound.volume, encoded, title, SOFTWARE)
    for table, data in to_parquet(record).items():
        place.write(f"{table}/{bound.name}.parquet", data)
    home = {d: s.id for s in record.stories for d in s.documents if d not in s.guests}
    place.write(f"originals/{bound.name}.parquet", write_rows(_originals(bound.volume.pieces, home), ORIGINALS))
    page = {
        "volume": bound.name,
        "title": title,
        "software": SOFTWARE,
        "fingerprint": record.fingerprint,
        "documents": len(record.documents),
        "stories": len(record.stories),
        "claims": len(record.claims),
        "discrepancies": len(record.discrepancies),
        "failures": len(record.failures),
        "originals": sorted({piece.taken.source.name for piece in bound.volume.pieces}),
    }
    place.write(f"volumes/{bound.name}.json", _page(page))
    return bound.name


def _originals(pieces: Sequence[Piece], home: dict[str, str]) -> Iterator[dict[str, Any]]:
    """A row for each document and each original it stands in, and for each original that gave nothing."""
    for piece in pieces:
        taken, source, capture = piece.taken, piece.taken.source, piece.taken.capture
        row = {
            "name": source.name,
            "root": source.root,
            "path": source.path,
            "sidecar_path": source.sidecar,
            "sha256": capture and capture.sha256,
            "size": capture and capture.size,
            "sidecar": capture and to_plain(capture.sidecar),
            "file": taken.id,
            "parts": sorted(piece.parts),
            "failure": taken.failure or None,
        }
        if taken.failure:
            yield row
        for entry in taken.entries:
            if not piece.parts or entry.part in piece.parts:
                yield {**row, "document": entry.id, "part": entry.part, "story": home.get(entry.id)}


def _page(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _finish(runner: Runner, place: Place, order: _Order, bound: Sequence[_Bound], apart: Sequence[Pair]) -> dict[str, Any]:
    """The fingerprint of the whole and what is counted in it, once what spans the volumes and, last, the edition's page lie there.

    Volumes that are no more of it are taken away.
    """
    pages = [json.loads(place.read(f"volumes/{one.name}.json")) for one in bound]
    across = runner.group(partial(_names_in, place), [one.name for one in bound], _in_several, place.at("work/across"))
    place.write("across/names.parquet", write_rows((row for share in across for row in share), ACROSS))
    rows = ({"document": a, "other": b, "likelihood": score} for a, b, score in apart)
    place.write("across/apart.parquet", write_rows(rows, APART))
    fingerprints = [page["fingerprint"] for page in pages]
    whole = fingerprints[0] if len(pages) == 1 else hashlib.sha256("\n".join(sorted(fingerprints)).encode()).hexdigest()
    counts = {"originals": len({name for page in pages for name in page["originals"]})}
    counts |= {
        what: sum(page[what] for page in pages) for what in ("documents", "stories", "claims", "discrepancies", "failures")
    }
    place.write(
        MANIFEST,
        _page(
            {
                "format": "variorum/edition",
                "version": 1,
                "title": order.title,
                "software": SOFTWARE,
                "fingerprint": whole,
                "addresses": list(order.addresses),
                "reports_in_a_volume": order.size,
                **counts,
                "pairs_in_two_volumes": len(apart),
                "settings": asdict(order.settings.but(jobs=1)),
                "methods": methods(),
                "volumes": [
                    {name: page[name] for name in ("volume", "fingerprint", "documents", "stories", "claims")} for page in pages
                ],
            }
        ),
    )
    _sweep(place, {one.name for one in bound})
    return {"fingerprint": whole, **counts}


def _names_in(place: Place, volume: str) -> Iterator[tuple[str, list[Any]]]:
    """Persons, bodies and places of a volume that are known by name, under that name as it is folded for comparing."""
    for row in read_rows(place.read(f"entities/{volume}.parquet")):
        mentions = json.loads(row["mentions"])
        if any(mention["kind"] == "name" for mention in mentions):
            reports = len({mention["document"] for mention in mentions})
            yield f"{row['type']} {fold(row['name'])}", [volume, row["id"], row["name"], reports]


def _in_several(share: str, groups: Iterable[tuple[str, list[list[Any]]]]) -> list[dict[str, Any]]:
    """What bears one name in several volumes. That it is one person or body is not said: only that it may be looked at."""
    rows = []
    for key, held in groups:
        if len({volume for volume, *_ in held}) > 1:
            kind, _, name = key.partition(" ")
            for volume, entity, called, reports in sorted(held):
                rows.append(dict(zip(ACROSS, (name, kind, volume, entity, called, reports), strict=True)))
    return rows


def _sweep(place: Place, kept: set[str]) -> None:
    """Takes away the files of volumes that are not `kept`, and what was only on its way."""
    for table in ("volumes", "originals", *TABLES):
        for name in place.at(table).names():
            if name.rpartition(".")[0] not in kept:
                place.delete(f"{table}/{name}")
    place.at("work/across").remove()


def open_edition(output: str) -> dict[str, Any]:
    """What the page of a finished edition says. Raises InputError where there is none."""
    place = Place(output)
    try:
        if not place.has(MANIFEST):
            begun = place.has("work/begun")
            step = (
                "its build was not finished; run the same `variorum build` again"
                if begun
                else "name one made by `variorum build --output`"
            )
            raise InputError(f"{output}: no edition (no {MANIFEST} in it); {step}")
        found: dict[str, Any] = json.loads(place.read(MANIFEST))
    except (OSError, ValueError) as error:
        raise VariorumError(f"{output}: cannot be read ({error}); mend the address, or get the right to it") from None
    if found.get("format") != "variorum/edition" or found.get("version") != 1:
        raise InputError(f"{output}: made by another version of variorum; build it again, or use the one that made it")
    return found
