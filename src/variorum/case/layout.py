"""Where things lie in a case folder, and how a file gets there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = 1  # of the layout; a case of a greater one was made by a newer program


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one case."""

    root: Path

    @property
    def originals(self) -> Path:
        """The bytes as they were given, by hash, written once."""
        return self.root / "originals"

    @property
    def texts(self) -> Path:
        """Reading texts, by hash."""
        return self.root / "texts"

    @property
    def blobs(self) -> Path:
        """What journal entries say of people and paths, by commitment; may be erased."""
        return self.root / "blobs"

    @property
    def journal(self) -> Path:
        """One entry a line, each holding the hash of the one before."""
        return self.root / "journal.jsonl"

    @property
    def database(self) -> Path:
        """Everything derived; may be deleted."""
        return self.root / "case.sqlite"

    @property
    def lock(self) -> Path:
        """Held while a build runs; says by whom."""
        return self.root / "lock"

    @property
    def temporary(self) -> Path:
        """Files on their way; whatever an interrupted build leaves here is removed by the next."""
        return self.root / "tmp"


def canonical(plain: Any) -> bytes:
    """`plain` as JSON with sorted keys and no spaces, UTF-8: equal things give equal bytes."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sync_folder(folder: Path) -> None:
    """Makes a rename inside `folder` outlast a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(target: Path, data: bytes, temporary: Path, mode: int = 0o644) -> None:
    """Writes `data` so that `target` is there complete or not there: temporary file, fsync, rename.

    `temporary` is a folder on the same file system.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=temporary, prefix=".variorum-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and not error.filename:  # a full disk does not say whose
            error.filename = str(target)
        raise
    sync_folder(target.parent)
