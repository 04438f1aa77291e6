"""Where it was: sides of a place, in or outside, numbers in a street."""

from __future__ import annotations

import pytest
from made import draft, report

from variorum.collation.whereabouts import Streets, addresses, compare_addresses, puts
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
