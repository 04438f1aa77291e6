"""Ray: two nodes on this machine against two processes, in the same run; the same record whoever reads and whatever is lost."""

from __future__ import annotations

import json
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import variorum
from variorum.run.edition import build_edition
from variorum.run.ray import QUIET, RayRunner

REPORTS = 500


def measure(data: Path, limit: int | None = None, rounds: int = 1) -> list[tuple[str, float]]:
    """Name and value of each figure. `case_same`, `edition_same`, `node_lost_same`, `edition_node_lost_same`: 1 where the fingerprint is
    that of a build with `--jobs 2`; `overhead`, `edition_overhead`: wall time over that of such a build, from the first file to the
    record, models loaded within, on a cluster that runs already; medians.
    """
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit if limit is not None else REPORTS)]
    local, case, edition = [], [], []
    same: dict[str, bool] = {}
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        reports = str(_written(rows, place / "reports"))
        for n in range(rounds):
            seconds, expected = _timed(lambda n=n: variorum.build([reports], case=place / f"local{n}", jobs=2).record.fingerprint)  # type: ignore[misc]
            local.append(seconds)
            with _cluster() as (address, _):
                seconds, found = _timed(lambda n=n, a=address: _case(a, reports, place / f"case{n}"))  # type: ignore[misc]
                case.append(seconds)
                same["case_same"] = found == expected
                seconds, found = _timed(lambda n=n, a=address: _edition(a, reports, place / f"edition{n}"))  # type: ignore[misc]
                edition.append(seconds)
                same["edition_same"] = found == expected
        with _cluster() as (address, lose):
            same["node_lost_same"] = _case(address, reports, place / "lost", lose) == expected
        with _cluster() as (address, lose):
            same["edition_node_lost_same"] = _edition(address, reports, place / "lost-edition", lose) == expected
    return [
        *((name, float(value)) for name, value in same.items()),
        ("jobs2_seconds", statistics.median(local)),
        ("overhead", statistics.median(b / a for a, b in zip(local, case, strict=True))),
        ("edition_overhead", statistics.median(b / a for a, b in zip(local, edition, strict=True))),
    ]


@contextmanager
def _cluster() -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a cluster of two nodes with a processor each, and what loses the second of them."""
    os.environ.update(QUIET)
    logging.getLogger("ray").setLevel(logging.ERROR)
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    node = cluster.add_node(num_cpus=1)
    try:
        yield str(cluster.address), lambda: cluster.remove_node(node, allow_graceful=False)
    finally:
        cluster.shutdown()


def _midway(lose: Callable[[], None] | None) -> Callable[[str, int, int], None] | None:
    """What loses a node once a third of the reading is done."""
    if lose is None:
        return None
    left = [lose]

    def tell(stage: str, done: int, total: int) -> None:
        if stage == "reading" and 3 * done >= total and left:
            left.pop()()

    return tell


def _case(address: str, reports: str, case: Path, lose: Callable[[], None] | None = None) -> str:
    with RayRunner(address) as runner:
        return variorum.build([reports], case=case, jobs=2, progress=_midway(lose), runner=runner).record.fingerprint


def _edition(address: str, reports: str, output: Path, lose: Callable[[], None] | None = None) -> str:
    with RayRunner(address) as runner:
        return build_edition([reports], str(output), runner, tell=_midway(lose)).fingerprint


def _timed(work: Callable[[], str]) -> tuple[float, str]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _written(rows: list[dict[str, Any]], folder: Path) -> Path:
    folder.mkdir()
    for row in rows:
        (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
        side = {k: row.get(k) for k in ("title", "published", "url") if row.get(k)}
        (folder / f"{row['id']}.json").write_text(json.dumps(side), encoding="utf-8")
    return folder
