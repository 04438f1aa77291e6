"""Decisions taken into a case: found by words, kept in the journal, there again after a rebuild from nothing but the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from plainreader import TWO, Plain, case_of, read_by

import variorum
from variorum.case.layout import Layout
from variorum.case.verify import verify
from variorum.errors import InputError
from variorum.run.decide import decide, take_back


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    read_by(monkeypatch, Plain())
    return case_of(tmp_path, TWO)


def together(case: Path) -> bool:
    """Whether one claim holds statements of both reports."""
    with variorum.open_case(case) as opened:
        record = opened.record()
    where = {s.id: s.document for s in record.statements}
    return any(len({where[s] for s in c.statements}) > 1 for c in record.claims)


def test_a_decision_joins_two_claims_and_outlives_the_database(case: Path) -> None:
    assert not together(case)
    settled = decide(case, "same", ["Halda sank", "ferry went down"], "Ann", "one ferry")
    assert (settled.outcome, settled.why) == ("holds", "joins what was more than one claim")
    assert together(case)
    Layout(case).database.unlink()
    assert together(case)
    assert not verify(case)


def test_a_later_decision_supersedes_and_both_are_kept(case: Path) -> None:
    decide(case, "same", ["Halda sank", "ferry went down"], "Ann", "one ferry")
    decide(case, "different", ["Halda sank", "ferry went down"], "Bo", "two ferries")
    assert not together(case)
    with variorum.open_case(case) as opened:
        decisions = opened.record().decisions
    assert [(s.decision.by, s.outcome) for s in decisions] == [("Ann", "superseded"), ("Bo", "holds")]


def test_a_withdrawn_report_says_so(case: Path) -> None:
    decide(case, "withdraw", ["ferry went down"], "Ann", "its editor says so")
    with variorum.open_case(case) as opened:
        standings = {d.name: d.standing for d in opened.record().documents}
    assert standings == {"gazette.txt": "current", "courier.txt": "withdrawn"}


@pytest.mark.parametrize(
    ("verb", "quotes", "more", "told"),
    [
        ("same", ["Halda sank", "no such words"], {}, "stands in no report"),
        ("same", ["Halda sank", "drowned"], {}, "2 places"),
        ("same", ["Halda sank"], {}, "at least 2"),
        ("withdraw", ["Halda sank"], {"reason": " "}, "--reason"),
        ("withdraw", ["Halda sank"], {"kind": "claim"}, "not of a claim"),
        ("attribute", ["Halda sank"], {}, "--source"),
    ],
)
def test_what_a_decision_lacks_is_told(case: Path, verb: str, quotes: list[str], more: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        decide(case, verb, quotes, "Ann", more.pop("reason", "read twice"), **more)


def test_words_that_stand_in_two_reports_are_told_apart_by_name(case: Path) -> None:
    settled = decide(case, "same", ["gazette.txt: people drowned", "courier.txt: people had drowned"], "Ann", "one toll")
    assert settled.outcome == "holds"


def test_a_statement_moves_to_another_claim_back_and_again(case: Path) -> None:
    decide(case, "same", ["Halda sank", "Twelve people", "ferry went down"], "Ann", "one ferry")
    settled = decide(case, "move", ["ferry went down", "ten people"], "Bo", "the courier tells one thing")
    assert (settled.outcome, settled.why) == ("holds", "moves to another claim")
    assert claims(case) == [["Halda sank", "Twelve people"], ["ferry went down", "ten people"]]
    back = take_back(case, "last", "Ann", "")
    assert (back.outcome, back.decision.verb, back.decision.reason) == ("holds", "undo", "taken back")
    assert claims(case) == [["Halda sank", "Twelve people", "ferry went down"], ["ten people"]]
    again = take_back(case, settled.decision.at, "Ann", "after all", again=True)
    assert again.decision.verb == "redo"
    assert claims(case) == [["Halda sank", "Twelve people"], ["ferry went down", "ten people"]]
    Layout(case).database.unlink()
    assert claims(case) == [["Halda sank", "Twelve people"], ["ferry went down", "ten people"]]


def claims(case: Path) -> list[list[str]]:
    """The claims by the words that each holds."""
    with variorum.open_case(case) as opened:
        record = opened.record()
    texts = {d.id: d.text for d in record.documents}
    told = {s.id: s.span.text(texts[s.document]) for s in record.statements}
    words = ("Halda sank", "Twelve people", "ferry went down", "ten people")
    return sorted([w for w in words if any(w in told[s] for s in c.statements)] for c in record.claims)


def test_what_is_taken_back_must_be_one_that_stands(case: Path) -> None:
    with pytest.raises(InputError, match="0 standing"):
        take_back(case, "last", "Ann", "")
    decide(case, "note", ["Halda sank"], "Ann", "ask the yard")
    with pytest.raises(InputError, match="0 taken back"):
        take_back(case, "last", "Ann", "", again=True)


@pytest.mark.parametrize(
    ("kind", "value"), [("time", "Monday"), ("value", "a dozen"), ("role", "hero"), ("origin", "Ola Lund"), ("time", "")]
)
def test_a_correction_in_a_form_that_cannot_be_read_is_refused_before_the_journal(case: Path, kind: str, value: str) -> None:
    before = Layout(case).journal.read_bytes()
    with pytest.raises(InputError, match=r"is written as|is one of"):
        decide(case, "correct", ["Halda sank"], "Ann", "looked again", kind, value)
    assert Layout(case).journal.read_bytes() == before


def test_a_corrected_number_is_told_with_who_corrected_it_and_the_words_stay(case: Path) -> None:
    decide(case, "correct", ["ten people"], "Ann", "the courier's own correction", "value", "12 people")
    with variorum.open_case(case) as opened:
        record = opened.record()
    (claim,) = [c for c in record.claims if c.why]
    assert claim.why == "“ten people” counts as the value “12 people”, decided by Ann: the courier's own correction"
    assert any("ten people had drowned" in d.text for d in record.documents)
