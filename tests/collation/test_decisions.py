"""Decisions: they win over the machine, the later over the earlier, and say when their words are gone."""

from __future__ import annotations

import hashlib

import pytest
from made import draft, report

from variorum.case.codec import from_plain, to_plain
from variorum.collation.decisions import Decisions
from variorum.collation.locating import locate, statement_at
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


def test_of_several_that_were_made_one_those_stay_so_that_nothing_later_keeps_apart() -> None:
    kept, against = standing([Rule(0, True, ("x", "y", "z")), Rule(1, False, ("x", "z"))])
    assert [(r.number, r.nodes) for r in kept] == [(1, ("x", "z")), (0, ("x", "y"))]
    assert against == {0: 1}


@pytest.mark.parametrize(
    ("groups", "rules", "expected"),
    [
        ([["a"], ["b"], ["c"]], [Rule(0, True, ("a", "c"))], [["a", "c"], ["b"]]),
        ([["a", "b", "c"]], [Rule(0, False, ("a", "b"))], [["a", "c"], ["b"]]),
        ([["a", "b", "c"]], [Rule(0, False, ("a", "b")), Rule(1, True, ("b", "c"))], [["a"], ["b", "c"]]),
        ([["a"], ["b", "c"]], [Rule(0, True, ("a", "b")), Rule(1, False, ("a", "c"))], [["a", "b"], ["c"]]),
        ([["a", "b", "c", "d"]], [Rule(0, True, ("c", "d"), ("a",))], [["a", "b"], ["c", "d"]]),
        ([["a", "b", "c"], ["d", "e"]], [Rule(0, True, ("a", "d"), ("b", "c"))], [["a", "d", "e"], ["b", "c"]]),
        ([["a", "b"], ["d"]], [Rule(0, True, ("a", "b")), Rule(1, True, ("a", "d"), ("b",))], [["a", "d"], ["b"]]),
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


def twin(verb: str, **more: str) -> Decision:
    return decision(verb, "report", anchor(A, "dam"), **more)


def test_a_decision_taken_back_is_not_carried_out_and_says_by_whom() -> None:
    first = twin("withdraw")
    back = twin("undo", at="2024-05-02", by="Bo", value=first.at, reason="wrong report")
    decided = Decisions([back, first], [A, B])
    assert [d.standing for d in decided.documents([A, B])] == ["current", "current"]
    assert [(s.decision.verb, s.outcome, s.why) for s in decided.settled()] == [
        ("withdraw", "superseded", "taken back by Bo, 2024-05-02: wrong report"),
        ("undo", "holds", "takes back “withdraw” by Ann, 2024-05-01"),
    ]


def test_a_decision_taken_again_counts_from_then_on() -> None:
    first = twin("withdraw")
    other = twin("correct", at="2024-05-02")
    back = twin("undo", at="2024-05-03", value=first.at)
    again = twin("redo", at="2024-05-04", value=first.at)
    decided = Decisions([first, other, back, again], [A, B])
    assert [d.standing for d in decided.documents([A, B])] == ["withdrawn", "current"]
    assert [(s.decision.verb, s.outcome) for s in decided.settled()] == [
        ("withdraw", "holds"),
        ("correct", "superseded"),
        ("undo", "superseded"),
        ("redo", "holds"),
    ]


def test_taking_back_what_nobody_decided_or_twice_is_without_effect() -> None:
    first = twin("withdraw")
    back = [twin("undo", at=f"2024-05-0{n}", value=first.at) for n in (2, 3)]
    lost = twin("undo", at="2024-05-04", value="2020-01-01")
    settled = Decisions([first, *back, lost], [A, B]).settled()
    assert [s.outcome for s in settled] == ["superseded", "holds", "without effect", "without effect"]


def test_of_two_reports_with_equal_text_the_one_that_was_meant_is_hit() -> None:
    twins = [report("a", A.text), report("z", A.text)]
    meant = Anchor(**{**{n: getattr(anchor(A, "dam"), n) for n in Anchor.__slots__}, "document": "z"})
    found = Decisions([decision("withdraw", "report", meant)], twins).documents(twins)
    assert [d.standing for d in found] == ["current", "withdrawn"]


def test_a_decision_of_an_earlier_version_is_read_without_the_hint_at_a_report() -> None:
    plain = to_plain(decision("withdraw", "report", anchor(A, "dam")))
    del plain["anchors"][0]["document"]
    assert from_plain(Decision, plain).anchors[0] == anchor(A, "dam")


def test_two_statements_leave_their_claim_together() -> None:
    items = [draft(A, words, "be") for words in ("The dam broke", "at noon", "The wall held")]
    chosen = decision("split", "claim", *(anchor(A, words) for words in ("dam broke", "noon", "wall held")))
    decided = Decisions([chosen], [A])
    groups, _ = decided.groups("claim", [[i.id for i in items]], lambda p: statement_at(p, items))
    assert groups == [[items[0].id], [items[1].id, items[2].id]]
    assert [s.why for s in decided.settled()] == ["parts what was one claim"]


def test_a_note_changes_nothing_and_lies_on_the_claim_of_its_words() -> None:
    items = [draft(A, "The dam broke", "break")]
    decided = Decisions([decision("note", "claim", anchor(A, "dam broke"))], [A])
    decided.remarks(items, {items[0].id: "c1"})
    assert [(s.outcome, s.claim) for s in decided.settled()] == [("holds", "c1")]
