"""Where statements come from in the end: who could know by himself, who is one office, who retells whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from made import draft, person, report, said

from variorum.collation.draft import Draft
from variorum.collation.origins import Origins, office_kind
from variorum.model.document import Document
from variorum.model.record import Aligned, Entity, Lineage, Passage


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


def test_two_named_witnesses_who_saw_it_are_independent() -> None:
    (a, one), (b, two) = saw("a", "e1", "Ida Lund"), saw("b", "e2", "Per Moe")
    # what each saw is told of the dam, so the subject is left out
    one, two = (
        replace(d, statement=replace(d.statement, predicate="break", arguments=d.statement.arguments[1:]), entities=(None,))
        for d in (one, two)
    )
    seen = [
        draft(d, "I saw", "see", ("agent", "I", None), vouches=(said(d, e, w, True),))
        for d, e, w in ((a, "e1", "Ida Lund"), (b, "e2", "Per Moe"))
    ]
    entities = {"e1": person("e1", "Ida Lund", (a, "Ida Lund")), "e2": person("e2", "Per Moe", (b, "Per Moe"))}
    assert Origins([one, two, *seen], entities, []).of_claim([one, two])[1] == "independent"


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
