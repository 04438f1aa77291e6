"""Merkle trees over the lines of the journal, as RFC 6962 (section 2.1) builds them: heads, and proofs against a head."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf(line: bytes) -> bytes:
    """The hash of one line as a leaf."""
    return hashlib.sha256(b"\x00" + line).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows by one leaf at a time and knows its root; keeps one hash for each complete subtree at its right edge."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    def add(self, hash: bytes) -> None:
        """Takes in the next leaf."""
        size = self.size
        while size & 1:
            hash = _node(self._edge.pop(), hash)
            size >>= 1
        self._edge.append(hash)
        self.size += 1

    def root(self) -> str:
        """The root over all leaves so far, in hexadecimal."""
        if not self._edge:
            return EMPTY.hex()
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = _node(left, root)
        return root.hex()


class Proofs:
    """Proofs over a fixed list of leaves. Hashes are in hexadecimal."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves
        self._known: dict[tuple[int, int], bytes] = {}

    def _root(self, start: int, end: int) -> bytes:
        if end - start == 1:
            return self._leaves[start]
        found = self._known.get((start, end))
        if found is None:
            middle = start + _split(end - start)
            found = self._known[start, end] = _node(self._root(start, middle), self._root(middle, end))
        return found

    def root(self, size: int) -> str:
        """The root over the first `size` leaves."""
        return self._root(0, size).hex() if size else EMPTY.hex()

    def inclusion(self, index: int, size: int) -> list[str]:
        """The path from leaf `index` (from 0) to the root over the first `size` leaves, nearest the leaf first."""
        start, end, path = 0, size, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._root(middle, end))
                end = middle
            else:
                path.append(self._root(start, middle))
                start = middle
        return [one.hex() for one in reversed(path)]

    def consistency(self, old: int, size: int) -> list[str]:
        """That the tree over the first `size` leaves begins with the tree over the first `old`, 0 < old <= size."""
        return [one.hex() for one in self._subproof(old, 0, size, True)]

    def _subproof(self, old: int, start: int, end: int, whole: bool) -> list[bytes]:
        size = end - start
        if old == size:
            return [] if whole else [self._root(start, end)]
        split = _split(size)
        if old <= split:
            return [*self._subproof(old, start, start + split, whole), self._root(start + split, end)]
        return [*self._subproof(old - split, start + split, end, False), self._root(start, start + split)]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def included(line: bytes, index: int, size: int, path: Sequence[str], root: str) -> bool:
    """Whether `path` leads from `line`, the leaf `index` (from 0), to the `root` over `size` leaves (RFC 9162, 2.1.3.2)."""
    steps = _hashes(path)
    if not 0 <= index < size or steps is None:
        return False
    at, last, hash = index, size - 1, leaf(line)
    for step in steps:
        if last == 0:
            return False
        if at & 1 or at == last:
            hash = _node(step, hash)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash = _node(hash, step)
        at, last = at >> 1, last >> 1
    return last == 0 and hash.hex() == root


def consistent(old: int, old_root: str, size: int, root: str, path: Sequence[str]) -> bool:
    """Whether `path` shows that the tree of `size` leaves begins with that of `old` leaves (RFC 9162, 2.1.4.2)."""
    if old == size:
        return old_root == root and not path
    steps = _hashes(path)
    if not 0 < old < size or not steps:
        return False
    if old & (old - 1) == 0:
        steps.insert(0, bytes.fromhex(old_root))
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, now = _node(step, before), _node(step, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = _node(now, step)
        at, last = at >> 1, last >> 1
    return last == 0 and before.hex() == old_root and now.hex() == root


def _hashes(path: Sequence[str]) -> list[bytes] | None:
    """The hashes of a proof; None where one is not written in the one way, in small letters."""
    try:
        found = [bytes.fromhex(one) for one in path]
    except ValueError:
        return None
    return found if [one.hex() for one in found] == list(path) else None
