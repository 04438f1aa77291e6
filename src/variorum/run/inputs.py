"""Which files a user's paths mean, and what each of them holds."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from variorum.capture.sidecar import is_sidecar, read_sidecar, sidecar_for
from variorum.errors import InputError, UnfetchedError, UnreadableError
from variorum.model.document import Meta

MEGABYTE = 1_000_000


def find_inputs(paths: Iterable[str | Path], case: Path) -> list[Path]:
    """The files meant by `paths`, in order of their names; folders are searched to the bottom.

    Left out in folders: sidecars, names that begin with a dot, and the case itself.
    """
    found: dict[Path, None] = {}
    away = Path(os.path.abspath(case))  # noqa: PTH100  (links are not followed: names must not depend on them)
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100
        if path.is_dir():
            inside = [one for one in _walk(path, away) if not is_sidecar(one)]
            if not inside:
                raise InputError(f"{given}: no file in this folder; put the reports there, or name another")
            found.update(dict.fromkeys(inside))
        elif not os.path.lexists(path):
            raise InputError(f"{given}: no such file or folder; check the name")
        elif is_sidecar(path):
            raise InputError(f"{given}: says what is known of the report beside it; give that report instead")
        else:
            found[path] = None
    if not found:
        raise InputError("nothing to build from; name a file or a folder of reports")
    return sorted(found)


def _walk(folder: Path, away: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise error

    for place, folders, files in os.walk(folder, onerror=stop):
        here = Path(place)
        folders[:] = sorted(one for one in folders if not one.startswith(".") and here / one != away)
        yield from (here / one for one in sorted(files) if not one.startswith("."))


@dataclass(frozen=True, slots=True)
class Input:
    """A file as it is now: bytes, their hash, and what its sidecar says."""

    data: bytes
    sha256: str
    sidecar: Meta


def read_input(path: Path, largest: int) -> Input:
    """The bytes of `path` and its sidecar. Raises UnreadableError, UnfetchedError where it may be had later; `largest` is in megabytes."""
    try:
        if not path.is_file():
            if path.exists():
                raise UnreadableError("no regular file; give the file itself")
            raise UnfetchedError("leads nowhere; mend the link")
        if path.stat().st_size > largest * MEGABYTE:
            raise UnreadableError(f"over {largest} MB; split it, or set VARIORUM_LARGEST_INPUT to more megabytes")
        data = path.read_bytes()
        beside = sidecar_for(path)
        if beside is not None and beside.stat().st_size > MEGABYTE:
            raise UnreadableError("sidecar: over 1 MB; mend it, or take it away")
        sidecar = Meta() if beside is None else read_sidecar(beside.read_bytes())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EMFILE):
            raise
        reason = (error.strerror or type(error).__name__).lower()
        raise UnfetchedError(f"cannot be read ({reason}); check its rights and its disk") from None
    return Input(data, hashlib.sha256(data).hexdigest(), sidecar)
