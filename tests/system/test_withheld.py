"""The examples with each of their entities withheld in turn: no output holds any of its spellings."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import run

import variorum
from variorum.case.layout import canonical
from variorum.export.json_record import to_json
from variorum.export.redaction import Wanted, people_withheld, redacted
from variorum.export.redaction.people import spellings_of
from variorum.export.redaction.words import folded, ordinary
from variorum.export.tables import TABLES, to_csv
from variorum.model.record import Record
from variorum.run.certify import content_of_claim, withheld_content
from variorum.show.dossier import dossier

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("withheld") / "case"
    variorum.build([EXAMPLES], case=folder)
    return folder


@pytest.fixture(scope="module")
def record(case: Path) -> Record:
    with variorum.open_case(case) as opened:
        return opened.record()


def plain(text: str) -> str:
    return f" {re.sub(r'[^a-z0-9]+', ' ', folded(text)[0])} "


def outputs(whole: Record, made: Record, ids: dict[str, str], claims: set[str]) -> Iterator[str]:
    yield json.dumps(to_json(made), ensure_ascii=False)
    for table in TABLES:
        yield "\n".join(" | ".join(row) for row in csv.reader(io.StringIO(to_csv(made, table))))
    yield html.unescape(dossier(made, full_text=not made.release.shared))
    for claim in whole.claims:
        if claim.id in claims:
            content = content_of_claim(whole, claim, {})
            shown = next(one for one in made.claims if one.id == ids[claim.id])
            yield canonical(withheld_content(made, shown, content)).decode()


@pytest.mark.parametrize("shared", [False, True])
def test_no_output_holds_a_spelling_of_whoever_is_withheld(record: Record, shared: bool) -> None:
    texts = {document.id: document.text for document in record.documents}
    tried = 0
    for entity in record.entities:
        spellings = [s for s in spellings_of(entity, texts) if not set(plain(s).split()) <= ordinary()]
        if not spellings:
            continue  # described, not named
        people = people_withheld(record, [Wanted(entity.id)], b"secret")
        made = redacted(record, people, b"secret", shared)
        told = {s.claim for s in record.statements for a in s.arguments if a.entity == entity.id and s.claim}
        for text in outputs(record, made.record, dict(made.ids), set(sorted(told)[:4])):
            words = plain(text)
            assert [s for s in spellings if plain(s) in words] == [], entity.name
            for document in record.documents:
                assert not any(gone and gone in text for gone in (document.sha256, document.id, document.name, document.meta.url))
            tried += 1
    assert tried > 150


def test_a_described_source_is_withheld_where_it_is_described(record: Record) -> None:
    sailor = next(entity for entity in record.entities if entity.name == "sailor")
    people = people_withheld(record, [Wanted(sailor.id)], b"secret")
    made = redacted(record, people, b"secret")
    texts = {document.id: document.text for document in made.record.documents}
    (pseudonym,) = made.record.release.pseudonyms
    new = next(entity for entity in made.record.entities if entity.name == pseudonym)
    assert {m.place.span.text(texts[m.place.document]) for m in new.mentions if m.kind == "nominal"} == {pseudonym}


def test_the_commands_withhold_and_say_so(case: Path, tmp_path: Path) -> None:
    shared = run("report", case, "--share", "-o", tmp_path / "s.html")
    assert shared.returncode == 0, shared.stderr
    assert "stands for Aleksei Dronov" in shared.stderr
    assert "to be read before this leaves" in shared.stderr
    page = (tmp_path / "s.html").read_text()
    assert "Dronov" not in page
    assert "verifiable with the sealed original only" in page
    assert "Hollis" not in run("export", case, "--share").stdout
    named = run("export", case, "--share", "--name", "Marit Hollis")
    assert "Marit Hollis" in named.stdout
    assert "Marit Hollis named on purpose" in run("show", case, "custody").stdout
    both = run("report", case, "--share", "--full-text", "-o", tmp_path / "b.html")
    assert (both.returncode, (tmp_path / "b.html").exists()) == (2, False)
    assert "what is shared quotes sentences" in both.stderr
    own = run("export", case, "--format", "csv")
    assert "The desk's own copy: whole and named, not for sharing." in own.stdout
    assert "The desk's own copy" in own.stderr
    less = run("export", case, "--format", "csv", "--redact", "Sollund", "--redact", "Piet Aldous")
    assert re.search("sol+und|aldous", less.stdout, re.IGNORECASE) is None
    assert "Jan Aldous (shares a name with" in less.stderr
    assert "a nurse from Holm" in run("show", case, "review").stdout


def test_an_accusation_that_is_shared_keeps_who_makes_it_and_what_is_answered(record: Record) -> None:
    dronov = next(entity for entity in record.entities if entity.name == "Aleksei Dronov")
    made = redacted(record, people_withheld(record, [Wanted(dronov.id)], b"secret"), b"secret", shared=True)
    before = {made.ids[one["id"]]: one["allegation"] for one in to_json(record)["claims"] if one["allegation"]}
    after = {one["id"]: one["allegation"] for one in to_json(made.record)["claims"] if one["allegation"]}
    assert before.keys() == after.keys() != set()
    for claim, told in before.items():
        assert len(after[claim]["answers"]) == len(told["answers"])
        assert [one["entity"] for one in after[claim]["against"]] == [made.ids[one["entity"]] for one in told["against"]]
