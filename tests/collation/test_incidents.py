"""The incident record: numbers of people and what is told of them, ages, days, places, and who says each value."""

from __future__ import annotations

import datetime
import math
import re

import pytest

from variorum.collation.draft import drafts
from variorum.collation.identity import identify
from variorum.collation.incidents.ages import age_value, ages_in, bearer, bearers
from variorum.collation.incidents.counts import count_evidence
from variorum.collation.incidents.days import day_evidence
from variorum.collation.incidents.evidence import Answer, Evidence, Weighed, likelihood, pool, united
from variorum.collation.incidents.find import Book, find_incidents, participants
from variorum.collation.incidents.groups import groups
from variorum.collation.incidents.named import Named, joined, named_in, tidied
from variorum.collation.incidents.page import Page, lay_out
from variorum.collation.incidents.people import Scene, staged
from variorum.collation.incidents.places import place_evidence, place_key
from variorum.collation.incidents.replies import Asking, Bearing, reply
from variorum.collation.incidents.sides import frame
from variorum.collation.incidents.story import Telling, ages_of
from variorum.collation.incidents.words import told_by_words
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Mention, Place, Quantity, Reading, Time
from variorum.model.record import Incident, Story
from variorum.model.span import Span

NUMBERS = {"two": 2, "three": 3, "four": 4, "12": 12}


def _document(text: str, name: str = "a", published: str | None = "2031-05-10", title: str | None = None) -> Document:
    meta = Meta(title=title, published=published, publisher="Harbour Post")
    return Document(name, name, "", "text/plain", text, (Block(Span(0, len(text))),), meta, "en")


def _reading(
    document: Document, names: tuple[str, ...] = (), places: tuple[str, ...] = (), days: dict[str, str] | None = None
) -> Reading:
    """Sentences at full stops, number words as counts, the given names and places wherever they stand."""
    text = document.text
    people = [m for name in names for m in re.finditer(re.escape(name), text)]
    spots = sorted(Span(m.start(), m.end()) for name in places for m in re.finditer(re.escape(name), text))
    counts = list(re.finditer(r"\b(?:" + "|".join(NUMBERS) + r")\b", text, re.IGNORECASE))
    times = [(Span(m.start(), m.end()), day) for words, day in (days or {}).items() for m in re.finditer(words, text)]
    return Reading(
        document=document.id,
        reader="by hand",
        blocks=document.blocks,
        sentences=tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^.\s][^.]*\.?", text)),
        mentions=tuple(
            Mention(Span(m.start(), m.end()), Span(m.start(), m.end()), "name", "person", i)
            for i, m in enumerate(sorted(people, key=lambda m: m.start()))
        ),
        places=tuple(Place(span, 1.0, 1.0) for span in spots),
        times=tuple(Time(span, "date", day, earliest=day, latest=day) for span, day in sorted(times)),
        quantities=tuple(
            Quantity(Span(m.start(), m.end()), NUMBERS[m[0].lower()], NUMBERS[m[0].lower()], "person") for m in counts
        ),
    )


def _page(text: str, **given: object) -> Page:
    document = _document(text)
    return lay_out(document, _reading(document, **given))  # type: ignore[arg-type]


def _told(text: str, names: tuple[str, ...] = ()) -> set[tuple[int, str, str]]:
    page = _page(text, names=names)
    return {(g.count, g.form, kind) for line in page.lines for g in groups(page, line) for kind in frame(line, g).values()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were killed on the quay.", (2, "number", "dead")),
        ("The blast killed at least three people.", (3, "number", "dead")),
        ("Police found the bodies of two women.", (2, "number", "dead")),
        ("A man and two women were found dead.", (3, "sum", "dead")),
        ("The storm left four people dead.", (4, "number", "dead")),
        ("Three passengers were injured.", (3, "number", "hurt")),
        ("Four people were shot on Monday.", (4, "number", "shot")),
        ("Two sailors were shot to death.", (2, "number", "dead")),
        ("Detectives look into a double homicide.", (2, "several", "dead")),
    ],
)
def test_a_number_of_people_is_tied_to_what_is_told_of_them(text: str, expected: tuple[int, str, str]) -> None:
    assert expected in _told(text)


def test_names_in_a_list_are_added_up() -> None:
    told = _told("Jonas Berg, 41, and Marit Lunde were killed.", names=("Jonas Berg", "Marit Lunde"))
    assert (2, "sum of names", "dead") in told


def test_the_dead_and_their_killer_who_ends_his_life_make_one_more() -> None:
    page = _page("He killed two men. Then he killed himself.")
    assert {e.value for e in count_evidence(page) if "form plus self" in e.features} == {"3"}


def test_last_year_is_background() -> None:
    page = _page("Two men were killed. Last year two women were killed.")
    assert [line.past for line in page.lines] == [False, True]


