"""When things happened as they are told: moments as points, spans as bars, "about" with fading ends, what is planned hollow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from variorum.export.book import Book, counted
from variorum.model.record import RecordStatement
from variorum.show.charts import Moment
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.clock import Stretch, asked, iso, strip, ticks, ways, whole
from variorum.show.room.figures import INK, Canvas, framed, key, shape, shortened, written
from variorum.show.room.register import register
from variorum.show.room.telling import address_with, as_file, headed, quoted
from variorum.show.room.within import choice, moments_within

LANES = {"none": "none", "report": "one a report", "person": "one a person"}
ROWS = 120  # drawn
LISTED = 300
PERSONS = 12
LEFT, PLOT, RIGHT, ROW, HEAD = 520.0, 640.0, 24.0, 40.0, 26.0
POINT = 7.0  # units below which a stretch is a point
EMPTY = "No dated statement. A date in a sidecar file (“published”) lets “Friday” be placed."
KEY = (
    ("point", "a moment, or as exact as it is told"),
    ("bar", "a span"),
    ("hollow", "said to be planned"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One moment in one lane, with those of its statements that belong there."""

    moment: Moment
    statements: tuple[RecordStatement, ...]


def page(book: Book, ask: Ask) -> Html:
    """The timeline of the stretch asked for, drawn and as a table."""
    found = moments_within(book, ask)
    if not found:
        return join([el("h1", "When, as told"), choice(book, ask, links.TIMELINE), el("p", EMPTY, class_="empty")])
    stretch = asked(ask, found)
    lane = _lane(ask)
    lanes = _lanes(book, [one for one in found if stretch.holds(one)], lane)
    ways_of_lanes = [
        el("strong", words)
        if name == lane
        else el("a", words, href=address_with(links.TIMELINE, ask, lane=name), data_zoom="yes")
        for name, words in LANES.items()
    ]
    live = [
        el("p", _outside(found, stretch), class_="ours"),
        strip(book, links.TIMELINE, ask, found, stretch, Canvas()),
        ways(links.TIMELINE, ask, stretch, whole(found)),
        el("p", "Lanes: ", join(ways_of_lanes, " · "), class_="ours"),
        framed("Timeline", _drawn(book, stretch, lanes, Canvas())),
        as_file(book, ask, "timeline"),
        key(KEY),
        el("p", "Fading ends are “about”. A span cut by the edge goes on beyond it.", class_="ours"),
        el("h2", "The same in words"),
        _table(book, lanes),
    ]
    return join(
        [
            el("h1", "When, as told"),
            choice(book, ask, links.TIMELINE),
            el("div", *live, data_live="timeline", data_from=iso(stretch.start), data_to=iso(stretch.end)),
            el("script", type="module", src="/static/timeline.js"),
        ]
    )


def picture(book: Book, ask: Ask) -> str:
    """The timeline of the stretch asked for, as a file of its own."""
    found = moments_within(book, ask)
    if not found:
        return ""
    stretch = asked(ask, found)
    lanes = _lanes(book, [one for one in found if stretch.holds(one)], _lane(ask))
    return _drawn(book, stretch, lanes, Canvas(alone=True))


def _lane(ask: Ask) -> str:
    return ask.one("lane") if ask.one("lane") in LANES else "none"


def _outside(found: Sequence[Moment], stretch: Stretch) -> str:
    before = sum(one.latest < stretch.start for one in found)
    after = sum(one.earliest > stretch.end for one in found)
    inside = len(found) - before - after
    parts = [f"{counted(inside, 'moment')} told in this stretch"]
    parts += [f"{before} before it"] if before else []
    parts += [f"{after} after it"] if after else []
    return f"{', '.join(parts)}. Each is as the reports tell it."


