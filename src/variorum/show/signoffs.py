"""Sign-offs on the page: who signed which claim, when, and whether it has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from variorum.export.book import Book
from variorum.model.activity import Anchor, Settled
from variorum.model.record import Claim
from variorum.show.markup import Html, anchor, el, join
from variorum.show.wording import signed


def of_claim(book: Book, claim: Claim) -> tuple[Settled, ...]:
    """The sign-offs of a claim, earliest first."""
    return tuple(s for s in sign_offs(book) if s.claim == claim.id)


def sign_offs(book: Book) -> tuple[Settled, ...]:
    """All sign-offs of the case, earliest first."""
    found = (s for s in book.record.decisions if s.decision.verb == "sign")
    return tuple(sorted(found, key=lambda s: (s.decision.at, s.decision.by)))


def beside(book: Book, claim: Claim) -> Iterable[Html]:
    """A note for each who signed the claim, to stand under its words."""
    return (el("small", signed(settled), class_="note signed") for settled in of_claim(book, claim))


def listed(book: Book) -> Html:
    """Every sign-off: what was signed, by whom, when, why, and what has changed since."""
    return el("ul", *(_item(book, settled) for settled in sign_offs(book)), class_="apparatus")


def _item(book: Book, settled: Settled) -> Html:
    what = el("p", *_signed_words(book, settled), class_="readings")
    return el("li", what, el("small", signed(settled), f" · {settled.decision.reason}"))


def _signed_words(book: Book, settled: Settled) -> Iterator[str]:
    """The claim with who tells it; the words themselves, and where they stand, when they are in no claim any more."""
    claim = next((c for c in book.claims if c.id == settled.claim), None)
    if claim is not None:
        who, _, words = claim.label.partition(": ")
        yield el("a", f"claim {book.numbers[claim.id]}", href="#" + anchor("c", claim.id))
        yield f" · {who}{':' if words else ''} "
        yield el("span", words, class_="said")
        return
    quotes = settled.decision.anchors
    yield join([join([el("span", f"“{' '.join(a.quote.split())}”", class_="said"), _where(book, a)]) for a in quotes], " / ")
    yield "; stands in no claim any more"


def _where(book: Book, anchor: Anchor) -> str:
    """Which report the signed words stand in, as a claim no longer says it."""
    place = book.place(anchor)
    return f" in {book.siglum(place.document)}" if place is not None else " in no report here"
