"""The record made again beside others who go on writing: the case is held only while it is read and while the record is put down."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from variorum.case.store import Case
from variorum.model.activity import Failure
from variorum.model.record import Record
from variorum.run.derivation import methods
from variorum.run.local import Workers
from variorum.run.pipeline import SOFTWARE, derive, gathered
from variorum.run.sandbox import Sandbox
from variorum.run.shelving import CaseShelf
from variorum.settings import settings_from


@dataclass(frozen=True, slots=True)
class Made:
    """A record, with what it was made of and the last entry of the journal that is in it."""

    record: Record
    key: str
    changed: int
    failures: tuple[Failure, ...]
    work: CaseShelf  # on single stories


def made_aside(root: Path) -> Made:
    """The record of a case as its journal is now, nothing written. Raises CaseError where something must be read anew first."""
    from variorum.collation.collate import collate
    from variorum.export.json_record import with_fingerprint

    settings = settings_from()
    with Workers() as workers, Sandbox(settings) as sandbox, Case.open(root, SOFTWARE) as case:
        found = gathered(case, settings, workers, sandbox)
        marks, known = found.encoded()
        decisions, title, changed = tuple(case.state.decisions), case.state.title, case.state.changed
        work = CaseShelf(case.database.held_story_work())
    known = replace(known, shelf=work)
    record = with_fingerprint(collate(found.documents, marks, decisions, found.failures, title, SOFTWARE, known=known))
    return Made(record, found.key, changed, found.failures, work)


def put_down(root: Path, made: Made) -> bool:
    """Whether the record was kept: it is not where the journal tells more by now."""
    settings = settings_from()
    with Case.open(root, SOFTWARE, write=True) as case:
        if case.state.changed != made.changed:
            return False
        made.work.put_down(case.database)
        case.keep_record(made.key, made.record)
        case.built(made.record.fingerprint, json.dumps(asdict(settings), sort_keys=True), made.failures, methods)
    return True


def made_whole(root: Path) -> None:
    """Makes the record again with the case held all the while: whatever is missing is read anew."""
    settings = settings_from()
    with Workers() as workers, Sandbox(settings) as sandbox, Case.open(root, SOFTWARE, write=True) as case:
        derive(case, settings, workers, sandbox)
