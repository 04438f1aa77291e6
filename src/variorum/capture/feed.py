"""Feeds: every entry of an RSS or Atom feed is a report. RSS 2.0; RSS 1.0 (RDF); RFC 4287."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from variorum.capture.layout import Part
from variorum.capture.limits import How
from variorum.capture.markup import xml_tree
from variorum.capture.sidecar import read_date
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Unread

MARK = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->|<!doctype[^>\[]{0,500}(?:\[.{0,3000}?\])?\s*>|\s)*<(?:rss|feed|(?:rdf:)?RDF)\b",
    re.I | re.S,
)
TEXTS = ("encoded", "content", "description", "summary")  # the fullest first
DATES = ("published", "pubDate", "date", "issued", "updated")
XHTML = "{http://www.w3.org/1999/xhtml}"


def open_feed(name: str, data: bytes, how: How) -> Iterator[Part | Unread]:
    """The entries of a feed, numbered from 1, each with its title, author, date and address; the feed's title is the publisher."""
    root = xml_tree(name, data, mend=True)
    entries = [e for e in root.iter() if _local(e) in ("item", "entry")]
    if not entries:
        raise UnreadableError(f"{name}: a feed without entries; fetch it again, or give the articles themselves")
    channel = next((e for e in root.iter() if _local(e) == "channel"), root)
    publisher = _words(_first(channel, ("title",)))
    for number, entry in enumerate(entries, 1):
        how.allowance.part()
        field, content = _content(entry)
        if not content.strip():
            yield Unread(f"entry-{number}", "an entry without text; give the article it leads to")
            continue
        yield Part(f"entry-{number}", content.encode(), _meta(entry, publisher), "text/x-fragment", "utf-8", f"part={field}")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _first(element: etree._Element, names: tuple[str, ...]) -> etree._Element | None:
    """The first child of one of these names, tried in their order; namespaces aside."""
    for name in names:
        for child in element:
            if _local(child) == name and (child.text or len(child) or child.get("href")):
                return child
    return None


def _words(element: etree._Element | None) -> str | None:
    return None if element is None else " ".join("".join(map(str, element.itertext())).split()) or None


def _content(entry: etree._Element) -> tuple[str, str]:
    """The name of the child with the entry's text, and that text as HTML."""
    found = _first(entry, TEXTS)
    if found is None:
        return "", ""
    if found.get("type") in ("xhtml", "text/html") and len(found):
        return _local(found), "".join(
            etree.tostring(e, encoding="unicode", with_tail=True).replace("xmlns", "data-ns") for e in found
        )
    words = "".join(map(str, found.itertext()))
    if found.get("type") == "text":
        words = words.replace("&", "&amp;").replace("<", "&lt;")
    return _local(found), words


def _meta(entry: etree._Element, publisher: str | None) -> Meta:
    author = _first(entry, ("creator", "author"))
    name = _first(author, ("name",)) if author is not None else None
    links = [e for e in entry if _local(e) == "link"]
    link = next((e for e in links if e.get("rel", "alternate") == "alternate"), None)
    address = (link.get("href") or link.text or "").strip() if link is not None else ""
    wrote = _words(name if name is not None else author)
    dates = (read_date(_words(_first(entry, (d,))) or "") for d in DATES)
    return Meta(
        title=_words(_first(entry, ("title",))),
        publisher=publisher,
        authors=(wrote,) if wrote else (),
        published=next(filter(None, dates), None),
        url=address if address.startswith(("http://", "https://")) else None,
    )
