"""The pairs of a case that the program is least sure of, from what is derived already."""

from __future__ import annotations

from pathlib import Path

from variorum.case.store import Case
from variorum.collation.unsure import Unsure, unsure_names, unsure_statements
from variorum.model.record import Record
from variorum.run.local import Workers
from variorum.run.pipeline import SOFTWARE, gathered
from variorum.run.sandbox import Sandbox
from variorum.settings import settings_from


def least_sure(root: Path, record: Record) -> tuple[Unsure, ...]:
    """Pairs of statements and of names, the least sure first; those that people have decided on among them.

    Of the case as it is; nothing is written to it.
    """
    settings = settings_from()
    with Workers() as workers, Sandbox(settings) as sandbox, Case.open(root, SOFTWARE) as case:
        held = gathered(case, settings, workers, sandbox)
        readings, _ = held.encoded()
    found = (*unsure_statements(held.documents, readings), *unsure_names(record))
    return tuple(sorted(found, key=lambda u: (u.margin, u.kind, u.one, u.other)))
