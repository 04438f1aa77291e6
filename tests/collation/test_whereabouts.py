"""Where it was: sides of a place, in or outside, numbers in a street."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import draft, person, place, report

from variorum.collation.participants import kilometres
from variorum.collation.whereabouts import Streets, addresses, compare_addresses, puts, street_names
from variorum.model.record import Entity, EntityMention, Passage
from variorum.model.span import Span


def relations(one: str, other: str) -> list[str]:
    a, b = report("a", one), report("b", other)
    streets = Streets({"a": one, "b": other})
    left, right = (draft(d, d.text.rstrip("."), "sink", ("agent", "ship", None)) for d in (a, b))
    return [relation for relation, *_ in puts(left, right, {}, {}, streets)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The ship sank north of Cape Holt.", "The ship sank south of Cape Holt.", ["contradiction"]),
        ("The ship sank north of Cape Holt.", "The ship sank south of Cape Wren.", []),
        ("The ship sank in Holt Harbour.", "The ship sank outside Holt Harbour.", ["contradiction"]),
        ("The ship sank in Holt Harbour.", "The ship sank near Holt Harbour.", []),
    ],
)
def test_sides_and_insides_of_one_place(one: str, other: str, expected: list[str]) -> None:
    assert relations(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("the 1200 block of North Elder Street", "the 1,200 block of Elder Street", None),
        ("the 1200 block of Elder Street", "the 1300 block of Elder Street", "contradiction"),
        ("at 1214 Elder Street", "the 1200 block of Elder Street", "refinement"),
        ("the 1200 block of Elder Street", "the 1300 block of Willow Lane", None),
    ],
)
def test_numbers_in_one_street(one: str, other: str, expected: str | None) -> None:
    (a,), (b,) = (addresses(text, Span(0, len(text))) for text in (one, other))
    found = compare_addresses(a, b)
    assert (found and found[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ola Berg, 18, of 76 Elder Street, was charged.", []),
        ("Ola Berg, of the 1200 block of Elder Street, was charged.", []),
        ("A man who lives at 76 Elder Street was charged.", []),
        ("Shots were fired in the area of 76 Elder Street.", [76]),
        ("A man was shot in the 1200 block of Elder Street.", [1200]),
    ],
)
def test_somebodys_address_is_no_place_of_what_happened(text: str, expected: list[int]) -> None:
    assert [a.number for a in addresses(text, Span(0, len(text)))] == expected


def test_a_street_named_for_a_crossing_is_not_a_place_without_its_number() -> None:
    text = "He was hit at Broad Street and Elder Street; another stood in Willow Lane."
    assert [name for name, _ in street_names(text, Span(0, len(text)))] == ["willow"]


def spot(id: str, name: str, latitude: float, longitude: float) -> Entity:
    return Entity(id, "place", name, (), (EntityMention(Passage("x", 0, 1), "name"),), latitude, longitude)


@pytest.mark.parametrize(
    ("one", "other", "named", "expected"),
    [
        ("Oslo", "Bergen", True, ["contradiction"]),
        ("Oslo", "Bergen", False, []),  # of nobody in particular one report may speak of more than the other
        ("Oslo", "Oslo", True, []),  # one name put at two places is a mistake of the map, not of the reports
        ("Oslo", "Norway", True, []),
    ],
)
def test_towns_far_apart(one: str, other: str, named: bool, expected: list[str]) -> None:
    a, b = report("a", f"Ida Lund was held in {one}."), report("b", f"Ida Lund was held in {other}.")
    lund = person("e", "Ida Lund", (a, "Ida Lund")) if named else Entity("e", "person", "a woman", (), ())
    entities = {e.id: e for e in (lund, spot("p", one, 59.9, 10.7), spot("q", other, 60.4, 5.3))}
    left, right = (
        draft(d, d.text.rstrip("."), "hold", ("patient", "Ida Lund", "e"), ("place", town, where))
        for d, town, where in ((a, one, "p"), (b, other, "q"))
    )
    assert [relation for relation, *_ in puts(left, right, entities, {}, Streets({}))] == expected


def test_to_check_in_and_to_check_out_are_done_in_two_towns() -> None:
    a, b = report("a", "Ida Lund checked into a home in Oslo."), report("b", "Ida Lund checked out of a home in Bergen.")
    lund = person("e", "Ida Lund", (a, "Ida Lund"), (b, "Ida Lund"))
    entities = {e.id: e for e in (lund, spot("p", "Oslo", 59.9, 10.7), spot("q", "Bergen", 60.4, 5.3))}
    left, right = (
        draft(d, d.text.rstrip("."), "check", ("agent", "Ida Lund", "e"), ("place", town, where))
        for d, town, where in ((a, "Oslo", "p"), (b, "Bergen", "q"))
    )
    left, right = (replace(d, statement=replace(d.statement, head=place(d.document.text, "checked"))) for d in (left, right))
    assert list(puts(left, right, entities, {}, Streets({}))) == []


def test_places_on_either_side_of_the_date_line_are_near() -> None:
    assert kilometres(spot("p", "Taveuni", -17.0, 179.9), spot("q", "Taveuni", -17.0, -179.9)) == 21.3
