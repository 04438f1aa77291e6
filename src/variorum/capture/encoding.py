"""Bytes to characters: the encoding of a file that is text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from variorum.errors import UnreadableError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
JUNK = 0.02  # of all characters: more control characters than that and it is no text


def decoded(name: str, data: bytes, declared: str | None = None) -> tuple[str, str, int]:
    """The characters of `data`, its encoding by its Python name, and how many bytes its byte order mark takes.

    Raises UnreadableError where no encoding makes text of it.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding, len(mark)
            except UnicodeDecodeError as e:
                raise UnreadableError(
                    f"{name}: begins like {encoding} but breaks off at byte {len(mark) + e.start}; "
                    "save it again as UTF-8 or fetch it anew"
                ) from e
    for encoding in filter(None, (_unmarked_utf16(data), "utf-8", declared)):
        try:
            return data.decode(encoding), encoding, 0
        except (UnicodeDecodeError, LookupError):
            continue
    if not _junk(data.decode("latin-1"), JUNK * 2):
        best = from_bytes(data[:200_000]).best()
        for encoding in (best.encoding if best else "cp1252", "cp1252", "latin-1"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not _junk(text, JUNK):
                return text, encoding, 0
    raise UnreadableError(f"{name}: not text in any known encoding; save it as UTF-8 text, HTML, PDF or DOCX")


def cleaned(name: str, text: str) -> str:
    """`text` with stray control characters as spaces, one for one.

    Raises UnreadableError where there are so many that it is binary data.
    """
    if _junk(text, JUNK):
        raise UnreadableError(
            f"{name}: holds binary data, not text (control characters); give the report as text, HTML, PDF or DOCX"
        )
    return CONTROL.sub(" ", text)


def _junk(text: str, share: float) -> bool:
    return len(CONTROL.findall(text)) > max(2.0, share * len(text)) if text else False


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None
