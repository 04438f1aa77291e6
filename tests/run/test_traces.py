"""What gives away that something was in a case, and who is meant by a name."""

from __future__ import annotations

import pytest

from variorum.errors import InputError
from variorum.model.document import Block, Document
from variorum.model.record import Entity, EntityMention, Passage, Record
from variorum.model.span import Span
from variorum.run.persons import find_person, turned
from variorum.run.traces import NO_TRACES, Traces, folded, leaves, runs

TEXT = "Ole Brun saw water. Brun ran. Old Brun sat by Mia Brun’s door."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ole  BRUN’s", " ole brun s "),
        ("Оле-Брун", " ole brun "),
        ("Bjørn Åse", " bjorn ase "),
        ("ole-brun_2.pdf", " ole brun 2 pdf "),
    ],
)
def test_names_are_compared_in_plain_letters_whatever_their_script_and_signs(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_runs_of_words_are_those_that_only_the_erased_text_has() -> None:
    told = Traces.of([], [], ["He saw water in the engine room."], ["She saw water in the engine."])
    assert told.runs == {"he saw water in the", "water in the engine room"}
    assert told.stand_in({"a": ["x", {"b": "... WATER in the engine-room!"}]})
    assert not told.stand_in({"a": "saw water in the engine"})
    assert runs("four words, no more") == set()


def test_single_names_are_found_as_they_are_written_and_only_where_no_other_report_has_them() -> None:
    told = Traces.of(["May Lund", "May", "Brun"], ["a.txt", "report.pdf"], ["x"], ["In may the river rose.", "Mia Brun came."])
    assert told.words == frozenset()
    told = Traces.of(["May Lund", "Roth"], ["a.txt", "report.pdf"], ["x"], ["In may the river rose."])
    assert [told.stand_in(text) for text in ("roth", "Roth’s word", "Rothe", "may, lund", "lund may")] == [
        False,
        True,
        False,
        True,
        False,
    ]
    assert [told.stand_in(text) for text in ("a.txt", "data.txt", "my report.pdf here")] == [True, False, True]


def test_nothing_stands_in_anything_where_nothing_is_looked_for() -> None:
    assert not NO_TRACES.stand_in({"a": TEXT})
    assert list(leaves({"a": [1, None, "x", {"b": "y"}], "c": True})) == ["x", "y"]


def person(id: str, name: str, aliases: tuple[str, ...], *at: int) -> Entity:
    mentions = tuple(EntityMention(Passage("d1", start, start + len(name)), "name") for start in at)
    return Entity(id, "person", name, aliases, mentions)


@pytest.fixture
def record() -> Record:
    document = Document("d1", "a.txt", "0" * 64, "text/plain", TEXT, (Block(Span(0, len(TEXT))),))
    people = (person("e1", "Ole Brun", ("Brun", "Old Brun"), 0), person("e2", "Mia Brun", ("Brun",), TEXT.index("Mia")))
    return Record("t", "s", "", (document,), people, (), (), (), (), (), (), (), ())


def test_a_name_that_two_people_have_is_nobodys(record: Record) -> None:
    with pytest.raises(InputError, match=r"“brun” may be 2 people \(Mia Brun, Ole Brun\)"):
        find_person(record, "brun")
    with pytest.raises(InputError, match="“Roth” is nobody in these reports"):
        find_person(record, "Roth")


def test_a_person_has_all_their_names_and_the_full_ones_either_way_round(record: Record) -> None:
    found = find_person(record, "OLE brun")
    assert set(found.names) == {"OLE brun", "Ole Brun", "Brun", "Old Brun"}
    assert found.full == {" ole brun ", " brun ole ", " old brun ", " brun old "}
    assert found.documents == {"d1"}
    assert found.is_named_in([None, "seen by Brun, Ole"])
    assert not found.is_named_in(["Mia Brun", ""])
    assert found.may_be_in("Mia Brun")
    assert not found.may_be_in("Brunswick, brun")
    assert turned(" van der berg ") == " berg van der "


def test_somebody_whom_the_program_did_not_see_goes_by_the_full_name_alone(record: Record) -> None:
    found = find_person(record, "Nils Aas")
    assert (found.names, found.documents) == (("Nils Aas",), frozenset())
    assert found.is_named_in(["NILS AAS was there"])
