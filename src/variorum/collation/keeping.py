"""Work on single stories that was done before, found again by a hash of all that went into it."""

from __future__ import annotations

import hashlib
import typing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from variorum.collation.perstory import Spread
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Story

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")


class Shelf(Protocol):
    """Where what was worked out is kept, by its key. What it gives back is as it was."""

    def find(self, key: str, kind: type[T]) -> T | None:
        """What is kept under a key; None where there is nothing."""
        ...

    def keep(self, key: str, value: object) -> None:
        """Keeps a value under a key."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case's documents before they are collated; all of it can be left out, and changes nothing in the record."""

    stories: tuple[Story, ...] | None = None  # what `find_stories` gives; no decision or version changes what it looks at
    stamps: Mapping[str, str] = field(default_factory=dict)  # by document: a hash of it and of how its reading was made
    shelf: Shelf | None = None


NOTHING = Known()


class Work(Protocol):
    """What is to be done for one story."""

    @property
    def documents_of(self) -> Iterable[str]:
        """The ids of the documents it looks at."""
        ...

    def beside(self) -> Iterator[str]:
        """All else that it looks at, and that is not told by its documents and who is whom in them."""
        ...


def stamps_of(
    known: Mapping[str, str],
    documents: Sequence[Document],
    readings: Sequence[Reading],
    of: Mapping[tuple[str, int], str],
    decided: Set[str],
) -> dict[str, str]:
    """By document: a hash of it, of its reading and of who is whom in it. None for those whose reading a person has changed (`decided`)."""
    chains: dict[str, list[str]] = {}
    for (document, chain), entity in of.items():
        chains.setdefault(document, []).append(f"{chain} {entity}")
    seeing = {r.document for r in readings if any(s.vector for s in r.statements)}
    return {
        d.id: _hash(
            [known[d.id], d.name, d.standing, str(d.report), str(d.version), str(d.id in seeing), *sorted(chains.get(d.id, ()))]
        )
        for d in documents
        if d.id in known and d.id not in decided
    }


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Keeping:
    """Has work on single stories done, unless it was done before."""

    def __init__(self, spread: Spread, shelf: Shelf, stamps: Mapping[str, str]) -> None:
        self._spread, self._shelf, self._stamps = spread, shelf, stamps

    def __call__(self, function: Callable[[A], B], items: Iterable[A], /) -> list[B]:
        """What `function` gives for each item (a `Work`), in order."""
        kind: type[B] = typing.get_type_hints(function)["return"]
        found: list[Any] = []
        missing: deque[tuple[int, str | None]] = deque()

        def to_do() -> Iterator[A]:
            for item in items:
                key = self._key(function.__name__, item)  # type: ignore[arg-type]
                found.append(self._shelf.find(key, kind) if key is not None else None)
                if found[-1] is None:
                    missing.append((len(found) - 1, key))
                    yield item

        for result in self._spread(function, to_do()):
            position, key = missing.popleft()
            found[position] = result
            if key is not None:
                self._shelf.keep(key, result)
        return found

    def _key(self, function: str, work: Work) -> str | None:
        stamps = [self._stamps.get(document) for document in work.documents_of]
        if None in stamps:
            return None
        return _hash([function, *(one for one in stamps if one is not None), "", *work.beside()])