@pytest.mark.parametrize(
    ("words", "value"), [("23", 23), ("three", 3), ("Twenty-one", 21), ("sixty", 60), ("first", None), ("couple", None)]
)
def test_an_age_is_read_from_digits_and_words(words: str, value: int | None) -> None:
    assert age_value(words) == value


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("A 23-year-old man came.", [23]),
        ("Jonas Berg, 41, came.", [41]),
        ("The boys, ages 4, 6 and 9, came.", [4, 6, 9]),
        ("Two men, 22 and 24, came.", [22, 24]),
        ("A man aged 30 came.", [30]),
        ("A man in his 20s came.", []),
        ("He came 10 years ago, at 5 p.m.", []),
    ],
)
def test_ages_are_found_in_all_their_forms(text: str, ages: list[int]) -> None:
    assert [a.value for a in ages_in(_page(text))] == ages


def test_an_age_belongs_to_the_name_beside_it() -> None:
    page = _page("Jonas Berg, 41, and 19-year-old Marit Lunde came.", names=("Jonas Berg", "Marit Lunde"))
    at = {("a", m.span): (m.span.text(page.document.text), m.span.text(page.document.text)) for m in page.reading.mentions}
    named = named_in(page, at)
    borne = {a.value: one.name for a in ages_in(page) if (one := bearer(page, a, named)) is not None}
    assert borne == {41: "Jonas Berg", 19: "Marit Lunde"}


def test_a_name_beside_an_age_counts_where_the_reader_of_names_passed_it_by() -> None:
    page = _page("Police named him as Odd Rune Vik, 52, of Vesterholm.")
    assert [(n.name, n.how) for n in named_in(page, {})] == [("Odd Rune Vik", "words")]


@pytest.mark.parametrize(
    ("words", "name"),
    [("Tor Dahl,18", "Tor Dahl"), ("Tor Dahl\nNews", "Tor Dahl"), ("Tor Dahl with", "Tor Dahl"), ("Tor Dahl’s", "Tor Dahl")],
)
def test_what_a_reading_took_in_behind_a_name_is_no_part_of_it(words: str, name: str) -> None:
    assert tidied(words) == name


def test_two_full_names_taken_for_one_person_are_kept_apart() -> None:
    page = _page("Jonas Berg and Marit Lunde came. Lunde spoke.", names=("Jonas Berg", "Marit Lunde"))
    at = {("a", m.span): ("e", "Jonas Berg") for m in page.reading.mentions}
    assert [(n.key, n.how) for n in named_in(page, at)] == [("e", "read"), ("name marit lunde", "apart")]


def test_a_name_read_as_a_body_may_be_a_persons_and_a_streets_is_not() -> None:
    page = _page("Marit Lunde came to Harald Hagen Street.", names=("Marit Lunde", "Harald Hagen"))
    assert [(n.name, n.how) for n in named_in(page, {})] == [("Marit Lunde", "other")]


def test_a_given_name_before_and_shares_the_family_name_behind_it() -> None:
    page = _page("Anna and Jonas Berg came.", names=("Jonas Berg",))
    at = {("a", m.span): ("e", "Jonas Berg") for m in page.reading.mentions}
    shared = named_in(page, at)[0]
    assert (shared.name, shared.how, shared.span.text(page.document.text)) == ("Anna Berg", "shared", "Anna")


def test_a_person_known_by_name_in_one_report_is_the_one_read_in_another() -> None:
    named = {
        "a": [Named("e", "Jonas Arne Berg", Span(0, 15))],
        "b": [
            Named("name jonas berg", "Jonas Berg", Span(0, 10), "other"),
            Named("name anna berg", "Anna Berg", Span(12, 21), "words"),
        ],
    }
    assert {(n.key, n.name) for found in joined(named).values() for n in found} == {
        ("e", "Jonas Arne Berg"),
        ("name anna berg", "Anna Berg"),
    }


@pytest.mark.parametrize(
    ("text", "borne"),
    [
        ("Two boys, both 18, came.", {18: 2}),
        ("A 29-year-old man came; another 29-year-old man left.", {29: 2}),
        ("A 29-year-old man came. The 29-year-old man left.", {29: 1}),
        ("A 19-month-old boy came.", {1: 1}),
        ("Their 6- and 10-year-old sons came.", {6: 1, 10: 1}),
        ("They were 13 and 19 years old.", {13: 1, 19: 1}),
    ],
)
def test_how_many_bear_an_age_is_counted(text: str, borne: dict[int, int]) -> None:
    assert bearers(_page(text), (), {}) == borne


def test_a_line_about_another_day_or_place_than_the_incidents_is_told() -> None:
    page = _page(
        "It sank off Norwick on Monday. In June a boat sank off Hale.", places=("Norwick", "Hale"), days={"Monday": "2031-05-05"}
    )
    scene = Scene(datetime.date(2031, 5, 5), "norwick")
    assert staged(page, page.lines[0], scene) == {"dated so": 1.0, "placed so": 1.0, "placed apart": 0.0}
    assert staged(page, page.lines[0], Scene(datetime.date(2031, 3, 1), "vik")) == {
        "dated far": 1.0,
        "placed so": 0.0,
        "placed apart": 1.0,
    }


