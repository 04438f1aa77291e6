"""Files of many reports in a case: one original, many documents, each with its place inside."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from plainreader import Mute, read_by
from samples import FIRST, SECOND, mail, mailbox, zipped

import variorum
from variorum.case.verify import verify
from variorum.export.json_record import to_json


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    read_by(monkeypatch, Mute())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "week.zip"
    path.parent.mkdir()
    path.write_bytes(zipped({"mon/dam.txt": FIRST, "tue/dam.txt": SECOND, "bad.bin": bytes(range(256)), "mail.eml": mail()}))
    return path


def test_an_archive_is_one_original_and_many_documents(tmp_path: Path, archive: Path) -> None:
    summary = variorum.build([archive], case=tmp_path / "case")
    record = summary.record
    assert (summary.new, summary.read) == (1, 4)
    assert sorted((d.name, d.part) for d in record.documents) == [
        ("week.zip!/mail.eml", "mail.eml"),
        ("week.zip!/mail.eml!/statement.txt", "mail.eml!/statement.txt"),
        ("week.zip!/mon/dam.txt", "mon/dam.txt"),
        ("week.zip!/tue/dam.txt", "tue/dam.txt"),
    ]
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert {d.sha256 for d in record.documents} == {digest}
    assert [p.name for p in (tmp_path / "case" / "originals").glob("*/*")] == [digest]
    assert [(f.name, f.stage) for f in record.failures] == [("week.zip!/bad.bin", "capture")]
    assert verify(tmp_path / "case") == ()


def test_the_export_names_part_encoding_and_place(tmp_path: Path, archive: Path) -> None:
    exported = to_json(variorum.build([archive], case=tmp_path / "case").record)
    schema = json.loads(files("variorum").joinpath("data", "record.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(exported, schema)
    said = next(d for d in exported["documents"] if d["part"] == "mail.eml")
    assert said["encoding"] == "iso8859-1"
    assert said["blocks"][0]["locator"] == "path=mail.eml;part=1;bytes=0-75"


def test_nothing_is_read_again_and_all_comes_back_from_the_original(tmp_path: Path, archive: Path) -> None:
    case = tmp_path / "case"
    first = variorum.build([archive], case=case)
    again = variorum.build([archive], case=case)
    assert (again.new, again.known, again.read) == (0, 1, 0)
    assert again.record == first.record
    for file in case.glob("case.sqlite*"):
        file.unlink()
    with variorum.open_case(case) as opened:
        assert opened.record() == first.record


def test_a_mailbox_that_grew_keeps_each_mail_once(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    path.write_bytes(mailbox().split(b"\nFrom una")[0])
    assert len(variorum.build([path], case=tmp_path / "case").record.documents) == 2
    path.write_bytes(mailbox())
    record = variorum.build([path], case=tmp_path / "case").record
    assert sorted(d.name for d in record.documents) == [
        "in.mbox!/message-1.eml",
        "in.mbox!/message-1.eml!/statement.txt",
        "in.mbox!/message-2.eml",
        "in.mbox!/message-2.eml!/statement.txt",
    ]
    assert {d.standing for d in record.documents} == {"current"}


def test_a_report_that_left_its_archive_is_superseded(tmp_path: Path, archive: Path) -> None:
    variorum.build([archive], case=tmp_path / "case")
    archive.write_bytes(zipped({"mon/dam.txt": f"{FIRST} Nobody was hurt."}))
    record = variorum.build([archive], case=tmp_path / "case").record
    assert [d.part for d in record.documents if d.standing == "current"] == ["mon/dam.txt"]
    assert sorted(d.part for d in record.documents if d.standing == "superseded") == [
        "mail.eml",
        "mail.eml!/statement.txt",
        "mon/dam.txt",
        "tue/dam.txt",
    ]
    assert record.failures == ()


def test_an_archive_of_which_nothing_can_be_read_is_one_failure(tmp_path: Path, archive: Path) -> None:
    bad = archive.with_name("bad.zip")
    bad.write_bytes(zipped({"a.bin": bytes(range(256)), "b.bin": bytes(range(256)) * 2}))
    record = variorum.build([archive.parent], case=tmp_path / "case").record
    (failure,) = [f for f in record.failures if f.name == "bad.zip"]
    assert failure.reason.startswith("nothing in it could be read: a.bin: not text in any known encoding")
    assert failure.reason.endswith("(and 1 more)")


def test_several_readers_give_the_same_as_one(tmp_path: Path, archive: Path) -> None:
    for number in range(4):
        (archive.parent / f"{number}.txt").write_text(f"{SECOND} {number} families came later.")
    one = variorum.build([archive.parent], case=tmp_path / "one").record
    two = variorum.build([archive.parent], case=tmp_path / "two", jobs=2).record
    assert (one.documents, one.failures) == (two.documents, two.failures)


def test_json_lines_beside_a_report_are_no_sidecar(tmp_path: Path) -> None:
    (tmp_path / "dam.txt").write_text(FIRST)
    (tmp_path / "dam.jsonl").write_text(json.dumps({"text": SECOND}))
    (tmp_path / "dam.json").write_text('{"publisher": "Ostby Post"}')
    record = variorum.build([tmp_path], case=tmp_path / "case").record
    assert sorted((d.name, d.meta.publisher) for d in record.documents) == [
        ("dam.jsonl!/line-1", "Ostby Post"),
        ("dam.txt", "Ostby Post"),
    ]


def test_limits_are_part_of_what_documents_are_made_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"1.txt": FIRST, "2.txt": SECOND}))
    monkeypatch.setenv("VARIORUM_MOST_PARTS", "1")
    record = variorum.build([path], case=tmp_path / "case").record
    assert (len(record.documents), len(record.failures)) == (1, 1)
    monkeypatch.delenv("VARIORUM_MOST_PARTS")
    record = variorum.build([path], case=tmp_path / "case").record
    assert (len(record.documents), len(record.failures)) == (2, 0)
