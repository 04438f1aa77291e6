"""Drawings of a record as SVG in the page: the stemma of reports and the timeline."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from variorum.export.basis import roots
from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.model.record import Lineage, RecordStatement
from variorum.show.markup import Html, anchor, el, join
from variorum.show.witnesses import depths, first_hand, sources

WIDTH, BOX, GAP, ROW = 170, 46, 36, 110
SOURCES = 8  # drawn; the others are written out below
KIND_WORDS = {"copy": "takes word for word from", "rewrite": "retells in other words", "cites": "names as a source"}


@dataclass(frozen=True, slots=True)
class Telling:
    """One wording of what is dated, and who words it so."""

    statement: str
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When statements of one claim put it, and in which words, each with those alone who tell it so."""

    when: str
    tellings: tuple[Telling, ...]
    earliest: float  # days
    latest: float
    approximate: bool
    planned: bool
    statements: tuple[str, ...]  # as the columns have them
    claim: str | None  # None where its statements are of no claim

    @property
    def told(self) -> str:
        """All wordings with who tells them."""
        return "; ".join(f"{one.words} ({one.who})" for one in self.tellings)


def moments(book: Book) -> tuple[Moment, ...]:
    """The dated statements, earliest first; what statements of a claim put at one time stands together, each wording once."""
    groups: dict[tuple[str, float, float, bool], dict[str, RecordStatement]] = defaultdict(dict)
    when: dict[tuple[str, float, float, bool], str] = {}
    for statement in book.record.statements:
        for name in statement.times:
            entry = book.times.get(name)
            if entry is None or entry.time.type not in ("date", "time"):
                continue
            earliest = days(entry.time.earliest, False)
            latest = days(entry.time.latest, True)
            if earliest is None and latest is None:
                continue
            start = earliest if earliest is not None else latest or 0.0
            end = latest if latest is not None else start
            vague = entry.time.approximate or earliest is None or latest is None
            key = (statement.claim or statement.id, start, max(start, end), vague)
            groups[key][statement.id] = statement
            when.setdefault(key, told_time(entry.time.value or f"{entry.time.earliest} to {entry.time.latest}", vague))
    found = [
        Moment(
            when=when[key],
            tellings=_tellings(book, list(told.values())),
            earliest=key[1],
            latest=key[2],
            approximate=key[3],
            planned=any(statement.certainty == "future" for statement in told.values()),
            statements=tuple(one.id for one in book.in_columns(told.values())),
            claim=key[0] if key[0] in book.numbers else None,
        )
        for key, told in groups.items()
    ]
    return tuple(sorted(found, key=lambda m: (m.earliest, m.latest, m.approximate, m.tellings[0].statement)))