def _lanes(book: Book, moments: Sequence[Moment], lane: str) -> list[tuple[str, list[Row]]]:
    """The rows under the heads of their lanes; one lane without a head where there are none."""
    rows = _told_most([Row(one, tuple(book.statements[name] for name in one.statements)) for one in moments])
    if lane == "report":
        return _of_reports(book, rows)
    if lane == "person":
        return _of_persons(book, rows)
    return [("", rows)]


def _told_most(rows: list[Row]) -> list[Row]:
    """The rows, or where they are too many to draw those that most reports tell, in the order of time."""
    if len(rows) <= ROWS:
        return rows
    ranked = sorted(range(len(rows)), key=lambda n: (-len({told.document for told in rows[n].statements}), n))
    first = set(ranked[:ROWS])
    return [*(row for n, row in enumerate(rows) if n in first), *(row for n, row in enumerate(rows) if n not in first)]


def _of_reports(book: Book, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """A lane for each report that tells of any."""
    mine: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told: dict[str, list[RecordStatement]] = defaultdict(list)
        for statement in row.statements:
            told[statement.document].append(statement)
        for name, statements in told.items():
            mine[name].append(Row(row.moment, tuple(statements)))
    return [(headed(book, document), mine[document.id]) for document in book.columns if document.id in mine]


def _part(rows: Sequence[Row], ids: Set[str]) -> list[Row]:
    """The rows with some of these statements, with these alone."""
    held = (Row(row.moment, tuple(told for told in row.statements if told.id in ids)) for row in rows)
    return [row for row in held if row.statements]


def _of_persons(book: Book, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """A lane for each of those who are told of most, and one for all else."""
    kept = register(book)
    shown = {told.id for row in rows for told in row.statements}
    meant: dict[str, set[str]] = defaultdict(set)
    for entity in book.record.entities:
        if entity.type == "person":
            meant[entity.id] = {told.id for told in kept.about.get(entity.id, ()) if told.id in shown}
    count = Counter({name: len(told) for name, told in meant.items() if told})
    by_name = {name for name in count if any(mention.kind == "name" for mention in book.entities[name].mentions)}
    first = sorted(count, key=lambda name: (name not in by_name, -count[name], book.entities[name].name, name))[:PERSONS]
    lanes = [(f"Of {book.entities[name].name}", _part(rows, meant[name])) for name in first]
    rest = set().union(*(meant[name] for name in first))
    others = _part(rows, shown - rest)
    return [*lanes, *([("Of others, or nobody named", others)] if others else [])]


def _drawn(book: Book, stretch: Stretch, lanes: list[tuple[str, list[Row]]], canvas: Canvas) -> Html:
    shapes: list[str] = []
    y, number, width = 34.0, 0, LEFT + PLOT + RIGHT
    for head, rows in lanes:
        if number >= ROWS:
            break
        if head:
            shapes += [shape("rect", "shade", x=0.0, y=y, width=width, height=HEAD), written("head", head, 8, y + 17)]
            y += HEAD
        for row in rows[: ROWS - number]:
            shapes.append(_row(book, row, stretch, y, number, canvas))
            y += ROW
            number += 1
    left_out = sum(len(rows) for _, rows in lanes) - number
    note = (
        f"{counted(left_out, 'further moment')} told by as many reports or fewer not drawn; choose a shorter stretch."
        if left_out > 0
        else ""
    )
    note = note if number else "No moment is told in this stretch."
    if note:
        shapes.append(written("small", note, 8, y + 18))
        y += HEAD
    marks = ticks(stretch, 9)
    grid = [shape("path", "axis", d=f"M{LEFT + PLOT * stretch.share(at):.1f} 26V{y:.1f}") for at, _ in marks]
    scale = [written("small", words, LEFT + PLOT * stretch.share(at), 18, "middle") for at, words in marks]
    title = f"Timeline of {book.record.title}, from {iso(stretch.start)} to {iso(stretch.end)}, as the reports tell it"
    about = (
        "Points are moments, bars are spans, fading ends are “about”, hollow is said to be planned. Every line says who tells it."
    )
    return canvas.drawing("timeline", title, about, (width, y + 8), [*grid, *scale, *shapes])


def _row(book: Book, row: Row, stretch: Stretch, y: float, number: int, canvas: Canvas) -> Html:
    """One moment: its words with who tells them at the left, its mark at the right."""
    moment = row.moment
    start, end = (LEFT + PLOT * min(max(stretch.share(at), 0.0), 1.0) for at in (moment.earliest, moment.latest))
    told = row.statements[0]
    words = _words(book, told)
    alike = [one for one in row.statements if _words(book, one).lower() == words.lower()]
    rest = [one for one in row.statements if one not in alike]
    who = book.tellers(alike, named=canvas.alone)
    who += f"; in other words {book.tellers(rest, named=canvas.alone)}" if rest else ""
    href = links.claim(moment.claim) if moment.claim else links.report(told.document, told.id)
    return canvas.node(
        href,
        f"{moment.when}: {words} ({who})",
        shape("path", "axis", d=f"M0 {y:.1f}h{LEFT + PLOT + RIGHT:.0f}"),
        written("quoted", shortened(words, 78), 8, y + 17),
        written("small", shortened(f"{moment.when} · {who}", 92), 8, y + 33),
        *_mark(moment, start, end, y + 20, number),
    )


def _words(book: Book, statement: RecordStatement) -> str:
    return " ".join(book.words(statement.document, statement.span).split())


def _mark(moment: Moment, start: float, end: float, middle: float, number: int) -> list[Html]:
    kind = "hollow" if moment.planned else "bar"
    if moment.approximate:
        centre, half = (start + end) / 2, max((end - start) / 2, 8.0) + 8
        edge = {"stroke" if moment.planned else "fill": f"url(#fade-{number})"}
        bar = shape("rect", kind, x=centre - half, y=middle - 5, width=2 * half, height=10, class_="fade", **edge)
        return [_fade(number), bar]
    if end - start < POINT:
        return [shape("circle", "hollow" if moment.planned else "point", cx=(start + end) / 2, cy=middle, r=5)]
    return [shape("rect", kind, x=start, y=middle - 5, width=end - start, height=10)]


def _fade(number: int) -> Html:
    stops = ((0, 0), (0.35, 1), (0.65, 1), (1, 0))
    drawn = (el("stop", offset=at, stop_color="currentColor", stop_opacity=opacity) for at, opacity in stops)
    return el("defs", el("linearGradient", *drawn, id=f"fade-{number}", color=INK, class_="fade"))


def _table(book: Book, lanes: list[tuple[str, list[Row]]]) -> Html:
    bodies = []
    left = LISTED
    for head, rows in lanes:
        shown = [
            el("tr", el("th", el("time", row.moment.when), scope="row"), el("td", _certainty(row.moment), data_head="How told"),
               el("td", *(el("p", quoted(book, told)) for told in row.statements), data_head="As told"))
            for row in rows[:left]
        ]  # fmt: skip
        left -= len(shown)
        if head and shown:
            shown.insert(0, el("tr", el("th", head, colspan=3, scope="rowgroup")))
        bodies.append(el("tbody", *shown))
    rest = sum(len(rows) for _, rows in lanes) - LISTED
    more = el("p", f"{counted(rest, 'further moment')} not listed; choose a shorter stretch.", class_="ours") if rest > 0 else ""
    heads = el("thead", el("tr", *(el("th", words, scope="col") for words in ("When", "How told", "As told, and who tells it"))))
    return join([el("div", el("table", heads, *bodies, class_="listing moments"), class_="wide"), more])


def _certainty(moment: Moment) -> str:
    parts = ["about"] if moment.approximate else []
    parts += ["said to be planned"] if moment.planned else []
    length = moment.latest - moment.earliest
    parts += (
        []
        if moment.approximate
        else ["a moment"]
        if length < 1 / 24
        else ["within the day"]
        if length <= 1
        else ["a longer span"]
    )
    return ", ".join(parts)
