"""The pairs that the program is least sure of, one after another: the same, not the same, or later."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from urllib.parse import urlencode

from variorum.collation.unsure import Unsure
from variorum.errors import CaseError
from variorum.export.book import Book, counted
from variorum.model.activity import Decision
from variorum.model.record import Passage
from variorum.run.decide import journaled, taken_back
from variorum.run.leastsure import least_sure
from variorum.show import pages, texts
from variorum.show.markup import Html, el, join
from variorum.show.room import forms, links
from variorum.show.room.acting import statement_on
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk

KINDS = {"": "All", "claim": "Statements", "entity": "Names"}
GROUPING = ("same", "different", "split", "move")
REASON = "compared side by side"
_LOCK = threading.Lock()
_AT_WORK: dict[tuple[str, tuple[str, ...]], Future[tuple[Unsure, ...]]] = {}
PATIENCE = 4.0  # seconds that the page waits for the pairs
_KNOWN: dict[tuple[str, tuple[str, ...]], tuple[Unsure, ...]] = {}  # by case and its reports: decisions do not change it


def page(desk: Desk, ask: Ask) -> Html:
    """The next pair, with both in their sentences, and one key for each answer."""
    book = desk.book
    try:
        known = known_pairs(desk, book)
    except CaseError as error:
        return join([el("h1", "Least sure"), el("p", f"{NOT_NOW} {error}", class_="empty")])
    if known is None:
        return join([el("h1", "Least sure"), el("p", WAIT, class_="empty", role="status", data_reload=3)])
    decisions = journaled(desk.root)  # also those that are not in the record yet: nobody is asked twice
    pairs = open_pairs(book, known, decisions, ask.one("kind"))
    number = min(_whole(ask.one("n")), max(len(pairs), 1))
    if not pairs:
        return join([el("h1", "Least sure"), _kinds(ask), el("p", NONE_LEFT, class_="empty")])
    pair = pairs[number - 1]
    here = _address(ask, number)
    after = _address(ask, number + 1) if number < len(pairs) else None
    skip = el("a", "Later ", el("kbd", "k", aria_hidden="true"), href=after, data_key="k", class_="button") if after else ""
    back = (
        el("a", "Back ", el("kbd", "j", aria_hidden="true"), href=_address(ask, number - 1), data_key="j") if number > 1 else ""
    )
    question = "Do these tell one thing?" if pair.kind == "claim" else "Do these mean one person?"
    return join(
        [
            el("h1", question),
            _kinds(ask),
            el("p", f"{number} of {counted(len(pairs), 'pair')}. The program has them {pair.why}.", class_="ours"),
            el("div", _shown(book, pair, pair.one), _shown(book, pair, pair.other), class_="pair-of"),
            forms.pair(book, ask, pair.kind, pair.one, pair.other, here, REASON, max((d.at for d in decisions), default="")),
            el("p", back, " ", skip, class_="steps"),
            el("script", type="module", src="/static/acting.js"),
        ]
    )


WAIT = "The pairs are being worked out. Load the page again in a while; you can go on elsewhere meanwhile."
NOT_NOW = "The pairs could not be worked out just now; load the page again in a while."
NONE_LEFT = "Nothing is left of which the program is unsure. Add reports, or look through the claims."


def known_pairs(desk: Desk, book: Book) -> tuple[Unsure, ...] | None:
    """The pairs of the case, worked out aside when first asked for and after reports came or went; None while that goes on.

    Raises VariorumError where it cannot be done.
    """
    key = (str(desk.root), tuple(sorted(book.documents)))
    with _LOCK:
        if (known := _KNOWN.get(key)) is not None:
            return known
        future = _AT_WORK.get(key)
        if future is None:
            future = _AT_WORK[key] = Future()
            threading.Thread(target=_work_out, args=(desk, book, future), name="least sure", daemon=True).start()
    try:
        found = future.result(PATIENCE)
    except TimeoutError:
        return None
    finally:
        if future.done():
            with _LOCK:
                _AT_WORK.pop(key, None)
    with _LOCK:
        for old in [one for one in _KNOWN if one[0] == key[0]]:
            del _KNOWN[old]
        _KNOWN[key] = found
    return found


def _work_out(desk: Desk, book: Book, future: Future[tuple[Unsure, ...]]) -> None:
    try:
        future.set_result(least_sure(desk.root, book.record))
    except BaseException as error:
        future.set_exception(error)


def open_pairs(book: Book, pairs: Sequence[Unsure], decisions: Sequence[Decision], kind: str = "") -> list[Unsure]:
    """Those of the pairs that none of the decisions is about."""
    gone = taken_back(decisions)
    decided = []
    for decision in decisions:
        if decision.verb in GROUPING and decision.at not in gone:
            places = [place for one in decision.anchors if (place := book.place(one)) is not None]
            decided.append((decision.kind, places))
    return [u for u in pairs if kind in ("", u.kind) and not any(k == u.kind and _about(u, places) for k, places in decided)]


def _about(pair: Unsure, places: Sequence[Passage]) -> bool:
    return all(any(p.document == one.document and p.span.overlap(one.span) for p in places) for one in (pair.one, pair.other))


def _shown(book: Book, pair: Unsure, place: Passage) -> Html:
    document = book.documents[place.document]
    if pair.kind == "claim" and (statement := statement_on(book, place)) is not None:
        passage = texts.passage(book, document, statement, False, links.ROOM)
    else:
        words = book.words(place.document, place.span)
        before, after = document.text[max(0, place.start - 160) : place.start], document.text[place.end : place.end + 160]
        passage = el(
            "blockquote",
            el("p", before, el("mark", words), after, class_="said", dir="auto"),
            el("footer", f"{book.siglum(document.id)} tells"),
        )
    title = book.title(document)
    heading = el("h2", f"{book.siglum(document.id)} · {book.outlet(document)}")
    day = (document.meta.published or "no date")[:10]
    return el("section", heading, el("p", pages.said(title) if title else "", " ", el("small", day)), passage)


def _kinds(ask: Ask) -> Html:
    """Links that choose statements, names or both."""
    chosen = ask.one("kind")
    entries = (
        el("a", word, href=f"{links.QUEUE}?kind={kind}" if kind else links.QUEUE, aria_current="true" if kind == chosen else None)
        for kind, word in KINDS.items()
    )
    return el("nav", *entries, aria_label="What is compared", class_="kinds")


def _address(ask: Ask, number: int) -> str:
    kind = ask.one("kind")
    query = [("kind", kind)] if kind in ("claim", "entity") else []
    return f"{links.QUEUE}?{urlencode([*query, ('n', str(number))])}"


def _whole(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
