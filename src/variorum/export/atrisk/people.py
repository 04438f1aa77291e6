"""Who needs thought before a record leaves the desk, with the words that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from variorum.export.atrisk import minors
from variorum.export.atrisk.nouns import KINDS, AtRisk, Kind, Verdict
from variorum.export.atrisk.page import Page, has_name, pages
from variorum.export.atrisk.signs import Sign, cued
from variorum.export.atrisk.sources import unnamed_sources
from variorum.export.book import Book
from variorum.model.record import Passage, Record

KIND_OF: Mapping[str, Kind] = {
    "minor": "minor",
    "victim": "victim of sexual violence",
    "witness": "witness or insider",
    "detainee": "detainee",
    "unnamed source": "unnamed source",
    "accused": "accused",
    "acquitted": "accused",
    "overturned": "accused",
}
REASON: Mapping[Kind, str] = {
    "minor": "told to be under 18",
    "victim of sexual violence": "told to have suffered sexual violence",
    "witness or insider": "told to have seen or known what others may want hidden",
    "detainee": "told to be held",
    "unnamed source": "not named, but told with what few people have in common",
    "accused": "told to be accused, with no verdict told",
}
MOST_QUOTED = 3  # different words quoted in a reason
Who = tuple[str, str]  # an entity's id, or a document and the words that describe somebody in it


def people_at_risk(record: Record) -> tuple[AtRisk, ...]:
    """Those of a record who need thought: by kind in the order of KINDS, those with a name first, in an order made from the record alone."""
    book = Book.of(record)
    found, settled = _signs(record)
    rows = []
    for (kind, who), signs in found.items():
        if kind == "accused" and who in settled:
            continue  # found guilty by these reports: told apart
        rows.append(_row(book, kind, signs))
    return tuple(sorted(rows, key=lambda row: (KINDS.index(row.kind), row.name is None, row.name or "", row.spans)))


def convicted(record: Record) -> tuple[Verdict, ...]:
    """Those of whom the reports tell a verdict of guilty that stands, as told."""
    book = Book.of(record)
    _, settled = _signs(record)
    rows = []
    for signs in settled.values():
        name, spans, statements, tellers = _told(book, signs)
        entity = signs[0][1].holder.entity
        rows.append(
            Verdict(entity.id if entity else None, name, spans, statements, f"convicted (“{_quoted(signs)}”), as told: {tellers}")
        )
    return tuple(sorted(rows, key=lambda row: (row.name is None, row.name or "", row.spans)))


Signed = list[tuple[Page, Sign]]


def _signs(record: Record) -> tuple[dict[tuple[Kind, Who], Signed], dict[Who, Signed]]:
    """The signs of each kind by person, and those of a verdict of guilty that none tells to be overturned."""
    found: dict[tuple[Kind, Who], Signed] = defaultdict(list)
    guilty: dict[Who, Signed] = defaultdict(list)
    undone: set[Who] = set()
    years = _years(record)
    for page in pages(record):
        for sign in [*minors.signs(page, years.get(page.document.id, ())), *cued(page), *unnamed_sources(page)]:
            who = _who(page, sign)
            if sign.kind == "convicted":
                guilty[who].append((page, sign))
                continue
            found[KIND_OF[sign.kind], who].append((page, sign))
            if sign.kind in ("acquitted", "overturned"):
                undone.add(who)
    return found, {who: signs for who, signs in guilty.items() if who not in undone}


def _who(page: Page, sign: Sign) -> Who:
    holder = sign.holder
    if holder.entity is not None:
        return (holder.entity.id, "")
    return (page.document.id, page.words(holder.span).lower().partition(" ")[2] or page.words(holder.span).lower())


def _years(record: Record) -> dict[str, tuple[int, ...]]:
    """The year in which what each report tells happened, where the reports of its story answer that."""
    found: dict[str, tuple[int, ...]] = {}
    for incident in record.incidents:
        given = incident.values("date")[:1]
        for document in incident.documents:
            found[document] = tuple(int(value.value[:4]) for value in given if value.value[:4].isdigit())
    return found


def _row(book: Book, kind: Kind, signs: Signed) -> AtRisk:
    name, spans, statements, tellers = _told(book, signs)
    entity = signs[0][1].holder.entity
    return AtRisk(kind, entity.id if entity else None, name, spans, statements, f"{REASON[kind]} (“{_quoted(signs)}”): {tellers}")


def _told(book: Book, signs: Signed) -> tuple[str | None, tuple[Passage, ...], tuple[str, ...], str]:
    """The name, the words, the statements that hold them, and who tells them."""
    entity = signs[0][1].holder.entity
    name = entity.name if entity is not None and has_name(entity) else None
    spans: set[Passage] = set()
    statements: dict[str, None] = {}
    bare: set[str] = set()
    for page, sign in signs:
        spans.add(page.passage(sign.span))
        if name is None:
            spans.add(page.passage(sign.holder.span))
        told = [s for s in page.telling(sign.span) if s.span.overlap(sign.span)][:1]
        statements |= dict.fromkeys(s.id for s in told)
        bare |= set() if told else {page.document.id}
    said = [book.statements[one] for one in statements]
    outlets = [book.outlet(one) for one in book.columns if one.id in bare]
    tellers = [book.tellers(said, named=True)] if said else []
    tellers += [f"{', '.join(outlets)} {'tells' if len(outlets) == 1 else 'tell'}"] if outlets else []
    return name, tuple(sorted(spans)), tuple(s.id for s in book.in_columns(said)), "; ".join(tellers)


def _quoted(signs: Signed) -> str:
    """The words that put somebody here, each once."""
    quotes = dict.fromkeys(page.words(sign.span) for page, sign in signs)
    return "”, “".join(list(quotes)[:MOST_QUOTED])
