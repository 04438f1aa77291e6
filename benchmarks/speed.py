"""Speed: reading and building against bare spaCy on the same texts in the same run. Prints its lines; predicts nothing."""

from __future__ import annotations

import json
import math
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import variorum
from benchmarks._parse import reader
from variorum.model.document import Block, Document, Meta
from variorum.model.span import Span

PART = 400  # reports of the figures that are medians over several rounds
READ = 200  # reports of `read_ratio`
ROUNDS = 3
SHARES = (8, 4, 2)  # of all reports, for the growth: an eighth, a quarter, a half, and all
Row = dict[str, Any]


def measure(data: Path, limit: int | None = None, rounds: int = ROUNDS) -> Iterator[tuple[str, float]]:
    """Name and value of each figure, as they are found.

    `read_ratio`: tokens read in a second over those that bare `nlp.pipe` (batches of 64, its models loaded for it) parses.
    `build_ratio`: wall time of a build over that of bare `nlp.pipe` on the same texts, PART reports, median of the rounds;
    `build_ratio_all` the same over all reports, once. `jobs2_gain`: how many times as quick two processes are as one. `rebuild_share`: a
    second build with nothing new against the first. `case_per_text`: bytes of the case, originals aside, over those of the texts.
    `exponent`: of the time of a build as a power of the number of reports. `add_one_seconds`: a build with one more report.
    `peak_mb`: memory of the largest process.
    """
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    reader()
    with tempfile.TemporaryDirectory() as scratch:
        yield from _of_part(rows[:PART], Path(scratch) / "part", rounds)
        yield from _of_all(rows, Path(scratch) / "all")
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    yield "peak_mb", max(used) / (1024 if sys.platform != "darwin" else 1 << 20)


def _of_part(rows: Sequence[Row], folder: Path, rounds: int) -> Iterator[tuple[str, float]]:
    """The figures that are medians; what is compared is timed one after the other in each round."""
    reports = _written(rows, folder / "reports")
    texts = [row["text"] for row in rows]
    read, built, gained, again = [], [], [], []
    for number in range(rounds):
        one, two = folder / f"one-{number}", folder / f"two-{number}"
        read.append(_timed(partial(_bare, texts[:READ])) / _timed(partial(_read, rows[:READ])))
        bare = _timed(partial(_bare, texts))
        single = _timed(partial(variorum.build, [reports], case=one))
        built.append(single / bare)
        again.append(_timed(partial(variorum.build, [reports], case=one)) / single)
        gained.append(single / _timed(partial(variorum.build, [reports], case=two, jobs=2)))
    yield "read_ratio", statistics.median(read)
    yield "build_ratio", statistics.median(built)
    yield "rebuild_share", statistics.median(again)
    yield "jobs2_gain", statistics.median(gained)
    yield "case_per_text", _size(folder / "one-0") / max(sum(len(t.encode()) for t in texts), 1)


def _of_all(rows: Sequence[Row], folder: Path) -> Iterator[tuple[str, float]]:
    """The figures of the whole, each build in a process of its own, so that its memory is told apart."""
    reports = _written(rows[:-1], folder / "reports")
    times = []
    for share in SHARES:
        few = _written(rows[: max(len(rows) // share, 1)], folder / f"few-{share}")
        times.append((len(rows) // share, _timed(partial(_built_apart, few, folder / f"case-{share}"))))
    bare = _timed(partial(_bare, [row["text"] for row in rows[:-1]]))
    whole = _timed(partial(_built_apart, reports, folder / "case"))
    yield "build_ratio_all", whole / bare
    yield "exponent", _slope([*times, (len(rows) - 1, whole)])
    more = _written(rows[-1:], folder / "more")
    yield "add_one_seconds", _timed(partial(variorum.build, [more], case=folder / "case"))


def _slope(times: Sequence[tuple[int, float]]) -> float:
    """The power of the first number that the second grows with, by least squares over their logarithms."""
    found = [(math.log(max(n, 1)), math.log(t)) for n, t in times]
    x, y = (statistics.fmean(side) for side in zip(*found, strict=True))
    spread = sum((a - x) ** 2 for a, _ in found)
    return sum((a - x) * (b - y) for a, b in found) / spread if spread else 0.0


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(texts: list[str]) -> None:
    import spacy

    from variorum.reading.reader import model_name

    for _ in spacy.load(model_name()).pipe(texts, batch_size=64):
        pass


def _read(rows: Sequence[Row]) -> None:
    for row in rows:
        meta = Meta(title=row.get("title"), published=row.get("published"))
        blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"\S[^\n]*", row["text"]))
        variorum.read(Document(row["id"], row["id"], "", "text/plain", row["text"], blocks, meta, "en"))


def _built_apart(reports: Path, case: Path) -> None:
    subprocess.run([sys.executable, "-m", "variorum", "build", reports, "--case", case], check=True, capture_output=True)


def _size(case: Path) -> int:
    """Bytes of a case without the originals."""
    return sum(f.stat().st_size for f in case.rglob("*") if f.is_file() and "originals" not in f.parts)


def _written(rows: Sequence[Row], folder: Path) -> Path:
    folder.mkdir(parents=True)
    for row in rows:
        (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
        side = {k: row.get(k) for k in ("title", "published", "url") if row.get(k)}
        (folder / f"{row['id']}.json").write_text(json.dumps(side), encoding="utf-8")
    return folder
