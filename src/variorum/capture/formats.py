"""The table of formats: which reader is for which bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any

from variorum.capture.feed import MARK as FEED_MARK
from variorum.capture.layout import Part
from variorum.capture.limits import How
from variorum.capture.mail import looks_like_mail, looks_like_mailbox
from variorum.capture.mhtml import looks_like_mhtml
from variorum.capture.tar_archive import first_bytes
from variorum.capture.warc import is_wacz
from variorum.errors import UnreadableError


@dataclass(frozen=True, slots=True)
class Format:
    """A row: a media type, the names its files go by, and the function that reads it (imported when first used).

    A report's reader gives a `Layout`; that of a container gives its parts one by one.
    """

    media_type: str
    suffixes: tuple[str, ...]
    reader: str  # module:function, (name, bytes, how) -> Layout, or -> Iterator[Part | Unread]
    container: bool = False
    other_types: tuple[str, ...] = ()  # that servers, mails and other rows' containers call it

    def load(self) -> Callable[[str, bytes, How], Any]:
        """The reading function."""
        module, function = self.reader.split(":")
        found: Callable[[str, bytes, How], Any] = getattr(import_module(f"variorum.capture.{module}"), function)
        return found


TEXT = Format("text/plain", (".txt", ".text", ".asc"), "text:read_text")
HTML = Format("text/html", (".html", ".htm", ".xhtml"), "html:read_html", other_types=("application/xhtml+xml",))
FRAGMENT = Format("text/html", (), "fragment:read_fragment", other_types=("text/x-fragment",))
PDF = Format("application/pdf", (".pdf",), "pdf:read_pdf")
DOCX = Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx", ".docm"), "docx:read_docx")
ODT = Format("application/vnd.oasis.opendocument.text", (".odt", ".ott"), "odt:read_odt")
RTF = Format("application/rtf", (".rtf",), "rtf:read_rtf", other_types=("text/rtf",))
MARKDOWN = Format("text/markdown", (".md", ".markdown"), "markdown:read_markdown")
MHTML = Format("multipart/related", (".mhtml", ".mht"), "mhtml:read_mhtml")
PNG = Format("image/png", (".png",), "picture:read_picture")
JPEG = Format("image/jpeg", (".jpg", ".jpeg"), "picture:read_picture")
TIFF = Format("image/tiff", (".tif", ".tiff"), "picture:read_picture")
GIF = Format("image/gif", (".gif",), "picture:read_picture")
BMP = Format("image/bmp", (".bmp",), "picture:read_picture")
WEBP = Format("image/webp", (".webp",), "picture:read_picture")
MAIL = Format("message/rfc822", (".eml",), "mail:open_mail", True)
MAIL_TEXT = Format("text/plain", (), "mailtext:read_mail_text", other_types=("text/x-mail",))
MAILBOX = Format("application/mbox", (".mbox", ".mbx"), "mail:open_mailbox", True)
FEED = Format("application/rss+xml", (".rss", ".atom"), "feed:open_feed", True, ("application/atom+xml",))
JSONL = Format("application/jsonl", (".jsonl", ".ndjson"), "articles:open_jsonl", True)
JSON = Format("application/json", (".json",), "articles:open_json", True)
CSV = Format("text/csv", (".csv", ".tsv"), "articles:open_csv", True)
WARC = Format("application/warc", (".warc", ".warc.gz"), "warc:open_warc", True)
WACZ = Format("application/wacz", (".wacz",), "warc:open_wacz", True)
ZIP = Format("application/zip", (".zip",), "zip_archive:open_zip", True)
TAR = Format("application/x-tar", (".tar", ".tgz", ".tbz2", ".txz"), "tar_archive:open_tar", True)
PACKED = Format("application/gzip", (".gz", ".bz2", ".xz"), "packed:open_packed", True)
FORMATS = (
    TEXT, HTML, FRAGMENT, PDF, DOCX, ODT, RTF, MARKDOWN, MHTML, PNG, JPEG, TIFF, GIF, BMP, WEBP, MAIL, MAIL_TEXT, MAILBOX,
    FEED, JSONL, JSON, CSV, WARC, WACZ, ZIP, TAR, PACKED,
)  # fmt: skip
SUFFIXES: tuple[str, ...] = tuple(s for f in FORMATS for s in f.suffixes)
PLAIN = (TEXT, HTML, MARKDOWN, MHTML, MAIL, MAILBOX, JSONL, JSON, CSV)  # told apart by their names: all of them are text
MARKUP = re.compile(rb"^\s*(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
MARKS = (  # what a file begins with, and what it is then
    (re.compile(rb"\{\\rtf"), RTF),
    (re.compile(rb"\x89PNG"), PNG),
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"II\*\x00|MM\x00\*"), TIFF),
    (re.compile(rb"GIF8"), GIF),
    (re.compile(rb"BM.{4}\x00{4}", re.S), BMP),
    (re.compile(rb"RIFF.{4}WEBP", re.S), WEBP),
    (re.compile(rb"WARC/[01]\.\d"), WARC),
    (FEED_MARK, FEED),
    (MARKUP, HTML),
)
PACKING = re.compile(rb"\x1f\x8b|BZh\d|\xfd7zXZ\x00")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHER_OFFICE = (("xl/", "a spreadsheet; save it as CSV"), ("ppt/", "a presentation; save it as PDF or as text"))


def kind_of(name: str, part: Part) -> Format:
    """The row for a part: as its container calls it, unless its bytes tell otherwise."""
    if part.media_type:
        called = next((f for f in FORMATS if part.media_type in (f.media_type, *f.other_types)), None)
        if called in (FRAGMENT, MAIL_TEXT, MAIL, MAILBOX) or (called in PLAIN and not suffix_of(name)):
            return called or TEXT
    return format_of(name, part.data)


def format_of(name: str, data: bytes) -> Format:
    """The row for a file, by its bytes where they tell and else by its suffix; unknown suffixes are read as text.

    Raises UnreadableError for what is known and cannot be read.
    """
    suffix = suffix_of(name)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head[:1024] and suffix not in (*MAIL.suffixes, *MAILBOX.suffixes, *MHTML.suffixes):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(name, data)
    if data.startswith(OLD_OFFICE):
        raise UnreadableError(f"{name}: an old Office file (.doc, .xls, .msg); save it as DOCX, PDF, CSV or EML")
    if PACKING.match(data):
        return _packed(data)
    if data[257:262] == b"ustar":
        return TAR
    plain = head.replace(b"\x00", b"")
    named = next((f for f in FORMATS if suffix in f.suffixes), None)
    if named not in PLAIN or named in (TEXT, HTML):
        for mark, kind in MARKS:
            if mark.match(plain if kind in (HTML, FEED) else head):
                return kind
    if named is not None and named not in PLAIN:
        raise UnreadableError(f"{name}: named {suffix} but its bytes are something else or cut off; fetch it again")
    if named is None and looks_like_mailbox(head):
        return MAILBOX
    if named is None and looks_like_mail(head):
        return MHTML if looks_like_mhtml(head) else MAIL
    return named or TEXT


def suffix_of(name: str) -> str:
    """The ending of a file's name in small letters, with its dot."""
    return PurePath(name).suffix.lower()


def _zipped(name: str, data: bytes) -> Format:
    """What a ZIP archive is, by the names in it; a broken one by its own name, so that its reader tells what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:100] if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
            )
    except Exception:  # many kinds of errors in hostile ones
        return next((f for f in (DOCX, ODT, WACZ) if suffix_of(name) in f.suffixes), ZIP)
    if "[Content_Types].xml" in names:
        if any(one.startswith("word/") for one in names):
            return DOCX
        for folder, told in OTHER_OFFICE:
            if any(one.startswith(folder) for one in names):
                raise UnreadableError(f"{name}: {told}")
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        if b".text" in mimetype:
            return ODT
        raise UnreadableError(f"{name}: an OpenDocument file that is no text document; save it as PDF or CSV")
    return WACZ if is_wacz(names) else ZIP


def _packed(data: bytes) -> Format:
    head = first_bytes(data)
    if head.startswith(b"WARC/"):
        return WARC
    return TAR if head[257:262] == b"ustar" else PACKED
