"""Time expressions: where they stand and what they mean, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_lang_class

from variorum.model.reading import Time
from variorum.reading import dates
from variorum.reading.times import find_times


@cache
def language() -> Language:
    return get_lang_class("en")()


def untagged(text: str) -> Doc:
    return language()(text)


def found(text: str, dct: str | None = "2023-01-16") -> dict[str, Time]:
    return {t.span.text(text): t for t in find_times(untagged(text), dct)}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The bridge fell on 6 July 2022.", "6 July 2022", "2022-07-06"),
        ("They met on Sunday, March 5, 2017, twice.", "Sunday, March 5, 2017", "2017-03-05"),
        ("It closed in November 2022.", "November 2022", "2022-11"),
        ("She left on Friday.", "Friday", "2023-01-13"),
        ("She left last Friday.", "last Friday", "2023-01-13"),
        ("She left yesterday.", "yesterday", "2023-01-15"),
        ("It began two months ago.", "two months ago", "2022-11"),
        ("It lasted four months.", "four months", "P4M"),
        ("The past six months were dry.", "The past six months", "P6M"),
        ("He built it in 2017 or so.", "2017 or so", "2017~"),
        ("Built in the 1990s.", "the 1990s", "199X"),
        ("Sales fell in the third quarter of 1998.", "the third quarter of 1998", "1998-35"),
        ("He came at 2am on Friday.", "2am on Friday", "2023-01-13T02"),
        ("He came on Friday at around 2:00 a.m. and left.", "Friday at around 2:00 a.m.", "2023-01-13T02:00"),
        ("They meet every Monday.", "every Monday", "XXXX-WXX-1"),
    ],
)
def test_an_expression_has_its_value(text: str, words: str, value: str) -> None:
    assert found(text)[words].value == value


def test_a_range_of_years_is_two_dates() -> None:
    assert [t.value for t in found("Between 1998 and 2010 it grew.").values()] == ["1998", "2010"]


def test_a_day_without_a_year_takes_it_from_the_nearest_full_date_when_the_document_has_none() -> None:
    times = found("He crossed on July 6. He was home in November 2022.", None)
    assert times["July 6"].value == "2022-07-06"
    assert times["July 6"].anchor == "time:37"


def test_nothing_to_hang_on_leaves_the_value_open() -> None:
    assert found("She left on Friday.", None)["Friday"].value is None


def test_a_number_that_counts_is_no_year() -> None:
    assert found("About 1998 people and 2000 metres of rope.") == {}


def test_about_makes_a_date_approximate() -> None:
    assert found("It was built around 1850.")["1850"].approximate


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
@settings(max_examples=50, deadline=None)
def test_every_full_date_is_read_back(day: date) -> None:
    text = f"It was {day.strftime('%B')} {day.day}, {day.year}, then."
    (time,) = [t for t in find_times(untagged(text), None) if t.value]
    assert time.value == time.earliest == time.latest == day.isoformat()


@given(
    st.lists(st.sampled_from([*"0123456789 :-/,.ap m'’\n", "May ", "Friday ", "two ", "week ", "ago"]), max_size=25).map("".join),
    st.sampled_from([None, "2020-02-29", "0001-01-01", "9999-12-31", "nonsense"]),
)
@settings(max_examples=80, deadline=None)
def test_any_text_gives_spans_inside_it_in_order_and_apart(text: str, dct: str | None) -> None:
    spans = [t.span for t in find_times(untagged(text), dct)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.dates(), st.integers(-500, 500))
def test_shifting_by_months_keeps_to_the_calendar(day: date, months: int) -> None:
    moved = dates.month_shift(day, months)
    if moved is not None:
        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
        assert moved.day <= day.day


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_bounds_hold_the_day_they_are_made_from(day: date) -> None:
    for unit in "YQMWDE":
        known = dates.bounds(dates.at(unit, day))
        assert known is not None
        assert known[0] <= day.isoformat() <= known[1]
    assert dates.day_shift(day, 1) == day + timedelta(days=1)
