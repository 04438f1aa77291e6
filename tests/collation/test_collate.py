"""Whole records over reports of a few sentences: claims, origins, support."""

from __future__ import annotations

from dataclasses import replace

from english import reader

from variorum import collate
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Claim, Record
from variorum.model.span import Span


def record(*reports: str) -> Record:
    documents = []
    for n, text in enumerate(reports):
        blocks, at = [], 0
        for paragraph in text.split("\n\n"):
            blocks.append(Block(Span(at, at + len(paragraph))))
            at += len(paragraph) + 2
        meta = Meta(publisher=f"Paper {n}", published="2021-03-05")
        documents.append(Document(f"d{n}", f"{n}.txt", "", "text/plain", text, tuple(blocks), meta, "en"))
    return collate(documents, [reader().read(d) for d in documents])


def shared(found: Record) -> list[Claim]:
    where = {s.id: s.document for s in found.statements}
    return [c for c in found.claims if len({where[s] for s in c.statements}) > 1]


A = "Ida Lund, who lives by the river, said the Vaskefoss dam cracked at noon on Thursday. Three houses were swept away by the flood."
B = "“The dam at Vaskefoss cracked at noon on Thursday,” Ida Lund told the radio. The flood swept away five houses."
C = "Per Moen, a fisherman, said: “I saw the Vaskefoss dam crack on Thursday.” The flood swept away five houses."


def test_every_statement_is_in_exactly_one_claim() -> None:
    found = record(A, B)
    owned = [s for c in found.claims for s in c.statements]
    assert sorted(owned) == sorted(s.id for s in found.statements)
    assert len(owned) == len(set(owned))


def test_one_witness_in_two_reports_is_one_origin() -> None:
    claims = [c for c in shared(record(A, B)) if any((o.name or "").endswith("Lund") for o in c.origins)]
    assert [c.support for c in claims] == ["repeated"]


def test_what_nobody_is_named_for_has_no_known_origin() -> None:
    claims = [c for c in shared(record(A, B)) if "house" in c.label]
    assert [c.support for c in claims] == ["undetermined"]
    assert [o.kind for o in claims[0].origins] == ["unknown"]


def test_two_numbers_of_the_same_thing_on_one_day_contradict() -> None:
    found = record(A, B)
    (conflict,) = [d for d in found.discrepancies if d.kind == "quantity"]
    assert conflict.relation == "contradiction"
    assert {r.value.split()[0].lower() for r in conflict.readings} == {"three", "five"}


def test_one_report_alone_supports_nothing_but_itself() -> None:
    assert {c.support for c in record(A).claims} == {"single"}


def test_the_order_of_reports_changes_nothing() -> None:
    documents = {d.id: d for d in record(A, B, C).documents}
    readings = [reader().read(d) for d in documents.values()]
    assert collate(list(documents.values()), readings) == collate(list(documents.values())[::-1], readings[::-1])


def test_every_label_names_who_tells_it() -> None:
    for claim in record(A, B, C).claims:
        teller, _, words = claim.label.partition(": ")
        assert teller
        assert words


def test_where_reports_differ_a_label_gives_its_words_to_those_alone_who_said_them() -> None:
    (claim,) = [c for c in record(A, B, C).claims if c.disputed and "house" in c.label]
    tellers, _, words = claim.label.partition(": ")
    of = {"Three": {"Paper 0"}, "five": {"Paper 1", "Paper 2"}}["Three" if "Three" in words else "five"]
    assert {paper for paper in ("Paper 0", "Paper 1", "Paper 2") if paper in tellers} <= of
    assert any(paper in tellers for paper in of)


def test_a_question_never_stands_for_its_claim() -> None:
    claims = shared(
        record("How many houses did the flood sweep away? It swept away three houses.", "The flood swept away three houses.")
    )
    assert all("How many" not in c.label for c in claims)


def test_what_is_only_asked_has_no_known_origin() -> None:
    asked = record("Ida Lund, a nurse, said: “Did the Vaskefoss dam crack on Thursday?”")
    told = record("Ida Lund, a nurse, said: “The Vaskefoss dam cracked on Thursday.”")
    kinds = [[o.kind for c in found.claims if "crack" in c.label for o in c.origins] for found in (asked, told)]
    assert kinds == [["unknown"], ["witness"]]


