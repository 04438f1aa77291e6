"""Where a claim comes from, drawn: its origins above, the reports that tell it below, what one took from another between them."""

from __future__ import annotations

from collections import defaultdict

from variorum.export.book import Book, counted
from variorum.model.document import Document
from variorum.model.record import Claim, Lineage, Origin, RecordStatement
from variorum.show.markup import Html, el, join

WIDTH, HEIGHT, GAP, ROW = 168, 58, 28, 118
TOP = 84  # of the first row of reports
FITS = 1100  # pixels up to which the drawing shrinks with the page
NOBODY = "nobody is named"
Point = tuple[float, float]


def tree(book: Book, claim: Claim) -> Html:
    """The drawing, and the same in words for whoever does not see it."""
    drawn = el("div", _Tree(book, claim).draw(), class_="origins", tabindex=0, role="group", aria_label="Drawing")
    return join([el("figure", el("figcaption", summary(book, claim)), drawn, data_tellers=claim.label), _words(book, claim)])


def summary(book: Book, claim: Claim) -> str:
    """ "5 reports, 2 origins", and that for some nobody is named."""
    named = [origin for origin in claim.origins if origin.kind != "unknown"]
    bare = sum(len(origin.statements) for origin in claim.origins if origin.kind == "unknown")
    parts = [counted(len(book.reports(claim)), "report"), counted(len(named), "origin") if named else "no origin identified"]
    return ", ".join(parts) + (f"; for {counted(bare, 'statement')} no origin was found" if bare and named else "")


def _words(book: Book, claim: Claim) -> Html:
    entries = []
    for origin in claim.origins:
        told = [book.statements[name] for name in origin.statements if name in book.statements]
        who = el("b", origin.name or NOBODY[0].upper() + NOBODY[1:])
        kind = f" ({origin.kind})" if origin.kind != "unknown" else ""
        entries.append(el("li", who, kind, f": {book.ground(origin)}", el("small", " · ", book.tellers(told))))
    return el("ul", *entries, class_="grounds")


class _Tree:
    """Where everything stands."""

    def __init__(self, book: Book, claim: Claim) -> None:
        self.book = book
        self.claim = claim
        self.told: dict[str, list[RecordStatement]] = defaultdict(list)
        for statement in book.told(claim):
            self.told[statement.document].append(statement)
        self.columns = [document for document in book.columns if document.id in self.told]
        self.lines = self._lines()
        self.depth = self._depths()
        self.origins = sorted(claim.origins, key=lambda origin: (self._middle(origin), origin.name or "~"))
        self.width = max(len(self.columns), len(self.origins)) * (WIDTH + GAP) + GAP

    def _lines(self) -> list[Lineage]:
        """What these reports took from one another, each pair by its closest bond."""
        rank = {"copy": 0, "rewrite": 1, "cites": 2}
        found: dict[tuple[str, str], Lineage] = {}
        for one in self.book.record.lineages:
            if one.source in self.told and one.to in self.told and one.source != one.to:
                known = found.get((one.source, one.to))
                if known is None or rank[one.kind] < rank[known.kind]:
                    found[one.source, one.to] = one
        return list(found.values())

    def _depths(self) -> dict[str, int]:
        depth = dict.fromkeys(self.told, 0)
        for _ in range(min(len(depth), 12)):
            for one in self.lines:
                if one.directed:
                    depth[one.to] = min(max(depth[one.to], depth[one.source] + 1), len(depth) - 1)
        return depth

    def _documents(self, origin: Origin) -> list[str]:
        """The reports that have an origin's word at first hand, as far as is known."""
        within = {self.book.statements[name].document for name in origin.statements if name in self.book.statements}
        taken = {one.to for one in self.lines if one.directed and one.source in within and one.to in within}
        first = within - taken or within
        return [document.id for document in self.columns if document.id in first]

    def _middle(self, origin: Origin) -> float:
        places = [number for number, document in enumerate(self.columns) if document.id in self._documents(origin)]
        return sum(places) / len(places) if places else 0.0

    def _at(self, number: int, of: int) -> float:
        return self.width * (number + 0.5) / of

    def _box(self, id: str) -> Point:
        number = next(n for n, document in enumerate(self.columns) if document.id == id)
        return self._at(number, len(self.columns)), TOP + self.depth[id] * ROW

    def draw(self) -> Html:
        """The drawing as SVG."""
        height = TOP + max(self.depth.values(), default=0) * ROW + HEIGHT + 12
        shapes: list[str] = []
        for number, origin in enumerate(self.origins):
            x = self._at(number, len(self.origins))
            kind = "rests" if origin.kind != "unknown" else "rests cites"
            shapes += [el("path", d=_curve((x, 40), self._box(id)), class_=kind) for id in self._documents(origin)]
        for one in self.lines:
            shapes += self._line(one)
        for number, origin in enumerate(self.origins):
            shapes += _node(origin, self._at(number, len(self.origins)))
        for document in self.columns:
            shapes += self._report(document)
        return el(
            "svg",
            el("title", f"{self.claim.label}: {summary(self.book, self.claim)}"),
            *shapes,
            viewBox=f"0 0 {self.width} {height}",
            width=self.width,
            role="img",
            class_="fits" if self.width <= FITS else None,
        )

    def _report(self, document: Document) -> list[str]:
        x, y = self._box(document.id)
        who = self.book.tellers(self.told[document.id])
        day = (document.meta.published or "no date")[:10]
        return [
            el(
                "g",
                el("title", f"{self.book.outlet(document)}: {who}"),
                el("rect", x=f"{x - WIDTH / 2:.0f}", y=y, width=WIDTH, height=HEIGHT, rx=3, class_="box"),
                _text(f"{self.book.siglum(document.id)} · {self.book.outlet(document)}", x, y + 18),
                _text(who, x, y + 34, "soft"),
                _text(day, x, y + 49, "soft"),
            )
        ]

    def _line(self, one: Lineage) -> list[str]:
        (x1, y1), (x2, y2) = self._box(one.source), self._box(one.to)
        if y1 == y2:
            (x1, y1), (x2, y2) = sorted(((x1, y1), (x2, y2)))
            path = f"M{x1 + WIDTH / 2:.0f} {y1 + HEIGHT / 2:.0f}L{x2 - WIDTH / 2:.0f} {y2 + HEIGHT / 2:.0f}"
        else:
            path = _curve((x1, y1 + HEIGHT), (x2, y2))
        drawn: list[str] = [el("path", el("title", one.why), d=path, class_=one.kind)]
        if one.kind == "rewrite":
            drawn.append(el("path", d=path, class_="rewrite2"))
        if one.directed and y1 != y2:
            drawn.append(el("path", d=f"M{x2:.0f} {y2:.0f}l-5 -9h10z", class_="tip"))
        return drawn


def _node(origin: Origin, x: float) -> list[str]:
    known = origin.kind != "unknown"
    return [
        el("circle", cx=f"{x:.0f}", cy=40, r=7, class_="node" if known else "node nobody"),
        _text(origin.name if known and origin.name else NOBODY, x, 14),
        _text(origin.kind if known else "", x, 27, "soft"),
    ]


def _text(words: str, x: float, y: float, kind: str | None = None) -> Html:
    most = 23 if kind is None else 27
    short = words if len(words) <= most else words[: most - 1] + "…"
    return el("text", short, x=f"{x:.0f}", y=f"{y:.0f}", text_anchor="middle", class_=kind)


def _curve(start: Point, end: Point) -> str:
    (x1, y1), (x2, y2) = start, end
    middle = (y1 + y2) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"
