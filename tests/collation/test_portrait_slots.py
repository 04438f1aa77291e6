"""What reports of one story tell differently of persons, weapons, places and amounts: written reports in, discrepancies out."""

from __future__ import annotations

import pytest
from test_portraits import FIRST, Told, compared, told

from variorum.collation.corrected import corrected_since
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Discrepancy, Passage, ValueReading
from variorum.model.span import Span

ONE_DAY = (FIRST, FIRST)


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        (
            "A man was shot around 3:40 p.m. on Elm Street.",
            "The shooting happened at about 3:30 p.m. in a park.",
            ("time", "refinement", ("around 3:40 p.m.", "at about 3:30 p.m.")),
        ),
        (
            "Two people were shot. The man is in critical condition. The girl is stable.",
            "The man who was shot on Friday has died. A girl was hurt.",
            ("detail", "update", ("has died", "in critical condition")),
        ),
        (
            "Two men walked up and started shooting at a house.",
            "A lone man walked up to the house and opened fire.",
            ("quantity", "update", ("A lone man", "Two men")),
        ),
        (
            "The gunmen fled in a silver sedan.",
            "They sped off in a black SUV after the shooting, police said of the suspects.",
            ("detail", "contradiction", ("a black SUV", "a silver sedan")),
        ),
        (
            "The boy was taken to Lund Memorial Hospital.",
            "The boy was rushed to Norwick Medical Center.",
            ("place", "contradiction", ("Lund Memorial Hospital", "Norwick Medical Center")),
        ),
        (
            "The boy was taken to a local hospital.",
            "The boy was rushed to Norwick Medical Center.",
            ("place", "refinement", ("local hospital", "Norwick Medical Center")),
        ),
        (
            "The boy was taken to Norwick Memorial Hospital.",
            "The boy was rushed to Norwik Memorial Hospital.",
            ("place", "variant", ("Norwick Memorial Hospital", "Norwik Memorial Hospital")),
        ),
        (
            "Somebody fired 27 shots on Monday.",
            "A gunman fired at least 28 shots.",
            ("quantity", "contradiction", ("27 shots", "at least 28 shots")),
        ),
        (
            "Police did not release any suspect information.",
            "A man was charged with murder.",
            ("polarity", "update", ("charged with", "did not release any suspect information")),
        ),
        ("A reward of $3,000 is offered.", "Police offer a $5,000 reward.", ("quantity", "update", ("$3,000", "$5,000"))),
        (
            "A man in his 40s was arrested.",
            "The 38-year-old man was taken into custody.",
            ("quantity", "contradiction", ("38-year-old", "in his 40s")),
        ),
        (
            "Police found a man shot inside Lund Motors on Elm Street.",
            "The shooting happened at Dahl Repairs on Elm Street.",
            ("place", "contradiction", ("Dahl Repairs", "Lund Motors")),
        ),
        (
            "Shots were fired at Circolo Lund on Elm Street.",
            "The shooting happened at Club Lund on Elm Street.",
            ("place", "variant", ("Circolo Lund", "Club Lund")),
        ),
        (
            "Shots were fired near Elm Street and Oak Street.",
            "The shooting happened near Elm Street and Birch Road.",
            ("place", "refinement", ("Elm Street and Birch Road", "Elm Street and Oak Street")),
        ),
        (
            "Shots were fired on Elm Street, police said.",
            "Shots were fired in the 300 block of Elm Street.",
            ("place", "refinement", ("300 block of Elm Street", "Elm Street")),
        ),
        (
            "The boy accidentally shot himself in the leg.",
            "The boy was accidentally shot by his brother.",
            ("actor", "contradiction", ("accidentally shot himself", "brother")),
        ),
        (
            "A 9-month-old girl was wounded.",
            "A 1-year-old baby was hurt.",
            ("quantity", "contradiction", ("1-year-old", "9-month-old")),
        ),
        (
            "His condition was not available. A boy was shot.",
            "The boy is in critical condition after he was shot.",
            ("detail", "update", ("condition was not available", "in critical condition")),
        ),
    ],
)
def test_two_reports_differ(one: str, two: str, found: Told) -> None:
    assert told(compared(one, two)) == [found]


