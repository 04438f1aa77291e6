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
NO_TEXTS = frozenset(  # of Python's codecs: those for other things than texts, or that hide what they hold
    "unicode_escape raw_unicode_escape punycode idna undefined utf-7 base64 bz2 hex quopri rot13 uu zlib mbcs oem".split()
)
MACINTOSH = re.compile(
    r"(?<!\w)[ÒÔ](?=\w)|(?<=[\w.,!?])[ÓÕ](?!\w)|(?<=\w)Õ(?=s\b)|Ñ(?=\s|$)"
)  # its quotation marks, as Windows reads them
DOS = re.compile(r"(?<=[a-z])[ƒ‚„‡ˆ‰Š‹Œ]")  # its accented letters, likewise
LETTERS = bytes(b for b in range(128, 256) if b not in b"\x85\x91\x92\x93\x94\x96\x97\xa0")  # not: Windows' marks
SHIFTED = ("iso2022", "hz")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
CONTROL_BYTES = tuple(bytes((b,)) for b in (*range(9), 11, *range(14, 32), 127))
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
    declared = _codec(declared)
    shifted = declared if declared and declared.startswith(SHIFTED) else None  # its bytes are ASCII, and so UTF-8
    for encoding in filter(None, (_unmarked_utf16(data), shifted, "utf-8", declared)):
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeError:
            continue
    if sum(map(data.count, CONTROL_BYTES)) <= max(2.0, JUNK * len(data)):
        for encoding in (_western(data) or _guessed(data), "cp1252", "latin-1"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not _junk(text, JUNK):
                return text, encoding, 0
    raise UnreadableError(f"{name}: not text in any known encoding; save it as UTF-8 text, HTML, PDF or DOCX")


def _western(data: bytes) -> str | None:
    """The encoding of text that is nearly all ASCII, as Windows or an old Macintosh wrote it; None where other letters abound.

    From a few bytes no statistics can tell; but quotation marks and dashes have their places, and letters theirs.
    """
    beyond = len(data) - len(data.translate(None, LETTERS))
    if beyond > 0.05 * len(data):
        return None
    try:
        seen = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if MACINTOSH.search(seen) and not any(mark in seen for mark in "“”‘’"):
        return "mac-roman"
    return "cp850" if DOS.search(seen) else "cp1252"


def _guessed(data: bytes) -> str:
    best = from_bytes(data[:200_000]).best()
    return best.encoding if best else "cp1252"


def _codec(declared: str | None) -> str | None:
    """The Python name of an encoding declared; None where there is none such, or one that is no encoding of texts."""
    try:
        found = codecs.lookup(declared).name if declared else None
    except (LookupError, ValueError):
        return None
    return None if found in NO_TEXTS else found


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
