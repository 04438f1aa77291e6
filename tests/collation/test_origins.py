"""Where statements come from in the end: who could know by himself, who is one office, who retells whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from made import draft, person, report, said

from variorum.collation.draft import Draft
from variorum.collation.origins import Origins
from variorum.collation.witnesses import branches, office_kind
from variorum.model.document import Document
from variorum.model.record import Aligned, Entity, Lineage, Passage
from variorum.model.span import Span


def support(claim: Sequence[Draft], entities: Sequence[Entity] = (), lineages: Sequence[Lineage] = ()) -> str:
    return Origins(claim, {e.id: e for e in entities}, lineages).of_claim(claim)[1]


def saw(id: str, entity: str | None, who: str, **more: Any) -> tuple[Document, Draft]:
    """A report in which somebody says to have seen a dam break."""
    d = report(id, f"“I saw the dam break,” said {who}.")
    return d, draft(
        d,
        "I saw the dam break",
        "see",
        ("agent", "I", None),
        ("patient", "dam", None),
        vouches=(said(d, entity, who, True),),
        **more,
    )


def broke(id: str, text: str, who: str, named: str, words: str = "the dam break", **more: Any) -> tuple[list[Draft], Entity]:
    """A report with its one witness, who is named by `named`: what he says of the dam, and that he saw it."""
    d = report(id, text)
    vouches = (said(d, f"e{id}", who, True),)
    told = draft(d, words, "break", ("patient", "dam", None), vouches=vouches, **more)
    seen = draft(d, "I saw", "see", ("agent", "I", None), vouches=vouches)
    return [told, seen], person(f"e{id}", named, (d, named))


def of_two(one: tuple[list[Draft], Entity], two: tuple[list[Draft], Entity]) -> str:
    """The support of what two witnesses say of the dam."""
    entities = {e.id: e for e in (one[1], two[1])}
    return Origins([*one[0], *two[0]], entities, []).of_claim([one[0][0], two[0][0]])[1]


IDA = broke("a", "“I saw the dam break at noon,” said Ida Lund, who lives there.", "Ida Lund", "Ida Lund")


def test_two_named_witnesses_who_saw_it_are_independent() -> None:
    assert of_two(IDA, broke("b", "“I saw how the dam broke,” Per Moe told us.", "Per Moe", "Per Moe", "the dam broke")) == (
        "independent"
    )


@pytest.mark.parametrize(
    ("text", "who", "named", "words"),
    [
        (
            "Watching Per Moe\nI saw the dam break, he said.",
            "he",
            "Watching Per Moe",
            "the dam break",
        ),  # named in a headline alone
        ("“I saw the dam break,” said Moe, who was there.", "Moe", "Moe", "the dam break"),  # not named in full
        (
            "“I saw the dam break,” said Per Moe and others.",
            "Per Moe and others",
            "Per Moe",
            "the dam break",
        ),  # a joint statement
        ("“I saw the dam break,” said police spokesman Per Moe.", "Per Moe", "Per Moe", "the dam break"),  # speaks for others
        ("“I saw the dam break,” said Per Moe, a lawyer for the town.", "Per Moe", "Per Moe", "the dam break"),
        ("“I saw the dam break,” the man said. Per Moe lives there.", "the man", "Per Moe", "the dam break"),  # perhaps another
        ("“I saw in the paper, I think the dam broke,” said Per Moe.", "Per Moe", "Per Moe", "the dam broke"),  # a guess
    ],
)
def test_one_who_is_not_surely_a_witness_makes_no_second_source(text: str, who: str, named: str, words: str) -> None:
    assert of_two(IDA, broke("b", text, who, named, words)) == "undetermined"


def test_one_who_denies_it_does_not_support_it() -> None:
    denies = broke("b", "“I saw it: the dam did not break,” said Per Moe.", "Per Moe", "Per Moe", "the dam did not break")
    told = replace(denies[0][0], statement=replace(denies[0][0].statement, polarity="denied"))
    assert of_two(IDA, ([told, denies[0][1]], denies[1])) == "undetermined"


def test_words_that_two_witnesses_share_are_no_two_accounts() -> None:
    same = broke("b", "“I saw the dam break at noon,” said Per Moe, who was there.", "Per Moe", "Per Moe")
    assert of_two(IDA, same) == "undetermined"


def test_police_and_prosecutors_are_neither_two_sources_nor_surely_one() -> None:
    assert support([stated("a", "police"), stated("b", "prosecutors")]) == "undetermined"
    assert branches("the prosecutors") == {"prosecution"}
    assert branches("a detective") == frozenset()


def test_statements_that_are_hardly_of_one_thing_are_not_called_repeated() -> None:
    d = report("b", "No boat was there, police said.")
    other = draft(d, "No boat was there", "be", ("agent", "boat", None), vouches=(said(d, None, "police"),))
    assert support([stated("a", "police"), other]) == "undetermined"


def test_one_witness_in_two_reports_is_one_origin() -> None:
    (a, one), (b, two) = saw("a", "e1", "Ida Lund"), saw("b", "e1", "Ida Lund")
    assert support([one, two], [person("e1", "Ida Lund", (a, "Ida Lund"), (b, "Ida Lund"))]) == "repeated"


def test_witnesses_who_share_a_family_name_are_not_counted_as_two() -> None:
    (a, one), (b, two) = saw("a", "e1", "Ida Lund"), saw("b", "e2", "Lund")
    assert support([one, two], [person("e1", "Ida Lund", (a, "Ida Lund")), person("e2", "Lund", (b, "Lund"))]) == "undetermined"


def stated(id: str, source: str | None, entity: str | None = None, words: str = "The dam broke") -> Draft:
    d = report(id, f"{words}, {source or 'it is said'}.")
    vouches = (said(d, entity, source),) if source else ()
    return draft(d, words, "break", ("agent", "dam", None), vouches=vouches)


def test_the_police_in_two_reports_are_one_office() -> None:
    assert support([stated("a", "police"), stated("b", "a detective")]) == "repeated"


def test_two_offices_that_only_say_so_are_not_independent() -> None:
    assert support([stated("a", "police"), stated("b", "the hospital")]) == "undetermined"


def test_what_nobody_is_named_for_never_counts() -> None:
    assert support([stated("a", None), stated("b", None)]) == "undetermined"
    assert support([stated("a", None), stated("b", "police")]) == "undetermined"


def test_one_report_alone_is_single_however_many_it_quotes() -> None:
    assert support([stated("a", "police")]) == "single"


def copied(source: Draft, to: Draft) -> Lineage:
    places = [Passage(d.document.id, d.sentence.start, d.sentence.end) for d in (to, source)]
    return Lineage("copy", source.document.id, to.document.id, True, 1.0, (Aligned(*places),), "")


def test_a_copied_statement_has_the_origin_of_the_first() -> None:
    first, copy = stated("a", "police"), stated("b", None)
    origins, found = Origins([first, copy], {}, [copied(first, copy)]).of_claim([first, copy])
    assert found == "repeated"
    assert [len(o.statements) for o in origins] == [2]
    assert "taken from" in "".join(o.why for o in origins) or origins[0].name == "police"


def test_a_copy_of_what_nobody_is_named_for_rests_on_the_first_report() -> None:
    first, copy = stated("a", None), stated("b", None)
    origins, found = Origins([first, copy], {}, [copied(first, copy)]).of_claim([first, copy])
    assert (found, [o.name for o in origins]) == ("repeated", ["a.txt"])


def test_two_hundred_copies_of_one_statement_rest_on_the_first() -> None:
    first, *copies = [stated(f"r{n:03d}", "police") for n in range(200)]
    origins, found = Origins([first, *copies], {}, [copied(first, c) for c in copies]).of_claim([first, *copies])
    assert (found, [len(o.statements) for o in origins]) == ("repeated", [200])


def test_a_withdrawn_report_is_no_origin() -> None:
    first, second = stated("a", "police"), stated("b", "police")
    gone = replace(second, document=replace(second.document, standing="withdrawn"))
    assert support([first, second]) == "repeated"
    assert support([first, gone]) == "undetermined"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Sgt. Ida Lund", "law"),
        ("the district attorney", "law"),
        ("a spokesman for the hospital", "law"),
        ("Fire Department", "fire"),
        ("Ida Lund, a baker", None),
    ],
)
def test_the_kind_of_office_that_a_source_names(words: str, kind: str | None) -> None:
    assert office_kind(words) == kind


def test_who_denies_and_who_affirms_the_same_is_not_one_voice_told_again() -> None:
    one, two = stated("a", "Ida Lund", "e"), stated("b", "Ida Lund", "e")
    lund = person("e", "Ida Lund", (one.document, "Ida Lund"), (two.document, "Ida Lund"))
    denied = replace(two, statement=replace(two.statement, polarity="denied"))
    assert support([one, two], [lund]) == "repeated"
    assert support([one, denied], [lund]) == "undetermined"


def test_an_admission_is_the_word_of_whoever_tells_of_it() -> None:
    d = report("a", "Ida Lund admitted that the dam broke, said the clerk, Jon Moe.")
    entities = {e.id: e for e in (person("e", "Ida Lund", (d, "Ida Lund")), person("f", "Jon Moe", (d, "Jon Moe")))}
    inner = replace(said(d, "e", "Ida Lund"), cue="admitted", content=Span(18, 38))
    told = draft(d, "the dam broke", "break", ("agent", "the dam", None), vouches=(inner, said(d, "f", "Jon Moe")))
    (origin,), _ = Origins([told], entities, []).of_claim([told])
    assert origin.name == "Jon Moe"
