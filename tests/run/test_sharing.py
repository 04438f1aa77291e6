"""Copies of a case for others: who is withheld, what the journal is told, and certificates that withhold names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from plainreader import Plain, read_by

import variorum
from variorum.case.certified import against_sealed, check
from variorum.case.journal import scan
from variorum.case.layout import Layout, canonical
from variorum.case.store import Case
from variorum.case.verify import verify
from variorum.errors import InputError
from variorum.export.json_record import to_json
from variorum.export.redaction.words import name_words
from variorum.model.record import Entity, EntityMention, Passage, Record
from variorum.run import sharing
from variorum.run.certify import certify
from variorum.run.decide import decide
from variorum.run.sharing import Sharing, find_named, released, secret_of
from variorum.run.verifying import verify as verdict

REPORTS = {
    "ruiz-flees.txt": "Inspector Pilar Ruiz saw the lock break. The county sent P. Ruiz home on Friday.\n",
    "echo.txt": "The lock broke at six. PILAR RUIZ told the Echo so, and pilar.ruiz@lock.example answers.\n",
    "other.txt": "A new lock will cost nine million, the county said.\n",
}
WORDS = "saw the lock break"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    read_by(monkeypatch, Plain())
    for name, text in REPORTS.items():
        path = tmp_path / "reports" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (tmp_path / "reports" / "echo.json").write_text(
        json.dumps({"title": "Ruiz speaks", "url": "https://echo.example/ruiz", "authors": ["Pilar Ruiz"]})
    )
    variorum.build([tmp_path / "reports"], case=tmp_path / "case")
    return tmp_path / "case"


def copy(case: Path, asked: Sharing) -> Record:
    with variorum.open_case(case) as opened:
        return released(opened, opened.record(), asked).record


def told(case: Path) -> list[dict[str, object]]:
    with Case.open(case, "test") as opened:
        return [dict(opened.blobs.read(c) or {}) for e in scan(opened.layout).entries for c in e.commitments]


def test_the_desk_has_its_own_copy_whole_and_named(case: Path) -> None:
    record = copy(case, Sharing())
    assert "Pilar Ruiz" in json.dumps(to_json(record))
    assert to_json(record)["release"]["says"] == "The desk's own copy: whole and named, not for sharing."


def test_a_name_of_no_entity_is_withheld_as_it_is_spelt(case: Path) -> None:
    with variorum.open_case(case) as opened:
        made = released(opened, opened.record(), Sharing(redact=("Pilar Ruiz",)))
    text = json.dumps(to_json(made.record), ensure_ascii=False)
    assert re.search("ruiz", text, re.IGNORECASE) is None
    assert "no name in these reports is “Pilar Ruiz”" in made.notes[1]
    assert {document.name for document in made.record.documents} == {"report 1", "report 2", "report 3"}


def test_the_secret_is_drawn_once_and_kept_in_a_blob(case: Path) -> None:
    with variorum.open_case(case) as opened:
        first = secret_of(opened)
    with variorum.open_case(case) as opened:
        assert secret_of(opened) == first
        assert opened.is_current()
    assert [one for one in told(case) if "pseudonyms" in one] == [{"pseudonyms": first.hex()}]
    assert first.hex().encode() not in Layout(case).journal.read_bytes()
    assert verify(case) == ()


def test_two_cases_give_one_person_two_pseudonyms(case: Path, tmp_path: Path) -> None:
    variorum.build([tmp_path / "reports"], case=tmp_path / "again")
    one, other = (copy(at, Sharing(redact=("Pilar Ruiz",))) for at in (case, tmp_path / "again"))
    assert one.release.pseudonyms != other.release.pseudonyms
    assert not {d.id for d in one.documents} & {d.id for d in other.documents}


def test_a_decision_withholds_in_every_copy_until_named(case: Path) -> None:
    settled = decide(case, "redact", ["Pilar Ruiz"], "A. Lind", "a source")
    assert settled.outcome == "holds"
    record = copy(case, Sharing())
    assert "Ruiz" not in json.dumps(to_json(record))
    assert record.decisions == ()  # it quotes the name


def test_a_certificate_that_withholds_a_name_carries_nothing_that_can_be_guessed(case: Path, tmp_path: Path) -> None:
    with variorum.open_case(case) as opened:
        record = opened.record()
    made = certify(case, WORDS, tmp_path / "c.json", Sharing(True, redact=("Pilar Ruiz",)), tmp_path / "c.sealed")
    data = (tmp_path / "c.json").read_bytes()
    assert re.search(b"ruiz", data, re.IGNORECASE) is None
    hashes = {d.sha256 for d in record.documents} | {d.id for d in record.documents} | {record.fingerprint}
    hashes |= {sha256(d.text.encode()).hexdigest() for d in record.documents} | {s.id for s in record.statements}
    assert [one for one in hashes if one.encode() in data] == []
    found = check(data)
    assert (found.findings, found.notes) == ((), ("names are withheld; verifiable with the sealed original only",))
    assert made.claim.label == found.content["claim"]["label"]
    assert verify(case) == ()


def test_a_certificate_that_withholds_a_name_is_held_against_the_sealed_original(case: Path, tmp_path: Path) -> None:
    certify(case, WORDS, tmp_path / "c.json", Sharing(True, redact=("Pilar Ruiz",)), tmp_path / "c.sealed")
    whole = verdict(tmp_path / "c.json", (), None, False, tmp_path / "c.sealed", None)
    assert whole.status == 0
    assert any("Pilar Ruiz" in line for line in whole.lines)
    line = (tmp_path / "c.sealed").read_bytes()
    wrong, _ = against_sealed((tmp_path / "c.json").read_bytes(), line.replace(b"Pilar", b"Paula"))
    assert [str(one) for one in wrong] == ["sealed original: is not what the journal was bound to when the certificate was made"]


def test_a_changed_certificate_that_withholds_a_name_is_found(case: Path, tmp_path: Path) -> None:
    certify(case, WORDS, tmp_path / "c.json", Sharing(True, redact=("Pilar Ruiz",)))
    body = json.loads((tmp_path / "c.json").read_bytes())
    body["content"]["claim"]["label"] = "somebody else: it held"
    assert {one.where for one in check(canonical(body) + b"\n").findings} == {"certificate, content", "certificate, signature"}
    del body["withheld"]
    assert check(canonical(body) + b"\n").findings != ()


def test_a_certificate_of_a_claim_that_speaks_of_nobody_at_risk_is_whole(case: Path, tmp_path: Path) -> None:
    certify(case, "nine million", tmp_path / "c.json")
    found = check((tmp_path / "c.json").read_bytes())
    assert found.findings == ()
    assert found.content["documents"][0]["sha256"] == sha256(REPORTS["other.txt"].encode()).hexdigest()
    with pytest.raises(InputError, match="nobody is withheld"):
        certify(case, "nine million", tmp_path / "d.json", sealed=tmp_path / "d.sealed")


def test_people_at_risk_are_withheld_in_what_is_shared_unless_named(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with variorum.open_case(case) as opened:
        record = _with_entity(opened.record(), "Pilar Ruiz")
        risk = sharing.AtRisk("witness or insider", "e1", "Pilar Ruiz", record.entities[0].mentions[0:0], (), "saw it")  # type: ignore[arg-type]
        monkeypatch.setattr(sharing, "people_at_risk", lambda record: (risk,))
        assert "Pilar Ruiz" in json.dumps(to_json(released(opened, record, Sharing()).record))
        assert "Ruiz" not in json.dumps(to_json(released(opened, record, Sharing(True)).record))
        named = released(opened, record, Sharing(True, named=("Pilar Ruiz",)))
        assert named.named == ("Pilar Ruiz",)
        assert named.record.release.pseudonyms == ()
        with pytest.raises(InputError, match="would not be withheld"):
            released(opened, record, Sharing(True, named=("Ole Brun",)))
        with pytest.raises(InputError, match="both named and withheld"):
            released(opened, record, Sharing(True, ("Pilar Ruiz",), ("Pilar Ruiz",)))


def _with_entity(record: Record, name: str) -> Record:
    places = [(d, d.text.find(name)) for d in record.documents if name in d.text]
    mentions = tuple(EntityMention(Passage(d.id, at, at + len(name)), "name") for d, at in places)
    return replace(record, entities=(Entity("e1", "person", name, (), mentions),))


@pytest.mark.parametrize("asked", ["Pilar Ruiz", "pilar ruiz", "Ruiz", "Pílar Ruiz", "Pillar Ruiz", "e1"])
def test_somebody_is_found_by_any_spelling(case: Path, asked: str) -> None:
    with variorum.open_case(case) as opened:
        record = _with_entity(opened.record(), "Pilar Ruiz")
    assert [entity.id for entity in find_named(record, asked)] == ["e1"]
    assert find_named(record, "Anna Ruiz") == []
    assert name_words("Pílar Ruiz") == ("pilar", "ruiz")
