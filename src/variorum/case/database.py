"""The derived database: documents and readings by what they were made of, and the record. May be deleted."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from variorum.case.columns import SQUASHED, pack, unpack
from variorum.case.layout import FILE, open_private
from variorum.errors import CaseError

SCHEMA = 7
PAGE = 512  # bytes: most rows are some hundred or two or three thousand, and what a page has left over is lost
MEMORY = ":memory:"
# With row numbers: without them a row that takes more than a quarter of a page is given pages of its own.
TABLES = """
create table contents (file text primary key, key text not null, content blob not null) strict;
create table documents (id text primary key, key text not null, text_sha256 text not null,
                        content blob not null) strict;
create table readings (document text primary key, key text not null, content blob not null) strict;
create table vectors (document text primary key, key text not null, content blob not null) strict;
create table stories (work text primary key, content blob not null) strict;
create table record (one integer primary key check (one = 1), key text not null, seq integer not null,
                     fingerprint text not null, content blob not null) strict;
"""
MAKING = f"pragma page_size = {PAGE}; pragma journal_mode = wal;{TABLES}pragma user_version = {SCHEMA};"
# What a digest is taken over. The number of the last journal entry is left out: it grows without anything being derived anew.
DIGESTED = (
    ("contents", "file, key, content"),
    ("documents", "id, key, text_sha256, content"),
    ("readings", "document, key, content"),
    ("vectors", "document, key, content"),
    ("stories", "work, content"),
    ("record", "one, key, fingerprint, content"),
)
KEYED = {"contents": "file", "documents": "id", "readings": "document", "vectors": "document"}  # table -> what a row is of
# What SQLite and its binding raise over a damaged file; the binding stumbles over garbled words in messages and rows.
BROKEN = (sqlite3.Error, UnicodeDecodeError, OverflowError)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoryWork:
    """What work on stories gave, as it is kept: a row a piece of work."""

    rows: Mapping[str, bytes]

    def story_work(self, kind: type[T], key: str) -> T | None:
        """What work on a story gave, by a hash of all that went into it."""
        return _unpacked(kind, self.rows[key]) if key in self.rows else None


class Database:
    """One open connection. `write` takes the only writer's place; the case's lock keeps others out. Without a path it is in memory.

    `mode`: the rights of the file, where it is new.
    """

    def __init__(self, path: Path | None, write: bool, mode: int = FILE) -> None:
        self._path = path or Path(MEMORY)
        if path is None:
            self._connection = sqlite3.connect(MEMORY)
            self._connection.executescript(TABLES)
        elif write:
            self._connection = self._made(path, mode)
        else:
            self._connection = _read_only(path)

    @staticmethod
    def _made(path: Path, mode: int) -> sqlite3.Connection:
        connection = _connect(path, mode)
        try:
            version = connection.execute("pragma user_version").fetchone()[0]
            if version == SCHEMA:
                connection.execute("select 1 from contents, documents, readings, vectors, stories, record limit 1").fetchone()
                connection.execute("pragma journal_mode = wal")
                return connection
        except BROKEN as error:  # not a database any more: it is derived, so it is made again
            if "locked" in str(error):
                connection.close()
                raise CaseError(f"{path}: another process holds the database; wait for it") from None
        connection.close()
        for old in (path, *path.parent.glob(path.name + "-*")):
            old.unlink(missing_ok=True)
        connection = _connect(path, mode)
        with _named(path):
            connection.executescript(MAKING)
        return connection

    def _rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with _named(self._path):
            return self._connection.execute(question, values).fetchall()

    def _row(self, question: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._rows(question, *values)), None)

    def _change(self, order: str, rows: Iterable[tuple[object, ...]]) -> None:
        with _named(self._path), self._connection as change:
            change.executemany(order, rows)

    def close(self) -> None:
        """Folds the write-ahead log into the file and lets go."""
        self._connection.close()

    def keys(self, table: str) -> dict[str, str]:
        """What everything in `table` (contents, documents or readings) was made of, by id."""
        return dict(self._rows(f"select {KEYED[table]}, key from {table} order by 1"))

    def made_of(self, table: str, kind: type[T], id: str, key: str) -> T | None:
        """What `table` (contents, documents or readings) has for `id`, if it was made of what `key` stands for."""
        row = self._row(f"select content from {table} where {KEYED[table]} = ? and key = ?", id, key)
        return None if row is None else _unpacked(kind, row[0])

    def text_hash(self, document: str) -> str | None:
        """The hash of the text of a document the database has."""
        row = self._row("select text_sha256 from documents where id = ?", document)
        return None if row is None else str(row[0])

    def keep_document(self, id: str, key: str, text: str, value: object) -> None:
        """Keeps a document, its text by hash."""
        self._change("insert or replace into documents values (?, ?, ?, ?)", [(id, key, text, pack(value))])

    def keep_contents(self, file: str, key: str, value: object) -> None:
        """Keeps which documents a file holds."""
        self._change("insert or replace into contents values (?, ?, ?)", [(file, key, pack(value))])

    def forget_contents_but(self, files: Iterable[str]) -> None:
        """Drops what is known of files that the case no longer has."""
        kept = set(files)
        there = [row[0] for row in self._rows("select file from contents order by 1")]
        self._change("delete from contents where file = ?", [(id,) for id in there if id not in kept])

    def keep_reading(self, id: str, key: str, packed: bytes) -> None:
        """Keeps a reading that is packed already."""
        self._change("insert or replace into readings values (?, ?, ?)", [(id, key, packed)])

    def vectors(self, id: str, key: str) -> bytes | None:
        """The vectors of a document's statements, one after the other, if made of what `key` stands for."""
        row = self._row("select content from vectors where document = ? and key = ?", id, key)
        try:
            return None if row is None else zlib.decompress(row[0])
        except SQUASHED:  # damaged, which its checksum tells: it is derived, so it is made again
            return None

    def keep_vectors(self, id: str, key: str, content: bytes) -> None:
        """Keeps the vectors of a document's statements."""
        self._change("insert or replace into vectors values (?, ?, ?)", [(id, key, _squeezed(content))])

    def forget_vectors_but(self, documents: Iterable[str]) -> None:
        """Drops the vectors of all other documents, so that what is kept does not depend on what the case once was."""
        kept = set(documents)
        there = [row[0] for row in self._rows("select document from vectors order by 1")]
        self._change("delete from vectors where document = ?", [(id,) for id in there if id not in kept])

    def forget_others(self, documents: Iterable[str]) -> None:
        """Drops what belongs to documents that the case no longer has."""
        kept = set(documents)
        for table, column in (("documents", "id"), ("readings", "document")):
            there = [row[0] for row in self._rows(f"select {column} from {table} order by 1")]
            self._change(f"delete from {table} where {column} = ?", [(id,) for id in there if id not in kept])

    def story_work(self, kind: type[T], key: str) -> T | None:
        """What work on a story gave, by a hash of all that went into it."""
        row = self._row("select content from stories where work = ?", key)
        return None if row is None else _unpacked(kind, row[0])

    def held_story_work(self) -> StoryWork:
        """All that work on stories gave, to be looked up once the database is let go."""
        return StoryWork({str(work): content for work, content in self._rows("select work, content from stories order by 1")})

    def keep_story_work(self, done: Mapping[str, object], used: Collection[str]) -> None:
        """Keeps what work on stories gave, and of what was kept before only what was `used`, so that nothing hangs on what the case was."""
        there = [str(row[0]) for row in self._rows("select work from stories order by 1")]
        self._change("delete from stories where work = ?", [(key,) for key in there if key not in used])
        self._change("insert or replace into stories values (?, ?)", [(key, pack(done[key])) for key in sorted(done)])

    def keep_record(self, key: str, seq: int, fingerprint: str, value: object) -> None:
        """Keeps the record, and the number of the last journal entry that is in it."""
        row = (key, seq, fingerprint, pack(value, tight=True))
        self._change("insert or replace into record values (1, ?, ?, ?, ?)", [row])

    def record_row(self) -> tuple[str, int, str] | None:
        """Key, last entry's number and fingerprint of the record kept."""
        row = self._row("select key, seq, fingerprint from record")
        return None if row is None else (str(row[0]), int(row[1]), str(row[2]))

    def record(self, kind: type[T]) -> T | None:
        """The record kept; None when there is none, or one of an earlier make."""
        row = self._row("select content from record")
        return None if row is None else _unpacked(kind, row[0])

    def record_digest(self) -> str | None:
        """The SHA-256 of the record as it is kept."""
        row = self._row("select content from record")
        return None if row is None else hashlib.sha256(row[0]).hexdigest()

    def digest(self) -> str:
        """A hash over all that is kept. Raises CaseError where that cannot be read."""
        whole = hashlib.sha256()
        for table, columns in DIGESTED:
            with _named(self._path):
                for row in self._connection.execute(f"select {columns} from {table} order by 1"):
                    for value in row:
                        data = value if isinstance(value, bytes) else str(value).encode()
                        whole.update(f"{table} {len(data)}:".encode() + data)
        return whole.hexdigest()

    def documents(self) -> list[tuple[str, str]]:
        """Id and text hash of every document, in order of ids."""
        return [(str(row[0]), str(row[1])) for row in self._rows("select id, text_sha256 from documents order by id")]

    def sound(self) -> bool:
        """Whether SQLite finds its own file whole."""
        try:
            return self._row("pragma quick_check") == ("ok",)
        except CaseError:
            return False


