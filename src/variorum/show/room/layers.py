"""A report's text with layers of marks that a reader switches on and off.

A layer is a class on stretches of the text and a checkbox before it; the style sheet alone shows and hides, so that nothing here needs a
script. Every mark has a sign and a line of its own, never colour alone, and says in words who tells what it marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from variorum.export.book import Book
from variorum.model.document import Block, Document
from variorum.model.record import RecordStatement, Relation
from variorum.model.span import Span
from variorum.show.charts import told_time
from variorum.show.markup import Html, anchor, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.register import register
from variorum.show.signs import RELATION_SIGN, RELATION_WORD
from variorum.show.wording import unsure

LAYERS: dict[str, tuple[str, str, str]] = {  # name -> sign, head, what it marks
    "statements": ("12", "Statements", "what is read as told, with the number of its claim"),
    "quotations": ("❝", "Quotations", "words given to somebody: directly (whole line), in other words (broken line)"),
    "sources": ("‹", "Their sources", "who is named as saying them"),
    "copied": ("∥", "Copied", "words that stand in another report word for word"),
    "rewritten": ("≈", "Rewritten", "passages that another report tells in other words"),
    "names": ("@", "Names", "people, organisations, groups and things; described ones with a dotted line"),
    "times": ("◷", "Times", "dates, hours, lengths of time"),
    "places": ("▼", "Places", "places as named"),
    "quantities": ("#", "Quantities", "numbers with what they count or measure"),
    "roles": ("¶", "Roles of blocks", "title, byline, caption and the like, and where in the original each stands"),
}
FIRST = ("statements",)  # on where nothing else is asked for


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text on a layer. `also` is a further class; `number` stands after its end, leading to `href`."""

    span: Span
    layer: str
    note: str
    also: str = ""
    href: str | None = None
    number: str = ""
    anchor: str = ""
    relation: Relation | Literal[""] = ""  # of the claim's discrepancy, where a page asks for it: the sign goes with the number


def chosen(ask: Ask, first: tuple[str, ...] = FIRST) -> tuple[str, ...]:
    """The layers that are on: those asked for, else `first`; `layer=none` is none at all."""
    asked = [name for name in ask.query.get("layer", ()) if name in LAYERS or name == "none"]
    return tuple(name for name in LAYERS if name in asked) if asked else first


def switches(ask: Ask, layers: Iterable[str] = LAYERS, first: tuple[str, ...] = FIRST) -> list[Html]:
    """The checkboxes, to stand right before the text as its siblings, and their labels."""
    on = chosen(ask, first)
    boxes = [_box(name, name in on) for name in layers]
    labels = (
        el("label", el("b", LAYERS[name][0], class_=f"sign sign-{name}", aria_hidden="true"), " ", LAYERS[name][1],
           for_=f"layer-{name}", title=LAYERS[name][2])
        for name in layers
    )  # fmt: skip
    return [*boxes, el("p", *labels, class_="switches")]


def _box(name: str, on: bool) -> Html:
    checked = {"checked": "checked"} if on else {}
    return el(
        "input", type="checkbox", id=f"layer-{name}", name="layer", value=name, class_="layer-switch", data_layer=name, **checked
    )


def marks_of(book: Book, document: Document) -> list[Mark]:
    """All the marks of a report."""
    kept = register(book)
    letter = book.siglum(document.id)
    found: list[Mark] = []
    for statement in kept.statements.get(document.id, ()):
        found += [_statement(book, statement), *_vouches(book, statement)]
    for one in kept.named.get(document.id, ()):
        entity = book.entities[one.entity]
        place = entity.type == "place"
        note = f"{letter} means {entity.name} ({entity.type})" + (f": {one.why}" if one.why and one.kind != "name" else "")
        to = (
            links.place(entity.id)
            if place
            else links.entity(entity.id)
            if entity.type in ("person", "organisation", "group")
            else None
        )
        found.append(Mark(one.span, "places" if place else "names", note, one.kind, to))
    for entry in kept.times.get(document.id, ()):
        time = entry.time
        value = told_time(time.value, time.approximate) if time.value else "no date that could be counted out"
        bounds = f", between {time.earliest} and {time.latest}" if time.earliest and time.latest != time.earliest else ""
        found.append(Mark(time.span, "times", f"{letter} tells a {time.type}: {value}{bounds}"))
    for measured in kept.quantities.get(document.id, ()):
        amount = measured.quantity
        about = "about " if amount.approximate else ""
        bounds = " to ".join(dict.fromkeys(_figure(bound) for bound in (amount.low, amount.high)))
        found.append(Mark(amount.span, "quantities", f"{letter} tells {about}{bounds} {amount.unit or ''} ({amount.kind})"))
    return list(dict.fromkeys([*found, *passages(book, document)]))


def told_with(book: Book, document: Document, claims: Mapping[str, Relation | None]) -> list[Mark]:
    """The marks of the statements of some claims, each with how its readings stand to one another."""
    return [
        replace(_statement(book, one), relation=claims[one.claim] or "")
        for one in register(book).statements.get(document.id, ())
        if one.claim and one.claim in claims
    ]


