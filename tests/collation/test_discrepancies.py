"""Typed values against each other: what contradicts, what refines, what merely differs in form."""

from __future__ import annotations

import pytest

from variorum.collation.spellings import name_discrepancies
from variorum.collation.values import compare_quantities, compare_times
from variorum.model.document import Block, Document
from variorum.model.reading import Quantity, Time
from variorum.model.record import Entity, EntityMention, Passage
from variorum.model.span import Span

HERE = Span(0, 1)


def amount(low: float | None, high: float | None, unit: str = "boat", **more: object) -> Quantity:
    return Quantity(HERE, low, high, unit, **more)  # type: ignore[arg-type]


def day(value: str, earliest: str, latest: str, approximate: bool = False) -> Time:
    return Time(HERE, "time" if "T" in value else "date", value, approximate, earliest, latest)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (amount(12, 12), amount(45, 45), "contradiction"),
        (amount(12, 12), amount(12, 12), None),
        (amount(2, 2), amount(2, 2.5), "refinement"),
        (amount(107, 107), amount(100, None), "refinement"),
        (amount(100, 100, approximate=True), amount(107, 107), "refinement"),
        (amount(2, 2, approximate=True), amount(2, 2), None),
        (amount(6, 6), amount(6, None), None),
        (amount(10, 10, "mile", dimension="length", factor=1609.344), amount(16, 16, "kilometre", dimension="length", factor=1000.0), "variant"),
        (amount(10, 10, "mile", dimension="length", factor=1609.344), amount(60, 60, "kilometre", dimension="length", factor=1000.0), "contradiction"),
    ],
)  # fmt: skip
def test_two_quantities_of_the_same_thing_relate_by_their_values(one: Quantity, other: Quantity, relation: str | None) -> None:
    found = compare_quantities(one, other)
    assert (found and found[0]) == relation


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (day("2021-03-04", "2021-03-04", "2021-03-04"), day("2021-03", "2021-03-01", "2021-03-31"), "refinement"),
        (day("2021-03-04", "2021-03-04", "2021-03-04"), day("2021-03-05", "2021-03-05", "2021-03-05"), "contradiction"),
        (day("2021-03-04", "2021-03-04", "2021-03-04"), day("2021-03-04", "2021-03-04", "2021-03-04"), None),
        (day("2021-03-04T14:00", "2021-03-04", "2021-03-04"), day("2021-03-04T16:00", "2021-03-04", "2021-03-04"), "contradiction"),
        (day("2021-03-04T14", "2021-03-04", "2021-03-04"), day("2021-03-04T14:00", "2021-03-04", "2021-03-04"), None),
        (day("2021-03-04T14", "2021-03-04", "2021-03-04"), day("2021-03-04", "2021-03-04", "2021-03-04"), "refinement"),
    ],
)  # fmt: skip
def test_two_times_of_the_same_thing_relate_by_their_intervals(one: Time, other: Time, relation: str | None) -> None:
    found = compare_times(one, other)
    assert (found and found[0]) == relation


def test_durations_are_never_compared_as_dates() -> None:
    four = Time(HERE, "duration", "P4M", False, "2021-01-01", "2021-04-30")
    assert compare_times(four, day("2022", "2022-01-01", "2022-12-31")) is None


def spelt(*names: str) -> list[str]:
    text = " | ".join(names)
    document = Document("d1", "a.txt", "", "text/plain", text, (Block(Span(0, len(text))),))
    mentions = []
    for name in names:
        at = text.index(name)
        mentions.append(EntityMention(Passage("d1", at, at + len(name)), "name"))
    entity = Entity("e1", "person", names[0], names[1:], tuple(mentions))
    return [r.value for d in name_discrepancies([entity], [document]) for r in d.readings]


def test_two_spellings_of_a_full_name_are_a_variant() -> None:
    assert spelt("Maryna Koval", "Marina Koval") == ["Marina Koval", "Maryna Koval"]


def test_a_surname_alone_is_no_other_spelling() -> None:
    assert spelt("Maryna Koval", "Koval") == []


def test_a_misspelt_surname_alone_is_a_variant_of_the_full_name() -> None:
    assert spelt("Maryna Kovalenko", "Kovelenko") == ["Kovelenko", "Maryna Kovalenko"]


def test_midnight_at_the_end_of_a_day_and_at_the_start_of_the_next_do_not_contradict() -> None:
    friday = Time(Span(0, 1), "time", "2024-03-08T24:00", earliest="2024-03-08", latest="2024-03-08")
    saturday = Time(Span(0, 1), "time", "2024-03-09T00:00", earliest="2024-03-09", latest="2024-03-09")
    tuesday = Time(Span(0, 1), "time", "2024-03-12T00:00", earliest="2024-03-12", latest="2024-03-12")
    assert compare_times(friday, saturday) is None
    found = compare_times(friday, tuesday)
    assert found is not None
    assert found[0] == "contradiction"
