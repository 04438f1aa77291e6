"""Drawings of a record as SVG in the page: the stemma of reports and the timeline."""

from __future__ import annotations

from variorum.export.book import Book
from variorum.show.markup import Html, el


def stemma(book: Book) -> Html:
    """The lineage of the reports."""
    return el("p", "No common source found.", class_="empty")


def timeline(book: Book) -> Html:
    """The moments told, in order."""
    return el("p", "No dated statement.", class_="empty")
