"""Files sent to a case: their names are data and never paths."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from plainreader import Mute, read_by

import variorum
from variorum.case.store import Case
from variorum.errors import InputError
from variorum.run.adding import PREFIX, Parcel, Sent, as_sent, clean, numbered, sweep
from variorum.run.pipeline import SOFTWARE

TEXT = b"The dam above Ostby broke on Tuesday night after three days of rain, the county said in a statement on Wednesday.\n"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    read_by(monkeypatch, Mute())
    Case.create(tmp_path / "case", SOFTWARE).close()
    return tmp_path / "case"


def sent(**files: bytes) -> list[Sent]:
    return [Sent(name, io.BytesIO(data)) for name, data in files.items()]


def quiet(stage: str, done: int, total: int) -> None:
    pass


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", "a.txt"),
        ("folder/a.txt", "folder/a.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\reports\\a.txt", "reports/a.txt"),
        ("a\x00b\u202etxt.exe", "a\ufffdb\ufffdtxt.exe"),
        ("..", ""),
        ("", ""),
        ("/".join("x" * 30), "/".join("x" * 20)),
        ("é" * 500 + ".txt", "é" * 196 + ".txt"),
    ],
)
def test_a_name_is_kept_without_what_leads_elsewhere_or_hides(name: str, expected: str) -> None:
    assert clean(name) == expected


def test_files_lie_under_numbers_and_are_known_by_their_names(case: Path) -> None:
    parcel = Parcel(sent(**{"../../evil.txt": TEXT, "b/c.txt": TEXT + b"More rain fell on Thursday.\n"}))
    assert sorted(one.path.name for one in parcel.given) == ["000001.txt", "000002.txt"]
    summary = parcel.take_in(case, quiet)
    parcel.close()
    assert not any(one.path.exists() for one in parcel.given)
    assert (summary.new, sorted(d.name for d in summary.record.documents)) == (2, ["c.txt", "evil.txt"])
    with Case.open(case, SOFTWARE) as opened:
        kept = sorted(as_sent(one.capture.name) for one in opened.state.kept())
    assert kept == ["b/c.txt", "evil.txt"]


def test_what_was_sent_gives_the_same_after_all_that_is_derived_was_thrown_away(case: Path) -> None:
    parcel = Parcel(sent(**{"a.txt": TEXT, "a.json": b'{"publisher": "Ostby Post", "published": "2024-03-12"}'}))
    summary = parcel.take_in(case, quiet)
    parcel.close()
    (document,) = summary.record.documents
    assert (document.meta.publisher, document.meta.published) == ("Ostby Post", "2024-03-12")
    (case / "case.sqlite").unlink()
    with variorum.open_case(case) as opened:
        assert opened.record() == summary.record


def test_the_same_file_sent_again_is_known(case: Path) -> None:
    for expected in ((1, 0), (0, 1)):
        parcel = Parcel(sent(**{"a.txt": TEXT}))
        summary = parcel.take_in(case, quiet)
        parcel.close()
        assert (summary.new, summary.known) == expected


def test_nothing_sent_is_refused() -> None:
    with pytest.raises(InputError, match="no file came"):
        Parcel(sent(**{"..": b"x"}))


def test_files_of_one_name_in_one_parcel_are_all_taken_in_and_equal_ones_once() -> None:
    bytes_of = (TEXT, TEXT + b"More.\n", TEXT, TEXT + b"Less.\n")
    names = ("a.txt", "a.txt", "/a.txt", "../a.txt")
    parcel = Parcel([Sent(name, io.BytesIO(data)) for name, data in zip(names, bytes_of, strict=True)])
    found = {as_sent(one.name): one.path.read_bytes() for one in parcel.given}
    parcel.close()
    assert found == {"a.txt": bytes_of[0], "a (2).txt": bytes_of[1], "a (3).txt": bytes_of[3]}


def test_what_is_known_of_a_report_stays_with_it_where_two_pairs_have_the_same_names() -> None:
    pairs = [("a.txt", b"one"), ("a.txt.json", b"{}"), ("a.txt", b"two"), ("a.txt.json", b'{"title": "Two"}')]
    parcel = Parcel(Sent(name, io.BytesIO(data)) for name, data in pairs)
    found = {one.path.read_bytes(): one.path.with_name(one.path.name + ".json").read_bytes() for one in parcel.given}
    parcel.close()
    assert found == {b"one": b"{}", b"two": b'{"title": "Two"}'}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.txt", "a (2).txt"), ("a.b/c", "a.b/c (2)"), ("x/.hidden", "x/.hidden (2)"), ("a.txt.json", "a (2).txt.json")],
)
def test_a_number_stands_before_the_ending(name: str, expected: str) -> None:
    assert (numbered(name, 1), numbered(name, 2)) == (name, expected)


def test_another_report_of_the_same_name_sent_later_is_no_new_version_of_the_first(case: Path) -> None:
    for data in (
        TEXT,
        b"The council of Ostby met on Friday and spoke of nothing but the price of bread and of new school books.\n",
    ):
        parcel = Parcel(sent(**{"a.txt": data}))
        summary = parcel.take_in(case, quiet)
        parcel.close()
        assert summary.new == 1
    assert [d.standing for d in summary.record.documents] == ["current", "current"]
    assert all(d.name.endswith("/a.txt") for d in summary.record.documents)


def test_the_files_are_gone_from_the_disk_as_soon_as_all_are_taken_in(case: Path) -> None:
    parcel = Parcel(sent(**{"a.txt": TEXT, "b.txt": TEXT + b"More.\n"}))
    left: list[tuple[str, bool]] = []
    parcel.take_in(case, lambda stage, done, total: left.append((stage, parcel.given[0].path.exists())))
    assert {stage for stage, there in left if there} <= {"taking in"}
    assert not left[-1][1]


def test_what_a_killed_process_left_is_removed_and_what_is_in_use_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"{PREFIX}left"
    left.mkdir()
    (left / "000001.txt").write_bytes(TEXT)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    used = Parcel(sent(**{"a.txt": TEXT}))
    assert sweep() == 1
    assert (left.exists(), elsewhere.exists(), used.given[0].path.exists()) == (False, True, True)
    used.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["elsewhere", f"{PREFIX}link"]
