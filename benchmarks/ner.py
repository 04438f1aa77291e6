"""Predictions for the benchmark `ner`: names of persons, organisations and places in web English."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from benchmarks._parse import reader
from variorum.model.document import Block
from variorum.model.span import Span
from variorum.reading.names import find_names

KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC"}


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """A row a sentence: `id`, `entities`. Sentences of one document are read as the blocks of one text."""
    with (data / "sentences.jsonl").open(encoding="utf-8") as lines:
        rows = map(json.loads, islice(lines, limit))
        for _, group in groupby(rows, key=lambda row: row["document"]):
            yield from _document(list(group))


def _document(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row["text"]) + 2)
    text = "\n\n".join(row["text"] for row in rows)
    blocks = tuple(Block(Span(at, at + len(row["text"]))) for at, row in zip(starts, rows, strict=False))
    mentions = find_names(reader().parse(text, blocks), blocks)
    for block, row in zip(blocks, rows, strict=True):
        inside = [m for m in mentions if block.span.covers(m.span) and m.type in KINDS]
        yield {
            "id": row["id"],
            "entities": [
                {
                    "start": m.span.start - block.span.start,
                    "end": m.span.end - block.span.start,
                    "type": KINDS[m.type],
                }
                for m in inside
            ],
        }
