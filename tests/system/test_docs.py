"""Every command and every piece of Python in the documents is run, as it stands, against the examples."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from program import run, served

from benchmarks._authority import Authority, serving

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[list[str]]:
    """What to run for each block: the lines after `$` in a shell, or Python."""
    found = []
    for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            found.append([sys.executable, "-c", body])
        else:
            found += [["sh", "-c", line[2:]] for line in body.splitlines() if line.startswith("$ ")]
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the examples, where a reader of the documents would stand."""
    place = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", place / "examples")
    return place


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a time-stamping authority on loopback, for the one command that uses a network."""
    with serving(Authority(tmp_path_factory.mktemp("authority"))) as url:
        yield url


def plain(command: str) -> list[str] | None:
    """The words behind `variorum` of a command that needs no shell and no processes of its own; None for any other."""
    if not command.startswith("variorum ") or re.search(r"[|&;<>$`]|--runner|--jobs", command):
        return None
    return shlex.split(command)[1:]


def performed(command: list[str], place: Path, authority: str) -> CompletedProcess[str]:
    """What a command gives where a reader of the documents would stand."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    line = command[-1]
    if " serve " in line:  # runs until it is stopped
        done = served(["sh", "-c", f"exec {line}"], cwd=place, env=environment)
        assert done.stdout.startswith("http://127.0.0.1:")
        return done
    if (words := plain(line)) is not None:
        with chdir(place):
            return run(*words)
    if line.startswith("make "):  # what is installed is not installed again; that the target exists is asked
        command, place = ["make", "--dry-run", *line.split()[1:]], ROOT
    return subprocess.run(command, cwd=place, env={**environment, "TSA": authority}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_works(page: Path, place: Path, authority: str) -> None:
    for command in commands(page):
        done = performed(command, place, authority)
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout}{done.stderr}"


def test_every_page_that_is_linked_exists() -> None:
    for page in [*PAGES, ROOT / "BENCHMARKS.md", ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_table_of_benchmarks_lists_all_that_there_are() -> None:
    table = re.findall(r"^\| ([a-z, ]+) \| `", (ROOT / "BENCHMARKS.md").read_text(encoding="utf-8"), re.MULTILINE)
    listed = {name for row in table for name in row.split(", ")}
    assert listed >= {path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py")}
