"""No room and no right to write, at every stage: a clear word, nothing lost, and on it goes when there is room again."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from plainreader import REPORTS, Plain

import variorum
from variorum.case.layout import Layout
from variorum.case.verify import verify
from variorum.errors import VariorumError
from variorum.run import stages
from variorum.run.decide import decide
from variorum.run.handout import tell_export
from variorum.run.verifying import verify as verdict


def _mounted(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not _mounted(folder, "size=4m"):
        pytest.skip("a small disk can only be mounted by root, where mounting is allowed")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stages, "_reader", Plain)
    for name, text in REPORTS.items():
        path = tmp_path / "reports" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path / "reports"


@pytest.fixture
def wanted(reports: Path, tmp_path: Path) -> str:
    return variorum.build([reports], case=tmp_path / "undisturbed").record.fingerprint


def filled(filler: Path) -> None:
    """Takes all the room that is left."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


def refused(work: Callable[[], object]) -> bool:
    """Whether there was no room or no right, told in words that name the place."""
    caught: VariorumError | OSError | None = None
    try:
        work()
    except (VariorumError, OSError) as error:
        caught = error
    if isinstance(caught, OSError):
        assert caught.errno in (errno.ENOSPC, errno.EROFS, errno.EACCES)
        assert caught.filename
    elif caught is not None:
        assert ";" in str(caught)
    return caught is not None


def test_a_disk_that_is_full_at_any_stage_loses_nothing(disk: Path, reports: Path, wanted: str) -> None:
    case, filler = disk / "case", disk / "filler"
    stopped = 0
    for pages in range(0, 60, 2):
        filled(filler)
        os.truncate(filler, filler.stat().st_size - 4096 * pages)
        stopped += refused(lambda: variorum.build([reports], case=case))
        filler.unlink()
        assert variorum.build([reports], case=case).record.fingerprint == wanted
        assert verify(case) == ()
        assert not Layout(case).temporary.exists()
        subprocess.run(["rm", "-rf", str(case)], check=True)
    assert 5 < stopped < 30


def test_a_decision_on_a_full_disk_is_taken_whole_or_not_at_all(disk: Path, reports: Path) -> None:
    case, filler = disk / "case", disk / "filler"
    variorum.build([reports], case=case)
    before = Layout(case).journal.read_bytes()
    filled(filler)
    # The last page of the journal has room for a line or two.
    refused(lambda: [decide(case, "dismiss", ["Halda sank"], "Ann", "no " * 3000) for _ in range(3)])
    filler.unlink()
    assert Layout(case).journal.read_bytes().startswith(before)
    variorum.build([reports], case=case)
    assert verify(case) == ()


def stopped() -> None:
    raise VariorumError("stopped")


def remounted(disk: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)


@pytest.mark.parametrize("stage", ["nothing", "captured", "built", "database gone"])
def test_a_read_only_disk_is_told_and_what_is_there_can_be_used(
    disk: Path, reports: Path, wanted: str, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = disk / "case"
    if stage == "captured":
        with monkeypatch.context() as patched:
            patched.setattr(stages, "_reader", stopped)
            with pytest.raises(VariorumError, match="stopped"):
                variorum.build([reports], case=case)
    elif stage != "nothing":
        variorum.build([reports], case=case)
    if stage == "database gone":
        Layout(case).database.unlink()
    remounted(disk, "ro")
    try:
        if stage != "built":
            assert refused(lambda: variorum.build([reports], case=case))
        if stage != "nothing":
            with variorum.open_case(case) as opened:
                assert opened.record().fingerprint == wanted
            assert [one for one in verify(case) if not one.derived] == []
            assert "read-only" in (tell_export(case, "json", b"{}", wanted, None) or "")
            assert refused(lambda: decide(case, "dismiss", ["Halda sank"], "Ann", "no"))
        if stage in ("built", "database gone"):
            assert verdict(case, (), None, True, None, None).status == 0
    finally:
        remounted(disk, "rw")
    assert variorum.build([reports], case=case).record.fingerprint == wanted
    assert verify(case) == ()
