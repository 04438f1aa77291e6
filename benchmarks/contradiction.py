"""Contradiction: does a text entail or contradict a hypothesis? Both are read as reports of one case."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

from benchmarks._parse import reader
from variorum import collate
from variorum.model.activity import Anchor, Decision
from variorum.model.document import Block, Document
from variorum.model.record import Record
from variorum.model.span import Span


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, object]]:
    """One row a pair: `contradiction` where the record shows one, `entailment` where both tell one claim, else `neutral`."""
    with (data / "pairs.tsv").open(encoding="utf-8", newline="") as lines:
        for row in islice(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), limit):
            documents = [_document("text", row["text"]), _document("hypothesis", row["hypothesis"])]
            record = collate(documents, [reader().read(d) for d in documents], [_one_story(documents)])
            yield {"id": row["id"], "label": _label(record)}


def _document(name: str, text: str) -> Document:
    return Document(name, name, "", "text/plain", text, (Block(Span(0, len(text))),), language="en")


def _one_story(documents: list[Document]) -> Decision:
    """The task's own word that both texts are about the same, as a decision: stories are not what is measured here."""
    anchors = tuple(Anchor(sha256(d.text.encode()).hexdigest(), 0, len(d.text), d.text) for d in documents)
    return Decision("same", "story", anchors, "the task", "", "text and hypothesis are a pair")


def _label(record: Record) -> str:
    sides = {s.id: s.document for s in record.statements}
    for d in record.discrepancies:
        if d.relation == "contradiction" and len({span.document for r in d.readings for span in r.spans}) > 1:
            return "contradiction"
    shared = any(len({sides[s] for s in c.statements}) > 1 for c in record.claims)
    return "entailment" if shared else "neutral"
