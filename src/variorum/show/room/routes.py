"""The table of the reading room's addresses: which function answers each. Whoever has a page adds a line here, and nothing else.

A function is named as "module:function" (in `variorum.show.room`) and is loaded when first asked for.

    takes="book"  GET   function(book: Book, ask: Ask) -> Given              pure; what most pages are
    takes="desk"  GET   function(desk: Desk, ask: Ask) -> Given              needs the case itself: originals, journal
                  POST  function(desk: Desk, ask: Ask, form: Form) -> Given  the form's token was checked already

`Given` is `Html` (the body of a page: put into the frame, its title taken from its `h1`), `Answer` (anything else) or `See`
(another address). `Missing` and `Refused` (or any VariorumError) become pages that say what to do next.
`nav` puts a page into the navigation, in the order of this table. `writes`: not there in a room that is open for reading only.
Every form of a page sends `csrf` (`ask.csrf`), a script may send it as the header X-CSRF. A page that needs a script of its own
ends its body with `el("script", type="module", src="/static/NAME.js")`; files in `static/` are served by their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Route:
    """One address and what answers it."""

    path: str
    where: str
    title: str
    nav: str = ""
    method: Literal["GET", "POST"] = "GET"
    takes: Literal["book", "desk"] = "book"
    writes: bool = False


# What is slow the first time, `function(desk: Desk, book: Book)`: called aside, as soon as a record is on the desk.
WARM = ("table:warm", "register:warm", "search:index")

FRAME = (
    Route("/", "overview:page", "Overview", nav="Overview"),
    Route("/claims", "table:page", "Claims", nav="Claims"),
    Route("/claims/{id}", "claim:page", "Claim"),
    Route("/claims/{id}/certificate", "claim:certificate", "Certificate", method="POST", takes="desk", writes=True),
    Route("/keys", "shell:keys", "Keys"),
    Route("/print.css", "shell:printed", "Paper"),
)

# Reports, side by side, people, places, timeline, map, lineage.
READING = (
    Route("/reports", "reports:page", "Reports", nav="Reports"),
    Route("/reports/{id}", "report:at_desk", "Report", takes="desk"),
    Route("/compare", "compare:page", "Side by side"),
    Route("/people", "people:page", "People", nav="People"),
    Route("/people/{id}", "person:page", "Person"),
    Route("/places", "places:page", "Places", nav="Places"),
    Route("/places/{id}", "place:page", "Place"),
    Route("/timeline", "timeline:page", "Timeline", nav="Timeline"),
    Route("/map", "map:page", "Map", nav="Map"),
    Route("/lineage", "lineage:page", "Lineage", nav="Lineage"),
    Route("/pictures/{name}", "portable:give", "Picture", method="POST"),
)

# Search, decisions, what is least sure, adding, taking away.
DECIDING: tuple[Route, ...] = (
    Route("/search", "search:page", "Search", takes="desk"),
    Route("/queue", "queue:page", "Least sure", nav="Least sure", takes="desk", writes=True),
    Route("/decisions", "acting:page", "Decisions", nav="Decisions"),
    Route("/decisions", "acting:decide", "Decisions", method="POST", writes=True),
    Route("/act", "acting:about", "Decide", writes=True),
    Route("/add", "adding:page", "Add reports", nav="Add", writes=True),
    Route("/add", "adding:receive", "Add reports", method="POST", writes=True),
    Route("/add/{id}", "adding:progress", "Adding", writes=True),
    Route("/take", "taking:page", "Take away", nav="Take away"),
    Route("/take", "taking:give", "Take away", method="POST"),
    Route("/take/picture", "taking:picture", "Take away", method="POST"),
)

ROUTES = (*FRAME, *READING, *DECIDING)
