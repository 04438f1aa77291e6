"""Quotations and those who speak them: drafts of attributions, with source, cue and addressee."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from variorum.model.document import Block
from variorum.model.span import Span, SpanIndex, hull, trimmed
from variorum.reading.cues import entries, governed_from, group, reports, subject_of
from variorum.reading.quotation import Quotation, find_quotations

READ_ROLES = ("title", "subtitle", "heading", "paragraph", "quotation", "list", "caption", "table")
HEADS = ("title", "subtitle", "heading")
UTTERANCE = re.compile(r"[,.?!…—][\"'”’]{1,2}$")
SENTENCE_END = re.compile(
    r"[.!?]['\"”’]{0,2}\s+(?=(?:The|An?|He|She|It|They|We|I|This|That|These|Those|There|His|Her|Its|Their|Our|But|And|No|Nobody)\b)"
)  # behind abbreviations too, where the parser goes on: "at 8 p.m. The port"
NEAR = 30  # tokens between a quotation and its cue


@dataclass
class Draft:
    """An attribution being put together; offsets are code points."""

    cue: Span | None
    source: Span | None
    content: list[Span] = field(default_factory=list)
    addressee: Span | None = None
    carried: Span | None = None
    head: Span | None = None
    direct: bool = False
    why: str = ""
    paragraph: int = 0


class Page:
    """A parsed text with its paragraphs and quotations."""

    def __init__(self, doc: Doc, blocks: Sequence[Block]) -> None:
        self.doc = doc
        self.text = doc.text
        spans = [trimmed(b.span, self.text) for b in blocks if b.role in READ_ROLES] or [
            Span(*m.span()) for m in re.finditer(r"\S[^\n]*", self.text)
        ]
        self.paragraphs = sorted(s for s in spans if len(s))
        heads = {trimmed(b.span, self.text) for b in blocks if b.role in HEADS}
        self.heads = sorted(heads)
        self._heads = {n for n, paragraph in enumerate(self.paragraphs) if paragraph in heads}
        self._starts = [s.start for s in self.paragraphs]
        self._offsets = [t.idx for t in doc]
        self.quotations = find_quotations(self.text, self.paragraphs)
        self.utterances = [q for q in self.quotations if self.is_utterance(q)]
        self._utterances = SpanIndex([[q.span] for q in self.utterances])
        self._quoted = {i for q in self.quotations for i in range(q.span.start, q.span.end)}
        self.spoken = {i for q in self.utterances for i in range(q.span.start, q.span.end)}
        self.previous: Draft | None = None

    def paragraph_of(self, offset: int) -> int | None:
        """The number of the paragraph that holds the offset; None for blanked and unread text."""
        number = bisect_right(self._starts, offset) - 1
        return number if number >= 0 and offset < self.paragraphs[number].end else None

    def together(self, one: Span, other: Span) -> bool:
        """Whether two spans may belong to one attribution: a headline or crosshead says what it says by itself."""
        a, b = self.paragraph_of(one.start), self.paragraph_of(other.start)
        return a == b or not {a, b} & self._heads

    def sentence_of(self, span: Span) -> Span:
        """The sentence in which a span begins, cut at its paragraph's edges."""
        number = self.paragraph_of(span.start)
        paragraph = self.paragraphs[number] if number is not None else Span(0, len(self.text))
        words = self.touched(Span(span.start, span.start + 1))[0].sent
        start, end = max(words.start_char, paragraph.start), min(words.end_char, paragraph.end)
        for stop in SENTENCE_END.finditer(self.text, start, end):
            if stop.end() <= span.start:
                start = stop.end()
            else:
                end = stop.start() + 1
                break
        return trimmed(Span(start, end), self.text)

    def by_line(self, span: Span) -> list[Span]:
        """The span in pieces, none of which runs over a paragraph's edge."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        found = self.paragraphs[first : bisect_left(self._starts, span.end)]
        pieces = [trimmed(p.common(span), self.text) for p in found if p.overlap(span)]
        return [p for p in pieces if len(p)] or [span]

    def quoted(self, token: Token) -> bool:
        """Whether the word stands in an utterance in quotation marks."""
        return token.idx in self.spoken

    def quotes(self, span: Span) -> bool:
        """Whether the span begins or ends in an utterance in quotation marks."""
        edges = (Span(span.start, span.start + 1), Span(span.end - 1, span.end))
        return any(self._utterances.overlapping(edge) for edge in edges)

    def parted(self, span: Span) -> list[Span]:
        """The span cut where a quoted sentence ends inside it, or begins behind another sentence."""
        cuts = {span.start, span.end}
        for quotation in self.utterances_in(span):
            start, end = quotation.span.start, quotation.span.end
            if span.start < end < span.end and re.match(r"[.?!]", self.text[end - 2]):
                cuts.add(end)
            if span.start < start < span.end and re.search(r"[.?!][\"'”’]*\s+$", self.text[max(span.start, start - 6) : start]):
                cuts.add(start)
        pieces = [trimmed(Span(a, b), self.text) for a, b in pairwise(sorted(cuts))]
        return [p for p in pieces if len(p)]

    def utterances_in(self, span: Span) -> list[Quotation]:
        """The utterances that share words with the span."""
        return [self.utterances[n] for n in self._utterances.overlapping(span)]

    def is_utterance(self, quotation: Quotation) -> bool:
        """Whether the quoted words are somebody's sentence and not a term in scare quotes."""
        inside = quotation.span.text(self.text)
        words = len(inside.split())
        if quotation.runs_on or words >= 8:
            return True
        following = self.text[quotation.span.end : quotation.span.end + 1]
        return words >= 3 or bool(UTTERANCE.search(inside)) or following == ","

    def attribute_all(self, drafts: dict[int, Draft]) -> None:
        """Gives every utterance to the cue beside it, or else to one that speaks in the same paragraph or before it."""
        cues = [self._cue_after(q) or self._cue_before(q) for q in self.utterances]
        for number, quotation in enumerate(self.utterances):
            cue = cues[number]
            following = number + 1
            while cue is None and following < len(cues) and self._leads(quotation, self.utterances[following]):
                cue = cues[following]
                following += 1
            before = self.utterances[number - 1] if number else None
            if cue is None and before is not None and cues[number - 1] is not None and self._one_clause(before, quotation):
                cues[number] = cue = cues[number - 1]
                quotation = replace(quotation, span=Span(before.span.end, quotation.span.end))
            self._attribute(quotation, cue, drafts)

    def _one_clause(self, before: Quotation, quotation: Quotation) -> bool:
        """Whether two quotations stand in one clause: `called it "bad" and "cruel"`."""
        gap = self.text[before.span.end : quotation.span.start]
        ended = re.search(r"[,.?!]", self.text[before.span.end - 2 : before.span.end]) is not None
        return before.paragraph == quotation.paragraph and not ended and re.search(r"[.?!;:,]", gap) is None

    def _with_lead(self, quotation: Quotation, cue: Token) -> Span:
        """The quotation with the words of the same clause before it: `said it was "a mistake"`."""
        start, text = quotation.span.start, self.text
        if cue.idx < start:
            lead = text[cue.idx + len(cue) : start]
            if not lead.strip() or lead.rstrip()[-1] in ",:;—–-" or re.search(r"[,“”\"]", lead):
                return quotation.span
            lead_start = cue.idx + len(cue)
            objects = [c for c in cue.children if c.dep_ in ("dobj", "dative", "prep", "prt", "npadvmod") and c.i > cue.i]
            for child in objects:
                end = child.right_edge.idx + len(child.right_edge)
                if (
                    child.left_edge.idx <= lead_start + 1
                    and end < start
                    and not (child.dep_ == "dobj" and reports(cue, "object"))
                ):
                    lead_start = end
            return trimmed(Span(lead_start, quotation.span.end), text)
        return quotation.span

    def _leads(self, quotation: Quotation, following: Quotation) -> bool:
        """Whether a paragraph opens with `quotation` and goes on with `following` with nothing but space between."""
        if self.paragraphs[quotation.paragraph].start != quotation.span.start:
            return False
        if quotation.paragraph != following.paragraph:
            return False
        return not re.search(r"[.?!]\s", self.text[quotation.span.end : following.span.start])

    def _attribute(self, quotation: Quotation, cue: Token | None, drafts: dict[int, Draft]) -> None:
        if cue is not None:
            draft = drafts.get(cue.i) or drafted(cue, self, "a verb of saying beside the quotation")
            draft.paragraph = quotation.paragraph
            drafts[cue.i] = draft
        else:
            found = self._carried(quotation, drafts)
            if found is None:
                return
            draft = found
        draft.content.append(self._with_lead(quotation, cue) if cue is not None else quotation.span)
        draft.direct = True
        self.previous = draft

    def _carried(self, quotation: Quotation, drafts: dict[int, Draft]) -> Draft | None:
        """The attribution a quotation without a cue goes on with, or a new one with the speaker before."""
        last = self.previous
        before = self.text[self.paragraphs[quotation.paragraph].start : quotation.span.start].rstrip()
        if before and before[-1] not in ".?!\"'”’:":
            return None
        if last is None or quotation.paragraph - last.paragraph > 1:
            return None
        if last.paragraph == quotation.paragraph or self._ran_on(quotation):
            last.paragraph = quotation.paragraph
            return last
        speaker = last.source or last.carried
        if speaker is None or {last.paragraph, quotation.paragraph} & self._heads:
            return None
        draft = Draft(
            None, None, carried=speaker, head=last.head, why="no cue of its own: the speaker of the paragraph before goes on"
        )
        draft.paragraph = quotation.paragraph
        drafts[-1 - quotation.span.start] = draft
        return draft

    def _ran_on(self, quotation: Quotation) -> bool:
        return any(q.runs_on and q.paragraph == quotation.paragraph - 1 for q in self.quotations)

    def _cue_after(self, quotation: Quotation) -> Token | None:
        """The verb of saying in `"...," she said`."""
        inside = quotation.span.text(self.text)
        follows = self.text[quotation.span.end : quotation.span.end + 1]
        if not (re.search(r"[,?!…—-][\"'”’]{1,2}$", inside) or follows == ","):
            return None
        for token in self.tokens(quotation.span.end, self.paragraphs[quotation.paragraph].end):
            if token.idx in self._quoted or token.text in (".", ";", "?", "!"):
                return None
            if token.pos_ == "VERB" and reports(token, "quote"):
                return token
            if token.i - 1 > 0 and token.pos_ in ("SCONJ",):
                return None
        return None

    def _cue_before(self, quotation: Quotation) -> Token | None:
        """The verb of saying in `she said: "..."`, nearest first."""
        tokens = list(self.tokens(self.paragraphs[quotation.paragraph].start, quotation.span.start))
        for distance, token in enumerate(reversed(tokens)):
            if distance > NEAR or token.text in (".", ";", "?", "!"):
                return None
            if token.idx in self.spoken:
                return None
            if token.pos_ in ("VERB", "AUX") and reports(token, "quote"):
                return token
        return None

    def tokens(self, start: int, end: int) -> Iterator[Token]:
        """The words between two offsets."""
        first = bisect_left(self._offsets, start)
        last = bisect_left(self._offsets, end)
        if last > first and self._offsets[last - 1] + len(self.doc[last - 1]) > end:
            last -= 1
        return iter(self.doc[first:last]) if last > first else iter(())

    def touched(self, span: Span) -> Words:
        """The tokens that share a character with a span, at least one."""
        first = max(0, bisect_right(self._offsets, span.start) - 1)
        last = max(first + 1, bisect_left(self._offsets, span.end))
        return self.doc[first:last]


