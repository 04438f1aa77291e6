"""Who says what: source, cue and content of every attribution, by quotation marks and by the parser's tree.

The conventions (quotation marks inside the content, "that" opens it, final period outside, the cue is the whole verb group)
are those of PolNeAR's guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from variorum.model.document import Block
from variorum.model.reading import Attribution, Mention
from variorum.model.span import Span, SpanIndex, hull
from variorum.reading.clauses import phrase
from variorum.reading.cues import entries, frames, is_passive, reports
from variorum.reading.naming import names_somebody
from variorum.reading.outermost import together
from variorum.reading.speakers import Draft, Page, bare, drafted, extent, nameless, source_of, within, without
from variorum.reading.tagging import Tagger

SPEAKER = re.compile(r"(?P<name>[A-Z][^:“”\"0-9]{1,40}):\s+(?P<words>\S)")
FRAMES = ("clause", "to", "object", "passive")  # which goes first where a verb has several; prepositions come last


def find_attributions(doc: Doc, blocks: Sequence[Block] = (), tagger: Tagger | None = None) -> tuple[Attribution, ...]:
    """The attributions of a text in order of their contents; `chain` is not filled yet. Without a tagger, those of the rules."""
    page = Page(doc, blocks)
    found = with_parents(_by_rule(doc, page))
    if tagger is not None:
        found = with_parents(together(doc, page, found, tagger))
    return tuple(_spelt_out(doc, _without_addressee(a, page.text)) for a in found)


def _without_addressee(found: Attribution, text: str) -> Attribution:
    """`found` with content that does not begin with whom it was told ("told the paper it was over")."""
    told = found.addressee[:1]
    if found.direct or not told or not any(p.start == told[0].start and p.end > told[0].end for p in found.content):
        return found
    cut = (bare(Span(told[0].end, p.end), text) if p.start == told[0].start and p.end > told[0].end else p for p in found.content)
    kept = tuple(p for p in cut if len(p))
    return replace(found, content=kept) if kept else found


def _spelt_out(doc: Doc, found: Attribution) -> Attribution:
    """`found`, with what its source stands for as `carried` where that is a relative pronoun ("a photograph, which shows that")."""
    if len(found.source) != 1 or found.carried:
        return found
    words = doc.char_span(found.source[0].start, found.source[0].end)
    if words is None or len(words) != 1 or words[0].tag_ not in ("WDT", "WP") or words[0].head.dep_ != "relcl":
        return found
    noun = words[0].head.head
    return replace(found, carried=(phrase(noun),)) if noun.pos_ in ("NOUN", "PROPN") else found


def _by_rule(doc: Doc, page: Page) -> list[Attribution]:
    """The attributions that quotation marks, the parser's tree and the lexicon of cues show."""
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
    return [a for a in found if a.content]


def _speaker_line(number: int, page: Page, drafts: dict[int, Draft]) -> None:
    """`NAME: words` of a transcript, `Name: Words` of a headline: the name is the source, the colon the cue."""
    paragraph = page.paragraphs[number]
    match = SPEAKER.match(paragraph.text(page.text))
    if match is None or not (match["name"].isupper() or number == 0):
        return
    if any(w[:1].islower() and w not in ("of", "the", "and", "on", "de", "van", "von") for w in match["name"].split()):
        return
    start = paragraph.start
    colon = start + match.end("name")
    if number == 0 and not names_somebody(page.touched(Span(start, colon))):
        return
    content = Span(start + match.start("words"), paragraph.end)
    if number == 0:
        content = bare(content, page.text)
    draft = Draft(Span(colon, colon + 1), Span(start, colon), [content], why="a name and a colon before the words")
    draft.paragraph = number
    drafts[-2 - start - len(page.text)] = draft


def _from_tree(token: Token, page: Page, drafts: dict[int, Draft]) -> None:
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
    draft = drafts.get(token.i) or drafted(token, page, f"{token.lemma_} with its {frame.split(':')[0]}")
    pieces = _content(token, head, draft, page)
    if frame == "to" and (token.lemma_ in ("seem", "appear") or is_passive(token)):
        subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            pieces = [extent(page.doc, subject.left_edge.i, subject.right_edge.i), *pieces]
            draft.source = draft.source if is_passive(token) else None
    if draft.direct and not any(p.overlap(q) for p in pieces for q in draft.content):
        return
    if frame.startswith("prep:") and draft.cue is not None:
        between = extent(page.doc, token.i, head.head.i)
        if len(between.text(page.text).split()) <= 3:
            draft.cue = Span(draft.cue.start, max(draft.cue.end, between.end))
    draft.content.extend(pieces)
    drafts[token.i] = draft


def _content(verb: Token, head: Token, draft: Draft, page: Page) -> list[Span]:
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
    whole = extent(page.doc, first, last)
    for quotation in page.quotations:
        if quotation.span.overlap(whole) and verb.idx not in range(quotation.span.start, quotation.span.end):
            whole = hull((whole, quotation.span))
    return [p for p in without(whole, mine, page.text) if len(p)]


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


