"""The ferry's record with a place, a version and an undirected lineage besides, and pages of it as they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from types import ModuleType

from ferry_record import WIRE, build_record

from variorum.export.book import Book
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Entity, EntityMention, Passage, Record
from variorum.model.span import Span
from variorum.show.room.ask import Ask

HARBOUR, ISLAND = "e-holm", "p-island"


class Page(HTMLParser):
    """The tags, attributes, ids and visible words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.said).split())

    def every(self, attribute: str, tag: str | None = None) -> list[str]:
        return [value for found, name, value in self.attributes if name == attribute and tag in (None, found)]


def record() -> Record:
    """The ferry with a place more, which the gazetteer lacks, and the other named in a statement; and a second version of the first report."""
    ferry = build_record()
    wire = next(one for one in ferry.documents if one.id == "wire")
    first = replace(wire, report="r1", version=1)
    later = _version(wire)
    harbour = next(one for one in ferry.entities if one.id == HARBOUR)
    harbour = replace(harbour, mentions=(*harbour.mentions, _mention("wire", WIRE, "Friday")))
    places = (harbour, Entity(ISLAND, "place", "Skarv", (), (_mention("wire", WIRE, "ashore"),)))
    others = tuple(one for one in ferry.entities if one.id != HARBOUR)
    documents = tuple(first if one.id == "wire" else one for one in ferry.documents)
    return replace(ferry, documents=(*documents, later), entities=(*others, *places))


def _mention(document: str, text: str, words: str) -> EntityMention:
    start = text.index(words)
    return EntityMention(Passage(document, start, start + len(words)), "name")


def _version(wire: Document) -> Document:
    text = WIRE.replace("twelve", "fourteen").replace("The company will inspect the ship on Monday.", "The company says nothing.")
    blocks, at = [], 0
    for number, part in enumerate(text.split("\n\n")):
        start = text.index(part, at)
        at = start + len(part)
        blocks.append(Block(Span(start, at), "title" if number == 0 else "paragraph"))
    meta = Meta(title="Ferry grounds off Vesterholm", publisher="Harbour Post", published="2031-05-11")
    return Document("wire2", "wire2.txt", "wire2", "text/plain", text, tuple(blocks), meta, "en", report="r1", version=2)


def book(changed: Record | None = None) -> Book:
    """The record, looked up."""
    return Book.of(changed or record())


def ask(query: Mapping[str, Sequence[str]] | None = None, id: str = "") -> Ask:
    """What a page is asked for."""
    return Ask(path={"id": id} if id else {}, query=query or {})


def read(module: ModuleType, query: Mapping[str, Sequence[str]] | None = None, id: str = "", of: Book | None = None) -> Page:
    """A page as it is read."""
    return Page(module.page(of or book(), ask(query, id)))