def within(cue: Span, page: Page) -> Span:
    """The words that an unquoted content may take up: the cue's sentence with quotations that begin in it, its list behind a colon."""
    sentence = page.sentence_of(cue)
    quoted = [q.span for q in page.utterances_in(sentence)]
    whole = hull((sentence, *quoted))
    if page.text[whole.end - 1 : whole.end] == ":":
        number = page.paragraph_of(cue.start)
        return whole if number is None else Span(whole.start, page.paragraphs[min(number + 9, len(page.paragraphs) - 1)].end)
    return whole


def drafted(cue: Token, page: Page, why: str) -> Draft:
    """An attribution with cue, source and addressee, its content still empty."""
    first, last = group(cue)
    begins = governed_from(cue)
    first = first if begins is None else begins
    subject = subject_of(cue)
    source = source_of(subject, cue, page) if subject is not None else None
    for child in cue.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "on", "during") and child.i == last + 1:
            noun = next((t for t in child.children if t.dep_ == "pobj"), None)
            if noun is not None and (noun.lemma_.lower(), "told") in entries("addressing_nouns.tsv") and noun.right_edge == noun:
                last = noun.i
    if last + 1 < len(page.doc) and page.doc[last + 1].dep_ == "agent" and page.doc[last + 1].head == cue:
        last += 1
    if last + 1 < len(page.doc) and page.doc[last + 1].text == ":":
        last += 1
    cue_span = extent(page.doc, first, last)
    return Draft(
        cue_span,
        source,
        addressee=addressee_of(cue),
        head=extent(page.doc, subject.i, subject.i) if subject is not None else None,
        why=why,
        paragraph=page.paragraph_of(cue.idx) or 0,
    )


