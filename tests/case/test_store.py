import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from variorum.case.journal import scan
from variorum.case.layout import Layout
from variorum.case.store import Case, check_place
from variorum.case.verify import verify
from variorum.errors import CaseError
from variorum.model.activity import Failure
from variorum.model.document import Capture, Meta


def took(case: Case, path: str, data: bytes, sidecar: Meta | None = None) -> None:
    digest = hashlib.sha256(data).hexdigest()
    meta = sidecar or Meta()
    case.capture(Capture(path, digest, len(data), meta), data, f"{digest[:6]}{meta.title or ''}")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", "test 1") as opened:
        yield opened


def test_equal_bytes_are_one_document_with_the_smallest_path_as_name(case: Case) -> None:
    took(case, "/b/late.txt", b"one")
    took(case, "/a/early.txt", b"one")
    took(case, "/a/other.txt", b"two")
    assert sorted(kept.name for kept in case.state.kept()) == ["early.txt", "other.txt"]


def test_another_sidecar_makes_another_document_and_a_changed_one_replaces_it(case: Case) -> None:
    took(case, "/a.txt", b"one", Meta(title="first"))
    took(case, "/b.txt", b"one")
    assert len(case.state.kept()) == 2
    took(case, "/a.txt", b"one", Meta(title="second"))
    assert {kept.capture.sidecar.title for kept in case.state.kept()} == {None, "second"}


def test_new_bytes_at_a_path_take_its_name_and_the_old_ones_are_superseded(case: Case) -> None:
    took(case, "/a.txt", b"old")
    took(case, "/a.txt", b"new")
    old = hashlib.sha256(b"old").hexdigest()[:8]
    assert {kept.name: kept.standing for kept in case.state.kept()} == {"a.txt": "current", f"a.txt ({old})": "superseded"}


def test_a_failure_goes_when_its_path_is_read_well(case: Case) -> None:
    case.fail(Failure("/x/a.pdf", "capture", "cut off"))
    case.fail(Failure("/x/a.pdf", "capture", "cut off"))
    assert case.state.failures() == (Failure("a.pdf", "capture", "cut off"),)
    assert sum(entry.what == "failed" for entry in scan(case.layout).entries) == 1
    took(case, "/x/a.pdf", b"whole")
    assert case.state.failures() == ()


def test_the_journal_says_no_name_and_no_path(case: Case) -> None:
    took(case, "/home/someone/secret.txt", b"one", Meta(title="Private"))
    case.retitle("Hidden")
    written = case.layout.journal.read_text()
    assert not any(word in written for word in ("secret", "someone", "Private", "Hidden"))


def test_originals_are_written_once_and_read_only(case: Case) -> None:
    took(case, "/a.txt", b"one")
    digest = hashlib.sha256(b"one").hexdigest()
    path = case.layout.originals / digest[:2] / digest
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o222 == 0


def test_a_torn_last_line_is_mended_and_said(case: Case) -> None:
    took(case, "/a.txt", b"one")
    case.close()
    with case.layout.journal.open("ab") as file:
        file.write(b'{"seq":3,"wh')
    assert any("torn" in finding.what for finding in verify(case.layout.root))
    with Case.open(case.layout.root, "test 1", write=True) as again:
        assert [kept.name for kept in again.state.kept()] == ["a.txt"]
    last = scan(case.layout).entries[-1]
    assert (last.what, last.facts) == ("mended", {"dropped_bytes": 12})


def test_what_an_interrupted_build_left_on_its_way_is_removed(case: Case) -> None:
    case.close()
    case.layout.temporary.mkdir(exist_ok=True)
    (case.layout.temporary / "tmpabc").write_bytes(b"half")
    with Case.open(case.layout.root, "test 1", write=True):
        pass
    assert not case.layout.temporary.exists()


def test_a_second_builder_is_told_who_holds_the_case(case: Case) -> None:
    with pytest.raises(CaseError, match=r"process \d+ on .* is building this case"):
        Case.open(case.layout.root, "test 1", write=True)


def test_a_newer_case_is_refused(case: Case) -> None:
    case.close()
    first = json.loads(case.layout.journal.read_text())
    first["facts"]["version"] = 99
    case.layout.journal.write_text(json.dumps(first) + "\n")
    with pytest.raises(CaseError, match="newer variorum"):
        Case.open(case.layout.root, "test 1")


def test_a_folder_with_other_things_in_it_is_no_place_for_a_case(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CaseError, match="not a case"):
        check_place(tmp_path)
    with pytest.raises(CaseError, match="not a case"):
        Case.open(tmp_path, "test 1")
    with pytest.raises(CaseError, match="a file, not a case"):
        check_place(tmp_path / "mine.txt")


@pytest.mark.parametrize("where", ["originals", "blobs", "journal"])
def test_verify_finds_what_was_altered(case: Case, where: str) -> None:
    took(case, "/a.txt", b"one")
    case.close()
    layout = Layout(case.layout.root)
    paths = {"journal": layout.journal, "blobs": next(layout.blobs.iterdir()), "originals": next(layout.originals.glob("*/*"))}
    paths[where].chmod(0o644)
    changed = paths[where].read_bytes()
    paths[where].write_bytes(changed.replace(b"opened", b"Opened").replace(b"one", b"two").replace(b"a.txt", b"b.txt"))
    assert verify(layout.root)


def test_verify_finds_what_is_missing(case: Case) -> None:
    took(case, "/a.txt", b"one")
    case.close()
    next(case.layout.originals.glob("*/*")).unlink()
    assert any("is missing" in finding.what for finding in verify(case.layout.root))
