"""Who appears with whom and who speaks of whom, drawn: every line says who tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin, sqrt

from variorum.export.book import Book, counted
from variorum.model.record import RecordStatement
from variorum.show.markup import Html, el
from variorum.show.room import links
from variorum.show.room.entities import address
from variorum.show.room.figures import FULL, Canvas, shape, shortened, written
from variorum.show.room.register import register

WIDTH, HEIGHT = FULL, 620.0
ASPECT = 0.5  # how much nearer to one another boxes may stand upright than sideways
ROUNDS = 150
HOLD = 0.6
EDGES = 60  # drawn, those of most statements
KEY = (
    ("together", "both are in one statement, in the reports whose letters stand by the line"),
    ("speaks", "one is named as saying something of the other"),
    ("box", "somebody named"),
)


@dataclass(frozen=True, slots=True)
class Edge:
    """Two entities and the statements that join them. `speaks`: the first is named as saying these of the second."""

    one: str
    other: str
    statements: tuple[RecordStatement, ...]
    speaks: bool = False


def edges(book: Book, names: Sequence[str]) -> list[Edge]:
    """What joins these entities, what most statements tell first."""
    kept = register(book)
    held = set(names)
    found = [
        Edge(one, other, told)
        for one in held
        for other, told in kept.company.get(one, {}).items()
        if other in held and one < other
    ]
    for name in held:
        of: dict[str, list[RecordStatement]] = defaultdict(list)
        for statement, _ in kept.voiced.get(name, ()):
            for other in kept.meant[statement.id]:
                if other in held and other != name:
                    of[other].append(statement)
        found += [Edge(name, other, tuple(told), True) for other, told in of.items()]
    return sorted(found, key=lambda edge: (-len(edge.statements), edge.one, edge.other, edge.speaks))[:EDGES]


def drawn(book: Book, names: Sequence[str], title: str, canvas: Canvas, middle: str | None = None) -> Html:
    """Entities on an oval, joined; `middle` stands in its midst."""
    joined = edges(book, names)
    place = _around(names, joined, middle)
    if middle is None:
        place = _spread(place, joined)
    shapes = [_edge(book, edge, place, canvas) for edge in joined]
    shapes += [_node(book, name, place[name], name == middle, canvas) for name in place]
    height = HEIGHT
    if canvas.alone:
        letters = "; ".join(f"{book.siglum(one.id)} {book.outlet(one)}" for one in book.columns[:40])
        shapes.append(written("small", shortened(letters, 190), 12, HEIGHT + 14))
        height += 26
    about = "Lines join those who are in one statement; broken lines lead from who is named as speaking to whom it is said of."
    return canvas.drawing("network", title, about, (WIDTH, height), shapes)


def in_words(book: Book, names: Sequence[str]) -> Html:
    """The lines of a picture as sentences, behind a fold."""
    found = edges(book, names)
    items = (el("li", el("a", _sentence(book, edge, False), href=_leads(edge.statements[0]))) for edge in found)
    return el("details", el("summary", f"The same in words: {counted(len(found), 'line')}"), el("ul", *items, class_="edges"))


def _sentence(book: Book, edge: Edge, named: bool) -> str:
    one, other = book.entities[edge.one].name, book.entities[edge.other].name
    how = f"{one} is named as speaking of {other}" if edge.speaks else f"{one} with {other}"
    return f"{how} in {counted(len(edge.statements), 'statement')}: {book.tellers(edge.statements[:40], named=named)}"


def _around(names: Sequence[str], joined: Sequence[Edge], middle: str | None) -> dict[str, tuple[float, float]]:
    """Entities on an oval, `middle` in its midst."""
    around = _ordered([name for name in names if name != middle], joined)
    place = {}
    for number, name in enumerate(around):
        angle = 2 * pi * number / max(len(around), 1) - pi / 2
        place[name] = (WIDTH / 2 + (WIDTH / 2 - 110) * cos(angle), HEIGHT / 2 + (HEIGHT / 2 - 40) * sin(angle))
    return place if middle is None else {**place, middle: (WIDTH / 2, HEIGHT / 2)}


def _spread(place: dict[str, tuple[float, float]], joined: Sequence[Edge]) -> dict[str, tuple[float, float]]:
    """The places after those joined drew near and all others kept apart (Fruchterman and Reingold 1991), from a fixed start."""
    names = list(place)
    at = {name: [x, y / ASPECT] for name, (x, y) in place.items()}  # in a square, so that boxes wider than tall have room
    pairs = sorted({(min(edge.one, edge.other), max(edge.one, edge.other)) for edge in joined})
    apart = 0.75 * sqrt(WIDTH * HEIGHT / ASPECT / max(len(names), 1))
    for turn in range(ROUNDS):
        push = {name: [0.0, 0.0] for name in names}
        for one, other in combinations(names, 2):
            dx, dy = at[one][0] - at[other][0], at[one][1] - at[other][1]
            far = max(sqrt(dx * dx + dy * dy), 1.0)
            _moved(push, one, other, dx / far, dy / far, apart * apart / far)
        for one, other in pairs:
            dx, dy = at[one][0] - at[other][0], at[one][1] - at[other][1]
            far = max(sqrt(dx * dx + dy * dy), 1.0)
            _moved(push, one, other, dx / far, dy / far, -far * far / apart / 3)
        for name in names:  # all towards the midst a little, so that those joined to few do not end in a corner
            push[name][0] += (WIDTH / 2 - at[name][0]) * HOLD
            push[name][1] += (HEIGHT / 2 / ASPECT - at[name][1]) * HOLD
        most = 60.0 * (1 - turn / ROUNDS) + 1
        for name in names:
            dx, dy = push[name]
            far = max(sqrt(dx * dx + dy * dy), 1e-9)
            at[name][0] += dx / far * min(far, most)
            at[name][1] += dy / far * min(far, most)
    xs, ys = (
        _fitted([at[name][axis] for name in names], room) for axis, room in ((0, (110.0, WIDTH - 110)), (1, (40.0, HEIGHT - 40)))
    )
    return dict(zip(names, zip(xs, ys, strict=True), strict=True))


def _fitted(values: list[float], room: tuple[float, float]) -> list[float]:
    """The values stretched so that the first and the last are the bounds of the room."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high - low < 1:
        return [(room[0] + room[1]) / 2] * len(values)
    return [room[0] + (value - low) / (high - low) * (room[1] - room[0]) for value in values]


