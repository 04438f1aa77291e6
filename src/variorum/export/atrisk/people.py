"""Who needs thought before a record leaves the desk, with the words that say so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from variorum.collation.acts import data_lines
from variorum.export.atrisk import minors
from variorum.export.atrisk.nouns import KINDS, AtRisk, Kind, Verdict
from variorum.export.atrisk.page import Page, has_name, pages
from variorum.export.atrisk.signs import Sign, cued
from variorum.export.atrisk.sources import unnamed_sources
from variorum.export.book import Book
from variorum.model.record import Passage, Record
from variorum.model.span import Span, hull

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
    "witness or insider": "told to have seen, heard or known it",
    "detainee": "told to be held",
    "unnamed source": "not named, but told with what few people have in common",
    "accused": "told to be accused, with no verdict of guilt told",
}
LONGEST_QUOTE = 90  # code points of words quoted with those for the person
MOST_QUOTED = 3  # different words quoted in a reason
Who = tuple[str, str]  # an entity's id, or a document and the words that describe somebody in it


@dataclass(frozen=True, slots=True)
class Survey:
    """Those who need thought, and apart from them those told to have been found guilty."""

    at_risk: tuple[AtRisk, ...]
    convicted: tuple[Verdict, ...]


def people_at_risk(record: Record) -> tuple[AtRisk, ...]:
    """Those of a record who need thought: by kind in the order of KINDS, those with a name first, in an order made from the record alone."""
    return survey(Book.of(record)).at_risk


def survey(book: Book) -> Survey:
    """Those of a record who need thought, and those of whom it tells a verdict of guilty that stands: they are not among the accused."""
    found, settled = _signs(book.record)
    listed = [
        _row(book, kind, signs)
        for (kind, who), signs in found.items()
        if kind != "accused" or who not in settled or _of_something_else(signs, settled[who])
    ]
    told = [_verdict(book, signs) for signs in settled.values()]
    return Survey(
        tuple(sorted(listed, key=lambda row: (KINDS.index(row.kind), row.name is None, row.name or "", row.spans))),
        tuple(sorted(told, key=lambda row: (row.name is None, row.name or "", row.spans))),
    )


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
    return AtRisk(
        kind, entity.id if entity else None, name, spans, statements, f"{_reason(kind, signs)} (“{_quoted(signs)}”): {tellers}"
    )


def _reason(kind: Kind, signs: Signed) -> str:
    """Why somebody is listed, in words that fit those quoted: of the accused, whether they are told to be acquitted or a verdict to have fallen."""
    told = {sign.kind for _, sign in signs}
    if kind != "accused" or told == {"accused"}:
        return REASON[kind]
    ends = {"acquitted": "told to be acquitted", "overturned": "told to have had a conviction overturned"}
    parts = [words for sign, words in ends.items() if sign in told]
    return ", and ".join([*(["told to be accused"] if "accused" in told else []), *parts])


def _verdict(book: Book, signs: Signed) -> Verdict:
    name, spans, statements, tellers = _told(book, signs)
    entity = signs[0][1].holder.entity
    return Verdict(
        entity.id if entity else None, name, spans, statements, f"told to be convicted (“{_quoted(signs)}”): {tellers}"
    )


def _told(book: Book, signs: Signed) -> tuple[str | None, tuple[Passage, ...], tuple[str, ...], str]:
    """The name, the words, the statements that hold them, and who tells them."""
    entity = signs[0][1].holder.entity
    name = entity.name if entity is not None and has_name(entity) else None
    if entity is None and (words := signs[0][0].words(signs[0][1].holder.span)).istitle() and " " in words:
        name = words  # a name that the reader passed over
    spans: set[Passage] = set()
    statements: dict[str, None] = {}
    bare: set[str] = set()
    for page, sign in signs:
        spans.add(page.passage(sign.span))
        if entity is None or name is None:
            spans.add(page.passage(sign.holder.span))
        told = [s for s in page.telling(sign.span) if s.span.overlap(sign.span)][:1]
        statements |= dict.fromkeys(s.id for s in told)
        bare |= set() if told else {page.document.id}
    said = [book.statements[one] for one in statements]
    outlets = [book.where(one.id, named=True) for one in book.columns if one.id in bare]
    tellers = [book.voices(said, named=True)] if said else []
    tellers += [f"{', '.join(outlets)} {'tells' if len(outlets) == 1 else 'tell'}"] if outlets else []
    return name, _outermost(spans), tuple(s.id for s in book.in_columns(said)), "; ".join(tellers)


def _outermost(spans: set[Passage]) -> tuple[Passage, ...]:
    """The passages in order, without those that lie inside another."""
    kept: list[Passage] = []
    for one in sorted(spans, key=lambda place: (place.document, place.start, -place.end)):
        if not (kept and kept[-1].document == one.document and kept[-1].span.covers(one.span)):
            kept.append(one)
    return tuple(kept)


def _quoted(signs: Signed) -> str:
    """The words that put somebody here, each once, with those for the person where they stand near."""
    quotes = dict.fromkeys(page.words(_with_person(sign)) for page, sign in signs)
    return "”, “".join(list(quotes)[:MOST_QUOTED])


def _with_person(sign: Sign) -> Span:
    whole = hull((sign.span, sign.holder.span))
    return whole if len(whole) <= LONGEST_QUOTE else sign.span


@cache
def _offences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (line.split("\t") for line in data_lines("charges.tsv"))
    return tuple((kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, _, pattern in rows)


def _named_offences(signs: Signed) -> set[str]:
    """The kinds of offence that the sentences of these signs name."""
    sentences = {sentence.text(page.text) for page, sign in signs if (sentence := page.sentence(sign.span.start)) is not None}
    return {kind for kind, pattern in _offences() for words in sentences if pattern.search(words)}


def _of_something_else(accused: Signed, guilty: Signed) -> bool:
    """Whether somebody found guilty of one thing is accused of another."""
    found = _named_offences(guilty)
    return bool(found) and bool(_named_offences(accused) - found)