def test_a_second_age_of_somebody_shown_makes_no_second_person() -> None:
    page = _page("Jonas Berg, 41, came. Jonas Berg, 42, left. A 19-year-old girl stayed.", names=("Jonas Berg",))
    named = {"a": tuple(Named("e", "Jonas Berg", m.span) for m in page.reading.mentions)}
    told = {
        a.value: Evidence("a", str(a.value), str(a.value), (a.span,), {}, "e" if a.value > 40 else None) for a in ages_in(page)
    }
    ages = [Answer(one.key, one.value, 0.9, (one,), {}) for one in told.values()]
    people = [Answer("e", "Jonas Berg", 0.9, (Evidence("a", "e", "Jonas Berg", (Span(0, 10),), {}),), {})]
    bearing = ages_of(Telling((page,), named, {"a": "a"}), people)
    held = tuple(Bearing(age, persons) for age, persons in bearing.items())
    asking = Asking("s", ("a",), (), tuple(map(reply, people)), tuple(map(reply, ages)), held)
    shown = participants(asking, Book([], [], []))
    assert [(p.name, [v.value for v in p.ages]) for p in shown] == [("Jonas Berg", ["41", "42"]), (None, ["19"])]


def test_all_that_the_places_of_a_value_tell_is_put_together() -> None:
    given = [Evidence("a", "k", "v", (Span(0, 1),), {"x": 1.0}), Evidence("b", "k", "v", (Span(0, 1), Span(2, 3)), {"y": 0.5})]
    (answer,) = united(given, {"a": "a", "b": "a", "c": "c"}, ["b", "a", "c"])
    assert [e.document for e in answer.evidence] == ["b", "a"]
    told = {"x": 1.0, "y": 0.5, "share of origins": 0.5, "origins": 0.0, "silent origins": math.log(2), "reports": math.log(2)}
    assert answer.features == pytest.approx(told | {"places": math.log(3)})


@pytest.mark.parametrize(
    ("name", "key"),
    [("St. Olav", "saint olav"), ("Norwick County", "norwick"), ("Fort Hale", "fort hale"), ("Ft. Hale", "fort hale")],
)
def test_places_are_compared_without_county_and_short_forms(name: str, key: str) -> None:
    assert place_key(name) == key


def test_a_town_is_found_in_the_name_of_its_police_and_a_state_is_no_town() -> None:
    page = _page("Norwick police said it happened in Texas.", places=("Texas",))
    assert {e.value for e in place_evidence(page)} == {"Norwick"}


def test_a_part_of_a_town_speaks_for_the_town_too() -> None:
    page = _page("It happened in South Norwick.", places=("South Norwick",))
    assert {e.value for e in place_evidence(page)} == {"South Norwick", "Norwick"}


def test_days_after_publication_are_left_out() -> None:
    page = _page("It sank on Monday. A hearing is set for June.", days={"Monday": "2031-05-05", "June": "2031-06-01"})
    assert [e.value for e in day_evidence(page)] == ["2031-05-05"]


def test_copies_of_one_report_have_one_vote() -> None:
    given = [Evidence(d, v, v, (Span(0, 1),), {}) for d, v in (("a", "2"), ("b", "2"), ("c", "3"))]
    weighed = [Weighed(e, 0.5) for e in given]
    copied = {a.key: a.features["share"] for a in pool(weighed, {"a": "a", "b": "a", "c": "c"}, ["a", "b", "c"])}
    alone = {a.key: a.features["share"] for a in pool(weighed, {"a": "a", "b": "b", "c": "c"}, ["a", "b", "c"])}
    assert copied == {"2": 0.25, "3": 0.25}
    assert alone == pytest.approx({"2": 1 / 3, "3": 1 / 6})


def test_a_likelihood_is_the_logistic_of_its_weights() -> None:
    assert likelihood({"bias": 0.0, "x": 2.0}, {"x": 1.0, "unknown": 5.0}) == 0.880797


def test_kind_and_weapon_come_from_the_first_sentences() -> None:
    told = told_by_words([_page("Two men were hurt in a collision off Norwick. Later a man waved a shotgun.")])
    assert told["kind"][0][0] == "crash"
    assert told["weapon"][0][0] == "shotgun"


def _record_of(*documents: Document) -> Incident:
    readings = [_reading(d, days={"Monday": "2031-05-05"}) for d in documents]
    identity = identify(documents, readings)
    items = drafts(documents, readings, identity.of)
    story = Story("s", "", tuple(d.id for d in documents))
    (found,) = find_incidents(documents, readings, [story], identity.entities, (), items)
    return found


def test_every_value_stands_at_exact_words_and_no_question_has_more_than_three() -> None:
    text = "Two people were killed in Norwick on Monday. Norwick police said two people were killed."
    documents = (_document(text, "a"), _document(text + " Three were hurt.", "b"))
    incident = _record_of(*documents)
    texts = {d.id: d.text for d in documents}
    assert incident.values("date")[0].value == "2031-05-05"
    assert {texts[p.document][p.start : p.end] for p in incident.values("date")[0].spans} == {"Monday"}
    assert all(len(a.values) <= 3 and all(v.spans for v in a.values) for a in incident.answers)


def test_the_order_of_reports_changes_nothing() -> None:
    one, two = _document("Two people were killed on Monday.", "a"), _document("Three people died on Monday.", "b")
    assert _record_of(one, two) == _record_of(two, one)
