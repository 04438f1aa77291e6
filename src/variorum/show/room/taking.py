"""Take away: the dossier, the record, its tables; each is told to the journal as it is handed out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from variorum.case.layout import sha256
from variorum.export.book import Book
from variorum.export.json_record import to_json
from variorum.export.tables import TABLES, to_csv
from variorum.model.record import Record
from variorum.run.handout import tell_handout
from variorum.run.pipeline import open_case
from variorum.run.sharing import Released, Sharing, kept_secret, released, withholds
from variorum.show.dossier import dossier
from variorum.show.markup import Html, el, join
from variorum.show.room.answers import Answer, Form, Given, Refused
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.fields import hidden_field, secret

T = TypeVar("T")
TAKE = "/take"
SHARED = "-shared"  # ends the names of what is made for others
WITHHELD = (
    "A decision withholds somebody, and a picture made by the browser would show whom. Nothing was handed out. "
    "Load the page again: the picture that is had there is drawn from a copy with pseudonyms."
)
NO_SECRET = (
    "This room is open for reading only, and the case has nothing yet to make pseudonyms with: that has to be written into it once. "
    "Make one copy for others with `variorum export CASE --share`, or serve the case without --read-only; then ask again."
)
CHOICES = (
    (
        "dossier" + SHARED,
        "Dossier for others",
        "The same as a copy to be shared: people at risk under pseudonyms, sentences and not whole reports. Read “show CASE review” first.",
    ),
    ("json" + SHARED, "Record for others, as JSON", "All of it for other programs, with the same left out."),
    (
        "dossier",
        "Dossier",
        "The desk’s own copy: one HTML file with the claims, who tells them, and the quoted passages. It asks nothing of any network.",
    ),
    (
        "dossier-full",
        "Dossier with the whole reports",
        "The same with every report marked statement by statement; mind whose they are.",
    ),
    ("json", "Record as JSON", "The desk’s own copy of all of it, for other programs."),
    *(
        (f"csv-{table}", f"{table.capitalize()} as CSV", "A table for a spreadsheet; every row says who tells it.")
        for table in TABLES
    ),
)


def page(book: Book, ask: Ask) -> Html:
    """What can be taken away."""
    rows = (el("li", _form(ask, kind, name), el("p", words, class_="ours")) for kind, name, words in CHOICES)
    told = (
        "Each of these is written into the journal, with its hash, when it is handed out."
        if not ask.read_only
        else "This room is open for reading only, so the journal does not tell of what is taken."
    )
    more = "A certificate of one claim is had on the page of the claim; a picture, as SVG and PNG, under the picture."
    if withholds(book.record):
        more = (
            "A certificate of one claim is had on the page of the claim; a picture, as SVG, under the picture. "
            "Because a decision withholds somebody, it is drawn anew from a copy, with pseudonyms in it."
        )
    desk = (
        "The pages of this room show the desk’s own record, with all names and addresses, also of those whom a decision withholds; "
        "what is printed of a page, or saved by the browser, shows the same."
    )
    return join(
        [
            el("h1", "Take away"),
            el("p", told, class_="ours"),
            el("ul", *rows, class_="takes"),
            el("p", more, class_="ours"),
            el("p", desk, class_="ours"),
        ]
    )


def _form(ask: Ask, kind: str, name: str) -> Html:
    return el("form", secret(ask), hidden_field("kind", kind), el("button", name), method="post", action=TAKE)


def give(desk: Desk, ask: Ask, form: Form) -> Given:
    """One of them as a file."""
    asked = form.one("kind")
    shared, kind = asked.endswith(SHARED), asked.removesuffix(SHARED)
    if asked not in {name for name, _, _ in CHOICES}:
        raise Refused("There is nothing of that name to take away. The page “Take away” lists what there is.")
    copy = copied(desk, shared)
    record = copy.record
    stem = stem_of(record) + ("-for-others" if shared else "")
    if kind in ("dossier", "dossier-full"):
        whole = kind == "dossier-full"
        text, media, name = dossier(record, full_text=whole), "text/html", f"{stem}{'-whole' if whole else ''}.html"
    elif kind == "json":
        text, media, name = json.dumps(to_json(record), ensure_ascii=False, indent=1) + "\n", "application/json", f"{stem}.json"
    else:
        table = next(t for t in TABLES if kind == f"csv-{t}")
        text, media, name = to_csv(record, table), "text/csv", f"{stem}-{table}.csv"
    data = text.encode("utf-8", "surrogatepass")
    tell(desk, kind.partition("-")[0], data, name, copy)
    return Answer(data, media, name)


def picture(desk: Desk, ask: Ask, form: Form) -> Answer:
    """Writes into the journal that a picture was taken, which the browser made of what the page shows.

    Raises Refused where a decision withholds somebody, whom the page shows, and where the journal cannot be told.
    """
    digest, name = form.one("sha256"), form.one("name")
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise Refused("A picture is told by its SHA-256.")

    def told(root: Path) -> None:
        with open_case(root) as case:
            record = case.record()
        if withholds(record):
            raise Refused(WITHHELD)
        if not desk.read_only:
            _kept(tell_handout(root, "picture", digest, record.fingerprint, f"the browser, as {name[:200]}"))

    _done(desk, told)
    return Answer('{"told":true}', "application/json")


def copied(desk: Desk, shared: bool = False) -> Released:
    """The record as it goes out: whoever is to be withheld, by decision or in what is shared, is under a pseudonym.

    It has all that was decided, also what the pages do not show yet. Raises Refused where a room that is open for reading only would
    have to write for it.
    """

    def made(root: Path) -> Released:
        with open_case(root) as case:
            record = case.record()
            if desk.read_only and (shared or withholds(record)) and kept_secret(case) is None:
                raise Refused(NO_SECRET)
            return released(case, record, Sharing(shared))

    return _done(desk, made)


def stem_of(record: Record) -> str:
    """The name of a file made of a record, without its ending."""
    return re.sub(r"[^\w-]+", "-", record.title).strip("-")[:60] or "case"


def tell(desk: Desk, kind: str, data: bytes, name: str, copy: Released) -> None:
    """Tells the journal what was handed out, and of which copy, where the room may write. Raises Refused where it cannot be told."""
    if desk.read_only:
        return
    record = copy.record
    facts = {"shared": record.release.shared, "withheld": len(record.release.pseudonyms)}
    where = f"the browser, as {name}"
    desk.write(lambda root: _kept(tell_handout(root, kind, sha256(data), record.fingerprint, where, copy.named, **facts)))


def _done(desk: Desk, work: Callable[[Path], T]) -> T:
    """What `work` gives, with the desk held where it may be written to."""
    return work(desk.root) if desk.read_only else desk.write(work)


def _kept(trouble: str | None) -> None:
    if trouble is not None:
        raise Refused(
            f"Nothing was handed out, for the journal cannot tell of it: {trouble}. Ask again when it can be written to, or serve the case with --read-only."
        )
