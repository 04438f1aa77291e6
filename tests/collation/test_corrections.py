"""What people write for a time, a quantity, a role or an origin, and what stands in the reading then."""

from __future__ import annotations

import pytest
from made import bare, count, draft, hour, place, report
from test_decisions import anchor, decision

from variorum.collation.corrections import Amount, Moment, amount, moment
from variorum.collation.decisions import Decisions
from variorum.collation.origins import Origins
from variorum.model.reading import Argument, Quantity, Statement
from variorum.model.span import Span

TEXT = "Twelve people drowned at nine on Monday, the harbour master said."
REPORT = report("a", TEXT)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-03-05", Moment("date", "2024-03-05", False, "2024-03-05", "2024-03-05")),
        ("2024-02", Moment("date", "2024-02", False, "2024-02-01", "2024-02-29")),
        ("2017~", Moment("date", "2017~", True, "2017-01-01", "2017-12-31")),
        ("2024-03-05T14:30", Moment("time", "2024-03-05T14:30", False, "2024-03-05T14:30", "2024-03-05T14:30")),
        ("2024-03-05/2024-03-07", Moment("date", "2024-03-05/2024-03-07", False, "2024-03-05", "2024-03-07")),
        ("PT2H", Moment("duration", "PT2H", False, None, None)),
        ("2024-03-07/2024-03-05", None),
        ("2024-02-30", None),
        ("2024-13", None),
        ("P", None),
        ("PT", None),
        ("Monday", None),
        ("", None),
    ],
)
def test_a_written_time_is_typed_or_refused(written: str, expected: Moment | None) -> None:
    assert moment(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12", Amount(12, 12, False, None)),
        ("10-12 people", Amount(10, 12, False, "people")),
        ("over 1,200", Amount(1200, None, False, None)),
        ("under 5", Amount(None, 5, False, None)),
        ("about 2.5 kilometre", Amount(2.5, 2.5, True, "kilometre")),
        ("12-10", None),
        ("overcast", None),
        ("", None),
    ],
)
def test_a_written_quantity_is_typed_or_refused(written: str, expected: Amount | None) -> None:
    assert amount(written) == expected


def statement() -> Statement:
    words = place(TEXT, "Twelve people drowned at nine")
    who = place(TEXT, "Twelve people")
    return Statement(words, place(TEXT, "drowned"), "drown", (Argument("agent", who, place(TEXT, "people"), "people"),))


def test_a_corrected_time_takes_the_place_of_the_one_read_and_says_by_whom() -> None:
    reading = bare(REPORT, times=(hour(REPORT, "nine", "2024-03-04T09:00"),))
    decided = Decisions([decision("correct", "time", anchor(REPORT, "nine"), value="2024-03-04T21:00")], [REPORT])
    (changed,) = decided.corrected([reading], [REPORT])
    (time,) = changed.times
    assert (time.value, time.earliest, time.anchor) == ("2024-03-04T21:00", "2024-03-04T21:00", "decided by Ann: read twice")
    assert time.span.text(TEXT) == "nine"
    assert decided.corrections("a", Span(0, len(TEXT))) == [
        "“nine” counts as the time “2024-03-04T21:00”, decided by Ann: read twice"
    ]
    assert [(s.outcome, s.why) for s in decided.settled()] == [("holds", "the words count as the time “2024-03-04T21:00”")]


def test_a_time_that_was_not_read_is_put_into_the_statements_on_its_words() -> None:
    reading = bare(REPORT, statements=(statement(),))
    decided = Decisions([decision("correct", "time", anchor(REPORT, "nine"), value="2024-03-04T21")], [REPORT])
    (changed,) = decided.corrected([reading], [REPORT])
    assert [t.value for t in changed.times] == ["2024-03-04T21"]
    assert changed.statements[0].times == (0,)


def test_a_corrected_number_keeps_its_unit_and_the_later_correction_stands() -> None:
    reading = bare(REPORT, quantities=(count(REPORT, "Twelve people", 12, "people"),))
    first = decision("correct", "value", anchor(REPORT, "Twelve"), value="13")
    later = decision("correct", "value", anchor(REPORT, "Twelve"), value="over 13", at="2024-05-02")
    decided = Decisions([later, first], [REPORT])
    (changed,) = decided.corrected([reading], [REPORT])
    (quantity,) = changed.quantities
    assert (quantity.low, quantity.high, quantity.unit) == (13, None, "people")
    assert [s.outcome for s in decided.settled()] == ["superseded", "holds"]


def test_another_unit_no_longer_converts_as_the_old_one_did() -> None:
    metres = Quantity(place(TEXT, "nine"), 9, 9, "metre", dimension="length", factor=1.0)
    decided = Decisions([decision("correct", "value", anchor(REPORT, "nine"), value="9 o'clock")], [REPORT])
    (changed,) = decided.corrected([bare(REPORT, quantities=(metres,))], [REPORT])
    assert [(q.unit, q.dimension, q.factor) for q in changed.quantities] == [("o'clock", None, None)]


def test_words_take_another_part_in_their_statement_or_none() -> None:
    reading = bare(REPORT, statements=(statement(),))
    patient = decision("correct", "role", anchor(REPORT, "Twelve people"), value="patient")
    none = decision("correct", "role", anchor(REPORT, "Twelve people"), value="none")
    (changed,) = Decisions([patient], [REPORT]).corrected([reading], [REPORT])
    (emptied,) = Decisions([none], [REPORT]).corrected([reading], [REPORT])
    assert [a.role for a in changed.statements[0].arguments] == ["patient"]
    assert emptied.statements[0].arguments == ()


def test_words_that_took_no_part_get_the_one_they_are_given() -> None:
    reading = bare(REPORT, statements=(statement(),))
    chosen = decision("correct", "role", anchor(REPORT, "at nine"), anchor(REPORT, "people drowned at"), value="circumstance")
    (changed,) = Decisions([chosen], [REPORT]).corrected([reading], [REPORT])
    assert [(a.role, a.span.text(TEXT), a.head.text(TEXT)) for a in changed.statements[0].arguments] == [
        ("agent", "Twelve people", "people"),
        ("circumstance", "at nine", "nine"),
    ]


def test_a_correction_that_says_what_was_read_is_without_effect() -> None:
    reading = bare(REPORT, statements=(statement(),))
    decided = Decisions([decision("correct", "role", anchor(REPORT, "Twelve people"), value="agent")], [REPORT])
    assert decided.corrected([reading], [REPORT]) == [reading]
    assert [s.outcome for s in decided.settled()] == ["without effect"]


def test_a_person_gives_two_statements_one_origin() -> None:
    other = report("b", "A dozen drowned at nine, it was said.")
    items = [
        draft(REPORT, "Twelve people drowned at nine", "drown", ("agent", "Twelve people", None)),
        draft(other, "A dozen drowned at nine", "drown", ("agent", "A dozen", None)),
    ]
    chosen = [
        decision("correct", "origin", anchor(REPORT, "drowned"), value="witness Ola Lund"),
        decision("correct", "origin", anchor(other, "drowned"), value="witness Ola Lund", at="2024-05-02"),
    ]
    decided = Decisions(chosen, [REPORT, other])
    ((origin,), support) = Origins(items, {}, [], decided.origins(items, lambda p: None)).of_claim(items)
    assert (origin.kind, origin.name, origin.why, support) == ("witness", "Ola Lund", "decided by Ann: read twice", "repeated")
    assert [s.why for s in decided.settled()] == ["its origin counts as witness Ola Lund"] * 2
