"""Attributions: source, cue and content of the outermost attributions of each document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks._parse import reader
from variorum.model.document import Block
from variorum.model.reading import Attribution
from variorum.model.span import Span
from variorum.reading.attribution import find_attributions


def paragraphs(text: str) -> tuple[Block, ...]:
    """The lines of `text` as blocks."""
    return tuple(Block(Span(*m.span())) for m in re.finditer(r"\S[^\n]*", text))


def outermost(found: Sequence[Attribution]) -> list[dict[str, list[list[int]]]]:
    """Rows of the attributions that stand in no other one's content, which is all that the corpus marks.

    The corpus counts what a speaker goes on to say as content of the attribution before, so what is carried over joins it.
    """
    rows: list[dict[str, list[list[int]]]] = []
    for one in found:
        if one.parent is not None:
            continue
        row = {role: [[s.start, s.end] for s in getattr(one, role)] for role in ("source", "cue", "content")}
        same = [r for r in rows if row["cue"] and r["cue"] == row["cue"]]  # direct and indirect words of one saying
        before = same or [r for r in rows if one.carried and r["source"] == [[s.start, s.end] for s in one.carried]]
        if before:
            before[-1]["content"].extend(row["content"])
        else:
            rows.append(row)
    return rows


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """One row for each document of `documents.jsonl`."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            row = json.loads(line)
            blocks = paragraphs(row["text"])
            found = find_attributions(reader().parse(row["text"], blocks), blocks, reader().tagger)
            yield {"id": row["id"], "attributions": outermost(found)}
