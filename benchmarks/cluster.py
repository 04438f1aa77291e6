"""Ray: two nodes on this machine against two processes, in the same run; the same record whoever reads and whatever is lost."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import variorum
from variorum.capture.sidecar import read_sidecar
from variorum.capture.table import read_parts
from variorum.collation.storyblocks import partners
from variorum.collation.storypairs import likelihood, profile
from variorum.export.parquet import TABLES
from variorum.model.document import Capture, Document, Meta
from variorum.model.reading import Reading
from variorum.reading.roles import assign_roles
from variorum.run.cluster import QUIET
from variorum.run.edition import build_edition
from variorum.run.local import Workers
from variorum.run.ray import RayRunner
from variorum.run.runner import Lost, Patience
from variorum.run.stages import load_models

A = TypeVar("A")
B = TypeVar("B")
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
        costs = _costs(Path(reports), place / "costs", expected)
    return [
        *costs,
        *((name, float(value)) for name, value in same.items()),
        ("jobs2_seconds", statistics.median(local)),
        ("overhead", statistics.median(b / a for a, b in zip(local, case, strict=True))),
        ("edition_overhead", statistics.median(b / a for a, b in zip(local, edition, strict=True))),
    ]


class _Clocked(Workers):
    """This process alone, with the processor's time that each stage takes."""

    def __init__(self) -> None:
        super().__init__(1)
        self.spent: Counter[str] = Counter()

    def map(
        self,
        function: Callable[[A], B],
        items: Iterable[A],
        patience: Patience[A] | None = None,
        lost: Lost[A, B] | None = None,
    ) -> Iterator[B]:
        """What `function` gives for each item; how long that took goes under its name."""
        name = str(getattr(function, "func", function).__name__)
        for item in items:
            start = time.process_time()
            found = function(item)
            self.spent[name] += time.process_time() - start  # type: ignore[assignment]
            yield found


def _costs(reports: Path, output: Path, expected: str) -> list[tuple[str, float]]:
    """Seconds of one processor and bytes for a report and for a pair of reports; what docs/scale.md reckons with."""
    files = [path for path in sorted(reports.iterdir()) if path.suffix != ".json"]
    start = time.process_time()
    documents = [found for path in files for found in _captured(path)]
    captured = time.process_time() - start
    load_models()
    clocked = _Clocked()
    made = build_edition([str(reports)], str(output), clocked)
    profiles = [profile(d, Reading(d.id, "", assign_roles(d))) for d in documents]
    pairs = partners(profiles)
    start = time.process_time()
    for a, b in pairs:
        likelihood(profiles[a], profiles[b])
    paired = time.process_time() - start
    many, spent = len(documents), clocked.spent

    def stored(*folders: str) -> float:
        held = sum(f.stat().st_size for name in folders for f in (output / name).rglob("*") if f.is_file())
        return held / many

    return [
        ("alone_same", float(made.fingerprint == expected)),
        ("seconds_capture", captured / many),
        ("seconds_reading", spent["read_block"] / many),
        ("seconds_pairing", (spent["_scatter"] + spent["_gather"]) / many),
        ("seconds_encoding", spent["encode_block"] / many),
        ("seconds_collating", spent["_write_volume"] / many),
        ("pairs", len(pairs) / many),
        ("microseconds_pair", 1e6 * paired / max(len(pairs), 1)),
        ("bytes_text", sum(len(d.text.encode()) for d in documents) / many),
        ("bytes_work", stored("work")),
        ("bytes_parquet", stored(*TABLES, "originals", "across")),
    ]


def _captured(path: Path) -> Iterator[Document]:
    data = path.read_bytes()
    beside = path.with_suffix(".json")
    sidecar = read_sidecar(beside.read_bytes()) if beside.is_file() else Meta()
    capture = Capture(path.name, hashlib.sha256(data).hexdigest(), len(data), sidecar)
    yield from (found for found in read_parts(capture, data) if isinstance(found, Document))


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
        cluster.shutdown()  # type: ignore[no-untyped-call]


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
