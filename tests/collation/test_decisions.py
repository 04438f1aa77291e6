"""Decisions: they win over the machine, the later over the earlier, and say when their words are gone."""

from __future__ import annotations

import hashlib

import pytest
from made import draft, report

from variorum.collation.decisions import Decisions, locate
from variorum.collation.rulings import Rule, ruled, standing
from variorum.model.activity import Anchor, Decision
from variorum.model.document import Block, Document
from variorum.model.reading import Argument, Mention, Reading, Statement
from variorum.model.record import Discrepancy, Passage, Story, ValueReading
from variorum.model.span import Span


def anchor(document: Document, quote: str) -> Anchor:
    at = document.text.index(quote)
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    end = at + len(quote)
    return Anchor(digest, at, end, quote, document.text[max(0, at - 20) : at], document.text[end : end + 20])


def decision(verb: str, kind: str, *anchors: Anchor, at: str = "2024-05-01", **more: str) -> Decision:
    return Decision(verb, kind, anchors, more.get("by", "Ann"), at, more.get("reason", "read twice"), more.get("value", ""))  # type: ignore[arg-type]


A = report("a", "The dam broke at noon. The wall held.")
B = report("b", "The wall gave way at noon. A dog barked.")


def test_the_later_rule_stands_and_the_earlier_is_told_which_is_against_it() -> None:
    kept, against = standing([Rule(0, True, ("x", "y")), Rule(1, False, ("x", "y"))])
    assert [r.number for r in kept] == [1]
    assert against == {0: 1}


def test_a_rule_that_two_later_ones_together_rule_out_does_not_stand() -> None:
    kept, against = standing([Rule(0, False, ("x", "z")), Rule(1, True, ("x", "y")), Rule(2, True, ("y", "z"))])
    assert sorted(r.number for r in kept) == [1, 2]
    assert list(against) == [0]


@pytest.mark.parametrize(
    ("groups", "rules", "expected"),
    [
        ([["a"], ["b"], ["c"]], [Rule(0, True, ("a", "c"))], [["a", "c"], ["b"]]),
        ([["a", "b", "c"]], [Rule(0, False, ("a", "b"))], [["a", "c"], ["b"]]),
        ([["a", "b", "c"]], [Rule(0, False, ("a", "b")), Rule(1, True, ("b", "c"))], [["a"], ["b", "c"]]),
        ([["a"], ["b", "c"]], [Rule(0, True, ("a", "b")), Rule(1, False, ("a", "c"))], [["a", "b"], ["c"]]),
    ],
)
def test_groups_come_out_as_ruled(groups: list[list[str]], rules: list[Rule[str]], expected: list[list[str]]) -> None:
    assert sorted(sorted(g) for g in ruled(groups, standing(rules)[0])) == expected


def test_an_anchor_finds_its_words_in_a_text_that_grew_before_them() -> None:
    old = anchor(A, "broke at noon")
    grown = report("n", "Corrected. " + A.text)
    assert locate(old, {"n": grown.text}, {}) == Passage("n", old.start + 11, old.end + 11)


def test_an_anchor_whose_words_are_gone_or_stand_twice_finds_nothing() -> None:
    assert locate(anchor(A, "broke at noon"), {"n": "The dam fell."}, {}) is None
    bare = Anchor("0", 0, 3, "The")
    assert locate(bare, {"n": "The dam. The wall."}, {}) is None


def test_a_decision_without_its_words_is_shown_as_such() -> None:
    settled = Decisions([decision("withdraw", "report", anchor(A, "broke at noon"))], [B]).settled()
    assert [(s.outcome, "broke at noon" in s.why) for s in settled] == [("words not found", True)]


def test_two_statements_are_joined_and_a_later_decision_parts_them_again() -> None:
    items = [
        draft(A, "The dam broke at noon", "break", ("agent", "dam", None)),
        draft(B, "The wall gave way at noon", "give", ("agent", "wall", None)),
    ]
    ids = {i.document.id: i.id for i in items}
    groups = [[i.id] for i in items]
    join = decision("same", "claim", anchor(A, "dam broke"), anchor(B, "wall gave way"))
    part = decision("different", "claim", anchor(A, "dam broke"), anchor(B, "wall gave way"), at="2024-05-02", by="Bo")
    one = Decisions([join], [A, B])
    joined, why = one.groups("claim", groups, lambda p: ids[p.document])
    assert joined == [[items[0].id, items[1].id]]
    assert why[items[0].id] == "decided by Ann: read twice"
    both = Decisions([part, join], [A, B])
    assert both.groups("claim", groups, lambda p: ids[p.document])[0] == groups
    assert [(s.decision.verb, s.outcome) for s in both.settled()] == [("same", "superseded"), ("different", "holds")]
    assert "Bo" in both.settled()[0].why


