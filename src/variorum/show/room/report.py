"""One report: the text as read with its layers, its original, its versions and what it took from where."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.case.layout import Layout
from variorum.case.originals import original_path
from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.model.record import Lineage
from variorum.show.charts import KIND_WORDS
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.answers import Missing
from variorum.show.room.ask import Ask
from variorum.show.room.changes import changes, shown
from variorum.show.room.desk import Desk
from variorum.show.room.layers import marks_of, reading, switches
from variorum.show.room.register import register
from variorum.show.room.reports import claims_of, dated, versions
from variorum.show.room.settling import of_report
from variorum.show.room.telling import headed
from variorum.show.signs import READ_FROM_TEXT

GONE = "No report has that address; find it in the list of reports."
CHANGES = 60  # listed


def page(book: Book, ask: Ask, sizes: Mapping[str, int] | None = None) -> Html:
    """The page of the report named in the address. `sizes`: how many bytes an original has, by its hash."""
    document = _asked(book, ask)
    text = [*switches(ask), reading(book, document, marks_of(book, document))]
    beside = [
        _original(document, sizes or {}),
        _versions(book, document),
        _taken(book, document),
        of_report(book, ask, document),
    ]
    return join(
        [
            _head(book, document),
            el(
                "div",
                el("section", *text, class_="text-side", aria_label="The text as read"),
                el("aside", *beside),
                class_="report",
            ),
            el("script", type="module", src="/static/layers.js"),
        ]
    )


def at_desk(desk: Desk, ask: Ask) -> Html:
    """The page of a report with the size of its original, which the case alone knows."""
    book = desk.book
    document = _asked(book, ask)
    original = original_path(Layout(desk.root), document.sha256)
    sizes = {document.sha256: original.stat().st_size} if original.is_file() else {}
    return page(book, ask, sizes)


def _asked(book: Book, ask: Ask) -> Document:
    document = book.documents.get(ask.path.get("id", ""))
    if document is None:
        raise Missing(GONE)
    return document


def _head(book: Book, document: Document) -> Html:
    letter, title, meta = book.siglum(document.id), book.title(document), document.meta
    facts: list[str] = [", ".join(meta.authors), meta.url or ""]
    facts += [READ_FROM_TEXT] if book.headline(document) else []
    told = claims_of(book, document)
    standing = "" if document.standing == "current" else el("strong", f"{document.standing}", class_="standing")
    place = [one.id for one in book.columns].index(document.id)
    beside = [one for one in book.columns[max(0, place - 1) : place + 2] if one.id != document.id]
    ways = [
        el("a", counted(len(told), "claim"), href=f"{links.CLAIMS}?report={document.id}"),
        el("a", f"{letter} on the timeline", href=f"{links.TIMELINE}?report={document.id}"),
        el("a", f"{letter} on the map", href=f"{links.MAP}?report={document.id}"),
        *(el("a", f"{letter} beside {book.siglum(one.id)}", href=links.compare(document.id, one.id)) for one in beside),
    ]
    return el(
        "header",
        el("p", f"Report {letter} · {book.outlet(document)} · ", dated(document), " ", standing, class_="kind"),
        el("h1", title or "Without a title", dir="auto"),
        el("p", " · ".join(fact for fact in facts if fact), class_="ours", dir="auto"),
        el("p", join(ways, " · "), class_="ways"),
    )


def _original(document: Document, sizes: Mapping[str, int]) -> Html:
    size = sizes.get(document.sha256)
    facts = [
        ("File", ", ".join(document.captures) or document.name),
        ("Inside it", document.part),
        ("SHA-256", document.sha256),
        ("Size", f"{size:,} bytes" if size is not None else ""),
        ("Media type", document.media_type),
        ("Encoding", document.encoding or ""),
        ("Language", document.language or "not settled"),
        (
            "Conversion",
            f"text recognised in pictures by {document.conversion}" if document.conversion else "none: the file's own text",
        ),
        ("Text", f"{counted(len(document.text), 'character')} in {counted(len(document.blocks), 'block')}"),
    ]
    rows = (join([el("dt", name), el("dd", value)]) for name, value in facts if value)
    return el("section", el("h2", "Its original"), el("dl", *rows, class_="facts"))


def _versions(book: Book, document: Document) -> Html:
    found = versions(book, document)
    if not found:
        return el("section", el("h2", "Its versions"), el("p", "One version of it is in the case.", class_="empty"))
    items = [
        el("li", headed(book, one), " (this one)")
        if one.id == document.id
        else el("li", el("a", headed(book, one), href=links.report(one.id)))
        for one in found
    ]
    place = [one.id for one in found].index(document.id)
    before = found[place - 1] if place else None
    parts: list[str] = [el("h2", "Its versions"), el("ol", *items, class_="versions")]
    if before is not None:
        parts.append(_changed(book, before, document))
    elif len(found) > 1:
        parts.append(_changed(book, document, found[1]))
    return el("section", *parts)


def _changed(book: Book, before: Document, after: Document) -> Html:
    one, other = book.siglum(before.id), book.siglum(after.id)
    found = changes(before, after)
    if not found:
        return el("p", f"No paragraph differs between {one} and {other}.", class_="empty")
    rest = len(found) - CHANGES
    more = el("p", f"{counted(rest, 'further paragraph')} not listed.", class_="ours") if rest > 0 else ""
    return join(
        [
            el("h3", f"{counted(len(found), 'paragraph')} changed from {one} to {other}"),
            el("ul", *(shown(change, one, other) for change in found[:CHANGES]), class_="changes"),
            more,
            el("p", el("a", f"{one} beside {other}", href=links.compare(before.id, after.id))),
        ]
    )


def _taken(book: Book, document: Document) -> Html:
    found = [*register(book).lineages.get(document.id, ()), *register(book).taken.get(document.id, ())]
    if not found:
        empty = el("p", "No common source found with any other report of the case.", class_="empty")
        return el("section", el("h2", "What it shares with others"), empty)
    items = [el("li", lineage_line(book, one)) for one in found]
    return el("section", el("h2", "What it shares with others"), el("ul", *items, class_="edges"))


def lineage_line(book: Book, lineage: Lineage) -> Html:
    """A lineage in words, with links to both and to their comparison."""
    kind = KIND_WORDS[lineage.kind]
    if not lineage.directed:
        kind = {"copy": "shares words with", "rewrite": "shares content with"}.get(lineage.kind, kind)
    share = f", {lineage.share:.0%} of its words" if lineage.share is not None else ""
    both = lineage.source in book.documents and lineage.to in book.documents
    way = join([" · ", el("a", "side by side", href=links.compare(lineage.source, lineage.to))]) if both else ""
    return join([_end(book, lineage.to), f" {kind} ", _end(book, lineage.source), share, ": ", lineage.why, way])


def _end(book: Book, name: str) -> Html:
    if name in book.documents:
        return el("a", f"{book.siglum(name)} ({book.outlet(book.documents[name])})", href=links.report(name))
    entity = book.entities.get(name)
    if entity is None:
        return el("span", name)
    return el("a", entity.name, href=links.place(name) if entity.type == "place" else links.entity(name))
