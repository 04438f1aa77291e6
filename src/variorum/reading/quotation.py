"""Quotations by their marks: where they begin and end, within paragraphs and across them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from variorum.model.span import Span

CLOSERS = {"“": '”"', "„": "“”", "«": "»", '"': '"”', "‘": "’"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, the marks included. `runs_on`: no closing mark, the next paragraph goes on with it."""

    span: Span
    paragraph: int
    runs_on: bool = False


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The outermost quotations of `text` in order."""
    found: list[Quotation] = []
    for number, paragraph in enumerate(paragraphs):
        at = paragraph.start
        while at < paragraph.end:
            width = _opens(text, at, paragraph)
            if not width:
                at += 1
                continue
            end = _closing(text, at, width, paragraph)
            if end is not None:
                found.append(Quotation(Span(at, end), number))
                at = end
            elif _goes_on(text, number, paragraphs) or at == paragraph.start:
                found.append(Quotation(Span(at, paragraph.end), number, _goes_on(text, number, paragraphs)))
                at = paragraph.end
            else:
                at += width
    return tuple(found)


def _opens(text: str, at: int, paragraph: Span) -> int:
    """How many characters open a quotation here; 0 for none."""
    if text.startswith(("''", "``"), at):
        return 2
    mark = text[at]
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark in "“„«":
        return 1
    if mark == '"':
        return 0 if after.isspace() or before.isdigit() else 1
    if mark in "‘'" and not before.isalnum() and after.isalnum():
        return 1 if mark == "‘" or not text[at + 1 : at + 3].isdigit() else 0
    return 0


def _closing(text: str, at: int, width: int, paragraph: Span) -> int | None:
    """Where the quotation opened at `at` ends, its closing mark included; None if it is never closed."""
    if width == 2:
        end = text.find("''", at + 2, paragraph.end)
        return None if end < 0 else end + 2
    mark = text[at]
    if mark in "‘'":
        return _closing_single(text, at, paragraph)
    ends = [end for closer in CLOSERS[mark] if (end := text.find(closer, at + 1, paragraph.end)) >= 0]
    return min(ends) + 1 if ends else None


def _closing_single(text: str, at: int, paragraph: Span) -> int | None:
    """The same for single marks, where apostrophes must not close."""
    for end in range(at + 2, paragraph.end):
        after = text[end + 1] if end + 1 < paragraph.end else " "
        if text[end] in "’'" and not after.isalnum() and (text[end - 1] != "s" or after in ".,;:?!"):
            return end + 1
    return None


def _goes_on(text: str, number: int, paragraphs: Sequence[Span]) -> bool:
    """Whether the next paragraph opens with a quotation mark."""
    if number + 1 >= len(paragraphs):
        return False
    following = paragraphs[number + 1]
    return text[following.start : following.start + 1] in set('“"‘«')
