"""The parts of a dossier: pure functions from a looked-up record to HTML."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from variorum.export.basis import basis, roots
from variorum.export.book import RELATION_ORDER, Book, Difference, counted
from variorum.export.json_record import says
from variorum.model.document import Document
from variorum.model.record import Claim, Discrepancy, Entity, RecordStatement, ValueReading
from variorum.model.span import Span
from variorum.show import accusing, signoffs
from variorum.show.charts import told_time
from variorum.show.linking import WITHIN, Linking
from variorum.show.markup import Html, anchor, el, join
from variorum.show.signs import (
    ALIKE,
    ALIKE_WORD,
    NOT_TOLD,
    READ_FROM_TEXT,
    RELATION_HEAD,
    RELATION_SIGN,
    RELATION_WORD,
    SUPPORT_SIGN,
    SUPPORT_WORD,
    UNSIGNED,
)
from variorum.show.wording import dismissed, standing, support, unsure


def said(*words: str) -> Html:
    """A report's own words, from right to left where they are."""
    return el("span", *words, class_="said", dir="auto")


def head(book: Book) -> Html:
    """The title and what the case rests on."""
    first, *others = basis(book)
    return el(
        "header",
        el("p", "variorum · the record of a case", class_="kind"),
        el("h1", book.record.title),
        el("p", el("strong", first), ": " if others else ".", class_="basis-lead"),
        el("ul", *(el("li", part) for part in others), class_="basis") if others else "",
        el(
            "p",
            roots(book),
            ". What is told stands here with who tells it; nothing here says what happened.",
            class_="ours",
        ),
        el("p", says(book.record.release), class_="ours"),
        id="basis",
    )


def legend() -> Html:
    """The signs and what they mean."""
    entries = [(ALIKE, ALIKE_WORD, "alike")]
    entries += [(RELATION_SIGN[name], RELATION_WORD[name], name) for name in RELATION_ORDER]
    entries += [("no sign", UNSIGNED, "none"), (NOT_TOLD, "not told", "none")]
    entries += [(SUPPORT_SIGN[name], SUPPORT_WORD[name], "ink") for name in SUPPORT_SIGN]
    pairs = (el("span", el("b", sign, class_=name), " ", word, class_="pair") for sign, word, name in entries)
    return el("p", join(pairs, " "), class_="legend", aria_label="Signs")


def reports(book: Book, most: int | None = None, links: Linking = WITHIN) -> Html:
    """The reports by their letters, no more than `most`."""
    return el("dl", *(_report(book, document, links) for document in book.columns[:most]), class_="reports", id="reports")


def _report(book: Book, document: Document, links: Linking) -> Html:
    meta = document.meta
    facts = [meta.publisher, ", ".join(meta.authors), meta.published or "no date", document.name, meta.url]
    facts += [f"text recognised in pictures by {document.conversion}"] if document.conversion else []
    if document.standing != "current":
        facts.append(document.standing)
    if document.report is not None:
        others = [book.siglum(one.id) for one in book.columns if one.report == document.report and one.id != document.id]
        facts.append(f"version {document.version or '?'} of one report, as {', '.join(others)}")
    facts += [f"fetched {meta.captured}"] if meta.captured else []
    if len(document.captures) > 1:
        facts.append(f"given as {', '.join(document.captures)}")
    if book.headline(document):
        facts.append(READ_FROM_TEXT)
    title = book.title(document)
    named = said(title) if title else "Without a title"
    return el(
        "div",
        el("dt", book.siglum(document.id)),
        el(
            "dd",
            el("a", named, href=links.report(document.id)) if links.own_pages else named,
            el("small", " · ".join(fact for fact in facts if fact)),
        ),
        id=anchor("r", document.id),
    )


