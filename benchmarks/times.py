"""Times: the expressions found in each document, with their TIMEX3 values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks._parse import parsed
from variorum.reading.times import find_times


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """One row for each document of `documents.jsonl`."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            row = json.loads(line)
            found = find_times(parsed(row["text"]), row["dct"])
            yield {
                "id": row["id"],
                "timexes": [{"start": t.span.start, "end": t.span.end, "type": t.type.upper(), "value": t.timex} for t in found],
            }
