"""The order in which faces set out a record: reports beside what they were taken from, claims as the story is told."""

from __future__ import annotations

from collections import defaultdict

from variorum.model.document import Document
from variorum.model.record import Claim, Record, RecordStatement


def letters(number: int) -> str:
    """A, B, ... Z, AA, AB, ... for 0, 1, ... 25, 26, 27, ..."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def lineage_groups(record: Record) -> tuple[tuple[str, ...], ...]:
    """Document ids by lineage: what was taken stands right after what it was taken from, earliest first."""
    rank = {document.id: (document.meta.published or "9999", document.name, document.id) for document in record.documents}
    taken: dict[str, list[str]] = defaultdict(list)
    sources: dict[str, list[str]] = defaultdict(list)
    for lineage in record.lineages:
        if lineage.source in rank and lineage.to in rank and lineage.source != lineage.to:
            taken[lineage.source].append(lineage.to)
            sources[lineage.to].append(lineage.source)
    seen: set[str] = set()
    groups: list[tuple[str, ...]] = []

    def walk(name: str, group: list[str]) -> None:
        pending = [name]
        while pending:
            here = pending.pop()
            if here in seen:
                continue
            seen.add(here)
            group.append(here)
            beside = [*taken[here], *sources[here]]
            pending.extend(sorted(set(beside) - seen, key=lambda other: rank[other], reverse=True))

    ordered = sorted(rank, key=lambda name: rank[name])
    for name in [*(n for n in ordered if not sources[n]), *ordered]:
        if name not in seen:
            group: list[str] = []
            walk(name, group)
            groups.append(tuple(group))
    return tuple(groups)


def story_order(record: Record, columns: tuple[Document, ...]) -> tuple[Claim, ...]:
    """Claims as the first column tells them; what only a later one has stands after what it tells before that."""
    known = {claim.id: claim for claim in record.claims}
    stories = {story.id: number for number, story in enumerate(record.stories)}
    by_document: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in record.statements:
        if statement.claim in known:
            by_document[statement.document].append(statement)
    follows: dict[str | None, list[str]] = {None: []}  # claim -> those put right after it
    for document in columns:
        last: str | None = None
        for statement in sorted(by_document[document.id], key=lambda s: (s.span, s.id)):
            name = statement.claim or ""
            if name not in follows:
                follows[name] = []
                follows[last].append(name)
            last = name
    ordered: list[str] = []
    pending = list(reversed(follows[None]))
    while pending:
        name = pending.pop()
        ordered.append(name)
        pending.extend(reversed(follows[name]))
    ordered.extend(name for name in known if name not in follows)
    return tuple(sorted((known[name] for name in ordered), key=lambda claim: stories.get(claim.story or "", 10**9)))