DENIAL = "The harbour office denied that the gate was forced open on Thursday."
SAYING = "A guard, Omar Lind, said that the gate was forced open on Thursday."


def about_the_gate(*reports: str) -> Claim:
    (claim,) = [c for c in record(*reports).claims if "forced open" in c.label and len(c.statements) > 1]
    return claim


def test_what_all_deny_is_labelled_as_denied() -> None:
    claim = about_the_gate(DENIAL, DENIAL.replace("denied", "denies"))
    assert claim.label.lower().endswith("harbour office (denied, in 2 reports): the gate was forced open on thursday")


def test_what_some_deny_is_labelled_as_told_and_denied_by_whoever_says_the_words() -> None:
    claim = about_the_gate(SAYING, DENIAL)
    assert claim.label == "Omar Lind (told and denied in 2 reports): the gate was forced open on Thursday"


def test_a_denial_in_one_report_is_labelled_so() -> None:
    (claim,) = [c for c in record(DENIAL).claims if "forced open" in c.label]
    assert "harbour office (denied): the gate was forced open" in claim.label


def test_a_label_gives_its_words_to_those_who_say_them_and_other_words_to_others() -> None:
    found = record("“The dam burst on Thursday,” Ida Lund said.", "“The dam burst,” Eva Moen said.")
    (claim,) = [c for c in found.claims if "burst" in c.label]
    assert claim.label == "Eva Moen; in other words Ida Lund (in 2 reports): The dam burst"


def test_a_label_names_a_speaker_with_whoever_quotes_the_speaker() -> None:
    found = record("Ida Lund said that Eva Moen claimed that the sluice was open on Thursday.")
    (claim,) = [c for c in found.claims if c.label.endswith(": the sluice was open on Thursday")]
    assert claim.label == "Eva Moen ‹ Ida Lund: the sluice was open on Thursday"


def test_a_label_tells_that_a_report_of_its_claim_was_withdrawn() -> None:
    found = record(SAYING, DENIAL)
    withdrawn = [replace(d, standing="withdrawn") if d.text == DENIAL else d for d in found.documents]
    again = collate(withdrawn, [reader().read(d) for d in withdrawn])
    (claim,) = [c for c in again.claims if "forced open" in c.label]
    assert claim.label == "Omar Lind (told and denied in 2 reports; Paper 1 withdrawn): the gate was forced open on Thursday"


SAME = (
    "The port of Kessim was closed on Thursday after a march of dock workers. Shops along the quay kept their shutters down. "
    "The marchers had set out from the fish market at nine in the morning. A column of vans waited behind the customs house. "
    "Nobody was allowed to cross the bridge until late in the evening. The ferries to the island did not run. "
)


def test_a_copy_that_names_another_source_is_not_put_under_the_first_one() -> None:
    first = SAME + "Four people were killed and nine hurt, the Interior Ministry said."
    second = SAME + "Four people were killed and nine hurt, the union said."
    (claim,) = [c for c in shared(record(first, second)) if "killed" in c.label]
    assert claim.support == "undetermined"
    assert sorted(o.kind for o in claim.origins) == ["official", "unknown"]
    (claim,) = [c for c in shared(record(first, first.replace("evening", "night"))) if "killed" in c.label]
    assert claim.support == "repeated"


def test_a_given_name_that_is_a_particle_elsewhere_joins_nobody_of_another_story() -> None:
    found = record("Ben opened the bakery in Tarn on Monday. It sells bread.", "A court in Vosk fined Ben for fishing on Friday.")
    assert [len({m.place.document for m in e.mentions}) for e in found.entities if e.name == "Ben"] == [1, 1]


def test_father_and_son_of_one_name_stay_two_people() -> None:
    told = "{0} drove the boat to Tarn on Monday, the police said. {0} was alone."
    apart = record(told.format("John Smith Sr."), told.format("John Smith Jr."))
    joined = record(told.format("John Smith"), told.format("John Smith Jr."))
    people = [
        sorted(len({m.place.document for m in e.mentions}) for e in r.entities if "Smith" in e.name) for r in (apart, joined)
    ]
    assert people == [[1, 1], [2]]
