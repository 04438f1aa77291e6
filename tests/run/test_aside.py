"""The record made aside is the one that a build makes, and is not put down where the journal has grown meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from plainreader import TWO, Plain, case_of, read_by

import variorum
from variorum.case.database import Database
from variorum.case.layout import Layout
from variorum.case.store import Case
from variorum.model.activity import Anchor, Decision
from variorum.run.aside import made_aside, put_down
from variorum.run.pipeline import SOFTWARE


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    read_by(monkeypatch, Plain())
    return case_of(tmp_path, TWO)


def decide(case: Path, at: str) -> None:
    with Case.open(case, SOFTWARE, write=True) as opened:
        opened.decide(Decision("withdraw", "report", (Anchor("0", 0, 5, "Halda"),), "Ann", at, "gone"))


def test_a_record_made_aside_is_the_one_that_a_build_makes(case: Path) -> None:
    decide(case, "2024-05-01")
    made = made_aside(case)
    assert put_down(case, made)
    with Case.open(case, SOFTWARE) as opened:
        assert opened.is_current()
        assert opened.record() == made.record
    Layout(case).database.unlink()
    with variorum.open_case(case) as opened:
        assert opened.record() == made.record


def test_it_is_not_put_down_where_the_journal_has_grown_meanwhile(case: Path) -> None:
    decide(case, "2024-05-01")
    made = made_aside(case)
    before = Layout(case).database.read_bytes()
    decide(case, "2024-05-02")
    assert not put_down(case, made)
    assert Layout(case).database.read_bytes() == before
    assert put_down(case, made_aside(case))


def test_what_must_be_read_anew_is_not_read_aside(case: Path) -> None:
    Database(Layout(case).database, write=True).forget_others([])
    with pytest.raises(variorum.VariorumError):
        made_aside(case)
