"""Predictions for the benchmark `ner`: names of persons, organisations and places, sentence by sentence of web English."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._parse import parsed
from variorum.reading.names import find_names

KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC"}


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """A row a sentence: `id`, `entities`."""
    with (data / "sentences.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            row = json.loads(line)
            mentions = find_names(parsed(row["text"]), ())
            yield {
                "id": row["id"],
                "entities": [
                    {"start": m.span.start, "end": m.span.end, "type": KINDS[m.type]} for m in mentions if m.type in KINDS
                ],
            }
