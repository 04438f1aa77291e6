"""The outermost attributions of a text as the tagger and the rules have them together.

The tagger was trained on outermost attributions only (PolNeAR marks no others), the rules find nested ones too, say whom it was
told, and carry a speaker on. So the tagger's cues, sources and contents come first; what the rules found with the same cue adds
addressee, head and reason; what they found inside the tagger's contents stays as nested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from variorum.model.reading import Attribution
from variorum.model.span import Span, SpanIndex, trimmed
from variorum.reading.naming import names_somebody
from variorum.reading.pairing import Layout, Paired, Ruled, pair
from variorum.reading.speakers import Page, addressee_of, nameless, within
from variorum.reading.tagging import Marks, Segment, Tagged, Tagger


def together(doc: Doc, page: Page, ruled: Sequence[Attribution], tagger: Tagger) -> list[Attribution]:
    """The attributions of tagger and rules as one list, without parents, in no particular order."""
    tagged = _by_heads(tagger.tag(doc, marks(page, ruled)), page)
    layout = laid_out(doc, page, ruled)
    index = SpanIndex([one.cue for one in ruled])
    made = [part for one in pair(tagged, layout) if one.contents for part in _made(page, one, ruled, index)]
    return made + _left(ruled, made)


def _by_heads(tagged: Tagged, page: Page) -> Tagged:
    """The segments, none of which runs out of a headline, without colons before which nobody is named who could speak."""
    kept: list[Segment] = []
    for segment in tagged.segments:
        if segment.span.text(page.text).strip() == ":" and _is_theme(segment.span, page):
            continue
        parts = page.by_line(segment.span)
        if len(parts) > 1 and not all(page.together(part, parts[0]) for part in parts):
            kept.extend(replace(segment, span=part) for part in parts)
        else:
            kept.append(segment)
    return replace(tagged, segments=tuple(kept))


def _is_theme(colon: Span, page: Page) -> bool:
    """Whether the words before a colon in the first line name nobody who could speak: "Fire at the docks: two hurt"."""
    if page.paragraph_of(colon.start) != 0:
        return False
    before = Span(page.paragraphs[0].start, colon.start)
    return not len(before) or not names_somebody(page.touched(before))


def marks(page: Page, ruled: Sequence[Attribution]) -> Marks:
    """What the tagger is told of a text."""
    found = [
        (role, span, one.parent is not None)
        for one in ruled
        for role, spans in (("content", one.content), ("source", one.source), ("cue", one.cue))
        for span in spans
    ]
    return Marks(
        tuple(found),  # type: ignore[arg-type]
        tuple(q.span for q in page.quotations),
        tuple(q.span for q in page.utterances),
        tuple(page.paragraphs),
    )


def laid_out(doc: Doc, page: Page, ruled: Sequence[Attribution]) -> Layout:
    """Where sentences and paragraphs begin, and what the rules put together."""
    return Layout(
        sentences=tuple(s.start_char for s in doc.sents),
        paragraphs=tuple(p.start for p in page.paragraphs),
        ruled=tuple(Ruled(one.cue[0], one.source, one.content) for one in ruled if one.cue),
        index=SpanIndex([one.cue for one in ruled if one.cue]),
        utterances=SpanIndex([[q.span] for q in page.utterances]),
        heads=SpanIndex([[head] for head in page.heads]),
    )


def _made(page: Page, one: Paired, ruled: Sequence[Attribution], index: SpanIndex) -> list[Attribution]:
    """A pairing as an attribution, with what the rules know of the same cue; as two where only some contents are quoted word for word."""
    cue = _whole_words(one.cue.span, page)
    source = None if one.source is None else _on_one_line(_whole_words(one.source.span, page), cue, page)
    content = _held(tuple(sorted({_whole_words(c.span, page) for c in one.contents})), cue, page)
    if not content:
        return []
    words = page.touched(cue)
    twin = next((ruled[number] for number in index.overlapping(cue)), None)
    addressee = twin.addressee if twin is not None else ()
    if twin is None and (found := addressee_of(words.root)) is not None and not any(found.overlap(p) for p in content):
        addressee = (found,)
    head = None
    if source is not None:
        root = page.touched(source).root
        head = Span(root.idx, root.idx + len(root))
    carried = twin.carried if twin is not None and source is None else ()
    whole = Attribution(
        source=() if source is None else (source,),
        cue=(cue,),
        content=content,
        direct=False,
        anonymous=not carried if source is None else nameless(source, head, page.text),
        carried=carried,
        addressee=addressee,
        why=twin.why if twin is not None else "words of saying, as learned from annotated news",
        head=head,
    )
    said = tuple(p for p in content if any(q.span.covers(p) for q in page.utterances))
    told = tuple(p for p in content if p not in said)
    parts = [replace(whole, content=said, direct=True)] if said else []
    return [*parts, replace(whole, content=told)] if told else parts


def _held(contents: tuple[Span, ...], cue: Span, page: Page) -> tuple[Span, ...]:
    """The contents as far as somebody says them: quoted words, and of the others those in the sentence of the cue.

    What the report goes on to tell in a sentence of its own is the report's; where nothing else is said, it is kept.
    """
    lines = [line for content in contents for line in page.by_line(content) if page.together(line, cue)]
    pieces = [piece for line in lines for piece in page.parted(line)]
    around = within(cue, page)
    held = []
    for piece in pieces:
        if page.quotes(piece):
            held.append(piece)
        elif piece.overlap(around):
            held.append(trimmed(piece.common(around), page.text))
    held = [p for p in held if len(p)]
    return tuple(sorted(set(held or pieces)))


def _on_one_line(source: Span, cue: Span, page: Page) -> Span:
    """The part of a source in the paragraph nearest to its cue."""
    return min(page.by_line(source), key=lambda p: (abs(p.start - cue.start), p))


def _left(ruled: Sequence[Attribution], made: Sequence[Attribution]) -> list[Attribution]:
    """What of the rules' stays: all inside the contents found, and quotations that nothing found covers."""
    cues = SpanIndex([m.cue for m in made])
    contents = SpanIndex([m.content for m in made])
    kept = []
    for one in ruled:
        if one.cue and cues.overlapping(one.cue[0]):
            continue
        inside = bool(one.cue) and bool(contents.overlapping(one.cue[0]))
        apart = not any(contents.overlapping(p) for p in one.content)
        if inside or (apart and (one.direct or not one.cue)):
            kept.append(replace(one, parent=None))
    return kept


def _whole_words(span: Span, page: Page) -> Span:
    """The span without space at its ends and without half words."""
    words = page.touched(span)
    last = words[len(words) - 1]
    return trimmed(Span(words[0].idx, last.idx + len(last)), page.text)