def collation(
    book: Book,
    claims: Iterable[Claim],
    caption: str,
    columns: Sequence[Document] | None = None,
    links: Linking = WITHIN,
    stories: bool = True,
) -> Html:
    """The collation table: a claim a row, a report a column; only these `columns` where they are given.

    `stories`: the rows of each story stand under its name, where the case has several.
    """
    shown = book.columns if columns is None else tuple(columns)
    held = {document.id for document in shown}
    groups = [inside for group in book.groups if (inside := [name for name in group if name in held])]
    brackets = []
    for group in groups:
        taken = "one lineage" if len(group) > 1 else ""
        brackets.append(el("td", taken, colspan=len(group), class_="bracket" if taken else None))
    heads = (
        el(
            "th",
            _headed(book, document, links),
            standing(document),
            " ",
            el("small", dated(document)),
            scope="col",
        )
        for document in shown
    )
    top = el("tr", el("td", class_="corner"), *brackets, class_="brackets") if any(len(g) > 1 for g in groups) else ""
    return el(
        "div",
        el(
            "table",
            el("caption", caption),
            el("thead", top, el("tr", el("th", "Claim", scope="col"), *heads)),
            *(
                _bodies(book, claims, shown, links)
                if stories
                else [el("tbody", *(_row(book, one, shown, links) for one in claims))]
            ),
            class_="collation",
        ),
        class_="wide many" if len(shown) > 6 else "wide several" if len(shown) > 3 else "wide",
    )


def timed(words: str, value: str) -> Html:
    """Words for a time; where its value is a plain date of ISO 8601, as an element that tells it."""
    plain = re.fullmatch(r"\d{4}-\d\d(-\d\d(T\d\d:\d\d)?)?", value)
    return el("time", words, datetime=value) if plain else join([words])


def dated(document: Document) -> Html:
    """The day on which a report was published; empty where it is not told."""
    day = (document.meta.published or "")[:10]
    return timed(day, day)


def _headed(book: Book, document: Document, links: Linking) -> Html:
    """A report's letter and outlet, at the head of its column."""
    words = join([el("b", book.siglum(document.id)), " ", book.outlet(document)])
    return el("a", words, href=links.report(document.id)) if links.own_pages else words


def _bodies(book: Book, claims: Iterable[Claim], columns: Sequence[Document], links: Linking) -> list[Html]:
    """The rows, under the name of their story where there are several."""
    labels = {story.id: story.label for story in book.record.stories}
    bodies = []
    for story, group in groupby(claims, key=lambda claim: claim.story):
        rows: list[str] = [_row(book, claim, columns, links) for claim in group]
        if len(labels) > 1:
            label = labels.get(story or "", "In no one story")
            rows.insert(0, el("tr", el("th", label, colspan=len(columns) + 1, scope="rowgroup"), class_="story"))
        bodies.append(el("tbody", *rows))
    return bodies


def _row(book: Book, claim: Claim, columns: Sequence[Document], links: Linking) -> Html:
    who, _, words = claim.label.partition(": ")
    for document in columns:
        if not document.meta.publisher:  # a letter reads better than the name of a file
            who = who.replace(document.name, book.siglum(document.id))
    told = book.told(claim)
    by_document: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in told:
        by_document[statement.document].append(statement)
    relations = sorted({entry.relation for entry in book.of_claim(claim)}, key=RELATION_ORDER.index)
    times = dict.fromkeys(
        (told_time(entry.time.value, entry.time.approximate), entry.time.value if not entry.time.approximate else "")
        for statement in told
        for name in statement.times
        if (entry := book.times.get(name)) and entry.time.value and entry.time.type in ("date", "time")
    )
    marks: list[str] = [el("span", RELATION_SIGN[name], class_=name, title=RELATION_WORD[name]) for name in relations]
    if not marks and book.alike(claim):
        marks = [el("span", ALIKE, title=ALIKE_WORD, class_="alike")]
    first = el(
        "th",
        _numbered(book, claim, links),
        el("span", SUPPORT_SIGN[claim.support], class_="support", title=support(book, claim)),
        " ",
        join(marks, " "),
        el("span", who, ":", class_="who") if words else "",
        said(words or who),
        el("small", join((timed(words, value) for words, value in list(times)[:3]), "; ")) if times else "",
        *(el("small", dismissed(settled), class_="note") for settled in book.dismissals(claim)),
        *accusing.notes(book, claim),
        *signoffs.beside(book, claim),
        _why(book, claim),
        scope="row",
    )
    origins = (
        {name: number for number, origin in enumerate(claim.origins) for name in origin.statements} if links.own_pages else {}
    )
    cells = (_cell(book, document, by_document.get(document.id, []), links, origins) for document in columns)
    return el("tr", first, *cells, id=anchor("c", claim.id))


