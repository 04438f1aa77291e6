"""Turns of transcripts, examinations and signed statements, on texts written for this test."""

from __future__ import annotations

from variorum.model.document import Block
from variorum.model.reading import Attribution
from variorum.model.span import Span
from variorum.reading.turns import find_turns, with_turns

TALK = """An interview about the flood.

ANNA WEISS: When did the water come?

PETER HANLEY: I woke at two. You could hear it.

It was in the hall by then.

WEISS: And your brother?

HANLEY: He had left.
"""

TRIAL = """IN THE DISTRICT COURT
RUTH OKAFOR, having been duly sworn, testified as follows:
BY MR. LIND:
Q. Where were you that night?
A. I was at home.
Q. Did you see the car?
A. I did not.
THE COURT: Please speak up.
THE WITNESS: I did not see it.
"""

SWORN = """WITNESS STATEMENT

I, Jane Roe, of 5 Mill Lane, nurse, state as follows:

1. I saw the van stop.

2. The driver shouted at me.

Signed: Jane Roe
Date: 3 May 2020
"""


def told(text):
    return [(t.who, t.speaker.text(text) if t.speaker else None, t.words.text(text), t.kind) for t in find_turns(text)]


def test_names_and_colons_make_turns_and_a_surname_is_the_full_name():
    assert told(TALK) == [
        ("anna weiss", "ANNA WEISS", "When did the water come?", "question"),
        ("peter hanley", "PETER HANLEY", "I woke at two. You could hear it.\n\nIt was in the hall by then.", "answer"),
        ("anna weiss", "WEISS", "And your brother?", "question"),
        ("peter hanley", "HANLEY", "He had left.", "answer"),
    ]


def test_questions_and_answers_are_the_examiners_and_the_sworn_witnesss():
    found = told(TRIAL)
    assert found[0] == ("lind", "MR. LIND", "Where were you that night?", "question")
    assert found[1] == ("ruth okafor", "RUTH OKAFOR", "I was at home.", "answer")
    assert [f[0] for f in found] == ["lind", "ruth okafor", "lind", "ruth okafor", "court", "ruth okafor"]


def test_answers_of_nobody_named_have_no_speaker():
    assert told("Q: Who came?\nA: Two men.\n") == [
        ("who asks", None, "Who came?", "question"),
        ("who answers", None, "Two men.", "answer"),
    ]


def test_a_statement_is_of_whom_its_opening_names():
    (turn,) = find_turns(SWORN)
    assert (turn.who, turn.speaker.text(SWORN), turn.mark.text(SWORN), turn.kind) == ("jane roe", "Jane Roe", "state", "signed")
    assert turn.words.text(SWORN) == "1. I saw the van stop.\n\n2. The driver shouted at me."


def test_a_signature_names_who_says_i():
    text = "To the council.\n\nI saw the van stop.\n\n(signed) Jane Roe\n"
    (turn,) = find_turns(text)
    assert (turn.who, turn.words.text(text)) == ("jane roe", "To the council.\n\nI saw the van stop.")


def test_a_report_has_no_turns():
    text = 'Update: Two men died.\nPolice said: "We are looking into it."\nSource: Agency\nI, too, was there, he said.\n'
    assert find_turns(text) == ()
    assert find_turns("") == ()


def test_lines_that_head_a_list_are_no_speakers():
    assert find_turns("Date: 3 May\nPlace: Oslo\nDate: 4 May\nPlace: Bergen\n") == ()


def test_furniture_is_nobodys_words():
    text = "Anna: Yes.\nPeter: No.\nAnna: Why?\n"
    assert find_turns(text, (Block(Span(0, len(text)), "furniture"),)) == ()


def test_turns_become_attributions_and_hold_those_inside():
    inside = Attribution((Span(75, 77),), (Span(78, 82),), (Span(83, 90),), direct=False)
    turns = find_turns(TALK)
    words = turns[1].words
    inside = Attribution((), (Span(words.start, words.start + 1),), (Span(words.start + 2, words.start + 6),), direct=False)
    found = with_turns((inside,), turns)
    assert len(found) == 5
    assert [a.source[0].text(TALK) for a in found if a.source] == ["ANNA WEISS", "PETER HANLEY", "WEISS", "HANLEY"]
    assert all(a.direct for a in found if a.source)
    held = next(a for a in found if not a.source)
    assert found[held.parent].content == (words,)


def test_an_attribution_by_the_same_colon_gives_way():
    turns = find_turns(TALK)
    same = Attribution((turns[0].speaker,), (turns[0].mark,), (turns[0].words,), direct=False)
    assert len(with_turns((same,), turns)) == 4


def test_a_witness_named_far_above_is_carried_to_the_answers():
    found = with_turns((), find_turns(TRIAL))
    last = found[-1]
    assert not last.source
    assert last.carried[0].text(TRIAL) == "RUTH OKAFOR"


def test_long_blank_or_unbroken_text_is_read_in_time_that_grows_with_its_length():
    for text in ("\n" * 300_000, "A " * 150_000, "I, " * 100_000, "A: b " * 60_000):
        assert find_turns(text) == ()