@pytest.mark.parametrize(
    ("one", "two", "names", "found"),
    [
        (
            "Jo Lund was shot once in the chest.",
            "Jo Lund was struck three times, police said.",
            ("Jo Lund",),
            ("quantity", "contradiction", ("shot once", "struck three times")),
        ),
        (
            "Per Dahl is held without bond.",
            "Per Dahl is held on $5,000 bond.",
            ("Per Dahl",),
            ("quantity", "update", ("$5,000", "without bond")),
        ),
        (
            "Per Dahl pleaded not guilty on Monday.",
            "Per Dahl pleaded guilty on Friday.",
            ("Per Dahl",),
            ("polarity", "update", ("pleaded guilty", "pleaded not guilty")),
        ),
        (
            "Lina Lund, 10, was hurt.",
            "Elina Lund, 10, was hurt.",
            ("Lina Lund", "Elina Lund"),
            ("name", "variant", ("Elina Lund", "Lina Lund")),
        ),
        (
            "Da'Ren Lund was hurt.",
            "Daren Lund was hurt.",
            ("Da'Ren Lund", "Daren Lund"),
            ("name", "variant", ("Daren Lund", "Da'Ren Lund")),
        ),
        (
            "The unidentified man was shot in a park.",
            "Ida Baker, 64, was killed in the park.",
            ("Ida Baker",),
            ("name", "update", ("Ida Baker", "The unidentified man was shot in a park")),
        ),
    ],
)
def test_two_reports_differ_on_one_named(one: str, two: str, names: tuple[str, ...], found: Told) -> None:
    assert found in told(compared(one, two, names=names))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The boy was shot in the left arm.", "The boy was shot in the right arm."),
        ("The boy was shot in the leg.", "The boy was shot in the neck."),
    ],
)
def test_two_wounds_of_one_victim_contradict(one: str, two: str) -> None:
    assert [(d.kind, d.relation) for d in compared(one, two)] == [("detail", "contradiction")]


def test_more_parts_of_the_body_and_a_more_exact_one_are_refinements() -> None:
    assert told(compared("A boy, 9, was shot in the head.", "The 9-year-old boy was shot in the forehead.")) == [
        ("detail", "refinement", ("forehead", "head"))
    ]
    named = compared(
        "Ole Dahl, 30, was hit in the right arm and chest. A 10-year-old girl was grazed.",
        "Two people were hurt. Ole Dahl, 30, was shot in the left leg, right arm and chest.",
        names=("Ole Dahl",),
    )
    assert told(named) == [("detail", "refinement", ("left leg, right arm and chest", "right arm and chest"))]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Police said Friday afternoon that a boy was shot.", "A boy was shot at noon, police said."),  # no noon in "afternoon"
        ("A man was shot at 3 p.m.", "A vigil for the man is at 5 p.m."),
        ("Someone walked up and opened fire.", "Two men walked up and opened fire."),  # "someone" gives no number
        ("The gunman fled in a silver sedan.", "The gunman fled in a gray car."),
        ("Police took a shotgun and a handgun from the house.", "The boy was hurt with a rifle or a pistol."),
        ("The boy was taken to Lund Hospital, then flown to Norwick Hospital.", "The boy was taken to Birk Hospital."),
        ("A man in his 30s was arrested. Another man in his 50s was shot.", "The 44-year-old man was arrested."),
        (
            "A 20-year-old man died. Another 20-year-old man is in critical condition.",
            "A 20-year-old man is in stable condition.",
        ),
        ("The boy was taken to St. Ole's Hospital.", "The boy was taken to St. Oles Memorial Hospital."),
        ("A 14-month-old girl was wounded.", "A 1-year-old baby was hurt."),
        ("The boy faces charges.", "The boy was hit in the face by a ball, not a bullet, in 2030."),
        ("Meanwhile, a man was fatally shot. He was pronounced dead.", "The girl was hit; she is expected to survive."),
    ],
)
def test_what_is_of_other_things_is_not_compared(one: str, two: str) -> None:
    assert told(compared(one, two, days=ONE_DAY)) == []


def test_a_family_name_alone_is_spelt_otherwise_than_in_full() -> None:
    found = compared("Ida Lundberg was hurt. Later Lundburg went home.", "A tree fell.", names=("Ida Lundberg", "Lundburg"))
    assert ("name", "variant", ("Ida Lundberg", "Lundburg")) in told(found)