def test_stories_are_joined_by_words_of_their_reports() -> None:
    stories = [Story("s1", "one", ("a",)), Story("s2", "two", ("b",))]
    (story,) = Decisions([decision("same", "story", anchor(A, "dam"), anchor(B, "dog"))], [A, B]).stories(stories)
    assert (story.documents, story.why) == (("a", "b"), "decided by Ann: read twice")


def found_discrepancy() -> Discrepancy:
    readings = (ValueReading("The dam", (Passage("a", 0, 7),)), ValueReading("The wall", (Passage("b", 0, 8),)))
    return Discrepancy("x1", "detail", "contradiction", "c1", None, readings, "“The dam” and “The wall”: other things.")


def test_a_dismissed_discrepancy_is_left_out_and_a_confirmed_one_says_so() -> None:
    anchors = (anchor(A, "The dam"), anchor(B, "The wall"))
    assert Decisions([decision("dismiss", "discrepancy", *anchors)], [A, B]).discrepancies([found_discrepancy()], [], {}) == []
    (kept,) = Decisions([decision("confirm", "discrepancy", *anchors)], [A, B]).discrepancies([found_discrepancy()], [], {})
    assert kept.why.endswith("Confirmed, decided by Ann: read twice.")


def test_a_confirmed_discrepancy_that_the_program_had_not_found_is_added() -> None:
    chosen = decision("confirm", "discrepancy", anchor(A, "The dam"), anchor(B, "The wall"))
    (added,) = Decisions([chosen], [A, B]).discrepancies([], [], {})
    assert [r.value for r in added.readings] == ["The dam", "The wall"]


def test_a_statement_is_given_the_source_that_a_decision_names() -> None:
    item = draft(A, "The dam broke at noon", "break", ("agent", "dam", None))
    chosen = decision("attribute", "attribution", anchor(A, "dam broke"), value="the harbour log")
    (changed,) = Decisions([chosen], [A]).attributions([item], lambda p: None)
    assert [v.holder_text for v in changed.vouches] == ["the harbour log"]


def test_a_difference_that_a_person_alone_has_found_is_told_as_recorded() -> None:
    chosen = decision("confirm", "discrepancy", anchor(A, "The dam broke"), anchor(A, "The wall held"))
    decided = Decisions([chosen], [A])
    (added,) = decided.discrepancies([], [], {})
    assert added.relation == "contradiction"
    (settled,) = decided.settled()
    assert (settled.outcome, settled.why) == ("holds", "recorded as a difference, which the program had not found itself")


def test_a_report_is_marked_withdrawn_and_the_last_word_on_it_stands() -> None:
    first = decision("withdraw", "report", anchor(A, "dam"))
    later = decision("correct", "report", anchor(A, "wall"), at="2024-05-03")
    one, both = Decisions([first], [A, B]), Decisions([first, later], [A, B])
    assert [d.standing for d in one.documents([A, B])] == ["withdrawn", "current"]
    assert [d.standing for d in both.documents([A, B])] == ["corrected", "current"]
    assert [s.outcome for s in both.settled()] == ["superseded", "holds"]


def test_words_of_one_chain_are_parted_in_mentions_and_arguments() -> None:
    text = "Ida Lund ran. Ola Lund fell."
    d = Document("d", "d.txt", "", "text/plain", text, (Block(Span(0, len(text))),))
    ida, ola = Span(0, 8), Span(14, 22)
    mentions = tuple(Mention(s, s, "name", "person", 0) for s in (ida, ola))
    statements = tuple(Statement(s, s, "run", (Argument("agent", s, s, "lund", 0),)) for s in (ida, ola))
    reading = Reading("d", "made", d.blocks, mentions=mentions, statements=statements)
    chosen = decision("different", "entity", anchor(d, "Ida Lund"), anchor(d, "Ola Lund"))
    (parted,) = Decisions([chosen], [d]).parted_chains([reading], [d])
    assert [m.chain for m in parted.mentions] == [0, 1]
    assert [s.arguments[0].chain for s in parted.statements] == [0, 1]


def test_words_that_no_chain_holds_become_a_mention_that_can_be_joined() -> None:
    text = "Ida Lund ran. The cook fell."
    d = Document("d", "d.txt", "", "text/plain", text, (Block(Span(0, len(text))),))
    ida, cook = Span(0, 8), Span(14, 22)
    reading = Reading(
        "d",
        "made",
        d.blocks,
        mentions=(Mention(ida, ida, "name", "person", 0),),
        statements=(Statement(cook, cook, "fall", (Argument("agent", cook, Span(18, 22), "cook"),)),),
    )
    chosen = decision("same", "entity", anchor(d, "Ida Lund"), anchor(d, "The cook"))
    (chained,) = Decisions([chosen], [d]).parted_chains([reading], [d])
    assert [(m.chain, m.type) for m in chained.mentions] == [(0, "person"), (1, "person")]
    assert [a.chain for s in chained.statements for a in s.arguments] == [1]