def source_of(subject: Token, cue: Token, page: Page) -> Span | None:
    """The source's words: its noun phrase without incidental clauses, never over the cue."""
    first, last = subject.left_edge.i, subject.right_edge.i
    for child in subject.subtree:
        if child.i > subject.i and child.dep_ in ("relcl", "acl") and child.left_edge.i > first:
            cut = child.left_edge.i
            if page.doc[cut - 1].text == "," or child == cue:
                last = min(last, cut - 1)
    for token in page.doc[first : last + 1]:
        if token.i > subject.i and (token.i == cue.i or token.idx in page.spoken):
            last = min(last, token.i - 1)
    for token in page.doc[first : subject.i]:
        if token.text in ("—", "–", "--") or (token.text == ":" and token.i < subject.i):
            first = token.i + 1
    while last > subject.i and (page.doc[last].text in (",", ".", ";", ":", "-", "—", "–") or page.doc[last].tag_ == "IN"):
        last -= 1
    if cue.i in range(first, last + 1):
        first, last = subject.i, subject.i
    closed = last + 1 < len(page.doc) and page.doc[last + 1].text == "," and "," in page.doc[subject.i : last + 1].text
    if closed and cue.i > last + 1:
        last += 1
    return extent(page.doc, first, last)


def addressee_of(cue: Token) -> Span | None:
    """Whom it was told: the object of tell, "to X", "in an interview with X"."""
    for child in cue.children:
        if child.dep_ in ("dobj", "dative") and child.i > cue.i and (child.lemma_,) and reports(cue, "addressee"):
            return extent(cue.doc, child.left_edge.i, child.right_edge.i)
    for child in cue.subtree:
        if child.lower_ in ("to", "with") and child.dep_ in ("prep", "dative"):
            near = (child.head == cue and child.i > cue.i) or (child.head.lemma_, "told") in entries("addressing_nouns.tsv")
            objects = [t for t in child.children if t.dep_ == "pobj"]
            if near and objects:
                return extent(cue.doc, objects[0].left_edge.i, objects[0].right_edge.i)
    return None


