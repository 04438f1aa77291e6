"""People and places: names and spellings with their reports, what is told of, by and with them."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from pictured import HARBOUR, ISLAND, Page, ask, book, read, record

from variorum.export.book import Book
from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.record import Entity, EntityMention
from variorum.show.room import map, people, person, place, places, report
from variorum.show.room.answers import Missing
from variorum.show.room.ask import Ask


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


def test_two_names_are_set_beside_one_another_and_decided_on() -> None:
    page = read(person, {"with": ["e-lunde"]}, id="e-berg")
    assert "Does Jonas Berg mean the same as Marit Lunde ?" in page.words
    assert page.every("action", "form").count("/decisions") >= 3
    pairs = [value for tag, name, value in page.attributes if tag == "input" and name == "value" and ":" in value]
    assert "local:" in " ".join(pairs)


def test_those_who_share_a_word_of_the_name_are_offered_first() -> None:
    found = record()
    bergs = Entity("e-other", "person", "Anna Berg", (), (EntityMention(found.entities[0].mentions[0].place, "name"),))
    both = Book.of(replace(found, entities=(*found.entities, bergs)))
    offered = read(person, id="e-berg", of=both).every("value", "option")
    assert offered[0] == "e-other"
    assert HARBOUR not in offered


def test_a_mention_may_be_said_to_mean_somebody_else() -> None:
    mention = next(one for one in record().entities if one.id == "e-berg").mentions[1].place
    where = f"{mention.document}:{mention.start}-{mention.end}"
    page = read(person, {"apart": [where]}, id="e-berg")
    assert f"/people/e-berg?apart={where}#decide" in page.every("href")
    assert "Does “Jonas Berg” in B mean Jonas Berg ?" in page.words
    assert "mean Jonas Berg" not in read(person, {"apart": ["wire:0-3"]}, id="e-berg").words


def test_a_room_for_reading_only_asks_for_no_decision() -> None:
    for module, id in ((person, "e-berg"), (place, HARBOUR), (report, "wire")):
        page = Page(module.page(book(), Ask({"id": id}, {"with": ["e-lunde"]}, read_only=True)))
        assert "/decisions" not in page.every("action")
        assert "Nobody has decided anything here." in page.words


def test_what_was_decided_on_a_name_stands_on_its_page() -> None:
    found = record()
    wire = next(one for one in found.documents if one.id == "wire")
    at = next(one for one in found.entities if one.id == "e-berg").mentions[0].place
    hashed = sha256(wire.text.encode()).hexdigest()
    anchor = Anchor(hashed, at.start, at.end, wire.text[at.start : at.end])
    decision = Decision("different", "entity", (anchor,), "Ada", "2031-06-01T10:00:00Z", "another Berg")
    decided = Book.of(replace(found, decisions=(Settled(decision, "holds", "kept apart"),)))
    assert "Ada: another Berg" in read(person, id="e-berg", of=decided).words
    assert "another Berg" not in read(person, id="e-lunde", of=decided).words


def test_who_got_another_id_is_found_by_the_words_that_mean_him() -> None:
    at = next(one for one in record().entities if one.id == "e-berg").mentions[0].place
    where = f"{at.document}:{at.start}-{at.end}"
    assert "Jonas Berg" in read(person, {"at": [where]}, id="gone").words
    assert "/people/e-berg?at=rewrite:66-76" in read(person, id="e-berg").every("value", "input"), "the form leads back by words"
    for nowhere in ("wire:0-1", "wire", "x:1-2", ""):
        with pytest.raises(Missing):
            person.page(book(), ask({"at": [nowhere]}, "gone"))