def _moved(push: dict[str, list[float]], one: str, other: str, x: float, y: float, force: float) -> None:
    for name, sign in ((one, 1), (other, -1)):
        push[name][0] += sign * x * force
        push[name][1] += sign * y * force


def _ordered(names: Sequence[str], joined: Sequence[Edge]) -> list[str]:
    """The names so that those much joined stand side by side."""
    weight: dict[tuple[str, str], int] = {}
    for edge in joined:
        for pair in ((edge.one, edge.other), (edge.other, edge.one)):
            weight[pair] = weight.get(pair, 0) + len(edge.statements)
    left = list(names)
    ordered: list[str] = []
    while left:
        last = ordered[-1] if ordered else ""
        best = max(range(len(left)), key=lambda n: (weight.get((last, left[n]), 0), -n))
        ordered.append(left.pop(best))
    return ordered


def _node(book: Book, name: str, at: tuple[float, float], middle: bool, canvas: Canvas) -> Html:
    x, y = at
    entity = book.entities[name]
    reports = {mention.place.document for mention in entity.mentions}
    who = ", ".join(book.siglum(one.id) for one in book.columns if one.id in reports)
    label = shortened(entity.name, 24)
    under = shortened(f"{entity.type} · {who}", 26)
    wide = max(len(label) * 7.6 + 18, len(under) * 5.9 + 16, 84.0)
    words = f"{entity.name} ({entity.type}), named or described by {who or 'nobody'}"
    return canvas.node(
        address(entity),
        words,
        shape("rect", "box", x=x - wide / 2, y=y - 19, width=wide, height=38, rx=19, stroke_width=2.2 if middle else 1),
        written("head" if middle else "words", label, x, y - 1, "middle"),
        written("small", under, x, y + 13, "middle"),
    )


def _edge(book: Book, edge: Edge, place: dict[str, tuple[float, float]], canvas: Canvas) -> Html:
    (x1, y1), (x2, y2) = place[edge.one], place[edge.other]
    bend = 0.14 if edge.speaks else 0.0  # both kinds may join the same two
    mx, my = (x1 + x2) / 2 + (y1 - y2) * bend, (y1 + y2) / 2 + (x2 - x1) * bend
    kind = "speaks" if edge.speaks else "together"
    words = _sentence(book, edge, canvas.alone)
    width = min(1.0 + len(edge.statements) * 0.5, 5.0)
    parts: list[str] = [shape("path", kind, d=f"M{x1:.1f} {y1:.1f}Q{mx:.1f} {my:.1f} {x2:.1f} {y2:.1f}", stroke_width=width)]
    told = {statement.document for statement in edge.statements}
    letters = [book.siglum(document.id) for document in book.columns if document.id in told]
    note = ", ".join(letters[:5]) + ("…" if len(letters) > 5 else "")
    towards = (" →" if x2 >= x1 else " ←") if edge.speaks else ""
    parts.append(written("note", note + towards, (x1 + 2 * mx + x2) / 4, (y1 + 2 * my + y2) / 4 + 4, "middle"))
    statement = edge.statements[0]
    return canvas.node(_leads(statement), words, *parts)


def _leads(statement: RecordStatement) -> str:
    return links.claim(statement.claim) if statement.claim else links.report(statement.document, statement.id)
