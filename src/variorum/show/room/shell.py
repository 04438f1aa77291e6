"""The frame of every page: where one is, where one can go, keys, light and dark."""

from __future__ import annotations

import re

from variorum.export.book import Book
from variorum.run.sharing import withholds
from variorum.show.dossier import running_head
from variorum.show.markup import Html, el, join
from variorum.show.room.answers import Answer
from variorum.show.room.ask import Ask
from variorum.show.room.fields import hidden_field, secret
from variorum.show.room.forms import notice
from variorum.show.room.routes import ROUTES

THEMES = {"auto": "As the system", "light": "Light", "dark": "Dark"}
KEYS = (  # what the script room.js listens to; pages with keys of their own add theirs
    ("?", "this sheet"),
    ("/", "search"),
    ("g then o", "overview"),
    ("g then c", "claims"),
    ("g then r", "reports"),
    ("g then p", "people"),
    ("g then t", "timeline"),
    ("g then m", "map"),
    ("g then l", "lineage"),
    ("g then q", "what needs a person"),
    ("j, k", "next, previous claim in the table"),
    ("arrow keys", "from cell to cell of the table"),
    ("Enter", "open the passage or the claim"),
    ("n, b", "next, previous claim, on the page of one"),
    ("+, -, arrow keys", "closer, wider, elsewhere, in the timeline or map that has the focus; the wheel does it too"),
    ("s, d", "the same, not the same, where two are compared"),
    ("k, j", "later, back, in what is least sure"),
    ("u", "take back what was just decided"),
    ("Esc", "close a sheet, leave a field"),
)


def frame(book: Book, ask: Ask, body: Html, address: str, title: str, theme: str) -> str:
    """A whole page. `address` is where it lies, path and query; the title is the page's first heading where it has one."""
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)
    named = Html(" ".join(re.sub(r"<[^>]*>", "", heading[1]).split())) if heading else title
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content={"light": "light", "dark": "dark"}.get(theme, "light dark")),
        el("meta", name="csrf", content=ask.csrf),
        el("title", named, f" · {book.record.title} · variorum"),
        _sheet("dossier.css"),
        _sheet("room.css"),
        el("link", rel="stylesheet", href="/print.css", media="print"),
        _sheet("pictures.css"),
        _sheet("acting.css"),
        el("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
        el("script", type="module", src="/static/room.js"),
        el("script", type="module", src="/static/acting.js"),
        el("script", type="module", src="/static/taking.js"),
    )
    page = el(
        "body",
        el("a", "To the content", href="#main", class_="skip"),
        _bar(book, ask, address, theme),
        el(
            "main",
            notice(book, ask, address),
            body,
            id="main",
            tabindex=-1,
            data_withholds="" if withholds(book.record) else None,
        ),
        _foot(book, ask, address),
        el(
            "dialog",
            keys(book, ask, "h2"),
            el("form", el("button", "Close"), method="dialog"),
            id="keys",
            aria_labelledby="keys-title",
        ),
        el("p", id="told", role="status", class_="told-now"),
    )
    shown = theme if theme in ("light", "dark") else None
    return f"<!doctype html>\n{el('html', head, page, lang='en', data_theme=shown)}\n"


def printed(book: Book, ask: Ask) -> Answer:
    """What only paper needs, and only this case has: the letters of its reports at the head of each page."""
    return Answer(running_head(book), "text/css")


def _sheet(name: str) -> Html:
    return el("link", rel="stylesheet", href=f"/static/{name}")


def _bar(book: Book, ask: Ask, address: str, theme: str) -> Html:
    path = address.partition("?")[0]
    entries = []
    for route in ROUTES:
        if route.nav and not (route.writes and ask.read_only):
            here = path == route.path or (route.path != "/" and path.startswith(route.path + "/"))
            entries.append(el("a", route.nav, href=route.path, aria_current="page" if here else None))
    known = {route.path for route in ROUTES}
    field = join(
        [
            el("input", type="search", name="q", aria_label="Search reports, statements and names", placeholder="Search"),
            el("button", "Search", class_="quiet"),
        ]
    )
    search = el("form", field, action="/search", role="search", class_="find") if "/search" in known else ""
    return el(
        "header",
        el("p", el("a", book.record.title, href="/"), class_="case"),
        el("nav", *entries, aria_label="Pages of the case"),
        search,
        _themes(ask, address, theme),
        class_="bar",
    )


def _themes(ask: Ask, address: str, theme: str) -> Html:
    buttons = (
        el("button", word, name="theme", value=name, aria_pressed="true" if name == theme else "false")
        for name, word in THEMES.items()
    )
    hidden = join([secret(ask), hidden_field("back", address)])
    return el("details", el("summary", "Look"), el("form", hidden, *buttons, method="post", action="/theme"), class_="look")


def _foot(book: Book, ask: Ask, address: str) -> Html:
    made = f"{book.record.software} · fingerprint {book.record.fingerprint[:16] or 'not given'}"
    view = el("a", "Link to this view", href=address, data_copies="")
    only = " · open for reading only" if ask.read_only else ""
    return el(
        "footer",
        el("p", made, only),
        el("p", el("a", "Keys", href="/keys", data_opens="keys"), " (", el("kbd", "?"), ") · ", view, class_="unprinted"),
        el(
            "form",
            secret(ask),
            el("button", "Address for another browser", class_="quiet"),
            method="post",
            action="/token",
        ),
        class_="made",
    )


def figure(number: int) -> Html:
    """A number that the script writes as the reader's locale does."""
    return el("data", str(number), value=number)


def keys(book: Book, ask: Ask, level: str = "h1") -> Html:
    """What each key does."""
    rows = (el("tr", el("th", _pressed(key), scope="row"), el("td", what)) for key, what in KEYS)
    return join([el(level, "Keys", id="keys-title"), el("table", el("tbody", *rows), class_="keys")])


def _pressed(key: str) -> Html:
    pieces = re.split(r"( then |, )", key)
    return join(piece if piece in (" then ", ", ") else el("kbd", piece) for piece in pieces)
