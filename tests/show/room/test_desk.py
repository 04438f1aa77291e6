"""The case on the desk: swapped whole when it changes, changed by one at a time."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from plainreader import Plain, case_of, read_by

from variorum.case.layout import Layout
from variorum.errors import CaseError, VariorumError
from variorum.run.decide import decide
from variorum.show.room import search
from variorum.show.room.desk import Desk


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case of three reports, read plainly."""
    read_by(monkeypatch, Plain())
    return case_of(tmp_path)


def withdraw(root: Path) -> None:
    decide(root, "withdraw", ["The ferry Halda sank on Monday"], "A. Lind", "the desk took it back")


def test_a_decision_of_this_room_is_there_at_once(case: Path) -> None:
    desk = Desk(case)
    before = desk.book
    desk.write(withdraw)
    assert len(desk.book.record.decisions) == 1
    assert before.record.decisions == (), "whoever holds the book from before keeps it whole"


def test_what_another_process_decided_comes_by_itself(case: Path) -> None:
    desk = Desk(case)
    withdraw(case)
    desk.settle()
    assert len(desk.book.record.decisions) == 1


def test_a_book_that_has_not_changed_stays_the_same_one(case: Path) -> None:
    desk = Desk(case)
    book = desk.book
    desk.settle()
    assert desk.book is book


def test_one_after_another_changes_the_case_and_nothing_is_lost(case: Path) -> None:
    desk = Desk(case)
    threads = [threading.Thread(target=desk.write, args=(withdraw,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.book.record.decisions) == 4


def test_while_another_process_builds_the_case_it_can_be_read_and_a_decision_is_refused(case: Path) -> None:
    from variorum.case.store import Case

    desk = Desk(case)
    with Case.open(case, "another", write=True):
        assert desk.book.record.documents
        with pytest.raises(CaseError, match="is building this case"):
            desk.write(withdraw)
    desk.write(withdraw)


def test_a_room_for_reading_only_changes_nothing(case: Path) -> None:
    desk = Desk(case, read_only=True)
    with pytest.raises(VariorumError, match="reading only"):
        desk.write(withdraw)
    assert desk.book.record.decisions == ()


def words(case: Path) -> dict[str, int]:
    """What a case has of an index: files and their rights."""
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in case.glob("*search*")}


def test_what_is_searched_is_kept_for_the_next_its_owners_alone_and_works_on_when_it_is_removed(case: Path) -> None:
    desk = Desk(case)
    assert not search.index(desk, desk.book).in_memory
    assert words(case) == {"case.sqlite-search": 0o600}
    Layout(case).search.unlink()
    assert search.index(desk, desk.book).search("ferry").units


def test_a_room_for_reading_only_searches_in_memory_and_writes_no_index(case: Path) -> None:
    desk = Desk(case, read_only=True)
    assert search.index(desk, desk.book).search("ferry").units
    assert words(case) == {}


def test_while_this_room_changes_the_case_what_is_searched_waits_for_nobody(case: Path) -> None:
    desk = Desk(case)

    def busy(root: Path) -> None:
        assert search.index(desk, desk.book).in_memory

    desk.write(busy)
    assert words(case) == {}


def test_what_goes_wrong_in_a_change_leaves_the_book_as_it_was(case: Path) -> None:
    desk = Desk(case)
    book = desk.book

    def stumble(root: Path) -> None:
        raise VariorumError("no")

    with pytest.raises(VariorumError, match="no"):
        desk.write(stumble)
    assert desk.book is book
