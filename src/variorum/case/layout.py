"""Where things lie in a case folder, and how a file gets there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

VERSION = 2  # of the layout; cases of other versions are refused with a word on what to do
FOLDER, FILE, FIXED = 0o700, 0o600, 0o400  # what the owner may do with folders, with files, and with files that are written once
SAFE = 2**53  # from which on a JSON number is no longer exact everywhere


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
        """What journal entries say of people and paths, salted; may be erased line by line."""
        return self.root / "blobs"

    @property
    def tokens(self) -> Path:
        """Time-stamp tokens over heads of the journal, by hash."""
        return self.root / "tokens"

    @property
    def journal(self) -> Path:
        """One entry a line, each holding the hash of the one before."""
        return self.root / "journal.jsonl"

    @property
    def database(self) -> Path:
        """Everything derived; may be deleted."""
        return self.root / "case.sqlite"

    @property
    def search(self) -> Path:
        """The words of the record; derived, and thrown away with the database, whose name it begins with."""
        return self.root / "case.sqlite-search"

    @property
    def lock(self) -> Path:
        """Held while a build runs; says by whom."""
        return self.root / "lock"

    @property
    def temporary(self) -> Path:
        """Files on their way; whatever an interrupted build leaves here is removed by the next."""
        return self.root / "tmp"

    def rights(self, owner: int) -> int:
        """The rights of something in the case: `owner` says what its owner may, group and others may of that what the case folder lets them."""
        shared = stat.S_IMODE(self.root.stat().st_mode)
        return owner | (owner >> 3 & shared & 0o070) | (owner >> 6 & shared & 0o007)


def canonical(plain: Any) -> bytes:
    """`plain` in the one form of RFC 8785, UTF-8: equal things give equal bytes.

    Takes text, whole numbers below 2**53, booleans, null, lists and objects. Raises TypeError for anything else (fractions are written
    in too many ways). A lone surrogate, which the RFC forbids, passes, so that whatever a strange file says can be written down.
    """
    return json.dumps(_ordered(plain), separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _ordered(plain: Any) -> Any:
    if plain is None or isinstance(plain, str | bool):
        return plain
    if isinstance(plain, int):
        if abs(plain) < SAFE:
            return plain
        raise TypeError(f"{plain} is too large a number for JSON")
    if isinstance(plain, dict):  # the RFC orders by UTF-16, which differs from code points beyond U+FFFF
        keys = (
            sorted(plain) if all(map(str.isascii, plain)) else sorted(plain, key=lambda k: k.encode("utf-16-be", "surrogatepass"))
        )
        return {key: _ordered(plain[key]) for key in keys}
    if isinstance(plain, list | tuple):
        return [_ordered(item) for item in plain]
    raise TypeError(f"no canonical form for {type(plain).__name__}")


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def can_be_written(folder: Path) -> bool:
    """Whether a file can be made in `folder`: rights alone do not tell, on a disk mounted read-only."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".variorum-")
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT):
            return False
        raise
    os.close(handle)
    Path(name).unlink()
    return True


def give_rights(path: Path, mode: int) -> None:
    """Gives `path`, which is ours, these rights and no others, whatever the umask; where the file system keeps none, it stays as it is."""
    try:
        path.chmod(mode)
    except OSError as error:  # FAT and the like, on sticks and cards
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EINVAL):
            raise


def make_folder(path: Path, mode: int) -> None:
    """Makes a folder with these rights, unless it is there."""
    try:
        path.mkdir(mode=mode)
    except FileExistsError:
        return
    give_rights(path, mode)


def make_private(root: Path) -> None:
    """Makes the folder of a new case, for its owner's eyes alone.

    One that its owner made beforehand and gave to a group (writable to it) stays the group's.
    """
    if not root.exists():
        root.parent.mkdir(parents=True, exist_ok=True)
        make_folder(root, 0o700)
        return
    mode = stat.S_IMODE(root.stat().st_mode)
    kept = mode & (0o7770 if mode & 0o020 else 0o7700)
    if kept != mode:
        give_rights(root, kept)


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


def write_whole(target: Path, data: bytes, temporary: Path, mode: int | None = None) -> None:
    """Writes `data` so that `target` is there complete or not there: temporary file, fsync, rename.

    `temporary` is a folder on the same file system: that of the case, where a `mode` is given, else any. Without one the file gets the
    rights that the umask leaves.
    """
    for folder in (target.parent, temporary):
        if mode is None:
            folder.mkdir(parents=True, exist_ok=True)
        elif not folder.exists():
            make_folder(folder, Layout(temporary.parent).rights(FOLDER))
    name = temporary / f".variorum-{secrets.token_hex(8)}"
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            give_rights(name, mode)
        name.replace(target)
    except BaseException as error:
        name.unlink(missing_ok=True)
        if isinstance(error, OSError) and (not error.filename or error.filename == str(name)):  # a full disk does not say whose
            error.filename = str(target)
        raise
    sync_folder(target.parent)


def open_private(path: Path, mode: int) -> IO[bytes]:
    """A file open for reading and appending without a buffer, made with these rights where it is new."""
    new = not path.exists()
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, mode), "a+b", buffering=0)
    if new:
        give_rights(path, mode)
    return file
