"""PDF: lines in reading order, put together to paragraphs, each with its page and box."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from variorum.capture.layout import Layout, Piece, laid_out
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Role

MARGIN = 0.09  # of a page's height: where running heads and page numbers stand
PAGE_NUMBER = re.compile(r"(?:page\s*)?\W*\d{1,4}\W*(?:(?:of|/)\s*\d{1,4})?\W*|[ivxl]{1,6}", re.I)
CLOSED = re.compile(r"[.!?:][\"”’')\]]*$")
NO_TITLE = re.compile(r"(?:microsoft word - |untitled|document\d*$)|\.(?:docx?|pdf|indd|html?)$", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: its words and its box in points, origin at the top left of the page."""

    words: str
    page: int  # from 1
    left: float
    top: float
    right: float
    bottom: float
    role: Role = "paragraph"

    @property
    def height(self) -> float:
        """Of the box, in points."""
        return self.bottom - self.top


def read_pdf(name: str, data: bytes) -> Layout:
    """The text layer of a PDF; blocks are paragraphs, located by page and box.

    Raises UnreadableError where the file is broken, locked by a password, or holds pictures of pages only.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        why = "locked by a password; save a copy without one" if "password" in str(e).casefold() else "broken; fetch it again"
        raise UnreadableError(f"{name}: {why}") from e
    try:
        lines: list[Line] = []
        for number in range(len(pdf)):
            lines.extend(_page_lines(pdf[number], number + 1))
        meta = _meta(pdf.get_metadata_dict())
        pages = len(pdf)
    finally:
        pdf.close()
    if not lines:
        raise UnreadableError(
            f"{name}: holds pictures of pages and no text; scanned pages cannot be read, run OCR on it first or give its text"
        )
    return laid_out(_paragraphs(_furniture(lines, pages)), meta)


def _meta(found: dict[str, str]) -> Meta:
    """Title and author. The day the file was made is left out: for a printed web page that is the day of printing."""
    title = " ".join(found.get("Title", "").split())
    author = " ".join(found.get("Author", "").split())
    return Meta(
        title=title if title and not NO_TITLE.search(title) else None,
        authors=(author,) if author else (),
    )


def _page_lines(page: Any, number: int) -> list[Line]:
    """The lines of one page in the order they are drawn, with columns kept apart."""
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        found: list[Line] = []
        count = text.count_chars()
        whole = text.get_text_range(0, count) if count else ""
        at = 0
        parts = re.split(r"(\r\n|\n|\r|\ufffe)", whole)  # the last is how pdfium gives a hyphen that ends a line
        for part, mark in zip(parts, [*parts[1:], ""], strict=True):
            words = " ".join(part.replace("\u00ad", "-").replace("\x02", "-").replace("\ufffe", "").split())
            words += "-" if words and mark == "\ufffe" else ""
            if words:
                box = _box(text, at, len(part), height)
                if box:
                    found.append(Line(words, number, *box))
            at += len(part)
        return [replace(x, role=_edge(x, height)) for x in _ordered(found, width)]
    finally:
        text.close()
        page.close()


def _box(text: Any, start: int, length: int, height: float) -> tuple[float, float, float, float] | None:
    boxes = []
    for i in range(start, start + length):
        try:
            left, bottom, right, top = text.get_charbox(i, loose=True)
        except Exception:  # a character that the page draws nowhere has no box
            continue
        if right > left:
            boxes.append((left, height - top, right, height - bottom))
    if not boxes:
        return None
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _ordered(lines: list[Line], width: float) -> list[Line]:
    """Lines as drawn, unless that jumps about: then full-width lines divide the page and columns are read one by one."""
    if not any(b.top < a.top - 3 and b.left < a.right and a.left < b.right for a, b in pairwise(lines)):
        return lines
    middle = width / 2
    wide = [x for x in lines if x.left < middle - 20 and x.right > middle + 20]
    if len(wide) > len(lines) / 3:
        return sorted(lines, key=lambda x: (round(x.top), x.left))
    bounds = sorted(x.top for x in wide)

    def place(x: Line) -> tuple[int, int, float, float]:
        band = sum(b <= x.top for b in bounds)
        return band, 0 if x in wide or x.left < middle - 10 else 1, x.top, x.left

    return sorted(lines, key=place)


def _edge(line: Line, height: float) -> Role:
    at_edge = line.bottom < MARGIN * height or line.top > (1 - MARGIN) * height
    return "furniture" if at_edge and PAGE_NUMBER.fullmatch(line.words) else "paragraph"


def _furniture(lines: list[Line], pages: int) -> list[Line]:
    """The lines with running heads and feet marked: the same words, digits aside, at the same height on most pages."""

    def seen(x: Line) -> tuple[str, int]:
        return re.sub(r"\d+", "0", x.words.casefold()), round(x.top / 12)

    on = Counter(key for key, _ in {(seen(x), x.page) for x in lines})
    often = {key for key, count in on.items() if count >= 3 or (count == pages == 2)}
    return [replace(x, role="furniture") if seen(x) in often and len(x.words) < 120 else x for x in lines]


def _paragraphs(lines: Iterable[Line]) -> Iterator[Piece]:
    """Paragraphs put together from lines; furniture between two halves of one comes after it."""
    kept = list(lines)
    story = [x for x in kept if x.role == "paragraph"]
    size = median(x.height for x in story) if story else 0.0
    top = max((x for x in story if x.page == 1), key=lambda x: (round(x.height), -x.top), default=None)
    pitch = _pitch(story)
    run: list[Line] = []
    held: list[Piece] = []
    for line in kept:
        if line.role == "furniture":
            held.append(Piece(line.words, "furniture", _locator([line])))
            if run and CLOSED.search(run[-1].words):
                yield _piece(run, size, top)
                run = []
            if not run:
                yield from held
                held = []
        elif run and not _goes_on(run, line, pitch, _margin(run, story)):
            yield _piece(run, size, top)
            yield from held
            run, held = [line], []
        else:
            run.append(line)
    if run:
        yield _piece(run, size, top)
    yield from held


def _pitch(lines: list[Line]) -> float:
    """The usual distance from line to line, in points."""
    steps = [b.top - a.top for a, b in itertools.pairwise(lines) if a.page == b.page and b.top > a.top + 1]
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def _margin(run: list[Line], story: list[Line]) -> float:
    """Where lines of the run's column end at the right, in points."""
    first = run[0]
    return max((x.right for x in story if x.page == first.page and abs(x.left - first.left) < 30), default=first.right)


