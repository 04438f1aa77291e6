"""The journal: append-only, one canonical JSON entry a line, each holding the hash of the line before."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from variorum.case.layout import VERSION, Layout, canonical, sha256
from variorum.errors import CaseError

FIRST = "0" * 64  # what the first entry gives as the hash of the one before


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. What it says of people stands behind `commitments`; `facts` are the rest."""

    seq: int
    time: str  # UTC, ISO 8601
    software: str
    what: str
    commitments: tuple[str, ...]
    facts: dict[str, Any]
    previous: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A journal as it lies on disk: its good entries, where they end, the hash of the last, and what is wrong."""

    entries: tuple[Entry, ...]
    length: int  # bytes up to the end of the last good line
    head: str
    torn: int  # bytes after it that a crash left
    problems: tuple[str, ...]


def _parsed(line: bytes) -> Entry:
    plain = json.loads(line)
    return Entry(**{**plain, "commitments": tuple(plain["commitments"])})


def scan(layout: Layout) -> Scan:
    """The journal as far as it is whole; never raises for what is written in it."""
    data = layout.journal.read_bytes()
    end = data.rfind(b"\n") + 1
    entries: list[Entry] = []
    problems: list[str] = []
    head = FIRST
    position = good = 0
    for number, line in enumerate(data[:end].split(b"\n")[:-1], 1):
        position += len(line) + 1
        try:
            entry = _parsed(line)
        except (ValueError, TypeError, KeyError):
            if position == end:  # the very last: a crash may leave a line of rubbish
                break
            problems.append(f"journal line {number} is not an entry")
            continue
        if entry.previous != head:
            problems.append(f"journal line {number} does not follow from the line before it")
        if entry.seq != number:
            problems.append(f"journal line {number} is numbered {entry.seq}")
        entries.append(entry)
        head = sha256(line)
        good = position
    return Scan(tuple(entries), good, head, len(data) - good, tuple(problems))


class Journal:
    """A journal open for writing."""

    def __init__(self, layout: Layout, software: str) -> None:
        self._layout = layout
        self._software = software
        self.entries: list[Entry] = []
        self._head = FIRST
        if layout.journal.exists():
            self._resume()

    def _resume(self) -> None:
        found = scan(self._layout)
        if found.problems:
            raise CaseError(f"{self._layout.journal}: {found.problems[0]}; put the journal back from a copy, or build a new case")
        self.entries = list(found.entries)
        self._head = found.head
        if found.torn:
            with self._layout.journal.open("r+b") as file:
                file.truncate(found.length)
                os.fsync(file.fileno())
            if not self.entries:
                self.append("opened", version=VERSION)
            self.append("mended", dropped_bytes=found.torn)

    def append(self, what: str, *commitments: str, **facts: Any) -> Entry:
        """The new last entry, after it is safely on disk."""
        entry = Entry(
            seq=len(self.entries) + 1,
            time=datetime.now(UTC).isoformat(timespec="microseconds"),
            software=self._software,
            what=what,
            commitments=commitments,
            facts=facts,
            previous=self._head,
        )
        line = canonical({name: getattr(entry, name) for name in Entry.__slots__})
        self._write(line + b"\n")
        self.entries.append(entry)
        self._head = sha256(line)
        return entry

    def _write(self, line: bytes) -> None:
        with self._layout.journal.open("ab", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            try:
                if file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._layout.journal))
                os.fsync(file.fileno())
            except OSError as error:
                file.truncate(end)
                error.filename = error.filename or str(self._layout.journal)
                raise
