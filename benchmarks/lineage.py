"""Lineage: of reports of one incident that share many runs of words, how many are found to be copies. Prints its lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations, islice
from pathlib import Path

from benchmarks.incidents import laid_out
from variorum.collation.copies import shingles, words_of
from variorum.collation.identity import identify
from variorum.collation.lineage import find_lineages
from variorum.collation.storypairs import publisher
from variorum.model.document import Document
from variorum.model.reading import Reading

SHARED = 0.3  # of the runs of five words of the shorter body
SHORTEST = 40  # words of a body that is more than a caption


def measure(data: Path, limit: int | None = None) -> list[tuple[str, float]]:
    """The pairs of different publishers whose bodies share over SHARED of their runs of five words, and the share found."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    incidents: dict[str, list[Document]] = {}
    for row in rows:
        incidents.setdefault(row["incident"], []).append(laid_out(row))
    pairs = hits = 0
    for incident in sorted(incidents):
        documents = incidents[incident]
        readings = [Reading(d.id, "", d.blocks) for d in documents]
        alike = shared_pairs(documents, readings)
        if alike:
            lineages = find_lineages(documents, readings, identify(documents, readings))
            found = {frozenset((x.source, x.to)) for x in lineages if x.kind == "copy"}
            pairs += len(alike)
            hits += len(alike & found)
    return [("copy_pairs", float(pairs)), ("copy_recall", hits / pairs if pairs else 0.0)]


def shared_pairs(documents: Sequence[Document], readings: Sequence[Reading]) -> set[frozenset[str]]:
    """Pairs of ids of different publishers whose bodies, furniture out, hold many of each other's runs of words."""
    runs = {d.id: set(shingles(words_of(d, r))) for d, r in zip(documents, readings, strict=True)}
    found = set()
    for a, b in combinations(documents, 2):
        fewer = min(len(runs[a.id]), len(runs[b.id]))
        if publisher(a.meta) != publisher(b.meta) and fewer >= SHORTEST and len(runs[a.id] & runs[b.id]) > SHARED * fewer:
            found.add(frozenset((a.id, b.id)))
    return found
