"""The places of the case: names and spellings, where the gazetteer puts them, how much is told of them."""

from __future__ import annotations

from variorum.export.book import Book, counted
from variorum.show.markup import Html, el, join
from variorum.show.room import links, map
from variorum.show.room.ask import Ask
from variorum.show.room.entities import called, spelt
from variorum.show.room.map import Pin, pins
from variorum.show.room.telling import letters, pages

EACH = 100  # on a page


def page(book: Book, ask: Ask) -> Html:
    """Every place of the case, those of most claims first."""
    found = pins(book)
    if not found:
        return join(
            [
                el("h1", "Places"),
                el("p", "No place is named in the reports read so far. Add reports that name one.", class_="empty"),
            ]
        )
    part, turning = pages(ask, links.PLACES, len(found), EACH, "place")
    heads = ("Place", "As the reports write it", "Where", "Mentions", "Claims", "Told by")
    top = el("thead", el("tr", *(el("th", head, scope="col") for head in heads)))
    table = el("table", top, el("tbody", *(_row(book, pin) for pin in found[part])), class_="listing places")
    way = el("p", el("a", "See them on the map", href=links.MAP), ".", class_="ours")
    return join([el("h1", "Places"), way, turning, el("div", table, class_="wide"), turning])


def picture(book: Book, ask: Ask) -> str:
    """The map of the places, as a file of its own."""
    return map.picture(book, ask)


def _row(book: Book, pin: Pin) -> Html:
    place = pin.place
    forms = [
        el("span", el("span", form, class_="said", dir="auto"), " ", letters(book, reports), class_="reading")
        for form, reports in list(spelt(book, place).items())[:6]
    ]
    told = letters(book, {one.document for one in pin.statements})
    return el(
        "tr",
        el("th", called(place), el("small", place.why), scope="row"),
        el("td", join(forms, "; ") if forms else el("small", "not by name"), data_head="As written"),
        el("td", whereabouts(pin), data_head="Where"),
        el("td", str(len(place.mentions)), data_head="Mentions", class_="figure"),
        el("td", counted(pin.claims, "claim"), data_head="Claims", class_="figure"),
        el("td", told or "–", data_head="Told by"),
    )


def whereabouts(pin: Pin) -> Html:
    """Where the gazetteer puts a place."""
    if pin.point is None:
        return el("span", "not in the gazetteer", class_="ours")
    number = el("small", f"GeoNames {pin.place.geonames_id}") if pin.place.geonames_id else ""
    return join([f"{pin.place.latitude:.3f}, {pin.place.longitude:.3f} ", number])
