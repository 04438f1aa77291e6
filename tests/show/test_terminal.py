"""The terminal's views."""

from __future__ import annotations

from dataclasses import replace

import pytest

from variorum.model.record import Answers, GivenValue, Incident, Participant, Passage, Record
from variorum.show.terminal import VIEWS, cleaned, summary, view


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_view_has_an_ascii_form(ferry: Record, name: str) -> None:
    assert view(ferry, name, ascii=True).isascii()
    assert view(ferry, name).strip()


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_view_of_an_empty_record_says_something(name: str) -> None:
    empty = Record("Untitled case", "variorum 0", "", (), (), (), (), (), (), (), (), (), ())
    assert view(empty, name).strip()


def test_controls_and_turned_words_are_made_visible_and_not_obeyed() -> None:
    assert cleaned("a\x1b[31mb\u202ec\rd\x07\x9b2J") == "a\ufffd[31mb\ufffdc\ufffdd\ufffd\ufffd2J"
    assert cleaned("a\x1b[31m\u2066b", ascii=True) == "a?[31m?b"


def test_control_characters_of_a_report_reach_no_view(ferry: Record) -> None:
    documents = tuple(replace(d, text=d.text.replace("ferry", "f\x1brry"), name="x\x1b]0;t\x07") for d in ferry.documents)
    for name in VIEWS:
        assert "\x1b" not in view(replace(ferry, documents=documents), name)


def test_claims_show_the_words_and_who_says_them(ferry: Record) -> None:
    text = view(ferry, "claims")
    assert "A  “he carried twelve passengers ashore” (Jonas Berg ‹ Harbour Post, in A)" in text
    assert "C  “The hull was torn open” (C tells)" in text


def test_discrepancies_stand_contradictions_first(ferry: Record) -> None:
    signs = [line[0] for line in view(ferry, "discrepancies").splitlines() if line and line[0] in "≠+~→"]
    assert signs == ["≠", "≠", "+"]


def test_a_summary_has_six_lines_with_counts(ferry: Record) -> None:
    lines = summary(ferry, languages=("en",)).splitlines()
    assert len(lines) == 6
    assert lines[0] == "reports        3 (language: 3 en; can read: en)"
    assert lines[3] == "discrepancies  3 (≠ 2 contradictions, + 1 refinement)"
    assert lines[4].startswith("failures       1 (1 not a format")


def test_the_timeline_is_in_order_and_says_who(ferry: Record) -> None:
    first, second = view(ferry, "timeline").splitlines()
    assert first.startswith("about 9 May 2031, 06h  The ferry Alken ran aground")
    assert first.endswith("(Jonas Berg ‹ Harbour Post, in A)")
    assert second.startswith("12 May 2031  The company will inspect")


def test_every_value_of_an_incident_says_who_gives_it(ferry: Record) -> None:
    wire = next(d for d in ferry.documents if "twelve passengers" in d.text)
    local = next(d for d in ferry.documents if "torn open" in d.text)
    at = wire.text.index("twelve passengers")
    berg = next(s for s in ferry.statements if s.document == wire.id and s.span.start <= at < s.span.end)
    told = GivenValue("12", (Passage(wire.id, at, at + 6), Passage(local.id, 0, 4)), (berg.id,), (), 0.5, "")
    someone = Participant("Jonas Berg", None, "injured", (Passage(wire.id, 0, 5),), (), 0.9)
    incident = Incident("s", (wire.id, local.id), (Answers("injured", (told,)),), (someone,))
    lines = view(replace(ferry, incidents=(incident,)), "incidents").splitlines()
    assert lines[1] == "  injured   12 (Jonas Berg ‹ Harbour Post, in A; C tells)"
    assert lines[2] == "  person    Jonas Berg, injured (named in A)"
