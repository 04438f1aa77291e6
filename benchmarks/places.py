"""Predictions for the benchmark `places`: names of places with coordinates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._parse import parsed
from variorum.model.reading import Place
from variorum.model.span import Span
from variorum.reading.names import find_names
from variorum.reading.places import find_places, locate


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """A row a document: `id`, `toponyms` (found by the program), `resolved` (the given ones)."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            row = json.loads(line)
            doc = parsed(row["text"])
            found = find_places(doc, find_names(doc, ()))
            given = sorted({Span(t["start"], t["end"]) for t in row.get("toponyms", ())})
            yield {
                "id": row["id"],
                "toponyms": [_row(p) for p in found],
                "resolved": [_row(p) for p in locate(doc, given)],
            }


def _row(place: Place) -> dict[str, Any]:
    return {"start": place.span.start, "end": place.span.end, "lat": place.latitude, "lon": place.longitude}
