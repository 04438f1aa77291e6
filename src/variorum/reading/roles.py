"""What each block of a report is: story, caption, byline, or furniture of the page.

Rules over a block's own words and over how it stands among its neighbours. Formats that mark their parts have said
most of it already; plain text, copied from a page, has said nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from variorum.model.document import Block, Document, Role
from variorum.model.span import Span, trimmed
from variorum.reading.captions import SPEECH, credit_in, describes_scene, is_credit, points_at_picture
from variorum.reading.furniture import is_furniture

ENDED = re.compile(r"[.!?…:;,](?:[\"”’'»)\]]|\[\d+\])*$|[.!?,][\"”’'][.,]?$|—$|-$")
NAME = r"(?:[A-Z][\w.'’-]*|d[aeiu]|de[lrn]?|v[ao]n|al|bin|ibn|el|la|le|di|y|of|the)"
NAMES = rf"{NAME}(?:\s{NAME}){{0,6}}"
BYLINE = re.compile(
    r"(?i:by|(?:written|reported|posted) by|(?:story|words|report|reporting|text) by|author):?\s+"
    rf"{NAMES}(?:\s?(?:,|and\b|\||&|/|in\b|for\b|at\b|-|–|—|•)\s*{NAMES}){{0,6}},?(?:\s?[|,•·–—-]\s*\S.{{0,60}})?"
)
WIRE_BYLINE = re.compile(
    r"\(?(?:additional |with )?(?:reporting|writing|editing|compiled|written|edited)(?: and (?:writing|editing))?"
    r" (?:by|from) .{3,240}",
    re.I,
)
CONTRIBUTED = re.compile(r"[^.]{3,120} contributed(?: to this (?:report|story|article)| reporting)?\.?\)?", re.I)
STAMP_WORD = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|\d{1,2}(?:st|nd|rd|th)?|\d{1,2}[ap]m?|[ap]m?|m|\d{4}|\d{1,4}t\d{1,4}|z|[ecmpwb]s?t|gmt|utc|local|time"
    r"|published|updated?s?|posted|created|modified|date|dated|issued|first|last|story|on|at|of|the)",
    re.I,
)
DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’/-]{2,}|[A-Z]{2}|[A-Z]\.)(?:[ ,]+(?:[A-Z][A-Z.'’/-]+|[A-Z][a-z]{1,10}\.?|[A-Z]\.[A-Z]\.|\d{1,2}))*"
    r"(?: ?[(/][A-Z][\w /.&-]{1,30}[)/])? ?(?:[-–—]{1,2}) "
    r"|(?:[A-Z][\w.'’-]+[ ,]+){1,4}\((?:Reuters|Xinhua|dpa|[A-Z]{2,7}(?:[/-][A-Z]{2,7})?)\) ?[-–—]{0,2} "
)
GLUE = re.compile(r"(?<=[a-z][a-z\d][.!?])(?=[A-Z][a-z]+ )")
FULL_DATE = re.compile(r"\b(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})\b")
POST = re.compile(r"— .{2,60} \(@\w+\)")  # signature of a post quoted from a social network
AGO = re.compile(r"(?:\w+ )?\d+ (?:second|minute|min|hour|hr|day|week|month|year)s? ago", re.I)
SAID_STAMP = re.compile(r"(?:(?:first |last )?(?:published|updated|posted|created|modified))\b:?(?: on| at)? .{0,50}\d", re.I)
BYLINE_ALONG = re.compile(
    r"[Bb][Yy]:? [A-Z][\w.’'-]+ [A-Z][\w.’'-]+\b.{0,70}"
    r"(?:\d{4}|[ap]m|[AP]M|\d|[Ss]taff|[Ww]riter|[Ee]ditor|[Cc]orrespondent|[Rr]eporter)\b.{0,20}"
)
BULLET = re.compile(r"[-*•–·▪●■◦‣>]\s+\S|\(?\d{1,2}[.)]\s+\S|\(?[a-z]\)\s")
PERSON = re.compile(r"(?:[A-Z][\w.'’-]+ ){1,3}(?:[a-z]{1,3} )?[A-Z][\w'’-]+(?:, (?:\d{1,2}|[A-Z]?[\w ]{3,30}))?")
HEADING_WORDS = 14
TITLE_WORDS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A block with its words and how it stands in the text."""

    span: Span
    words: str
    given: Role
    locator: str | None
    ended: bool  # closes with the mark of a finished sentence, or of one that goes on
    glued: bool  # only a single line break after it, in a text that parts paragraphs by blank lines
    bound: bool  # the same, before it
    joined: bool  # no line break after it: the next block stood in the same paragraph


def assign_roles(document: Document) -> tuple[Block, ...]:
    """The blocks of `document` with their roles, split finer where one holds two things. The text stays as it is.

    A role the format gave, other than paragraph, is kept, unless the words are plainly furniture.
    """
    lines = _lines(document.text, _split(document.text, document.blocks, document.encoding))
    roles: list[Role | None] = [_alone(line) for line in lines]
    _lists(lines, roles)
    _head(lines, roles, document.meta.title)
    _captions(lines, roles)
    _headings(lines, roles)
    return tuple(Block(line.span, role or "paragraph", line.locator) for line, role in zip(lines, roles, strict=True))