def _squeezed(content: bytes) -> bytes:
    """Bytes of which small ones are frequent and none repeats another: written shorter by frequency alone (Huffman 1952)."""
    pressing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_HUFFMAN_ONLY)
    return pressing.compress(content) + pressing.flush()


def forget(path: Path, spare: Path, documents: Iterable[str]) -> None:
    """Takes out of the database at `path` all that was made of these documents or files, and the record; no page of the old file stays.

    What is left is copied into a new file, first at `spare`, on the same disk. One that holds what is not known here goes as a whole, and so
    does whatever lies beside it under its name: all of it is derived.
    """
    spare.unlink(missing_ok=True)
    copied = path.is_file() and _copied_without(path, spare, documents)
    for old in path.parent.glob(
        f"{path.name}-*"
    ):  # before the file changes: a log would be carried out on whatever lies beside it
        old.unlink(missing_ok=True)
    if copied:
        spare.replace(path)
    else:
        path.unlink(missing_ok=True)
        spare.unlink(missing_ok=True)


def _copied_without(path: Path, spare: Path, documents: Iterable[str]) -> bool:
    mode = stat.S_IMODE(path.stat().st_mode)
    gone = set(documents)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("pragma temp_store = memory")
        held = {str(row[0]) for row in connection.execute("select name from sqlite_schema where type = 'table'")}
        if held != {*KEYED, "stories", "record"} or connection.execute("pragma user_version").fetchone()[0] != SCHEMA:
            return False
        with closing(_connect(spare, mode)) as fresh:
            fresh.executescript(MAKING)
            with fresh:  # numbered anew: a gap would tell that something stood there
                for table, column in KEYED.items():
                    rows = connection.execute(f"select * from {table} order by {column}")
                    places = ", ".join("?" * len(rows.description))
                    fresh.executemany(f"insert into {table} values ({places})", (row for row in rows if row[0] not in gone))
            fresh.execute("pragma journal_mode = delete")
    except BROKEN:
        return False
    finally:
        connection.close()
    return True


