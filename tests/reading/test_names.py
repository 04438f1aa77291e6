"""Names: their bounds and types."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from english import pipeline
from hypothesis import given, settings
from hypothesis import strategies as st

spacy = pytest.importorskip("spacy")
from variorum.model.document import Block  # noqa: E402
from variorum.model.span import Span  # noqa: E402
from variorum.reading.namechoice import _apart  # noqa: E402
from variorum.reading.names import find_names  # noqa: E402


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


def named(nlp, text):
    return {(m.span.text(text), m.type) for m in find_names(nlp(text), ())}


def test_articles_titles_and_possessive_endings_stay_outside(nlp):
    found = named(nlp, "Mr. Peter Hanley left the Red Cross's office in Lisbon.")
    assert ("Peter Hanley", "person") in found
    assert ("Red Cross", "organisation") in found
    assert ("Lisbon", "place") in found


def test_a_surname_alone_has_the_type_of_the_full_name(nlp):
    text = "John Madison was arrested in Berlin. Madison, 42, told police he was innocent. Madison denied it."
    assert {t for n, t in named(nlp, text) if n == "Madison"} == {"person"}


def test_a_web_name_is_an_organisation(nlp):
    assert ("Openfiles.org", "organisation") in named(nlp, "The group Openfiles.org published the list on Monday.")


def test_the_same_name_has_one_type_all_over_the_document(nlp):
    text = "Harcourt Group hired guards. Harcourt paid them. The chief of Harcourt said so. Harcourt Group denied it."
    found = named(nlp, text)
    assert len({t for n, t in found if n in ("Harcourt", "Harcourt Group")}) == 1


def test_heads_are_single_words_inside_the_span(nlp):
    text = "Angela Brown of the World Health Organization spoke in New York."
    for m in find_names(nlp(text), ()):
        assert m.span.covers(m.head)
        assert " " not in m.head.text(text)


def test_a_noun_of_naming_tells_the_type(nlp):
    found = named(nlp, "They met in a town called Brenk and joined a unit called Harrow. Harrow was feared.")
    assert ("Brenk", "place") in found
    assert {t for n, t in found if n == "Harrow"} == {"organisation"}


def test_a_noun_for_a_body_before_a_name_tells_that_it_is_one(nlp):
    assert ("Varda", "organisation") in named(nlp, "She left the rights organization Varda in May.")


def test_an_abbreviated_title_stays_outside_but_a_title_in_a_body_s_name_stays_inside(nlp):
    found = named(nlp, "Dr. Helen Marsh sued General Motors in Detroit.")
    assert ("Helen Marsh", "person") in found
    assert ("General Motors", "organisation") in found


def test_an_address_to_go_to_is_no_body(nlp):
    found = named(nlp, "For tickets go to shop.lantern-fair.com or visit lanternfair.com before noon.")
    assert not [n for n, _ in found if "lantern" in n]


def test_shouted_common_words_and_furniture_are_no_names(nlp):
    text = "GREAT service. Daniel Hobbs wrote this review."
    assert {n for n, _ in named(nlp, text)} == {"Daniel Hobbs"}
    blocks = (Block(Span(0, 14), role="furniture"),)
    assert not [m for m in find_names(nlp("Daniel Hobbs . The door was open."), blocks) if m.span.start < 14]


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_names_lie_inside_any_text_in_order_and_apart(text):
    spans = [m.span for m in find_names(pipeline()(text), ())]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_of_overlapping_stretches_those_that_gain_most_together_are_taken():
    offered = [(0, 1), (0, 3), (1, 3), (4, 5)]
    assert _apart(offered, np.array([1.0, 2.5, 2.0, -1.0])) == [0, 2]
    assert _apart(offered, np.array([1.0, 3.5, 2.0, 0.5])) == [1, 3]


def test_a_name_that_ends_as_bodies_do_is_no_person(nlp):
    assert named(nlp, "Fourteen people were hurt, Tornvik Hospital said on Sunday.") == {("Tornvik Hospital", "organisation")}


def test_one_word_behind_the_article_is_no_person(nlp):
    assert all(
        type_ != "person" for _, type_ in named(nlp, "The Morwenna was carrying 48 passengers. A lifeboat reached the Morwenna.")
    )


def test_what_stands_behind_island_of_or_town_of_is_a_place(nlp):
    assert named(nlp, "They sailed to the island of Tarn. He lives in the town of Vosk.") == {
        ("Tarn", "place"),
        ("Vosk", "place"),
    }
