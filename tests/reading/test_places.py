"""Places: what is found and where it is put."""

from __future__ import annotations

import pytest
from english import pipeline

spacy = pytest.importorskip("spacy")
from variorum.model.span import Span  # noqa: E402
from variorum.reading.gazetteer import fame, lookup, senses  # noqa: E402
from variorum.reading.names import find_names  # noqa: E402
from variorum.reading.places import find_places, locate, wording  # noqa: E402
from variorum.reading.placesenses import demonym, plain, possible  # noqa: E402
from variorum.reading.resolution import Name, lies_in, resolve_names  # noqa: E402
from variorum.reading.toponyms import best_tags, find_toponyms, runs, stretches  # noqa: E402


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


def spans(text, *names):
    return [Span(text.index(n), text.index(n) + len(n)) for n in names]


def located(nlp, text, *names):
    return locate(nlp(text), spans(text, *names))


def toponyms(nlp, text):
    doc = nlp(text)
    return [s.text(text) for s in find_toponyms(doc, find_names(doc, ()))]


def test_a_name_of_many_senses_is_the_most_populous_by_itself(nlp):
    (place,) = located(nlp, "She flew to Paris.", "Paris")
    assert place.country == "FR"
    assert place.why == "more people than its namesakes"


def test_a_state_behind_the_name_picks_the_sense(nlp):
    city, state = located(nlp, "She grew up in Paris, Texas.", "Paris", "Texas")
    assert city.country == "US"
    assert city.latitude == pytest.approx(33.66, abs=0.1)
    assert city.why == "stated to lie in Texas"
    assert state.country == "US"


def test_an_abbreviated_state_picks_the_sense(nlp):
    city, _ = located(nlp, "A barn burned in Athens, Ohio, said police in Athens, Ga.", "Athens", "Ga.")
    assert city.country == "US"


def test_what_is_stated_once_holds_all_over_the_document(nlp):
    text = "Police in Moscow, Idaho, found a car. Nobody in Moscow had seen it."
    first, _ = spans(text, "Moscow", "Idaho")
    again = Span(text.rindex("Moscow"), text.rindex("Moscow") + 6)
    places = locate(nlp(text), [first, *spans(text, "Idaho"), again])
    assert [round(p.latitude) for p in places] == [47, 44, 47]


def test_a_village_in_an_area_lies_in_that_area(nlp):
    village, area = located(nlp, "a fire in Berezovka in the Krasnoyarsk Krai", "Berezovka", "Krasnoyarsk Krai")
    assert village.country == area.country == "RU"
    assert village.why == "stated to lie in Krasnoyarskiy kray"


def test_other_places_of_the_report_pull_a_name_to_their_side(nlp):
    text = "The road joins Dayton, Troy, Piqua and Sidney."
    _, troy, _, _ = located(nlp, text, "Dayton", "Troy", "Piqua", "Sidney")
    assert (round(troy.latitude, 1), round(troy.longitude, 1)) == (40.0, -84.2)
    assert "report" in troy.why


def test_a_county_has_a_place_of_its_own(nlp):
    (county, state) = located(nlp, "Deputies of Coweta County, Georgia, came.", "Coweta County", "Georgia")
    assert county.latitude == pytest.approx(33.35, abs=0.2)
    assert state.longitude == pytest.approx(-83.5, abs=0.5)


def test_what_the_gazetteer_lacks_is_put_at_the_main_place_and_says_so(nlp):
    text = "In Bergen they met at Qwrtz Square. Bergen was cold."
    bergen, square = located(nlp, text, "Bergen", "Qwrtz Square")
    assert (square.latitude, square.geonames_id) == (bergen.latitude, None)
    assert (square.approximate, bergen.approximate) == (True, False)
    assert square.why == "not in the gazetteer; put at Bergen, the report's main place"


def test_what_the_gazetteer_lacks_stays_without_coordinates_where_nothing_else_is_known(nlp):
    (place,) = located(nlp, "They met in Qwrtzburgh.", "Qwrtzburgh")
    assert place.latitude is None
    assert place.why == "not in the gazetteer"


def test_a_text_without_places_has_none(nlp):
    assert find_places(nlp("It rained."), ()) == ()
    assert find_places(nlp(""), ()) == ()


def test_a_demonym_is_marked_as_one(nlp):
    text = "Norwegian guards met them in Oslo."
    found = find_places(nlp(text), find_names(nlp(text), ()))
    assert [(p.span.text(text), p.demonym, p.country) for p in found] == [("Norwegian", True, "NO"), ("Oslo", False, "NO")]


