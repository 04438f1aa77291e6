"""What reports say of one person beside the name."""

from __future__ import annotations

from made import bare, draft, person, place, report

from variorum.collation.traits import trait_discrepancies
from variorum.model.document import Document
from variorum.model.reading import Place, Quantity
from variorum.model.record import Discrepancy


def aged(document: Document, words: str, years: float) -> Quantity:
    return Quantity(place(document.text, words), years, years, "year", kind="age")


def ages(one: tuple[str, str, float, str], other: tuple[str, str, float, str], *names: str) -> list[Discrepancy]:
    documents = [report(id, text, day) for id, (text, _, _, day) in zip("ab", (one, other), strict=True)]
    first, second = names or ("Ida Lund", "Ida Lund")
    entity = person("e", "Ida Lund", (documents[0], first), (documents[1], second))
    readings = [
        bare(d, quantities=(aged(d, words, years),)) for d, (_, words, years, _) in zip(documents, (one, other), strict=True)
    ]
    return trait_discrepancies([entity], documents, readings, [])


def test_two_ages_of_one_person_in_one_week_contradict() -> None:
    found = ages(
        ("Ida Lund, 31, ran.", "31", 31, "2024-03-05"), ("the 33-year-old Ida Lund ran", "33-year-old", 33, "2024-03-06")
    )
    assert [d.relation for d in found] == ["contradiction"] * len(found)
    assert len(found) == 1


def test_a_birthday_may_lie_between_two_reports() -> None:
    assert ages(("Ida Lund, 31, ran.", "31", 31, "2024-03-05"), ("Ida Lund, 32, ran.", "32", 32, "2024-11-06")) == []


def test_relatives_taken_for_one_are_not_compared() -> None:
    found = ages(
        ("Ida Lund, 31, ran.", "31", 31, "2024-03-05"), ("Ola Lund, 58, ran.", "58", 58, "2024-03-05"), "Ida Lund", "Ola Lund"
    )
    assert found == []


def test_the_age_of_the_next_in_a_list_is_not_the_age_of_the_one_before() -> None:
    one = ("They named Ida Lund, 23-year-old Per Moe and others.", "23-year-old", 23, "2024-03-05")
    assert ages(one, ("Ida Lund, 31, ran.", "31", 31, "2024-03-05")) == []


def test_a_citizen_of_one_country_and_a_native_of_another_contradict() -> None:
    a, b = report("a", "Ida Lund is a Danish citizen."), report("b", "Ida Lund is a native of Gdansk.")
    entity = person("e", "Ida Lund", (a, "Ida Lund"), (b, "Ida Lund"))
    danish = Place(place(a.text, "Danish"), country="DK", demonym=True)
    gdansk = Place(place(b.text, "Gdansk"), country="PL")
    items = [
        draft(a, "Ida Lund is a Danish citizen", "be", ("agent", "Ida Lund", "e"), ("attribute", "a Danish citizen", None)),
        draft(b, "Ida Lund is a native of Gdansk", "be", ("agent", "Ida Lund", "e"), ("attribute", "a native of Gdansk", None)),
    ]
    (found,) = trait_discrepancies([entity], [a, b], [bare(a, places=(danish,)), bare(b, places=(gdansk,))], items)
    assert (found.kind, found.relation, found.entity) == ("detail", "contradiction", "e")
