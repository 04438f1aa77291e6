"""A case on disk: opened for reading by anybody, for writing by one at a time."""

from __future__ import annotations

import getpass
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from variorum.case.blobs import Blobs
from variorum.case.codec import from_plain, to_plain
from variorum.case.database import Database
from variorum.case.erasure import NO_FILES, Files, remove
from variorum.case.journal import Entry, Journal, scan, version_of
from variorum.case.keys import signer
from variorum.case.layout import FILE, FOLDER, VERSION, Layout, make_folder, make_private
from variorum.case.lock import Lock
from variorum.case.originals import keep_original, read_original
from variorum.case.state import replayed
from variorum.case.texts import keep_text, read_text, text_hash
from variorum.errors import CaseError
from variorum.model.activity import Decision, Failure
from variorum.model.document import Capture, Document
from variorum.model.record import Record

OURS = frozenset({"originals", "texts", "blobs", "tokens", "tmp", "lock"})  # what an interrupted first build may leave


def is_case(root: Path) -> bool:
    """Whether a case lies at `root`."""
    return Layout(root).journal.is_file()


def check_place(root: Path) -> None:
    """Raises CaseError where neither a case lies nor a new one may be made."""
    if root.exists() and not root.is_dir():
        raise CaseError(f"{root}: a file, not a case; name a folder")
    if root.is_dir() and not is_case(root) and any(one.name not in OURS for one in root.iterdir()):
        raise CaseError(f"{root}: a folder with other things in it, not a case; name a new or empty folder")


def actor() -> str:
    """Who is at work, for the journal: VARIORUM_ACTOR, else the account's name."""
    if named := os.environ.get("VARIORUM_ACTOR", "").strip():
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return f"account {os.getuid()}"


