"""What can be decided on the pages of people, places and reports, and what was decided there."""

from __future__ import annotations

from collections.abc import Container, Iterable

from variorum.export.book import Book
from variorum.model.activity import Settled
from variorum.model.document import Document
from variorum.model.record import Entity, EntityMention, Passage
from variorum.show.markup import Html, el, join
from variorum.show.room import forms, links
from variorum.show.room.ask import Ask
from variorum.show.room.entities import address, by_name
from variorum.show.room.figures import shortened
from variorum.show.room.register import PEOPLE

OFFERED = 400  # names to choose from
BODY = "decide"


def of_entity(book: Book, ask: Ask, entity: Entity) -> Html:
    """Says that two names mean one or do not, or that a mention means somebody else; notes, bookmarks and what was decided."""
    back = address(entity) or links.PEOPLE
    if entity.mentions:  # the words find it again where the decision gives it another id
        back += f"?at={forms.written(forms.named_at(entity))}"
    parts: list[str] = [el("h2", "Decide")]
    if not ask.read_only and entity.mentions:
        parts += [_joined(book, ask, entity, back), _apart(book, ask, entity, back)]
        first = forms.named_at(entity)
        parts += [
            _fold("Note", forms.note(book, ask, "entity", first, back)),
            _fold("Bookmark", forms.bookmark(book, ask, "entity", first, back)),
        ]
    places = {(mention.place.document, mention.place.start) for mention in entity.mentions}
    settled = [
        one
        for one in book.record.decisions
        if one.decision.kind == "entity" and any((place.document, place.start) in places for place in _places(book, one))
    ]
    return el("section", *parts, forms.history(book, ask, settled, back), id=BODY)


def of_report(book: Book, ask: Ask, document: Document) -> Html:
    """Says that a report was corrected or withdrawn; notes, bookmarks and what was decided about the report."""
    back = links.report(document.id)
    parts: list[str] = [el("h2", "Decide")]
    if not ask.read_only and document.text.strip():
        head = Passage(document.id, 0, min(len(document.text), 80))
        parts += [
            _fold("It was corrected or withdrawn", forms.report(book, ask, document, back)),
            _fold("Note", forms.note(book, ask, "report", head, back)),
            _fold("Bookmark", forms.bookmark(book, ask, "report", head, back)),
        ]
    settled = [
        one
        for one in book.record.decisions
        if one.decision.kind == "report" and any(place.document == document.id for place in _places(book, one))
    ]
    return el("section", *parts, forms.history(book, ask, settled, back), id=BODY)


def way_apart(ask: Ask, entity: Entity, mention: EntityMention) -> Html:
    """A link beside a mention to say that it means somebody else."""
    if ask.read_only or len(entity.mentions) < 2:
        return join([])
    href = f"{address(entity) or links.PEOPLE}?apart={forms.written(mention.place)}#{BODY}"
    return el("a", "not this one", href=href, class_="apart")


def _joined(book: Book, ask: Ask, entity: Entity, back: str) -> Html:
    """A choice of others of the kind, and the question whether the one chosen is the same."""
    other = book.entities.get(ask.one("with"))
    others = _others(book, entity)
    if other is None or not other.mentions or other.id == entity.id:
        other = None
    options = [
        el(
            "option",
            shortened(f"{one.name} ({one.type})", 60),
            value=one.id,
            selected="selected" if other is not None and one.id == other.id else None,
        )
        for one in others
    ]
    choose = el("label", "Another name ", el("select", *options, name="with"))
    form = el(
        "form", choose, el("button", "Set beside this one"), action=f"{address(entity)}#{BODY}", method="get", class_="chooser"
    )
    if other is None:
        return _fold("The same as another name, or not", form if options else el("p", "Nobody else is named.", class_="empty"))
    question = join(
        [
            el("p", "Does ", el("b", entity.name), " mean the same as ", el("a", other.name, href=address(other)), "?"),
            forms.entities(book, ask, entity, other, back),
        ]
    )
    return _fold("The same as another name, or not", join([form, question]), opened=True)


def _others(book: Book, entity: Entity) -> list[Entity]:
    """Those that might be meant by the same name, the likeliest to be looked for first: a shared word, then by the alphabet."""
    kinds: Container[str] = PEOPLE if entity.type in PEOPLE else (entity.type,)
    words = {*entity.name.casefold().split()}
    found = (one for one in book.record.entities if one.type in kinds and one.id != entity.id and by_name(one))
    ranked = sorted(found, key=lambda one: (not words & {*one.name.casefold().split()}, one.name.casefold(), one.id))
    return ranked[:OFFERED]


def _apart(book: Book, ask: Ask, entity: Entity, back: str) -> Html:
    """The question whether a mention that was pointed at means the same as the others."""
    wanted = ask.one("apart")
    mention = next((one for one in entity.mentions if wanted and forms.written(one.place) == wanted), None)
    rest = [one for one in entity.mentions if mention is not None and one.place != mention.place]
    if mention is None or not rest or mention.place.document not in book.documents:
        return join([])
    first = min(rest, key=lambda one: (one.kind != "name", one.place))
    words = " ".join(book.words(mention.place.document, mention.place.span).split())
    asked = el(
        "p", "Does ", el("span", f"“{words}”", class_="said", dir="auto"), f" in {book.siglum(mention.place.document)} mean ",
        el("b", entity.name), "?",
    )  # fmt: skip
    return _fold("One mention", join([asked, forms.pair(book, ask, "entity", first.place, mention.place, back)]), opened=True)


def _fold(words: str, inner: Html, opened: bool = False) -> Html:
    return el("details", el("summary", words), inner, class_="act", open="open" if opened else None)


def _places(book: Book, settled: Settled) -> Iterable[Passage]:
    return (place for one in settled.decision.anchors if (place := book.place(one)) is not None)
