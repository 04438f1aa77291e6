"""Views of a record as text for a terminal, in the signs of the page; plain ASCII on request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from variorum.export.basis import basis, roots
from variorum.export.book import RELATION_ORDER, Book, counted
from variorum.model.activity import Anchor
from variorum.model.document import Document
from variorum.model.record import Record
from variorum.show import charts
from variorum.show.accusing import beside
from variorum.show.atrisk import listing
from variorum.show.controls import SHOWN, visible
from variorum.show.signoffs import of_claim, sign_offs
from variorum.show.signs import (
    ALIKE,
    ALIKE_WORD,
    ASCII,
    READ_FROM_TEXT,
    RELATION_SIGN,
    RELATION_WORD,
    SUPPORT_SIGN,
    UNSIGNED,
)
from variorum.show.wording import dismissed, signed, standing, support, unsure


def cleaned(text: str, ascii: bool = False) -> str:
    """Text that moves no cursor and turns no line, what would do so made visible; with `ascii`, in ASCII only."""
    shown = visible(text)
    if not ascii:
        return shown
    shown = shown.replace(SHOWN, "?")
    for sign, plain in ASCII.items():
        shown = shown.replace(sign, plain)
    if shown.isascii():
        return shown
    from anyascii import anyascii

    return anyascii(shown)


def view(record: Record, name: str = "claims", ascii: bool = False) -> str:
    """One view of the record by its name, ready to print; KeyError for a name not in VIEWS."""
    return cleaned("\n".join(VIEWS[name](Book.of(record))), ascii) + "\n"


def summary(record: Record, ascii: bool = False, languages: tuple[str, ...] = ()) -> str:
    """Six lines for the end of a build: reports, stories, claims, discrepancies, failures, and what it all rests on."""
    support = Counter(claim.support for claim in record.claims)
    relations = Counter(entry.relation for entry in record.discrepancies)
    reasons = Counter(failure.reason for failure in record.failures)
    read = Counter(document.language or "unknown" for document in record.documents)
    spoken = ", ".join(f"{number} {name}" for name, number in sorted(read.items()))
    can = f"; can read: {', '.join(languages)}" if languages else ""
    told = ", ".join(f"{SUPPORT_SIGN[name]} {support[name]} {name}" for name in SUPPORT_SIGN if support[name])
    differ = ", ".join(f"{RELATION_SIGN[name]} {counted(relations[name], name)}" for name in RELATION_ORDER if relations[name])
    failed = "; ".join(f"{number} {reason}" for reason, number in sorted(reasons.items()))
    book = Book.of(record)
    lines = [
        f"reports        {len(record.documents)}" + (f" (language: {spoken}{can})" if spoken else ""),
        f"stories        {len(record.stories)}",
        f"claims         {len(record.claims)}" + (f" ({told})" if told else ""),
        f"discrepancies  {len(record.discrepancies)}" + (f" ({differ})" if differ else ""),
        f"failures       {len(record.failures)}" + (f" ({failed})" if failed else ""),
        "rests on       " + "; ".join(basis(book)) + ".",
    ]
    return cleaned("\n".join(lines), ascii) + "\n"


def _flat(text: str) -> str:
    return " ".join(text.split())


RELATIONS_TOLD = [(ALIKE, ALIKE_WORD), *((RELATION_SIGN[name], RELATION_WORD[name]) for name in RELATION_ORDER)]


def _claims(book: Book) -> list[str]:
    lines = ["; ".join(basis(book)) + ".", roots(book) + ".", ""]
    lines += [f"{book.siglum(document.id)}  {book.outlet(document)}{standing(document)}" for document in book.columns]
    if not book.claims:
        return [*lines, "", "No claim was read. `show CASE failures` tells what could not be taken further."]
    lines += ["", "; ".join([*(f"{sign} {word}" for sign, word in RELATIONS_TOLD), f"no sign: {UNSIGNED}"])]
    together = {claim.id for claim in book.shared()}
    ordered = [*book.shared(), *(claim for claim in book.claims if claim.id not in together)]
    if count := sum(settled.outcome != "holds" for settled in sign_offs(book)):
        lines += ["", f"{counted(count, 'sign-off')} on what has changed since; `show CASE decisions` tells what."]
    for claim in ordered:
        relations = [RELATION_SIGN[entry.relation] for entry in book.of_claim(claim)]
        marks = " ".join(dict.fromkeys(relations)) or (ALIKE if book.alike(claim) else "")
        rests_on = f"{SUPPORT_SIGN[claim.support]} {support(book, claim)}"
        lines += [
            "",
            f"{book.numbers[claim.id]:>3}  {_flat(claim.label)}",
            f"     {rests_on}" + (f"  {marks}" if marks else ""),
            *(f"     {_flat(dismissed(settled))}" for settled in book.dismissals(claim)),
            *(f"     {_flat(line)}" for line in beside(book, claim)),
        ]
        lines += [f"     {_flat(signed(settled))}" for settled in of_claim(book, claim)]
        for statement in book.told(claim):
            words = _flat(book.words(statement.document, statement.span))
            lines.append(f"     {book.siglum(statement.document)}  “{words}” ({book.teller(statement)}{unsure(statement)})")
    return lines


def _discrepancies(book: Book) -> list[str]:
    if not book.record.discrepancies:
        return ["No differing readings were found. Add a report of the same event to compare more."]
    lines: list[str] = []
    for relation in RELATION_ORDER:
        for entry, claims in book.apparatus(relation):
            readings = " : ".join(
                f"“{' / '.join(book.forms(reading))}” ({book.reading_tellers(reading)})" for reading in entry.readings
            )
            numbers = ", ".join(str(book.numbers[claim]) for claim in claims)
            where = f" · claim{'s' * (len(claims) > 1)} {numbers}" if claims else ""
            lines.append(f"{RELATION_SIGN[relation]} {relation}, {entry.kind}{where}: {readings}")
            lines += [f"    {_flat(entry.why)}", ""]
    return lines[:-1]


def _entities(book: Book) -> list[str]:
    lines = []
    for entity in sorted(book.record.entities, key=lambda e: (-len(e.mentions), e.name, e.id)):
        letters = sorted({book.siglum(mention.place.document) for mention in entity.mentions})
        others = f" · also {', '.join(entity.aliases)}" if entity.aliases else ""
        where = f"{counted(len(entity.mentions), 'mention')} in {', '.join(letters)}"
        lines.append(_flat(f"{entity.name} ({entity.type}){others} · {where}"))
    return lines or ["Nobody is named in these reports."]


def _timeline(book: Book) -> list[str]:
    return [f"{entry.when}  {_flat(entry.told)}" for entry in charts.moments(book)] or [
        'No dated statement. A date in a sidecar file ("published") lets "Friday" be placed.'
    ]


def _lineage(book: Book) -> list[str]:
    return [roots(book) + ".", *charts.edges(book)] if book.record.lineages else [roots(book) + ".", "No common source found."]


def _recognised(document: Document) -> str | None:
    return f"text recognised in pictures by {document.conversion}" if document.conversion else None


def _documents(book: Book) -> list[str]:
    lines = []
    for document in book.columns:
        meta = document.meta
        title = f"{headline} ({READ_FROM_TEXT})" if (headline := book.headline(document)) else meta.title
        facts = [title, meta.publisher, ", ".join(meta.authors), meta.published, document.language, document.name]
        facts += [f"encoding {document.encoding}" if document.encoding else None, _recognised(document)]
        told = sum(statement.document == document.id for statement in book.record.statements)
        facts.append(counted(told, "statement"))
        facts.append(document.standing if document.standing != "current" else None)
        facts.append(_version(book, document))
        facts.append(f"fetched {meta.captured}" if meta.captured else None)
        facts.append(f"given as {', '.join(document.captures)}" if len(document.captures) > 1 else None)
        lines.append(f"{book.siglum(document.id)}  " + " · ".join(_flat(fact) for fact in facts if fact))
    return lines or ["No report has been read yet. `variorum build PATH --case DIR` adds some."]


def _version(book: Book, document: Document) -> str | None:
    """Which version of a report a document is; None where there is but one."""
    if document.report is None:
        return None
    others = [book.siglum(one.id) for one in book.columns if one.report == document.report and one.id != document.id]
    return f"version {document.version or '?'} of one report, as {', '.join(others)}"


def _incidents(book: Book) -> list[str]:
    lines: list[str] = []
    labels = {story.id: story.label for story in book.record.stories}
    for incident in book.record.incidents:
        letters = ", ".join(book.siglum(document.id) for document in book.columns if document.id in incident.documents)
        lines += [*([""] if lines else []), _flat(f"{labels.get(incident.story, incident.story)} ({letters})")]
        for answers in incident.answers:
            for number, given in enumerate(answers.values):
                asked = answers.question if number == 0 else "or"
                lines.append(_flat_line(f"  {asked:<9} ", f"{given.value} ({book.value_tellers(given)})"))
        for one in incident.participants:
            ages = [f"{given.value} ({book.value_tellers(given)})" for given in one.ages]
            told = f"aged {' or '.join(ages)}" if ages else ""
            places = {place.document for place in one.named}
            where = ", ".join(book.siglum(document.id) for document in book.columns if document.id in places)
            name = f"{one.name}{f', {one.role}' if one.role else ''} (named in {where})" if one.name else "not named"
            lines.append(_flat_line("  person    ", f"{name}{', ' if told else ''}{told}"))
    return lines or ["No report answers when, where, how many or who. `show CASE failures` tells what could not be read."]


def _flat_line(start: str, words: str) -> str:
    return start + _flat(words)


def _failures(book: Book) -> list[str]:
    return [_flat(f"{f.name} · {f.stage}: {f.reason}") for f in book.record.failures] or ["Every input was read."]


def _anchored(book: Book, anchor: Anchor) -> str:
    """The words that a decision names, after the name of the report that holds them."""
    place = book.place(anchor)
    name = f"{book.documents[place.document].name}: " if place is not None else ""
    return f"{name}“{anchor.quote}”"


def _decisions(book: Book) -> list[str]:
    lines = []
    for settled in book.record.decisions:
        d = settled.decision
        quotes = " / ".join(_anchored(book, anchor) for anchor in d.anchors)
        value = "" if d.verb == "sign" else d.value
        lines.append(_flat(f"{d.at} · {d.verb} ({d.kind}) {quotes} {value} · {d.by}: {d.reason}"))
        lines.append(_flat(f"  {settled.outcome}: {settled.why}"))
    return lines or ["Nobody has decided anything. `variorum decide --help` tells how."]


VIEWS: dict[str, Callable[[Book], list[str]]] = {
    "claims": _claims,
    "discrepancies": _discrepancies,
    "entities": _entities,
    "incidents": _incidents,
    "at-risk": listing,
    "timeline": _timeline,
    "lineage": _lineage,
    "documents": _documents,
    "failures": _failures,
    "decisions": _decisions,
}