def _unpacked(kind: type[T], content: bytes) -> T | None:
    """The value kept; None where it is damaged or of an earlier make: it is derived, so it is made again."""
    try:
        return unpack(kind, content)
    except (TypeError, KeyError, ValueError, AttributeError, IndexError, *SQUASHED):
        return None


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        step = "look for room and rights there, then build again; it is derived and may be deleted"
        raise CaseError(f"{path}: {error}; {step}") from None


def _connect(path: Path, mode: int) -> sqlite3.Connection:
    if not path.exists():  # SQLite gives the files beside it the rights of the first
        open_private(path, mode).close()
    connection = sqlite3.connect(path, timeout=10)
    with suppress(*BROKEN):  # found out and mended by the first question
        connection.execute("pragma temp_store = memory")
        connection.execute("pragma secure_delete = on")
        connection.execute("pragma synchronous = normal")
    return connection


def _read_only(path: Path) -> sqlite3.Connection:
    for mode in ("mode=ro", "mode=ro&immutable=1"):  # the second for media that nobody can write to
        if not path.is_file():
            break
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=10)
        try:
            if connection.execute("pragma user_version").fetchone()[0] == SCHEMA:
                connection.execute("select count(*) from record").fetchone()
                return connection
        except BROKEN:
            pass
        connection.close()
    raise CaseError(f"{path}: the database is missing, broken or of another version; the next build makes it again")
