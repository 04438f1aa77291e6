"""The chain of custody as text: every line of the journal, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from variorum.case.blobs import Blobs
from variorum.case.journal import Entry
from variorum.case.keys import fingerprint
from variorum.show.terminal import cleaned


def custody(entries: Iterable[Entry], blobs: Blobs) -> str:
    """When, who, what: a line for each entry; "erased" where what it said is gone."""
    return cleaned("\n".join(_lines(entries, blobs))) + "\n"


def _lines(entries: Iterable[Entry], blobs: Blobs) -> Iterator[str]:
    key = ""
    for entry in entries:
        if entry.key != key:
            key = entry.key
            yield f"signed with key {fingerprint(key)}"
        told: dict[str, Any] = {}
        for commitment in entry.commitments:
            told |= blobs.read(commitment) or {}
        who = (blobs.read(entry.actor) or {}).get("actor", "(erased)")
        words = " ".join(_words(entry, told).split()) if told or not entry.commitments else "(erased)"
        yield f"{entry.seq:>4}  {entry.time[:19]}Z  {who}  {entry.what}: {words}".rstrip(": ")


def _words(entry: Entry, told: dict[str, Any]) -> str:
    facts = entry.facts
    if entry.what == "captured":
        capture = told.get("capture", {})
        return f"{told.get('path', '(path erased)')} (original {str(capture.get('sha256'))[:12]}, {capture.get('size')} bytes)"
    if entry.what == "texted":
        how = told.get("how", {})
        converted = f", from {how['media_type']} by {str(how.get('converter'))[:12]}" if "media_type" in how else ""
        return f"document {told['document']} read as text {told['text'][:12]}{converted}"
    if entry.what == "decided":
        decision = told["decision"]
        quotes = " / ".join(f"“{anchor['quote']}”" for anchor in decision["anchors"])
        return f"{decision['verb']} ({decision['kind']}) {quotes} by {decision['by']}: {decision['reason']}"
    if entry.what == "built":
        return f"record {facts['fingerprint'][:12]}; head before it {facts['tree']['size']}:{facts['tree']['root']}"
    if entry.what == "timestamped":
        return f"head {facts['tree']['size']}:{facts['tree']['root'][:12]} by {facts['tsa']}"
    if entry.what == "exported":
        return f"{facts['kind']} {facts['sha256'][:12]} to {told.get('to', '(erased)')}"
    if entry.what == "imported":
        which = ", ".join([*told.get("stories", ()), *told.get("volumes", ())]) or "all stories"
        return f"{which} of {told.get('from', '(erased)')} (edition {facts['fingerprint'][:12]}), {facts['originals']} originals"
    if entry.what == "certified":
        where = f" to {told['to']}" if "to" in told else ""
        return f"content {facts['content'][:12]}{where} under head {facts['tree']['size']}:{facts['tree']['root'][:12]}"
    if entry.what == "erased":
        files = [f"{facts[name]} {name}" for name in ("originals", "texts") if facts.get(name)]
        order = f"by order of {told['by']} ({told['reason']})" if {"by", "reason"} <= told.keys() else "by order"
        gone = [f"{len(facts['blobs'])} blobs", *files]
        return f"{order}: {', '.join(gone)}"
    shown = [str(value) for name, value in sorted({**facts, **told}.items()) if name not in ("blobs", "dropped")]
    return ", ".join(shown)