def _split(text: str, blocks: Iterable[Block], encoding: str | None) -> Iterator[Block]:
    """The blocks, with credits and datelines that stand inside a paragraph as blocks of their own."""
    for block in blocks:
        words = block.span.text(text)
        cut = _cuts(words) if block.role in ("paragraph", "caption") else []
        edges = [0, *cut, len(words)]
        for start, end in pairwise(edges):
            span = trimmed(Span(block.span.start + start, block.span.start + end), text)
            if len(span):
                yield replace(block, span=span, locator=_located(block, span, words, encoding))


def _located(block: Block, span: Span, words: str, encoding: str | None) -> str | None:
    """The bytes of a part of a block, where they can be told from those of the whole."""
    found = re.fullmatch(r"bytes=(\d+)-(\d+)", block.locator or "")
    if not found or not encoding or "\n" in words:
        return block.locator
    part = slice(span.start - block.span.start, span.end - block.span.start)
    start = int(found[1]) + len(words[: part.start].encode(encoding, "replace"))
    return f"bytes={start}-{start + len(words[part].encode(encoding, 'replace'))}"


def _cuts(words: str) -> list[int]:
    found = credit_in(words)
    if found:
        start, end = found
        return sorted({start, end} - {0, len(words)})
    for glue in GLUE.finditer(words):  # sentences stuck together where a picture stood
        before, after = words[: glue.start()], words[glue.start() :]
        first = re.split(r"(?<=[.!?]) ", before)[-1]
        if points_at_picture(first):
            return sorted({len(before) - len(first), len(before)} - {0})
        if points_at_picture(re.split(r"(?<=[.!?]) ", after)[0]):
            return [len(before)]
    dateline = DATELINE.match(words)
    if dateline and len(dateline[0]) <= 70 and len(words) > len(dateline[0]) + 20:
        return [dateline.end()]
    return []


def _lines(text: str, blocks: Iterable[Block]) -> list[Line]:
    kept = list(blocks)
    gaps = [text[a.span.end : b.span.start].count("\n") for a, b in pairwise(kept)]
    broken = [g for g in gaps if g]
    parted = bool(broken) and sum(g > 1 for g in broken) >= 0.6 * len(broken)
    glued = [*(parted and g == 1 for g in gaps), False]
    found = []
    for i, block in enumerate(kept):
        words = block.span.text(text)
        ended = bool(ENDED.search(words))
        joined = i < len(gaps) and gaps[i] == 0
        bound = i > 0 and glued[i - 1]
        found.append(Line(block.span, words, block.role, block.locator, ended, glued[i], bound, joined))
    return found


def _alone(line: Line) -> Role | None:
    """The role that a block's own words give it; None where its neighbours must tell."""
    words = line.words
    if is_furniture(words):
        return "furniture"
    if line.given != "paragraph":
        return line.given if line.given != "caption" or not is_credit(words) else "credit"
    if is_credit(words):
        return "credit"
    if _is_byline(words):
        return "byline"
    if len(words) <= 80 and (_is_stamp(words) or DATELINE.fullmatch(words + " ")):
        return "dateline"
    if POST.search(words):
        return "quotation"
    if BULLET.match(words):
        return "list"
    return None


def _is_byline(words: str) -> bool:
    """Whether a line says who wrote or helped to write the report."""
    if len(words) <= 120 and (BYLINE.fullmatch(words.rstrip(".")) or BYLINE_ALONG.fullmatch(words)):
        return True
    return bool(len(words) <= 260 and (WIRE_BYLINE.fullmatch(words) or CONTRIBUTED.fullmatch(words)))


def _is_stamp(words: str) -> bool:
    """Whether a line holds a date or a clock time, or both, and nothing else."""
    if len(words.split()) <= 8 and words[-1] != "." and (date := FULL_DATE.search(words)):
        return date.end() == len(words) or STAMP_WORD.fullmatch(words.split()[0].strip(":")) is not None
    if SAID_STAMP.match(words) or AGO.fullmatch(words):
        return True
    found = re.findall(r"\w+", words)
    return any(w[0].isdigit() for w in found) and len(found) > 1 and all(STAMP_WORD.fullmatch(w) for w in found)


def _lists(lines: list[Line], roles: list[Role | None]) -> None:
    """Takes the role of a list from lines that a dash or a number opens and that stand alone."""
    found = [r == "list" for r in roles]
    for i, line in enumerate(lines):
        beside = (i > 0 and found[i - 1]) or (i + 1 < len(found) and found[i + 1])
        if found[i] and not beside and line.given == "paragraph" and line.words[0] not in "•*·▪●■◦‣":
            roles[i] = None


