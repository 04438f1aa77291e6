"""OpenDocument text (ODT): paragraphs, headings, lists and tables in order, with the document's properties."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from variorum.capture.docx import NOBODY
from variorum.capture.layout import Layout, Piece, laid_out
from variorum.capture.limits import How
from variorum.capture.markup import xml_tree
from variorum.capture.zip_archive import checked, member
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Role

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
STYLES: dict[str, Role] = {"title": "title", "subtitle": "subtitle", "quotations": "quotation", "caption": "caption"}
UNSEEN = frozenset(
    (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note", f"{TEXT}ruby-text")
)  # no words of the text itself
DEEPEST = 100


def read_odt(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The text of an ODT file; blocks are located by XPath in its content.xml. What was deleted while changes were tracked is no text.

    Raises UnreadableError where it is broken or locked by a password.
    """
    with checked(name, data, how) as archive:
        names = set(archive.namelist())
        if "content.xml" not in names:
            raise UnreadableError(f"{name}: an OpenDocument file without content; save it again")
        tree = xml_tree(name, member(archive, "content.xml", how))
        meta = _meta(xml_tree(name, member(archive, "meta.xml", how))) if "meta.xml" in names else Meta()
    body = tree.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableError(f"{name}: locked by a password, or no text document; save a copy without one as ODT")
    parents = {s.get(f"{STYLE}name", ""): s.get(f"{STYLE}parent-style-name", "") for s in tree.iter(f"{STYLE}style")}
    root = tree.getroottree()
    return laid_out((Piece(words, role, f"xpath={root.getpath(e)}") for words, role, e in _pieces(body, parents)), meta)


def _pieces(body: etree._Element, parents: dict[str, str]) -> Iterator[tuple[str, Role, etree._Element]]:
    for child in body:
        if child.tag in UNSEEN or not isinstance(child.tag, str):
            continue
        if child.tag == f"{TEXT}h":
            yield _words(child), "heading", child
            yield from _notes(child)
        elif child.tag == f"{TEXT}p":
            style = child.get(f"{TEXT}style-name", "")
            role = STYLES.get(style.casefold()) or STYLES.get(parents.get(style, "").casefold(), "paragraph")
            yield _words(child), role, child
            yield from _notes(child)
        elif child.tag == f"{TEXT}list":
            yield from ((_words(p), "list", p) for p in child.iter(f"{TEXT}p", f"{TEXT}h"))
        elif child.tag == f"{TABLE}table":
            for row in child.iter(f"{TABLE}table-row"):
                cells = (" ".join(filter(None, map(_words, cell.iter(f"{TEXT}p", f"{TEXT}h")))) for cell in row)
                yield " | ".join(filter(None, cells)), "table", row
        else:  # sections, frames, indexes
            yield from _pieces(child, parents)


def _notes(paragraph: etree._Element) -> Iterator[tuple[str, Role, etree._Element]]:
    """The foot- and endnotes of a paragraph, each a paragraph after it."""
    for note in paragraph.iter(f"{TEXT}note-body"):
        yield from ((_words(p), "paragraph", p) for p in note.iter(f"{TEXT}p"))


def _words(element: etree._Element) -> str:
    out: list[str] = []
    _gather(element, out, 0)
    return " ".join("".join(out).split())


def _gather(element: etree._Element, out: list[str], depth: int) -> None:
    if depth > DEEPEST:
        raise UnreadableError(f"elements nested deeper than {DEEPEST}; save it again, or as DOCX")
    out.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            if child.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
                out.append(" ")
            _gather(child, out, depth + 1)
        out.append(child.tail or "")


def _meta(tree: etree._Element) -> Meta:
    def said(name: str) -> str | None:
        found = tree.find(f"{OFFICE}meta/{name}")
        return " ".join((found.text or "").split()) or None if found is not None else None

    author = said(f"{META}initial-creator") or said(f"{DC}creator")
    created = said(f"{META}creation-date") or ""
    return Meta(
        title=said(f"{DC}title"),
        authors=(author,) if author and author.casefold() not in NOBODY else (),
        published=created[:10] if len(created) >= 10 and created[:4].isdigit() else None,
    )
