"""What people decide in the room: from a form to the journal, and back to where they were, with the record made again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from variorum.collation.locating import likeness
from variorum.export.book import Book
from variorum.model.activity import Anchor, Decision
from variorum.model.record import Claim, Entity, Passage, RecordStatement
from variorum.run.decide import Intent, anchor_at, find_decision, journaled, keep, reversal
from variorum.run.signing import find_claim, signature
from variorum.show import texts
from variorum.show.markup import Html, el, join
from variorum.show.room import forms, links
from variorum.show.room.adding import busy
from variorum.show.room.answers import Answer, Form, Given, Missing, Refused, See
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.fields import hidden_field, secret
from variorum.show.room.remaking import make_again

PATIENCE = 4.0  # seconds that an answer waits for the record to be made again; after that it comes without
PLACE = re.compile(r"([^:\s]{1,200}):(\d{1,12})-(\d{1,12})")
Maker = Callable[[str], Decision]  # a decision for a time


def page(book: Book, ask: Ask) -> Html | Answer:
    """All decisions of the case, the latest first, with who, when, why and what became of each; bookmarks and notes apart.

    With `made`, the time of a decision: whether the record holds it, for a page that waits for it, and whether making it failed.
    """
    if at := ask.one("made"):
        held = forms.settled_at(book, at) is not None
        return Answer(json.dumps({"made": held, "failed": bool(ask.trouble) and not held}), "application/json")
    marks = [s for s in book.record.decisions if s.decision.verb in ("note", "bookmark")]
    rest = [s for s in book.record.decisions if s not in marks]
    parts = [
        el("h1", "Decisions"),
        el("p", "What people decided here. Nothing is overwritten: what was taken back stays, and says by whom.", class_="ours"),
        forms.history(book, ask, rest, links.DECISIONS),
    ]
    if marks:
        parts += [el("h2", "Notes and bookmarks"), forms.history(book, ask, marks, links.DECISIONS)]
    return join(parts)


def about(book: Book, ask: Ask) -> Html | Answer:
    """All that can be decided about a statement; with `part=forms` the forms alone, which a script puts where they belong."""
    statement = book.statements.get(ask.one("statement"))
    if statement is None:
        raise Missing("That statement is not in the case now. Find it by its words in the table of claims.")
    back = safe(ask.one("back"))
    inner = forms.about_statement(book, ask, statement, back)
    if ask.one("part") == "forms":
        return Answer(inner)
    document = book.documents[statement.document]
    passage = texts.passage(book, document, statement, False, links.ROOM)
    return join([el("h1", "Correct or move a statement"), passage, inner, el("p", el("a", "Back", href=back))])


def decide(desk: Desk, ask: Ask, form: Form) -> Given:
    """Takes in a form of `forms`, and goes back to its page; where somebody else has decided on the same since, asks again."""
    if busy(desk):
        raise Refused("Reports are being taken in just now. Nothing was decided; go back and decide when that has ended.")
    book = desk.book
    make, touched, kind = _meant(desk, book, form)
    if trouble := _renumbered(book, form):
        return _again(book, ask, form, [], trouble)
    same, named = _touching(book, touched, kind), form.one("of")

    def touches(other: Decision) -> bool:
        return other.at != named and same(other)  # what is taken back is in nobody's way

    kept = desk.write(lambda root: keep(root, make, form.one("seen") or None, touches))
    if isinstance(kept, tuple):
        return _again(desk.book, ask, form, kept, "")
    made = make_again(desk, PATIENCE)
    return See(_landing(desk.book, form.one("back"), kept, not made))


def _meant(desk: Desk, book: Book, form: Form) -> tuple[Maker, tuple[Anchor, ...], str]:
    """What a form means: the decision for a time, the words that it is about, and its kind. Raises InputError, Refused."""
    verb, by, reason = form.one("verb"), form.one("by"), form.one("reason")
    if not by.strip():
        raise Refused("A decision needs who decides. Go back and fill in the name.")
    if verb in ("undo", "redo"):
        chosen = find_decision(journaled(desk.root), form.one("of"), verb == "redo")
        return (lambda at: reversal(chosen, by, reason, at, verb == "redo")), chosen.anchors, chosen.kind
    if verb == "sign":
        claim = next((c for c in book.claims if c.id == form.one("claim")), None)
        if claim is None:
            raise Refused("The claim has changed since the page was made, and has another address now. Find it by its words, look again, sign then.")  # fmt: skip
        signed = signature(book.record, claim, by, reason, "")
        return (lambda at: replace(signed, at=at)), signed.anchors, "claim"
    anchors = _anchors(book, form, verb)
    value = form.one("value")
    if form.one("kind") == "origin":
        value = f"{form.one('sort')} {value}".strip()
    if not reason.strip() and verb != "bookmark":
        raise Refused("A decision needs a reason, in a few words. Go back and say why.")
    intent = Intent(verb, anchors, by, reason, form.one("kind"), value).checked()
    return intent.taken, anchors, intent.kind


def _anchors(book: Book, form: Form, verb: str) -> tuple[Anchor, ...]:
    places = [_place(book, one) for one in form.every("words")]
    if verb == "split":
        leaves = [_place(book, one) for one in form.every("leaves")]
        stays = [p for p in places if p not in leaves]
        if not leaves or not stays:
            raise Refused("Choose the statements that leave; at least one must leave and one must stay.")
        places = [stays[0], *leaves]
    elif verb in ("same", "different", "move") and len(places) == 1:
        places += _other(book, form, verb, places[0])
    return tuple(anchor_at(place, book.documents[place.document]) for place in places)


def _other(book: Book, form: Form, verb: str, one: Passage) -> list[Passage]:
    """The places of the other thing that a form names in words: a claim by number or words, somebody by a name."""
    named = form.one("other").strip()
    if form.one("kind") == "entity":
        return [forms.named_at(_entity(book, named))]
    goal = find_claim(book.record, named)
    to = forms.place_of(book.told(goal)[0])
    moved = statement_on(book, one)
    if moved is not None and moved.claim == goal.id:
        raise Refused(f"It stands in claim {book.numbers[goal.id]} already. Name another one.")
    if verb != "move" or moved is None:
        return [to]
    left = [s for s in book.record.statements if s.claim == moved.claim and s.id != moved.id]
    return [to, *(forms.place_of(s) for s in left)]


def _entity(book: Book, named: str) -> Entity:
    hits = [e for e in book.record.entities if named and (e.id == named or named in (e.name, *e.aliases)) and e.mentions]
    if len(hits) != 1:
        told = f"stands for {len(hits)} in this case; give the fullest name" if hits else "is no name in this case"
        raise Refused(f"“{named}” {told}. The page of people lists the names.")
    return hits[0]


def _place(book: Book, text: str) -> Passage:
    match = PLACE.fullmatch(text)
    document = book.documents.get(match.group(1)) if match else None
    if match is None or document is None:
        raise Refused("The words that this is about are in no report of the case now. Load the page again.")
    start, end = int(match.group(2)), int(match.group(3))
    if not start < end <= len(document.text):
        raise Refused("The words that this is about do not stand where the form says. Load the page again.")
    return Passage(document.id, start, end)


def statement_on(book: Book, place: Passage) -> RecordStatement | None:
    """The statement that stands most nearly on these words."""
    over = [s for s in book.record.statements if s.document == place.document and s.span.overlap(place.span)]
    return max(over, key=lambda s: (likeness(s.span, place.span), s.id), default=None)


def _touching(book: Book, anchors: Sequence[Anchor], kind: str) -> Callable[[Decision], bool]:
    """Whether another decision is about some of the same: the same words, a claim in which both have words, somebody they both mean."""
    mine = _reach(book, anchors, kind)
    return lambda other: bool(mine & _reach(book, other.anchors, other.kind))


def _reach(book: Book, anchors: Sequence[Anchor], kind: str) -> set[str]:
    """The claims, entities and reports that words stand for."""
    places = [place for one in anchors if (place := book.place(one)) is not None]
    if kind == "entity":
        spots = [(e.id, m.place) for e in book.record.entities for m in e.mentions]
        return {id for id, spot in spots for p in places if spot.document == p.document and spot.span.overlap(p.span)}
    if kind in ("report", "story"):
        return {p.document for p in places}
    return {s.claim or s.id for p in places if (s := statement_on(book, p)) is not None}


def _renumbered(book: Book, form: Form) -> str:
    """What to say where a claim was named by a number that may have come to mean another since the page was made."""
    given = form.one("fingerprint")
    other = form.one("other").strip()
    if not other.isdigit() or not given or given == book.record.fingerprint:
        return ""
    claim = next((c for c in book.claims if str(book.numbers[c.id]) == other), None)
    told = f"Claim {other} is now “{claim.label}”." if claim is not None else f"There is no claim {other} now."
    return f"The record was made again since this page was, and claims may have other numbers. {told}"


def _again(book: Book, ask: Ask, form: Form, others: Sequence[Decision], trouble: str) -> Html:
    """What was decided meanwhile, and the same form once more: nothing of it is lost, and nothing was kept yet."""
    repeated = [
        hidden_field(name, value)
        for name, values in form.fields.items()
        if name not in ("csrf", "seen", "fingerprint", "by", "reason", "value", "verb")
        for value in values
    ]
    latest = max([forms.seen(book), *(one.at for one in others)])
    repeated += [hidden_field("seen", latest), hidden_field("fingerprint", book.record.fingerprint)]
    shown = [
        el("label", f"{label} ", el("input", name=name, value=form.one(name)))
        for label, name in (("Who decides", "by"), ("Value", "value"), ("Why", "reason"))
        if name in form.fields
    ]
    decided = el("ol", *(el("li", forms.described(book, one)) for one in others), class_="decisions") if others else ""
    why = trouble or "Since your page was made, this was decided about the same words or the same claim. Yours is not kept yet."
    return join(
        [
            el("h1", "Decided meanwhile" if others else "Look once more"),
            el("p", why, class_="ours"),
            decided,
            el("p", f"You were about to decide: {form.one('verb')} ({form.one('kind') or 'claim'})."),
            el(
                "form",
                secret(ask),
                *repeated,
                *shown,
                el("button", "Decide all the same", name="verb", value=form.one("verb")),
                " ",
                el("a", "Leave it as it is", href=safe(form.one("back"))),
                method="post",
                action=links.DECISIONS,
                class_="decide",
            ),
        ]
    )


def safe(address: str) -> str:
    """An address within the room; the overview for any other."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable() and len(address) < 2000
    return address if fine else links.OVERVIEW


def _landing(book: Book, back: str, decision: Decision, pending: bool) -> str:
    """Where to go after a decision: back, or to the claim that holds its words now where the one that was shown is no more."""
    address = urlsplit(safe(back))
    path = address.path or links.OVERVIEW
    if not pending and path.startswith(f"{links.CLAIMS}/"):
        id = unquote(path.removeprefix(f"{links.CLAIMS}/"))
        if id not in book.numbers and (claim := _claim_now(book, decision)) is not None:
            path = links.claim(claim.id)
    query = [(name, value) for name, value in parse_qsl(address.query) if name != "decided"]
    return f"{path}?{urlencode([*query, ('decided', decision.at)])}"


def _claim_now(book: Book, decision: Decision) -> Claim | None:
    for one in decision.anchors:
        place = book.place(one)
        told = statement_on(book, place) if place is not None else None
        if told is not None and told.claim is not None:
            return next((c for c in book.claims if c.id == told.claim), None)
    return None
