"""Before anything is made of a record, the program says how many people need thought, and where to look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from program import run

TEXT = (
    "Rescue at the reservoir\n\nA 15-year-old boy was pulled from the reservoir on Monday, the fire service said. "
    "Police arrested Nils Aker on suspicion of arson. Nils Aker denied it.\n"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("risk")
    (place / "echo.txt").write_text(TEXT)
    assert run("build", place / "echo.txt", "--case", place / "case").returncode == 0
    return place / "case"


def test_report_export_and_certify_tell_it_on_standard_error(case: Path, tmp_path: Path) -> None:
    told = f"variorum: 2 people in this record need thought before it leaves the desk: `variorum show {case} at-risk`"
    commands: list[list[object]] = [
        ["report", case, "-o", tmp_path / "dossier.html"],
        ["export", case, "--format", "csv"],
        ["certify", case, 3, "-o", tmp_path / "claim.json"],
    ]
    for command in commands:
        done = run(*command)
        assert done.returncode == 0, done.stderr
        assert told in done.stderr.splitlines()
        assert told not in done.stdout


def test_a_certificate_of_an_accusation_says_so_when_it_is_made_and_when_it_is_checked(case: Path, tmp_path: Path) -> None:
    made = run("certify", case, 3, "-o", tmp_path / "claim.json").stdout
    checked = run("verify", tmp_path / "claim.json").stdout
    for shown in (made, checked):
        assert "an allegation against " in shown
        assert re.search(r"answer: “.+ denied it\.” \(.+ tells\)", shown)


def test_the_view_lists_them_and_build_does_not_warn(case: Path) -> None:
    lines = run("show", case, "at-risk").stdout.splitlines()
    assert lines[0] == "2 people in this record need thought before this leaves the desk."
    assert {"Told to be under 18", "Accused, no verdict of guilt told"} <= set(lines)
