"""The stages as functions of one item, so that any process can run them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from variorum.case.columns import pack, unpack
from variorum.errors import UnreadableError, VariorumError
from variorum.model.activity import Failure
from variorum.model.document import Capture, Document
from variorum.model.reading import Reading
from variorum.run.sandbox import Job

if TYPE_CHECKING:
    from variorum.reading.reader import Reader

READING_SECONDS = 300
LETTERS_A_SECOND = 500  # a slow machine reads some thousand
LANGUAGES = {"en": "English"}  # BCP 47 tag -> name; what has a reader


@dataclass(frozen=True, slots=True)
class Given:
    """A file to take in: where it lies, what the case calls that, and how large it may be in megabytes."""

    path: Path
    name: str
    largest: int


def load_file(given: Given) -> Job | Failure:
    """The file under its own name, ready to be read in a process apart; or why there is none."""
    from variorum.run.inputs import read_input

    try:
        found = read_input(given.path, given.largest)
    except UnreadableError as error:
        return Failure(given.name, "capture", str(error).removeprefix(f"{given.path.name}: "))
    return Job(Capture(PurePosixPath(given.name).name, found.sha256, len(found.data), found.sidecar), found.data)


def read_report(document: Document) -> tuple[Reading, Failure | None]:
    """The reading of a document; where its language has no reader, its blocks alone and a failure that says so."""
    bare = Reading(document.id, "none", document.blocks)
    if not has_reader(document):
        can = ", ".join(f"{name} ({tag})" for tag, name in LANGUAGES.items())
        told = f"its language is {document.language}" if document.language else "too short to tell its language"
        return bare, Failure(document.name, "reading", f"{told}; no marks made, this version reads {can}")
    try:
        return _reader().read(document), None
    except VariorumError:
        raise
    except Exception as error:  # one report that the reader stumbles over must not stop the others
        return bare, Failure(document.name, "reading", _stumbled(error))


def read_packed(document: Document) -> tuple[bytes, Failure | None]:
    """The same, the reading packed as it is kept: that is smaller than a pickle, and quicker made."""
    reading, failure = read_report(document)
    return pack(reading), failure


def has_reader(document: Document) -> bool:
    """Whether this version reads the language of a document; if so, only a fault or a mishap leaves it without marks."""
    return (document.language or "").split("-")[0].lower() in LANGUAGES


def patience(document: Document) -> float:
    """Seconds by the clock that reading a document may take in a process of its own: far more than it ever should."""
    return READING_SECONDS + len(document.text) / LETTERS_A_SECOND


def lost_report(document: Document, reason: str) -> tuple[bytes, Failure]:
    """What stands for the reading of a document, packed, that no process could read."""
    told = f"could not be read, twice: {reason}; split it, or give its text as .txt"
    return pack(Reading(document.id, "none", document.blocks)), Failure(document.name, "reading", told)


def encode_report(given: tuple[Document, Reading]) -> Reading:
    """The reading with the vectors of its statements; as it is where no encoder is installed."""
    document, reading = given
    encoded = _reader().encoded(document.text, reading.sentences, reading.mentions, reading.statements)
    return replace(reading, statements=encoded)


def vectors_of(given: tuple[Document, bytes]) -> bytes:
    """The vectors of all statements of a packed reading, one after the other, clause before head."""
    document, packed = given
    reading = unpack(Reading, packed)
    if not reading.statements:
        return b""
    return b"".join(s.vector + s.trigger for s in encode_report((document, reading)).statements)


def with_vectors(reading: Reading, vectors: bytes) -> Reading:
    """A reading whose statements carry their shares of `vectors`, clause before head; as it is where there are none."""
    if not vectors:
        return reading
    size = len(vectors) // len(reading.statements)
    half = size // 2
    cut = [vectors[at : at + size] for at in range(0, len(vectors), size)]
    pairs = zip(reading.statements, cut, strict=True)
    return replace(reading, statements=tuple(replace(s, vector=v[:half], trigger=v[half:]) for s, v in pairs))


def load_models() -> None:
    """Loads the models into this process. Raises VariorumError where they are not installed."""
    _reader()


def _reader() -> Reader:
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Reader:
    from variorum.reading.reader import Reader

    return Reader.load()


_LOADING = threading.Lock()


def _stumbled(error: Exception) -> str:
    return f"the program stumbled over it ({type(error).__name__}: {error}); please report this with the file"
