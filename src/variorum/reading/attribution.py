"""Who says what: source, cue and content of every attribution, by quotation marks and by the parser's tree.

The conventions (quotation marks inside the content, "that" opens it, final period outside, the cue is the whole verb group)
are those of PolNeAR's guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from variorum.model.document import Block
from variorum.model.reading import Attribution, Mention
from variorum.model.span import Span, hull, trimmed
from variorum.reading.cues import entries, frames, governed_from, group, is_passive, reports, subject_of
from variorum.reading.quotation import Quotation, find_quotations

READ_ROLES = ("title", "subtitle", "heading", "paragraph", "quotation", "list", "caption", "table")
UTTERANCE = re.compile(r"[,.?!…—][\"'”’]{1,2}$")
SPEAKER = re.compile(r"(?P<name>[A-Z][^:“”\"0-9]{1,40}):\s+(?P<words>\S)")
FRAMES = ("clause", "to", "object", "passive")  # which goes first where a verb has several; prepositions come last
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


def find_attributions(doc: Doc, blocks: Sequence[Block] = ()) -> tuple[Attribution, ...]:
    """The attributions of a text in order of their cues; `chain` is not filled yet."""
    page = _Page(doc, blocks)
    drafts: dict[int, Draft] = {}
    page.attribute_all(drafts)
    for number in range(len(page.paragraphs)):
        _speaker_line(number, page, drafts)
    for token in doc:
        if page.paragraph_of(token.idx) is not None:
            _from_tree(token, page, drafts)
    made = [d for d in drafts.values() if d.content]
    made.sort(key=lambda d: (min(d.content).start, d.cue or Span(0, 0)))
    found = [_finished(d, page) for d in made]
    return tuple(_with_parents([a for a in found if a.content]))


class _Page:
    """A parsed text with its paragraphs and quotations."""

    def __init__(self, doc: Doc, blocks: Sequence[Block]) -> None:
        self.doc = doc
        self.text = doc.text
        spans = [trimmed(b.span, self.text) for b in blocks if b.role in READ_ROLES] or [
            Span(*m.span()) for m in re.finditer(r"\S[^\n]*", self.text)
        ]
        self.paragraphs = [s for s in spans if len(s)]
        self.quotations = find_quotations(self.text, self.paragraphs)
        self.utterances = [q for q in self.quotations if self.is_utterance(q)]
        self._quoted = {i for q in self.quotations for i in range(q.span.start, q.span.end)}
        self._spoken = {i for q in self.utterances for i in range(q.span.start, q.span.end)}
        self.previous: Draft | None = None

    def paragraph_of(self, offset: int) -> int | None:
        """The number of the paragraph that holds the offset; None for blanked and unread text."""
        for number, span in enumerate(self.paragraphs):
            if span.start <= offset < span.end:
                return number
        return None

    def quoted(self, token: Token) -> bool:
        """Whether the word stands in an utterance in quotation marks."""
        return token.idx in self._spoken

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
            draft = drafts.get(cue.i) or _draft(cue, self, "a verb of saying beside the quotation")
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
        if speaker is None:
            return None
        draft = Draft(None, None, carried=speaker, head=last.head, why="no cue of its own: the speaker of the paragraph before goes on")
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
            if token.idx in self._spoken:
                return None
            if token.pos_ in ("VERB", "AUX") and reports(token, "quote"):
                return token
        return None

    def tokens(self, start: int, end: int) -> Iterator[Token]:
        """The words between two offsets."""
        span = self.doc.char_span(start, max(start, end), alignment_mode="contract") if end > start else None
        return iter(span) if span is not None else iter(())


def _draft(cue: Token, page: _Page, why: str) -> Draft:
    """An attribution with cue, source and addressee, its content still empty."""
    first, last = group(cue)
    begins = governed_from(cue)
    first = first if begins is None else begins
    subject = subject_of(cue)
    source = _source(subject, cue, page) if subject is not None else None
    for child in cue.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "on", "during") and child.i == last + 1:
            noun = next((t for t in child.children if t.dep_ == "pobj"), None)
            if noun is not None and (noun.lemma_.lower(), "told") in entries("addressing_nouns.tsv") and noun.right_edge == noun:
                last = noun.i
    if last + 1 < len(page.doc) and page.doc[last + 1].dep_ == "agent" and page.doc[last + 1].head == cue:
        last += 1
    if last + 1 < len(page.doc) and page.doc[last + 1].text == ":":
        last += 1
    cue_span = _extent(page.doc, first, last)
    return Draft(
        cue_span,
        source,
        addressee=_addressee(cue),
        head=_extent(page.doc, subject.i, subject.i) if subject is not None else None,
        why=why,
        paragraph=page.paragraph_of(cue.idx) or 0,
    )


def _source(subject: Token, cue: Token, page: _Page) -> Span | None:
    """The source's words: its noun phrase without incidental clauses, never over the cue."""
    first, last = subject.left_edge.i, subject.right_edge.i
    for child in subject.subtree:
        if child.i > subject.i and child.dep_ in ("relcl", "acl") and child.left_edge.i > first:
            cut = child.left_edge.i
            if page.doc[cut - 1].text == "," or child == cue:
                last = min(last, cut - 1)
    for token in page.doc[first : last + 1]:
        if token.i > subject.i and (token.i == cue.i or token.idx in page._spoken):
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
    return _extent(page.doc, first, last)


