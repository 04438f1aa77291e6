"""The words of a case, ready to be searched."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from variorum.case.layout import FILE, Layout
from variorum.case.lock import Lock
from variorum.case.search import Index
from variorum.case.store import Case, is_case
from variorum.errors import CaseError
from variorum.model.record import Record
from variorum.run.pipeline import SOFTWARE

LOG = logging.getLogger(__name__)


def index_of(root: Path, record: Record) -> Index:
    """What can be searched of a case's record: as the case keeps it, else made in memory. Nothing is written."""
    return Index(record, Layout(root).search)


def keep_index(root: Path, index: Index, record: Record) -> bool:
    """Whether the index of this record lies in the case now, for the next who searches.

    It is put there only while nobody else changes the case, and only where this is the record that the case has now: of one from before, it
    would bring back words that were erased since.
    """
    if not index.in_memory:
        return True
    if not is_case(root):
        return False
    layout = Layout(root)
    try:
        lock = Lock(layout.lock, layout.rights(FILE))
        try:
            with Case.open(root, SOFTWARE) as case:
                if not case.has_kept(record.fingerprint):
                    return False
            index.keep(layout.search, layout.rights(FILE))
        finally:
            lock.release()
    except (CaseError, OSError, sqlite3.Error) as error:  # somebody is at work there, or the disk is full or read-only
        LOG.info("the index is not kept: %s", error)
        return False
    return True
