"""Incidents: which reports tell one happening; and, with the grouping given, when, where, how many, who."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks._incidents import slots
from variorum.collation.stories import find_stories
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Reading
from variorum.model.span import Span


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, object]]:
    """A row a report with its story, then a row an incident with its slots."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    documents = [laid_out(row) for row in rows]
    readings = [Reading(d.id, "", d.blocks) for d in documents]  # stories need the words and their layout only
    for story in find_stories(documents, readings):
        for document in story.documents:
            if document not in story.guests:
                yield {"id": document, "story": story.id}
    groups = data / "incidents.jsonl"
    if groups.exists():
        by_id = {d.id: d for d in documents}
        with groups.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield slots(row["id"], [by_id[i] for i in row["documents"] if i in by_id])


def laid_out(row: dict[str, Any]) -> Document:
    """The report, laid out line by line with the roles the program sees in it."""
    from variorum.reading.roles import assign_roles

    text, blocks, at = row["text"], [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    meta = Meta(title=row.get("title"), published=row.get("published"), url=row.get("url"))
    document = Document(row["id"], row["id"], "", "text/plain", text, tuple(blocks), meta, "en")
    return Document(row["id"], row["id"], "", "text/plain", text, assign_roles(document), meta, "en")