def _speaker_line(number: int, page: _Page, drafts: dict[int, Draft]) -> None:
    """`NAME: words` of a transcript, `Name: Words` of a headline: the name is the source, the colon the cue."""
    paragraph = page.paragraphs[number]
    match = SPEAKER.match(paragraph.text(page.text))
    if match is None or not (match["name"].isupper() or number == 0):
        return
    if any(w[:1].islower() and w not in ("of", "the", "and", "on", "de", "van", "von") for w in match["name"].split()):
        return
    start = paragraph.start
    colon = start + match.end("name")
    content = Span(start + match.start("words"), paragraph.end)
    if number == 0:
        content = _bare(content, page.text)
    draft = Draft(Span(colon, colon + 1), Span(start, colon), [content], why="a name and a colon before the words")
    draft.paragraph = number
    drafts[-2 - start - len(page.text)] = draft


def _addressee(cue: Token) -> Span | None:
    """Whom it was told: the object of tell, "to X", "in an interview with X"."""
    for child in cue.children:
        if child.dep_ in ("dobj", "dative") and child.i > cue.i and (child.lemma_,) and reports(cue, "addressee"):
            return _extent(cue.doc, child.left_edge.i, child.right_edge.i)
    for child in cue.subtree:
        if child.lower_ in ("to", "with") and child.dep_ in ("prep", "dative"):
            near = (child.head == cue and child.i > cue.i) or (child.head.lemma_, "told") in entries("addressing_nouns.tsv")
            objects = [t for t in child.children if t.dep_ == "pobj"]
            if near and objects:
                return _extent(cue.doc, objects[0].left_edge.i, objects[0].right_edge.i)
    return None


def _from_tree(token: Token, page: _Page, drafts: dict[int, Draft]) -> None:
    """Adds the attribution whose cue is this word, or more content to it, by the tree."""
    if token.lower_ == "according":
        _according(token, page, drafts)
        return
    if (token.lower_,) in entries("hearsay_adverbs.txt"):
        _hearsay(token, page, drafts)
        return
    if token.pos_ not in ("VERB", "AUX"):
        return
    kinds = [(frame, head) for frame, head in frames(token) if reports(token, frame)]
    if not kinds:
        if token.i not in drafts and token.dep_ in ("parataxis", "ccomp", "ROOT") and reports(token, "clause"):
            _parenthetical(token, page, drafts)
        return
    frame, head = min(kinds, key=lambda k: FRAMES.index(k[0]) if k[0] in FRAMES else len(FRAMES))
    draft = drafts.get(token.i) or _draft(token, page, f"{token.lemma_} with its {frame.split(':')[0]}")
    pieces = _content(token, head, draft, page)
    if frame == "to" and (token.lemma_ in ("seem", "appear") or is_passive(token)):
        subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            pieces = [_extent(page.doc, subject.left_edge.i, subject.right_edge.i), *pieces]
            draft.source = draft.source if is_passive(token) else None
    if draft.direct and not any(p.overlap(q) for p in pieces for q in draft.content):
        return
    if frame.startswith("prep:") and draft.cue is not None:
        between = _extent(page.doc, token.i, head.head.i)
        if len(between.text(page.text).split()) <= 3:
            draft.cue = Span(draft.cue.start, max(draft.cue.end, between.end))
    draft.content.extend(pieces)
    drafts[token.i] = draft


def _content(verb: Token, head: Token, draft: Draft, page: _Page) -> list[Span]:
    """The content under `head` in pieces: around source and cue, over whole utterances, without a bare end mark."""
    first, last = head.left_edge.i, head.right_edge.i
    if head.dep_ == "xcomp" and head.head == verb and verb.lemma_ != "tell":
        first = _object_start(verb, first)
    if head.dep_ in ("dobj", "ccomp") and head.head == verb:
        last = max(last, _complement_end(verb, head))
    for child in head.subtree:
        incidental = child.dep_ == "relcl" and child.right_edge.i == last and child.left_edge.i > head.i
        if incidental and page.doc[child.left_edge.i - 1].text == ",":
            last = child.left_edge.i - 2
            break
    mine = [s for s in (draft.source, draft.cue) if s is not None]
    whole = _extent(page.doc, first, last)
    for quotation in page.quotations:
        if quotation.span.overlap(whole) and verb.idx not in range(quotation.span.start, quotation.span.end):
            whole = hull((whole, quotation.span))
    return [p for p in _without(whole, mine, page.text) if len(p)]


