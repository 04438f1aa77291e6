"""Statements of reports of one sentence each, made by hand, so that verdicts can be tested without a reader."""

from __future__ import annotations

import re
from typing import Any

from variorum.collation.draft import Draft
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Argument, Quantity, Reading, Statement, Time
from variorum.model.record import Entity, EntityMention, Passage, Vouch
from variorum.model.span import Span

DAY = "2024-03-05"


def report(id: str, text: str, published: str | None = DAY) -> Document:
    """A report of one block."""
    return Document(id, f"{id}.txt", "", "text/plain", text, (Block(Span(0, len(text))),), Meta(published=published), "en")


def place(text: str, words: str) -> Span:
    """Where the words stand first."""
    return Span(text.index(words), text.index(words) + len(words))


def draft(document: Document, words: str, predicate: str, *arguments: tuple[str, str, str | None], **more: Any) -> Draft:
    """A statement on `words`; arguments as (role, words, entity), the last word being the head."""
    text = document.text
    made = []
    for role, part, _ in arguments:
        span = place(text, part)
        last = re.split(r"\s", part)[-1]
        head = Span(span.end - len(last), span.end)
        made.append(Argument(role, span, head, last.lower().rstrip("s")))
    span = place(text, words)
    terms = tuple(sorted({w.rstrip("s") for w in re.findall(r"[a-z]{4,}", words.lower())}))
    statement = Statement(
        span,
        span,
        predicate,
        tuple(made),
        polarity=more.get("polarity", "affirmed"),
        certainty=more.get("certainty", "certain"),
        terms=terms,
    )
    return Draft(
        id=f"s-{document.id}-{span.start}",
        document=document,
        statement=statement,
        entities=tuple(entity for _, _, entity in arguments),
        vouches=more.get("vouches", ()),
        times=more.get("times", ()),
        quantities=more.get("quantities", ()),
        time_ids=(),
        quantity_ids=(),
        sentence=Span(0, len(text)),
        place=0.0,
    )


def count(document: Document, words: str, number: float, unit: str, **more: Any) -> Quantity:
    """A count whose last word is what it counts."""
    span = place(document.text, words)
    head = Span(span.end - len(words.split()[-1]), span.end)
    return Quantity(span, number, more.get("high", number), unit, kind=more.get("kind", "count"), head=head)


def hour(document: Document, words: str, value: str) -> Time:
    """A time of day on one day."""
    return Time(place(document.text, words), "time", value, False, value[:10], value[:10])


def person(id: str, name: str, *places: tuple[Document, str]) -> Entity:
    """Somebody named at these words."""
    spans = [(d.id, place(d.text, words)) for d, words in places]
    mentions = tuple(EntityMention(Passage(d, s.start, s.end), "name") for d, s in spans)
    return Entity(id, "person", name, (), mentions)


def said(document: Document, holder: str | None, words: str, direct: bool = False) -> Vouch:
    """A link of attribution over the whole report, the source where its words stand first."""
    source = place(document.text, words) if words in document.text else None
    return Vouch(holder, words, "said", Span(0, len(document.text)), direct, False, source)


def bare(document: Document, **more: Any) -> Reading:
    """A reading with only what is given."""
    return Reading(document.id, "made", document.blocks, **more)
