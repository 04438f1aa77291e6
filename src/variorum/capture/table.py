"""The table of formats: which reader makes a document of which bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import PurePath

from variorum.capture.dates import printed_date
from variorum.capture.language import language_of
from variorum.capture.layout import Layout
from variorum.errors import UnreadableError
from variorum.model.document import Capture, Document, Meta


@dataclass(frozen=True, slots=True)
class Format:
    """A row: a media type, the names its files go by, and the function that reads it (imported when first used)."""

    media_type: str
    suffixes: tuple[str, ...]
    reader: str  # module:function, (name, bytes) -> Layout

    def load(self) -> Callable[[str, bytes], Layout]:
        """The reading function."""
        module, function = self.reader.split(":")
        found: Callable[[str, bytes], Layout] = getattr(import_module(module), function)
        return found


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = (
    Format("text/plain", (".txt", ".text", ".md"), "variorum.capture.text:read_text"),
    Format("text/html", (".html", ".htm", ".xhtml"), "variorum.capture.html:read_html"),
    Format("application/pdf", (".pdf",), "variorum.capture.pdf:read_pdf"),
    Format(DOCX, (".docx",), "variorum.capture.docx:read_docx"),
)
SUFFIXES: tuple[str, ...] = tuple(s for f in FORMATS for s in f.suffixes)
MARKUP = re.compile(rb"^\s*(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
FOREIGN = (  # what a file says it is in its first bytes, and what to do about it
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc); save it as DOCX or PDF"),
    (b"{\\rtf", "an RTF file; save it as DOCX or PDF"),
    (b"\x89PNG", "a picture; variorum reads no text in pictures, give the report as text, HTML, PDF or DOCX"),
    (b"\xff\xd8\xff", "a picture; variorum reads no text in pictures, give the report as text, HTML, PDF or DOCX"),
    (b"GIF8", "a picture; variorum reads no text in pictures, give the report as text, HTML, PDF or DOCX"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"PK\x03\x04", "a ZIP archive and no DOCX; unpack it first"),
)


def read_document(capture: Capture, data: bytes) -> Document:
    """The document in `data`. Its metadata are what the format says, overridden by the sidecar.

    Raises UnreadableError, naming the cause and the next step, where there is no text to read.
    """
    if not data.strip(b" \t\r\n\f\v"):
        raise UnreadableError(f"{capture.name}: empty; nothing to read, fetch it again or take it out")
    kind = format_of(capture.name, data)
    layout = _layout(kind, capture.name, data)
    if not layout.text.strip() or not layout.blocks:
        raise UnreadableError(f"{capture.name}: holds no text, only white space; fetch it again or take it out")
    return Document(
        id=document_id(capture.sha256, capture.sidecar),
        name=capture.name,
        sha256=capture.sha256,
        media_type=kind.media_type,
        text=layout.text,
        blocks=layout.blocks,
        meta=_dated(kind, layout).overridden(capture.sidecar),
        language=language_of(layout.text),
        encoding=layout.encoding,
    )


def _layout(kind: Format, name: str, data: bytes) -> Layout:
    read = kind.load()
    try:
        return read(name, data)
    except UnreadableError:
        raise
    except Exception as e:  # parsers of broken files fail in ways that no list of errors foresees; one file must not end a run
        raise UnreadableError(f"{name}: broken ({type(e).__name__}: {e}); fetch it again, or give its text as .txt") from e


def _dated(kind: Format, layout: Layout) -> Meta:
    """The metadata with the day that the report prints: a page says its own day better, a file's properties worse."""
    if kind.media_type == "text/html" and layout.meta.published:
        return layout.meta
    return layout.meta.overridden(Meta(published=printed_date(layout)))


def document_id(sha256: str, sidecar: Meta) -> str:
    """An id that stays the same as long as the bytes and the sidecar do."""
    said = json.dumps(asdict(sidecar), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "d" + hashlib.sha256((sha256 + said).encode()).hexdigest()[:16]


def format_of(name: str, data: bytes) -> Format:
    """The row for a file, by its bytes where they tell and else by its suffix; unknown suffixes are read as text."""
    text, html, pdf, docx = FORMATS
    if b"%PDF-" in data[:1024]:
        return pdf
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return docx
    for mark, what in FOREIGN:
        if data.startswith(mark):
            raise UnreadableError(f"{name}: {what}")
    suffix = PurePath(name).suffix.lower()
    if suffix in (*pdf.suffixes, *docx.suffixes):
        raise UnreadableError(f"{name}: named {suffix} but its bytes are something else or cut off; fetch it again")
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    return html if suffix in html.suffixes or MARKUP.match(head.replace(b"\x00", b"")) else text
