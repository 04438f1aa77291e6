"""The words of a case, ready to be searched."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from variorum.case.layout import Layout, can_be_written
from variorum.case.search import Index
from variorum.model.record import Record


def index_of(root: Path, record: Record) -> Index:
    """What can be searched of a case's record: kept in the case, made where it is missing or of another record.

    Where nothing can be written it is made in memory.
    """
    path = Layout(root).search
    try:
        if path.is_file() or can_be_written(root):
            return Index(record, path)
    except (OSError, sqlite3.Error):
        pass  # a full or read-only disk: made below without it
    return Index(record, None)
