"""A record made again without the names of those withheld, or with no more of the reports' words than it quotes."""

from __future__ import annotations

import hashlib
import hmac
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, cached_property
from typing import Any, Literal, TypeVar, cast

from variorum.errors import VariorumError
from variorum.export.book import Book
from variorum.export.json_record import with_fingerprint
from variorum.export.redaction.checking import still_told
from variorum.export.redaction.cutting import Cut, Edited, left_out
from variorum.export.redaction.finding import ADDRESS, Finder, Hit, apart
from variorum.export.redaction.people import Person, spellings_of
from variorum.export.redaction.quoting import only_quoted, quoted
from variorum.export.redaction.words import name_words
from variorum.model.activity import Anchor, Decision, Failure
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Time
from variorum.model.record import Aligned, Entity, Passage, Record, Release, Story
from variorum.model.span import Span

T = TypeVar("T")
_SPELT_ALIKE = re.compile(r"\w+ “([^”]*)” became “\1”")
_ID = re.compile(r"\b[a-z]+[0-9a-f]{8,}\b")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that were taken for a name and may be none, or another's: for a person at the desk to look at."""

    document: str  # the id that it has at the desk
    span: Span
    person: str  # the pseudonym
    why: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A record that can leave, and what is to be looked at before it does."""

    record: Record
    people: tuple[Person, ...]
    doubts: tuple[Doubt, ...]
    ids: Mapping[str, str]  # those of the record at the desk to those of the copy, where they differ


def redacted(record: Record, people: Sequence[Person], secret: bytes, shared: bool = False) -> Redacted:
    """The record with pseudonyms for `people` in every text and string, all spans moved accordingly; all else as it was.

    Where somebody is withheld, ids are keyed hashes, and reports keep neither hash, address, title, file name nor place in the original:
    each would lead to the words withheld. With `shared`, of the reports' texts only what the record quotes is kept.
    """
    return _Rebuilding(record, tuple(people), secret, shared).run()


def finder_for(record: Record, people: Sequence[Person]) -> Finder:
    """What finds the names of `people` in the texts and strings of a record."""
    texts = {document.id: document.text for document in record.documents}
    withheld = {id for one in people for id in one.entities}
    whole = {name for one in people for name in one.sequences}
    own = {word for one in people for word in one.core | one.soft if one.type == "person"}
    others: set[tuple[str, ...]] = set()
    for entity in record.entities:
        for form in spellings_of(entity, texts) if entity.id not in withheld else ():
            name = name_words(form)
            mistaken = entity.type != "person" and entity.geonames_id is None and own.issuperset(name)  # "Nadia", read as a place
            if name and name not in whole and not mistaken:
                others.add(name)
    initials = sorted({letters for one in people for letters in one.initials})
    said = [letters for letters in initials if any(_introduces(letters.upper(), text) for text in texts.values())]
    return Finder(people, frozenset(others), frozenset(said))


def _introduces(letters: str, text: str) -> bool:
    return any(f"{left}{letters}{right}" in text for left, right in (("(", ")"), ("“", "”"), ('"', '"'), ("‘", "’")))


class _Rebuilding:
    def __init__(self, record: Record, people: tuple[Person, ...], secret: bytes, shared: bool) -> None:
        self.record, self.people, self.secret, self.shared = record, people, secret, shared
        self.finder = finder_for(record, people)
        self.of_entity = {id: n for n, one in enumerate(people) for id in one.entities}
        self.closed = (
            bool(people) or shared
        )  # a copy that leaves leads to no report, whether or not anybody was found to be at risk
        self.names = _report_names(record) if self.closed else {}
        self.ids = {id: self._keyed(id) for id in _ids(record)} if self.closed else {}
        self.doubts: list[Doubt] = []
        self.addresses: dict[str, str] = {}
        self.addressed: list[Passage] = []
        times: dict[str, list[Span]] = {}
        for entry in record.times:
            times.setdefault(entry.document, []).append(entry.time.span)
        self.times = times
        self.mentions: dict[str, list[tuple[Span, int, str]]] = {}
        for entity in record.entities:
            for mention in entity.mentions if entity.id in self.of_entity else ():
                place = mention.place
                self.mentions.setdefault(place.document, []).append((place.span, self.of_entity[entity.id], mention.kind))
        self.sentences: dict[str, set[Span]] = {}
        for statement in record.statements:
            self.sentences.setdefault(statement.document, set()).add(statement.sentence)
        self.quoted = quoted(record) if shared else {}
        self.edited = {document.id: self._edit(document) for document in record.documents}
        self.cleaned: dict[str, str] = {}
        self.label_names = sorted(self._label_names(), key=lambda pair: (-len(pair[0]), pair))

    def run(self) -> Redacted:
        new = cast(Record, self._walk(self.record, Record, None))
        new = replace(new, **self._lists(new))
        pseudonyms = tuple(sorted(one.pseudonym for one in self.people))
        new = replace(new, fingerprint="", software=self.record.software, release=Release(self.shared, pseudonyms))
        doubts = tuple(sorted(self.doubts, key=lambda d: (d.document, d.span, d.why)))
        left = still_told(new, self.people, self.addresses)
        if left:
            raise VariorumError(
                f"“{left[0]}” could not be withheld everywhere; nothing was written. Please report this as a fault"
            )
        return Redacted(with_fingerprint(new), self.people, doubts, self.ids)

    def _keyed(self, id: str) -> str:
        made = hmac.new(self.secret, b"id " + id.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return id[:1] + made[: max(12, len(id) - 1)]

    # What is cut out of the texts.

    def _edit(self, document: Document) -> Edited:
        hits = self._hits(document)
        cuts = [Cut(hit.start, hit.end, self._instead(hit)) for hit in hits]
        for hit in hits:
            if hit.person is None:  # strings of the record repeat what stands in the texts
                words = document.text[hit.start : hit.end]
                self.addresses.update({words: ADDRESS, " ".join(words.split()): ADDRESS})
                self.addressed.append(Passage(document.id, hit.start, hit.end))
            if hit.doubt:
                whose = "" if hit.person is None else self.people[hit.person].pseudonym
                self.doubts.append(Doubt(document.id, Span(hit.start, hit.end), whose, hit.doubt))
        if self.shared:
            blocks = [block.span for block in document.blocks]
            cuts = left_out(document.text, self.quoted.get(document.id, ()), cuts, blocks)
        return Edited.of(document.text, cuts)

    def _hits(self, document: Document) -> list[Hit]:
        if not self.people:
            return []
        mentions = self.mentions.get(document.id, ())
        sentences = self.sentences.get(document.id, ())
        spoken = [place for place, n, _ in mentions if not self.people[n].kin_of]
        near = [sentence for sentence in sentences if any(sentence.overlap(place) for place in spoken)]
        meant = [(place, n) for place, n, kind in mentions if kind == "name"]
        hits = self.finder.find(document.text, self.times.get(document.id, ()), near, meant)
        places = [(p.span, n) for n, one in enumerate(self.people) for p in one.described if p.document == document.id]
        return apart([*hits, *(Hit(place.start, place.end, n) for place, n in places if len(place))])

    def _instead(self, hit: Hit) -> str:
        return ADDRESS if hit.person is None else self.people[hit.person].pseudonym

    # Strings.

    def _label_names(self) -> Iterable[tuple[str, str]]:
        for old, new in self.names.items():
            yield old, new
            tail = old.replace("\\", "/").rstrip("/").rpartition("/")[2]
            if tail and tail != old:
                yield tail, new

    def clean(self, text: str) -> str:
        """A string of the record without the names, file names and ids that have to go."""
        if not self.closed or not text:
            return text
        if text in self.ids:
            return self.ids[text]
        if text not in self.cleaned:
            out = text
            for old in sorted(self.addresses, key=lambda one: (-len(one), one)):
                out = out.replace(old, ADDRESS)
            for old, new in self.label_names:
                if old in out:
                    out = new.join(re.split(rf"(?<![\w/.]){re.escape(old)}(?![\w/])", out))
            hits = self.finder.find(out, descriptions=True)
            out = Edited.of(out, [Cut(hit.start, hit.end, self._instead(hit)) for hit in hits]).text
            self.cleaned[text] = _ID.sub(lambda found: self.ids.get(found.group(), found.group()), out)
        return self.cleaned[text]

    # The record, part by part.

    def _walk(self, value: Any, hint: Any, document: str | None) -> Any:
        if isinstance(value, str):
            return value if any(typing.get_origin(one) is Literal for one in _options(hint)) else self.clean(value)
        if isinstance(value, tuple):
            inner = next((typing.get_args(one) for one in _options(hint) if typing.get_origin(one) is tuple), ())
            item = inner[0] if inner else Any
            return tuple(self._walk(one, item, document) for one in value)
        if isinstance(value, Span):
            return value if document is None else self.edited[document].span(value)
        if isinstance(value, Passage):
            span = self.edited[value.document].span(value.span) if value.document in self.edited else value.span
            return Passage(self.ids.get(value.document, value.document), span.start, span.end)
        if not is_dataclass(value):
            return value
        special = _SPECIAL.get(type(value))
        if special is not None:
            return special(self, value, document)
        inside = getattr(value, "document", document)
        return self._fields(value, inside if inside in self.edited else document)

    def _fields(self, value: Any, document: str | None, /, **given: Any) -> Any:
        kind: Any = type(value)
        hints = _hints(kind)
        kept = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in given}
        return kind(**{name: self._walk(one, hints[name], document) for name, one in kept.items()}, **given)

    def _document(self, document: Document, _: str | None) -> Document:
        edited = self.edited[document.id]
        spans = ((block, edited.span(block.span)) for block in document.blocks)
        blocks = tuple(self._block(block, span) for block, span in spans if len(span) or not len(block.span))
        if not self.closed:
            return replace(document, text=edited.text, blocks=blocks)
        meta = document.meta
        return replace(
            document,
            id=self.ids[document.id],
            name=self.names[document.name],
            sha256="",
            text=edited.text,
            blocks=blocks,
            meta=Meta(
                title=None,
                publisher=self.clean(meta.publisher) if meta.publisher else None,
                authors=tuple(map(self.clean, meta.authors)),
                published=(meta.published or "")[:10] or None,
                url=None,
            ),
            encoding=None,
            part="",
            captures=(),
            report=self.clean(document.report) if document.report else None,
        )

    def _block(self, block: Block, span: Span) -> Block:
        if not self.closed:
            return replace(block, span=span)
        role = "heading" if block.role in ("title", "subtitle") else block.role
        return Block(span, cast(Any, role), None)

    def _time(self, time: Time, document: str | None) -> Time:
        edited = self.edited.get(document or "")
        if edited is None:
            return time
        anchor = time.anchor
        if anchor is not None and anchor.startswith("time:") and anchor[5:].isdigit():
            at = int(anchor[5:])
            anchor = f"time:{edited.span(Span(at, at + 1)).start}"
        return replace(time, span=edited.span(time.span), anchor=anchor)

    def _entity(self, entity: Entity, _: str | None) -> Entity:
        n = self.of_entity.get(entity.id)
        new = cast(Entity, self._fields(entity, None))
        if n is None:
            return replace(new, aliases=tuple(dict.fromkeys(a for a in new.aliases if a != new.name)))
        mentions = tuple(replace(mention, why="") for mention in new.mentions)
        name = self.people[n].pseudonym
        return replace(new, name=name, aliases=(), mentions=mentions, why="", latitude=None, longitude=None, geonames_id=None)

    def _aligned(self, aligned: Aligned, document: str | None) -> Aligned:
        new = cast(Aligned, self._fields(aligned, document))
        note = "; ".join(part for part in new.note.split("; ") if not (self.people and _SPELT_ALIKE.fullmatch(part)))
        return replace(new, note=note)  # that a name withheld is spelt in two ways would tell of its letters

    def _anchor(self, anchor: Anchor, _: str | None) -> Anchor:
        place = self._book.place(anchor)
        if place is None:
            return replace(anchor, text_sha256="", quote=self.clean(anchor.quote), before="", after="")
        edited = self.edited[place.document]
        span = edited.span(place.span)
        around = (
            (self.clean(anchor.before), self.clean(anchor.after))
            if self.people and not self.shared
            else (anchor.before, anchor.after)
        )
        before, after = ("", "") if self.shared else around
        digest = hashlib.sha256(edited.text.encode("utf-8", "surrogatepass")).hexdigest()
        return Anchor(digest, span.start, span.end, span.text(edited.text), before, after)

    @property
    def _book(self) -> Book:
        if not hasattr(self, "_found_book"):
            self._found_book = Book.of(self.record)
        return self._found_book

    def _decision(self, decision: Decision, document: str | None) -> Decision:
        if not self.closed:
            return cast(Decision, self._fields(decision, document))
        value = "" if decision.verb == "sign" else self.clean(decision.value)  # what a signer saw holds hashes
        return cast(Decision, self._fields(decision, document, value=value, at=decision.at))

    def _failure(self, failure: Failure, _: str | None) -> Failure:
        if not self.closed:
            return failure
        name = self.names.get(failure.name) or f"input {self.failed[failure.name]}"
        return Failure(name, failure.stage, self.clean(failure.reason.replace(failure.name, name)))

    @cached_property
    def failed(self) -> Mapping[str, int]:
        """A number for each input that was not read, in an order that tells nothing."""
        names = {f.name for f in self.record.failures}
        return {name: n for n, name in enumerate(sorted(names, key=lambda name: self._keyed("x" + name)), 1)}

    def _story(self, story: Story, document: str | None) -> Story:
        if not self.closed:
            return story
        label = f"Story {self.numbers[story.id]}"  # it was a report's title
        return cast(Story, self._fields(story, document, label=label, why=""))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """A number for each story, in the order of the record."""
        return {story.id: n for n, story in enumerate(self.record.stories, 1)}

    def _lists(self, new: Record) -> dict[str, Any]:
        """The lists of the new record: without what is left of nobody's words, in an order that the old ids do not tell."""
        changes: dict[str, Any] = {}
        lost = {
            self.ids.get(one.id, one.id)
            for one in self.record.quantities
            for gone in self.addressed
            if one.document == gone.document and one.quantity.span.overlap(gone.span)
        }
        changes["quantities"] = tuple(one for one in new.quantities if one.id not in lost)
        changes["statements"] = tuple(
            replace(s, quantities=tuple(q for q in s.quantities if q not in lost)) for s in new.statements
        )
        withheld = {self.ids.get(id, id) for id in self.of_entity}
        changes["discrepancies"] = tuple(d for d in new.discrepancies if not (d.kind == "name" and d.entity in withheld))
        changes["decisions"] = tuple(s for s in new.decisions if not (self.people and s.decision.verb == "redact"))
        if self.shared:
            changes |= only_quoted(replace(new, **changes))
        if self.closed:
            now = replace(new, **changes)
            for name in ("documents", "entities", "claims", "discrepancies", "stories"):
                old = [one.id for one in getattr(self.record, name)]
                if old == sorted(old):
                    changes[name] = tuple(sorted(getattr(now, name), key=lambda one: one.id))
            for name in ("times", "quantities", "statements"):
                changes[name] = tuple(sorted(getattr(now, name), key=_by_place))
        return changes


