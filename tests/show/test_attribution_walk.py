"""Every string of a claim, cell, pin, headline, edge or link carries who tells it, in every face and export."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import walking
from english import reader
from lxml import html

from benchmarks.atrisk import document, passages
from variorum.export.book import Book
from variorum.model.record import Record
from variorum.run.pipeline import collate, open_case
from variorum.show.dossier import dossier
from variorum.show.terminal import VIEWS, view

ROOT = Path(__file__).parents[2]
WALKS = {
    "dossier": walking.dossier_strings,
    "terminal": walking.terminal_strings,
    "tables": walking.table_strings,
    "json and certificates": walking.json_strings,
}
UNFAIR = re.compile(
    r"\binconsisten\w*|\bcontradict(?:s|ed)?\s+(?:him|her|them)sel\w+|\b(?:liar|lied)\b|\bchang(?:es|ed|ing)\s+(?:his|her|their)\s+story"
    r"|\bunreliable\b|\bcorroborat\w+|\bdiscredit\w*|\bimplausible\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def example(examples_built: Path) -> Record:
    """The record of the example reports."""
    with open_case(examples_built) as case:
        return case.record()


@pytest.fixture(scope="module")
def accusing() -> Record:
    """The record of all invented passages about people at risk, as one case: claims of wrongdoing with and without answer."""
    documents = [document(written) for written in passages("first")]
    return collate(documents, [reader().read(one) for one in documents], [])


@pytest.fixture(scope="module")
def fallen(accusing: Record) -> Record:
    """The same, every report corrected, withdrawn or superseded."""
    standings: Any = ("corrected", "withdrawn", "superseded")
    documents = (replace(d, standing=standings[n % 3]) for n, d in enumerate(accusing.documents))
    return replace(accusing, documents=tuple(documents))


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
@pytest.mark.parametrize("name", ["ferry", "example", "accusing", "fallen"])
def test_nothing_stands_without_who_tells_it(name: str, walk: Any, request: pytest.FixtureRequest) -> None:
    assert list(walk(request.getfixturevalue(name))) == []


def test_the_walk_finds_words_whose_teller_is_taken_away(ferry: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Book, "teller", lambda *_, **__: "")
    monkeypatch.setattr(Book, "tellers", lambda *_, **__: "")
    found = list(walking.dossier_strings(ferry))
    assert ("part-claims", "The Alken hit the rocks on Friday morning") in found
    assert any(name == "drawing" for name, _ in found)
    assert list(walking.terminal_strings(ferry))
    assert list(walking.table_strings(ferry))


def test_a_label_without_a_teller_is_found(ferry: Record) -> None:
    bare = replace(ferry, claims=tuple(replace(claim, label="the ferry ran aground") for claim in ferry.claims))
    assert {name for name, _ in walking.json_strings(bare)} == {"claim"}
    assert list(walking.table_strings(bare))


def test_every_word_from_a_report_that_fell_says_so(fallen: Record) -> None:
    page = html.fromstring(dossier(fallen))
    standing = re.compile(r"\((?:corrected|withdrawn|superseded)\)")
    tellers = [one.text_content() for one in page.iter("small") if one.get("class") == "teller"]
    assert tellers
    assert all(standing.search(words) for words in tellers)
    quoted = [line for line in view(fallen, "claims").splitlines() if re.match(r"     \S+  “", line)]
    assert quoted
    assert all(standing.search(line) for line in quoted)


def test_no_claim_of_wrongdoing_stands_without_allegation_or_verdict_and_answer(accusing: Record) -> None:
    book = Book.of(accusing)
    assert len(book.accusations) >= 10
    lines = view(accusing, "claims").split("\n\n")
    for claim in (one for one in book.claims if one.id in book.accusations):
        entry = next(one for one in lines if one.split()[:1] == [str(book.numbers[claim.id])])
        assert "an allegation against" in entry or "convicted, as " in entry
        assert "answer: “" in entry or "somebody answers: “" in entry or "no answer in these reports" in entry


@pytest.mark.parametrize("name", ["example", "fallen"])
def test_no_face_calls_a_person_inconsistent(name: str, request: pytest.FixtureRequest) -> None:
    record = request.getfixturevalue(name)
    told = "\n".join(one.text for one in record.documents)
    faces = [html.fromstring(dossier(record)).text_content(), *(view(record, one) for one in VIEWS)]
    assert [match[0] for face in faces for match in UNFAIR.finditer(face) if match[0] not in told] == []


def test_no_sentence_of_ours_can_call_a_person_inconsistent() -> None:
    """Every string in the code of what makes and shows a record; "self-consistent" is said of certificates alone."""
    for path in sorted((ROOT / "src" / "variorum").rglob("*.py")):
        if path.parent.name in ("reading",):
            continue  # patterns for reading what reports say
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module))
                      and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                assert not UNFAIR.search(node.value) or "\\" in node.value, f"{path}:{node.lineno}: {node.value}"