def _object_start(verb: Token, first: int) -> int:
    """Where the content begins when the one asked to do it stands before the infinitive: `urged them to leave`."""
    for child in verb.children:
        asked = child if child.dep_ == "dobj" else next((t for t in child.children if t.dep_ == "pobj"), None)
        if asked is None or child.i < verb.i or child.dep_ not in ("dobj", "prep", "dative"):
            continue
        if child.dep_ == "dobj" and asked.i < first or asked.right_edge.i + 1 == first:
            return int(asked.left_edge.i)
    return first


def _complement_end(verb: Token, head: Token) -> int:
    """The last token of what completes an object: `her to leave`, `him as a fraud`, `them for failing`."""
    last = int(head.right_edge.i)
    for child in verb.children:
        if child.left_edge.i != last + 1:
            continue
        as_or_for = child.dep_ == "prep" and child.lower_ in ("as", "for", "of")
        if head.dep_ == "dobj" and (child.dep_ in ("xcomp", "oprd", "ccomp") or as_or_for):
            last = int(child.right_edge.i)
    return last


def _parenthetical(verb: Token, page: _Page, drafts: dict[int, Draft]) -> None:
    """`X, he said, Y`: the sentence around the comment clause is the content."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if verb.dep_ == "ROOT" or not subjects or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return
    sentence = verb.sent
    comment = _bare(_extent(page.doc, verb.left_edge.i, verb.right_edge.i), page.text)
    around = page.text[: comment.start].rstrip()[-1:], page.text[comment.end :].lstrip()[:1]
    if around[0] not in "\",”’'" or around[1] not in ",.;":
        return
    if len(comment) * 2 > sentence.end_char - sentence.start_char:
        return
    draft = _draft(verb, page, "a comment clause between commas")
    pieces = _without(Span(sentence.start_char, sentence.end_char), [comment], page.text)
    draft.content.extend(p for p in pieces if len(p))
    drafts[verb.i] = draft


def _hearsay(token: Token, page: _Page, drafts: dict[int, Draft]) -> None:
    """`He reportedly fled`: the clause around the adverb is the content, and nobody is named."""
    verb = token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return
    cue = _extent(page.doc, token.i, token.i)
    first = verb.left_edge.i
    while page.doc[first].dep_ in ("mark", "cc", "punct") and first < verb.i:
        first += 1
    pieces = _without(_extent(page.doc, first, verb.right_edge.i), [cue], page.text)
    draft = Draft(cue, None, pieces, why=f"{token.lower_}, with no source named")
    draft.paragraph = page.paragraph_of(token.idx) or 0
    drafts[token.i] = draft


def _according(token: Token, page: _Page, drafts: dict[int, Draft]) -> None:
    """`according to X`: the rest of its sentence or clause is the content."""
    doc = page.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    to = doc[token.i + 1]
    objects = [t for t in to.children if t.dep_ == "pobj"] or [t for t in token.children if t.dep_ == "pobj"]
    if not objects:
        return
    source = _source(objects[0], token, page)
    sentence = token.sent
    if source is None:
        return
    away, rest = _introduced(token, source, page)
    pieces = _without(Span(sentence.start_char, sentence.end_char), [away], page.text)
    draft = Draft(_extent(doc, token.i, token.i + 1), source, pieces, why="according to")
    draft.addressee = _account(objects[0]) or _told_in(rest, page)
    draft.head = _extent(doc, objects[0].i, objects[0].i)
    draft.paragraph = page.paragraph_of(token.idx) or 0
    drafts[token.i] = draft


def _introduced(token: Token, source: Span, page: _Page) -> tuple[Span, Span]:
    """All words of `according to X's account to Y,`, and those of them after the source."""
    away = hull((_extent(page.doc, token.i, token.i + 1), source))
    dangling = re.match(r"\s+(?:of|for|at|in|to)(?=\s*,)", page.text[away.end : away.end + 20])
    if dangling:  # a link that lost its words: "the founder of , said"
        away = Span(away.start, away.end + dangling.end())
    if token.i - token.sent.start <= 1:
        comma = page.text.find(",", away.end, token.sent.end_char)
        lead = page.text[away.end : max(away.end, comma)]
        if comma >= 0 and lead.strip() and (lead[0] in "’'" or " to " in lead or " with " in lead):
            return Span(away.start, comma), Span(away.end, comma)
        if comma >= 0 and not lead.strip() and page.text[comma + 1 :].lstrip().startswith("who "):
            second = page.text.find(",", comma + 1, token.sent.end_char)
            if second >= 0:
                return Span(away.start, second), Span(comma, second)
    return away, Span(away.end, away.end)


def _told_in(rest: Span, page: _Page) -> Span | None:
    """Whom it was told, in the words after a source: `who spoke to Y`, `'s account to Y`."""
    for token in page.tokens(rest.start, rest.end):
        if token.lower_ in ("to", "with"):
            for inner in token.children:
                if inner.dep_ == "pobj":
                    return _extent(page.doc, inner.left_edge.i, inner.right_edge.i)
    return None


def _account(head: Token) -> Span | None:
    """Whom an account was given to: "his account to the paper"."""
    for child in head.children:
        if child.lower_ in ("to", "with") and child.dep_ == "prep":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return _extent(head.doc, inner.left_edge.i, inner.right_edge.i)
    return None


def _extent(doc: Doc, first: int, last: int) -> Span:
    """The characters of the tokens `first` to `last`, both included."""
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def _without(whole: Span, holes: Sequence[Span], text: str) -> list[Span]:
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
    bare = [_bare(piece, text) for piece in pieces]
    return [p for p in bare if len(p) and p.text(text).lower() not in ("and", "but", "so", "yet")]


def _bare(span: Span, text: str) -> Span:
    """The span without space and without commas, periods and dashes at its ends."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",.;:–—-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:–—-"):
        end -= 1
    return Span(start, end)


