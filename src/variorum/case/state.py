"""What the journal adds up to: which files were captured, with which sidecar, what failed, and the title."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from variorum.case.blobs import Blobs
from variorum.case.codec import from_plain
from variorum.case.journal import Entry
from variorum.case.naming import short_names
from variorum.model.activity import Decision, Failure
from variorum.model.document import Capture, Meta, Standing, moments

UNTITLED = "Untitled case"
BUILT = {"fingerprint", "database", "record", "methods", "tree"}  # what a build tells


@dataclass(frozen=True, slots=True)
class Taken:
    """One file taken in: its capture, the id of the document it is, and when (as the number of its entry)."""

    capture: Capture  # its name is the whole path
    document: str
    seq: int
    parts: frozenset[str] = frozenset()  # what of it was taken, by their paths inside; empty: all


@dataclass(frozen=True, slots=True)
class Kept:
    """One document of the case: its short name, its capture, and whether a later file took its place."""

    id: str
    name: str
    capture: Capture
    standing: Standing
    captures: tuple[str, ...] = ()  # short names of all the files that it was given as, and when they were fetched
    parts: frozenset[str] = frozenset()  # what of it was taken, by their paths inside; empty: all
    captured: str | None = None  # the first time that a sidecar tells


@dataclass(slots=True)
class State:
    """What the entries so far say. Grows by `apply`, one entry at a time."""

    title: str = UNTITLED
    taken: dict[tuple[str, str], Taken] = field(default_factory=dict)  # by path and hash of the bytes
    latest: dict[str, Taken] = field(default_factory=dict)  # by path
    failed: dict[str, Failure] = field(default_factory=dict)  # by path
    texts: dict[tuple[str, str], None] = field(default_factory=dict)  # document id and text hash, in order
    decisions: list[Decision] = field(default_factory=list)  # in the order they were taken
    changed: int = 0  # number of the last entry that may change the record
    built: Entry | None = None  # the last build
    erased: set[str] = field(default_factory=set)  # commitments whose blobs were erased
    unread: list[int] = field(default_factory=list)  # numbers of entries that say what this version cannot take in

    def apply(self, entry: Entry, blobs: Blobs) -> None:
        """Takes in one entry. An entry whose blobs were erased says nothing any more; one that cannot be taken in is noted."""
        try:
            self._apply(entry, blobs)
        except (KeyError, TypeError, ValueError):
            self.unread.append(entry.seq)

    def _apply(self, entry: Entry, blobs: Blobs) -> None:
        told: dict[str, Any] = {}
        for commitment in entry.commitments:
            told |= {} if commitment in self.erased else blobs.read(commitment) or {}
        change = _CHANGES.get(entry.what)
        if change is not None:
            needed, carry_out = change
            if needed <= told.keys():
                carry_out(self, told, entry)
            self.changed = entry.seq
        elif entry.what == "texted" and told:
            self.texts[told["document"], told["text"]] = None
        elif entry.what == "erased":
            self.erased.update(map(str, entry.facts["blobs"]), erased_by(entry))
            self.changed = entry.seq
        elif entry.what == "built" and entry.facts.keys() >= BUILT:
            self.built = entry

    def _captured(self, told: dict[str, Any], entry: Entry) -> None:
        capture = from_plain(Capture, {**told["capture"], "name": told["path"]})
        before = self.taken.get((capture.name, capture.sha256))
        parts = frozenset(map(str, told.get("parts", ())))
        if before is not None and before.document == told["document"]:
            parts = _together([before.parts, parts])
        taken = Taken(capture, told["document"], entry.seq, parts)
        self.taken[capture.name, capture.sha256] = self.latest[capture.name] = taken
        self.failed.pop(capture.name, None)

    def _found(self, told: dict[str, Any], entry: Entry) -> None:
        self.failed.pop(told["path"], None)

    def _failed(self, told: dict[str, Any], entry: Entry) -> None:
        self.failed[told["path"]] = Failure(told["path"], told["stage"], told["reason"])

    def _retitled(self, told: dict[str, Any], entry: Entry) -> None:
        self.title = told["title"]

    def _decided(self, told: dict[str, Any], entry: Entry) -> None:
        self.decisions.append(from_plain(Decision, told["decision"]))

    def is_built(self) -> bool:
        """Whether nothing that may change the record came after the last build."""
        return self.built is not None and self.built.seq > self.changed

    def has(self, path: str, sha256: str, sidecar: Meta) -> bool:
        """Whether these bytes with this sidecar are what was last taken from this path."""
        taken = self.latest.get(path)
        return taken is not None and not taken.parts and (taken.capture.sha256, taken.capture.sidecar) == (sha256, sidecar)

    def kept(self) -> tuple[Kept, ...]:
        """The documents of the case in order of their ids; equal bytes with equal sidecars are one."""
        groups: dict[str, list[Taken]] = {}
        for taken in self.taken.values():
            groups.setdefault(taken.document, []).append(taken)
        names = self._names(groups)
        every = short_names(taken.capture.name for taken in self.taken.values())
        found = []
        for id, group in sorted(groups.items()):
            first = min(group, key=lambda taken: taken.capture.name)
            current = any(self.latest[taken.capture.name] is taken for taken in group)
            name = names[first.capture.name]
            if not current:  # another file has its path, and its name
                name = f"{name} ({first.capture.sha256[:8]})"
            given = tuple(sorted({_given(every[taken.capture.name], taken.capture.sidecar) for taken in group}))
            fetched = sorted({said for taken in group if (said := taken.capture.sidecar.captured) is not None})
            earliest = min(zip(moments(fetched), fetched, strict=True))[1] if fetched else None
            standing: Standing = "current" if current else "superseded"
            found.append(Kept(id, name, first.capture, standing, given, _together(t.parts for t in group), earliest))
        return tuple(found)

    def failures(self) -> tuple[Failure, ...]:
        """What could not be captured and still cannot, under short names, in order."""
        groups: dict[str, list[Taken]] = {}
        for taken in self.taken.values():
            groups.setdefault(taken.document, []).append(taken)
        names = self._names(groups)
        return tuple(sorted(Failure(names[path], one.stage, one.reason) for path, one in self.failed.items()))

    def _names(self, groups: dict[str, list[Taken]]) -> dict[str, str]:
        firsts = (min(taken.capture.name for taken in group) for group in groups.values())
        return short_names({*firsts, *self.failed})


def _together(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    """All that was taken of a file by several takings; empty, which means all of it, where one of them took all."""
    found = list(parts)
    return frozenset().union(*found) if all(found) else frozenset()


def erased_by(entry: Entry) -> tuple[str, ...]:
    """The commitments whose blobs an entry says are erased: those it lists, and its own list of the files that go."""
    listed = entry.facts.get("blobs") if entry.what == "erased" else None
    return (*map(str, listed), *entry.commitments[1:]) if isinstance(listed, list) else ()


def _given(name: str, sidecar: Meta) -> str:
    return f"{name} (fetched {sidecar.captured})" if sidecar.captured else name


# What an entry tells that may change the record: which members its blobs must have, and what it does.
_CHANGES: dict[str, tuple[set[str], Callable[[State, dict[str, Any], Entry], None]]] = {
    "captured": ({"path", "capture", "document"}, State._captured),
    "read": ({"path"}, State._found),
    "failed": ({"path", "stage", "reason"}, State._failed),
    "retitled": ({"title"}, State._retitled),
    "decided": ({"decision"}, State._decided),
}


def replayed(entries: Iterable[Entry], blobs: Blobs) -> State:
    """The state after all of `entries`."""
    entries = tuple(entries)
    state = State(erased={commitment for entry in entries for commitment in erased_by(entry)})  # whether they are gone yet or not
    for entry in entries:
        state.apply(entry, blobs)
    return state
