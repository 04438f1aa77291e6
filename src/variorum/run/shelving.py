"""What work on single stories gave, kept in a case's database until no story needs it."""

from __future__ import annotations

from typing import Protocol, TypeVar

from variorum.case.database import Database
from variorum.run.derivation import derivation

T = TypeVar("T")


class Kept(Protocol):
    """What has the work on stories of before: a database, or what was taken from one."""

    def story_work(self, kind: type[T], key: str) -> T | None:
        """What work on a story gave, by a hash of all that went into it."""
        ...


class CaseShelf:
    """Looks up and keeps what work on stories gave, under keys that hold only for this program as it is."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._program = derivation("collation")[:16]
        self._used: set[str] = set()
        self._new: dict[str, object] = {}

    def find(self, key: str, kind: type[T]) -> T | None:
        """What is kept under a key; None where there is nothing."""
        whole = self._name(key)
        found = self._kept.story_work(kind, whole)
        if found is not None:
            self._used.add(whole)
        return found

    def _name(self, key: str) -> str:
        return self._program + key[:32]

    def keep(self, key: str, value: object) -> None:
        """Keeps a value under a key, once `put_down`."""
        self._new[self._name(key)] = value

    def put_down(self, database: Database) -> None:
        """Writes what is new, and drops what was not asked for."""
        database.keep_story_work(self._new, self._used)
