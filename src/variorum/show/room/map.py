"""Where things happened as they are told: the case's places on outlines of the world, with the same time filter as the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from variorum.export.book import Book, counted
from variorum.model.record import Entity, RecordStatement
from variorum.show.charts import Moment
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.clock import Stretch, asked, iso, strip, ways, whole
from variorum.show.room.figures import FULL, Canvas, framed, key, shape, shortened, written
from variorum.show.room.outlines import WORLD, View, boxed, outlines, view_of
from variorum.show.room.register import register
from variorum.show.room.telling import address_with, as_file, listed
from variorum.show.room.within import choice, moments_within, within

WIDTH = FULL
PINS = 200  # drawn
LABELS = 24  # written beside their pins
LISTED = 100
SHOWN = 4  # statements of a place listed before the fold
KEY = (("pin", "a place, as large as the number of claims told of it"), ("border", "a border"), ("disputed", "a disputed border"))


@dataclass(frozen=True, slots=True)
class Pin:
    """A place with what is told of it."""

    place: Entity
    statements: tuple[RecordStatement, ...]

    @property
    def claims(self) -> int:
        """How many claims are told of it; a statement of no claim counts as one."""
        return len({told.claim or told.id for told in self.statements})

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, where the gazetteer has it."""
        if self.place.latitude is None or self.place.longitude is None:
            return None
        return self.place.longitude, self.place.latitude


def pins(book: Book, ids: frozenset[str] | None = None, reports: frozenset[str] | None = None) -> list[Pin]:
    """The places of the case, those of most claims first; where statements or reports are chosen, those that they tell of."""
    kept = register(book)
    found = []
    for entity in book.record.entities:
        if entity.type == "place":
            told = kept.about.get(entity.id, ())
            if reports is not None:
                told = tuple(one for one in told if one.document in reports)
            if ids is not None:
                told = tuple(one for one in told if one.id in ids)
            if told or (ids is None and reports is None):
                found.append(Pin(entity, told))
    return sorted(found, key=lambda pin: (-pin.claims, pin.place.name, pin.place.id))


def page(book: Book, ask: Ask) -> Html:
    """The map of the case, drawn and as a table; with `from` and `to`, of what is told to have happened then."""
    reports = within(book, ask)
    everything = pins(book, reports=reports)
    if not everything:
        hint = "No place is named in these statements. Add reports that name one."
        return join([el("h1", "Where, as told"), choice(book, ask, links.MAP), el("p", hint, class_="empty")])
    moments = moments_within(book, ask)
    stretch = _stretch(ask, moments)
    found = pins(book, _ids(moments, stretch), reports) if stretch else everything
    drawn = [pin for pin in found if pin.point]
    view = _view(ask, everything)
    shown = asked(ask, moments) if stretch else whole(moments) if moments else None
    live: list[str] = [el("p", _said(found, drawn, stretch), class_="ours")]
    if shown is not None:
        live += [strip(book, links.MAP, ask, moments, shown, Canvas()), ways(links.MAP, ask, shown, whole(moments))]
    if stretch:
        back = el(
            "a", "Show them whenever told", href=address_with(links.MAP, ask, **{"from": None, "to": None}), data_zoom="yes"
        )
        timeline = address_with(
            links.TIMELINE, ask, **{"from": iso(stretch.start), "to": iso(stretch.end), "box": None, "view": None}
        )
        same = el("a", "The same stretch on the timeline", href=timeline)
        live.append(el("p", back, " · ", same, class_="ours"))
    live += [
        el("p", _views(ask, view), class_="ours"),
        framed("Map", drawing(book, drawn, everything, view, Canvas())),
        as_file(book, ask, "map"),
        key(KEY),
        el(
            "p",
            f"Outlines: {outlines().source.partition(',')[0]}, public domain. A pin stands where the gazetteer puts the name.",
            class_="ours",
        ),
        el("h2", "The same in words"),
        _table(book, found),
    ]
    edges = {"data_from": iso(shown.start), "data_to": iso(shown.end)} if shown else {}
    return join([el("h1", "Where, as told"), choice(book, ask, links.MAP), el("div", *live, data_live="map", **edges),
                 el("script", type="module", src="/static/timeline.js")])  # fmt: skip


def picture(book: Book, ask: Ask) -> str:
    """The map, as a file of its own."""
    reports = within(book, ask)
    everything, moments = pins(book, reports=reports), moments_within(book, ask)
    stretch = _stretch(ask, moments)
    found = pins(book, _ids(moments, stretch), reports) if stretch else everything
    return drawing(book, [pin for pin in found if pin.point], everything, _view(ask, everything), Canvas(alone=True))


def _view(ask: Ask, everything: list[Pin]) -> View:
    """The part of the world asked for as `box` (west, south, east, north); else that of the case's places."""
    if ask.one("view") == "world":
        return WORLD
    given = boxed(ask.one("box"), WIDTH)
    # A view that holds all places of the case stays the same as time is chosen.
    return given or view_of((pin.point for pin in everything if pin.point and pin.claims), WIDTH)


def _views(ask: Ask, view: View) -> Html:
    """Links that move the map."""

    def to(words: str, **changed: str | None) -> Html:
        href = address_with(links.MAP, ask, **{"view": None, "box": None, **changed})
        return el("a", words, href=href, data_zoom="yes", data_move=words)

    moves = [
        ("closer", 0.5, 0, 0),
        ("wider", 2, 0, 0),
        ("west", 1, -0.4, 0),
        ("east", 1, 0.4, 0),
        ("north", 1, 0, 0.4),
        ("south", 1, 0, -0.4),
    ]
    moved = [to(words, box=view.moved(size, x, y).box) for words, size, x, y in moves]
    return join(["View: ", join([to("the case's places"), to("the world", view="world"), *moved], " · ")])


