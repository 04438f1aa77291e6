"""The bytes as they were given: content-addressed, written once, read-only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from variorum.case.layout import FIXED, Layout, sha256, write_whole
from variorum.errors import CaseError


def original_path(layout: Layout, digest: str) -> Path:
    """Where the original of this hash lies."""
    return layout.originals / digest[:2] / digest


def keep_original(layout: Layout, data: bytes) -> str:
    """The hash of `data`, after making sure that the case has it."""
    digest = sha256(data)
    path = original_path(layout, digest)
    if not path.exists():
        write_whole(path, data, layout.temporary, layout.rights(FIXED))
    return digest


def read_original(layout: Layout, digest: str) -> bytes:
    """The bytes of this hash, checked."""
    path = original_path(layout, digest)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CaseError(f"{path}: this original is missing; put it back from a copy, or build from the file again") from None
    if sha256(data) != digest:
        raise CaseError(f"{path}: this original was altered; `variorum verify` lists all that differ")
    return data


def each_original(layout: Layout) -> Iterator[Path]:
    """All originals on disk, in order of their hashes."""
    yield from sorted(path for path in layout.originals.glob("??/*") if path.is_file())
