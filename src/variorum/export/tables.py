"""Tables as CSV, safe to open in a spreadsheet; every row carries who says it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Literal

from variorum.export.accusing import told_of
from variorum.export.book import Book
from variorum.model.record import Claim, Record

Table = Literal["statements", "claims", "discrepancies"]
TABLES: tuple[Table, ...] = ("statements", "claims", "discrepancies")


def to_csv(record: Record, table: Table = "statements") -> str:
    """One table of the record: statements by claim (the whole record in one sheet), claims, or discrepancies."""
    book = Book.of(record)
    rows = {"statements": _statements, "claims": _claims, "discrepancies": _discrepancies}[table](book)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    return out.getvalue()


def safe(cell: str) -> str:
    """The cell, kept from being run as a formula: an apostrophe goes before a leading =, +, -, @, tab or line end."""
    flat = cell.replace("\x00", "")
    start = flat.lstrip(" \u00a0\ufeff")[:1]
    return "'" + flat if start and start in "=+-@\t\r\n＝＋－＠" else flat


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _statements(book: Book) -> Iterable[list[str]]:
    yield [
        "claim", "claim_label", "support", "disputed", "who_says_it", "report", "publisher", "published", "words",
        "predicate", "polarity", "certainty", "direct", "times", "start", "end", "sentence", "statement", "document",
        "standing", "allegation", "answers",
    ]  # fmt: skip
    told = [(claim, statement) for claim in book.claims for statement in book.told(claim)]
    for claim, statement in [*told, *((None, statement) for statement in book.unjoined())]:
        document = book.documents[statement.document]
        values = [book.times[name].time.value or "" for name in statement.times if name in book.times]
        yield [
            claim.id if claim else "",
            claim.label if claim else "",
            claim.support if claim else "",
            _yes(claim.disputed) if claim else "",
            book.teller(statement, named=True),
            document.name,
            document.meta.publisher or "",
            document.meta.published or "",
            book.words(document.id, statement.span),
            statement.predicate,
            statement.polarity,
            statement.certainty,
            "quoted" if any(vouch.direct for vouch in statement.attributions) else "",
            "; ".join(value for value in values if value),
            str(statement.span.start),
            str(statement.span.end),
            book.words(document.id, statement.sentence),
            statement.id,
            document.id,
            document.standing,
            *(_accused(book, claim) if claim else ("", "")),
        ]


def _claims(book: Book) -> Iterable[list[str]]:
    yield [
        "claim",
        "label",
        "polarity",
        "support",
        "disputed",
        "reports",
        "who_says_it",
        "origins",
        "why",
        "standing",
        "allegation",
        "answers",
    ]
    for claim in book.claims:
        origins = "; ".join(f"{origin.kind}: {origin.name or 'not known'} ({book.ground(origin)})" for origin in claim.origins)
        names = "; ".join(book.documents[name].name for name in book.reports(claim))
        tellers = book.tellers(book.told(claim), named=True)
        disputed = _yes(claim.disputed)
        polarity = _polarity(book, claim)
        yield [
            claim.id,
            claim.label,
            polarity,
            claim.support,
            disputed,
            names,
            tellers,
            origins,
            claim.why,
            "; ".join(book.leans_on(claim, named=True)),
            *_accused(book, claim),
        ]


def _accused(book: Book, claim: Claim) -> tuple[str, str]:
    """Whom a claim accuses, with any verdict told; and what is answered. Nothing for a claim that accuses nobody."""
    accusation = book.accusations.get(claim.id)
    if accusation is None:
        return "", ""
    first, *answers = told_of(book, accusation)
    return first, "; ".join(answers)


def _polarity(book: Book, claim: Claim) -> str:
    """Whether a claim is told as so, as not so, or by some as so and by others as not."""
    told = {statement.polarity for statement in book.told(claim)}
    return "told and denied" if book.both_ways(claim) else "; ".join(sorted(told))


def _discrepancies(book: Book) -> Iterable[list[str]]:
    yield ["discrepancy", "kind", "relation", "claim", "entity", "value", "words", "who_says_it", "reports", "why"]
    for entry in book.record.discrepancies:
        entity = book.entities.get(entry.entity or "")
        for reading in entry.readings:
            yield [
                entry.id,
                entry.kind,
                entry.relation,
                entry.claim or "",
                entity.name if entity else "",
                reading.value,
                " / ".join(book.forms(reading)),
                book.reading_tellers(reading, named=True),
                "; ".join(dict.fromkeys(book.documents[place.document].name for place in reading.spans)),
                entry.why,
            ]
