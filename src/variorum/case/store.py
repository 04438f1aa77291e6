"""A case on disk: opened for reading by anybody, for writing by one at a time."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import Any

from variorum.case.blobs import keep_blob
from variorum.case.codec import to_plain
from variorum.case.database import Database
from variorum.case.journal import Journal, scan
from variorum.case.layout import VERSION, Layout
from variorum.case.lock import Lock
from variorum.case.originals import keep_original, read_original
from variorum.case.state import replayed
from variorum.case.texts import keep_text, read_text
from variorum.errors import CaseError
from variorum.model.activity import Decision, Failure
from variorum.model.document import Capture, Document
from variorum.model.record import Record

OURS = frozenset({"originals", "texts", "blobs", "tmp", "lock"})  # what an interrupted first build may leave


def is_case(root: Path) -> bool:
    """Whether a case lies at `root`."""
    return Layout(root).journal.is_file()


def check_place(root: Path) -> None:
    """Raises CaseError where neither a case lies nor a new one may be made."""
    if root.exists() and not root.is_dir():
        raise CaseError(f"{root}: a file, not a case; name a folder")
    if root.is_dir() and not is_case(root) and any(one.name not in OURS for one in root.iterdir()):
        raise CaseError(f"{root}: a folder with other things in it, not a case; name a new or empty folder")


class Case:
    """A case, open. Use as a context manager, or close it."""

    def __init__(self, root: Path, software: str, write: bool) -> None:
        self.layout = Layout(root)
        self._software = software
        self._lock: Lock | None = None
        self._journal: Journal | None = None
        self._database: Database | None = None
        self._record: Record | None = None
        self._write = write
        if write:
            self._open_for_writing()
        else:
            found = scan(self.layout)
            _check_version(root, found.entries[0].facts if found.entries else {})
            self.state = replayed(found.entries, self.layout)

    def _open_for_writing(self) -> None:
        self._lock = Lock(self.layout.lock)
        try:
            if self.layout.journal.exists() and (entries := scan(self.layout).entries):
                _check_version(self.layout.root, entries[0].facts)
            shutil.rmtree(self.layout.temporary, ignore_errors=True)
            for folder in (self.layout.originals, self.layout.texts, self.layout.blobs):
                folder.mkdir(exist_ok=True)
            self._journal = Journal(self.layout, self._software)
            if not self._journal.entries:
                self._journal.append("opened", version=VERSION)
            self.state = replayed(self._journal.entries, self.layout)
        except BaseException:
            self._lock.release()
            raise

    @classmethod
    def create(cls, root: Path, software: str) -> Case:
        """A new case at `root`, or the one there, open for writing."""
        check_place(root)
        root.mkdir(parents=True, exist_ok=True)
        return cls(root, software, write=True)

    @classmethod
    def open(cls, root: Path, software: str, write: bool = False) -> Case:
        """The case at `root`."""
        if not root.exists():
            raise CaseError(f"{root}: no such case; make it with `variorum build PATH... --case {root}`")
        if not is_case(root):
            raise CaseError(f"{root}: not a case (no journal.jsonl in it); name the folder given to `build --case`")
        return cls(root, software, write)

    def __enter__(self) -> Case:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of database and lock."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._lock is not None:
            shutil.rmtree(self.layout.temporary, ignore_errors=True)
            self._lock.release()
            self._lock = None

    @property
    def database(self) -> Database:
        """The derived database, opened when first asked for."""
        if self._database is None:
            self._database = Database(self.layout.database, self._write)
        return self._database

    def _tell(self, what: str, blob: dict[str, Any] | None = None, **facts: Any) -> None:
        if self._journal is None:
            raise CaseError(f"{self.layout.root}: opened for reading only")
        commitments = () if blob is None else (keep_blob(self.layout, blob),)
        self.state.apply(self._journal.append(what, *commitments, **facts), self.layout)

    def capture(self, capture: Capture, data: bytes, document: str) -> None:
        """Keeps the bytes and says so; `capture.name` is the whole path."""
        keep_original(self.layout, data)
        self._tell("captured", {"capture": to_plain(capture), "document": document})

    def fail(self, failure: Failure) -> None:
        """Says that the file of this path could not be taken in, unless that was the last thing said of it."""
        if self.state.failed.get(failure.name) != failure:
            self._tell("failed", {"path": failure.name, "stage": failure.stage, "reason": failure.reason})

    def seen_well(self, path: str) -> None:
        """Says that a path that had failed was found as it was known."""
        if path in self.state.failed:
            self._tell("read", {"path": path})

    def retitle(self, title: str) -> None:
        """Gives the case a title, unless it has it."""
        if title != self.state.title:
            self._tell("retitled", {"title": title})

    def decide(self, decision: Decision) -> None:
        """Keeps what a person decided; what it says stands in a blob, so that it can be erased."""
        self._tell("decided", {"decision": to_plain(decision)})

    def original(self, sha256: str) -> bytes:
        """The original bytes of this hash."""
        return read_original(self.layout, sha256)

    def keep_text(self, document: str, text: str) -> str:
        """The hash of a document's reading text, after keeping it and saying so once."""
        digest = keep_text(self.layout, text)
        if (document, digest) not in self.state.texts:
            self._tell("texted", {"document": document, "text": digest})
        return digest

    def kept_document(self, id: str, key: str) -> Document | None:
        """The document as the database has it, if made of what `key` stands for and its text is there."""
        found = self.database.made_of("documents", Document, id, key)
        digest = self.database.text_hash(id)
        text = read_text(self.layout, digest) if found is not None and digest is not None else None
        if found is None or text is None:
            return None
        plain = {name: getattr(found, name) for name in Document.__slots__}
        return Document(**{**plain, "text": text})

    def built(self, fingerprint: str, settings: str, failures: tuple[Failure, ...]) -> None:
        """Says what a build gave, unless the last one gave the same."""
        if (fingerprint, self._software) != (self.state.fingerprint, self.state.software):
            blob = {"settings": settings, "failures": to_plain(failures)}
            self._tell("built", blob, fingerprint=fingerprint)

    def is_current(self) -> bool:
        """Whether there is a record, and it holds all that the journal tells."""
        try:
            row = self.database.record_row()
            self._record = self.database.record(Record)
        except CaseError:
            return False
        return row is not None and self._record is not None and row[1] >= self.state.changed

    def record(self) -> Record:
        """The record as last built."""
        record = self._record or self.database.record(Record)
        if record is None:
            raise CaseError(f"{self.layout.root}: nothing built yet; run `variorum build` on it again")
        return record


def _check_version(root: Path, facts: dict[str, Any]) -> None:
    version = facts.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise CaseError(f"{root}: made by a newer variorum (case version {version}); upgrade variorum to open it")
