"""What was taken from where, story by story: the witnesses, who has them at first hand, who copied, rewrote or cites whom."""

from __future__ import annotations

from collections import Counter, defaultdict

from variorum.export.basis import roots
from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.model.record import Lineage, Story
from variorum.show.charts import KIND_WORDS
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.figures import FULL, Canvas, curve, framed, key, shape, shortened, written
from variorum.show.room.register import register
from variorum.show.room.report import lineage_line
from variorum.show.room.telling import address_with, as_file, letters, pages
from variorum.show.witnesses import depths, first_hand, sources

WIDE, NARROW, SHEET = 200.0, 116.0, FULL  # of a report's place; of the sheet
BOX, STEP, TOP = 64.0, 132.0, 96.0
REPORTS = 60  # of a story, drawn
SOURCES = 10  # drawn; all are listed
EDGES = 200  # listed
KEY = (
    ("many", "somebody who was there or says what happened"),
    ("circle", "another source"),
    ("copy", "takes word for word from"),
    ("rewrite", "retells in other words"),
    ("cites", "names as its source"),
)


def page(book: Book, ask: Ask) -> Html:
    """The stemma of the story asked for, else of the largest, with every edge and source in words."""
    stories = _stories(book)
    if not stories:
        return join(
            [el("h1", "Lineage"), el("p", "No report has been read yet. Add two reports of the same event.", class_="empty")]
        )
    story = _chosen(ask, stories)
    stemma = Stemma(book, story)
    return join(
        [
            el("h1", "What was taken from where"),
            _choice(book, ask, stories, story) if len(stories) > 1 else "",
            el("p", el("strong", roots(book, story)), ".", class_="basis-lead"),
            framed("Lineage", stemma.drawn(Canvas())),
            as_file(book, ask, "lineage"),
            key(KEY),
            el(
                "p",
                "What a report has through another drawn here is not drawn twice. A line leads to both reports side by side.",
                class_="ours",
            ),
            el("section", el("h2", "Whom they rest on"), _sources(book, stemma)),
            el("section", el("h2", "Who took from whom"), _edges(book, stemma)),
        ]
    )


def picture(book: Book, ask: Ask) -> str:
    """The stemma, as a file of its own."""
    stories = _stories(book)
    return Stemma(book, _chosen(ask, stories)).drawn(Canvas(alone=True)) if stories else ""


def _stories(book: Book) -> list[Story]:
    """The stories of the case, largest first; all reports as one where the record has no story."""
    found = sorted(book.record.stories, key=lambda one: (-len(one.documents), one.label, one.id))
    if found or not book.columns:
        return found
    return [Story("", book.record.title, tuple(one.id for one in book.columns))]


def _chosen(ask: Ask, stories: list[Story]) -> Story:
    return next((one for one in stories if one.id == ask.one("story")), stories[0])


def _choice(book: Book, ask: Ask, stories: list[Story], story: Story) -> Html:
    part, turning = pages(ask, links.LINEAGE, len(stories), 40, "story", "stories")
    items = [
        el("li", el("strong", one.label) if one is story else el("a", one.label, href=address_with(links.LINEAGE, ask, story=one.id)),
           " ", el("small", roots(book, one)))
        for one in stories[part]
    ]  # fmt: skip
    return el(
        "details",
        el("summary", f"{counted(len(stories), 'story', 'stories')}; this is “{story.label}”"),
        el("ul", *items),
        turning,
    )


def _sources(book: Book, stemma: Stemma) -> Html:
    if not stemma.spoken:
        return el(
            "p", "No origin identified: nobody is named as having seen, done or decided what these reports tell.", class_="empty"
        )
    rows = []
    for name in sorted(stemma.spoken, key=lambda one: (-sum(stemma.spoken[one].values()), book.entities[one].name, one)):
        told_in = stemma.spoken[name]
        first = stemma.first[name]
        through = [one for one in told_in if one not in first]
        entity = book.entities[name]
        href = links.place(name) if entity.type == "place" else links.entity(name)
        rows.append(
            el("tr", el("th", el("a", entity.name, href=href, class_="said", dir="auto"), el("small", stemma.kinds.get(name, "a source")),
                        scope="row"),
               el("td", letters(book, first), data_head="Named by"),
               el("td", letters(book, through) if through else "–", data_head="Through another report"),
               el("td", counted(sum(told_in.values()), "statement"), data_head="Speaks in", class_="figure"))
        )  # fmt: skip
    heads = ("Source", "Named by", "Through another report", "Speaks in")
    top = el("thead", el("tr", *(el("th", head, scope="col") for head in heads)))
    return el("div", el("table", top, el("tbody", *rows[:EDGES]), class_="listing"), class_="wide")


