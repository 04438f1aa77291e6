"""Who says nothing, and who passes on what others said, on hand-made reports."""

from __future__ import annotations

import re

import pytest
from english import reader

from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Reading
from variorum.model.span import Span


def read(text: str) -> Reading:
    blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"\S[^\n]*", text))
    return reader().read(Document("d1", "a.txt", "", "text/plain", text, blocks, Meta(published="2024-03-17"), "en"))


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [s.text(text) for s in spans]


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Berg, who owns the quarry, did not answer calls from the paper.",
        "The Mining Ministry did not respond to requests for comment.",
        "The mayor declined to comment on the letter.",
        "A spokeswoman refused to say whether the ship was insured.",
        "Holm Lines declined a request for an interview.",
        "Its director would not say how many were hurt.",
        "No one has confirmed that the general is dead.",
    ],
)
def test_who_gives_no_answer_is_the_source_of_nothing(text: str) -> None:
    found = read(text)
    assert found.attributions == ()
    assert all(not s.attributions for s in found.statements)


def test_what_somebody_has_not_explained_is_an_open_question() -> None:
    text = "The bank has not said why the vault was open."
    (asked,) = [s for s in read(text).statements if "vault" in s.span.text(text)]
    assert asked.certainty == "unknown"
    assert asked.attributions == ()


def test_what_is_unclear_is_an_open_question_and_what_was_told_of_a_time_is_not() -> None:
    text = "It is unclear how the fire began. The guard was not at the gate when the roof fell."
    certainty = {s.span.text(text): s.certainty for s in read(text).statements}
    assert certainty["how the fire began"] == "unknown"
    assert certainty["when the roof fell"] == "certain"


@pytest.mark.parametrize("verb", ["have read", "heard"])
def test_what_was_read_or_heard_is_said_by_somebody_not_named_to_who_heard_it(verb: str) -> None:
    text = f"“I {verb} that the cellar was flooded,” Marta Holm said. “The cellar was dry.”"
    found = read(text)
    (passed,) = [a for a in found.attributions if a.parent is not None]
    assert (passed.source, passed.anonymous) == ((), True)
    assert words(text, passed.addressee) == ["I"]
    flooded = next(s for s in found.statements if "flooded" in s.span.text(text))
    dry = next(s for s in found.statements if "dry" in s.span.text(text))
    assert found.attributions[flooded.attributions[0]] is passed
    assert [found.attributions[i].direct for i in dry.attributions] == [True]


def test_who_was_told_something_is_not_its_source() -> None:
    text = "The nurse was told that the road was shut."
    (one,) = read(text).attributions
    assert (one.source, words(text, one.addressee)) == ((), ["The nurse"])


def test_what_was_perceived_is_the_perceivers_own() -> None:
    text = "“I heard dogs barking,” Marta Holm said."
    (one,) = read(text).attributions
    assert words(text, one.source) == ["Marta Holm"]


def test_the_clause_told_to_a_paper_is_the_statement_and_not_the_paper() -> None:
    text = "The judge was shot on Monday. Colonel Karl Ross told the Standard he had never called her. “I did not know her,” he said."
    told = [s for s in read(text).statements if s.attributions]
    assert [s.span.text(text) for s in told] == ["he had never called her", "I did not know her"]


INTERVIEW = """The night of the flood

Interview by Lena Roth

The water came in June. Doctor Ivo Bern, 51, lost his house. He talked to us in May.

Q: Were you warned?

A: Nobody warned us.

Q: Who opened the lock?

A: I saw a guard open it.

The lock was built in 1970."""


def test_answers_of_an_interview_are_those_of_the_person_introduced_and_questions_those_of_who_made_it() -> None:
    found = read(INTERVIEW)
    by = {a.content[0].text(INTERVIEW): words(INTERVIEW, a.source or a.carried) for a in found.attributions if a.parent is None}
    assert by["Nobody warned us."] == by["I saw a guard open it."] == ["Doctor Ivo Bern"]
    assert by["Were you warned?"] == ["Lena Roth"]


def test_the_marks_of_question_and_answer_are_no_words_and_nobodys_name() -> None:
    found = read(INTERVIEW)
    assert not any(m.span.text(INTERVIEW) in ("A", "Q", "A:", "Q:") for m in found.mentions)
    assert "Were you warned" in [s.span.text(INTERVIEW) for s in found.statements]


def test_what_the_report_tells_below_an_interview_is_nobodys_answer() -> None:
    built = next(s for s in read(INTERVIEW).statements if "1970" in s.span.text(INTERVIEW))
    assert built.attributions == ()


def test_where_several_are_introduced_nobody_is_taken_for_who_answers() -> None:
    text = INTERVIEW.replace("He talked", "Karl Moss, a clerk, came too. He talked")
    answers = [a for a in read(text).attributions if a.cue and a.cue[0].text(text) == "A:"]
    assert [a.source or a.carried for a in answers] == [(), ()]
