"""Names of persons, bodies, places and the rest in one document, each on its exact words."""

from __future__ import annotations

from spacy.tokens import Doc

from variorum.model.document import Block
from variorum.model.reading import EntityType, Mention
from variorum.model.span import Span
from variorum.reading.namechoice import chosen
from variorum.reading.namemarks import setting
from variorum.reading.namerules import ruled_names, told_types
from variorum.reading.namespans import Stretch, candidates

CORE = ("person", "organisation", "place")


def find_names(doc: Doc, blocks: tuple[Block, ...] = ()) -> tuple[Mention, ...]:
    """The names of `doc` in order, without overlaps; articles, titles and possessive endings stay outside.

    Rules and the model propose; of what they and every run of capitalised words offer, a trained table picks persons, bodies and
    places. Peoples, products, works and the rest stay as the rules have them, where nothing picked stands.
    """
    closed = [b.span for b in blocks if b.role == "furniture"]
    ruled = ruled_names(doc, blocks)
    around = setting(doc, ruled)
    offered = [c for c in candidates(doc, ruled) if not any(s.start <= doc[c[0]].idx < s.end for s in closed)]
    picked = chosen(around, offered, told_types(doc, ruled))
    kept: dict[Stretch, EntityType] = {c: t for c, t in picked.items() if t in CORE}
    taken = {i for start, end in kept for i in range(start, end)}
    for (start, end), type_ in ruled.items():
        if not taken.isdisjoint(range(start, end)):
            continue
        if type_ not in CORE:
            kept[start, end] = type_
        elif picked.get((start, end)) == "other":
            kept[start, end] = "other"
    return tuple(_mention(doc, start, end, kept[start, end]) for start, end in sorted(kept))


def _mention(doc: Doc, start: int, end: int, type_: EntityType) -> Mention:
    first, last = doc[start], doc[end - 1]
    head = next((t for t in reversed(doc[start:end]) if t.text[0].isalnum()), last)
    return Mention(Span(first.idx, last.idx + len(last)), Span(head.idx, head.idx + len(head)), kind="name", type=type_)
