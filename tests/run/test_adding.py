"""Files sent to a case: their names are data and never paths."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import variorum
from variorum.case.store import Case
from variorum.errors import InputError
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.run import stages
from variorum.run.adding import Parcel, Sent, clean
from variorum.run.pipeline import SOFTWARE

TEXT = b"The dam above Ostby broke on Tuesday night after three days of rain, the county said in a statement on Wednesday.\n"


class Mute:
    """A reader that marks nothing."""

    def read(self, document: Document) -> Reading:
        return Reading(document.id, "mute", document.blocks)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stages, "_reader", lambda: Mute())
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
        assert sorted(kept.capture.name for kept in opened.state.kept()) == ["/added/b/c.txt", "/added/evil.txt"]


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
