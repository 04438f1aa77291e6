"""Short runs of the benchmarks of custody: what they count must be all of what they tried."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import journal, tampering

ROOT = Path(__file__).parents[2]


def figures(name: str, limit: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks", name, "--limit", str(limit)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"}, check=False
    )
    assert done.returncode == 0, done.stderr
    return {line.split()[1]: float(line.split()[2]) for line in done.stdout.splitlines()}


@pytest.fixture
def own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever key a benchmark signs with is forgotten after it."""
    monkeypatch.setenv("VARIORUM_KEY", os.environ["VARIORUM_KEY"])


def test_killed_builds_end_as_if_nothing_had_happened() -> None:
    assert figures("kills", 4) == {"killed": 4, "same_fingerprint": 4, "verified_clean": 4}


def test_every_change_is_found_and_its_place_named(own_key: None) -> None:
    found = dict(tampering.measure(140))
    assert found["changes"] == found["found"] == found["placed"] == 140
    for kind in ("truncation", "replay", "swap", "resigned"):
        assert found[f"{kind}_tried"] == found[f"{kind}_placed"] > 0
    assert found["database_tried"] == found["database_right"] == found["database_clean_again"]


def test_a_long_journal_is_clean_and_appending_costs_little(own_key: None) -> None:
    found = dict(journal.measure(400))
    assert found["entries"] == 400
    assert found["bytes_per_entry"] < 1500
