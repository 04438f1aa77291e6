"""Speed: reading and building against bare spaCy on the same texts in the same run. Prints its lines; predicts nothing."""

from __future__ import annotations

import json
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import variorum
from benchmarks._parse import reader
from variorum.model.document import Block, Document, Meta
from variorum.model.span import Span


def measure(data: Path, limit: int | None = None, rounds: int = 3) -> list[tuple[str, float]]:
    """Name and value of each figure, medians. `build_ratio`: wall time over that of bare `nlp.pipe` (batches of 64) on the same texts;
    `read_ratio`: tokens read in a second over those that bare `nlp.pipe` parses, on the first 200 texts."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit if limit is not None else 400)]
    texts = [row["text"] for row in rows]
    bare, build, again, read = [], [], [], []
    first = rows[:200]
    stored = 0.0
    reader()
    for _ in range(rounds):
        read.append((_timed(partial(_bare, texts[:200])), _timed(partial(_read, first))))
        bare.append(_timed(partial(_bare, texts)))
        with tempfile.TemporaryDirectory() as scratch:
            reports = _written(rows, Path(scratch) / "reports")
            case = Path(scratch) / "case"
            build.append(_timed(partial(_build, reports, case)))
            again.append(_timed(partial(_build, reports, case)))
            size = sum(f.stat().st_size for f in case.rglob("*") if f.is_file() and "originals" not in f.parts)
            stored = size / max(sum(len(t.encode()) for t in texts), 1)
    ratio = statistics.median(b / a for a, b in zip(bare, build, strict=True))
    rebuilt = statistics.median(b / a for a, b in zip(build, again, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = statistics.median(a / b for a, b in read)
    return [
        ("read_ratio", share),
        ("build_ratio", ratio),
        ("rebuild_share", rebuilt),
        ("case_per_text", stored),
        ("peak_mb", peak),
    ]


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(texts: list[str]) -> None:
    import spacy

    from variorum.reading.reader import model_name

    for _ in spacy.load(model_name()).pipe(texts, batch_size=64):
        pass


def _read(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        meta = Meta(title=row.get("title"), published=row.get("published"))
        blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"\S[^\n]*", row["text"]))
        variorum.read(Document(row["id"], row["id"], "", "text/plain", row["text"], blocks, meta, "en"))


def _build(reports: Path, case: Path) -> None:
    variorum.build([reports], case=case)


def _written(rows: list[dict[str, Any]], folder: Path) -> Path:
    folder.mkdir()
    for row in rows:
        (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
        side = {k: row.get(k) for k in ("title", "published", "url") if row.get(k)}
        (folder / f"{row['id']}.json").write_text(json.dumps(side), encoding="utf-8")
    return folder