def nameless(source: Span, head: Span | None, text: str) -> bool:
    """Whether the source's head word names nobody in particular: "officials", "a source close to her"."""
    words = source.text(text).lower().split()
    last = words[-1].strip("“”\"'.,") if words else ""
    named = head.text(text).lower() if head is not None and source.covers(head) else last
    return (named,) in entries("anonymous_sources.txt")


def extent(doc: Doc, first: int, last: int) -> Span:
    """The characters of the tokens `first` to `last`, both included."""
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def without(whole: Span, holes: Sequence[Span], text: str) -> list[Span]:
    """What is left of `whole` around the holes, trimmed of space and bare punctuation."""
    pieces = [whole]
    for hole in sorted(holes):
        pieces = [
            part
            for piece in pieces
            for part in (
                [Span(piece.start, max(piece.start, hole.start)), Span(min(piece.end, hole.end), piece.end)]
                if piece.overlap(hole)
                else [piece]
            )
        ]
    left = [bare(piece, text) for piece in pieces]
    return [p for p in left if len(p) and p.text(text).lower() not in ("and", "but", "so", "yet")]


def bare(span: Span, text: str) -> Span:
    """The span without space and without commas, periods and dashes at its ends."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",.;:–—-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:–—-"):
        end -= 1
    return Span(start, end)
