import sqlite3
from pathlib import Path

from variorum.case.database import Database, forget
from variorum.model.span import Span


def made(path: Path, ids: str) -> None:
    database = Database(path, write=True)
    for one in ids:
        database.keep_reading(one, "key", f"reading {one}".encode())
        database.keep_document(one, "key", "hash", Span(0, 1))
    database.close()


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    found = {
        table: connection.execute(f"select rowid, * from {table} order by rowid").fetchall()
        for table in ("readings", "documents")
    }
    connection.close()
    return found


def test_what_is_left_after_forgetting_is_row_for_row_what_never_had_it(tmp_path: Path) -> None:
    made(tmp_path / "had", "pqr")
    forget(tmp_path / "had", tmp_path / "spare", ["q"])
    made(tmp_path / "never", "pr")
    assert rows(tmp_path / "had") == rows(tmp_path / "never")
    assert b"reading q" not in (tmp_path / "had").read_bytes()
    assert not (tmp_path / "spare").exists()


def test_a_database_of_nothing_is_forgotten_from(tmp_path: Path) -> None:
    made(tmp_path / "none", "")
    forget(tmp_path / "none", tmp_path / "spare", ["q"])
    assert rows(tmp_path / "none") == {"readings": [], "documents": []}