@pytest.mark.parametrize(
    ("word", "home"),
    [("Texans", ("US", "Texas")), ("Swiss", ("CH", "")), ("Londoner", ("GB", "London")), ("European", ("-", "Europe"))],
)
def test_demonyms_belong_to_countries_states_and_towns(word, home):
    assert demonym(word) == home


def test_a_common_word_is_no_demonym():
    assert demonym("Policemen") is None


def test_the_town_inside_the_name_of_a_body_is_a_place(nlp):
    assert toponyms(nlp, "Bergen police said the Clay County Sheriff's Office had called.") == ["Bergen", "Clay County"]


def test_a_town_and_its_state_are_two_places(nlp):
    assert toponyms(nlp, "He was taken to a hospital in Salem, Ore., on Monday.") == ["Salem", "Ore."]


def test_persons_are_no_places(nlp):
    assert toponyms(nlp, "Mr. Lincoln said that Jackson was ill.") == []


@pytest.mark.parametrize(
    ("form", "kind", "name"),
    [
        ("Ky.", "region", "Kentucky"),
        ("W.Va.", "region", "West Virginia"),
        ("CALIF.", "region", "California"),
        ("U.K.", "country", "United Kingdom"),
    ],
)
def test_short_forms_stand_for_their_places(form, kind, name):
    assert (senses(form)[0].kind, senses(form)[0].name) == (kind, name)


def test_codes_of_states_are_places_only_in_capitals_and_never_by_themselves():
    assert senses("OR")[0].name == "Oregon"
    assert not any(s.name == "Oregon" for s in senses("or"))
    assert not any(s.name == "Oregon" for s in lookup("OR"))


def test_marks_and_hyphens_do_not_hide_a_name():
    assert [s.country for s in senses("Zurich")][:1] == ["CH"]
    assert senses("Saint-Denis")[0] == senses("saint denis")[0]


@pytest.mark.parametrize(("name", "known"), [("Norway", "country"), ("Black Sea", "area"), ("Chicago", "city6"), ("Qwrtz", "")])
def test_fame_tells_the_widest_kind(name, known):
    assert fame(name) == known


@pytest.mark.parametrize(("name", "bare"), [("the Hague's", "Hague"), ("Lagos’", "Lagos"), ("New\nYork", "New York")])
def test_articles_and_endings_are_no_part_of_a_name(name, bare):
    assert plain(name) == bare


def test_shortened_words_are_written_out():
    assert any(s.spot.name == "Fort Worth" for s in possible("Ft. Worth"))
    assert any(s.spot.name == "Mount Vernon" for s in possible("Mt. Vernon"))


def test_a_part_of_a_place_is_looked_up_as_the_whole():
    assert possible("western Norway")[0].spot.country == "NO"
    assert possible("North") == ()


def test_a_city_lies_in_its_state_and_country_and_not_the_other_way():
    city = next(s for s in senses("Sacramento") if s.region == "CA" and s.kind == "city")
    state = next(s for s in senses("California") if s.kind == "region" and s.country == "US")
    assert lies_in(city, state)
    assert not lies_in(state, city)
    assert not lies_in(state, state)


def test_the_order_of_names_does_not_change_what_they_mean():
    names = [Name(n, possible(n), 1) for n in ("Dayton", "Troy", "Piqua", "Sidney")]
    there = [m.spot for m in resolve_names(names, {})]
    back = [m.spot for m in resolve_names(names[::-1], {})]
    assert there == back[::-1]


def test_words_of_office_speak_for_a_country(nlp):
    said = wording(nlp("The sheriff and his deputies came."))
    assert said == {"US": 0.5}  # two cues of two, and two that are always against


def test_tags_follow_the_weights_and_never_go_on_from_outside():
    by = {"town": (2.0, 0.5), "street": (-1.0, 2.0), "verb": (-3.0, 4.0)}
    assert best_tags([["town"], ["street"]], by) == [1, 2]
    assert best_tags([["verb"], ["street"]], by) == [0, 0]
    assert list(stretches([1, 2, 0, 1, 1])) == [(0, 2), (3, 4), (4, 5)]


def test_runs_join_capitalised_words_within_a_sentence(nlp):
    doc = nlp("We saw Isle of Man ferries. Nobody came.")
    assert [[doc[i].text for i in run] for run, _ in runs(doc, ())] == [["We"], ["Isle", "of", "Man"], ["Nobody"]]
