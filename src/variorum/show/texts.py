"""The reports' words in their place: passages in context, and whole reports marked statement by statement."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from variorum.export.book import Book
from variorum.model.document import Document
from variorum.model.record import RecordStatement
from variorum.model.span import Span
from variorum.show.linking import WITHIN, Linking
from variorum.show.markup import Html, anchor, el, join

CONTEXT = 220  # characters of the report shown on either side of a sentence


def passages(book: Book, full_text: bool) -> Html:
    """Every quoted clause in its sentence, with what stands before and after it, by report."""
    parts: list[str] = []
    by_document: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in book.record.statements:
        by_document[statement.document].append(statement)
    for document in book.columns:
        found = sorted(by_document[document.id], key=lambda s: (s.span, s.id))
        letter = book.siglum(document.id)
        parts.append(el("h3", f"{letter} · {book.outlet(document)}"))
        if not found:
            parts.append(el("p", f"No statement was read in {letter}.", class_="empty"))
        parts.append(el("div", *(passage(book, document, statement, full_text) for statement in found), class_="passages"))
    return join(parts)


def passage(
    book: Book, document: Document, statement: RecordStatement, full_text: bool, links: Linking = WITHIN, claimed: bool = True
) -> Html:
    """A statement in its sentence, with who tells it; `full_text`: whole reports are on the page too; `claimed`: with its claim."""
    text, span = document.text, statement.span
    block = next((b.span for b in document.blocks if b.span.overlap(span)), statement.sentence)
    sentence = statement.sentence if statement.sentence.covers(span) else span
    first = max(min(block.start, sentence.start), sentence.start - CONTEXT)
    last = min(max(block.end, sentence.end), sentence.end + CONTEXT)
    before = ("…" if first > block.start else "") + text[first : sentence.start]
    after = text[sentence.end : last] + ("…" if last < block.end else "")
    onward: list[str] = []
    if claimed and statement.claim in book.numbers and statement.claim:
        onward.append(el("a", f"claim {book.numbers[statement.claim]}", href=links.claim(statement.claim)))
    if links.own_pages:
        onward.append(el("a", f"in {book.siglum(document.id)}, in its place", href=links.statement(statement)))
    elif full_text:
        onward.append(el("a", "in the whole report", href="#" + anchor("t", statement.id)))
    cues = [f"“{vouch.cue}”" for vouch in statement.attributions if vouch.cue]
    return el(
        "blockquote",
        el(
            "p",
            el("span", before, class_="context"),
            text[sentence.start : span.start],
            el("mark", text[span.start : span.end]),
            text[span.end : sentence.end],
            el("span", after, class_="context"),
            class_="said",
            dir="auto",
        ),
        el(
            "footer",
            book.teller(statement),
            f" · by {', '.join(cues)}" if cues else "",
            *(join([" · ", x]) for x in onward),
        ),
        id=anchor("s", statement.id),
    )


def whole_reports(book: Book) -> Html:
    """The full reading texts, marked statement by statement, each with the number of its claim."""
    by_document: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in book.record.statements:
        by_document[statement.document].append(statement)
    parts: list[str] = []
    for document in book.columns:
        parts.append(el("h3", f"{book.siglum(document.id)} · {book.outlet(document)}"))
        found = sorted(by_document[document.id], key=lambda s: (s.span, s.id))
        at = 0
        for block in document.blocks:
            if gap := document.text[at : block.span.start].strip():
                parts.append(el("p", gap, class_="said block"))
            inside = [statement for statement in found if block.span.start <= statement.span.start < block.span.end]
            parts.append(el("p", _block(book, document.text, block.span, inside), class_=f"said block {block.role}"))
            at = block.span.end
        outside = [s for s in found if not any(b.span.start <= s.span.start < b.span.end for b in document.blocks)]
        if rest := document.text[at:].strip():
            parts.append(el("p", rest, class_="said block"))
        parts += [el("span", id=anchor("t", statement.id)) for statement in outside]
    return join(parts)


def _block(book: Book, text: str, span: Span, statements: list[RecordStatement]) -> Html:
    ends = {min(statement.span.end, span.end) for statement in statements}
    cuts = sorted({span.start, span.end, *(statement.span.start for statement in statements), *ends})
    pieces: list[str] = []
    for start, end in pairwise(cuts):
        pieces += [el("a", id=anchor("t", s.id)) for s in statements if s.span.start == start]
        inside = any(s.span.start <= start and end <= s.span.end for s in statements)
        pieces.append(el("span", text[start:end], class_="told") if inside else text[start:end])
        for statement in statements:
            if min(statement.span.end, span.end) == end and statement.claim in book.numbers and statement.claim:
                number = str(book.numbers[statement.claim])
                pieces.append(el("sup", el("a", number, href="#" + anchor("c", statement.claim))))
    return join(pieces)
