"""Sentences of ours that page and terminal share."""

from __future__ import annotations

from variorum.export.book import Book
from variorum.model.activity import Settled
from variorum.model.document import Document
from variorum.model.record import Claim, RecordStatement
from variorum.show.signs import SUPPORT_WORD


def dismissed(settled: Settled) -> str:
    """Who dismissed a difference, and why."""
    return f"difference dismissed by {settled.decision.by}: {settled.decision.reason}"


def signed(settled: Settled) -> str:
    """Who signed a claim and when; what has changed since, where anything has."""
    who = f"signed by {settled.decision.by}, {settled.decision.at[:10]}"
    return who if settled.outcome == "holds" else f"{who} · {settled.outcome}: {settled.why}"


def standing(document: Document) -> str:
    """What became of a report, after its name; empty where it stands as it was published."""
    return "" if document.standing == "current" else f" ({document.standing})"


def support(book: Book, claim: Claim) -> str:
    """What a claim's support is, and that some deny it where some do."""
    return SUPPORT_WORD[claim.support] + ("; told by some, denied by others" if book.both_ways(claim) else "")


def unsure(statement: RecordStatement) -> str:
    """What stands after a teller for whom it is not certain: told as possible, probable or to come."""
    return "" if statement.certainty in ("certain", "unknown") else f" · {statement.certainty}"
