"""Whom reports rest on, and how far each stands from where its words come from: what the drawings of lineage share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from variorum.export.book import Book
from variorum.model.record import Lineage


def sources(book: Book, documents: Collection[str]) -> dict[str, Counter[str]]:
    """Entities that these reports rest on, each with its reports and how many statements it gives them."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in book.shared() or book.claims:
        for origin in claim.origins:
            if origin.kind == "unknown" or not origin.entity or origin.entity not in book.entities:
                continue
            for name in origin.statements:
                if name in book.statements and book.statements[name].document in documents:
                    found[origin.entity][book.statements[name].document] += 1
    for lineage in book.record.lineages:
        if lineage.source in book.entities and lineage.to in documents:
            found[lineage.source][lineage.to] += 1
    return found


def first_hand(lineages: Iterable[Lineage], told_in: Counter[str]) -> list[str]:
    """The reports that have a source from elsewhere than from another report drawn with the same source."""
    through = {
        lineage.to
        for lineage in lineages
        if lineage.directed and lineage.kind != "cites" and lineage.source in told_in and lineage.source != lineage.to
    }
    return [document for document in told_in if document not in through] or list(told_in)


def depths(lineages: Iterable[Lineage], documents: Collection[str]) -> dict[str, int]:
    """How many takings lie between each report and one that takes from none of them; a circle ends at the number of reports."""
    depth = dict.fromkeys(documents, 0)
    steps = [one for one in lineages if one.directed and one.source in depth and one.to in depth]
    for _ in range(len(depth)):
        before = dict(depth)
        for lineage in steps:
            depth[lineage.to] = min(max(depth[lineage.to], depth[lineage.source] + 1), len(depth) - 1)
        if depth == before:
            break
    return depth
