"""One file packed by gzip, bzip2 or xz."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from variorum.capture.inside import safe_path
from variorum.capture.layout import Part
from variorum.capture.limits import How, Metered
from variorum.capture.tar_archive import BROKEN, unpacking
from variorum.errors import UnreadableError

ENDINGS = (".gz", ".bz2", ".xz")


def open_packed(name: str, data: bytes, how: How) -> Iterator[Part]:
    """The one file inside, named like the packed one without its ending."""
    stream = unpacking(data)
    how.allowance.part()
    inner = PurePath(name).name
    inner = inner[: inner.rfind(".")] if inner.lower().endswith(ENDINGS) else inner
    try:
        whole = b"" if stream is None else Metered(stream, len(data), how.allowance).readall()
    except BROKEN as e:
        raise UnreadableError(f"{name}: packed, but broken or cut off ({e}); fetch it again") from e
    yield Part(safe_path(inner) or "unpacked", whole)
