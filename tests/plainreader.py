"""Readers for tests that cost nothing, and reports for them: every sentence is a statement, or nothing is marked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

import variorum
from variorum.model.document import Document
from variorum.model.reading import Reading, Statement
from variorum.model.span import Span
from variorum.run import stages

REPORTS = {
    "gazette.txt": "The ferry Halda sank on Monday. Twelve people drowned, the harbour master said.\n",
    "courier.txt": "A ferry went down off Skarnes. Harbour master Ole Brun said ten people had drowned.\n",
    "wire.txt": "Divers found the wreck of the Halda on Tuesday, police said, and called off the search.\n",
}
TWO = ("gazette.txt", "courier.txt")  # two of them that tell of one thing


class Mute:
    """A reader that marks nothing."""

    def read(self, document: Document) -> Reading:
        return Reading(document.id, "mute", document.blocks)


class Plain:
    """A reader that takes every sentence for a statement and marks nothing else."""

    def ends(self, text: str) -> Iterable[int]:
        """Where the sentences of a text end."""
        return (n + 1 for n, c in enumerate(text) if c == ".")

    def read(self, document: Document) -> Reading:
        ends = list(self.ends(document.text))
        spans = [Span(a, b) for a, b in zip([0, *ends], ends, strict=False)]
        statements = tuple(Statement(s, s, "be", sentence=n) for n, s in enumerate(spans))
        return Reading(document.id, "plain", document.blocks, tuple(spans), statements=statements)

    def encoded(self, text: str, sentences: object, mentions: object, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        return statements


def use() -> None:
    """Lets this process read with it."""
    stages._reader = Plain  # type: ignore[assignment]


def read_by(monkeypatch: pytest.MonkeyPatch, reader: object) -> None:
    """Lets a test read with a reader."""
    monkeypatch.setattr(stages, "_reader", lambda: reader)


def written(folder: Path, names: Iterable[str] = tuple(REPORTS)) -> Path:
    """The folder, with the reports of these names in it."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(REPORTS[name], encoding="utf-8")
    return folder


def case_of(folder: Path, names: Iterable[str] = tuple(REPORTS)) -> Path:
    """A case in `folder` of the reports of these names."""
    variorum.build([written(folder / "reports", names)], case=folder / "case")
    return folder / "case"
