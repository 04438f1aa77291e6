"""The dossier: a whole record as one HTML file that asks nothing of anybody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from variorum.export.book import Book, counted
from variorum.model.record import Record
from variorum.show import atrisk, charts, pages, signoffs, texts
from variorum.show.markup import Html, el, join

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def dossier(record: Record, full_text: bool = False) -> str:
    """A self-contained HTML page of the record; `full_text` adds the whole reports, marked statement by statement."""
    book = Book.of(record)
    sections = [
        ("reports", "Reports", join([pages.reports(book), pages.legend()])),
        ("claims", "What the reports tell", _claims(book)),
        ("discrepancies", "Where they differ", pages.apparatus(book)),
        ("lineage", "What was taken from where", charts.stemma(book)),
        ("timeline", "When, as told", charts.timeline(book)),
        ("entities", "People and organisations", pages.entities(book)),
        ("at-risk", "People who need thought", atrisk.section(book)),
        ("passages", "The words in their place", texts.passages(book, full_text)),
    ]
    if full_text:
        sections.append(("whole", "The whole reports", texts.whole_reports(book)))
    if signoffs.sign_offs(book):
        sections.append(("signoffs", "Who signed what", signoffs.listed(book)))
    sections.append(("failures", "What could not be read", pages.failures(book)))
    links = (el("a", title, href=f"#part-{name}") for name, title, _ in sections)
    parts = (el("section", el("h2", title), content, id=f"part-{name}") for name, title, content in sections)
    made = f"{record.software} · fingerprint {record.fingerprint or 'not given'}"
    body = el(
        "body",
        pages.head(book),
        el("nav", *links, aria_label="Parts"),
        el("main", *parts),
        el("footer", made, class_="made"),
    )
    page = el("html", _head(book), body, lang="en")
    return f"<!doctype html>\n{page}\n"


def _head(book: Book) -> Html:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"{book.record.title} · variorum"),
        el("style", Html(_style() + running_head(book))),
    )


@cache
def _style() -> str:
    return files("variorum").joinpath("data", "dossier.css").read_text(encoding="utf-8")


def running_head(book: Book) -> str:
    """A rule of CSS for paper: the letters of the reports with their outlets at the head of each page."""
    running = "; ".join(f"{book.siglum(document.id)} {book.outlet(document)}" for document in book.columns[:8])
    return f'@page{{@top-left{{content:"{_css_string(running)}"}}}}'


def _css_string(text: str) -> str:
    """Text for a CSS string, everything but letters, digits and spaces written as a code point."""
    return "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)


def _claims(book: Book) -> Html:
    if not book.claims and not book.unjoined():
        return el("p", "No statement was read. Look under “What could not be read”, or add reports.", class_="empty")
    shared = book.shared()
    told_together = {claim.id for claim in shared}
    alone = [claim for claim in book.claims if claim.id not in told_together]
    parts: list[str] = []
    if shared:
        parts.append(pages.collation(book, shared, f"{counted(len(shared), 'claim')} told by several reports"))
    elif len(book.columns) > 1:
        parts.append(el("p", "No claim is told by more than one report.", class_="empty"))
    if alone:
        caption = f"{counted(len(alone), 'claim')} told by one report alone"
        table = pages.collation(book, alone, caption)
        parts.append(el("details", el("summary", caption), table, open=None if shared else ""))
    return join(parts)