def test_what_follows_is_an_update_only_where_it_is_told_on_a_later_day() -> None:
    one, other = "No arrests have been made.", "Police have arrested a man."
    assert told(compared(one, other)) == [("polarity", "update", ("No arrests have been made", "Police have arrested"))]
    assert told(compared(one, other, days=ONE_DAY)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A boy found a gun and fired it.", "The boy picked up a handgun."),
        ("A boy found a shotgun and fired it.", "The boy picked up a handgun."),
        ("A 2-year-old boy was shot in a flat.", "The 2-year-old girl was shot in a flat."),
        ("A black male fled in a car after the shooting.", "A white man got into a car and fled the shooting."),
        ("Two men walked up and started shooting at a house.", "A man walked up to the house and opened fire."),
        ("A boy was shot in the buttock.", "A boy was shot in the buttocks."),
        ("Ida Lund is held on $2-million bail.", "Ida Lund is held on $2 million bail."),
    ],
)
def test_what_may_be_another_or_is_one_thing_is_no_difference(one: str, other: str) -> None:
    assert told(compared(one, other)) == []


def test_a_link_behind_a_sentence_does_not_hide_it() -> None:
    found = compared("A boy was shot in the leg.\n\nRELATED: Storm hits coast", "A boy was shot in the neck.")
    assert told(found) == [("detail", "contradiction", ("leg", "neck"))]


def test_an_earlier_version_is_corrected_within_the_report() -> None:
    found = compared("An earlier version of this story misstated the street. It was Oak Street.")
    assert told(found) == [("detail", "update", ("earlier version of this story misstated the street.", "It was Oak Street."))]
    aged = compared("Ida Lund, 3, was hurt. Her age was originally reported as 2 years old.", "A tree fell.", names=("Ida Lund",))
    assert told(aged) == [("quantity", "update", ("2", "3"))]


def _report(id: str, paragraphs: tuple[str, ...], published: str | None) -> Document:
    text = "\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(Span(at, at + len(paragraph))))
        at += len(paragraph) + 1
    return Document(id, f"{id}.txt", "", "text/plain", text, tuple(blocks), Meta(published=published), "en")


def _ages(first: str, second: str) -> Discrepancy:
    readings = (ValueReading(first, (Passage("a", 0, 1),)), ValueReading(second, (Passage("b", 0, 1),)))
    return Discrepancy("x1", "quantity", "contradiction", None, None, readings, f"“{first}” and “{second}”: other ages.")


def test_a_notice_of_correction_makes_an_update_of_a_contradiction() -> None:
    old = _report("a", ("The boy is 13.",), "2031-05-10")
    new = _report("b", ("The boy is 12.", "Correction: The original story said that he was 13 years old."), "2031-05-11")
    (found,) = corrected_since([_ages("13", "12")], [old, new])
    assert found.relation == "update"
    assert found.why == "“13” and “12”: other ages; the report with “12” says that this was corrected."


@pytest.mark.parametrize(
    ("notice", "day"),
    [
        ("Correction: The street is Elm Street.", "2031-05-11"),  # of something else
        ("Correction: He is 12, not 13.", "2031-05-09"),  # before the other report
        ("The police chief spoke of a correction: he is 12, not 13.", "2031-05-11"),  # no notice
    ],
)
def test_other_notices_leave_a_contradiction_as_it_is(notice: str, day: str) -> None:
    documents = [_report("a", ("The boy is 13.",), "2031-05-10"), _report("b", ("The boy is 12.", notice), day)]
    assert corrected_since([_ages("13", "12")], documents)[0].relation == "contradiction"


def test_a_given_name_with_a_letter_told_twice_is_a_spelling() -> None:
    found = compared("Annika Lund was hurt.", "Anika Bo Lund was hurt.", names=("Annika Lund", "Anika Bo Lund"))
    assert ("name", "variant", ("Anika Bo Lund", "Annika Lund")) in told(found)


def test_reports_that_share_no_street_hour_or_person_are_not_held_against_each_other_on_the_scene() -> None:
    one, other = "A boy was shot in the leg on Elm Street.", "A boy was shot in the neck on Birk Avenue."
    assert told(compared(one, other)) == []
    hour = " It happened at 3:40 p.m."
    tied = told(compared(one + hour, other + hour))
    assert ("detail", "contradiction", ("leg", "neck")) in tied
