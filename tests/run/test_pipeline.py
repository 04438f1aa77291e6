import sqlite3
from pathlib import Path

import pytest
from plainreader import Mute, read_by

import variorum
from variorum.case.layout import Layout
from variorum.case.verify import verify
from variorum.errors import CaseError, InputError
from variorum.model.document import Document
from variorum.model.reading import Reading

REPORTS = {
    "mon/gazette.txt": "The ferry Halda sank on Monday. Twelve people drowned, the harbour master said.\n",
    "mon/courier.txt": "A ferry went down off Skarnes. Harbour master Ole Brun said ten people had drowned.\n",
    "tue/gazette.txt": "Divers found the wreck of the Halda on Tuesday, police said, and called off the search.\n",
}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for name, text in REPORTS.items():
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "reports"


class Counting(Mute):
    """A reader that marks nothing and counts what it is given."""

    def __init__(self) -> None:
        self.read_names: list[str] = []

    def read(self, document: Document) -> Reading:
        self.read_names.append(document.name)
        return super().read(document)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    read_by(monkeypatch, counting)
    return counting


def dump(case: Path) -> list[str]:
    connection = sqlite3.connect(case / "case.sqlite")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_names_and_fingerprint_do_not_depend_on_how_reports_were_given(tmp_path: Path, reports: Path, reader: Counting) -> None:
    whole = variorum.build([reports], case=tmp_path / "whole").record
    files = [reports / name for name in REPORTS]
    reverse = variorum.build(files[::-1], case=tmp_path / "reverse").record
    for file in files:
        single = variorum.build([file], case=tmp_path / "single").record
    assert sorted(one.name for one in whole.documents) == ["courier.txt", "mon/gazette.txt", "tue/gazette.txt"]
    assert whole.documents == reverse.documents == single.documents
    assert whole.fingerprint == reverse.fingerprint == single.fingerprint
    assert len(whole.fingerprint) == 64


def test_what_is_done_is_not_done_again(tmp_path: Path, reports: Path, reader: Counting) -> None:
    first = variorum.build([reports], case=tmp_path / "case")
    written = (tmp_path / "case" / "journal.jsonl").read_bytes()
    second = variorum.build([reports], case=tmp_path / "case")
    assert (first.new, first.known, first.read) == (3, 0, 3)
    assert (second.new, second.known, second.read) == (0, 3, 0)
    assert len(reader.read_names) == 3
    assert (tmp_path / "case" / "journal.jsonl").read_bytes() == written
    assert first.record == second.record


def test_everything_derived_comes_back_the_same(tmp_path: Path, reports: Path, reader: Counting) -> None:
    case = tmp_path / "case"
    variorum.build([reports], case=case)
    before = dump(case)
    for file in case.glob("case.sqlite*"):
        file.unlink()
    with variorum.open_case(case) as opened:
        opened.record()
    assert dump(case) == before
    assert verify(case) == ()


def test_a_broken_database_is_made_again(tmp_path: Path, reports: Path, reader: Counting) -> None:
    case = tmp_path / "case"
    record = variorum.build([reports], case=case).record
    (case / "case.sqlite").write_bytes(b"no database at all" * 100)
    assert verify(case)
    with variorum.open_case(case) as opened:
        assert opened.record() == record


def test_an_interrupted_build_continues(tmp_path: Path, reports: Path, reader: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tmp_path / "case"
    whole = variorum.build([reports], case=tmp_path / "whole").record

    def stop(document: Document) -> Reading:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(reader, "read", stop)
        with pytest.raises(KeyboardInterrupt):
            variorum.build([reports], case=case)
    assert variorum.build([reports], case=case).record.fingerprint == whole.fingerprint
    assert verify(case) == ()


def test_a_bad_file_among_many_becomes_a_failure_until_it_is_mended(tmp_path: Path, reports: Path, reader: Counting) -> None:
    (reports / "empty.txt").write_text("")
    record = variorum.build([reports], case=tmp_path / "case").record
    assert len(record.documents) == 3
    assert [(one.name, one.stage) for one in record.failures] == [("empty.txt", "capture")]
    (reports / "empty.txt").write_text("The harbour was closed for a day, the port authority said on Wednesday.")
    record = variorum.build([reports], case=tmp_path / "case").record
    assert len(record.documents) == 4
    assert record.failures == ()


def test_a_bad_sidecar_fails_its_report_and_says_why(tmp_path: Path, reports: Path, reader: Counting) -> None:
    (reports / "mon" / "courier.json").write_text("{not json")
    record = variorum.build([reports], case=tmp_path / "case").record
    assert [one.name for one in record.failures] == ["courier.txt"]
    assert "sidecar" in record.failures[0].reason


def test_a_sidecar_is_metadata_and_never_a_report(tmp_path: Path, reports: Path, reader: Counting) -> None:
    variorum.build([reports], case=tmp_path / "case")
    (reports / "mon" / "courier.json").write_text('{"publisher": "The Courier", "published": "2031-05-05"}')
    record = variorum.build([reports], case=tmp_path / "case").record
    assert len(record.documents) == 3
    courier = next(one for one in record.documents if one.name == "courier.txt")
    assert (courier.meta.publisher, courier.meta.published) == ("The Courier", "2031-05-05")


def test_a_report_nobody_here_can_read_keeps_its_words(tmp_path: Path, reports: Path, reader: Counting) -> None:
    norwegian = "Fergen sank mandag utenfor Skarnes, og tolv mennesker druknet, opplyser politiet i en pressemelding i dag."
    (reports / "avis.txt").write_text(norwegian)
    record = variorum.build([reports], case=tmp_path / "case").record
    assert any(one.text.strip() == norwegian for one in record.documents)
    assert [(one.name, one.stage) for one in record.failures] == [("avis.txt", "reading")]


def test_nothing_is_left_where_nothing_could_be_read(tmp_path: Path, reader: Counting) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(InputError, match=r"empty\.txt: empty"):
        variorum.build([tmp_path / "empty.txt"], case=tmp_path / "case")
    assert not (tmp_path / "case").exists()


def test_a_case_inside_the_folder_of_reports_is_not_read_as_one(tmp_path: Path, reports: Path, reader: Counting) -> None:
    for _ in range(2):
        record = variorum.build([reports], case=reports / "case").record
    assert len(record.documents) == 3


def test_a_title_stays_until_another_is_given(tmp_path: Path, reports: Path, reader: Counting) -> None:
    assert variorum.build([reports], case=tmp_path / "case").record.title == "Untitled case"
    variorum.build([reports], case=tmp_path / "case", title="The Halda")
    assert variorum.build([reports], case=tmp_path / "case").record.title == "The Halda"


def test_a_case_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no such case"):
        variorum.open_case(tmp_path / "nowhere")


def test_what_stops_a_build_half_way_leaves_no_temporary_file(tmp_path: Path, reports: Path, reader: Counting) -> None:
    variorum.build([reports], case=tmp_path / "case")
    assert not Layout(tmp_path / "case").temporary.exists()