def _numbered(book: Book, claim: Claim, links: Linking) -> Html:
    number = str(book.numbers[claim.id])
    if not links.own_pages:
        return el("span", number, class_="number")
    return el("a", number, href=links.claim(claim.id), class_="number", aria_label=f"Claim {number}: {claim.label}")


def _why(book: Book, claim: Claim) -> Html:
    """What a claim rests on, and why its statements are one claim; closed until asked for."""
    reasons = list(dict.fromkeys(ground for origin in claim.origins if (ground := book.ground(origin))))
    reasons += [claim.why] if claim.why else []
    if not reasons:
        return join([])
    listed = el("ul", *(el("li", reason) for reason in reasons))
    return el("details", el("summary", support(book, claim)), listed, class_="why")


def _cell(book: Book, document: Document, statements: list[RecordStatement], links: Linking, origins: Mapping[str, int]) -> Html:
    """What a report tells of a claim; `origins` numbers what its statements rest on, so that twins can light up together."""
    letter = book.siglum(document.id)
    if not statements:
        return el("td", NOT_TOLD, class_="none", title=f"not told by {letter}", data_report=letter)
    return el("td", *(_quoted(book, one, links, origins.get(one.id)) for one in _outermost(book, statements)), data_report=letter)


def _outermost(book: Book, statements: list[RecordStatement]) -> list[RecordStatement]:
    """The statements whose words no other of the cell holds; its words show those inside it, told by the same."""

    def inside(inner: RecordStatement, outer: RecordStatement) -> bool:
        same = book.teller(inner) == book.teller(outer) and inner.polarity == outer.polarity
        return same and inner.certainty == outer.certainty and outer.span.covers(inner.span) and outer.span != inner.span

    return [one for one in statements if not any(inside(one, other) for other in statements)]


def _quoted(book: Book, statement: RecordStatement, links: Linking, origin: int | None) -> Html:
    words = el("a", marked(book, statement.document, statement.span), href=links.statement(statement), class_="said", dir="auto")
    return el("p", words, el("small", book.teller(statement), unsure(statement), class_="teller"), data_origin=origin)


def marked(book: Book, document: str, span: Span) -> Html:
    """The words of a span, those that another report tells otherwise underlined with their sign."""
    text = book.documents[document].text
    marks = [mark for mark in book.differences.get(document, ()) if mark.span.overlap(span)]
    cuts = {span.start, span.end}
    for mark in marks:
        cuts |= {max(mark.span.start, span.start), min(mark.span.end, span.end)}
    pieces: list[str] = []
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        over = [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]
        words = " ".join(text[start:end].split()) if text[start:end].strip() else " "
        words = (" " if text[start].isspace() else "") + words.strip() + (" " if text[end - 1].isspace() else "")
        pieces.append(_underlined(words, over, end) if over else words)
    return join(pieces)


def _underlined(words: str, over: list[Difference], end: int) -> Html:
    strongest = min(over, key=lambda mark: RELATION_ORDER.index(mark.relation))
    closing = any(mark.span.end == end for mark in over)
    sign = el("sup", RELATION_SIGN[strongest.relation]) if closing else ""
    return el("u", words, sign, class_=strongest.relation, title=RELATION_WORD[strongest.relation])


def apparatus(book: Book, links: Linking = WITHIN) -> Html:
    """Discrepancies as an edition prints variants, those that cannot both hold first."""
    found = book.record.discrepancies
    if not found:
        return el("p", "No differing readings were found. Add a report of the same event to compare more.", class_="empty")
    parts: list[str] = []
    for relation in RELATION_ORDER:
        entries = book.apparatus(relation)
        if entries:
            parts.append(el("h3", el("span", RELATION_SIGN[relation], class_=relation), " ", RELATION_HEAD[relation]))
            parts.append(el("ul", *(variant(book, entry, claims, links) for entry, claims in entries), class_="apparatus"))
    return join(parts)


