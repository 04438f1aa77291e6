"""No room and no right to write, at every stage: a clear word, nothing lost, and on it goes when there is room again."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from plainreader import Plain, read_by, written

import variorum
from variorum.case import journal
from variorum.case.database import Database
from variorum.case.journal import scan
from variorum.case.layout import Layout
from variorum.case.store import Case
from variorum.case.verify import examine, verify
from variorum.errors import CaseError, VariorumError
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
    read_by(monkeypatch, Plain())
    return written(tmp_path / "reports")


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


class Disk:
    """A disk that takes so many writes and then has no room, for whoever syncs a file or changes the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room: float = float("inf")
        self.writes = 0
        sync, change = os.fsync, Database._change

        def synced(handle: int) -> None:
            if stat.S_ISREG(os.fstat(handle).st_mode) and self._full():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sync(handle)

        def changed(database: Database, order: str, rows: Iterable[tuple[object, ...]]) -> None:
            if self._full():
                raise CaseError(f"{database._path}: database or disk is full; look for room and rights there")
            change(database, order, rows)

        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(Database, "_change", changed)

    def _full(self) -> bool:
        self.writes += 1
        return self.writes > self.room

    def fills_after(self, writes: float) -> None:
        self.room, self.writes = writes, 0


def test_a_disk_that_is_full_at_any_write_of_a_build_loses_nothing(
    reports: Path, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, stopped = Disk(monkeypatch), 0
    for number in range(100):
        case = tmp_path / f"case{number}"
        disk.fills_after(number)
        if not refused(lambda case=case: variorum.build([reports], case=case)):  # type: ignore[misc]
            break
        stopped += 1
        before = Layout(case).journal.read_bytes() if Layout(case).journal.exists() else b""
        disk.fills_after(float("inf"))
        assert variorum.build([reports], case=case).record.fingerprint == wanted
        assert Layout(case).journal.read_bytes().startswith(before)
        assert verify(case) == ()
        assert not Layout(case).temporary.exists()
    assert stopped == number > 20


@pytest.mark.parametrize("verb", ["decide", "sign", "certify", "export", "erase"])
def test_a_disk_that_is_full_at_any_write_of_a_command_leaves_the_state_before_or_after(
    reports: Path, tmp_path: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole"
    variorum.build([reports], case=whole)
    disk, stopped = Disk(monkeypatch), 0
    for number in range(60):
        case = tmp_path / f"{verb}{number}"
        shutil.copytree(whole, case)
        before = Layout(case).journal.read_bytes()
        work: dict[str, Callable[[], object]] = {
            "decide": lambda case=case: decide(case, "dismiss", ["Halda sank"], "Ann", "no"),  # type: ignore[misc]
            "sign": lambda case=case: variorum.sign(case, "Twelve people drowned", "Ann"),  # type: ignore[misc]
            "certify": lambda case=case: variorum.certify(case, "Twelve people drowned", case / "claim.json"),  # type: ignore[misc]
            "export": lambda case=case: told_export(case),  # type: ignore[misc]
            "erase": lambda case=case: variorum.erase(case, by="Ann", reason="asked to", documents=["wire.txt"]),  # type: ignore[misc]
        }
        disk.fills_after(number)
        if not refused(work[verb]):
            break
        stopped += 1
        disk.fills_after(float("inf"))
        assert Layout(case).journal.read_bytes().startswith(before)
        assert not (case / "claim.json").exists()
        assert len(variorum.build([reports], case=case).record.documents) == 3
        assert verify(case) == ()
    assert stopped == number > 0


def told_export(case: Path) -> None:
    """An export told in the journal, with the reason raised where it could not be."""
    if trouble := tell_export(case, "json", b"{}", "f" * 64, None):
        raise VariorumError(f"{trouble}; so it goes")


def test_a_second_process_that_builds_is_told_who_holds_the_case_and_spoils_nothing(reports: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    record = variorum.build([reports], case=case).record
    command = [sys.executable, "-m", "variorum", "build", str(reports), "--case", str(case)]
    with Case.open(case, "test", write=True):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"process {os.getpid()} on " in done.stderr
    assert "is building this case; wait until it has ended" in done.stderr
    with variorum.open_case(case) as opened:
        assert opened.record() == record
    assert verify(case) == ()


def test_a_build_goes_on_while_the_clock_goes_backwards(
    reports: Path, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Backwards(datetime):
        ticks = 0

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            Backwards.ticks += 1
            return datetime(2031, 5, 6, tzinfo=UTC) - timedelta(hours=Backwards.ticks)

    monkeypatch.setattr(journal, "datetime", Backwards)
    monkeypatch.setattr("variorum.run.decide.datetime", Backwards)
    case = tmp_path / "case"
    assert variorum.build([reports], case=case).record.fingerprint == wanted
    for reason in ("first", "second"):
        decide(case, "dismiss", ["Halda sank"], "Ann", reason)
    seen = examine(case)
    assert seen.findings == ()
    assert len(seen.notes) == len(scan(Layout(case)).lines) - 1
    with variorum.open_case(case) as opened:
        assert {s.decision.reason: s.outcome for s in opened.record().decisions}["first"] in ("superseded", "without effect")
