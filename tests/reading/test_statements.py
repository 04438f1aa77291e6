"""Clauses as statements, with their arguments, times and those who vouch for them."""

from __future__ import annotations

import pytest
from english import reader
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Reading, Statement
from variorum.model.span import Span
from variorum.reading.reader import flattened, pieces


def read(text: str) -> Reading:
    document = Document("d1", "a.txt", "", "text/plain", text, (Block(Span(0, len(text))),), Meta(published="2021-03-05"), "en")
    return reader().read(document)


def clauses(text: str) -> list[str]:
    return [s.span.text(text) for s in read(text).statements]


def test_coordinated_verbs_make_two_statements_that_share_the_subject() -> None:
    text = "The mayor opened the bridge and closed the ferry."
    found = read(text).statements
    assert [s.predicate for s in found] == ["open", "close"]
    for statement in found:
        assert "The mayor" in [a.span.text(text) for a in statement.arguments if a.role == "agent"]


def test_a_saying_clause_states_nothing_of_its_own_and_vouches_for_its_content() -> None:
    text = "The engineer said that the dam had cracked."
    reading = read(text)
    (statement,) = reading.statements
    assert statement.predicate == "crack"
    (index,) = statement.attributions
    assert [s.text(text) for s in reading.attributions[index].source] == ["The engineer"]


def test_what_was_perceived_stays_with_the_one_who_perceived_it() -> None:
    assert clauses("She heard sirens wailing in the valley.") == ["She heard sirens wailing in the valley"]


def test_the_infinitive_carries_the_event_of_a_raising_verb() -> None:
    (statement,) = read("The crew managed to repair the pump.").statements
    assert statement.predicate == "repair"


def test_a_passive_subject_is_the_patient() -> None:
    text = "The ferry was sunk by the storm."
    (statement,) = read(text).statements
    roles = {a.role: a.span.text(text) for a in statement.arguments}
    assert roles == {"patient": "The ferry", "agent": "the storm"}


def test_page_furniture_is_blanked_and_every_other_character_keeps_its_place() -> None:
    text = "Real words.\n\nShare this\tpage"
    blocks = (Block(Span(0, 11)), Block(Span(13, len(text)), "furniture"))
    assert flattened(text, blocks) == "Real words." + " " * (len(text) - 11)


@given(st.text(alphabet="ab \n", max_size=60), st.integers(min_value=3, max_value=20))
def test_pieces_cover_the_text_without_gap_or_overlap(text: str, longest: int) -> None:
    found = pieces(text, (), longest)
    assert "".join(p.text(text) for p in found) == text
    assert all(len(p) <= longest for p in found)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_with_offsets_inside_it(text: str) -> None:
    reading = read(text)
    spans = [s.span for s in reading.statements] + [t.span for t in reading.times] + [q.span for q in reading.quantities]
    spans += [m.span for m in reading.mentions] + [p for a in reading.attributions for p in (*a.source, *a.cue, *a.content)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)


def encoded(text: str) -> tuple[Statement, ...]:
    reading = read(text)
    return reader().encoded(text, reading.sentences, reading.mentions, reading.statements)


def test_a_text_encoded_alone_and_after_another_has_the_same_vectors() -> None:
    text = "The dam cracked at noon."
    (first,) = encoded(text)
    assert len(first.vector) == len(first.trigger) == 384
    encoded("A different report about a lost dog was filed.")
    assert encoded(text) == (first,)


def test_reading_encodes_nothing() -> None:
    assert [s.vector for s in read("The dam cracked at noon.").statements] == [b""]


@pytest.mark.parametrize("text", ["Yes.", "10,000", "—"])
def test_text_without_a_clause_states_nothing(text: str) -> None:
    assert read(text).statements == ()


def test_a_relative_clause_about_an_object_says_what_that_is() -> None:
    text = "They reached the boat that the storm had sunk."
    statement = next(s for s in read(text).statements if s.predicate == "sink")
    assert statement.span.text(text) == "the boat that the storm had sunk"
    assert [a.span.text(text) for a in statement.arguments if a.role == "patient"] == ["the boat"]


def test_a_day_is_no_place() -> None:
    text = "The crew left on Friday."
    (statement,) = read(text).statements
    assert {a.role: a.span.text(text) for a in statement.arguments} == {"agent": "The crew", "time": "Friday"}


def test_the_clause_behind_a_preposition_has_the_subject_of_its_verb() -> None:
    text = "After pleading with the guards, the farmer left."
    statement = next(s for s in read(text).statements if s.predicate == "plead")
    assert [a.span.text(text) for a in statement.arguments if a.role == "agent"] == ["the farmer"]


def test_a_noun_that_names_an_act_and_its_victims_is_a_statement() -> None:
    text = "The paper wrote about the murder of two fishermen by smugglers."
    statement = next(s for s in read(text).statements if s.predicate == "murder")
    assert {a.role: a.span.text(text) for a in statement.arguments} == {"patient": "two fishermen", "agent": "smugglers"}


def test_the_head_of_a_statement_has_another_vector_in_another_sentence() -> None:
    first, second = encoded("The dam cracked at noon.")[0], encoded("The spy cracked the code at noon.")[0]
    assert first.predicate == second.predicate == "crack"
    assert len(first.trigger) == len(second.trigger) == 384
    assert first.trigger != second.trigger


def test_what_is_asked_is_not_told() -> None:
    text = "How long did the ferry drift? It drifted for two hours. “Did the engine stop?” the clerk asked."
    assert {s.predicate: s.certainty for s in read(text).statements if s.predicate in ("drift", "stop")} == {
        "drift": "certain",
        "stop": "unknown",
    }
    asked = next(s for s in read(text).statements if s.span.start == 0)
    assert asked.certainty == "unknown"


def test_an_hour_hangs_on_the_day_of_which_is_told_and_not_on_that_of_the_telling() -> None:
    text = "The boat sank on Friday night. Twelve people were hurt, the mayor said in a letter on Sunday. Help came at 9 p.m."
    assert [t.value for t in read(text).times] == ["2021-03-05", "2021-02-28", "2021-03-05T21"]
