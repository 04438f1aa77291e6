"""A small record made by hand: three invented reports of a ferry that ran aground."""

from __future__ import annotations

from variorum.model.activity import Failure
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Time
from variorum.model.record import (
    Aligned,
    Claim,
    Discrepancy,
    Entity,
    EntityMention,
    Lineage,
    Origin,
    Passage,
    Record,
    RecordArgument,
    RecordStatement,
    RecordTime,
    Story,
    ValueReading,
    Vouch,
)
from variorum.model.span import Span

WIRE = (
    "Ferry grounds off Vesterholm\n\n"
    "The ferry Alken ran aground at about 6 a.m. on Friday, engineer Jonas Berg told the Harbour Post. "
    "He said he carried twelve passengers ashore. The hull was not damaged.\n\n"
    "The company will inspect the ship on Monday."
)
REWRITE = (
    "Drama at sea\n\n"
    "The Alken hit the rocks on Friday morning, engineer Jonas Berg said. "
    "According to Berg, he carried some passengers ashore. The hull suffered no damage."
)
LOCAL = (
    "Grounding seen from the quay\n\n"
    "“The ferry struck at seven,” said Marit Lunde, who stood on the quay. "
    "The hull was torn open."
)  # fmt: skip


def _document(name: str, text: str, publisher: str | None, published: str | None) -> Document:
    blocks, at = [], 0
    for number, part in enumerate(text.split("\n\n")):
        start = text.index(part, at)
        at = start + len(part)
        blocks.append(Block(Span(start, at), "title" if number == 0 else "paragraph"))
    meta = Meta(title=text.split("\n")[0], publisher=publisher, published=published)
    return Document(name, f"{name}.txt", name * 8, "text/plain", text, tuple(blocks), meta, "en")


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _place(document: Document, words: str) -> Passage:
    span = _span(document.text, words)
    return Passage(document.id, span.start, span.end)


def _told(
    name: str, document: Document, words: str, claim: str, who: tuple[str, str] | None = None, *,
    sentence: str | None = None, times: tuple[str, ...] = (), certainty: str = "certain", polarity: str = "affirmed",
) -> RecordStatement:  # fmt: skip
    span = _span(document.text, words)
    whole = _span(document.text, sentence or words)
    vouches = (Vouch(who[0], who[1], "said", span, False, False),) if who else ()
    if who and document.id == "wire":
        vouches = (*vouches, Vouch("e-post", "the Harbour Post", "told", span, False, False))
    arguments = (RecordArgument("agent", Span(span.start, span.start + 3)),)
    return RecordStatement(
        name, document.id, span, claim, "be", arguments, polarity, certainty,  # type: ignore[arg-type]
        vouches, times, (), whole,
    )  # fmt: skip


