"""A reader for tests that takes every sentence for a statement and marks nothing else."""

from __future__ import annotations

from variorum.model.document import Document
from variorum.model.reading import Reading, Statement
from variorum.model.span import Span
from variorum.run import stages

REPORTS = {
    "gazette.txt": "The ferry Halda sank on Monday. Twelve people drowned, the harbour master said.\n",
    "courier.txt": "A ferry went down off Skarnes. Harbour master Ole Brun said ten people had drowned.\n",
    "wire.txt": "Divers found the wreck of the Halda on Tuesday, police said, and called off the search.\n",
}


class Plain:
    def read(self, document: Document) -> Reading:
        ends = [n + 1 for n, c in enumerate(document.text) if c == "."]
        spans = [Span(a, b) for a, b in zip([0, *ends], ends, strict=False)]
        statements = tuple(Statement(s, s, "be", sentence=n) for n, s in enumerate(spans))
        return Reading(document.id, "plain", document.blocks, tuple(spans), statements=statements)

    def encoded(self, text: str, sentences: object, mentions: object, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        return statements


def use() -> None:
    """Lets this process read with it."""
    stages._reader = Plain  # type: ignore[assignment]
