"""What each block of a report is: story, caption, byline, or furniture of the page."""

from __future__ import annotations

from variorum.model.document import Block, Document


def assign_roles(document: Document) -> tuple[Block, ...]:
    """The blocks of `document` with their roles, split finer where one holds two things. The text stays as it is."""
    return document.blocks
