import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from program import run, served, start

GAZETTE = "The ferry Halda sank on Monday, police said. Twelve people drowned, harbour master Ole Brun said.\n"
COURIER = "Ten people drowned when the ferry Halda sank on Monday, harbour master Ole Brun told the Courier.\n"


COMMANDS = (
    "build", "show", "report", "export", "serve", "decide", "sign", "certify", "verify", "timestamp", "erase", "key", "doctor",
)  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "gazette.txt").write_text(GAZETTE)
    (folder / "courier.txt").write_text(COURIER)
    (folder / "courier.json").write_text('{"publisher": "The Courier", "published": "2031-05-06"}')
    return folder


@pytest.fixture(scope="module")
def case(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases") / "ferry"
    done = start("build", reports, "--case", folder, "--title", "The Halda")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 8  # six of the record, the head of the journal and the key that signed it
    assert done.stderr == ""
    return folder


def fingerprint(case: Path) -> str:
    return str(json.loads(run("export", case).stdout)["case"]["fingerprint"])


def test_two_processes_another_order_and_one_by_one_give_one_fingerprint(case: Path, reports: Path, tmp_path: Path) -> None:
    first = fingerprint(case)
    assert len(first) == 64
    assert start("build", reports, "--case", tmp_path / "two", "--jobs", 2).returncode == 0
    for name in ("gazette.txt", "courier.txt"):
        assert run("build", reports / name, "--case", tmp_path / "single").returncode == 0
    for other in ("two", "single"):
        assert run("build", reports, "--case", tmp_path / other, "--title", "The Halda").returncode == 0
        assert fingerprint(tmp_path / other) == first


def answers(way: Callable[..., CompletedProcess[str]], case: Path, reports: Path, place: Path) -> Iterator[tuple[object, ...]]:
    """Status and words of one command of each kind, told without the place and what no two runs have alike, and what is left."""
    shutil.copytree(case, place / "case")
    case = place / "case"
    who = ("--by", "Ann", "--reason", "read twice")
    for command in (
        ("build", reports, "--case", place / "new"),
        ("build", reports / "nothing.txt", "--case", place / "none"),
        ("build", reports),
        ("show", case, "at-risk", "--ascii"),
        ("show", reports),
        ("export", case),
        ("export", case, "--format", "csv", "-o", place / "claims.csv"),
        ("report", case, "-o", place / "page.html"),
        ("decide", case, "withdraw", "Ten people drowned", *who),
        ("sign", case, "1", "--by", "Ann"),
        ("certify", case, "1", "-o", place / "claim.json"),
        ("verify", case),
        ("erase", case, "--person", "Ole Brun", *who),
        ("conjure",),
        (),
    ):
        done = way(*command)
        differs = rf"[0-9a-f]{{12,}}|\d\d:\d\d:\d\d[.\d]*|{place}|(?:python -m )?(?:pytest\.)?variorum(?= --help| \[)"
        yield command[:1], done.returncode, re.sub(differs, "…", done.stdout), re.sub(differs, "…", done.stderr)
    yield sorted(str(one.relative_to(place)) for one in place.iterdir()), (place / "claims.csv").read_bytes()


def test_a_command_called_in_this_process_answers_as_one_that_is_started(case: Path, reports: Path, tmp_path: Path) -> None:
    called = list(answers(run, case, reports, tmp_path / "called"))
    assert called == list(answers(start, case, reports, tmp_path / "started"))
    assert {status for _, status, *_ in called[:-1]} == {0, 2}


@pytest.mark.parametrize("view", ["claims", "discrepancies", "entities", "timeline", "lineage", "documents", "failures"])
def test_every_view_is_shown(case: Path, view: str) -> None:
    done = run("show", case, view, "--ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().isascii()


def test_the_dossier_and_the_tables_are_written(case: Path, tmp_path: Path) -> None:
    assert run("report", case, "-o", tmp_path / "ferry.html").returncode == 0
    assert "Halda" in (tmp_path / "ferry.html").read_text()
    assert run("export", case, "--format", "csv", "-o", tmp_path / "ferry.csv").returncode == 0
    assert (tmp_path / "ferry.csv").read_text().startswith("claim,")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ferry.csv", "ferry.html"]


def test_verify_ends_in_1_when_an_original_was_altered(reports: Path, tmp_path: Path) -> None:
    assert run("build", reports / "gazette.txt", "--case", tmp_path / "case").returncode == 0
    assert run("verify", tmp_path / "case").returncode == 0
    original = next((tmp_path / "case" / "originals").glob("*/*"))
    original.chmod(0o644)
    original.write_text(GAZETTE.replace("Twelve", "Eleven"))
    done = run("verify", tmp_path / "case")
    assert done.returncode == 1
    assert "was altered" in done.stdout


def test_verify_names_the_report_of_an_altered_original_and_other_verbs_warn_of_it(reports: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert run("build", reports, "--case", case).returncode == 0
    original = next(one for one in (case / "originals").glob("*/*") if b"Twelve" in one.read_bytes())
    original.chmod(0o644)
    original.write_text(GAZETTE.replace("Twelve", "Eleven"))
    assert "of gazette.txt was altered" in run("verify", case).stdout
    for command in (
        ("build", reports, "--case", case),
        ("show", case),
        ("report", case, "-o", tmp_path / "x.html"),
        ("export", case, "-o", tmp_path / "x.json"),
    ):
        done = run(*command)
        assert done.returncode == 0
        (line,) = (line for line in done.stderr.splitlines() if "warning" in line)
        assert line.startswith("variorum: warning: the original of gazette.txt was altered; `variorum verify ")
    original.unlink()
    assert "warning: the original of gazette.txt is missing" in run("show", case).stderr


def test_an_erasure_is_told_first_and_done_only_when_agreed_to(reports: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert run("build", reports, "--case", case).returncode == 0
    order = ("erase", case, "--person", "Ole Brun", "--by", "A. Lind", "--reason", "asked to by them")
    done = run(*order)
    assert (done.returncode, done.stderr) == (2, "variorum: nothing was erased; add --yes to do it\n")
    assert done.stdout.startswith("Looked for by these names; ")
    assert "\n  Ole Brun\n" in done.stdout
    assert "These go, with original, text and all that was derived from them: 2 reports\n  " in done.stdout
    assert f"takes them in again:\n  {reports / 'courier.txt'}\n" in done.stdout
    assert "gazette.txt" in run("show", case, "documents").stdout
    done = run(*order, "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("erased; the journal tells that, by whom and why\n")
    assert run("show", case, "documents").stdout.startswith("No report has been read yet.")
    done = run("verify", case)
    assert done.returncode == 0
    assert "erased by order of A. Lind (asked to by them): 2 originals, 2 texts, what lines" in done.stdout


def test_a_table_without_csv_is_an_error_that_says_what_to_do(case: Path, tmp_path: Path) -> None:
    done = run("export", case, "--table", "claims", "-o", tmp_path / "claims.csv")
    assert done.returncode == 2
    assert done.stderr.startswith("variorum: --table claims: ")
    assert "--format csv" in done.stderr
    assert not (tmp_path / "claims.csv").exists()
    assert run("export", case, "--format", "csv", "--table", "claims").stdout.startswith("claim,label,polarity,")


def test_a_statement_attributed_by_a_person_heads_its_claim_with_that_name(reports: Path, tmp_path: Path) -> None:
    assert run("build", reports / "gazette.txt", "--case", tmp_path / "case").returncode == 0
    who = ("--source", "Ada Brun", "--by", "A. Lind", "--reason", "the tape")
    done = run("decide", tmp_path / "case", "attribute", "The ferry Halda sank on Monday", *who)
    assert done.returncode == 0, done.stderr
    assert "  Ada Brun: The ferry Halda sank on Monday" in run("show", tmp_path / "case").stdout


def test_bad_among_good_is_a_warning_and_with_strict_a_status(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "junk.txt").write_bytes(bytes(range(256)) * 20)
    done = run("build", reports, tmp_path / "junk.txt", "--case", tmp_path / "case")
    assert done.returncode == 0
    assert "variorum: warning: 1 input was not read whole" in done.stderr
    assert run("build", reports, tmp_path / "junk.txt", "--case", tmp_path / "case", "--strict").returncode == 1


def bad_input(name: str, folder: Path) -> Path:
    path = folder / name
    if name == "folder":
        path.mkdir()
    elif name == "empty.txt":
        path.write_bytes(b"")
    elif name == "junk.bin":
        path.write_bytes(bytes(range(256)) * 20)
    elif name == "old.doc":
        path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    return path


@pytest.mark.parametrize("name", ["missing.txt", "folder", "empty.txt", "junk.bin", "old.doc"])
def test_what_cannot_be_used_alone_ends_in_2_with_one_line_that_names_it(name: str, tmp_path: Path) -> None:
    done = run("build", bad_input(name, tmp_path), "--case", tmp_path / "case")
    assert done.returncode == 2
    assert done.stderr.startswith("variorum: ")
    assert name in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize("command", [["show"], ["verify"], ["export"], ["report", "-o", "x.html"]])
def test_what_is_no_case_ends_in_2(command: list[str], tmp_path: Path) -> None:
    done = run(command[0], tmp_path, *command[1:])
    assert done.returncode == 2
    assert "not a case" in done.stderr


def test_a_case_is_not_opened_to_other_machines_unless_that_is_meant(tmp_path: Path) -> None:
    done = run("serve", tmp_path, "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "every machine that reaches this one can ask for the case" in done.stderr
    assert "--i-know" in done.stderr


def test_every_help_has_an_example() -> None:
    for command in COMMANDS:
        assert f"Example: variorum {command}" in " ".join(run(command, "--help").stdout.split())


def test_import_and_help_load_nothing_heavy() -> None:
    code = "import sys, variorum, variorum.cli; print([m for m in ('spacy', 'numpy', 'lxml', 'sqlite3', 'cryptography', 'starlette', 'uvicorn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_takes_little_of_the_processor() -> None:
    taken = []
    for _ in range(3):
        before = os.times()
        assert start("--help").returncode == 0
        after = os.times()
        taken.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(taken) < 0.5


def test_serving_where_there_is_no_case_makes_an_empty_one_and_prints_one_address(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "variorum", "serve", str(tmp_path / "new"), "--no-browser"]
    done = served(command)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]+\n", done.stdout)
    assert (done.returncode, done.stderr) == (0, f"variorum: {tmp_path / 'new'}: a new case, with nothing in it yet\n")
    assert run("show", tmp_path / "new", "documents").returncode == 0