def build_record() -> Record:
    """The record of the three reports."""
    wire = _document("wire", WIRE, "Harbour Post", "2031-05-09")
    rewrite = _document("rewrite", REWRITE, "Daily <Wave> & Co", "2031-05-10")
    local = _document("local", LOCAL, None, None)
    berg, lunde = ("e-berg", "Jonas Berg"), ("e-lunde", "Marit Lunde")
    statements = (
        _told("s1", wire, "The ferry Alken ran aground at about 6 a.m. on Friday", "c1", berg, times=("t1",)),
        _told("s2", rewrite, "The Alken hit the rocks on Friday morning", "c1", berg),
        _told("s3", local, "The ferry struck at seven", "c1", lunde, times=("t2",)),
        _told("s4", wire, "he carried twelve passengers ashore", "c2", ("e-berg", "He"),
              sentence="He said he carried twelve passengers ashore."),
        _told("s5", rewrite, "he carried some passengers ashore", "c2", berg),
        _told("s6", wire, "The hull was not damaged", "c3", polarity="denied"),
        _told("s7", rewrite, "The hull suffered no damage", "c3"),
        _told("s8", local, "The hull was torn open", "c3"),
        _told("s9", wire, "The company will inspect the ship on Monday", "c4", times=("t3",), certainty="future"),
    )  # fmt: skip
    claims = (
        Claim("c1", "Jonas Berg (in 2 reports); Marit Lunde: the ferry ran aground", ("s1", "s2", "s3"), "independent", True,
              (Origin("participant", "Jonas Berg", ("s1", "s2"), "he was aboard", "e-berg"),
               Origin("witness", "Marit Lunde", ("s3",), "she stood on the quay", "e-lunde")), "y1"),
        Claim("c2", "Jonas Berg (in 2 reports): he carried passengers ashore", ("s4", "s5"), "repeated", False,
              (Origin("participant", "Jonas Berg", ("s4", "s5"), "he says what he did", "e-berg"),), "y1"),
        Claim("c3", "3 reports, nobody named: the hull", ("s6", "s7", "s8"), "undetermined", True,
              (Origin("unknown", None, ("s6", "s7", "s8"), "nobody is named"),), "y1"),
        Claim("c4", "Harbour Post: the company will inspect the ship", ("s9",), "single", False,
              (Origin("unknown", None, ("s9",), "nobody is named"),), "y1"),
    )  # fmt: skip
    discrepancies = (
        Discrepancy("d1", "time", "contradiction", "c1", None,
                    (ValueReading("06", (_place(wire, "at about 6 a.m."),), ("s1",)),
                     ValueReading("07", (_place(local, "at seven"),), ("s3",))), "Six and seven are an hour apart."),
        Discrepancy("d2", "quantity", "refinement", "c2", None,
                    (ValueReading("12", (_place(wire, "twelve passengers"),), ("s4",)),
                     ValueReading("some", (_place(rewrite, "some passengers"),), ("s5",))), "Twelve are some."),
        Discrepancy("d3", "polarity", "contradiction", "c3", None,
                    (ValueReading("not damaged", (_place(wire, "not damaged"), _place(rewrite, "no damage")), ("s6", "s7")),
                     ValueReading("torn open", (_place(local, "torn open"),), ("s8",))), "Damaged or not."),
    )  # fmt: skip
    entities = (
        Entity("e-berg", "person", "Jonas Berg", ("Berg",),
               (EntityMention(_place(wire, "Jonas Berg"), "name"), EntityMention(_place(rewrite, "Jonas Berg"), "name"))),
        Entity("e-lunde", "person", "Marit Lunde", (), (EntityMention(_place(local, "Marit Lunde"), "name"),)),
        Entity("e-post", "organisation", "Harbour Post", (), (EntityMention(_place(wire, "Harbour Post"), "name"),)),
        Entity("e-holm", "place", "Vesterholm", (), (EntityMention(_place(wire, "Vesterholm"), "name"),), 61.5, 4.9, 314),
    )  # fmt: skip
    times = (
        RecordTime("t1", "wire", Time(_span(WIRE, "about 6 a.m. on Friday"), "time", "2031-05-09T06", True,
                                      "2031-05-09T06:00", "2031-05-09T06:59")),
        RecordTime("t2", "local", Time(_span(LOCAL, "seven"), "time", "T07")),
        RecordTime("t3", "wire", Time(_span(WIRE, "on Monday"), "date", "2031-05-12", False, "2031-05-12", "2031-05-12")),
    )  # fmt: skip
    lineages = (
        Lineage("rewrite", "wire", "rewrite", True, 0.6,
                (Aligned(_place(rewrite, "some passengers"), _place(wire, "twelve passengers"), "a number was dropped"),),
                "Same order, and it names the same engineer."),
        Lineage("cites", "e-post", "wire", True, None, (), "It says he told the Harbour Post."),
    )  # fmt: skip
    stories = (Story("y1", "Harbour Post: Ferry grounds off Vesterholm", ("wire", "rewrite", "local")),)
    failures = (Failure("noise.bin", "capture", "not a format that can be read; save it as text or PDF"),)
    return Record(
        "The Alken & <others>", "variorum 0.1.0", "", (local, rewrite, wire), entities, times, (), statements, claims,
        discrepancies, lineages, stories, failures,
    )  # fmt: skip
