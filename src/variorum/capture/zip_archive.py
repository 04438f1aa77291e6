"""ZIP archives: every file inside is a report, or a container of more."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator

from variorum.capture.inside import Names, hidden, safe_path
from variorum.capture.layout import Part
from variorum.capture.limits import CHUNK, MEGABYTE, How, SpentError
from variorum.capture.sidecar import read_sidecar, sidecars_among
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Unread

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)
SMALL = 1_000_000  # bytes: no sidecar is larger


def opened(name: str, data: bytes) -> zipfile.ZipFile:
    """The archive in `data`. Raises UnreadableError where it is none."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as e:
        raise UnreadableError(f"{name}: a broken or cut off ZIP archive ({e}); fetch it again") from e


def checked(name: str, data: bytes, how: How) -> zipfile.ZipFile:
    """The archive that a document is written in, of which all is read at once: raises UnreadableError where that would be too much."""
    found = opened(name, data)
    whole = sum(one.file_size for one in found.infolist())
    how.allowance.check_ratio(len(data), whole)
    how.allowance.spend(whole)
    return found


def member(found: zipfile.ZipFile, one: zipfile.ZipInfo | str, how: How) -> bytes:
    """The bytes of one file inside. Raises UnreadableError where it is locked, broken, or grows too much."""
    info = found.getinfo(one) if isinstance(one, str) else one
    if info.flag_bits & 1:
        raise UnreadableError("locked by a password; unpack it yourself and give what is inside")
    largest = how.allowance.settings.largest_input
    if info.file_size > largest * MEGABYTE:
        raise UnreadableError(f"over {largest} MB when unpacked; split it, or set VARIORUM_LARGEST_INPUT to more megabytes")
    how.allowance.check_ratio(info.compress_size, info.file_size)
    parts = []
    try:
        with found.open(info) as stream:
            while chunk := stream.read(CHUNK):
                how.allowance.spend(len(chunk))
                parts.append(chunk)
    except BROKEN as e:
        raise UnreadableError(f"broken inside its archive ({e}); fetch the archive again") from e
    return b"".join(parts)


def open_zip(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """What a ZIP archive holds, in its own order; links are listed and not followed, hidden files and folders left out."""
    with opened(name, data) as found:
        entries = {one: safe_path(one.filename) for one in found.infolist() if not one.is_dir()}
        entries = {one: path for one, path in entries.items() if path and not hidden(path)}
        sides = sidecars_among(entries.values())
        said = {path: one for one, path in entries.items() if path in sides.values()}
        names = Names()
        for one, path in entries.items():
            if path in said:
                continue
            how.allowance.part()
            own = names.own(path)
            if stat.S_ISLNK(one.external_attr >> 16):
                yield Unread(own, "a link, which is not followed; give the file itself")
                continue
            try:
                meta = side(found, said[sides[path]], how) if path in sides else Meta()
                yield Part(own, member(found, one, how), meta)
            except SpentError:  # nothing of what follows can be read either
                raise
            except UnreadableError as e:
                yield Unread(own, str(e))


def side(found: zipfile.ZipFile, one: zipfile.ZipInfo, how: How) -> Meta:
    """What the sidecar of a report says, inside an archive as beside a file."""
    if one.file_size > SMALL:
        raise UnreadableError("sidecar: over 1 MB; mend it, or take it away")
    return read_sidecar(member(found, one, how))
