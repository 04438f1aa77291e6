"""Entities: gold mentions of people, bodies and places, chained across all documents by what the program says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks._parse import reader
from variorum.collation.identity import identify
from variorum.collation.namematch import fold
from variorum.model.document import Block, Document
from variorum.model.reading import EntityType, Mention, Reading
from variorum.model.span import Span

KINDS: dict[str, EntityType] = {"human": "person", "non_human": "other", "location": "place"}


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, object]]:
    """One row a document: its given mentions, each with the chain the program puts it in."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(limit if limit is not None else 10**9), lines, strict=False)]
    documents, readings, numbers = [], [], []
    for row in rows:
        document, reading = _read(row)
        given, chains = _given(row, reading)
        documents.append(document)
        readings.append(replace(reading, mentions=(*reading.mentions, *given)))
        numbers.append(chains)
    identity = identify(documents, readings)
    for row, document, chains in zip(rows, documents, numbers, strict=True):
        yield {"id": row["id"], "mentions": list(_told(row, document, chains, identity.of))}


def _read(row: dict[str, Any]) -> tuple[Document, Reading]:
    text = row["text"]
    blocks = tuple(Block(Span(a, b)) for a, b in row["sentences"] if b > a)
    document = Document(row["id"], row["id"], "", "text/plain", text, blocks, language="en")
    return document, reader().read(document)


def _given(row: dict[str, Any], reading: Reading) -> tuple[tuple[Mention, ...], list[int]]:
    """Given mentions that the program has no mention for, chained by their form; and the chain of each given mention."""
    found: list[Mention] = []
    numbers: list[int] = []
    free = max((m.chain for m in reading.mentions), default=0) + 1
    by_form: dict[str, int] = {}
    for mention in (m for m in row["mentions"] if m["kind"] in KINDS):
        span = Span(mention["start"], mention["end"])
        words = span.text(row["text"])
        own = max(
            (m for m in reading.mentions if m.head.overlap(span) and m.span.overlap(span)),
            key=lambda m: (m.span == span, span.covers(m.head), -abs(len(m.span) - len(span)), -m.span.start),
            default=None,
        )
        kind = own.kind if own else ("name" if words[:1].isupper() else "nominal")
        type_: EntityType = KINDS[mention["kind"]]
        if own and own.type != "place" and mention["kind"] != "location":
            type_ = own.type
        numbers.append(own.chain if own else -1)
        if own is None or own.chain < 0:
            form = fold(words) or words
            number = by_form.setdefault(form, free)
            free += number == free
            found.append(Mention(span, span, kind, type_, number))
            numbers[-1] = number
    return tuple(found), numbers


def _told(
    row: dict[str, Any], document: Document, chains: list[int], of: dict[tuple[str, int], str]
) -> Iterator[dict[str, object]]:
    given = (m for m in row["mentions"] if m["kind"] in KINDS)
    for mention, number in zip(given, chains, strict=True):
        chain = of.get((document.id, number), f"{document.id} {number}")
        yield {"start": mention["start"], "end": mention["end"], "kind": mention["kind"], "chain": chain}