class Case:
    """A case, open. Use as a context manager, or close it.

    With `aside`, everything is derived anew in memory and nothing of the case is touched.
    """

    def __init__(self, root: Path, software: str, write: bool, aside: bool = False) -> None:
        self.layout = Layout(root)
        self.differing: list[tuple[str, str]] = []  # document and hash of a text that the journal does not know; with aside only
        self.trouble = ""  # why nothing can be built on it, where that is so
        self._software = software
        self._lock: Lock | None = None
        self._journal: Journal | None = None
        self._database: Database | None = None
        self._record: Record | None = None
        self._write = write
        self._aside = aside
        if write:
            self._open_for_writing()
        else:
            check_version(self.layout)
            self.blobs = Blobs(self.layout)
            self.state = replayed(scan(self.layout).entries, self.blobs)

    def _open_for_writing(self) -> None:
        self._lock = Lock(self.layout.lock, self.layout.rights(FILE))
        try:
            if self.layout.journal.exists():
                check_version(self.layout)
            shutil.rmtree(self.layout.temporary, ignore_errors=True)
            for folder in (self.layout.originals, self.layout.texts, self.layout.blobs):
                make_folder(folder, self.layout.rights(FOLDER))
            self.blobs = Blobs(self.layout)
            self._journal = Journal(self.layout, self.blobs, self._software, actor(), signer)
            self._drop_orphans(self._journal)
            if not self._journal.entries:
                self._journal.append("opened", version=VERSION)
            self.state = replayed(self._journal.entries, self.blobs)
            self.finish_erasing()
        except BaseException:
            self._lock.release()
            raise

    def _drop_orphans(self, journal: Journal) -> None:
        lines = self.blobs.orphans(_known(journal))
        if lines and journal.entries:  # set aside, not thrown away: somebody may have cut off the journal's end
            journal.append("mended", {"dropped": [line.decode("utf-8", "replace") for line in lines]}, dropped_blobs=len(lines))
        self.blobs.drop(_known(journal), last_only=not lines)

    @classmethod
    def create(cls, root: Path, software: str) -> Case:
        """A new case at `root`, or the one there, open for writing."""
        check_place(root)
        if not is_case(root):
            make_private(root)
        return cls(root, software, write=True)

    @classmethod
    def open(cls, root: Path, software: str, write: bool = False, aside: bool = False) -> Case:
        """The case at `root`."""
        if not root.exists():
            raise CaseError(f"{root}: no such case; make it with `variorum build PATH... --case {root}`")
        if not is_case(root):
            raise CaseError(f"{root}: not a case (no journal.jsonl in it); name the folder given to `build --case`")
        return cls(root, software, write, aside)

    def __enter__(self) -> Case:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of database and lock."""
        self._close_database()
        if self._lock is not None:
            shutil.rmtree(self.layout.temporary, ignore_errors=True)
            self._lock.release()
            self._lock = None

    def _close_database(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    @property
    def is_writable(self) -> bool:
        """Whether the case is open for writing."""
        return self._write

    @property
    def database(self) -> Database:
        """The derived database, opened when first asked for."""
        if self._database is None:
            path = None if self._aside else self.layout.database
            self._database = Database(path, self._write, 0 if self._aside else self.layout.rights(FILE))
        return self._database

    def mend_database(self) -> bool:
        """Whether the database was thrown away, because it is not what the last build left, or cannot be read."""
        if self._aside:
            return False
        told = self.state.built.facts.get("database") if self.state.built is not None and self.state.is_built() else None
        try:
            found = self.database.digest()
            if told is None or found == told:
                return False
        except CaseError:
            pass
        self._close_database()
        for old in (self.layout.database, *self.layout.root.glob(self.layout.database.name + "-*")):
            old.unlink(missing_ok=True)
        return True

    @property
    def journal(self) -> Journal:
        """The journal, where the case is open for writing."""
        if self._journal is None:
            raise CaseError(f"{self.layout.root}: opened for reading only")
        return self._journal

    def tell(self, what: str, *contents: dict[str, Any], **facts: Any) -> Entry:
        """The entry that says so: `contents` in blobs that can be erased, `facts`, which name nobody, in the chain."""
        entry = self.journal.append(what, *contents, **facts)
        self.state.apply(entry, self.blobs)
        return entry

    def capture(self, capture: Capture, data: bytes, document: str, parts: Iterable[str] = ()) -> None:
        """Keeps the bytes and says so; `capture.name` is the whole path. With `parts`, only those reports of a file of many count."""
        keep_original(self.layout, data)
        plain = to_plain(capture)
        path = plain.pop("name")  # in a blob of its own: a certificate shows only the other
        chosen = {"parts": sorted(parts)} if parts else {}
        self.tell("captured", {"path": path}, {"capture": plain, "document": document, **chosen})

    def erase(self, who: dict[str, str], blobs: Sequence[str], files: Files = NO_FILES) -> None:
        """Erases these blobs and files for good, after the journal was told who does it and why.

        Which files stands in a blob that is erased last, so that an erasure that is cut short is finished, and leaves no hash of what it
        took; how many stands in the chain.
        """
        order = [{"order": to_plain(files)}] if files != NO_FILES else []
        self.tell("erased", who, *order, blobs=list(blobs), originals=len(files.originals), texts=len(files.texts))
        self.finish_erasing()

    def finish_erasing(self) -> None:
        """Removes what the journal says was erased, and forgets what it told."""
        left = [commitment for commitment in self.blobs if commitment in self.state.erased]
        if not left:
            return
        self._close_database()
        for content in map(self.blobs.read, left):
            if content is not None and "order" in content:
                remove(self.layout, from_plain(Files, content["order"]))
        self.blobs.erase(left)
        for words in self.layout.root.glob(f"{self.layout.search.name}*"):
            words.unlink(missing_ok=True)
        self._record = None
        self.state = replayed(self.journal.entries, self.blobs)

    def fail(self, failure: Failure) -> None:
        """Says that the file of this path could not be taken in, unless that was the last thing said of it."""
        if self.state.failed.get(failure.name) != failure:
            self.tell("failed", {"path": failure.name, "stage": failure.stage, "reason": failure.reason})

    def seen_well(self, path: str) -> None:
        """Says that a path that had failed was found as it was known."""
        if path in self.state.failed:
            self.tell("read", {"path": path})

    def retitle(self, title: str) -> None:
        """Gives the case a title, unless it has it."""
        if title != self.state.title:
            self.tell("retitled", {"title": title})

    def decide(self, decision: Decision) -> None:
        """Keeps what a person decided; what it says stands in a blob, so that it can be erased."""
        self.tell("decided", {"decision": to_plain(decision)})

    def original(self, sha256: str) -> bytes:
        """The original bytes of this hash."""
        return read_original(self.layout, sha256)

    def keep_text(self, document: str, text: str, how: dict[str, Any] | None = None) -> str:
        """The hash of a document's reading text, after keeping it and saying so once; `how` tells of the conversion."""
        digest = text_hash(text)
        if not self._aside:
            keep_text(self.layout, text)
        if (document, digest) not in self.state.texts:
            if not self._aside:
                self.tell("texted", {"document": document, "text": digest, "how": how or {}})
            else:
                self.differing.append((document, digest))
        return digest

    def kept_document(self, id: str, key: str) -> Document | None:
        """The document as the database has it, if made of what `key` stands for and its text is there."""
        found = self.database.made_of("documents", Document, id, key)
        digest = self.database.text_hash(id)
        text = read_text(self.layout, digest) if found is not None and digest is not None else None
        if found is None or text is None:
            return None
        return replace(found, text=text)

    def keep_record(self, key: str, record: Record) -> None:
        """Keeps the record, made of what `key` stands for; its texts are kept by hash already."""
        bare = replace(record, documents=tuple(replace(one, text="") for one in record.documents))
        self.database.keep_record(key, self.state.changed, record.fingerprint, bare)

    def kept_record(self, texts: Mapping[str, str] | None = None) -> Record | None:
        """The record as the database has it; None when there is none, or a text is gone. `texts`: those at hand, by document."""
        record = self.database.record(Record)
        if record is None:
            return None
        if texts is None:
            texts = {id: text for id, digest in self.database.documents() if (text := read_text(self.layout, digest)) is not None}
        if any(one.id not in texts for one in record.documents):
            return None
        return replace(record, documents=tuple(replace(one, text=texts[one.id]) for one in record.documents))

    def built(
        self, fingerprint: str, settings: str, failures: tuple[Failure, ...], methods: Callable[[], dict[str, Any]]
    ) -> None:
        """Says what a build gave and with what, unless the last one gave the same."""
        if self._aside:
            return
        facts = {"fingerprint": fingerprint, "database": self.database.digest(), "record": self.database.record_digest()}
        last = self.state.built
        if last is not None and self.state.is_built() and last.software == self._software and facts.items() <= last.facts.items():
            return
        content = {"settings": settings, "failures": to_plain(failures)}
        self.tell("built", content, **facts, methods=methods(), tree=self.journal.tree())

    def is_current(self) -> bool:
        """Whether there is a record, it holds all that the journal tells, and it is the one that the last build left."""
        try:
            row = self.database.record_row()
            if row is None or row[1] != self.state.changed or self.state.built is None or not self.state.is_built():
                return False
            if self.database.record_digest() != self.state.built.facts.get("record"):
                return False
            self._record = self.kept_record()
        except CaseError:
            return False
        return self._record is not None

    def has_kept(self, fingerprint: str) -> bool:
        """Whether the record kept is the one with this fingerprint, and holds all that the journal tells."""
        try:
            row = self.database.record_row()
        except CaseError:
            return False
        return row is not None and row[1] == self.state.changed and row[2] == fingerprint

    def hold(self, record: Record) -> None:
        """Gives this record from now on, whatever becomes of the database."""
        self._record = record

    def record(self) -> Record:
        """The record as last built."""
        record = self._record or self.kept_record()
        if record is None:
            raise CaseError(f"{self.layout.root}: nothing built yet; run `variorum build` on it again")
        return record


def _known(journal: Journal) -> set[str]:
    return {c for entry in journal.entries for c in (entry.actor, *entry.commitments)}


def check_version(layout: Layout) -> None:
    """Raises CaseError for a case that a program of another time made."""
    version = version_of(layout)
    if not isinstance(version, int) or version == VERSION:
        return  # a first line that tells none is found by whoever reads on
    if version > VERSION:
        raise CaseError(f"{layout.root}: made by a newer variorum (case version {version}); upgrade variorum to open it")
    step = "build a new case from its reports, or open it with the program that made it"
    raise CaseError(f"{layout.root}: made by an earlier variorum (case version {version}, this one reads {VERSION}); {step}")
