"""Claims of wrongdoing: whom they accuse, what verdict is told, what is answered, and how faces say so."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from benchmarks._parse import reader
from benchmarks.atrisk import Written, document
from variorum.export.accusing import kept_words, told_of
from variorum.export.book import Book
from variorum.export.json_record import to_json
from variorum.export.tables import to_csv
from variorum.model.record import Record
from variorum.run.pipeline import collate
from variorum.show.terminal import view

CHARGED = "Prosecutors in Vesterholm have charged Nils Aker with arson over the fire. He is to appear in court in May."


def told(*texts: str) -> Record:
    """The record of reports of these texts, as one case and one story."""
    documents = [document(Written(f"r{n}", text, "2031-06-01", (), (), ())) for n, text in enumerate(texts, 1)]
    return collate(documents, [reader().read(one) for one in documents], [])


def beside(record: Record, words: str) -> tuple[str, ...]:
    """What stands beside the claim whose statement holds these words."""
    book = Book.of(record)
    for claim in book.claims:
        if any(words in book.words(s.document, s.span) for s in book.told(claim)) and claim.id in book.accusations:
            return told_of(book, book.accusations[claim.id])
    return ()


def test_a_charge_is_an_allegation_with_no_answer_where_none_is_told() -> None:
    assert beside(told(CHARGED), "arson") == (
        "an allegation against Nils Aker: these reports tell of no verdict",
        "no answer in these reports",
    )


@pytest.mark.parametrize(
    "answer",
    ["Nils Aker denied the charge.", "Nils Aker pleaded not guilty.", "Nils Aker called the accusation absurd."],
)
def test_a_denial_stands_beside_the_charge(answer: str) -> None:
    assert beside(told(f"{CHARGED} {answer}"), "arson")[1].startswith(f"answer: “{answer}” (")


def test_a_lawyer_answers_for_the_accused() -> None:
    lines = beside(told(f"{CHARGED} His lawyer denied the charge."), "arson")
    assert lines[1].startswith("answer: “His lawyer denied the charge.” (")


def test_silence_is_no_answer_and_is_told() -> None:
    lines = beside(told(f"{CHARGED} Nils Aker did not answer letters."), "arson")
    assert lines[1].startswith("no answer in these reports; “Nils Aker did not answer letters.” (")


@pytest.mark.parametrize(
    "answer",
    [
        "The surgeon's lawyer said that he rejected the accusation.",
        "Aker-Lind denied the allegation.",
        "The allegation was rejected in a letter.",
        "The clinic where Ida Moss lay rejected the accusation.",
        "A family friend denied it.",
        "Nothing of the kind happened, according to a denial sent for Aker on Monday.",
    ],
)
def test_a_denial_whose_speaker_is_not_settled_is_quoted_and_kept(answer: str) -> None:
    record = told(f"{CHARGED} {answer}")
    lines = beside(record, "arson")
    assert any(line.startswith((f"somebody answers: “{answer}” (", f"answer: “{answer}” (")) for line in lines)
    assert not any("no answer" in line for line in lines)
    book = Book.of(record)
    assert answer in [book.words(place.document, place.span) for place in kept_words(book)]


def test_silence_stands_beside_a_denial_whose_speaker_is_not_settled() -> None:
    lines = beside(told(f"{CHARGED} Nils Aker did not answer letters. The allegation was rejected in a letter."), "arson")
    assert lines[1].startswith("somebody answers: “The allegation was rejected in a letter.” (")
    assert lines[2].startswith("told not to answer: “Nils Aker did not answer letters.” (")


@pytest.mark.parametrize(
    "sentence",
    ["Ida Moss denied the allegation.", "Nils Aker was denied bail.", "A judge dismissed the claim.", "Ida Moss denied a loan."],
)
def test_a_denial_by_somebody_else_and_a_refusal_are_no_answer(sentence: str) -> None:
    assert any(line.startswith("no answer in these reports") for line in beside(told(f"{CHARGED} {sentence}"), "arson"))


def test_a_verdict_is_told_as_a_report_tells_it() -> None:
    record = told("Karl Bressen robbed a shop in May, a clerk said. Karl Bressen was found guilty on Friday.")
    assert beside(record, "robbed")[0] == "of Karl Bressen: convicted, as r1.txt tells"


def test_what_a_copy_of_sentences_must_keep_are_answers_and_verdicts() -> None:
    book = Book.of(told(f"{CHARGED} It rained. Nils Aker denied the charge. A court convicted Ida Moss of theft."))
    kept = [book.words(place.document, place.span) for place in kept_words(book)]
    assert kept == ["Nils Aker denied the charge.", "A court convicted Ida Moss of theft."]


def test_an_acquittal_is_no_verdict_of_guilt() -> None:
    record = told("Karl Bressen robbed a shop in May, a clerk said. A jury acquitted Karl Bressen on Friday.")
    assert beside(record, "robbed")[0] == "an allegation against Karl Bressen: these reports tell of no verdict"


def test_the_victim_of_a_crime_is_not_accused_of_it() -> None:
    assert beside(told("Hal Morrow was robbed and killed on Monday. One teen killed, another hurt."), "killed") == ()


def test_what_somebody_tells_of_himself_is_no_allegation() -> None:
    assert beside(told("Hal Morrow said that he robbed the shop in May."), "robbed") == ()


def test_every_teller_of_an_allegation_says_that_it_is_one() -> None:
    record = told(CHARGED)
    book = Book.of(record)
    (claim,) = [one for one in book.claims if one.id in book.accusations]
    assert book.tellers(book.told(claim)).endswith("; an allegation")
    assert all(book.teller(s, named=True).endswith("; an allegation") for s in book.told(claim))
    assert "; an allegation)" in view(record, "claims")


def test_tables_and_json_have_it_beside_the_claim() -> None:
    record = told(f"{CHARGED} Nils Aker denied the charge.")
    rows = [row for row in csv.DictReader(io.StringIO(to_csv(record, "claims"))) if row["allegation"]]
    assert [row["allegation"] for row in rows] == ["an allegation against Nils Aker: these reports tell of no verdict"]
    assert rows[0]["answers"].startswith("answer: “Nils Aker denied the charge.” (")
    (allegation,) = [claim["allegation"] for claim in to_json(record)["claims"] if claim["allegation"]]
    assert [one["name"] for one in allegation["against"]] == ["Nils Aker"]
    answer = allegation["answers"][0]
    assert record.documents[0].text[answer["start"] : answer["end"]] == "Nils Aker denied the charge."
    assert answer["who_says_it"]


@pytest.mark.parametrize("standing", ["corrected", "withdrawn", "superseded"])
def test_standing_is_told_wherever_a_report_is_the_teller(standing: str) -> None:
    record = told(CHARGED)
    fallen = replace(record, documents=tuple(replace(d, standing=standing) for d in record.documents))  # type: ignore[arg-type]
    book = Book.of(fallen)
    assert all(f"({standing})" in book.tellers(book.told(claim)) for claim in book.claims)
    assert f"leans on A ({standing})" in view(fallen, "claims")
    assert all(row["standing"] == f"r1.txt ({standing})" for row in csv.DictReader(io.StringIO(to_csv(fallen, "claims"))))
    assert all(claim["leans_on"] == [{"document": "r1", "standing": standing}] for claim in to_json(fallen)["claims"])
