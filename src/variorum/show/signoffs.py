"""Sign-offs on the page: who signed which claim, when, and whether it has changed since."""

from __future__ import annotations

from collections.abc import Iterable

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
    return el("ul", *(_item(book, settled) for settled in sign_offs(book)), class_="signoffs")


def _item(book: Book, settled: Settled) -> Html:
    anchors = settled.decision.anchors
    claim = next((c for c in book.claims if c.id == settled.claim), None)
    if claim is None:
        quotes = [join([el("span", f"“{' '.join(a.quote.split())}”", class_="said"), _where(book, a)]) for a in anchors]
        what = join([join(quotes, " / "), "; stands in no claim any more"])
    else:
        label = f"claim {book.numbers[claim.id]}, {claim.label}"
        what = el("a", label, href="#" + anchor("c", claim.id))
    return el("li", what, el("small", signed(settled), f" · {settled.decision.reason}"))


def _where(book: Book, anchor: Anchor) -> str:
    """Which report the signed words stand in, as a claim no longer says it."""
    place = book.place(anchor)
    return f" in {book.siglum(place.document)}" if place is not None else " in no report here"
