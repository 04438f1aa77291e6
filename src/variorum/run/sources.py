"""Which originals a user's addresses mean, and their bytes, on any file system that fsspec knows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variorum.capture.inside import hidden
from variorum.capture.sidecar import read_sidecar, sidecar_for, sidecars_among
from variorum.case.naming import path_words
from variorum.errors import InputError, UnfetchedError, UnreadableError, VariorumError
from variorum.model.document import Meta
from variorum.run.inputs import MEGABYTE, Input, find_inputs, read_input
from variorum.run.place import is_local, local_path, system

SHARD_FILES = 25  # files that are taken in as one piece of work
SHARD_BYTES = 64 * MEGABYTE  # the same, by size; a larger file is a piece of work by itself
GONE = (OSError, ValueError)  # what file systems raise where something is not there, or not to be had


@dataclass(frozen=True, slots=True)
class Source:
    """One original where it lies: in the file system behind `root`, at `path`; `name` is what a case calls it.

    `stamp` changes with what lies there and in its sidecar, as far as the file system tells: sizes, and when or as what they were written.
    """

    root: str
    path: str
    name: str
    size: int
    stamp: str
    sidecar: str = ""  # path of the file that says what is known of it


def find_sources(addresses: Sequence[str], output: str) -> list[Source]:
    """The originals meant by `addresses`, in order of their names; folders are searched to the bottom, without `output`.

    Left out in folders: sidecars, and what folders hide.
    """
    found: dict[str, Source] = {}
    here = [local_path(one) for one in addresses if is_local(one)]
    if here:
        away = local_path(output) if is_local(output) else local_path("/nowhere")
        for path in find_inputs(here, away):
            size = path.stat().st_size if path.is_file() else 0
            found[path_words(path)] = Source("", str(path), path_words(path), size, _local_stamp(path))
    for address in addresses:
        if not is_local(address):
            found.update((one.name, one) for one in _remote(address))
    if not found:
        raise InputError("nothing to build from; name a file, a folder or an address of reports")
    return [found[name] for name in sorted(found)]


def _local_stamp(path: Path) -> str:
    beside = sidecar_for(path)
    known = [one.stat() for one in (path, beside) if one is not None and one.is_file()]
    return " ".join([*(f"{one.st_size} {one.st_mtime_ns}" for one in known), beside.name if beside is not None else ""]).strip()


def _remote(address: str) -> Iterator[Source]:
    files, path = system(address)
    try:
        listed: dict[str, dict[str, Any]] = files.find(path, detail=True)
        if not listed:
            listed = {path: files.info(path)}
    except GONE as error:
        raise InputError(f"{address}: cannot be read ({_said(error)}); mend the address, or get the right to it") from None
    beside = sidecars_among(listed)
    inside = {one: info for one, info in listed.items() if not hidden(one.removeprefix(path))}
    for one, info in inside.items():
        if one in beside.values() or info.get("type") == "directory":
            continue
        sidecar = beside.get(one, "")
        stamp = " ".join([_remote_stamp(info), *([_remote_stamp(listed[sidecar])] if sidecar else [])])
        yield Source(address, one, str(files.unstrip_protocol(one)), int(info.get("size") or 0), stamp, sidecar)


def _remote_stamp(info: dict[str, Any]) -> str:
    known = [str(info[key]) for key in ("ETag", "etag", "mtime", "LastModified", "last_modified", "created") if info.get(key)]
    return " ".join([str(int(info.get("size") or 0)), *known])


def _said(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0].lower()


def read_source(source: Source, largest: int) -> Input:
    """The bytes of an original and its sidecar. Raises UnreadableError, UnfetchedError where they may be had later; `largest` is in megabytes."""
    if not source.root:
        return read_input(local_path(source.path), largest)
    if source.size > largest * MEGABYTE:
        raise UnreadableError(f"over {largest} MB; split it, or set VARIORUM_LARGEST_INPUT to more megabytes")
    files, _ = system(source.root)
    try:
        data = bytes(files.cat_file(source.path))
        sidecar = read_sidecar(bytes(files.cat_file(source.sidecar))) if source.sidecar else Meta()
    except GONE as error:
        raise UnfetchedError(f"cannot be read ({_said(error)}); check its rights and its place") from None
    return Input(data, hashlib.sha256(data).hexdigest(), sidecar)


def sharded(sources: Iterable[Source]) -> list[tuple[Source, ...]]:
    """The originals in pieces of work, each of neighbours."""
    found: list[tuple[Source, ...]] = []
    now: list[Source] = []
    for source in sources:
        if now and (len(now) >= SHARD_FILES or sum(one.size for one in now) + source.size > SHARD_BYTES):
            found.append(tuple(now))
            now = []
        now.append(source)
    return [*found, tuple(now)] if now else found


def check_reach(given: tuple[Source, str, str]) -> str:
    """Why a machine cannot work on an edition: it does not see an original, or not what was just written; empty where it does."""
    from variorum.run.place import Place

    source, output, name = given
    try:
        if not source.root:
            local_path(source.path).stat()
        else:
            system(source.root)[0].info(source.path)
    except (*GONE, VariorumError) as error:
        return f"{source.name}: a machine of the cluster does not see it ({_said(error)}); give an address that all of them reach"
    try:
        seen = Place(output).has(name)
    except (*GONE, VariorumError):
        seen = False
    return "" if seen else f"{output}: a machine of the cluster does not see it; give an address that all of them reach"
