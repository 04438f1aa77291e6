"""One claim: who tells it in which words, where it comes from, what differs, what was decided."""

from __future__ import annotations

from pathlib import Path

from variorum.export.book import Book, counted
from variorum.model.activity import Settled
from variorum.model.record import Claim
from variorum.run.certify import certificate as sealed
from variorum.show import accusing, pages, texts
from variorum.show.markup import Html, anchor, el, join
from variorum.show.room import forms, links, origins
from variorum.show.room.answers import Answer, Form, Missing
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.fields import secret
from variorum.show.room.kept import kept
from variorum.show.room.table import place
from variorum.show.signoffs import of_claim
from variorum.show.signs import RELATION_SIGN, SUPPORT_SIGN
from variorum.show.wording import dismissed, signed, support

GONE = (
    "No claim has that address now. Decisions and new reports can make claims anew; find it by its words in the table of claims."
)


def page(book: Book, ask: Ask) -> Html:
    """The page of a claim."""
    claim = found(book, ask)
    differing = book.of_claim(claim)
    shown = [
        join([pages.variant(book, entry, (), links.ROOM), forms.on_discrepancy(book, ask, entry, links.claim(claim.id))])
        for entry in differing
    ]
    settled = [el("li", el("p", dismissed(one), class_="ours")) for one in book.dismissals(claim)]
    where = el("section", el("h2", "Where it comes from"), origins.tree(book, claim))
    differs = el(
        "section",
        el("h2", "Where they differ"),
        el("ul", *shown, *settled, class_="apparatus") if shown or settled else _alike(book, claim),
    )
    return el(
        "article",
        _steps(book, claim),
        _head(book, claim),
        el(
            "div",
            el(
                "section",
                el("h2", counted(len(book.told(claim)), "statement")),
                *_statements(book, ask, claim),
                class_="statements",
            ),
            el(
                "div",
                differs,
                "" if ask.read_only else el("section", el("h2", "Decide"), forms.of_claim(book, ask, claim), class_="unprinted"),
                el("section", el("h2", "Decided"), forms.history(book, ask, touching(book, claim), links.claim(claim.id))),
            ),
            class_="two",
        ),
        where,
        "" if ask.read_only else _certificate(ask, claim),
        class_="claim",
    )


def found(book: Book, ask: Ask) -> Claim:
    """The claim whose address was asked for; Missing where there is none."""
    claim = kept(book, _by_id).get(ask.path.get("id", ""))
    if claim is None:
        raise Missing(GONE)
    return claim


def _by_id(book: Book) -> dict[str, Claim]:
    return {claim.id: claim for claim in book.claims}


def _steps(book: Book, claim: Claim) -> Html:
    number = book.numbers[claim.id]
    before = book.claims[number - 2] if number > 1 else None
    after = book.claims[number] if number < len(book.claims) else None
    steps = [
        el("a", "‹ claim before", href=links.claim(before.id), rel="prev") if before else el("span"),
        el("a", f"claim {number} of {len(book.claims)}", el("span", ", in the table", class_="table"), href=place(book, claim)),
        el("a", "next claim ›", href=links.claim(after.id), rel="next") if after else el("span"),
    ]
    return el("nav", *steps, class_="steps", aria_label="Claims before and after")


def _head(book: Book, claim: Claim) -> Html:
    who, colon, words = claim.label.partition(": ")
    title = [el("span", f"{who}{colon}", class_="who"), pages.said(words)] if words else [pages.said(who)]
    marks = dict.fromkeys(entry.relation for entry in book.of_claim(claim))
    signs = (el("span", RELATION_SIGN[name], class_=name) for name in marks)
    story = next((one for one in book.record.stories if one.id == claim.story), None) if len(book.record.stories) > 1 else None
    return el(
        "div",
        el("h1", *title),
        el(
            "p",
            el("span", SUPPORT_SIGN[claim.support], class_="support"),
            " ",
            support(book, claim),
            " ",
            *signs,
            class_="support-told",
        ),
        *(el("p", line, class_="note") for line in (*accusing.beside(book, claim), *map(signed, of_claim(book, claim)))),
        el("p", claim.why, class_="ours") if claim.why else "",
        el("p", "In the story ", pages.said(f"“{story.label}”"), class_="ours") if story else "",
        id=anchor("c", claim.id),
    )


def _statements(book: Book, ask: Ask, claim: Claim) -> list[Html]:
    """Each statement in its sentence, with what can be decided about it."""
    shown = []
    for one in book.told(claim):
        shown.append(texts.passage(book, book.documents[one.document], one, False, links.ROOM, claimed=False))
        shown.append(forms.of_statement(book, ask, one, links.claim(claim.id)))
    return shown


def _alike(book: Book, claim: Claim) -> Html:
    if len(book.reports(claim)) < 2:
        return el("p", "One report alone tells it; there is nothing to compare it with.", class_="empty")
    told = "These reports tell it alike." if book.alike(claim) else "No difference between these statements was settled."
    return el("p", told, class_="empty")


def touching(book: Book, claim: Claim) -> tuple[Settled, ...]:
    """The decisions that name words of a claim, or signed it."""
    told = book.told(claim)
    about = []
    for settled in book.record.decisions:
        places = [at for one in settled.decision.anchors if (at := book.place(one)) is not None]
        meets = any(p.document == s.document and p.span.overlap(s.span) for p in places for s in told)
        if settled.claim == claim.id or meets:
            about.append(settled)
    return tuple(about)


def _certificate(ask: Ask, claim: Claim) -> Html:
    told = (
        "A file with the claim and all it rests on, that `variorum verify FILE` checks without this case and without a network. "
        "It is made to leave the desk: people at risk stand in it under pseudonyms."
    )
    return el(
        "section",
        el("h2", "Certificate"),
        el("p", told, class_="ours"),
        el(
            "form",
            secret(ask),
            el("button", "Make the certificate"),
            method="post",
            action=f"{links.claim(claim.id)}/certificate",
        ),
        class_="unprinted",
    )


def certificate(desk: Desk, ask: Ask, form: Form) -> Answer:
    """The certificate of a claim, to keep; the journal tells that it was made."""
    claim = found(desk.book, ask)

    def made(root: Path) -> bytes:
        return sealed(root, claim.id, "the browser").data

    return Answer(desk.write(made), "application/json", f"claim-{desk.book.numbers.get(claim.id, 0)}.json")