def _merged(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The spans in order; those that overlap or have only space between them as one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or not text[out[-1].end : span.start].strip()):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        elif len(span):
            out.append(span)
    return tuple(out)


def _finished(draft: Draft, page: _Page) -> Attribution:
    """The draft as it is given out."""
    mine = [s for s in (draft.source, draft.cue) if s is not None]
    content = [p for span in draft.content for p in ([span] if draft.direct else _without(span, mine, page.text))]
    source = () if draft.source is None else (draft.source,)
    carried = () if draft.carried is None or source else (draft.carried,)
    words = draft.source.text(page.text).lower().split() if draft.source is not None else []
    anonymous = (not words and draft.carried is None) or any(
        (w.strip("“”\"'.,"),) in entries("anonymous_sources.txt") for w in words[-1:]
    )
    quotes = [q.span for q in page.utterances]
    direct = draft.direct and all(any(q.covers(p) for q in quotes) for p in content)
    return Attribution(
        source=source,
        cue=() if draft.cue is None else (draft.cue,),
        content=_merged(content, page.text),
        direct=direct,
        anonymous=anonymous,
        carried=carried,
        addressee=() if draft.addressee is None else (draft.addressee,),
        why=draft.why,
        head=draft.head if draft.head is not None and any(s.covers(draft.head) for s in (*source, *carried)) else None,
    )


def _with_parents(found: list[Attribution]) -> list[Attribution]:
    """Each with the index of the smallest attribution whose content holds its cue (or its content)."""
    out = []
    for number, one in enumerate(found):
        anchor = one.cue[0] if one.cue else one.content[0]
        holders = [
            (sum(map(len, other.content)), index)
            for index, other in enumerate(found)
            if index != number and any(p.covers(anchor) for p in other.content) and (one.cue or index < number)
        ]
        out.append(replace(one, parent=min(holders)[1] if holders else None))
    return out


def link_sources(attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> tuple[Attribution, ...]:
    """The attributions with the coreference chains of source and addressee."""
    return tuple(
        replace(
            a,
            chain=_chain(a.source or a.carried, a.head, mentions),
            addressee_chain=_chain(a.addressee, None, mentions),
        )
        for a in attributions
    )


def _chain(spans: Sequence[Span], head: Span | None, mentions: Sequence[Mention]) -> int | None:
    """The chain of the smallest mention headed by the source's head; without a head, of the widest mention inside."""
    known = [m for m in mentions if m.chain >= 0]
    whole = [m for m in known if m.span in spans]
    if whole:
        return whole[0].chain
    if head is not None:
        over = [m for m in known if m.span.covers(head)]
        headed = [m for m in over if m.head == head] or [m for m in over if any(s.covers(m.span) for s in spans)]
        return min(headed, key=lambda m: (len(m.span), m.span)).chain if headed else None
    inside = [m for m in known if any(s.covers(m.span) for s in spans)]
    return min(inside, key=lambda m: (-len(m.span), m.span)).chain if inside else None
