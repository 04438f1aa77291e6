"""People and places: names and spellings with their reports, what is told of, by and with them."""

from __future__ import annotations

import re

import pytest
from pictured import HARBOUR, ISLAND, ask, book, read

from variorum.show.room import map, people, person, place, places
from variorum.show.room.answers import Missing


def test_people_stand_with_spellings_and_the_letters_of_those_who_write_them_so() -> None:
    page = read(people)
    assert "Jonas Berg" in page.words
    assert re.search(r"Jonas Berg A B", page.words)
    assert "4 statements in 2 reports" in page.words


def test_people_are_shown_and_sorted_as_asked() -> None:
    assert "Jonas Berg" not in read(people, {"type": ["organisation"]}).words
    assert "Harbour Post" in read(people, {"type": ["organisation"]}).words
    names = [value for value in read(people, {"sort": ["name"]}).every("href", "a") if value.startswith("/people/")]
    assert next(iter(names)) == "/people/e-post"


def test_a_person_has_what_they_say_and_what_others_say_of_them() -> None:
    page = read(person, id="e-berg")
    assert "What Jonas Berg is named as saying" in page.words
    assert "he carried twelve passengers ashore Jonas Berg ‹ Harbour Post, in A" in page.words
    assert "Nobody but themselves speaks of them." in page.words


def test_a_mention_is_shown_in_its_words_and_leads_to_its_report() -> None:
    page = read(person, id="e-lunde")
    assert "All 1 mention" in page.words
    assert "/reports/local?layer=names" in page.every("href")


@pytest.mark.parametrize(("module", "name"), [(person, "nobody"), (person, HARBOUR), (place, "e-berg"), (place, "")])
def test_who_is_not_there_is_missing(module, name: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Missing):
        module.page(book(), ask(id=name))


def test_places_say_where_the_gazetteer_puts_them_or_that_it_does_not() -> None:
    page = read(places)
    assert "61.500, 4.900 GeoNames 314" in page.words
    assert "not in the gazetteer" in page.words


def test_a_place_has_a_map_only_where_the_gazetteer_has_it() -> None:
    assert "land" in read(place, id=HARBOUR).every("class", "path")
    assert "land" not in read(place, id=ISLAND).every("class", "path")
    assert place.picture(book(), ask(id=ISLAND)) == ""


def test_the_map_has_a_pin_for_each_place_with_coordinates_and_says_who_tells_of_it() -> None:
    page = read(map)
    assert page.every("class", "circle").count("pin") == 2, "the place, and the sample in the key"
    assert "Vesterholm: 1 claim told of it (A tells)" in page.words
    assert "1 place on the map; 1 place that the gazetteer lacks, listed below." in page.words


def test_the_map_shows_what_is_told_of_the_time_asked_for() -> None:
    then = read(map, {"from": ["2031-05-09T05:00"], "to": ["2031-05-09T08:00"]})
    later = read(map, {"from": ["2031-05-12T00:00"], "to": ["2031-05-13T00:00"]})
    assert "1 place on the map told of" in then.words
    assert "0 places on the map told of" in later.words
    assert "/timeline?from=2031-05-09T05%3A00&to=2031-05-09T08%3A00" in then.every("href")


def test_pins_are_sized_by_claims() -> None:
    most = map.pins(book())
    assert [(pin.place.id, pin.claims) for pin in most] == [(ISLAND, 1), (HARBOUR, 1)]


@pytest.mark.parametrize("box", ["1,2", "a,b,c,d", "10,10,5,20", "nan,nan,nan,nan", "-inf,0,inf,1", "1e308,0,2e308,9", "0,0,1,1"])
def test_any_part_of_the_world_asked_for_gives_a_map(box: str) -> None:
    page = read(map, {"box": [box]})
    assert "nan" not in "".join(page.every("d"))
    assert "land" in page.every("class", "path")


def test_the_outlines_say_where_they_come_from() -> None:
    assert "Natural Earth" in read(map).words


def test_the_map_of_one_report_has_what_it_alone_tells_of() -> None:
    assert "1 place on the map" in read(map, {"report": ["wire"]}).words
    local = read(map, {"report": ["local"]})
    assert "No place is named in these statements." in local.words
    assert "all reports" in local.words