def _goes_on(run: list[Line], line: Line, pitch: float, right: float) -> bool:
    last = run[-1]
    full = last.right > right - 0.18 * max(right - min(x.left for x in run), 1.0)
    if abs(last.height - line.height) > 0.2 * max(last.height, line.height):
        return False
    if last.page != line.page or line.top < last.top - 1:  # a new page or column
        return not CLOSED.search(last.words) and (line.words[0].islower() or full)
    if line.top - last.top > max(1.35 * pitch, 1.6 * last.height):
        return False
    body = min(x.left for x in run[1:]) if len(run) > 1 else None
    indented = line.left > (body if body is not None else last.left) + 8
    if indented and CLOSED.search(last.words) and (body is not None or line.left > last.left + 8):
        return False
    return full or not CLOSED.search(last.words)


def _piece(run: list[Line], size: float, top: Line | None) -> Piece:
    words = _joined([x.words for x in run])
    large = median(x.height for x in run) > 1.25 * size and len(words.split()) <= 30
    role: Role = ("title" if run[0] is top else "heading") if large else "paragraph"
    return Piece(words, role, _locator(run))


def _joined(lines: list[str]) -> str:
    """Lines as one text; a hyphen that only divides a word at a line's end goes, one between two names or numbers stays."""
    whole = lines[0]
    for line in lines[1:]:
        if re.search(r"[a-z]-$", whole) and line[:1].islower():
            head = re.search(r"([\w-]+)-$", whole)
            stays = head is not None and ("-" in head[1] or f"{head[1]}-{line.split()[0].strip('.,;:')}" in " ".join(lines))
            whole = whole + line if stays else whole[:-1] + line
        elif re.search(r"\w-$", whole):
            whole += line
        else:
            whole += " " + line
    return whole


def _locator(run: list[Line]) -> str:
    """`page=N;bbox=left,top,right,bottom` of the lines on the first page they stand on."""
    on = [x for x in run if x.page == run[0].page]
    box = (min(x.left for x in on), min(x.top for x in on), max(x.right for x in on), max(x.bottom for x in on))
    return f"page={on[0].page};bbox=" + ",".join(f"{v:.0f}" for v in box)
