"""Reports, people, and what lines of the journal say, erased from a case; that it was done, by whom and why stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from variorum.case.store import Case
from variorum.errors import InputError
from variorum.run.goings import Going, lines_alone, planned
from variorum.run.pipeline import SOFTWARE, derived


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, and of how many things that the journal says."""

    going: Going
    count: int


def erase(
    path: str | Path,
    lines: Sequence[int] = (),
    by: str = "",
    reason: str = "",
    documents: Sequence[str] = (),
    people: Sequence[str] = (),
    whole: bool = False,
    agreed: Callable[[Going], bool] | None = None,
) -> Erased | None:
    """What was erased from the case at `path`, after the journal was told who did it and why; the record is made again.

    `lines` are numbers of lines of the journal: what they say goes, originals and texts stay. `documents` are names of reports, or of the files
    they came in: all goes that they gave. `people`: every report that names them goes likewise, with all else that names them. `whole`:
    a file of many reports may go for the sake of one. `agreed` is asked before anything is done; None where it does not agree.
    Raises InputError where something is not found, or cannot go alone.
    """
    if not by.strip() or not reason.strip():
        raise InputError("an erasure needs who erases and why; give --by and --reason")
    if not (lines or documents or people):
        raise InputError("nothing to erase is named; give --document, --person, or numbers of lines from `show CASE custody`")
    root = Path(path)
    with Case.open(root, SOFTWARE, write=True) as case:
        going = planned(case, derived(case), documents, people, whole) if documents or people else Going()
        going = lines_alone(case, lines, going)
        if going.traces.stand_in([by, reason]):
            raise InputError(
                "--by or --reason names what is to be erased, and would stay in the journal; word it without that name"
            )
        if not going.blobs and not going.reports:
            raise InputError(f"{root}: nothing of it can be erased, or is there any more")
        if agreed is not None and not agreed(going):
            return None
        case.erase({"by": by.strip(), "reason": reason.strip()}, going.blobs, going.files)
        derived(case)
    return Erased(going, len(going.blobs))
