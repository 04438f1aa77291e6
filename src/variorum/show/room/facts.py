"""What the table of claims is filtered and sorted by: the facts of each claim, made once a record."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from variorum.export.book import Book
from variorum.model.record import Claim, RecordStatement
from variorum.show.room.kept import kept

PEOPLE = frozenset({"person", "organisation", "group"})


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim, and what can be asked of it. Names are ids of the record's things."""

    claim: Claim
    words: str  # label and statements, folded
    reports: tuple[str, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]
    origins: tuple[str, ...]  # an entity's id, or a name
    earliest: str  # ISO 8601; empty where it is not dated
    latest: str
    relations: tuple[str, ...]
    kinds: tuple[str, ...]  # of what is told differently
    alike: bool
    decided: tuple[str, ...]  # "decided", "signed", "changed"


def folded(text: str) -> str:
    """Text for comparing: no case, no accents, one space between words."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


def facts(book: Book) -> tuple[Facts, ...]:
    """The facts of every claim, in the order of the story."""
    return kept(book, _facts)


def _facts(book: Book) -> tuple[Facts, ...]:
    met = _Met(book)
    decided = _decided(book)
    return tuple(_of(book, claim, met, tuple(decided.get(claim.id, ()))) for claim in book.claims)


def _of(book: Book, claim: Claim, met: _Met, decided: tuple[str, ...]) -> Facts:
    told = book.told(claim)
    people, places = met.within(told)
    times = [
        entry.time for s in told for name in s.times if (entry := book.times.get(name)) and entry.time.type in ("date", "time")
    ]
    dated = [(t.earliest or t.latest or "", t.latest or t.earliest or "") for t in times if t.earliest or t.latest]
    found = book.of_claim(claim)
    words = [claim.label, *dict.fromkeys(book.words(s.document, s.span) for s in told)]
    return Facts(
        claim=claim,
        words=folded(" \n ".join(words)),
        reports=book.reports(claim),
        people=people,
        places=places,
        origins=tuple(dict.fromkeys(name for one in claim.origins if (name := one.entity or one.name))),
        earliest=min((start for start, _ in dated), default=""),
        latest=max((end for _, end in dated), default=""),
        relations=tuple(dict.fromkeys(entry.relation for entry in found)),
        kinds=tuple(dict.fromkeys(entry.kind for entry in found)),
        alike=book.alike(claim),
        decided=decided,
    )


class _Met:
    """Who and what is named where, looked up by the words of statements."""

    def __init__(self, book: Book) -> None:
        self._types = {entity.id: entity.type for entity in book.record.entities}
        named: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for entity in book.record.entities:
            for mention in entity.mentions:
                named[mention.place.document].append((mention.place.start, entity.id))
        self._named = {document: sorted(found) for document, found in named.items()}

    def within(self, statements: Iterable[RecordStatement]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """People and places that the words name, their participants, and those who tell them."""
        found: dict[str, None] = {}
        for statement in statements:
            named = self._named.get(statement.document, [])
            at = bisect_left(named, (statement.span.start, ""))
            while at < len(named) and named[at][0] < statement.span.end:
                found[named[at][1]] = None
                at += 1
            found |= dict.fromkeys(one.entity for one in statement.arguments if one.entity)
            found |= dict.fromkeys(vouch.holder for vouch in statement.attributions if vouch.holder)
        types = [(name, self._types.get(name)) for name in found]
        return tuple(n for n, type in types if type in PEOPLE), tuple(n for n, type in types if type == "place")


def _decided(book: Book) -> dict[str, list[str]]:
    """What people decided, by claim."""
    spans: dict[str, list[RecordStatement]] = defaultdict(list)
    if book.record.decisions:
        for statement in book.record.statements:
            spans[statement.document].append(statement)
    found: dict[str, list[str]] = defaultdict(list)
    for settled in book.record.decisions:
        if settled.claim:
            found[settled.claim].append("signed" if settled.outcome == "holds" else "changed")
        for anchor in settled.decision.anchors:
            place = book.place(anchor)
            for statement in spans.get(place.document, ()) if place else ():
                if statement.claim and place and statement.span.overlap(place.span) and "decided" not in found[statement.claim]:
                    found[statement.claim].append("decided")
    return found
