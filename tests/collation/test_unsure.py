"""Of which pairs the program is least sure, and why; the same whatever the order of the reports."""

from __future__ import annotations

from made import person, report

from variorum.collation.unsure import unsure_names, unsure_statements
from variorum.model.document import Document
from variorum.model.reading import Argument, Reading, Statement
from variorum.model.record import Entity, EntityMention, Passage, Record
from variorum.model.span import Span

A = report("a", "The ferry Halda sank off Skarnes on Monday and twelve people drowned in the cold water.")
B = report("b", "The ferry Halda went down off Skarnes on Monday and twelve people drowned in the cold sea.")


def reading(document: Document, words: str, verb: str) -> Reading:
    text = document.text
    span = Span(text.index(words), text.index(words) + len(words))
    head = Span(text.index(verb), text.index(verb) + len(verb))
    ferry = Span(text.index("Halda"), text.index("Halda") + 5)
    terms = tuple(sorted(w.strip(".").lower() for w in words.split() if len(w) > 3))
    said = Statement(span, head, verb, (Argument("agent", ferry, ferry, "halda"),), terms=terms)
    return Reading(document.id, "made", document.blocks, (Span(0, len(text)),), statements=(said,))


def pairs(order: int = 1) -> list[tuple[str, bool, str]]:
    documents = [A, B][::order]
    readings = [reading(A, A.text[:36], "sank"), reading(B, B.text[:41], "went")][::order]
    return [(u.one.document + u.other.document, u.together, u.why) for u in unsure_statements(documents, readings)]


def test_two_statements_between_one_claim_and_two_are_told_with_how_likely_they_are_one() -> None:
    ((documents, together, why),) = pairs()
    assert documents == "ab"
    assert ("taken for one claim" in why) == together
    assert "likely, on average, to tell one thing" in why
    assert pairs() == pairs(-1)


def record(*people: Entity, documents: tuple[Document, ...]) -> Record:
    return Record("T", "v", "f", documents, people, (), (), (), (), (), (), (), (), ())


def test_two_people_of_whom_only_one_name_is_shared_are_told_apart_but_not_surely() -> None:
    a, b = report("a", "Ida Lund ran."), report("b", "Lund fell. Ola Brekke slept.")
    people = (
        person("e1", "Ida Lund", (a, "Ida Lund")),
        person("e2", "Lund", (b, "Lund")),
        person("e3", "Ola Brekke", (b, "Ola Brekke")),
    )
    (found,) = unsure_names(record(*people, documents=(a, b)))
    assert (found.together, found.one, found.other) == (False, Passage("a", 0, 8), Passage("b", 0, 4))
    assert found.why == "taken for two people: only lund is shared"


def test_a_person_of_two_spellings_is_one_but_not_surely() -> None:
    a, b = report("a", "Aleksei Dronov ran."), report("b", "Alexey Dronof fell.")
    places = tuple(EntityMention(Passage(d.id, 0, end), "name") for d, end in ((a, 14), (b, 13)))
    dronov = Entity("e1", "person", "Aleksei Dronov", ("Alexey Dronof",), places)
    (found,) = unsure_names(record(dronov, documents=(a, b)))
    assert found.together
    assert found.why.startswith("taken for one person: ")
    assert found.margin == 0.225


def test_the_same_name_twice_is_no_question() -> None:
    a, b = report("a", "Ida Lund ran."), report("b", "Ida Lund fell.")
    places = tuple(EntityMention(Passage(d, 0, 8), "name") for d in ("a", "b"))
    assert unsure_names(record(Entity("e1", "person", "Ida Lund", (), places), documents=(a, b))) == ()
