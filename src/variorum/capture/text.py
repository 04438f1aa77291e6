"""Plain text: its characters as they are, in paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from variorum.capture.encoding import cleaned, decoded
from variorum.capture.layout import Layout
from variorum.capture.limits import How
from variorum.model.document import Block
from variorum.model.span import Span, trimmed

WRAPPED = 110  # code points: no mail program or typist wraps wider
SLACK = 14  # code points by which a wrapped line may fall short of the width beside the word that did not fit
BREAK = re.compile(r"[\n\f\v\x85\u2028\u2029]")
LINE = re.compile(r"[^\n\f\v\x85\u2028\u2029]*")


def read_text(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The text of a plain text file; blocks are its paragraphs, located by bytes of the original."""
    raw, encoding, mark = decoded(name, data, how.charset)
    raw = cleaned(name, raw)
    gone = [m.start() for m in re.finditer("\r(?=\n)", raw)]
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    dropped = [at - i for i, at in enumerate(gone)]  # where in `text` the k-th carriage return would stand

    def original(at: int) -> int:
        return at + bisect_right(dropped, at)

    blocks = []
    seen, size = 0, mark
    for span in paragraphs(text):
        start, end = original(span.start), original(span.end - 1) + 1
        first = size + len(raw[seen:start].encode(encoding, "replace"))
        seen, size = end, first + len(raw[start:end].encode(encoding, "replace"))
        blocks.append(Block(span, "paragraph", f"bytes={first}-{size}"))
    return Layout(text, tuple(blocks), encoding=encoding)


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of `text` in order: between blank lines, or line by line where lines are not wrapped."""
    stanzas = list(_stanzas(text))
    width = _width(text, stanzas)
    for lines in stanzas:
        start = lines[0].start
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            if after is None or not _runs_on(line.text(text), after.text(text), width):
                yield Span(start, line.end)
                start = after.start if after else line.end


def _stanzas(text: str) -> Iterator[list[Span]]:
    lines: list[Span] = []
    for m in LINE.finditer(text):
        line = trimmed(Span(m.start(), m.end()), text)
        if len(line):
            lines.append(line)
        elif lines and BREAK.search(text, lines[-1].end, m.start()):
            yield lines
            lines = []
    if lines:
        yield lines


def _width(text: str, stanzas: list[list[Span]]) -> int | None:
    """The width to which lines are wrapped; None where a line is a paragraph."""
    pairs = [(a, b) for lines in stanzas for a, b in pairwise(lines)]
    if not pairs:
        return None
    lengths = sorted(len(a) for a, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not 30 <= width <= WRAPPED:
        return None
    beyond = sum(len(x) > width + SLACK for lines in stanzas for x in lines)
    if beyond > 0.2 * sum(map(len, stanzas)):
        return None
    full = sum(len(a) + 1 + _first_word(text, b) > width - SLACK for a, b in pairs)
    return width if full >= 0.6 * len(pairs) and _flows(text, pairs) else None


def _flows(text: str, pairs: list[tuple[Span, Span]]) -> bool:
    """Whether lines break inside sentences, as wrapping does, rather than after them."""
    inside = sum(text[a.end - 1] not in ".!?:;\"'”’)" or text[b.start].islower() for a, b in pairs)
    return inside >= 0.5 * len(pairs)


def _first_word(text: str, line: Span) -> int:
    return len(line.text(text).split(None, 1)[0])


def _runs_on(line: str, after: str, width: int | None) -> bool:
    unfinished = line[-1] not in ".!?:;\"'”’)»*"
    if width is None:
        return unfinished and after[0].islower() and len(line) > 40
    short = len(line) + 1 + len(after.split(None, 1)[0]) <= width - SLACK
    return not short or (unfinished and after[0].islower())
