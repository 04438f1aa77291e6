"""Where an edition and what is under way to it lie: a folder at any address that fsspec knows, seen by all machines."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from variorum.case.layout import write_whole
from variorum.errors import VariorumError

HEAD = struct.Struct(">Q")


def is_local(address: str) -> bool:
    """Whether an address is a path of this machine, with or without `file://`."""
    return "://" not in address or address.startswith("file://")


def local_path(address: str) -> Path:
    """The absolute path that a local address means."""
    return Path(os.path.abspath(address.removeprefix("file://")))  # noqa: PTH100  (links are not followed)


@cache
def system(address: str) -> tuple[Any, str]:
    """The file system behind an address, and the path there. Raises VariorumError where there is none."""
    try:
        import fsspec  # type: ignore[import-untyped]
    except ImportError:
        raise VariorumError(f"{address}: needs fsspec, which is not installed; run `pip install 'variorum[ray]'`") from None
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as error:  # a protocol that nobody knows; one whose package is not there
        raise VariorumError(f"{address}: {error}; mend the address, or install what fsspec needs for it") from None
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A folder. What is written there is there whole or not at all."""

    root: str

    def at(self, folder: str) -> Place:
        """A folder below."""
        return Place(f"{self.root.rstrip('/')}/{folder}")

    def write(self, name: str, data: bytes) -> None:
        """Puts `data` under `name`. Object stores show a file once it is whole; a local one is moved into its place."""
        if is_local(self.root):
            target = local_path(self.root) / name
            write_whole(target, data, target.parent)
            return
        files, path = system(self.root)
        files.makedirs(f"{path}/{name}".rpartition("/")[0], exist_ok=True)
        files.pipe_file(f"{path}/{name}", data)

    def read(self, name: str, start: int | None = None, end: int | None = None) -> bytes:
        """The bytes under `name`, or a stretch of them."""
        if is_local(self.root):
            with (local_path(self.root) / name).open("rb") as file:
                file.seek(start or 0)
                return file.read() if end is None else file.read(end - (start or 0))
        files, path = system(self.root)
        return bytes(files.cat_file(f"{path}/{name}", start=start, end=end))

    def has(self, name: str) -> bool:
        """Whether there is something under `name`."""
        if is_local(self.root):
            return (local_path(self.root) / name).is_file()
        files, path = system(self.root)
        return bool(files.exists(f"{path}/{name}"))

    def names(self) -> list[str]:
        """The files in the folder, not below it, in order."""
        files, path = system(self.root)
        if not files.exists(path):
            return []
        files.invalidate_cache()
        return sorted(one.rstrip("/").rpartition("/")[2] for one in files.ls(path, detail=False))

    def delete(self, name: str) -> None:
        """Takes away one file."""
        files, path = system(self.root)
        files.rm_file(f"{path}/{name}")

    def remove(self) -> None:
        """Takes the folder away."""
        files, path = system(self.root)
        if files.exists(path):
            files.rm(path, recursive=True)

    def write_pieces(self, name: str, pieces: Sequence[bytes]) -> None:
        """Puts pieces under one name, so that each can be fetched by itself."""
        sizes = json.dumps([len(one) for one in pieces]).encode()
        self.write(name, b"".join([HEAD.pack(len(sizes)), sizes, *pieces]))

    def pieces(self, name: str, wanted: Iterable[int] | None = None) -> list[bytes]:
        """All pieces under a name, or those `wanted`, in the order they are asked for."""
        if wanted is None:
            data = self.read(name)
            at = HEAD.size + HEAD.unpack(data[: HEAD.size])[0]
            found = []
            for size in json.loads(data[HEAD.size : at]):
                found.append(data[at : at + size])
                at += size
            return found
        at = HEAD.unpack(self.read(name, 0, HEAD.size))[0] + HEAD.size
        ends = [at]
        for size in json.loads(self.read(name, HEAD.size, at)):
            ends.append(ends[-1] + size)
        return [self.read(name, ends[n], ends[n + 1]) for n in wanted]
