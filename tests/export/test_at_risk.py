"""People at risk: the floor on invented passages, and who is listed for which words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from benchmarks import atrisk
from benchmarks.atrisk import Judged, Person, Written, judged, passages, read
from variorum.export.atrisk import AtRisk, people_at_risk, survey
from variorum.export.book import Book
from variorum.model.reading import EntityType
from variorum.model.record import Entity, EntityMention, Passage
from variorum.run.pipeline import collate
from variorum.show.atrisk import listing, notice


def told(*texts: str, published: str = "2031-06-01") -> Book:
    """The record of reports of these texts, as one case."""
    from benchmarks._parse import reader

    documents = [atrisk.document(Written(f"r{n}", text, published, (), (), ())) for n, text in enumerate(texts, 1)]
    return Book.of(collate(documents, [reader().read(one) for one in documents], []))


def listed(book: Book) -> list[tuple[str, str]]:
    """Kind, and name or first words, of each listing."""
    found = survey(book).at_risk
    return [(one.kind, one.name or book.words(one.spans[0].document, one.spans[0].span)) for one in found]


@cache
def results(name: str) -> tuple[Judged, ...]:
    return tuple(judged(written, read(written)) for written in passages(name))


def recall(found: tuple[Judged, ...]) -> float:
    people = sum(len(one.written.people) for one in found)
    return (people - sum(len(one.missed) for one in found)) / people


def precision(found: tuple[Judged, ...]) -> float:
    right = sum(one.right for one in found)
    return right / (right + sum(len(one.wrong) for one in found))


@pytest.mark.parametrize("name", atrisk.SETS)
def test_nine_in_ten_of_those_at_risk_are_listed_with_at_most_one_false_listing_in_four(name: str) -> None:
    found = results(name)
    assert recall(found) >= 0.90, [one.missed for one in found if one.missed]
    assert precision(found) >= 0.75, [one.wrong for one in found if one.wrong]


def test_those_found_guilty_are_told_apart_from_the_accused() -> None:
    for one in results("first"):
        assert not one.unsaid, one.written.id


def test_a_listing_tells_its_words_its_statements_and_who_tells_it() -> None:
    book = told("Lena Aubrecht, 12, ran home, her aunt Ida Moss said. The road was wet.")
    (one,) = survey(book).at_risk
    assert (one.kind, one.name) == ("minor", "Lena Aubrecht")
    assert [book.words(place.document, place.span) for place in one.spans] == ["12"]
    assert all("Lena Aubrecht, 12" in book.words("r1", book.statements[name].span) for name in one.statements)
    assert one.why.startswith("told to be under 18 (“Lena Aubrecht, 12”): ")
    assert "in r1.txt" in one.why or "r1.txt tells" in one.why


def test_a_name_stands_once_for_each_kind_and_all_reports() -> None:
    book = told(
        "Samir Hadd, 15, was detained at the border on Friday.", "Samir Hadd, 15, was detained at the border, officials said."
    )
    found = survey(book).at_risk
    assert [(one.kind, one.name) for one in found] == [("minor", "Samir Hadd"), ("detainee", "Samir Hadd")]
    assert {place.document for place in found[0].spans} == {"r1", "r2"}


def test_an_age_told_of_the_past_makes_nobody_a_minor() -> None:
    assert listed(told("Greta Holm, 81, was fourteen when the war ended.")) == []
    assert listed(told("Otto Brand was 12 years old when his family left in 1990.")) == []


def test_a_year_of_birth_counts_from_the_report() -> None:
    assert listed(told("Ewa Lisk, who was born in 2015, survived the fire.")) == [("minor", "Ewa Lisk")]
    assert listed(told("Ewa Lisk, who was born in 1999, survived the fire.")) == []


def test_an_acquittal_and_a_fallen_verdict_leave_somebody_among_the_accused() -> None:
    book = told("Petra Lund was convicted of murder in 2029. In May a court quashed the conviction of Petra Lund.")
    assert ("accused", "Petra Lund") in listed(book)
    assert survey(book).convicted == ()


def test_somebody_convicted_of_one_thing_and_charged_with_another_is_accused_too() -> None:
    book = told("Petra Lund was convicted of arson in 2029. Police arrested Petra Lund for robbery on Friday.")
    assert ("accused", "Petra Lund") in listed(book)
    assert [one.name for one in survey(book).convicted] == ["Petra Lund"]


def test_whoever_does_it_is_not_taken_for_the_one_it_is_done_to() -> None:
    assert listed(told("Otto Brand, who raped and killed, fled. Captain Dirk Moll seized the rope.")) == []
    assert ("victim of sexual violence", "Hanna Reeve") in listed(told("Hanna Reeve said Otto Brand had raped her."))


def test_the_reason_of_an_acquittal_fits_the_words_quoted() -> None:
    reasons = [one.why for one in survey(told("Karl Petrik was acquitted on Friday.")).at_risk]
    assert [one.partition(" (“")[0] for one in reasons] == ["told to be acquitted"]
    both = [one.why for one in survey(told("Karl Petrik was charged with arson. Karl Petrik was acquitted on Friday.")).at_risk]
    assert [one.partition(" (“")[0] for one in both] == ["told to be accused, and told to be acquitted"]
    (open_,) = survey(told("Karl Petrik was charged with arson.")).at_risk
    assert open_.why.startswith("told to be accused, with no verdict of guilt told (“")


@pytest.mark.parametrize("saw", ["witnessed the killing", "witnessed the shooting", "saw the shooting", "saw the killing"])
@pytest.mark.parametrize("taken_for", ["person", "place", "organisation", "other", None])
def test_a_name_beside_an_age_that_saw_it_is_a_witness_whatever_it_was_taken_for(saw: str, taken_for: EntityType | None) -> None:
    record = told(f"Adan Varga, 34, {saw} from a window.").record
    where = Passage("r1", 0, len("Adan Varga"))
    named = () if taken_for is None else (Entity("e1", taken_for, "Adan Varga", (), (EntityMention(where, "name"),)),)
    found = survey(Book.of(replace(record, entities=named, claims=(), statements=(), stories=(), incidents=()))).at_risk
    assert [(one.kind, one.name) for one in found] == [("witness or insider", "Adan Varga")]
    assert f"“Adan Varga, 34, {saw}”" in found[0].why


def test_the_order_of_reports_makes_no_difference() -> None:
    texts = ("A 15-year-old boy was hurt.", "Nils Aker was charged with arson.", "The whistleblower, Ingrid Sale, left.")
    documents = [atrisk.document(Written(f"r{n}", text, "2031-06-01", (), (), ())) for n, text in enumerate(texts, 1)]
    from benchmarks._parse import reader

    one = collate(documents, [reader().read(d) for d in documents], [])
    other = collate(documents[::-1], [reader().read(d) for d in documents[::-1]], [])
    assert people_at_risk(one) == people_at_risk(other)


def test_the_notice_counts_people_once_and_names_the_command() -> None:
    book = told("Samir Hadd, 15, was detained at the border on Friday.")
    assert notice(book, "mycase") == (
        "1 person in this record needs thought before it leaves the desk: `variorum show mycase at-risk`"
    )
    assert notice(told("The bridge was closed on Friday."), "mycase") is None


def test_the_view_says_so_where_nobody_is_found_and_who_tells_where_somebody_is() -> None:
    assert listing(told("The bridge was closed on Friday.")) == [
        "Nobody was found who needs thought. No rule finds everybody: read the reports with that in mind."
    ]
    lines = listing(told("Karl Bressen was found guilty of fraud on Friday."))
    assert "Told to be convicted (not among the accused)" in lines
    assert any("“Karl Bressen was found guilty”): r1.txt tells" in line for line in lines)


def test_a_passage_is_judged_by_kind_and_by_words() -> None:
    written = Written("x", "Lena Aubrecht, 12, ran home.", "2031-06-01", (Person(("detainee",), ("Lena Aubrecht",)),), (), ())
    found = judged(written, read(written))
    assert found.missed == ("detainee: Lena Aubrecht",)
    assert len(found.wrong) == 1
    assert isinstance(survey(read(written)).at_risk[0], AtRisk)
