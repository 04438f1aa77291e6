"""TAR archives, packed or not: every file inside is a report, or a container of more."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from variorum.capture.inside import Names, hidden, safe_path
from variorum.capture.layout import Part
from variorum.capture.limits import MEGABYTE, Allowance, How, Metered
from variorum.capture.sidecar import read_sidecar, sidecars_among
from variorum.capture.zip_archive import SMALL
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Unread

BROKEN = (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, OSError, ValueError, OverflowError, RecursionError)
KINDS = {
    tarfile.SYMTYPE: "a link, which is not followed; give the file itself",
    tarfile.LNKTYPE: "a link to another file of the archive; that one is read",
    tarfile.CHRTYPE: "a device and no file",
    tarfile.BLKTYPE: "a device and no file",
    tarfile.FIFOTYPE: "a pipe and no file",
}


def unpacking(data: bytes) -> IO[bytes] | None:
    """A stream of what is packed in `data` by gzip, bzip2 or xz; None where it is none of them."""
    if data.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(data)))
    if data.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.BZ2File(io.BytesIO(data)))
    if data.startswith(b"\xfd7zXZ\x00"):
        return cast("IO[bytes]", lzma.LZMAFile(io.BytesIO(data)))
    return None


def first_bytes(data: bytes, size: int = 1024) -> bytes:
    """The beginning of what is packed in `data`, or of `data` itself; empty where it is broken."""
    stream = unpacking(data)
    if stream is None:
        return data[:size]
    try:
        return stream.read(size)
    except BROKEN:
        return b""


def _stream(data: bytes, allowance: Allowance) -> IO[bytes]:
    stream = unpacking(data)
    return io.BytesIO(data) if stream is None else cast("IO[bytes]", Metered(stream, len(data), allowance))


def open_tar(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """What a TAR archive holds, in its own order; links, devices and pipes are listed, hidden files and folders left out."""
    meant = _sidecars(data, how)
    sides = sidecars_among(meant)
    said = set(sides.values())
    names = Names()
    for archive, one in _members(name, data, how.allowance):
        path = safe_path(one.name)
        if one.isdir() or not path or hidden(path) or path in said:
            continue
        how.allowance.part()
        own = names.own(path)
        if one.type in KINDS or not one.isreg():
            yield Unread(own, KINDS.get(one.type, "no regular file"))
        elif one.size > how.allowance.settings.largest_input * MEGABYTE:
            largest = how.allowance.settings.largest_input
            yield Unread(own, f"over {largest} MB when unpacked; split it, or set VARIORUM_LARGEST_INPUT to more megabytes")
        else:
            try:
                beside = meant[sides[path]] if path in sides else None
                meta = Meta() if beside is None else read_sidecar(beside)
            except UnreadableError as e:
                yield Unread(own, str(e))
                continue
            content = archive.extractfile(one)
            yield Part(own, content.read(one.size) if content else b"", meta)


def _members(name: str, data: bytes, allowance: Allowance) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    try:
        with tarfile.open(fileobj=_stream(data, allowance), mode="r|") as archive:
            for one in archive:
                yield archive, one
                archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all
    except UnreadableError:
        raise
    except BROKEN as e:
        raise UnreadableError(f"{name}: a broken or cut off TAR archive ({e}); fetch it again") from e


def _sidecars(data: bytes, how: How) -> dict[str, bytes | None]:
    """All names in the archive, the small JSON files with their bytes: which are sidecars is known only from all names."""
    aside = Allowance(how.allowance.settings, how.allowance.unpacked)  # the same bytes are not counted twice
    found: dict[str, bytes | None] = {}
    try:
        for archive, one in _members("", data, aside):
            path = safe_path(one.name)
            if one.isreg() and not hidden(path):
                small = path.lower().endswith(".json") and one.size <= SMALL
                content = archive.extractfile(one) if small else None
                found[path] = content.read(one.size) if content else None
    except UnreadableError:
        pass  # told when the reports are read
    return found
