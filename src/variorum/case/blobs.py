"""What journal entries say of people, paths and words: kept apart so that it can be erased without breaking the chain.

The journal holds a commitment, the SHA-256 of the blob's line: content and a random salt in canonical form. Without the line it
tells nothing, not even to somebody who guesses the content. Lines stand in small files, so that one is erased by
writing one small file anew, and adding one costs one write.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from variorum.case.layout import FILE, Layout, canonical, open_private, sha256, sync_folder, write_whole

FULL = 200_000  # bytes after which the next file is begun


def each_file(layout: Layout) -> list[Path]:
    """The files that hold blobs, oldest first."""
    return sorted(layout.blobs.glob("*.jsonl"))


def each_line(layout: Layout) -> Iterator[tuple[Path, int, bytes]]:
    """File, line number and line of every blob, without the newline."""
    for path in each_file(layout):
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if line:
                yield path, number, line


def content_of(line: bytes) -> dict[str, Any] | None:
    """What a blob's line says; None where it is no blob."""
    try:
        content = json.loads(line)["content"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


class Blobs:
    """The blobs of a case by their commitments; what was altered has another hash, and so is not found."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lines = {sha256(line): line for _, _, line in each_line(layout)}

    def __contains__(self, commitment: str) -> bool:
        return commitment in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def read(self, commitment: str) -> dict[str, Any] | None:
        """The content behind a commitment; None when it was erased or altered."""
        line = self._lines.get(commitment)
        return None if line is None else content_of(line)

    def line(self, commitment: str) -> bytes | None:
        """The line behind a commitment, to be handed on with a proof."""
        return self._lines.get(commitment)

    def keep(self, contents: Iterable[dict[str, Any]]) -> tuple[str, ...]:
        """The commitments to `contents`, after they are safely on disk."""
        lines = [canonical({"content": content, "salt": secrets.token_hex(16)}) for content in contents]
        if lines:
            self._write(b"".join(line + b"\n" for line in lines))
        found = tuple(map(sha256, lines))
        self._lines.update(zip(found, lines, strict=True))
        return found

    def _write(self, data: bytes) -> None:
        files = each_file(self._layout)
        path = files[-1] if files else self._layout.blobs / "000001.jsonl"
        if files and path.stat().st_size > FULL:
            path = path.with_name(f"{int(path.stem) + 1:06}.jsonl")
        append(path, data, self._layout.rights(FILE))

    def orphans(self, known: set[str]) -> list[bytes]:
        """Lines of which no entry of the journal knows: a crash came between blob and entry, or the journal's end was cut off."""
        return [line for commitment, line in self._lines.items() if commitment not in known]

    def drop(self, kept: set[str], last_only: bool = True) -> None:
        """Removes all blobs but those `kept`, of the newest file or of all."""
        for path in each_file(self._layout)[-1:] if last_only else each_file(self._layout):
            lines = path.read_bytes().split(b"\n")
            good = [line for line in lines if line and sha256(line) in kept]
            if len(good) != sum(map(bool, lines)) or (lines and lines[-1]):
                write_whole(path, b"".join(line + b"\n" for line in good), self._layout.temporary, self._layout.rights(FILE))
        self._lines = {commitment: line for commitment, line in self._lines.items() if commitment in kept}

    def erase(self, commitments: Iterable[str]) -> None:
        """Removes these blobs for good."""
        self.drop(set(self._lines) - set(commitments), last_only=False)


def append(path: Path, data: bytes, mode: int) -> None:
    """Adds `data` at the end of a file so that all of it is on disk, or none of it stays; `mode`: its rights, where it is new."""
    new = not path.exists()
    with open_private(path, mode) as file:
        end = file.seek(0, os.SEEK_END)
        try:
            if file.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(file.fileno())
        except OSError as error:
            file.truncate(end)
            error.filename = error.filename or str(path)
            raise
    if new:
        sync_folder(path.parent)
