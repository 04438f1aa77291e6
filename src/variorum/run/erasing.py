"""What lines of the journal say of people, erased; that it was erased stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from variorum.case.store import Case
from variorum.errors import InputError
from variorum.run.pipeline import SOFTWARE, derived


def erase(root: Path, lines: Sequence[int], by: str, reason: str) -> int:
    """How many blobs of these journal lines were erased, after the journal was told who erased them and why; the record is made again."""
    if not by.strip() or not reason.strip():
        raise InputError("an erasure needs who erases and why; give --by and --reason")
    with Case.open(root, SOFTWARE, write=True) as case:
        entries = {entry.seq: entry for entry in case.journal.entries}
        unknown = [line for line in lines if line not in entries]
        if unknown:
            raise InputError(f"{root}: the journal has no line {unknown[0]}; `variorum show {root} custody` numbers them")
        gone = [c for line in dict.fromkeys(lines) for c in entries[line].commitments if c in case.blobs]
        if not gone:
            raise InputError(f"{root}: these lines say nothing that can be erased")
        case.tell("erased", {"by": by.strip(), "reason": reason.strip()}, blobs=gone)
        case.finish_erasing()
        derived(case)
    return len(gone)
