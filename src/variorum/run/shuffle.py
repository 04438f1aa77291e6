"""Grouping by key with nothing but a map and a folder: what belongs together is written together, then fetched.

The files outlast a lost machine; which share a key falls into hangs on the key alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

from variorum.run.place import Place
from variorum.run.runner import Emit, Fold

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


def grouped(map: Map, emit: Emit[A, V], items: Iterable[A], fold: Fold[V, B], place: Place, shares: int) -> list[B]:
    """What `fold` makes of each of `shares` shares of the keys. Values must be what JSON can hold; tuples come back as lists."""
    numbered = list(enumerate(items))
    files = list(map(partial(_scatter, emit, place, shares), numbered))
    return list(map(partial(_gather, fold, place, files), range(shares)))


def _scatter(emit: Emit[A, V], place: Place, shares: int, given: tuple[int, A]) -> str:
    number, item = given
    lines: list[list[bytes]] = [[] for _ in range(shares)]
    for key, value in emit(item):
        lines[share_of(key, shares)].append(json.dumps([key, value], separators=(",", ":")).encode())
    name = f"{number:08}"
    place.write_pieces(name, [b"\n".join(one) for one in lines])
    return name


def _gather(fold: Fold[V, B], place: Place, files: list[str], share: int) -> B:
    under: dict[str, list[V]] = {}
    for name in files:
        for line in place.pieces(name, [share])[0].splitlines():
            key, value = json.loads(line)
            under.setdefault(key, []).append(value)
    return fold(f"{share:05}", ((key, under[key]) for key in sorted(under)))


def share_of(key: str, shares: int) -> int:
    """Which of `shares` shares a key falls into, everywhere and always the same."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()) % shares
