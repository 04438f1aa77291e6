"""A case with nothing in it yet, to which reports are added later."""

from __future__ import annotations

from pathlib import Path

from variorum.case.store import Case, check_place, is_case
from variorum.run.pipeline import SOFTWARE, derived


def begin(root: Path) -> bool:
    """Whether a new, empty case was made at `root`; not where one lies there already. Raises CaseError where none can be made."""
    if is_case(root):
        return False
    check_place(root)
    with Case.create(root, SOFTWARE) as case:
        derived(case)
    return True
