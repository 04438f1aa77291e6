"""One claim: who tells it in which words, where it comes from, what differs, what was decided."""

from __future__ import annotations

from variorum.export.book import Book, counted
from variorum.model.activity import Settled
from variorum.model.record import Claim
from variorum.show import pages, texts
from variorum.show.markup import Html, anchor, el, join
from variorum.show.room import links
from variorum.show.room.answers import Missing
from variorum.show.room.ask import Ask
from variorum.show.room.shell import hidden_field, secret
from variorum.show.signs import SUPPORT_SIGN
from variorum.show.wording import support


def page(book: Book, ask: Ask) -> Html:
    """The page of a claim."""
    wanted = ask.path.get("id", "")
    claim = next((one for one in book.claims if one.id == wanted), None)
    if claim is None:
        raise Missing(
            "No claim has that address now. Decisions and new reports can make claims anew; find it by its words in the table."
        )
    told = book.told(claim)
    found = book.of_claim(claim)
    passages = (texts.passage(book, book.documents[one.document], one, False, links.ROOM, claimed=False) for one in told)
    differing = (pages.variant(book, entry, (), links.ROOM) for entry in found)
    return join(
        [
            _head(book, claim),
            el("section", el("h2", counted(len(told), "statement")), *passages, class_="statements"),
            el("section", el("h2", "Where it comes from"), _origins(book, claim)),
            el("section", el("h2", "Where they differ"), el("ul", *differing, class_="apparatus") if found else _alike()),
            el("section", el("h2", "Decided"), _decided(book, claim)),
            _sign(ask, claim) if not ask.read_only else "",
        ]
    )


def _head(book: Book, claim: Claim) -> Html:
    who, colon, words = claim.label.partition(": ")
    number = book.numbers[claim.id]
    return el(
        "div",
        el("p", f"claim {number} of {len(book.claims)}", class_="kind"),
        el("h1", el("span", who, colon, class_="who"), pages.said(words) if words else ""),
        el("p", el("span", SUPPORT_SIGN[claim.support], class_="support"), " ", support(book, claim)),
        el("p", claim.why, class_="ours") if claim.why else "",
        id=anchor("c", claim.id),
    )


def _alike() -> Html:
    return el("p", "Nothing that is told differently was found between these statements.", class_="empty")


def _origins(book: Book, claim: Claim) -> Html:
    entries = (
        el("li", el("b", origin.name or "nobody is named"), f" ({origin.kind}): {book.ground(origin)}")
        for origin in claim.origins
    )
    return el("ul", *entries)


def _decided(book: Book, claim: Claim) -> Html:
    found = touching(book, claim)
    if not found:
        return el("p", "Nobody has decided anything about this claim.", class_="empty")
    return el("ol", *(_decision(one) for one in found), class_="decisions")


def touching(book: Book, claim: Claim) -> tuple[Settled, ...]:
    """The decisions that name words of a claim, or signed it."""
    told = book.told(claim)
    found = []
    for settled in book.record.decisions:
        places = [place for one in settled.decision.anchors if (place := book.place(one)) is not None]
        meets = any(p.document == s.document and p.span.overlap(s.span) for p in places for s in told)
        if settled.claim == claim.id or meets:
            found.append(settled)
    return tuple(found)


def _decision(settled: Settled) -> Html:
    decision = settled.decision
    words = join((pages.said(f"“{one.quote}”") for one in decision.anchors), " / ") if decision.verb != "sign" else ""
    value = f" {decision.value}" if decision.verb != "sign" and decision.value else ""
    return el(
        "li",
        el("p", el("b", decision.verb), f" ({decision.kind}) ", words, value),
        el("small", el("time", decision.at[:16], datetime=decision.at), f" · {decision.by}: {decision.reason}"),
        el("small", f" · {settled.outcome}: {settled.why}"),
    )


def _sign(ask: Ask, claim: Claim) -> Html:
    return el(
        "section",
        el("h2", "Sign off"),
        el(
            "p",
            "Your signature binds these statements with their sources, the origins and the support as they are now.",
            class_="ours",
        ),
        el(
            "form",
            secret(ask),
            hidden_field("verb", "sign"),
            hidden_field("claim", claim.id),
            hidden_field("back", links.claim(claim.id)),
            el("label", "Who signs ", el("input", name="by", value=ask.who, required="", autocomplete="name")),
            el("label", "What was looked at ", el("input", name="reason")),
            el("button", "Sign"),
            method="post",
            action=links.DECISIONS,
            class_="decide",
        ),
    )
