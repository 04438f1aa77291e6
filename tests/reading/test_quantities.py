"""Quantities: bounds, units and counted nouns, worked out by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from english import reader
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.model.reading import Quantity
from variorum.reading.quantities import find_quantities, measured
from variorum.reading.times import find_times


def found(text: str) -> dict[str, Quantity]:
    doc = reader().parse(text)
    return {q.span.text(text): q for q in find_quantities(doc, find_times(doc, None))}


def test_loose_numbers_are_stored_as_they_come_back() -> None:
    quantity = found("Hundreds of houses burned.")["Hundreds of houses"]
    assert (repr(quantity.low), repr(quantity.high)) == ("100.0", "1000.0")


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "unit"),
    [
        ("They saw 30–40 ships there.", "30–40 ships", 30, 40, "ship"),
        ("It lost 10% or more of it.", "10% or more", 10, None, "percent"),
        ("It cost over $10,000 to build.", "over $10,000", 10000, None, "USD"),
        ("It is two or two and a half kilometres away.", "two or two and a half kilometres", 2, 2.5, "kilometre"),
        ("Up to 300 boats sailed.", "Up to 300 boats", None, 300, "boat"),
        ("At least 12 houses burned.", "At least 12 houses", 12, None, "house"),
        ("Fewer than nine sailors came.", "Fewer than nine sailors", None, 9, "sailor"),
        ("The 123-mile road is closed.", "123-mile", 123, 123, "mile"),
        ("A 26-year-old baker spoke.", "26-year-old", 26, 26, "year"),
        ("They waited four months.", "four months", 4, 4, "month"),
        ("Between 5 and 6 million people live there.", "Between 5 and 6 million people", 5e6, 6e6, "people"),
        ("It was sold for £2.5m to a farmer.", "£2.5m", 2.5e6, 2.5e6, "GBP"),
        ("They climbed two old stone walls.", "two old stone walls", 2, 2, "wall"),
        ("It cost three dollars and 50 cents.", "three dollars and 50 cents", 3.5, 3.5, "USD"),
        ("Two of the bakers left.", "Two of the bakers", 2, 2, "baker"),
        ("It has a 7- or 8-inch screen.", "7", 7, 7, "inch"),
        ("She was 25 when it burned.", "25", 25, 25, "year"),
    ],
)
def test_a_quantity_has_its_bounds_and_unit(text: str, words: str, low: float | None, high: float | None, unit: str) -> None:
    quantity = found(text)[words]
    assert (quantity.low, quantity.high, quantity.unit) == (low, high, unit)


def test_about_makes_a_quantity_approximate() -> None:
    assert found("Around 83 farmers came.")["Around 83 farmers"].approximate
    assert not found("The 83 farmers came.")["83 farmers"].approximate


def test_the_head_is_the_counted_noun() -> None:
    text = "They climbed two old stone walls."
    head = found(text)["two old stone walls"].head
    assert head is not None
    assert head.text(text) == "walls"


def test_two_currencies_are_two_quantities() -> None:
    quantities = found("It cost $10,000 (£8,186) in all.")
    assert [(q.low, q.unit) for q in quantities.values()] == [(10000, "USD"), (8186, "GBP")]


def test_a_factor_turns_a_measure_into_the_base_unit() -> None:
    quantity = found("It is 3 km long.")["3 km"]
    assert quantity.dimension == "length"
    assert quantity.factor == 1000


def test_a_number_before_or_takes_the_currency_of_the_next() -> None:
    assert [(q.low, q.unit) for q in found("It costs 8 or $9 there.").values()] == [(8, "USD"), (9, "USD")]


@pytest.mark.parametrize(
    "text",
    ["The iPhone 4 owners met.", "The S&P 500 fell.", "It runs version 10.4 now.", "The 3G network fell.", "Flight 447 fell."],
)
def test_a_number_in_a_name_counts_nothing(text: str) -> None:
    assert measured(found(text).values()) == ()


def test_dates_and_clock_times_and_the_pronoun_are_no_quantities() -> None:
    assert found("On July 6, 2022, at 5 p.m., one of them saw that one.") == {}


def test_ordinals_are_marked_and_are_no_measures() -> None:
    quantities = tuple(found("The third attempt failed.").values())
    assert [(q.kind, q.low) for q in quantities] == [("ordinal", 3)]
    assert measured(quantities) == ()


@given(st.integers(2, 99999))
@settings(max_examples=25, deadline=None)
def test_a_number_of_digits_is_read_back_with_or_without_separators(number: int) -> None:
    for written in (f"{number}", f"{number:,}"):
        values = [(q.low, q.high) for q in found(f"They counted {written} kilometres of rope.").values()]
        assert values == [(number, number)]


@given(
    st.lists(st.sampled_from([*"0123456789 -–,.$£%½/mk()", "to ", "two ", "half ", "years ", "or "]), max_size=25).map("".join)
)
@settings(max_examples=40, deadline=None)
def test_any_text_gives_spans_inside_it_in_order(text: str) -> None:
    doc = reader().parse(text)
    spans = [q.span for q in find_quantities(doc, find_times(doc, None))]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
