"""What a search found, with who tells it: shared by terminal and reading room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from variorum.case.search import Index, Term, Unit
from variorum.export.book import Book
from variorum.model.document import Document
from variorum.model.span import Span

BEFORE, AFTER = 90, 170  # code points of a passage around the first word that was found


@dataclass(frozen=True, slots=True)
class Pieces:
    """Words around what was found: (words, whether they answer the question), and whether more stands before or after."""

    parts: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool

    def plain(self) -> str:
        """The words, blanks folded."""
        words = " ".join("".join(words for words, _ in self.parts).split())
        return f"{'… ' * self.cut_before}{words}{' …' * self.cut_after}"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reports are searched: of this name or title, of this outlet, of these days (ISO 8601, both included)."""

    report: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""

    def documents(self, book: Book) -> list[str] | None:
        """The ids of the reports that pass; None where nothing is filtered."""
        if not (self.report or self.outlet or self.since or self.until):
            return None
        named = self._named(book)
        return [d.id for d in book.columns if d.id in named and self._passes(book, d)]

    def _named(self, book: Book) -> set[str]:
        """The reports meant: the one of this id or letter, else those with these words in their name or title."""
        wanted = self.report.casefold()
        one = {d.id for d in book.columns if wanted in (d.id, book.siglum(d.id).casefold())}
        return one or {d.id for d in book.columns if wanted in f"{d.name} {book.title(d) or ''}".casefold()}

    def _passes(self, book: Book, document: Document) -> bool:
        day = (document.meta.published or "")[:10]
        return (
            (not self.outlet or self.outlet.casefold() == book.outlet(document).casefold())
            and (not self.since or day[: len(self.since)] >= self.since)
            and (not self.until or bool(day) and day[: len(self.until)] <= self.until)
        )


def snippet(text: str, spans: Sequence[Span]) -> Pieces:
    """The words around the first thing found, cut between words."""
    first = spans[0].start if spans else 0
    start = 0 if first <= BEFORE else _blank(text, first - BEFORE, 1)
    end = len(text) if len(text) - first <= AFTER else max(_blank(text, first + AFTER, -1), start)
    parts: list[tuple[str, bool]] = []
    at = start
    for span in spans:
        if span.start >= end:
            break
        parts += [(text[at : span.start], False), (text[span.start : min(span.end, end)], True)]
        at = min(span.end, end)
    parts.append((text[at:end], False))
    return Pieces(tuple(part for part in parts if part[0]), start > 0, end < len(text))


def _blank(text: str, at: int, step: int) -> int:
    """The nearest start of a word at or after (step 1), or end of one at or before (-1), a place; the place itself in a long word."""
    for away in range(40):
        here = at + step * away
        if 0 < here < len(text) and text[here - 1 if step > 0 else here].isspace():
            return here
    return at


def teller(book: Book, unit: Unit) -> str:
    """Who tells what was found, or that it is a name."""
    if unit.sort == "statement" and unit.id in book.statements:
        return book.teller(book.statements[unit.id])
    if unit.document is not None:
        return f"{book.siglum(unit.document)} tells" if len(unit.span) else f"{book.siglum(unit.document)}, its title and source"
    entity = book.entities[unit.id]
    reports = [book.siglum(d.id) for d in book.columns if d.id in {m.place.document for m in entity.mentions}]
    return f"{entity.type}, named in {', '.join(reports)}"


def lines(book: Book, index: Index, units: Sequence[Unit], terms: Sequence[Term]) -> list[str]:
    """What was found, for a terminal."""
    told = []
    for unit in units:
        text, spans = index.marks(unit, terms)
        claim = book.statements[unit.id].claim if unit.sort == "statement" and unit.id in book.statements else None
        number = f" · claim {book.numbers[claim]}" if claim in book.numbers and claim is not None else ""
        told += [f"{unit.sort}  “{snippet(text, spans).plain()}”", f"    {teller(book, unit)}{number}"]
    return told
