"""What stands beside a claim in every face: the standing of reports it leans on; of wrongdoing, whom it accuses and what is answered."""

from __future__ import annotations

from variorum.export.accusing import told_of
from variorum.export.book import Book
from variorum.model.record import Claim
from variorum.show.markup import Html, el


def beside(book: Book, claim: Claim) -> tuple[str, ...]:
    """The sentences that stand beside a claim; none where all its reports stand and it accuses nobody."""
    leans = book.leans_on(claim)
    standing = [f"leans on {', '.join(leans)}"] if leans else []
    accusation = book.accusations.get(claim.id)
    return (*standing, *(told_of(book, accusation) if accusation is not None else ()))


def notes(book: Book, claim: Claim) -> list[Html]:
    """The same for a page, a line each."""
    return [el("small", line, class_="note") for line in beside(book, claim)]