_SPECIAL: dict[type, Callable[[_Rebuilding, Any, str | None], Any]] = {
    Document: _Rebuilding._document,
    Time: _Rebuilding._time,
    Entity: _Rebuilding._entity,
    Aligned: _Rebuilding._aligned,
    Anchor: _Rebuilding._anchor,
    Decision: _Rebuilding._decision,
    Failure: _Rebuilding._failure,
    Story: _Rebuilding._story,
}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _options(hint: Any) -> tuple[Any, ...]:
    """What a hint allows: itself, or the members of a union."""
    return typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)


def _by_place(one: Any) -> tuple[str, Span, str]:
    span = one.span if hasattr(one, "span") else one.time.span if hasattr(one, "time") else one.quantity.span
    return one.document, span, one.id


def _ids(record: Record) -> set[str]:
    kinds = (record.documents, record.entities, record.times, record.quantities, record.statements, record.claims)
    more = (record.discrepancies, record.stories)
    found = {str(one.id) for group in (*kinds, *more) for one in cast(Iterable[Any], group)}
    return found | {document.report for document in record.documents if document.report}


def _report_names(record: Record) -> dict[str, str]:
    """A plain name for each report, numbered as the columns stand."""
    return {document.name: f"report {n}" for n, document in enumerate(Book.of(record).columns, 1)}
