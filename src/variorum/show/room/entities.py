"""What the pages of people and of places share: names and spellings, mentions, differences, what is told of somebody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from variorum.export.book import Book, counted
from variorum.model.record import Entity, EntityMention, RecordStatement
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.register import PEOPLE, register
from variorum.show.room.telling import letters, listed
from variorum.show.signs import RELATION_SIGN, RELATION_WORD

SHOWN = 12  # claims of a group before the fold
TELLERS, EACH = 40, 30  # listed, and claims of each behind the fold
MENTIONS = 300


def address(entity: Entity) -> str | None:
    """The page of an entity; None for things, which have none."""
    if entity.type == "place":
        return links.place(entity.id)
    return links.entity(entity.id) if entity.type in PEOPLE else None


def asked(book: Book, ask: Ask) -> Entity | None:
    """Who an address names by id, or, where a decision or a rebuild gave another id, by words that mean it (`at`)."""
    found = book.entities.get(ask.path.get("id", ""))
    if found is not None or not ask.one("at"):
        return found
    document = ask.one("at").rpartition(":")[0]
    for one in register(book).named.get(document, ()):
        if f"{document}:{one.span.start}-{one.span.end}" == ask.one("at"):
            return book.entities.get(one.entity)
    return None


def called(entity: Entity) -> Html:
    """The name of an entity, leading to its page where it has one."""
    return (
        el("a", entity.name, href=address(entity), class_="said", dir="auto")
        if address(entity)
        else el("span", entity.name, class_="said")
    )


def spelt(book: Book, entity: Entity) -> dict[str, Counter[str]]:
    """Each spelling of a name with the reports that use it and how often; most used first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in entity.mentions:
        if mention.kind == "name" and mention.place.document in book.documents:
            found[" ".join(book.words(mention.place.document, mention.place.span).split())][mention.place.document] += 1
    return dict(sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def by_name(entity: Entity) -> bool:
    """Whether any report gives a name, rather than only a description."""
    return any(mention.kind == "name" for mention in entity.mentions)


def spellings(book: Book, entity: Entity) -> Html:
    """The spellings, each with its reports."""
    found = spelt(book, entity)
    if not found:
        return el("p", "Described in the reports, not named.", class_="empty")
    items = (
        el(
            "li",
            el("span", form, class_="said", dir="auto"),
            " ",
            letters(book, reports),
            " ",
            el("small", counted(sum(reports.values()), "time")),
        )
        for form, reports in found.items()
    )
    return el("ul", *items, class_="spellings")


def mentions(book: Book, entity: Entity, beside: Callable[[EntityMention], str] | None = None) -> Html:
    """Every mention in its words, by report, behind a fold; `beside` gives what stands after each."""
    rows = []
    place = {document.id: number for number, document in enumerate(book.columns)}
    known = [one for one in entity.mentions if one.place.document in place]
    for mention in sorted(known, key=lambda one: (place[one.place.document], one.place.start))[:MENTIONS]:
        name = mention.place.document
        text = book.documents[name].text
        before = " ".join(text[max(0, mention.place.start - 50) : mention.place.start].split())
        after = " ".join(text[mention.place.end : mention.place.end + 50].split())
        layer = "places" if entity.type == "place" else "names"
        rows.append(
            el("li", el("a", book.siglum(name), href=f"{links.REPORTS}/{name}?layer={layer}", class_="letter"), " ",
               el("span", "…", before, " ", el("mark", book.words(name, mention.place.span)), " ", after, "…", class_="said", dir="auto"),
               el("small", f"by {mention.kind}" + (f": {mention.why}" if mention.why else "")),
               join([" ", beside(mention)]) if beside else "")
        )  # fmt: skip
    rest = len(known) - len(rows)
    more = el("p", f"{counted(rest, 'further mention')} not listed.", class_="ours") if rest > 0 else ""
    return el("details", el("summary", f"All {counted(len(known), 'mention')}"), el("ul", *rows, class_="told-list"), more)


def differences(book: Book, entity: Entity) -> Html:
    """Where the reports differ about an entity itself, or about claims that mean it."""
    meant = {told.claim for told in register(book).about.get(entity.id, ()) if told.claim}
    found = [
        one for one in book.record.discrepancies if one.entity == entity.id or (one.claim in meant and one.claim is not None)
    ]
    if not found:
        return el("p", "No differing readings were found.", class_="empty")
    items = []
    for entry in found[:100]:
        readings = (
            join(
                [el("span", " / ".join(book.forms(one)), class_="said", dir="auto"), " ", el("small", book.reading_tellers(one))]
            )
            for one in entry.readings
        )
        sign = el("span", RELATION_SIGN[entry.relation], class_=entry.relation, title=RELATION_WORD[entry.relation])
        number = book.numbers.get(entry.claim or "")
        claim = join([" · ", el("a", f"claim {number}", href=links.claim(entry.claim))]) if number and entry.claim else ""
        items.append(
            el(
                "li",
                el("p", sign, " ", join(readings, " : "), class_="readings"),
                el("small", entry.kind, claim, " · ", entry.why),
            )
        )
    return el("ul", *items, class_="apparatus")


def section(book: Book, title: str, statements: Sequence[RecordStatement], empty: str) -> Html:
    """Statements under a head, or words that say there are none."""
    body = listed(book, statements, SHOWN) if statements else el("p", empty, class_="empty")
    return el("section", el("h2", title), body)


def by_teller(book: Book, statements: Iterable[RecordStatement]) -> Html:
    """Statements under those who tell them, those who tell most first; what nobody is named for under the report."""
    groups: dict[str, list[RecordStatement]] = defaultdict(list)
    for statement in statements:
        chain = book.links(statement)
        groups[str(chain[0]) if chain else f"{book.siglum(statement.document)} tells, nobody is named"].append(statement)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    folds = [
        el(
            "details",
            el("summary", f"{who}: {counted(len(told), 'statement')}"),
            listed(book, told, SHOWN, EACH),
            open="open" if number < 3 else None,
        )
        for number, (who, told) in enumerate(ordered[:TELLERS])
    ]
    rest = len(ordered) - len(folds)
    more = el("p", f"{counted(rest, 'further teller')} not listed.", class_="ours") if rest > 0 else ""
    return join([*folds, more])
