"""PDF: lines in reading order, put together to paragraphs, each with its page and box."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from variorum.capture import ocr
from variorum.capture.layout import Layout, Piece, laid_out
from variorum.capture.limits import How
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Role

LARGEST = 40_000_000  # pixels of a page drawn to be recognised
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


def read_pdf(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The text of a PDF; blocks are paragraphs, located by page and box. Pages that are pictures are read by Tesseract, if installed.

    Raises UnreadableError where the file is broken, locked by a password, or holds pictures of pages that cannot be read.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        why = "locked by a password; save a copy without one" if "password" in str(e).casefold() else "broken; fetch it again"
        raise UnreadableError(f"{name}: {why}") from e
    try:
        found = _pages(pdf, how.allowance.settings.most_pages)
        meta = _meta(pdf.get_metadata_dict())
    finally:
        pdf.close()
    if not found.lines and found.scanned:
        raise UnreadableError(
            f"{name}: holds pictures of pages and no text; scanned pages are read only with Tesseract: {ocr.NEXT}"
        )
    if not found.lines:
        raise UnreadableError(f"{name}: no words on its pages; fetch it again, or give its text")
    pieces = pieces_of(found.lines, found.pages)
    conversion = f"{ocr.version()}, eng, {ocr.DPI} dpi" if found.recognised else None
    return laid_out(pieces, meta, conversion=conversion, unread=tuple(found.unread()))


@dataclass(slots=True)
class _Found:
    """Lines of a PDF, and which of its pages gave none."""

    pages: int
    read: int
    lines: list[Line] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)  # pages with pictures and no text
    recognised: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)

    def unread(self) -> Iterator[str]:
        """What of the file is not in the text, or not for certain."""
        if self.pages > self.read:
            yield f"{self.pages} pages, of which the first {self.read} were read; split it, or set VARIORUM_MOST_PAGES higher"
        if self.scanned:
            yield f"{_pages_named(self.scanned)} hold pictures and no text; scanned pages are read only with Tesseract: {ocr.NEXT}"
        if self.unsure:
            yield f"{_pages_named(self.unsure)} were recognised with little certainty; check their words against the original"


def _pages_named(numbers: list[int]) -> str:
    return f"page(s) {', '.join(map(str, numbers[:10]))}{' and more' if len(numbers) > 10 else ''}"


def _pages(pdf: Any, most: int) -> _Found:
    found = _Found(len(pdf), min(len(pdf), most))
    can = ocr.available()
    for number in range(1, found.read + 1):
        page = pdf[number - 1]
        try:
            lines = _page_lines(page, number)
            if not lines and _has_pictures(page):
                if can:
                    lines, sure = _recognised_lines(page, number)
                    found.recognised.append(number)
                    found.unsure += [number] if sure < ocr.LOW and lines else []
                else:
                    found.scanned.append(number)
            found.lines += lines
        finally:
            page.close()
    return found


def _has_pictures(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _recognised_lines(page: Any, number: int) -> tuple[list[Line], float]:
    """The lines of a page that is a picture, boxes in points, and how sure their words are."""
    width, height = page.get_size()
    scale = min(ocr.DPI / 72, (LARGEST / max(width * height, 1.0)) ** 0.5)
    drawn = page.render(scale=scale, grayscale=True)
    try:
        flat = drawn.to_numpy()
        picture = b"P5 %d %d 255\n" % (flat.shape[1], flat.shape[0]) + flat.reshape(flat.shape[0], flat.shape[1]).tobytes()
    finally:
        drawn.close()
    found, sure = ocr.recognised(picture)
    return [Line(w, number, left / scale, top / scale, right / scale, low / scale) for w, left, top, right, low in found], sure


def pieces_of(lines: list[Line], pages: int) -> Iterator[Piece]:
    """Paragraphs put together from the lines of so many pages, running heads and feet marked."""
    return _paragraphs(_furniture(lines, pages))


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
    pages = {number: list(on) for number, on in itertools.groupby(story, key=lambda x: x.page)}
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
        elif run and not _goes_on(run, line, pitch, _margin(run[0], pages[run[0].page])):
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


def _margin(first: Line, page: list[Line]) -> float:
    """Where lines of the column that `first` stands in end at the right, in points."""
    return max((x.right for x in page if abs(x.left - first.left) < 30), default=first.right)


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