def passages(book: Book, document: Document, others: Container[str] | None = None) -> list[Mark]:
    """The passages that a report shares with others of the case, or with those of them that are named."""
    found: list[Mark] = []
    kept = register(book)
    for lineage in (*kept.lineages.get(document.id, ()), *kept.taken.get(document.id, ())):
        layer = {"copy": "copied", "rewrite": "rewritten"}.get(lineage.kind)
        other = lineage.source if lineage.to == document.id else lineage.to
        if layer is None or other not in book.documents or (others is not None and other not in others):
            continue
        how = "word for word" if layer == "copied" else "in other words"
        for aligned in lineage.passages:
            place = aligned.to if lineage.to == document.id else aligned.source
            if aligned.source is None or place is None or place.document != document.id:
                continue
            drift = f"; drift: {aligned.note}" if aligned.note else ""
            note = f"{book.siglum(lineage.to)} and {book.siglum(lineage.source)} have this {how}{drift}"
            found.append(Mark(place.span, layer, note, "", links.compare(lineage.source, lineage.to)))
    return found


def _figure(bound: float | None) -> str:
    return "no bound" if bound is None else f"{bound:g}"


def _statement(book: Book, statement: RecordStatement) -> Mark:
    number = book.numbers.get(statement.claim or "")
    return Mark(
        statement.span,
        "statements",
        book.teller(statement) + unsure(statement),
        "",
        links.claim(statement.claim) if statement.claim and number else None,
        str(number) if number else "",
        anchor("t", statement.id),
    )


def _vouches(book: Book, statement: RecordStatement) -> list[Mark]:
    found = []
    letter = book.siglum(statement.document)
    for vouch in statement.attributions:
        entity = book.entities.get(vouch.holder or "")
        name = entity.name if entity else vouch.holder_text or "somebody not named"
        how = f", by “{vouch.cue}”" if vouch.cue else ""
        found.append(
            Mark(vouch.content, "quotations", f"{letter} gives this to {name}{how}", "direct" if vouch.direct else "indirect")
        )
        if vouch.source:
            href = links.entity(entity.id) if entity and entity.type in ("person", "organisation", "group") else None
            found.append(Mark(vouch.source, "sources", f"{letter} names {name} as a source", "", href))
    return found


def reading(book: Book, document: Document, marks: Sequence[Mark], prefix: str = "") -> Html:
    """The whole text, block by block, with its marks; `prefix` keeps the ids of several texts of a page apart."""
    parts: list[str] = []
    at = 0
    ordered = sorted(marks, key=lambda m: (m.span.start, -m.span.end, m.layer, m.note))
    waiting = 0
    open_marks: list[Mark] = []
    for block in [*document.blocks, Block(Span(len(document.text), len(document.text)))]:
        for stretch, of in ((Span(at, max(at, block.span.start)), Block(block.span)), (block.span, block)):
            if not document.text[stretch.start : stretch.end].strip():
                continue
            while waiting < len(ordered) and ordered[waiting].span.start < stretch.end:
                open_marks.append(ordered[waiting])
                waiting += 1
            open_marks = [mark for mark in open_marks if mark.span.end > stretch.start]
            words = _marked(document.text, stretch, open_marks, prefix)
            where = f" · {of.locator}" if of.locator else ""
            label = el("span", of.role, where, class_="role", dir="ltr")  # and so does not tell which way the words run
            parts.append(el("p", label, words, class_=f"said block {of.role}", dir="auto", lang=document.language))
        at = max(at, block.span.end)
    return el("div", *parts, class_="text")


def _marked(text: str, stretch: Span, marks: Sequence[Mark], prefix: str) -> Html:
    """The words of a stretch, cut wherever a mark begins or ends, by one sweep from left to right."""
    begins: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.span.start < stretch.end and mark.span.end > stretch.start:
            begins[max(mark.span.start, stretch.start)].append(mark)
            ends[min(mark.span.end, stretch.end)].append(mark)
    pieces: list[str] = []
    over: dict[Mark, None] = {}
    cuts = sorted({stretch.start, stretch.end, *begins, *ends})
    for start, end in zip(cuts, [*cuts[1:], stretch.end], strict=True):
        for mark in ends.get(start, ()):
            over.pop(mark, None)
            if mark.number and mark.span.end <= stretch.end:
                pieces.append(_number(mark))
        for mark in begins.get(start, ()):
            over[mark] = None
            if mark.anchor and mark.span.start >= stretch.start:
                pieces.append(
                    el(
                        "span",
                        id=prefix + mark.anchor,
                        class_="at",
                        data_claim=mark.number or None,
                        data_relation=mark.relation or None,
                    )
                )
        if end > start:
            first = {mark.layer for mark in begins.get(start, ()) if mark.span.start == start}
            pieces.append(_piece(text[start:end], list(over), first) if over else text[start:end])
    return join(pieces)


def _number(mark: Mark) -> Html:
    sign = RELATION_SIGN[mark.relation] if mark.relation else ""
    how = f", {RELATION_WORD[mark.relation]}" if mark.relation else ""
    told = f"claim {mark.number}{how}: {mark.note}"
    number = el("a", mark.number, sign, href=mark.href, aria_label=told, title=told, class_=mark.relation or None)
    return el("sup", number, class_="l-number", data_of=mark.number)


def _piece(words: str, over: list[Mark], first: set[str]) -> Html:
    classes = dict.fromkeys(f"l-{mark.layer}" for mark in over)
    classes |= dict.fromkeys(f"is-{mark.also}" for mark in over if mark.also)
    classes |= dict.fromkeys(f"first-{layer}" for layer in sorted(first))
    notes = " · ".join(dict.fromkeys(mark.note for mark in over))
    inner = min(over, key=lambda mark: (mark.layer != "statements", len(mark.span)))
    href = inner.href or next((mark.href for mark in over if mark.href), None)
    tag = "a" if href else "span"
    return el(tag, words, class_=" ".join(classes), title=notes, href=href, tabindex=-1 if href else None)
