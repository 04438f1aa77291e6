"""Layers: names, times, quantities, factuality and attributions of the same documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks._parse import reader
from benchmarks.attribution import paragraphs
from variorum.model.document import Block
from variorum.model.reading import Attribution
from variorum.model.span import Span
from variorum.reading.attribution import find_attributions
from variorum.reading.certainty import factuality, is_open
from variorum.reading.names import find_names
from variorum.reading.quantities import find_quantities, measured
from variorum.reading.times import find_times

if TYPE_CHECKING:
    from spacy.tokens import Doc

TYPES = {"person": "PER", "organisation": "ORG", "place": "LOC"}
CERTAINTY = {
    "certain": "CERTAIN",
    "future": "CERTAIN",  # MEANTIME keeps the tense apart: what is announced as sure is certain
    "probable": "PROBABLE",
    "possible": "POSSIBLE",
    "unknown": "UNDERSPECIFIED",
}


def factual(doc: Doc, event: dict[str, Any]) -> dict[str, str]:
    """The row of one given event."""
    span = doc.char_span(event["start"], event["end"], alignment_mode="expand")
    certainty, polarity = factuality(span.root)
    return {
        "id": event["id"],
        "certainty": CERTAINTY[certainty],
        "polarity": "UNDERSPECIFIED" if is_open(span.root) else "NEG" if polarity == "denied" else "POS",
    }


def told(doc: Doc, found: Sequence[Attribution], events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The given events that are told: those that head the content of an attribution."""
    rows = []
    for one in found:
        inside = [e for e in events if any(p.covers(Span(e["start"], e["end"])) for p in one.content)]
        if not inside:
            continue
        depths = {e["id"]: _depth(doc, e) for e in inside}
        first = min(inside, key=lambda e: (depths[e["id"]], e["start"]))
        rows.append({"content_event": first["id"], "source_spans": [[s.start, s.end] for s in one.source]})
    return rows


def _depth(doc: Doc, event: dict[str, Any]) -> int:
    """How many words stand between an event and the root of its sentence."""
    span = doc.char_span(event["start"], event["end"], alignment_mode="expand")
    return len(list(span.root.ancestors))


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """One row for each document of `documents.jsonl`."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            row = json.loads(line)
            yield {"id": row["id"], **_read(row, row["text"])}


def _read(row: dict[str, Any], text: str) -> dict[str, Any]:
    """All layers of one document."""
    blocks: tuple[Block, ...] = paragraphs(text)
    doc = reader().parse(text, blocks)
    times = find_times(doc, row["dct"])
    events = row.get("events", [])
    return {
        "entities": [
            {"start": m.span.start, "end": m.span.end, "type": TYPES[m.type]} for m in find_names(doc, blocks) if m.type in TYPES
        ],
        "timexes": [{"start": t.span.start, "end": t.span.end, "value": t.timex} for t in times],
        "quantities": [{"start": q.span.start, "end": q.span.end} for q in measured(find_quantities(doc, times))],
        "events": [factual(doc, e) for e in events],
        "attributions": told(doc, find_attributions(doc, blocks, reader().tagger), events),
    }
