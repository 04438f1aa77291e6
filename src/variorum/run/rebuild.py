"""Everything derived once more in memory, and what of it differs from what the case has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from variorum.case.state import State
from variorum.case.store import Case
from variorum.case.verify import Finding
from variorum.export.json_record import to_json
from variorum.model.record import Record
from variorum.run.derivation import methods
from variorum.run.pipeline import SOFTWARE, derived

SHOWN = 20  # differing claims that are told one by one


def rebuild(root: Path) -> tuple[Finding, ...]:
    """What is derived otherwise here and now than by the last build; the case is not touched."""
    with Case.open(root, SOFTWARE) as case:
        state = case.state
        kept = case.record() if case.is_current() else None
    with Case.open(root, SOFTWARE, aside=True) as aside:
        record = derived(aside)
    names = {document.id: document.name for document in record.documents}
    texts = [Finding(f"report {names.get(id, id)}", "its text is read otherwise", True) for id, _ in aside.differing]
    if state.built is None:
        return (Finding("record", "was never built; nothing to compare with", True),)
    if record.fingerprint == state.built.facts["fingerprint"]:
        return ()
    return (*_methods(state), *texts, *_claims(kept, record, state))


def _methods(state: State) -> Iterator[Finding]:
    told, here = (state.built.facts["methods"] if state.built is not None else {}), methods()
    other = [stage for stage, digest in here["stages"].items() if told["stages"].get(stage) != digest]
    other += [name for name, digest in here["models"].items() if told.get("models", {}).get(name) != digest]
    if other:
        yield Finding("methods", f"other programs or models than at the last build: {', '.join(other)}", True)
    if told["machine"] != here["machine"] or told["python"] != here["python"]:
        yield Finding("methods", f"built with Python {told['python']} on {told['machine']}", True)


def _claims(kept: Record | None, record: Record, state: State) -> Iterator[Finding]:
    fingerprint = record.fingerprint
    yield Finding(
        "record", f"derived anew it has the fingerprint {fingerprint[:12]}, the last build's was {_told(state)[:12]}", True
    )
    if not state.is_built():
        yield Finding("record", "is behind the journal, so it must differ; the next build brings it up", True)
        return
    if kept is None:
        yield Finding("claims", "which differ cannot be told: there is no whole record of the last build", True)
        return
    old, new = _by_id(kept), _by_id(record)
    lines = [*_pairs(old, new)]
    for label, told in lines[:SHOWN]:
        yield Finding(f"claim “{label}”", told, True)
    if len(lines) > SHOWN:
        yield Finding("claims", f"{len(lines) - SHOWN} more differ", True)
    if not lines:
        yield Finding("record", "no claim differs; what differs lies in marks, discrepancies or lineages", True)


def _told(state: State) -> str:
    return str(state.built.facts["fingerprint"]) if state.built is not None else ""


def _by_id(record: Record) -> dict[str, dict[str, Any]]:
    return {claim["id"]: claim for claim in to_json(record)["claims"]}


def _pairs(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for id in sorted(old.keys() | new.keys()):
        if id not in new:
            yield old[id]["label"], "is not found anew"
        elif id not in old:
            yield new[id]["label"], "was not there"
        elif other := [name for name, value in old[id].items() if new[id].get(name) != value]:
            yield old[id]["label"], f"differs in {', '.join(other)}"
