"""What the journal adds up to: which files were captured, with which sidecar, what failed, and the title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from variorum.case.blobs import read_blob
from variorum.case.codec import from_plain
from variorum.case.journal import Entry
from variorum.case.layout import Layout
from variorum.case.naming import short_names
from variorum.model.activity import Decision, Failure
from variorum.model.document import Capture, Meta, Standing

UNTITLED = "Untitled case"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file taken in: its capture, the id of the document it is, and when (as the number of its entry)."""

    capture: Capture  # its name is the whole path
    document: str
    seq: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One document of the case: its short name, its capture, and whether a later file took its place."""

    id: str
    name: str
    capture: Capture
    standing: Standing


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
    fingerprint: str | None = None  # of the last build
    software: str | None = None  # of the last build

    def apply(self, entry: Entry, layout: Layout) -> None:
        """Takes in one entry. An entry whose blob was erased says nothing any more."""
        blobs = [blob for one in entry.commitments if (blob := read_blob(layout, one)) is not None]
        for blob in blobs:
            if entry.what == "captured":
                capture = from_plain(Capture, blob["capture"])
                taken = Taken(capture, blob["document"], entry.seq)
                self.taken[capture.name, capture.sha256] = self.latest[capture.name] = taken
                self.failed.pop(capture.name, None)
            elif entry.what == "read":
                self.failed.pop(blob["path"], None)
            elif entry.what == "failed":
                self.failed[blob["path"]] = Failure(blob["path"], blob["stage"], blob["reason"])
            elif entry.what == "retitled":
                self.title = blob["title"]
            elif entry.what == "texted":
                self.texts[blob["document"], blob["text"]] = None
            elif entry.what == "decided":
                self.decisions.append(from_plain(Decision, blob["decision"]))
        if entry.what in ("captured", "read", "failed", "retitled", "decided"):
            self.changed = entry.seq
        if entry.what == "built":
            self.fingerprint, self.software = entry.facts.get("fingerprint"), entry.software

    def has(self, path: str, sha256: str, sidecar: Meta) -> bool:
        """Whether these bytes with this sidecar are what was last taken from this path."""
        taken = self.latest.get(path)
        return taken is not None and (taken.capture.sha256, taken.capture.sidecar) == (sha256, sidecar)

    def kept(self) -> tuple[Kept, ...]:
        """The documents of the case in order of their ids; equal bytes with equal sidecars are one."""
        groups: dict[str, list[Taken]] = {}
        for taken in self.taken.values():
            groups.setdefault(taken.document, []).append(taken)
        names = self._names(groups)
        found = []
        for id, group in sorted(groups.items()):
            first = min(group, key=lambda taken: taken.capture.name)
            current = any(self.latest[taken.capture.name] is taken for taken in group)
            name = names[first.capture.name]
            if not current:  # another file has its path, and its name
                name = f"{name} ({first.capture.sha256[:8]})"
            found.append(Kept(id, name, first.capture, "current" if current else "superseded"))
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


def replayed(entries: Iterable[Entry], layout: Layout) -> State:
    """The state after all of `entries`."""
    state = State()
    for entry in entries:
        state.apply(entry, layout)
    return state
