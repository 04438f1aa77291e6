"""Two or three reports side by side: what they tell alike, what was copied or rewritten, and what drifted on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations, pairwise

from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.model.record import Claim, Discrepancy, Lineage, Passage, Relation, ValueReading
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.figures import Canvas, curve, framed, key, shape, shortened, written
from variorum.show.room.layers import passages, reading, switches, told_with
from variorum.show.room.register import register
from variorum.show.room.report import lineage_line
from variorum.show.room.reports import claims_of
from variorum.show.room.telling import as_file, headed
from variorum.show.signs import NOT_TOLD, RELATION_SIGN, RELATION_WORD
from variorum.show.wording import support

MOST = 3  # reports
LAYERS = ("statements", "copied", "rewritten")
QUOTE = 400  # characters of a passage shown in the list of drift
TALL, BAR, APART = 360, 22, 420  # of the picture
KEY = (
    ("thread", "told in both, no difference settled"),
    ("thread-contradiction", "≠ cannot both hold"),
    ("thread-refinement", "+ one says more"),
    ("thread-update", "→ changed since"),
    ("thread-variant", "~ worded or spelt otherwise"),
    ("band-copy", "copied word for word"),
    ("band-rewrite", "rewritten"),
)


def page(book: Book, ask: Ask) -> Html:
    """The reports asked for, beside one another; where fewer than two are, a form to choose them."""
    chosen = asked(book, ask)
    if len(chosen) < 2:
        return _chooser(book, chosen)
    shared = shared_claims(book, chosen)
    names = ", ".join(book.siglum(one.id) for one in chosen)
    ids = [one.id for one in chosen]
    related = {claim.id: _relation(book, claim, ids) for claim in shared}
    columns = [_column(book, document, chosen, related) for document in chosen]
    return join(
        [
            el("h1", f"{names} side by side"),
            _counts(book, chosen, shared),
            el("details", el("summary", "The whole at a glance"), framed("Aligned claims and passages", _drawn(book, chosen, Canvas())), as_file(book, ask, "compare"),
               key(KEY), open="open", class_="glance"),
            *switches(ask, LAYERS, LAYERS),
            el("div", *columns, class_=f"columns of-{len(chosen)}", data_threads="claims"),
            el("section", el("h2", "What drifted"), _drift(book, chosen)),
            el("section", el("h2", "Where they differ"), _differences(book, chosen, shared)),
            el("section", el("h2", "What they tell alike or differently, by claim"), _table(book, chosen, shared)),
            el("script", type="module", src="/static/compare.js"),
        ]
    )  # fmt: skip


def picture(book: Book, ask: Ask) -> str:
    """The reports as bars with their shared passages and the threads of the claims they share, as a file of its own."""
    chosen = asked(book, ask)
    return _drawn(book, chosen, Canvas(alone=True)) if len(chosen) > 1 else ""


def asked(book: Book, ask: Ask) -> list[Document]:
    """The reports asked for that are in the case, each once, three at most."""
    names = dict.fromkeys(name for name in ask.query.get("report", ()) if name in book.documents)
    return [book.documents[name] for name in names][:MOST]


def shared_claims(book: Book, chosen: list[Document]) -> list[Claim]:
    """The claims that two or more of these reports tell, in the order of the story."""
    told = [set(claims_of(book, document)) for document in chosen]
    names = set().union(*(one & other for one, other in combinations(told, 2)))
    return [claim for claim in book.claims if claim.id in names]


def _chooser(book: Book, chosen: list[Document]) -> Html:
    if len(book.columns) < 2:
        return join([el("h1", "Side by side"), el("p", "Two reports are needed to compare. Add another.", class_="empty")])
    picked = [one.id for one in chosen]

    def option(document: Document, selected: bool) -> Html:
        return el("option", headed(book, document), value=document.id, selected="selected" if selected else None)

    def field(number: int) -> Html:
        none = [el("option", "none", value="")] if number == MOST - 1 else []
        mine = picked[number] if number < len(picked) else book.columns[number].id if number < 2 else ""
        return el("label", ("First", "Second", "Third")[number], " ",
                  el("select", *none, *(option(one, one.id == mine) for one in book.columns), name="report"))  # fmt: skip

    fields = [field(number) for number in range(min(MOST, len(book.columns)))]
    form = el(
        "form", *fields, el("button", "Set side by side", type="submit"), action=links.COMPARE, method="get", class_="chooser"
    )
    pairs = [
        one for one in book.record.lineages if one.source in book.documents and one.to in book.documents and one.kind != "cites"
    ]
    ways = [el("li", lineage_line(book, one)) for one in pairs[:40]]
    near = join([el("h2", "Reports that share words"), el("ul", *ways, class_="edges")]) if ways else ""
    return join([el("h1", "Side by side"), el("p", "Choose two or three reports.", class_="ours"), form, near])


def _counts(book: Book, chosen: list[Document], shared: list[Claim]) -> Html:
    common = {claim.id for claim in shared}
    alone = [
        f"{counted(len([name for name in claims_of(book, one) if name not in common]), 'claim')} in {book.siglum(one.id)} and none of the others here"
        for one in chosen
    ]
    tellers = "both" if len(chosen) == 2 else "two or more of these"
    return el("p", f"{counted(len(shared), 'claim')} told by {tellers}; {'; '.join(alone)}.", class_="basis-lead")


def _column(book: Book, document: Document, chosen: list[Document], shared: Mapping[str, Relation | None]) -> Html:
    others = {one.id for one in chosen if one.id != document.id}
    marks = [*told_with(book, document, shared), *passages(book, document, others)]
    letter = book.siglum(document.id)
    head = el(
        "header",
        el("h2", el("a", headed(book, document), href=links.report(document.id))),
        el("p", book.title(document) or "Without a title", class_="said", dir="auto"),
    )
    return el("article", head, reading(book, document, marks, f"{letter}-"), class_="column", data_report=letter)


def _between(book: Book, chosen: list[Document]) -> list[Lineage]:
    names = {one.id for one in chosen}
    found = [lineage for one in chosen for lineage in register(book).lineages.get(one.id, ())]
    return [lineage for lineage in found if lineage.source in names and lineage.source != lineage.to]


def _drift(book: Book, chosen: list[Document]) -> Html:
    """Every lineage between the reports with its passages: as it stood, as it became, what drifted."""
    found = _between(book, chosen)
    if not found:
        letters = ", ".join(book.siglum(one.id) for one in chosen)
        return el("p", f"No common source found between {letters}.", class_="empty")
    parts: list[str] = []
    for lineage in found:
        parts.append(el("p", lineage_line(book, lineage)))
        rows = [
            el(
                "tr",
                _words(book, aligned.source),
                _words(book, aligned.to),
                el("td", aligned.note or "nothing drifted", data_head="Drift"),
            )
            for aligned in lineage.passages
            if aligned.source is not None and lineage.kind != "cites"
        ]
        if rows:
            heads = (f"In {book.siglum(lineage.source)}", f"In {book.siglum(lineage.to)}", "Drift")
            top = el("thead", el("tr", *(el("th", head, scope="col") for head in heads)))
            parts.append(el("div", el("table", top, el("tbody", *rows), class_="listing drift"), class_="wide"))
    return join(parts)


def _words(book: Book, place: Passage | None) -> Html:
    if place is None or place.document not in book.documents:
        return el("td", "·")
    letter = book.siglum(place.document)
    return el("td", el("span", shortened(book.words(place.document, place.span), QUOTE), class_="said", dir="auto"),
              data_head=f"In {letter}")  # fmt: skip


def _differences(book: Book, chosen: list[Document], shared: list[Claim]) -> Html:
    items = []
    for claim in shared:
        for entry in _between_them(book, claim, [one.id for one in chosen]):
            readings = join(
                (join([el("span", " / ".join(book.forms(one)), class_="said", dir="auto"), " ", el("small", book.reading_tellers(one))])
                 for one in entry.readings), " : ",
            )  # fmt: skip
            sign = el("span", RELATION_SIGN[entry.relation], class_=entry.relation, title=RELATION_WORD[entry.relation])
            number = el("a", f"claim {book.numbers[claim.id]}", href=links.claim(claim.id))
            items.append(
                el(
                    "li",
                    el("p", sign, " ", readings, class_="readings"),
                    el("small", entry.kind, " · ", number, " · ", entry.why),
                )
            )
    if not items:
        return el("p", "No differing readings were found in the claims they share.", class_="empty")
    return el("ul", *items, class_="apparatus")


def _table(book: Book, chosen: list[Document], shared: list[Claim]) -> Html:
    if not shared:
        return el("p", "No claim is told by two of them.", class_="empty")
    heads = el("tr", el("th", "Claim", scope="col"), *(el("th", headed(book, one), scope="col") for one in chosen))
    rows = []
    for claim in shared:
        told = book.told(claim)
        cells = []
        for document in chosen:
            mine = [one for one in told if one.document == document.id]
            words = [
                el("p", el("a", " ".join(book.words(one.document, one.span).split()), href=links.report(one.document, one.id), class_="said",
                           dir="auto"), el("small", book.teller(one), class_="teller"))
                for one in mine
            ]  # fmt: skip
            cells.append(el("td", join(words) or NOT_TOLD, class_=None if words else "none", data_head=book.siglum(document.id)))
        number = el("a", f"claim {book.numbers[claim.id]}", href=links.claim(claim.id), title=claim.label)
        rows.append(el("tr", el("th", number, " ", el("small", support(book, claim)), scope="row"), *cells))
    return el("div", el("table", el("thead", heads), el("tbody", *rows), class_="listing aligned"), class_="wide")


def _between_them(book: Book, claim: Claim, reports: list[str]) -> list[Discrepancy]:
    """The discrepancies of a claim of which two of these reports have different readings."""

    def held(reading: ValueReading) -> set[str]:
        told = {book.statements[name].document for name in reading.statements if name in book.statements}
        return (told or {place.document for place in reading.spans}) & {*reports}

    found = []
    for entry in book.of_claim(claim):
        holders = [held(reading) for reading in entry.readings]
        if any(len(one | other) > 1 and one and other for one, other in combinations(holders, 2)):
            found.append(entry)
    return found


def _relation(book: Book, claim: Claim, reports: list[str]) -> Relation | None:
    """How the readings of a claim in these reports stand to one another; None where no difference was settled."""
    return next((entry.relation for entry in _between_them(book, claim, reports)), None)


def _thread(book: Book, claim: Claim, reports: list[str]) -> str:
    relation = _relation(book, claim, reports)
    return f"thread-{relation}" if relation else "thread"


def _drawn(book: Book, chosen: list[Document], canvas: Canvas) -> Html:
    """The reports as upright bars, first word at the top."""
    left = {document.id: 150.0 + number * APART for number, document in enumerate(chosen)}
    top = 56.0
    longest = max(max(len(one.text) for one in chosen), 1)

    def height(document: str, at: int) -> float:
        return top + TALL * at / longest

    shapes: list[str] = []
    for lineage in _between(book, chosen):
        kind = {"copy": "band-copy", "rewrite": "band-rewrite"}.get(lineage.kind)
        for aligned in lineage.passages if kind else ():
            for place in (aligned.source, aligned.to) if aligned.source else ():
                if place is not None and place.document in left and kind:
                    y, end = height(place.document, place.start), height(place.document, place.end)
                    shapes.append(shape("rect", kind, x=left[place.document] + 2, y=y, width=BAR - 4, height=max(end - y, 2.0)))
    shared = shared_claims(book, chosen)
    threads = [node for claim in shared for node in _threads(book, claim, chosen, left, height, canvas)]
    bars: list[str] = []
    for document in chosen:
        middle = left[document.id] + BAR / 2
        bars.append(
            shape(
                "rect",
                "box",
                x=left[document.id],
                y=top,
                width=BAR,
                height=max(height(document.id, len(document.text)) - top, 4.0),
            )
        )
        name = f"{book.siglum(document.id)} · {book.outlet(document)}"
        bars.append(written("head", shortened(name, 34), middle, 24, "middle"))
        bars.append(
            written(
                "small", f"{(document.meta.published or 'no date')[:10]}, {len(document.text):,} characters", middle, 42, "middle"
            )
        )
    letters = " and ".join(f"{book.siglum(one.id)} ({book.outlet(one)})" for one in chosen)
    title = f"What {letters} share: {counted(len(shared), 'claim')}"
    about = (
        "Bars are reports from first word to last; threads join statements of one claim; bands are passages copied or rewritten."
    )
    size = (300.0 + APART * (len(chosen) - 1) + BAR, top + TALL + 24)
    return canvas.drawing("compared", title, about, size, [*bars, *shapes, *threads])


def _threads(
    book: Book, claim: Claim, chosen: list[Document], left: dict[str, float], height: Callable[[str, int], float], canvas: Canvas
) -> list[Html]:
    """A claim's threads from each report that tells it to the next that does."""
    told = book.told(claim)
    first = {one.id: next((s for s in told if s.document == one.id), None) for one in chosen}
    standing = [(name, statement) for name, statement in first.items() if statement is not None]
    found = []
    for (one, start), (other, end) in pairwise(standing):
        label = f"claim {book.numbers[claim.id]}: {shortened(book.words(one, start.span), 80)} ({book.tellers([start, end], named=True)})"
        y1, y2 = height(one, start.span.start), height(other, end.span.start)
        path = curve(left[one] + BAR, y1, left[other], y2, sideways=True)
        found.append(canvas.node(links.claim(claim.id), label, shape("path", _thread(book, claim, [one, other]), d=path)))
    return found
