"""Events: the same happening across documents, over given mentions and over those that the program finds itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks._events import Marked, as_drafts, read_marked
from variorum.collation.alignment import align
from variorum.collation.stories import find_stories


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, object]]:
    """One row a document: given mentions and those that the program finds, each with the happening that alignment puts it in."""
    reports = read_marked(data, limit)
    stories = [s.documents for s in find_stories([r.document for r in reports], [r.reading for r in reports])]
    given = _chains(reports, stories, given=True)
    own = _chains(reports, stories, given=False)
    for report in reports:
        identity = report.document.id
        yield {
            "id": identity,
            "mentions": [
                {"start": start, "end": end, "kind": "action", "chain": given[identity, word]}
                for (start, end), word in sorted(report.given.items())
            ],
            "predicted_mentions": list(_found(report, own)),
        }


def _chains(reports: Sequence[Marked], stories: Sequence[Sequence[str]], given: bool) -> dict[tuple[str, int], str]:
    """Happening of each statement, by its document and the offset of its head."""
    items, people = as_drafts(reports, given)
    return {
        (items[i].document.id, items[i].statement.head.start): f"happening {number}"
        for number, group in enumerate(align(items, stories, people, clauses=False))
        for i in group
    }


def _found(report: Marked, chains: dict[tuple[str, int], str]) -> Iterator[dict[str, object]]:
    """The words of the validated sentences by which the program finds something told."""
    for head in sorted({s.head for s in report.found.statements}):
        yield {
            "start": head.start,
            "end": head.end,
            "head": [head.start, head.end],
            "kind": "action",
            "chain": chains[report.document.id, head.start],
        }