def _stretch(ask: Ask, moments: Sequence[Moment]) -> Stretch | None:
    """The stretch of time asked for; None where none is."""
    if not moments or not (ask.one("from") or ask.one("to")):
        return None
    found = asked(ask, moments)
    return found if found.given else None


def _ids(moments: Sequence[Moment], stretch: Stretch) -> frozenset[str]:
    return frozenset(name for moment in moments if stretch.holds(moment) for name in moment.statements)


def _said(found: list[Pin], drawn: list[Pin], stretch: Stretch | None) -> str:
    when = f" told of from {iso(stretch.start)} to {iso(stretch.end)}" if stretch else ""
    rest = len(found) - len(drawn)
    absent = f"; {counted(rest, 'place')} that the gazetteer lacks, listed below" if rest else ""
    return f"{counted(len(drawn), 'place')} on the map{when}{absent}."


def drawing(book: Book, found: list[Pin], everything: list[Pin], view: View, canvas: Canvas) -> Html:
    """Places on a view of the world, pins sized against those of the whole case."""
    drawn = outlines()
    shapes: list[str] = [
        shape("rect", "sea", x=0, y=0, width=view.width, height=view.height),
        shape("path", "land", d=view.paths(drawn.land, closed=True)),
        shape("path", "border", d=view.paths(drawn.borders)),
        shape("path", "disputed", d=view.paths(drawn.disputed)),
    ]
    most = max((pin.claims for pin in everything), default=1) or 1
    shown = found[:PINS]
    shapes += [_pin(book, pin, view, most, canvas) for pin in reversed(shown)]
    taken: list[tuple[float, float]] = []
    for pin in shown[:LABELS]:
        shapes += _label(book, pin, view, most, canvas, taken)
    rest = len(found) - len(shown)
    if rest > 0:
        shapes.append(written("small", f"{counted(rest, 'further place')} not drawn.", 8, view.height - 8))
    title = f"Places of {book.record.title}, as the reports tell them"
    about = "Pins are places named in statements, as large as the number of claims told of them; each says who tells it."
    return canvas.drawing("map", title, about, (view.width, view.height), shapes)


def _radius(pin: Pin, most: int) -> float:
    return 4 + 10 * sqrt(pin.claims / most)


def _pin(book: Book, pin: Pin, view: View, most: int, canvas: Canvas) -> Html:
    x, y = view.place(*(pin.point or (0.0, 0.0)))
    words = f"{pin.place.name}: {counted(pin.claims, 'claim')} told of it ({_who(book, pin, canvas)})"
    return canvas.node(links.place(pin.place.id), words, shape("circle", "pin", cx=x, cy=y, r=_radius(pin, most)))


def _who(book: Book, pin: Pin, canvas: Canvas) -> str:
    """The reports that tell of a place."""
    letters = [
        book.outlet(one) if canvas.alone else book.siglum(one.id)
        for one in book.columns
        if one.id in {told.document for told in pin.statements}
    ]
    if not letters:
        return "named in no statement"
    more = f" and {len(letters) - 6} more" if len(letters) > 6 else ""
    return f"{', '.join(letters[:6])}{more} {'tells' if len(letters) == 1 else 'tell'}"


def _label(book: Book, pin: Pin, view: View, most: int, canvas: Canvas, taken: list[tuple[float, float]]) -> list[Html]:
    """A name beside its pin, with who tells of it, where no name stands already."""
    x, y = view.place(*(pin.point or (0.0, 0.0)))
    if any(abs(x - other) < 190 and abs(y - at) < 30 for other, at in taken) or not (
        0 <= x <= view.width and 0 <= y <= view.height
    ):
        return []
    taken.append((x, y))
    name = shortened(pin.place.name, 28)
    who = shortened(f"{counted(pin.claims, 'claim')}: {_who(book, pin, canvas)}", 44)
    right = x < view.width - 280
    at = x + _radius(pin, most) + 5 if right else x - _radius(pin, most) - 5
    side = "start" if right else "end"
    return [written("label", name, at, y - 1, side), written("label-small", who, at, y + 13, side)]


def _table(book: Book, found: list[Pin]) -> Html:
    rows = []
    for pin in found[:LISTED]:
        place = pin.place
        where = f"{place.latitude:.3f}, {place.longitude:.3f}" if pin.point else "not in the gazetteer"
        geonames = f"GeoNames {place.geonames_id}" if place.geonames_id else ""
        rows.append(
            el("tr", el("th", el("a", place.name, href=links.place(place.id), class_="said", dir="auto"),
                        el("small", place.why), scope="row"),
               el("td", where, el("small", geonames), data_head="Where"),
               el("td", counted(pin.claims, "claim"), data_head="Claims", class_="figure"),
               el("td", listed(book, pin.statements, SHOWN), data_head="As told"))
        )  # fmt: skip
    heads = el(
        "thead", el("tr", *(el("th", words, scope="col") for words in ("Place", "Where", "Claims", "As told, and who tells it")))
    )
    rest = len(found) - LISTED
    more = (
        el("p", f"{counted(rest, 'further place')}: see ", el("a", "all places", href=links.PLACES), ".", class_="ours")
        if rest > 0
        else ""
    )
    return join([el("div", el("table", heads, el("tbody", *rows), class_="listing"), class_="wide"), more])
