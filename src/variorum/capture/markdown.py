"""Markdown: its words without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from variorum.capture.encoding import cleaned, decoded
from variorum.capture.layout import Layout, Piece, laid_out
from variorum.capture.limits import How
from variorum.capture.sidecar import read_date
from variorum.model.document import Meta, Role

FRONT = re.compile(r"\A---[ \t]*\n(.{0,4000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
FIELD = re.compile(r"^(title|author|authors|date|published|publisher|source|url|link)[ \t]*:[ \t]*(\S.*)$", re.M | re.I)
TAG = re.compile(r"<[^<>]{0,2000}>")
HOLDERS: dict[str, Role] = {"list_item_open": "list", "blockquote_open": "quotation"}


def read_markdown(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The text of a Markdown file (CommonMark, with tables); blocks are located by the bytes of their lines.

    What stands in a head between lines of `---` (title, author, date, publisher, url) is metadata.
    """
    raw, encoding, mark = decoded(name, data, how.charset)
    text = cleaned(name, raw.replace("\r\n", " \n").replace("\r", "\n"))  # one for one, so that lines keep their bytes
    head = FRONT.match(text)
    begun = head.end() if head else 0
    first = text.count("\n", 0, begun)
    lines = [len(line.encode(encoding, "replace")) for line in raw.replace("\r\n", " \n").replace("\r", "\n").split("\n")]
    step = len("\n".encode(encoding)) if encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be") else 1
    starts = [mark, *accumulate((size + step for size in lines), initial=mark)][1:]
    pieces = [
        Piece(words, role, f"bytes={starts[first + top]}-{starts[first + end] - step}")
        for words, role, (top, end) in _pieces(text[begun:])
    ]
    return laid_out(_titled(pieces), _meta(head[1]) if head else Meta(), encoding)


def _pieces(text: str) -> Iterator[tuple[str, Role, tuple[int, int]]]:
    """Words, role and lines (from 0, end exclusive) of each block."""
    from markdown_it import MarkdownIt

    within: list[Role] = []
    place = (0, 1)
    row: list[str] = []
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        place = (token.map[0], token.map[1]) if token.map else place
        if token.type in HOLDERS:
            within.append(HOLDERS[token.type])
        elif token.type in ("list_item_close", "blockquote_close"):
            within.pop()
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield " | ".join(filter(None, row)), "table", place
        elif token.type == "heading_open":
            within.append("heading")
        elif token.type == "heading_close":
            within.pop()
        elif token.type == "th_open" or token.type == "td_open":
            within.append("table")
        elif token.type == "th_close" or token.type == "td_close":
            within.pop()
        elif token.type == "inline":
            words = " ".join("".join(map(_shown, token.children or ())).split())
            if within and within[-1] == "table":
                row.append(words)
            else:
                yield words, within[-1] if within else "paragraph", place
        elif token.type in ("fence", "code_block"):
            yield " ".join(token.content.split()), "paragraph", place
        elif token.type == "html_block":
            yield " ".join(TAG.sub(" ", token.content).split()), "paragraph", place


def _shown(token: object) -> str:
    kind, content = str(getattr(token, "type", "")), str(getattr(token, "content", ""))
    if kind in ("softbreak", "hardbreak"):
        return " "
    return content if kind in ("text", "code_inline", "text_special", "image") else ""


def _titled(pieces: list[Piece]) -> list[Piece]:
    """The pieces, the first of them as the title where it is a heading."""
    if pieces and pieces[0].role == "heading":
        return [Piece(pieces[0].text, "title", pieces[0].locator), *pieces[1:]]
    return pieces


def _meta(head: str) -> Meta:
    said = {m[1].lower(): m[2].strip().strip("\"'") for m in FIELD.finditer(head)}
    authors = (said.get("authors") or said.get("author") or "").strip("[]")
    return Meta(
        title=said.get("title"),
        publisher=said.get("publisher") or said.get("source"),
        authors=tuple(a for one in authors.split(",") if (a := " ".join(one.strip(" \"'").split()))),
        published=read_date(said.get("published") or said.get("date") or ""),
        url=said.get("url") or said.get("link"),
    )
