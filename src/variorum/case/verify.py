"""Whether a case is what it was: originals, texts, blobs, journal and database against one another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from variorum.case.blobs import blob_path, read_blob
from variorum.case.database import Database
from variorum.case.journal import Scan, scan
from variorum.case.layout import Layout, sha256
from variorum.case.originals import each_original, original_path
from variorum.case.state import State, replayed
from variorum.case.texts import each_text, text_path
from variorum.errors import CaseError


def verify(root: Path) -> tuple[str, ...]:
    """What is wrong with the case at `root`, a sentence each; nothing when all is as it was written."""
    layout = Layout(root)
    if not layout.journal.is_file():
        raise CaseError(f"{root}: not a case (no journal.jsonl in it); name the folder given to `build --case`")
    found = scan(layout)
    state = replayed(found.entries, layout)
    return (
        *_journal(found),
        *_blobs(layout, found),
        *_originals(layout, state),
        *_texts(layout, state),
        *_database(layout, state),
    )


def _journal(found: Scan) -> Iterator[str]:
    yield from found.problems
    if found.torn:
        yield f"the journal ends in {found.torn} bytes of a torn line; the next build mends that"
    if not found.entries or found.entries[0].what != "opened":
        yield "the journal does not begin with the opening of the case"


def _blobs(layout: Layout, found: Scan) -> Iterator[str]:
    for entry in found.entries:
        for commitment in entry.commitments:
            if not blob_path(layout, commitment).is_file():
                yield f"journal line {entry.seq}: its blob {commitment[:12]} is missing"
            elif read_blob(layout, commitment) is None:
                yield f"journal line {entry.seq}: its blob {commitment[:12]} was altered"


def _originals(layout: Layout, state: State) -> Iterator[str]:
    names = {kept.capture.sha256: f" of {kept.name}" for kept in state.kept()}
    for path in each_original(layout):
        if sha256(path.read_bytes()) != path.name:
            yield f"original {path.name[:12]}{names.get(path.name, '')} was altered"
    for kept in state.kept():
        if not original_path(layout, kept.capture.sha256).is_file():
            yield f"original {kept.capture.sha256[:12]} of {kept.name} is missing"


def _texts(layout: Layout, state: State) -> Iterator[str]:
    for path in each_text(layout):
        if sha256(path.read_bytes()) != path.stem:
            yield f"text {path.stem[:12]} was altered"
    for document, text in state.texts:
        if not text_path(layout, text).is_file():
            yield f"text {text[:12]} of document {document} is missing"


def _database(layout: Layout, state: State) -> Iterator[str]:
    if not layout.database.exists():
        return  # derived: the next build, or the next look, makes it again
    try:
        database = Database(layout.database, write=False)
    except CaseError as error:
        yield str(error)
        return
    try:
        if not database.sound():
            yield "the database is damaged; delete case.sqlite, the next build makes it again"
            return
        known = {document for document, _ in state.texts}
        for id, text in database.documents():
            if id not in known:
                yield f"the database has document {id}, of which the journal knows nothing"
            elif (id, text) not in state.texts:
                yield f"the database has another text for document {id} than the journal"
        row = database.record_row()
        if row is None or row[1] < state.changed:
            yield "the record is behind the journal; the next build brings it up"
        elif row[2] != state.fingerprint:
            yield "the record's fingerprint is not the one the journal tells of the last build"
    finally:
        database.close()
