"""One builder a case: a lock on a file, which the system lets go when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from variorum.case.layout import open_private
from variorum.errors import CaseError


class Lock:
    """A held lock; says in its file who holds it."""

    def __init__(self, path: Path, mode: int) -> None:
        self._file = open_private(path, mode)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.seek(0)
            held = self._file.read()
            self._file.close()
            raise CaseError(f"{path.parent}: {_holder(held)} is building this case; wait until it has ended") from None
        holder = {
            "process": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat("T", "seconds"),
        }
        with suppress(OSError):  # held all the same on a full disk, without a name
            self._file.truncate(0)
            self._file.write(json.dumps(holder).encode())

    def release(self) -> None:
        """Lets go. The file stays, empty: removing it would let two in."""
        with suppress(OSError):
            self._file.truncate(0)
        self._file.close()


@contextmanager
def undisturbed(path: Path) -> Iterator[None]:
    """Keeps builders out while the context lasts; on a disk that nobody can write to there are none."""
    try:
        file = path.open("rb")
    except OSError:
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CaseError(f"{path.parent}: {_holder(file.read())} is building this case; wait until it has ended") from None
        except OSError:  # a file system without locks
            pass
        yield


def _holder(held: bytes) -> str:
    try:
        holder = json.loads(held)
        return f"process {holder['process']} on {holder['host']} (since {holder['since']})"
    except (ValueError, KeyError, TypeError):
        return "another process"
