"""The journal: append-only, one signed entry a line in canonical JSON, each holding the hash of the line before."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from variorum.case.blobs import Blobs, append
from variorum.case.keys import Signer, signed_by
from variorum.case.layout import FILE, VERSION, Layout, canonical, sha256
from variorum.case.merkle import Tree, leaf
from variorum.errors import BrokenJournalError

FIRST = "0" * 64  # what the first entry gives as the hash of the one before


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. What it says of people stands behind `commitments` and `actor`; `facts` are the rest."""

    seq: int
    time: str  # UTC, ISO 8601, as the clock had it
    software: str
    actor: str  # commitment to who did it
    key: str  # public key that signed, 32 bytes in hexadecimal
    what: str
    commitments: tuple[str, ...]
    facts: dict[str, Any]
    previous: str
    signature: str  # over the canonical form of all the rest

    def plain(self) -> dict[str, Any]:
        """The entry as the line has it."""
        return {name: getattr(self, name) for name in Entry.__slots__}

    def is_signed(self) -> bool:
        """Whether the signature is that of the key it names."""
        rest = self.plain()
        del rest["signature"]
        try:
            return signed_by(self.key, self.signature, canonical(rest))
        except (TypeError, RecursionError):
            return False


def is_canonical(entry: Entry, line: bytes) -> bool:
    """Whether a line is written in the one form of the entry that it is."""
    try:
        return canonical(entry.plain()) == line
    except (TypeError, RecursionError):
        return False


def bears_signature(entry: Entry, line: bytes) -> bool:
    """Whether a line in canonical form, which `entry` is, bears the signature of its key; quicker than asking the entry."""
    return signed_by(entry.key, entry.signature, line.replace(f'"signature":"{entry.signature}",'.encode(), b"", 1))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of the journal."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A journal as it lies on disk: its good entries, where they end, the hash of the last, and what is wrong."""

    entries: tuple[Entry, ...]
    lines: tuple[bytes, ...]
    length: int  # bytes up to the end of the last whole line
    head: str
    torn: bytes  # what a crash left after it
    problems: tuple[Problem, ...]


def parsed(line: bytes) -> Entry | None:
    """The entry that a line is; None where it is none."""
    try:
        plain = json.loads(line)
        entry = Entry(**{**plain, "commitments": tuple(plain["commitments"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = (entry.time, entry.software, entry.actor, entry.key, entry.what, entry.previous, entry.signature)
    sound = isinstance(entry.seq, int) and isinstance(entry.facts, dict) and all(isinstance(t, str) for t in texts)
    return entry if sound and all(isinstance(c, str) for c in entry.commitments) else None


def scan(layout: Layout) -> Scan:
    """The journal as far as it is whole; never raises for what is written in it."""
    data = layout.journal.read_bytes()
    end = data.rfind(b"\n") + 1
    lines = data[:end].split(b"\n")[:-1]
    torn = data[end:]
    while lines and not lines[-1].strip(b"\0"):  # a power cut may leave zeros where a line should be
        torn = lines.pop() + b"\n" + torn
    entries: list[Entry] = []
    problems: list[Problem] = []
    head, seq, whole = FIRST, 0, True
    for number, line in enumerate(lines, 1):
        entry = parsed(line)
        if entry is None:
            problems.append(Problem(number, "is no entry any more"))
        else:
            if whole and (entry.previous != head or entry.seq != seq + 1):
                problems.append(Problem(number, "does not follow from the line before it"))
            entries.append(entry)
            seq = entry.seq
        head, whole = sha256(line), entry is not None
    return Scan(tuple(entries), tuple(lines), len(data) - len(torn), head, torn, tuple(problems))


class Journal:
    """A journal open for writing. `key` gives the signer when first there is something to sign."""

    def __init__(self, layout: Layout, blobs: Blobs, software: str, actor: str, key: Callable[[], Signer]) -> None:
        self._layout = layout
        self._blobs = blobs
        self._software = software
        self._name = actor
        self._actor: str | None = None
        self._key = key
        self._signer: Signer | None = None
        self.entries: list[Entry] = []
        self._head = FIRST
        self._tree = Tree()
        if layout.journal.exists():
            self._resume()

    def _resume(self) -> None:
        found = scan(self._layout)
        problem = next((f"line {p.line} {p.what}" for p in found.problems), None)
        if problem is None and found.entries and not found.entries[-1].is_signed():
            problem = f"line {len(found.lines)} does not bear the signature of its key"
        if problem is not None:
            raise BrokenJournalError(f"{self._layout.journal}: {problem}; put the journal back from a copy, or build a new case")
        self.entries = list(found.entries)
        self._head = found.head
        for line in found.lines:
            self._tree.add(leaf(line))
        self._actor = next((one.actor for one in self.entries if self._blobs.read(one.actor) == self._self()), None)
        if found.torn:
            self._mend(found)

    def _mend(self, found: Scan) -> None:
        with self._layout.journal.open("r+b") as file:
            file.truncate(found.length)
            os.fsync(file.fileno())
        if not self.entries:
            self.append("opened", version=VERSION)
        self.append("mended", {"dropped": base64.b64encode(found.torn).decode()}, dropped_bytes=len(found.torn))

    def _self(self) -> dict[str, str]:
        return {"actor": self._name}

    def append(self, what: str, *contents: dict[str, Any], **facts: Any) -> Entry:
        """The new last entry, after it and its blobs, one for each of `contents`, are safely on disk."""
        signer = self._signer = self._signer or self._key()
        new = self._actor is None
        commitments = self._blobs.keep([*contents, *([self._self()] if new else [])])
        actor = self._actor = commitments[-1] if self._actor is None else self._actor
        plain = {
            "seq": len(self.entries) + 1,
            "time": datetime.now(UTC).isoformat(timespec="microseconds"),
            "software": self._software,
            "actor": actor,
            "key": signer.public,
            "what": what,
            "commitments": list(commitments[: len(contents)]),
            "facts": facts,
            "previous": self._head,
        }
        line = canonical({**plain, "signature": signer.sign(canonical(plain))})
        append(self._layout.journal, line + b"\n", self._layout.rights(FILE))
        entry = parsed(line)
        if entry is None:
            raise TypeError(f"no entry: {plain}")
        self.entries.append(entry)
        self._head = sha256(line)
        self._tree.add(leaf(line))
        return entry

    @property
    def signer(self) -> Signer:
        """The key that signs here."""
        self._signer = self._signer or self._key()
        return self._signer

    def tree(self) -> dict[str, Any]:
        """Size and root of the Merkle tree over the lines so far."""
        return {"size": self._tree.size, "root": self._tree.root()}

    def head(self) -> str:
        """The head over all lines, as SIZE:ROOT, to be written down elsewhere."""
        return f"{self._tree.size}:{self._tree.root()}"


def heads(lines: tuple[bytes, ...]) -> tuple[str, ...]:
    """The root of the Merkle tree after each number of lines, from none to all."""
    tree = Tree()
    found = [tree.root()]
    for line in lines:
        tree.add(leaf(line))
        found.append(tree.root())
    return tuple(found)


def version_of(layout: Layout) -> object:
    """The case version that the first line tells, of whatever make; None where it tells none."""
    with layout.journal.open("rb") as file:
        try:
            return json.loads(file.readline())["facts"]["version"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