def variant(book: Book, entry: Discrepancy, claims: tuple[str, ...], links: Linking = WITHIN) -> Html:
    """One discrepancy: its readings with who tells each, which claims it is in, and why it is one."""
    forms = [book.forms(reading) for reading in entry.readings]
    alike = len({form for group in forms for form in group}) < sum(len(group) for group in forms)
    readings = join((_reading(book, reading, alike, links) for reading in entry.readings), " : ")
    about: list[str] = [entry.kind]
    about += [el("a", f"claim {book.numbers[claim]}", href=links.claim(claim)) for claim in claims]
    if not claims and entry.entity in book.entities and entry.entity:
        about.append(el("a", book.entities[entry.entity].name, href=links.entity(entry.entity)))
    return el(
        "li",
        el("p", readings, class_="readings"),
        el("small", join(about, " · "), " · ", entry.why),
        id=anchor("d", entry.id),
    )


def _reading(book: Book, reading: ValueReading, valued: bool, links: Linking) -> Html:
    statements = [book.statements[name] for name in reading.statements if name in book.statements]
    found = {place.document for place in reading.spans}
    letters = [book.siglum(document.id) for document in book.columns if document.id in found]
    who = book.reading_tellers(reading)
    words = said(" / ".join(book.forms(reading)))
    if statements:
        words = el("a", words, href=links.statement(statements[0]))
    value = f"{reading.value}; " if valued and reading.value not in book.forms(reading) else ""  # the same words, meant apart
    return el("span", words, " ", el("b", " ".join(letters)), " ", el("small", f"({value}{who})"), class_="reading")


def entities(book: Book) -> Html:
    """People and organisations with the names the reports give them."""
    known = [entity for entity in book.record.entities if entity.type in ("person", "organisation", "group")]
    known.sort(key=lambda entity: (-len(entity.mentions), entity.name, entity.id))
    if not known:
        return el("p", "Nobody is named in these reports.", class_="empty")
    speaks: dict[str, list[bool]] = defaultdict(list)  # whether each is a denial
    for statement in book.record.statements:
        for holder in {vouch.holder for vouch in statement.attributions if vouch.holder}:
            speaks[holder].append(book.denies(statement, holder))
    named = [entity for entity in known if any(mention.kind == "name" for mention in entity.mentions)]
    described = [entity for entity in known if entity not in named]
    parts: list[str] = [_entity_table(book, named, speaks)] if named else []
    if described:
        caption = f"{counted(len(described), 'person or group', 'people or groups')} described, not named"
        parts.append(el("details", el("summary", caption), _entity_table(book, described, speaks)))
    return join(parts)


def _entity_table(book: Book, known: list[Entity], speaks: dict[str, list[bool]]) -> Html:
    rows = (_entity(book, entity, speaks.get(entity.id, [])) for entity in known)
    titles = ("Name", "As the reports write it", "Mentions", "Vouches for")
    return el(
        "div",
        el(
            "table",
            el("thead", el("tr", *(el("th", title, scope="col") for title in titles))),
            el("tbody", *rows),
            class_="entities",
        ),
        class_="wide",
    )


def _entity(book: Book, entity: Entity, speaks: list[bool]) -> Html:
    spelt: dict[str, list[str]] = defaultdict(list)
    for mention in entity.mentions:
        if mention.kind == "name" and mention.place.document in book.documents:
            words = " ".join(book.words(mention.place.document, mention.place.span).split())
            letter = book.siglum(mention.place.document)
            if letter not in spelt[words]:
                spelt[words].append(letter)
    forms = [el("span", said(words), " ", el("b", " ".join(sorted(spelt[words]))), class_="reading") for words in sorted(spelt)]
    return el(
        "tr",
        el("th", said(entity.name), el("small", entity.type, f" · {entity.why}" if entity.why else ""), scope="row"),
        el("td", join(forms or [el("small", f"not by name, in {book.letters(entity)}")], "; "), data_report="As written"),
        el("td", str(len(entity.mentions)), class_="figure", data_report="Mentions"),
        el("td", _vouched(speaks), class_="figure", data_report="Vouches for"),
        id=anchor("e", entity.id),
    )


def _vouched(denials: list[bool]) -> str:
    """How many statements somebody vouches for, and how many of them are denials of what they say."""
    if not denials:
        return "–"
    return counted(len(denials), "statement") + (f", {sum(denials)} denied" if any(denials) else "")


def failures(book: Book) -> Html:
    """What could not be read or taken further, and why."""
    found = book.record.failures
    if not found:
        return el("p", "Every input was read.", class_="empty")
    return el("ul", *(el("li", el("b", f.name), f" · {f.stage}: {f.reason}") for f in found))
