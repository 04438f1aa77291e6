"""Statements of reports of a few sentences, put into claims."""

from __future__ import annotations

from dataclasses import replace

import pytest
from english import reader

from variorum.collation.alignment import align
from variorum.collation.collate import named_people
from variorum.collation.draft import Draft, drafts
from variorum.collation.eventpairs import acts, stem, weights
from variorum.collation.identity import identify
from variorum.model.document import Block, Document, Meta
from variorum.model.span import Span


def claims(*reports: str, vectors: bool = True) -> list[list[str]]:
    """The claims that hold words of more than one report, each as the words of its statements."""
    documents = [
        Document(f"d{n}", f"{n}.txt", "", "text/plain", text, (Block(Span(0, len(text))),), Meta(published="2021-03-05"), "en")
        for n, text in enumerate(reports)
    ]
    readings = [reader().read(d) for d in documents]
    if not vectors:
        readings = [replace(r, statements=tuple(replace(s, vector=b"", trigger=b"") for s in r.statements)) for r in readings]
    identity = identify(documents, readings)
    items: list[Draft] = drafts(documents, readings, identity.of)
    groups = align(items, [[d.id for d in documents]], named_people(identity.entities))
    assert sorted(i for group in groups for i in group) == list(range(len(items)))
    shared = [g for g in groups if len({items[i].document.id for i in g}) > 1]
    return [sorted(items[i].words for i in group) for group in shared]


def test_one_act_in_other_words_is_one_claim() -> None:
    assert claims("Workers discovered the wreck near Hollvik.", "The wreck was found by workers near Hollvik.") == [
        ["The wreck was found by workers near Hollvik", "Workers discovered the wreck near Hollvik"]
    ]


def test_one_deed_of_two_people_is_two_claims() -> None:
    assert claims("Karl Brandt deserted his unit.", "Otto Weiss deserted his unit.") == []


def test_what_happened_a_year_apart_to_nobody_in_common_is_two_claims() -> None:
    assert claims("A ferry sank near Hollvik on March 3, 2021.", "A barge sank near Hollvik on March 3, 2019.") == []


def test_another_thing_of_the_same_person_is_another_claim() -> None:
    assert claims("Ida Lund signed a contract with the port.", "Ida Lund repaired a boat in the garden.") == []


def test_statements_without_vectors_are_held_together_by_their_words() -> None:
    one, two = "The flood swept away the old bridge in Hollvik.", "In Hollvik the flood swept away the old bridge."
    assert len(claims(one, two, vectors=False)) == 1


def test_reports_of_different_stories_are_not_compared() -> None:
    text = "Workers discovered the wreck near Hollvik."
    documents = [Document(f"d{n}", f"{n}.txt", "", "text/plain", text, (Block(Span(0, len(text))),)) for n in range(2)]
    identity = identify(documents, readings := [reader().read(d) for d in documents])
    items = drafts(documents, readings, identity.of)
    assert align(items, [["d0"], ["d1"]]) == [(0,), (1,)]


@pytest.mark.parametrize(
    ("noun", "verb"), [("shooting", "shoot"), ("death", "die"), ("murder", "kill"), ("explosion", "explode")]
)
def test_a_noun_tells_the_act_of_its_verb(noun: str, verb: str) -> None:
    assert acts(noun) & acts(verb)


def test_the_ending_that_makes_a_noun_is_taken_off() -> None:
    assert stem("announcement") == stem("announce") == "announc"
    assert stem("sale") == "sale"


def test_evidence_speaks_the_way_its_name_says() -> None:
    for seeing in (True, False):
        assert weights(seeing)["times apart"] < 0 < weights(seeing)["patient shared"]
    assert weights(False)["context"] == 0


def test_what_becomes_of_a_thing_and_of_people_are_two_claims() -> None:
    found = claims("The ferry's engines died off Hollvik on Monday.", "Nobody died off Hollvik on Monday, the police said.")
    assert not any("engines" in words for group in found for words in group)


def test_one_verb_of_a_person_and_of_a_ship_is_two_claims() -> None:
    assert claims("He ran along the car deck with life jackets.", "The storm was at its worst when it ran onto rocks.") == []


def test_the_same_act_of_a_year_before_is_another_claim() -> None:
    found = claims(
        "Four people were killed on Friday in Hollvik.", "A year earlier, two nurses had been killed at the same port."
    )
    assert found == []


def test_what_may_be_done_by_whoever_could_is_not_what_was_done() -> None:
    assert claims("She ran into the wood to look for someone who could help her.", "The family who helped me were kind.") == []
