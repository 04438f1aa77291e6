"""Predictions for the benchmark `coreference`: chains of persons and organisations inside a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._parse import parsed
from variorum.model.reading import EntityType, Mention
from variorum.model.span import Span
from variorum.reading.attribution import find_attributions
from variorum.reading.coreference import chain_mentions, resolve, voices_of
from variorum.reading.names import find_names
from variorum.reading.referents import Voice

TYPES: dict[str, EntityType] = {"person": "person", "organization": "organisation"}
RELATIVE = ("who", "whom", "whose")  # the corpus counts them as part of the description they stand in
KINDS = {"person": "person", "organisation": "organization"}


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """A row a document: `id`, `mentions` (given ones, chained), `predicted_mentions`."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            row = json.loads(line)
            doc = parsed(row["text"])
            yield {"id": row["id"], "mentions": _given(doc, row), "predicted_mentions": _own(doc)}


def _given(doc: Any, row: dict[str, Any]) -> list[dict[str, Any]]:
    marks = [m for m in row.get("mentions", ()) if m["type"] in TYPES]
    mentions = [Mention(Span(m["start"], m["end"]), Span(*m["head"]), m["form"], TYPES[m["type"]]) for m in marks]
    voices = [Voice(Span(*where), who) for where, who in zip(row["sentences"], row["speakers"] or (), strict=False) if who]
    chained = chain_mentions(doc, mentions, voices or voices_of(find_attributions(doc, ())))
    return [
        {"start": m["start"], "end": m["end"], "type": m["type"], "chain": c.chain} for m, c in zip(marks, chained, strict=True)
    ]


def _own(doc: Any) -> list[dict[str, Any]]:
    found = resolve(doc, find_names(doc, ()), find_attributions(doc, ()))
    return [
        {
            "start": m.span.start,
            "end": m.span.end,
            "head": [(head := head_of(doc, m)).start, head.end],
            "kind": KINDS[m.type],
            "chain": m.chain,
        }
        for m in found
        if m.type in KINDS and m.span.text(doc.text).lower() not in RELATIVE
    ]


def head_of(doc: Any, mention: Mention) -> Span:
    """The head by the corpus's habit: of a person's name its first word, of another name the word its others hang on."""
    words = doc.char_span(mention.span.start, mention.span.end)
    if mention.kind != "name" or words is None:
        return mention.head
    head = words[0] if mention.type == "person" else words.root
    return Span(head.idx, head.idx + len(head))
