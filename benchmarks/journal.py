"""Journal: how long a journal of 100,000 entries takes to verify and to open, and what share of a build goes into appending."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import variorum
from benchmarks.kills import REPORTS
from variorum.case.journal import Journal
from variorum.case.store import Case
from variorum.case.verify import verify

ENTRIES, ROUNDS = 100_000, 5


def measure(limit: int | None = None) -> list[tuple[str, float]]:
    """Seconds, on the wall and of the processor, and shares: appending against all else of a build, with a short and the long journal."""
    entries, rounds = (ENTRIES, ROUNDS) if limit is None else (limit, 1)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["VARIORUM_KEY"] = str(scratch / "key.pem")
        variorum.build([REPORTS], case=scratch / "warm")  # models are loaded from here on
        shares = [_share(scratch / f"short{number}") for number in range(rounds)]
        case = scratch / "long"
        _filled(case, entries)
        verified = _timed(lambda: _clean(case))
        opened = _timed(lambda: Case.open(case, variorum.__version__, write=True).close())
        long = _share(case)
        size = (case / "journal.jsonl").stat().st_size
    return [
        ("entries", float(entries)),
        ("verify_seconds", verified[0]),
        ("verify_cpu_seconds", verified[1]),
        ("open_seconds", opened[0]),
        ("open_cpu_seconds", opened[1]),
        ("append_share", sorted(shares)[len(shares) // 2]),
        ("append_share_long", long),
        ("bytes_per_entry", size / entries),
    ]


def _clean(case: Path) -> None:
    found = [str(one) for one in verify(case) if not one.derived]
    if found:
        raise AssertionError(found[:3])


def _filled(case: Path, entries: int) -> None:
    """A case whose journal tells of so many exports; written without waiting for the disk each time."""
    with patch("os.fsync"), Case.create(case, "benchmark") as opened:
        for number in range(entries - 1):
            opened.tell("exported", {"to": f"/reports/export-{number}.json"}, kind="json", sha256=f"{number:064x}")


def _share(case: Path) -> float:
    """Seconds in appending over the seconds of all else of one build of the examples into `case`."""
    spent = 0.0
    append = Journal.append

    def timed(*given: Any, **facts: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        try:
            return append(*given, **facts)
        finally:
            spent += time.perf_counter() - start

    with patch.object(Journal, "append", timed):
        whole = _timed(lambda: variorum.build([REPORTS], case=case))[0]
    return spent / (whole - spent)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor
