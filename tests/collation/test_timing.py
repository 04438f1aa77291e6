"""Which times are of a statement's act, and which date the page, hang on another happening or say no more than the report has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import draft, place, report

from variorum.collation.draft import Draft
from variorum.collation.timing import has_finer, is_label, of_the_act, one_moment, said_from, stamps
from variorum.model.reading import Time


def told(text: str, clause: str, head: str, lemma: str) -> Draft:
    """A statement on `clause` whose verb or noun is `head`."""
    d = report("a", text)
    made = draft(d, clause, lemma)
    return replace(made, statement=replace(made.statement, head=place(text, head)))


def day(text: str, words: str, first: str, last: str | None = None) -> Time:
    return Time(place(text, words), "date", first, False, first, last or first)


def clocked(text: str, words: str, value: str) -> Time:
    return Time(place(text, words), "time", value, False, value[:10], value[:10])


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Baker held over fire on May 4, 2021\nPolice held a baker.", "May 4, 2021", True),
        ("Baker held over fire May 4, 2021 11:41am | Updated", "May 4, 2021", True),
        ("Posted on May 4, 2021 by the desk.", "May 4, 2021", True),
        ("The baker was held on May 4, 2021.\nMore follows.", "May 4, 2021", False),
        ("The baker was held on May 4\nby police.", "May 4", False),
    ],
)
def test_dates_of_the_page_are_stamps(text: str, words: str, expected: bool) -> None:
    assert stamps(day(text, words, "2021-05-04"), told(text, text.rstrip("."), text.split()[0], "hold")) is expected


@pytest.mark.parametrize(
    ("text", "clause", "head", "lemma", "words", "expected"),
    [
        ("A man was shot on Monday.", "A man was shot on Monday", "shot", "shoot", "Monday", True),
        ("On Monday, police said that a man was shot.", "a man was shot", "shot", "shoot", "Monday", False),
        ("A man was found shot on Monday.", "A man was found shot on Monday", "shot", "shoot", "Monday", False),
        ("He died following a shooting on Monday.", "He died following a shooting on Monday", "died", "die", "Monday", False),
        ("He was charged in the shooting on Monday.", "He was charged in the shooting on Monday", "charged", "charge", "Monday", False),
        ("He was held after the Monday attack.", "He was held after the Monday attack", "held", "hold", "Monday", False),
        ("He was held for the May 2 attempted murder.", "He was held for the May 2 attempted murder", "held", "hold", "May 2", False),
        ("A man was shot at a fair that began on Monday.", "A man was shot at a fair that began on Monday", "shot", "shoot", "Monday", False),
        ("The ship sank after midnight.", "The ship sank after midnight", "sank", "sink", "midnight", True),
    ],
)  # fmt: skip
def test_a_time_is_of_the_act_unless_another_happening_stands_before_it(
    text: str, clause: str, head: str, lemma: str, words: str, expected: bool
) -> None:
    assert of_the_act(day(text, words, "2024-03-04"), told(text, clause, head, lemma)) is expected


def test_words_counted_from_the_day_of_writing_are_told_from_days() -> None:
    assert said_from("last week", "overnight")
    assert said_from("Monday", "this morning")
    assert not said_from("Monday night", "March 4")


def test_dying_and_being_charged_may_come_later_than_what_led_to_them() -> None:
    text = "He was hit."
    hit, died, shot = (told(text, text.rstrip("."), "hit", lemma) for lemma in ("hit", "die", "shoot"))
    assert one_moment(hit, shot)
    assert one_moment(died, died)
    assert not one_moment(died, shot)


def test_a_report_that_has_the_finer_time_too_says_nothing_less() -> None:
    text = "It was on Sunday night. It was about 9 p.m."
    coarse, own = day(text, "Sunday night", "2024-03-03"), clocked(text, "9 p.m.", "2024-03-03T21:00")
    fine = clocked("At 9:30 p.m.", "9:30 p.m.", "2024-03-03T21:30")
    assert has_finer(fine, coarse, (coarse, own))
    assert not has_finer(fine, coarse, (coarse,))
    early = clocked("At 6 a.m.", "6 a.m.", "2024-03-03T06:00")
    assert not has_finer(early, coarse, (coarse, own))


def test_a_month_counted_back_or_beside_a_noun_is_a_label() -> None:
    text = "They spoke of the 2016 shooting and of work that began in 2016."
    year = day(text, "2016", "2016-01-01", "2016-12-31")
    assert is_label(year, told(text, "the 2016 shooting", "shooting", "shooting"))
    assert not is_label(year, told(text, "work that began in 2016", "began", "begin"))
    text = "It began last month."
    assert is_label(day(text, "last month", "2016-03-01", "2016-03-31"), told(text, "It began last month", "began", "begin"))
