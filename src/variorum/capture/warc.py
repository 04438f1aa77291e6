"""Web archives: the pages and documents in WARC files (ISO 28500), and in WACZ packages of them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from variorum.capture.inside import below, safe_path
from variorum.capture.layout import Part
from variorum.capture.limits import CHUNK, MEGABYTE, How
from variorum.capture.sidecar import read_date
from variorum.capture.tar_archive import first_bytes
from variorum.capture.zip_archive import member, opened
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Unread

REPORTS = re.compile(  # what a web server may give that is read as a report; pictures, styles and scripts belong to pages
    r"(?:text/(?:html|plain|markdown)|application/(?:xhtml\+xml|pdf|rtf|rss\+xml|atom\+xml|vnd\.oasis|vnd\.openxmlformats|msword))",
    re.I,
)


def open_warc(name: str, data: bytes, how: How, only: frozenset[str] | None = None) -> Iterator[Part | Unread]:
    """The responses in a WARC file that are reports, numbered by their records from 1; with `only`, those from these addresses.

    Whatever else is archived (pictures, scripts, requests, redirects, errors) is left out. Packed contents count as unpacked.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    if not first_bytes(data).startswith(b"WARC/"):
        raise UnreadableError(f"{name}: no web archive (WARC), or a broken one; fetch it again")
    number, given = 0, False
    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(data), ensure_http_headers=True), 1):
            address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
            if not _is_report(record) or (only is not None and address not in only):
                continue
            how.allowance.part()
            given = True
            part = _part(f"record-{number}", record, address, len(data), how)
            yield part
            if isinstance(part, Part) and getattr(record.raw_stream, "limit", 0) > 0:
                yield Unread(part.path, "cut off before its end; fetch the archive again")
    except ArchiveLoadFailed as e:
        raise UnreadableError(f"{name}: a broken or cut off web archive after record {number} ({e}); fetch it again") from e
    if not given:
        raise UnreadableError(f"{name}: no page and no document in this web archive ({number} records); fetch the pages again")


def _is_report(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    if record.rec_type == "response" and (record.http_headers is None or record.http_headers.get_statuscode() != "200"):
        return False
    return REPORTS.match(_kind(record)) is not None


def _kind(record: Any) -> str:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    return str(headers.get_header("Content-Type") or "").strip()


def _part(path: str, record: Any, address: str, packed: int, how: How) -> Part | Unread:
    largest = how.allowance.settings.largest_input
    stream = record.content_stream()
    parts, size = [], 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        how.allowance.spend(len(chunk))
        how.allowance.check_ratio(packed, size)
        if size > largest * MEGABYTE:
            return Unread(path, f"over {largest} MB when unpacked; set VARIORUM_LARGEST_INPUT to more megabytes")
        parts.append(chunk)
    kind, _, rest = _kind(record).partition(";")
    charset = re.search(r"charset=[\"']?([\w-]{2,30})", rest, re.I)
    fetched = read_date(str(record.rec_headers.get_header("WARC-Date") or ""))
    meta = Meta(url=address if address.startswith(("http://", "https://")) else None, captured=fetched)
    return Part(path, b"".join(parts), meta, kind.strip().lower(), charset[1] if charset else None)


def is_wacz(names: set[str]) -> bool:
    """Whether a ZIP archive with these files is a package of web archives."""
    return "datapackage.json" in names and any(one.startswith("archive/") for one in names)


def open_wacz(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """The pages in a WACZ package: those its list of pages names, or all where it has none."""
    with opened(name, data) as archive:
        names = sorted(one for one in archive.namelist() if re.fullmatch(r"archive/.*\.warc(?:\.gz)?", one, re.I))
        if not names:
            raise UnreadableError(f"{name}: a WACZ package without a web archive in it; fetch it again")
        pages = _pages(archive, how)
        for one in names:
            path = safe_path(one)
            try:
                packed = member(archive, one, how)
                for part in open_warc(f"{name} ({path})", packed, how, pages):
                    if isinstance(part, Unread):
                        yield Unread(below(path, part.part), part.reason)
                    else:
                        yield Part(below(path, part.path), part.data, part.meta, part.media_type, part.charset)
            except zipfile.BadZipFile as e:
                yield Unread(path, f"broken inside its package ({e}); fetch it again")


def _pages(archive: zipfile.ZipFile, how: How) -> frozenset[str] | None:
    if "pages/pages.jsonl" not in archive.namelist():
        return None
    found = set()
    for line in member(archive, "pages/pages.jsonl", how).decode("utf-8", "replace").splitlines():
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict) and isinstance(row.get("url"), str):
            found.add(row["url"])
    return frozenset(found) or None
