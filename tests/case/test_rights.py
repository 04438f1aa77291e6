"""Who may look at a case: its owner, unless its owner gave the folder to a group."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from variorum.case.layout import give_rights, write_whole
from variorum.case.store import Case
from variorum.case.tokens import keep_token
from variorum.case.verify import examine
from variorum.model.document import Capture


@pytest.fixture(params=[0o000, 0o022, 0o027, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def rights(root: Path) -> dict[str, str]:
    """The rights of all there is in a case, by what it is."""
    found: dict[str, set[str]] = {}
    for path in (root, *root.rglob("*")):
        kind = "folder" if path.is_dir() else path.relative_to(root).parts[0]
        found.setdefault(kind, set()).add(oct(stat.S_IMODE(path.stat().st_mode)))
    return {kind: " ".join(sorted(modes)) for kind, modes in found.items()}


def filled(root: Path) -> dict[str, str]:
    """The rights of a case with everything in it, while it is open."""
    with Case.create(root, "test 1") as case:
        data = b"The ferry sank."
        case.capture(Capture("/a.txt", hashlib.sha256(data).hexdigest(), len(data)), data, "d1")
        case.keep_text("d1", "The ferry sank.")
        keep_token(case.layout, b"token")
        case.blobs.erase([case.journal.entries[1].commitments[0]])  # its file is written anew
        case.database.keep_reading("d1", "key", b"packed")
        return rights(root)


PRIVATE = {
    "folder": "0o700", "originals": "0o400", "texts": "0o400", "tokens": "0o400", "blobs": "0o600", "journal.jsonl": "0o600",
    "lock": "0o600", "case.sqlite": "0o600", "case.sqlite-wal": "0o600", "case.sqlite-shm": "0o600",
}  # fmt: skip


def test_a_new_case_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    assert filled(tmp_path / "deep" / "case") == PRIVATE
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o777 & ~umask


@pytest.mark.parametrize(("before", "after"), [(0o755, "0o700"), (0o700, "0o700"), (0o750, "0o700")])
def test_an_empty_folder_that_becomes_a_case_is_closed(tmp_path: Path, before: int, after: str) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case").chmod(before)
    assert filled(tmp_path / "case") == {**PRIVATE, "folder": after}


def test_a_folder_given_to_a_group_beforehand_stays_the_groups(tmp_path: Path, umask: int) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case").chmod(0o775)
    assert filled(tmp_path / "case") == {kind: f"0o{mode[2] * 2}0" for kind, mode in PRIVATE.items()}


def test_a_case_that_every_account_can_read_is_told_by_verify(tmp_path: Path) -> None:
    Case.create(tmp_path / "case", "test 1").close()
    assert examine(tmp_path / "case").notes == ()
    (tmp_path / "case").chmod(0o755)
    assert [note.partition(": ")[2] for note in examine(tmp_path / "case").notes] == [
        f"every account of this machine can look into it; `chmod -R o= {tmp_path / 'case'}` closes it"
    ]


def test_what_is_given_out_has_the_rights_that_the_umask_leaves(tmp_path: Path, umask: int) -> None:
    write_whole(tmp_path / "record.json", b"{}", tmp_path)
    assert stat.S_IMODE((tmp_path / "record.json").stat().st_mode) == 0o666 & ~umask


def test_where_a_file_system_keeps_no_rights_the_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(self))

    monkeypatch.setattr(Path, "chmod", refused)
    write_whole(tmp_path / "originals" / "a", b"x", tmp_path / "tmp", 0o400)
    give_rights(tmp_path, 0o700)
    assert (tmp_path / "originals" / "a").read_bytes() == b"x"
