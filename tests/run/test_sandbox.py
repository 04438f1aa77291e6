"""Workers that hang, crash, fill memory, write or call out: the file fails with its reason, the others are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from samples import scanned

import variorum
from variorum.model.document import Capture
from variorum.run import sandbox
from variorum.run.sandbox import Job, Sandbox
from variorum.settings import Settings

# A worker whose reader of plain text does what the text orders.
OBEDIENT = """
import os, signal, socket, subprocess, sys, time
sys.path[:] = {path!r}
from variorum.capture import text
real = text.read_text
def obey(name, data, how):
    if b"CRASH" in data: os.kill(os.getpid(), signal.SIGSEGV)
    if b"SPIN" in data:
        while True: pass
    if b"SLEEP" in data: time.sleep(600)
    if b"FILL" in data: bytearray(3 << 30)
    if b"WRITE" in data: open("/tmp/written-by-a-reader", "w")
    if b"CALL" in data: socket.create_connection(("127.0.0.1", 9))
    if b"START" in data: subprocess.run(["true"])
    if b"PRINT" in data: print("no answer", flush=True)
    if b"EXIT" in data: os._exit(3)
    return real(name, data, how)
text.read_text = obey
from variorum.run.worker import main
main()
"""
QUICK = Settings(report_seconds=1, worker_memory=2048)
WORDS = "The dam above Ostby broke on Tuesday night, the mayor said."


@pytest.fixture
def obedient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setattr(sandbox, "START", OBEDIENT)
    monkeypatch.setattr(sandbox, "WAITS", 100)  # a busy machine must not stop by the clock what the processor's time shall stop
    monkeypatch.setattr(sandbox, "_RESTING", [])
    with Sandbox(QUICK) as made:
        yield made
    while sandbox._RESTING:
        sandbox._RESTING.pop().kill()


def job(text: str, name: str = "a.txt") -> Job:
    data = text.encode()
    return Job(Capture(name, hashlib.sha256(data).hexdigest(), len(data)), data)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ("CRASH", "made its reader fail (SIGSEGV)"),
        ("SPIN", "takes over 1 s to read; split it, or set VARIORUM_REPORT_SECONDS higher"),
        ("FILL", "needs more than 2048 MB of memory; split it, or set VARIORUM_WORKER_MEMORY higher"),
        ("EXIT", "made its reader fail (status 3)"),
        ("WRITE", "broken (PermissionError: a reader tried to write to /tmp/written-by-a-reader)"),
        ("CALL", "broken (PermissionError: a reader tried socket."),
        ("START", "broken (PermissionError: a reader tried to start a program)"),
    ],
)
def test_what_harms_its_reader_fails_with_the_reason_and_the_next_file_is_read(order: str, why: str, obedient: Sandbox) -> None:
    found = obedient.read(job(f"{order} {WORDS}"))
    assert found.documents == ()
    assert [one.part for one in found.unread] == [""]
    assert found.unread[0].reason.startswith(why)
    assert found.passing == why.startswith("made its reader fail")  # a limit is passed every time, and so is a refusal
    assert [d.text for d in obedient.read(job(WORDS)).documents] == [WORDS]
    assert not Path("/tmp/written-by-a-reader").exists()


def test_a_reader_that_waits_is_ended_by_the_clock(obedient: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WAITS", 8)
    assert obedient.read(job(WORDS)).documents
    found = obedient.read(job(f"SLEEP {WORDS}"))
    assert found.unread[0].reason.startswith("takes too long to read; split it")


def test_what_a_library_prints_is_no_answer(obedient: Sandbox) -> None:
    assert obedient.read(job(f"PRINT {WORDS}")).documents[0].text == f"PRINT {WORDS}"


def test_a_part_that_kills_its_reader_fails_alone(obedient: Sandbox) -> None:
    from variorum.model.document import Document, Unread

    lines = [WORDS, f"CRASH {WORDS}", f"{WORDS} Again.", f"EXIT {WORDS}", f"{WORDS} At last."]
    found = obedient.read(job("\n".join(f'{{"text": "{line}"}}' for line in lines), "a.jsonl"))
    assert [d.part for d in found.documents] == ["line-1", "line-3", "line-5"]
    assert [(u.part, u.reason.split(";")[0]) for u in found.unread] == [
        ("line-2", "made its reader fail (SIGSEGV)"),
        ("line-4", "made its reader fail (status 3)"),
    ]
    assert found.passing  # nothing says that it must be so another time
    assert all(isinstance(one, Document | Unread) for one in (*found.documents, *found.unread))


def test_a_file_of_nothing_but_killers_is_given_up(obedient: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "TRIES", 2)
    found = obedient.read(job("\n".join(['{"text": "' + WORDS + '"}', *['{"text": "EXIT now"}'] * 9]), "a.jsonl"))
    assert [d.part for d in found.documents] == ["line-1"]
    assert found.unread[-1].reason.startswith("given up after 3 part(s)")


def test_workers_are_used_again(obedient: Sandbox) -> None:
    obedient.read(job(WORDS))
    first = sandbox._RESTING[0]
    obedient.read(job(f"{WORDS} Again."))
    assert [first] == sandbox._RESTING
    assert first.files == 2


def test_a_build_goes_on_after_a_file_that_kills_its_reader(
    obedient: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").mkdir()
    for name, text in {"a.txt": WORDS, "b.txt": f"CRASH {WORDS}", "c.txt": f"{WORDS} Again."}.items():
        (tmp_path / "reports" / name).write_text(text)
    monkeypatch.setenv("VARIORUM_REPORT_SECONDS", "20")
    record = variorum.build([tmp_path / "reports"], case=tmp_path / "case").record
    assert [d.name for d in sorted(record.documents, key=lambda d: d.name)] == ["a.txt", "c.txt"]
    assert [(f.name, f.stage, f.reason.split(";")[0]) for f in record.failures] == [
        ("b.txt", "capture", "made its reader fail (SIGSEGV)")
    ]


def test_a_build_that_is_stopped_waits_for_no_reader(obedient: Sandbox) -> None:
    with suppress(KeyboardInterrupt), Sandbox(Settings()) as other:
        answers = other.map(lambda text: job(text), [WORDS, f"SLEEP {WORDS}"])
        next(answers)
        raise KeyboardInterrupt
    assert other._stopped
    assert not other._busy


def test_a_worker_may_ask_tesseract_and_no_other_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "tesseract"
    row = "5\\t1\\t1\\t1\\t1\\t1\\t10\\t20\\t300\\t40\\t90\\t"
    head = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext"
    fake.write_text(
        f"#!/bin/sh\ncase $1 in --version) echo tesseract 0;; *) cat >/dev/null; printf '{head}\\n{row}Dam\\n';; esac\n"
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(sandbox, "_RESTING", [])
    data = scanned()
    with Sandbox(QUICK) as made:
        found = made.read(Job(Capture("scan.pdf", hashlib.sha256(data).hexdigest(), len(data)), data))
    sandbox._RESTING.pop().kill()
    assert [(d.text, d.conversion) for d in found.documents] == [("Dam", "tesseract 0, eng, 300 dpi")]
    assert found.documents[0].blocks[0].locator == "page=1;bbox=2,5,74,14"
