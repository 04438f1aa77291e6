"""A short run of the benchmark over mutated files, and files made to do harm given to the installed program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from samples import FIRST, SECOND, main, pdf, zipped

ROOT = Path(__file__).parents[2]


def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *map(str, arguments)]
    environment = {**os.environ, **settings}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600, env=environment)


def test_mutated_files_are_read_or_listed_and_nothing_crashes(tmp_path: Path) -> None:
    main(tmp_path / "samples")
    done = run("benchmarks", "hostile", "--data", tmp_path / "samples", "--limit", 60)
    assert done.returncode == 0, done.stderr
    rows = [line.split(" ") for line in done.stdout.splitlines()]
    counts = {name: float(value) for _, name, *rest in rows if (value := rest[-1]) and len(rest) == 1}
    assert counts["files"] == 60
    assert counts["read"] + counts["read_in_part"] + counts["failed"] == 60
    assert counts["read"] > 0
    assert counts["failed"] > 0
    assert [counts[name] for name in ("silent", "unsound", "crashes", "past_time", "past_memory")] == [0.0] * 5


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of a folder of files made to do harm, with two honest ones among them."""
    folder = tmp_path_factory.mktemp("hostile")
    text = "".join(f"{FIRST} {SECOND} {n} more came later.\n\n" for n in range(20))
    (folder / "honest.txt").write_text(text)
    (folder / "line.txt").write_bytes(b"a" * 30_000_000)  # one line; by default 200 MB are let in
    (folder / "huge.txt").touch()
    os.truncate(folder / "huge.txt", 500_000_000)  # takes no room on the disk
    (folder / "pages.pdf").write_bytes(pdf(pages=10_000))
    (folder / "up.zip").write_bytes(zipped({"../../../outside.txt": FIRST}))
    (folder / "es\x1b[2Jcape.txt").write_text(SECOND)
    done = run("variorum", "build", folder, "--case", folder / "case", VARIORUM_MOST_PAGES="5")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    return folder / "case"


@pytest.fixture(scope="module")
def record(case: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("variorum", "export", case).stdout)
    return found


def test_no_name_of_a_file_reaches_a_terminal_as_an_order(case: Path) -> None:
    shown = run("variorum", "show", case, "documents").stdout
    assert "es\ufffd[2Jcape.txt" in shown
    assert "\x1b" not in shown
    command = [sys.executable, "-m", "variorum", "export", case, "--format", "csv"]
    screen, terminal = os.openpty()
    with subprocess.Popen(command, stdout=terminal, stdin=subprocess.DEVNULL) as printing:
        os.close(terminal)
        seen = b""
        with suppress(OSError):  # the other end of a terminal closes so
            while chunk := os.read(screen, 1000):
                seen += chunk
        assert printing.wait() == 0
    assert b"cape.txt" in seen
    assert b"\x1b" not in seen
    assert b"\x1b" in subprocess.run(command, capture_output=True, check=True).stdout


def test_honest_files_among_hostile_ones_are_read(record: dict[str, list[dict[str, str]]]) -> None:
    assert sorted(d["name"].encode("ascii", "replace").decode() for d in record["documents"]) == [
        "es\x1b[2Jcape.txt",
        "honest.txt",
        "pages.pdf",
        "up.zip!/%2E%2E/%2E%2E/%2E%2E/outside.txt",
    ]


def test_hostile_files_are_listed_each_with_its_reason(record: dict[str, list[dict[str, str]]]) -> None:
    assert {f["name"]: f["reason"].split(";")[0] for f in record["failures"]} == {
        "huge.txt": "over 200 MB",
        "line.txt": "one paragraph of over 2 million characters",
        "pages.pdf": "10000 pages, of which the first 5 were read",
    }