def _parenthetical(verb: Token, page: Page, drafts: dict[int, Draft]) -> None:
    """`X, he said, Y`: the sentence around the comment clause is the content."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if verb.dep_ == "ROOT" or not subjects or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return
    sentence = verb.sent
    comment = bare(extent(page.doc, verb.left_edge.i, verb.right_edge.i), page.text)
    around = page.text[: comment.start].rstrip()[-1:], page.text[comment.end :].lstrip()[:1]
    if around[0] not in "\",”’'" or around[1] not in ",.;":
        return
    if len(comment) * 2 > sentence.end_char - sentence.start_char:
        return
    draft = drafted(verb, page, "a comment clause between commas")
    pieces = without(Span(sentence.start_char, sentence.end_char), [comment], page.text)
    draft.content.extend(p for p in pieces if len(p))
    drafts[verb.i] = draft


def _hearsay(token: Token, page: Page, drafts: dict[int, Draft]) -> None:
    """`He reportedly fled`: the clause around the adverb is the content, and nobody is named."""
    verb = token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return
    cue = extent(page.doc, token.i, token.i)
    first = verb.left_edge.i
    while page.doc[first].dep_ in ("mark", "cc", "punct") and first < verb.i:
        first += 1
    pieces = without(extent(page.doc, first, verb.right_edge.i), [cue], page.text)
    draft = Draft(cue, None, pieces, why=f"{token.lower_}, with no source named")
    draft.paragraph = page.paragraph_of(token.idx) or 0
    drafts[token.i] = draft


def _according(token: Token, page: Page, drafts: dict[int, Draft]) -> None:
    """`according to X`: the rest of its sentence or clause is the content."""
    doc = page.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    to = doc[token.i + 1]
    objects = [t for t in to.children if t.dep_ == "pobj"] or [t for t in token.children if t.dep_ == "pobj"]
    if not objects:
        return
    source = source_of(objects[0], token, page)
    sentence = token.sent
    if source is None:
        return
    away, rest = _introduced(token, source, page)
    pieces = without(Span(sentence.start_char, sentence.end_char), [away], page.text)
    draft = Draft(extent(doc, token.i, token.i + 1), source, pieces, why="according to")
    draft.addressee = _account(objects[0]) or _told_in(rest, page)
    draft.head = extent(doc, objects[0].i, objects[0].i)
    draft.paragraph = page.paragraph_of(token.idx) or 0
    drafts[token.i] = draft


def _introduced(token: Token, source: Span, page: Page) -> tuple[Span, Span]:
    """All words of `according to X's account to Y,`, and those of them after the source."""
    away = hull((extent(page.doc, token.i, token.i + 1), source))
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


def _told_in(rest: Span, page: Page) -> Span | None:
    """Whom it was told, in the words after a source: `who spoke to Y`, `'s account to Y`."""
    for token in page.tokens(rest.start, rest.end):
        if token.lower_ in ("to", "with"):
            for inner in token.children:
                if inner.dep_ == "pobj":
                    return extent(page.doc, inner.left_edge.i, inner.right_edge.i)
    return None


def _account(head: Token) -> Span | None:
    """Whom an account was given to: "his account to the paper"."""
    for child in head.children:
        if child.lower_ in ("to", "with") and child.dep_ == "prep":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return extent(head.doc, inner.left_edge.i, inner.right_edge.i)
    return None


def _merged(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The spans in order; those that overlap or have only space between them as one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or not text[out[-1].end : span.start].strip()):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        elif len(span):
            out.append(span)
    return tuple(out)


def _finished(draft: Draft, page: Page) -> Attribution:
    """The draft as it is given out."""
    mine = [s for s in (draft.source, draft.cue) if s is not None]
    content = [p for span in draft.content for p in ([span] if draft.direct else without(span, mine, page.text))]
    if draft.cue is not None and not draft.direct:
        around = within(draft.cue, page)
        content = [bare(p.common(around), page.text) if p.overlap(around) and not page.quotes(p) else p for p in content]
    source = () if draft.source is None else (draft.source,)
    carried = () if draft.carried is None or source else (draft.carried,)
    anonymous = draft.carried is None if draft.source is None else nameless(draft.source, draft.head, page.text)
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


def with_parents(found: list[Attribution]) -> list[Attribution]:
    """Those given in order, each with the index of the smallest other one whose content holds its cue (or its content)."""
    found = sorted(found, key=lambda a: (min(a.content).start, a.cue[:1], a.content))
    index = SpanIndex([a.content for a in found])
    sizes = [(sum(map(len, one.content)), -number) for number, one in enumerate(found)]
    out = []
    for number, one in enumerate(found):
        anchor = one.cue[0] if one.cue else one.content[0]
        holders = [  # a holder is longer than what it holds, so that no two hold each other
            (sizes[other], other)
            for other in index.overlapping(anchor)
            if sizes[other] > sizes[number] and any(p.covers(anchor) for p in found[other].content)
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
