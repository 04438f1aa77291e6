"""Kills: builds of the examples stopped by SIGKILL at random moments and built again; all must end as if nothing had happened.

Each build is a copy of a process that has the models loaded and, nine times in ten, remembers what it read: then most of the
time that is left, in which the kill may fall, is spent on the disk. Half of the kills fall into the first half second's work, the taking in.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import variorum
from variorum.case.journal import scan
from variorum.case.layout import Layout
from variorum.case.verify import verify
from variorum.model.document import Document
from variorum.run import pipeline, sandbox
from variorum.run.sandbox import Found, Job, Sandbox

REPORTS = Path(__file__).parent.parent / "examples" / "reports"
RUNS, SEED = 300, 20


def measure(limit: int | None = None) -> list[tuple[str, float]]:
    """How many builds were killed, how many of these ended with the fingerprint of an undisturbed one, and verified clean."""
    chance = random.Random(SEED)
    counts: Counter[str] = Counter()
    lengths: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["VARIORUM_KEY"] = str(scratch / "key.pem")
        spans: dict[bool, tuple[float, float]] = {}
        reading = Remembering()
        wanted = variorum.build([REPORTS], case=scratch / "warm").record.fingerprint  # from here on models are loaded
        for number in range(limit if limit is not None else RUNS):
            reading.remembers = number % 10 != 9
            if reading.remembers not in spans:
                spans[reading.remembers] = _spans(scratch, number)
            part = chance.choice(spans[reading.remembers])
            case, moment = scratch / f"case{number}", chance.uniform(0, part)
            while not _killed(_forked(_built(case, scratch / "killed.txt")), moment):
                case, moment = scratch / f"{case.name}x", moment * chance.uniform(0.3, 1)  # it had ended: earlier then
            counts["killed"] += 1
            lengths[len(scan(Layout(case)).lines) if Layout(case).journal.exists() else 0] += 1
            answer = scratch / f"answer{number}"
            _waited(_forked(_built(case, answer)))
            counts["same_fingerprint"] += answer.is_file() and answer.read_text() == wanted
            counts["verified_clean"] += Layout(case).journal.exists() and verify(case) == ()
    told = ", ".join(f"{count} with {lines} lines" for lines, count in sorted(lengths.items()))
    print(f"kills: journals when killed: {told}", file=sys.stderr)
    return [(name, float(counts[name])) for name in ("killed", "same_fingerprint", "verified_clean")]


class Remembering:
    """Stands before the reading of reports in this process: gives what it gave before, while it `remembers`."""

    def __init__(self) -> None:
        self.remembers = True
        self._known: dict[tuple[str, str], Any] = {}
        for name, key in (("read_packed", _id), ("vectors_of", lambda given: _id(given[0]))):
            setattr(pipeline, name, self._kept(getattr(pipeline, name), key))

        read = Sandbox.read

        def read_once(here: Sandbox, job: Job) -> Found:
            found: Found = self._kept(lambda one: read(here, one), lambda one: str(one.capture))(job)
            return found

        setattr(Sandbox, "read", read_once)  # noqa: B010  (a method put in its place)

    def _kept(self, work: Callable[[Any], Any], key: Callable[[Any], str]) -> Callable[[Any], Any]:
        def kept(item: Any) -> Any:
            place = (work.__name__, key(item))
            if not self.remembers or place not in self._known:
                self._known[place] = work(item)
            return self._known[place]

        return kept


def _id(document: Document) -> str:
    return document.id


def _spans(scratch: Path, number: int) -> tuple[float, float]:
    """How many seconds a whole build takes, and its taking in."""
    told = scratch / f"taken{number}"
    start = time.perf_counter()

    def progress(stage: str, done: int, total: int) -> None:
        if stage != "taking in" and not told.exists():
            told.write_text(str(time.perf_counter() - start))

    _waited(_forked(lambda: variorum.build([REPORTS], case=scratch / f"timed{number}", progress=progress)))
    return time.perf_counter() - start, float(told.read_text())


def _built(case: Path, answer: Path) -> Callable[[], None]:
    def work() -> None:
        answer.write_text(variorum.build([REPORTS], case=case).record.fingerprint)

    return work


def _forked(work: Callable[[], object]) -> int:
    """The process id of a copy of this process, models and all, that does `work`."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        sandbox._RESTING.clear()  # the parent's workers are the parent's
        work()
        status = 0
    finally:
        os._exit(status)


def _killed(process: int, moment: float) -> bool:
    """Whether the process was still at work after `moment` seconds, when it was killed."""
    time.sleep(moment)
    os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(_waited(process))


def _waited(process: int) -> int:
    return os.waitpid(process, 0)[1]