def _edges(book: Book, stemma: Stemma) -> Html:
    if not stemma.lineages:
        return el("p", "No common source found between these reports.", class_="empty")
    items = []
    for lineage in stemma.lineages[:EDGES]:
        notes = dict.fromkeys(aligned.note for aligned in lineage.passages if aligned.note)
        drift = el("small", "Drift: ", shortened("; ".join(notes), 400)) if notes else ""
        items.append(el("li", lineage_line(book, lineage), drift))
    rest = len(stemma.lineages) - EDGES
    more = el("p", f"{counted(rest, 'further edge')} not listed.", class_="ours") if rest > 0 else ""
    return join([el("ul", *items, class_="edges"), more])


class Stemma:
    """The reports of a story with their lineages and sources, each given its place: time runs down."""

    def __init__(self, book: Book, story: Story) -> None:
        self.book, self.story = book, story
        held = set(story.documents)
        every = [one for one in book.columns if one.id in held]
        self.columns = every[:REPORTS]
        self.left_out = len(every) - len(self.columns)
        ids = [one.id for one in self.columns]
        kept = register(book)
        order = list(KIND_WORDS)
        found = [lineage for one in ids for lineage in kept.lineages.get(one, ())]
        self.lineages = sorted(found, key=lambda one: (ids.index(one.to), order.index(one.kind), one.source))
        self.spoken = sources(book, set(ids))
        self.first = {name: first_hand(self.lineages, told) for name, told in self.spoken.items()}
        self.kinds = _kinds(book, story)
        self.depth = depths(self.lineages, ids)
        self.slot = min(max(SHEET / max(len(ids), 1), NARROW), WIDE)
        most = sorted(self.spoken, key=lambda name: (-sum(self.spoken[name].values()), name))[:SOURCES]
        self.width = max(self.slot * len(ids), 130.0 * len(most), 420.0) + 24
        self.place = {name: self._place(number, name) for number, name in enumerate(ids)}
        self.heads = self._heads(most)

    def _place(self, number: int, name: str) -> tuple[float, float]:
        """The middle of the upper side of a report's box."""
        x = 12 + (self.width - 24) * (number + 0.5) / max(len(self.columns), 1)
        return x, TOP + STEP * 0.6 + STEP * self.depth[name]

    def _heads(self, most: list[str]) -> dict[str, tuple[float, float]]:
        """Where the sources stand: above those who name them, none upon another."""
        middle = {name: sum(self.place[one][0] for one in self.first[name]) / len(self.first[name]) for name in most}
        ordered = sorted(most, key=lambda name: (middle[name], name))
        places: dict[str, tuple[float, float]] = {}
        for number, name in enumerate(ordered):
            low = 66.0 + 130 * number
            high = self.width - 66.0 - 130 * (len(ordered) - 1 - number)
            before = places[ordered[number - 1]][0] + 130 if number else 0.0
            places[name] = (min(max(middle[name], low, before), high), TOP - 20)
        return places

    def drawn(self, canvas: Canvas) -> Html:
        """The stemma as a picture."""
        height = TOP + STEP * 0.6 + STEP * max(self.depth.values(), default=0) + BOX + 34
        shapes: list[str] = [self._spoken(name, one, canvas) for name in self.heads for one in self.first[name]]
        closer = {(one.source, one.to) for one in self.lineages if one.kind != "cites"}
        for lineage in self.lineages:
            within = lineage.source in self.place and lineage.to in self.place and lineage.source != lineage.to
            if within and not (lineage.kind == "cites" and (lineage.source, lineage.to) in closer):
                shapes.append(self._taken(lineage, canvas))
        shapes += [self._source(name, canvas) for name in self.heads]
        shapes += [self._report(document, canvas) for document in self.columns]
        notes = [counted(len(self.spoken) - len(self.heads), "further source")] if len(self.spoken) > len(self.heads) else []
        notes += [counted(self.left_out, "further report")] if self.left_out else []
        if notes:
            shapes.append(written("small", f"{' and '.join(notes)} not drawn.", 12, height - 10))
        title = f"Lineage: {roots(self.book, self.story)}"
        about = "Sources at the top, reports below whom they take from. Every line says who names, copies or rewrites whom."
        return canvas.drawing(
            "lineage", title, about, (self.width, height), [*shapes, written("head", roots(self.book, self.story), 12, 22)]
        )

    def _called(self, name: str, canvas: Canvas) -> str:
        document = self.book.documents[name]
        return self.book.outlet(document) if canvas.alone else f"{self.book.siglum(name)} ({self.book.outlet(document)})"

    def _spoken(self, name: str, told_in: str, canvas: Canvas) -> Html:
        (x1, y1), (x2, y2) = self.heads[name], self.place[told_in]
        number = self.spoken[name][told_in]
        words = f"{self._called(told_in, canvas)} names {self.book.entities[name].name} for {counted(number, 'statement')}"
        return canvas.node(links.report(told_in), words, shape("path", "cites", d=curve(x1, y1 + 8, x2, y2)))

    def _source(self, name: str, canvas: Canvas) -> Html:
        x, y = self.heads[name]
        entity = self.book.entities[name]
        told_in = [one for one in self.columns if one.id in self.spoken[name]]
        who = ", ".join(self.book.outlet(one) if canvas.alone else self.book.siglum(one.id) for one in told_in)
        there = "many" if self.kinds.get(name) in ("witness", "participant", "reporter") else "circle"
        kind = self.kinds.get(name, "a source")
        short = f"{kind} for {who if len(told_in) < 4 and not canvas.alone else counted(len(told_in), 'report')}"
        told = f"{kind} for {who}"
        href = links.place(name) if entity.type == "place" else links.entity(name)
        return canvas.node(
            href,
            f"{entity.name}, {told}",
            shape("circle", there, cx=x, cy=y, r=8),
            written("words", shortened(entity.name, 18), x, y - 28, "middle"),
            written("small", shortened(short, 26), x, y - 14, "middle"),
        )

    def _report(self, document: Document, canvas: Canvas) -> Html:
        x, y = self.place[document.id]
        wide = min(self.slot - 12, 176.0)
        name = f"{self.book.siglum(document.id)} · {self.book.outlet(document)}"
        dated = (document.meta.published or "no date")[:10]
        standing = "" if document.standing == "current" else f", {document.standing}"
        return canvas.node(
            links.report(document.id),
            f"Report {name}, {dated}{standing}: {self.book.title(document) or 'without a title'}",
            shape("rect", "box", x=x - wide / 2, y=y, width=wide, height=BOX, rx=3),
            written("head", self.book.siglum(document.id), x, y + 19, "middle"),
            written("words", shortened(self.book.outlet(document), max(int((wide - 6) / 7.5), 6)), x, y + 36, "middle"),
            written("small", shortened(dated + standing, max(int(wide / 6), 8)), x, y + 53, "middle"),
        )

    def _taken(self, lineage: Lineage, canvas: Canvas) -> Html:
        (x1, y1), (x2, y2) = self.place[lineage.source], self.place[lineage.to]
        kind = KIND_WORDS[lineage.kind] if lineage.directed else "shares words or content with"
        share = f", {lineage.share:.0%} of its words" if lineage.share is not None else ""
        words = f"{self._called(lineage.to, canvas)} {kind} {self._called(lineage.source, canvas)}{share}: {lineage.why}"
        if y1 == y2:  # which came first is not told: below both, from one to the other
            path = f"M{x1:.1f} {y1 + BOX:.1f}C{x1:.1f} {y1 + BOX + 30:.1f} {x2:.1f} {y2 + BOX + 30:.1f} {x2:.1f} {y2 + BOX:.1f}"
        else:
            path = curve(x1, y1 + BOX, x2, y2 - 8)
        drawn: list[str] = [shape("path", lineage.kind, d=path)]
        if lineage.kind == "rewrite":
            drawn.append(shape("path", "gap", d=path))
        if lineage.directed and y1 != y2:
            drawn.append(shape("path", "tip", d=f"M{x2:.1f} {y2:.1f}l-5 -9h10z"))
        if lineage.share is not None:
            drawn.append(written("small", f"{lineage.share:.0%}", x2 + 8, y2 - 12 if y1 != y2 else y2 + BOX + 16))
        return canvas.node(links.compare(lineage.source, lineage.to), words, *drawn)


def _kinds(book: Book, story: Story) -> dict[str, str]:
    """What each source is for most of the claims that rest on it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in book.claims:
        for origin in claim.origins if not story.id or claim.story == story.id else ():
            if origin.entity and origin.kind != "unknown":
                found[origin.entity][origin.kind] += 1
    return {name: min(count, key=lambda kind: (-count[kind], kind)) for name, count in found.items()}
