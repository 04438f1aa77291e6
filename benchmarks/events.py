"""Events: the same happening across documents, over given mentions and over those that the program finds itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks._parse import reader
from variorum.collation.stories import find_stories
from variorum.model.document import Block, Document
from variorum.model.reading import Reading
from variorum.model.span import Span


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, object]]:
    """One row a document: a chain is a story and the lemma of the word that carries the event."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    documents, readings, lemmas = [], [], []
    for row in rows:
        blocks = tuple(Block(Span(a, b)) for a, b in row["sentences"] if b > a)
        document = Document(row["id"], row["id"], "", "text/plain", row["text"], blocks, language="en")
        documents.append(document)
        readings.append(reader().read(document))
        lemmas.append({t.idx: t.lemma_.lower() for t in reader().parse(row["text"], blocks)})
    story = {d: s.id for s in find_stories(documents, readings) for d in s.documents if d not in s.guests}
    for row, reading, words in zip(rows, readings, lemmas, strict=True):
        where = story.get(row["id"], row["id"])
        yield {
            "id": row["id"],
            "mentions": [
                {"start": m["start"], "end": m["end"], "kind": m["kind"], "chain": f"{where} {_lemma(m, words)}"}
                for m in row.get("mentions", ())
                if m["kind"] == "action"
            ],
            "predicted_mentions": list(_found(row, reading, where)),
        }


def _lemma(mention: dict[str, Any], words: dict[int, str]) -> str:
    inside = [words[i] for i in sorted(words) if mention["start"] <= i < mention["end"]]
    return inside[-1] if inside else ""


def _found(row: dict[str, Any], reading: Reading, story: str) -> Iterator[dict[str, object]]:
    """The heads of the program's statements in the validated sentences."""
    validated = [row["sentences"][i] for i in row["selected_sentences"]]
    for s in reading.statements:
        if any(a <= s.head.start < b for a, b in validated):
            yield {
                "start": s.head.start,
                "end": s.head.end,
                "head": [s.head.start, s.head.end],
                "kind": "action",
                "chain": f"{story} {s.predicate}",
            }
