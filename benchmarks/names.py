"""Names: are two names the same person or body? Rows of index and match."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from variorum.collation.identity import same_name


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, object]]:
    """One row a pair, in the order of the file."""
    with (data / "pairs.tsv").open(encoding="utf-8", newline="") as lines:
        for index, row in enumerate(csv.DictReader(lines, delimiter="\t")):
            if limit is not None and index >= limit:
                return
            score, _ = same_name(row["left"], row["right"], row["type"])
            yield {"index": index, "match": int(score >= 0.5)}
