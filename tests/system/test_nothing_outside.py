"""Nothing outside the case: no cache, no temporary file, and nothing said but what was asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import samples

KINDS = (
    "plain.txt",
    "page.html",
    "saved.mhtml",
    "report.pdf",
    "report.docx",
    "letter.eml",
    "crawl.warc.gz",
    "news.rss",
    "scan.png",
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, data in samples().items():
        if name in KINDS or name.endswith((".txt", ".zip", ".html", ".pdf", ".eml")):
            (folder / name).write_bytes(data)
    return folder


def test_commands_leave_nothing_behind_outside_the_case(reports: Path, tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("temporary", "home", "here", "out")}
    for place in places.values():
        place.mkdir()
    given = {path: path.read_bytes() for path in reports.iterdir()}
    environment = {
        **os.environ,
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), str(places["temporary"])),
        "HOME": str(places["home"]),
    }
    environment = {name: value for name, value in environment.items() if not name.startswith("XDG_")}

    def run(*arguments: object) -> str:
        command = [sys.executable, "-m", "variorum", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=places["here"], check=False)
        assert done.returncode == 0, done.stderr
        return done.stderr

    case, out = tmp_path / "case", places["out"]
    run("build", reports, "--case", case)
    run("show", case, "documents")
    run("report", case, "-o", out / "dossier.html", "--full-text")
    run("export", case, "-o", out / "record.json")
    run("verify", case, "--rebuild")
    shutil.rmtree(case / "texts")  # made again
    (case / "case.sqlite").unlink()
    run("show", case, "claims")
    left = {name: sorted(str(one.relative_to(place)) for one in place.rglob("*")) for name, place in places.items()}
    assert left == {"temporary": [], "home": [], "here": [], "out": ["dossier.html", "record.json"]}
    assert given == {path: path.read_bytes() for path in reports.iterdir()}
    assert not (case / "tmp").exists()