def _tellings(book: Book, statements: list[RecordStatement]) -> tuple[Telling, ...]:
    """The wordings, each with those who use it, as the columns have them."""
    worded: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in book.in_columns(statements):
        worded[" ".join(book.words(statement.document, statement.span).split()).lower()].append(statement)
    return tuple(Telling(told[0].id, book.words(told[0].document, told[0].span), book.tellers(told)) for told in worded.values())


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def told_time(value: str, approximate: bool) -> str:
    """An EDTF value for reading: "about 9 May 2031, 06:00"; what is no plain date stays as it is."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d))?.*)?)?)?", value.rstrip("~?%"))
    about = "about " if approximate else ""
    if clock_alone := re.fullmatch(r"T(\d\d)(?::(\d\d))?.*", value):
        return about + (f"{clock_alone[1]}:{clock_alone[2]}" if clock_alone[2] else f"{clock_alone[1]}h")
    if found is None or (found[2] and not 1 <= int(found[2]) <= 12):
        return about + value
    year, month, day, hour, minute = found.groups()
    words = f"{MONTHS[int(month) - 1]} {year}" if month else year
    words = f"{int(day)} {words}" if day else words
    clock = f", {hour}:{minute}" if minute else f", {hour}h" if hour else ""
    return about + words + clock


def days(value: str | None, end: bool) -> float | None:
    """An ISO 8601 date or date-time as days; a date without a clock time ends with its day."""
    if not value:
        return None
    text = value.rstrip("Z")
    try:
        if "T" in text:
            day, _, hour = text.partition("T")
            if hour.startswith("24"):  # the midnight that ends the day
                return date.fromisoformat(day).toordinal() + 1.0
            moment = datetime.fromisoformat(text if len(hour) > 2 else text + ":00")
            return moment.toordinal() + (moment.hour * 60 + moment.minute) / 1440
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return date(*parts).toordinal() + (0.999 if end else 0.0)
        year, month = parts[0], parts[1] if len(parts) > 1 else (12 if end else 1)
        if not end:
            return float(date(year, month, 1).toordinal())
        return float(date(year + month // 12, month % 12 + 1, 1).toordinal()) - 0.001
    except (ValueError, OverflowError, IndexError):
        return None


def timeline(book: Book) -> Html:
    """The moments told, in order: points for moments, bars for spans, fading ends for "about", hollow for planned."""
    found = moments(book)
    if not found:
        hint = "No dated statement. A date in a sidecar file (“published”) lets “Friday” be placed."
        return el("p", hint, class_="empty")
    place = _scale(found)
    rows = (
        el(
            "li",
            el("span", moment.when, class_="when"),
            el("div", *(_telling(one) for one in moment.tellings)),
            _bar(moment, place, number),
        )
        for number, moment in enumerate(found)
    )
    note = (
        "Points are moments, bars are spans or as exact as it is told, fading ends are “about”, "
        "hollow is said to be planned. Long gaps are drawn shorter."
    )
    return join([el("p", note, class_="ours"), el("ol", *rows, class_="timeline")])


def _telling(telling: Telling) -> Html:
    words = el("a", telling.words, href="#" + anchor("s", telling.statement), class_="said")
    return el("p", words, el("small", telling.who))


def _scale(found: tuple[Moment, ...]) -> dict[float, float]:
    """Where each bound stands on a line of 1000; a gap counts by its logarithm."""
    knots = sorted({bound for moment in found for bound in (moment.earliest, moment.latest)})
    place, at = {knots[0]: 0.0}, 0.0
    for before, after in pairwise(knots):
        at += 0.3 + math.log1p((after - before) * 24)
        place[after] = at
    return {knot: round(20 + 960 * (value / at if at else 0.5), 1) for knot, value in place.items()}


def _bar(moment: Moment, place: dict[float, float], number: int) -> Html:
    start, end = place[moment.earliest], place[moment.latest]
    shapes: list[str] = [el("path", d="M0 9H1000", class_="axis", vector_effect="non-scaling-stroke")]
    if moment.latest - moment.earliest < 1 and not moment.approximate:
        dot = {"d": f"M{(start + end) / 2:.1f} 9h.01", "vector_effect": "non-scaling-stroke"}
        shapes.append(el("path", class_="dot", **dot))
        if moment.planned:
            shapes.append(el("path", class_="hole", **dot))
    else:
        width = max(end - start, 24.0)
        fill = None
        if moment.approximate:
            shapes.append(_fade(number))
            fill = None if moment.planned else f"url(#fade-{number})"
        kind = "bar open" if moment.planned else "bar faded" if fill else "bar"
        shapes.append(el("rect", x=f"{start:.1f}", y=5, width=f"{width:.1f}", height=8, class_=kind, fill=fill))
    title = el("title", f"{moment.when}: {moment.told}")
    return el("svg", title, *shapes, viewBox="0 0 1000 18", preserveAspectRatio="none", role="img")


def _fade(number: int) -> Html:
    stops = ((0, 0), (0.35, 1), (0.65, 1), (1, 0))
    drawn = (el("stop", offset=at, stop_color="currentColor", stop_opacity=opacity) for at, opacity in stops)
    return el("defs", el("linearGradient", *drawn, id=f"fade-{number}"))


def _name(book: Book, name: str) -> str:
    if name in book.documents:
        standing = book.documents[name].standing
        told = "" if standing == "current" else f", {standing}"
        return f"{book.siglum(name)} ({book.outlet(book.documents[name])}{told})"
    entity = book.entities.get(name)
    return entity.name if entity else name


def _ordered(book: Book) -> list[Lineage]:
    """Lineages by the report that takes, what was taken most closely first."""
    place = {document.id: number for number, document in enumerate(book.columns)}
    kinds = list(KIND_WORDS)
    found = book.record.lineages
    return sorted(found, key=lambda one: (place.get(one.to, len(place)), kinds.index(one.kind), _name(book, one.source)))


def edges(book: Book) -> list[str]:
    """Each lineage as a sentence."""
    return [edge(book, lineage) for lineage in _ordered(book)]


def edge(book: Book, lineage: Lineage) -> str:
    """A lineage as a sentence: who takes what from whom, and why it is thought so."""
    share = f", {lineage.share:.0%} of its words" if lineage.share is not None else ""
    kind = KIND_WORDS[lineage.kind]
    if not lineage.directed:
        kind = {"copy": "shares words with", "rewrite": "shares content with"}.get(lineage.kind, kind)
        share += ", which came first is not told"
    return f"{_name(book, lineage.to)} {kind} {_name(book, lineage.source)}{share}: {lineage.why}"


def stemma(book: Book) -> Html:
    """The lineage of the reports: sources at the top, time running down; the roots written out."""
    written = el("p", el("strong", roots(book)), ".")
    drawn = _Stemma(book).draw() if book.columns else ""
    drift = [_edge(book, lineage, line) for lineage, line in zip(_ordered(book), edges(book), strict=True)]
    listed = el("ul", *drift, class_="edges") if drift else el("p", "No common source found.", class_="empty")
    key = (
        "Solid: word for word. Double: in other words. Dotted: names it as its source or quotes it. "
        "What a report has through another drawn here is not drawn twice."
    )
    return join([written, drawn, el("p", key, class_="ours"), listed])


def _edge(book: Book, lineage: Lineage, line: str) -> Html:
    notes = dict.fromkeys(aligned.note for aligned in lineage.passages if aligned.note)
    return el("li", line, el("small", "Drift: ", "; ".join(notes)) if notes else "")


class _Stemma:
    """Places and draws the boxes and lines of a stemma."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.lineages = book.record.lineages
        self.spoken = sources(book, book.documents)
        most = sorted(self.spoken, key=lambda name: (-sum(self.spoken[name].values()), name))[:SOURCES]
        self.sources = sorted(most, key=lambda name: (self._middle(name), name))  # above what they speak in
        self.width = max(len(book.columns) * (WIDTH + GAP), len(self.sources) * 140, 420) + GAP
        self.depth = depths(self.lineages, book.documents)
        self.top = 90 if self.sources else 20

    def _middle(self, name: str) -> float:
        places = [
            number for number, column in enumerate(self.book.columns) if column.id in first_hand(self.lineages, self.spoken[name])
        ]
        return sum(places) / len(places)

    def _box(self, document: Document) -> tuple[float, float]:
        number = next(i for i, column in enumerate(self.book.columns) if column.id == document.id)
        left = self.width * (number + 0.5) / len(self.book.columns) - WIDTH / 2
        return left, self.top + ROW * 0.5 + self.depth[document.id] * ROW

    def _node(self, name: str) -> tuple[float, float]:
        return self.width * (self.sources.index(name) + 0.5) / len(self.sources), 40

    def draw(self) -> Html:
        """The stemma as SVG."""
        height = self.top + ROW * 0.5 + max(self.depth.values()) * ROW + BOX + 20
        shapes: list[str] = []
        for name in self.sources:
            x, y = self._node(name)
            for told_in in first_hand(self.lineages, self.spoken[name]):
                left, top = self._box(self.book.documents[told_in])
                shapes.append(el("path", d=_curve(x, y + 14, left + WIDTH / 2, top), class_="cites"))
        shapes += [shape for lineage in self.lineages for shape in self._line(lineage)]
        for name in self.sources:
            x, y = self._node(name)
            shapes.append(el("circle", cx=f"{x:.0f}", cy=y, r=7, class_="node"))
            shapes.append(el("text", _short(self.book.entities[name].name, 20), x=f"{x:.0f}", y=y - 16, text_anchor="middle"))
        for document in self.book.columns:
            shapes += self._document(document)
        title = el("title", f"Lineage: {roots(self.book)}")
        box = f"0 0 {self.width} {height:.0f}"
        fits = "fits" if self.width <= 1200 else None
        rest = len(self.spoken) - len(self.sources)
        more = el("p", f"{counted(rest, 'further source')} not drawn.", class_="ours") if rest > 0 else ""
        return join(
            [el("div", el("svg", title, *shapes, viewBox=box, role="img", width=self.width, class_=fits), class_="stemma"), more]
        )

    def _document(self, document: Document) -> list[str]:
        left, top = self._box(document)
        middle = f"{left + WIDTH / 2:.0f}"
        label = _short(f"{self.book.siglum(document.id)} · {self.book.outlet(document)}", 20)
        dated = (document.meta.published or "no date")[:10]
        return [
            el("rect", x=f"{left:.0f}", y=f"{top:.0f}", width=WIDTH, height=BOX, rx=3, class_="box"),
            el("text", label, x=middle, y=f"{top + 20:.0f}", text_anchor="middle"),
            el("text", dated, x=middle, y=f"{top + 36:.0f}", text_anchor="middle", class_="soft"),
        ]

    def _line(self, lineage: Lineage) -> list[str]:
        documents = self.book.documents
        if lineage.source not in documents or lineage.to not in documents:
            return []
        closer = {(one.source, one.to) for one in self.lineages if one.kind != "cites"}
        if lineage.kind == "cites" and (lineage.source, lineage.to) in closer:
            return []
        x1, y1 = self._box(documents[lineage.source])
        x2, y2 = self._box(documents[lineage.to])
        if y1 == y2:  # undirected: side by side
            (x1, y1), (x2, y2) = sorted(((x1, y1), (x2, y2)))
            path = f"M{x1 + WIDTH:.0f} {y1 + BOX / 2:.0f}L{x2:.0f} {y2 + BOX / 2:.0f}"
        else:
            path = _curve(x1 + WIDTH / 2, y1 + BOX, x2 + WIDTH / 2, y2)
        drawn: list[str] = [el("path", el("title", edge(self.book, lineage)), d=path, class_=lineage.kind)]
        if lineage.kind == "rewrite":
            drawn.append(el("path", d=path, class_="rewrite2"))
        if lineage.directed and y1 != y2:
            tip = x2 + WIDTH / 2
            drawn.append(el("path", d=f"M{tip:.0f} {y2:.0f}l-5 -9h10z", class_="tip"))
        return drawn


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (y1 + y2) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
