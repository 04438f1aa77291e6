"""What the reports of one story tell differently of its happening as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made import bare, count, draft, hour, person, place, report

from variorum.collation.discrepancies import Comparison, total_discrepancies
from variorum.collation.draft import Draft
from variorum.model.reading import Quantity
from variorum.model.record import Discrepancy, Entity, Story


def told(items: Sequence[Draft], entities: Sequence[Entity] = ()) -> list[Discrepancy]:
    """The discrepancies of one story of these statements."""
    readings = {
        i.document.id: bare(i.document, quantities=tuple(q for o in items if o.document is i.document for q in o.quantities))
        for i in items
    }
    story = Story("s", "", tuple(sorted(readings)))
    return Comparison(items, list(readings.values()), {e.id: e for e in entities}, []).of_stories(items, [story], {}, [])


def left_dead(id: str, words: str, number: float, published: str) -> Draft:
    d = report(id, f"The flood left {words} dead.", published)
    return draft(
        d,
        f"The flood left {words} dead",
        "leave",
        ("agent", "flood", None),
        ("patient", words, None),
        quantities=(count(d, words, number, "people"),),
    )


def test_a_toll_that_grew_is_told_though_the_clauses_are_no_claim() -> None:
    d = report("b", "Rescuers said four people drowned; four people died.", "2024-03-07")
    died = draft(d, "four people died", "die", ("agent", "four people", None), quantities=(count(d, "four people", 4, "people"),))
    (found,) = told([left_dead("a", "two people", 2, "2024-03-05"), died])
    assert (found.kind, found.relation) == ("quantity", "update")


def test_a_report_with_two_tolls_is_not_compared() -> None:
    d = report("b", "four people died there and six people died here.", "2024-03-07")
    died = [
        draft(d, f"{w} people died", "die", ("agent", f"{w} people", None), quantities=(count(d, f"{w} people", n, "people"),))
        for w, n in (("four", 4), ("six", 6))
    ]
    assert told([left_dead("a", "two people", 2, "2024-03-05"), *died]) == []


def test_no_arrests_and_then_an_arrest_is_an_update() -> None:
    one, two = report("a", "No arrests were made.", "2024-03-05"), report("b", "Police arrested Jon Moe.", "2024-03-08")
    moe = person("e", "Jon Moe", (two, "Jon Moe"))
    items = [
        draft(one, "No arrests were made", "make", ("patient", "arrests", None), polarity="denied"),
        draft(two, "Police arrested Jon Moe", "arrest", ("agent", "Police", None), ("patient", "Jon Moe", "e")),
    ]
    assert [(d.kind, d.relation) for d in told(items, [moe])] == [("polarity", "update")]
    assert (
        told([items[1], draft(report("c", "No arrests were made.", "2024-03-09"), "No arrests were made", "make")], [moe]) == []
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("about 8:30 p.m.", "8:30 p.m.", "T20:30"), ("at 8:50 p.m.", "8:50 p.m.", "T20:50"), ["refinement"]),
        (("at 8:30 p.m.", "8:30 p.m.", "T20:30"), ("at 9:20 p.m.", "9:20 p.m.", "T21:20"), ["contradiction"]),
        (("at 8:30 p.m.", "8:30 p.m.", "T20:30"), ("at 2:10 a.m.", "2:10 a.m.", "T02:10"), []),
    ],
)
def test_hours_of_the_happening(first: tuple[str, str, str], second: tuple[str, str, str], expected: list[str]) -> None:
    items = []
    for id, (words, when, value) in zip("ab", (first, second), strict=True):
        d = report(id, f"The blast happened {words}")
        items.append(draft(d, d.text, "happen", ("agent", "blast", None), times=(hour(d, when, f"2024-03-05{value}"),)))
    assert [d.relation for d in told(items)] == expected


def test_numbers_of_one_street_in_two_reports() -> None:
    one, two = (
        report("a", "It burned in the 1200 block of Elder Street."),
        report("b", "Smoke rose from the 1500 block of Elder Street."),
    )
    items = [draft(one, "It burned", "burn"), draft(two, "Smoke rose", "rise")]
    assert [(d.kind, d.relation) for d in told(items)] == [("place", "contradiction")]


def test_hurt_and_then_dead_is_an_update_and_two_wounds_contradict() -> None:
    one = report("a", "Jon Moe was shot in the leg and is in critical condition.", "2024-03-05")
    two = report("b", "Jon Moe was shot in the chest; Jon Moe died.", "2024-03-08")
    moe = person("e", "Jon Moe", (one, "Jon Moe"), (two, "Jon Moe"))
    items = [
        draft(one, "Jon Moe was shot in the leg and is in critical condition", "shoot", ("patient", "Jon Moe", "e")),
        draft(two, "Jon Moe was shot in the chest", "shoot", ("patient", "Jon Moe", "e")),
        draft(two, "Jon Moe died", "die", ("agent", "Jon Moe", "e")),
    ]
    assert sorted((d.kind, d.relation) for d in told(items, [moe])) == [("detail", "contradiction"), ("detail", "update")]


def test_a_report_that_later_speaks_of_all_as_fewer_contradicts_itself() -> None:
    d = report("a", "The bus held 84 passengers. Firemen freed all 48 passengers.")
    items = [
        draft(
            d,
            "The bus held 84 passengers",
            "hold",
            ("patient", "84 passengers", None),
            quantities=(count(d, "84 passengers", 84, "passenger"),),
        ),
        draft(
            d,
            "freed all 48 passengers",
            "free",
            ("patient", "all 48 passengers", None),
            quantities=(count(d, "48 passengers", 48, "passenger"),),
        ),
    ]
    assert [(x.kind, x.relation) for x in total_discrepancies(items, {})] == [("quantity", "contradiction")]


def test_what_leads_to_an_arrest_is_no_arrest_and_two_of_a_family_have_wounds_of_their_own() -> None:
    none = report("a", "No arrests were made.", "2024-03-05")
    sought = report("b", "A reward is paid for tips that lead to the arrest of Jon Moe.", "2024-03-07")
    moe = person("e", "Jon Moe", (sought, "Jon Moe"))
    items = [
        draft(none, "No arrests were made", "make", ("patient", "No arrests", None), polarity="denied"),
        draft(sought, "the arrest of Jon Moe", "arrest", ("patient", "Jon Moe", "e")),
    ]
    assert told(items, [moe]) == []
    one, two = report("c", "Ida Lund was shot in the face."), report("d", "Ada Lund was shot in the arm.")
    lund = person("e", "Ida Lund", (one, "Ida Lund"), (two, "Ada Lund"))
    shot = [draft(d, d.text.rstrip("."), "shoot", ("patient", name, "e")) for d, name in ((one, "Ida Lund"), (two, "Ada Lund"))]
    assert told(shot, [lund]) == []


def test_to_face_charges_is_no_wound() -> None:
    one = report("a", "Ida Lund was shot in the chest.")
    two = report("b", "A man came to face charges of killing Ida Lund in the old mill.")
    lund = person("e", "Ida Lund", (one, "Ida Lund"), (two, "Ida Lund"))
    items = [
        draft(one, "Ida Lund was shot in the chest", "shoot", ("patient", "Ida Lund", "e")),
        draft(two, "killing Ida Lund", "kill", ("patient", "Ida Lund", "e")),
    ]
    assert told(items, [lund]) == []


def lantern(id: str, words: str, low: float, high: float) -> Draft:
    d = report(id, f"She saw a lantern {words} kilometres away.")
    measured = Quantity(place(d.text, f"{words} kilometres"), low, high, unit="kilometre", dimension="length", kind="measure")
    return draft(d, d.text[:-1], "see", ("agent", "She", None), ("patient", "lantern", None), quantities=(measured,))


def test_two_reports_put_one_thing_about_as_far_away() -> None:
    items = [lantern("a", "two", 2, 2), lantern("b", "two or three", 2, 3)]
    assert [(d.kind, d.relation, [r.value for r in d.readings]) for d in told(items)] == [
        ("quantity", "refinement", ["two kilometres", "two or three kilometres"])
    ]


def test_a_report_that_gives_two_distances_is_not_held_against_another() -> None:
    near = lantern("b", "three", 3, 3)
    d = report("b", near.document.text + " She saw a boat nine kilometres away.")
    far = Quantity(place(d.text, "nine kilometres"), 9, 9, unit="kilometre", dimension="length", kind="measure")
    boat = draft(d, "She saw a boat nine kilometres away", "see", ("patient", "boat", None), quantities=(far,))
    assert told([lantern("a", "two or three", 2, 3), replace(near, document=d), boat]) == []