def _head(lines: list[Line], roles: list[Role | None], title: str | None) -> None:
    """Sets title and subtitle among the first blocks that are not furniture, credits or stamps."""
    first = next((i for i, r in enumerate(roles) if r is None or r in ("title", "list")), None)
    if first is None or any(r == "title" for r in roles):
        return
    story = [i for i, r in enumerate(roles) if r is None]
    if first > 4 or roles[first] is not None or len(story) < 2 or not _is_headline(lines[first], title):
        return
    roles[first] = "title"
    after = next((i for i in range(first + 1, len(lines)) if roles[i] is None), None)
    if after is not None and after <= first + 3 and _is_standfirst(lines, roles, after):
        roles[after] = "subtitle"


def _is_headline(line: Line, title: str | None) -> bool:
    words = line.words
    if title and _plain(words) == _plain(title):
        return True
    count = len(words.split())
    if line.joined or points_at_picture(words):
        return False
    if not 3 <= count <= TITLE_WORDS or len(words) > 200 or (words[0] in '"“' and words[-1] in '"”,'):
        return False
    if not line.ended or (words.endswith("?") and words.count(".") == 0) or words.endswith("!"):
        return words[0].isupper() or not words[0].isalpha()
    return words[-1] == "." and words.count(". ") == 0 and 3 <= count <= 20 and _capitalised(words) >= 0.75


def _capitalised(words: str) -> float:
    long = [w.strip("\"“”‘’'(),.:;") for w in words.split()]
    long = [w for w in long if len(w) > 3 and w[0].isalpha()]
    return sum(w[0].isupper() for w in long) / len(long) if len(long) >= 3 else 0.0


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).casefold().strip()


def _is_standfirst(lines: list[Line], roles: list[Role | None], at: int) -> bool:
    line = lines[at]
    more = any(r is None and lines[i].ended for i, r in enumerate(roles) if i > at)
    return more and not line.ended and not line.glued and 5 <= len(line.words.split()) <= 60


def _captions(lines: list[Line], roles: list[Role | None]) -> None:
    """Sets captions: by a credit that follows, by words that point at a picture, by how a description stands."""
    usual = _usually_ended(lines, roles)
    for i in range(len(lines)):
        if roles[i] is None and _is_caption(lines, roles, i, usual):
            roles[i] = "caption"
    for i in range(len(lines) - 1):  # a name alone above what is told of the person
        name, told = lines[i], lines[i + 1]
        if roles[i] is None and name.glued and not name.ended and PERSON.fullmatch(name.words):
            again = told.words.startswith(name.words.split(",")[0]) and not told.ended
            if roles[i + 1] == "caption" or (roles[i + 1] is None and again):
                roles[i] = roles[i + 1] = "caption"


def _is_caption(lines: list[Line], roles: list[Role | None], i: int, usual: bool) -> bool:
    line = lines[i]
    words = line.words
    count = len(words.split())
    speaks = words[0] in "\"“‘'" or bool(re.search(r"[\"”],? (?:[\w.]+ ){1,4}?(?:said|says|told)\b", words))
    credited = i + 1 < len(lines) and roles[i + 1] == "credit"
    if credited and count <= 70 and (line.joined or not (speaks or SPEECH.search(words))):
        return True
    if count <= 70 and points_at_picture(words) and not speaks:
        return not re.search(r"\b(?:said|told)\b", words) or not line.ended or line.glued
    if line.glued and not line.bound and line.ended and words[-1] == "." and describes_scene(words):
        return True
    inside = 0 < i < len(lines) - 1 and any(r is None and lines[k].ended for k, r in enumerate(roles) if k > i)
    single = not re.search(r"[.!?][\"”’]? [A-Z\"“]", re.sub(r"\b[A-Z][a-z]{0,3}\. ", "", words))
    told = SPEECH.search(words) is not None
    return usual and inside and not told and not line.ended and not speaks and single and HEADING_WORDS < count <= 45


def _usually_ended(lines: list[Line], roles: list[Role | None]) -> bool:
    """Whether this text closes its paragraphs with full stops, so that a line without one stands out."""
    story = [line for line, role in zip(lines, roles, strict=True) if role is None and len(line.words.split()) > 8]
    return sum(line.ended for line in story) >= 0.7 * len(story)


def _headings(lines: list[Line], roles: list[Role | None]) -> None:
    """Sets subheads, and as furniture the links that end a page."""
    last = max((i for i, r in enumerate(roles) if r in (None, "list") and _is_prose(lines[i])), default=len(lines))
    for i, line in enumerate(lines):
        count = len(line.words.split())
        if roles[i] is not None or line.words[0] in '"“' or count > HEADING_WORDS:
            continue
        upper = line.words.isupper() and count <= 8
        closed = line.ended and not upper and not (line.words[-1] in "?:" and count <= 9 and line.glued)
        if closed or not (line.words[0].isupper() or line.words[0].isdigit()):
            continue
        if i > last:
            roles[i] = "furniture" if count >= 2 else None
        elif i or last < len(lines):
            roles[i] = "heading" if len(lines) > 1 else None


def _is_prose(line: Line) -> bool:
    return line.ended and len(line.words.split()) > 5
