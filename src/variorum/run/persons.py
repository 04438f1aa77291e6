"""Who is meant by a name, and where a case names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from variorum.errors import InputError
from variorum.export.book import Book
from variorum.model.record import Entity, Record
from variorum.run.traces import folded


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by all the names that the reports have for them; `documents` are those in which they are meant."""

    names: tuple[str, ...]
    full: frozenset[str]  # names of several words, folded, and the other way round: enough to know them by anywhere
    documents: frozenset[str]

    def is_named_in(self, texts: Iterable[str | None]) -> bool:
        """Whether any of these texts has a full name of theirs."""
        return any(name in plain for text in texts if text for plain in (folded(text),) for name in self.full)

    def may_be_in(self, text: str) -> bool:
        """Whether a single one of their names stands in a text as a word: it may be theirs, or somebody else's."""
        single = {word for name in self.names for word in name.split()[-1:] if word[:1].isupper()}
        return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in single)


def find_person(record: Record, name: str) -> Person:
    """The one person of this name, or of this one among their names; somebody whom the program did not see as a person by the name alone.

    Raises InputError where several people have it.
    """
    wanted = folded(name)
    if not wanted.strip():
        raise InputError("--person needs a name")
    book = Book.of(record)
    people = {entity: _spellings(book, entity) for entity in record.entities if entity.type in ("person", "group")}
    hits = [entity for entity in people if folded(entity.name) == wanted]
    hits = hits or [entity for entity, names in people.items() if wanted in map(folded, names)]
    if len(hits) > 1:
        listed = ", ".join(sorted(entity.name for entity in hits))
        raise InputError(f"“{name}” may be {len(hits)} people ({listed}); give the full name, or one --person for each")
    if not hits and len(wanted.split()) == 1:
        raise InputError(f"“{name}” is nobody in these reports; give the full name, as `variorum show CASE entities` has it")
    names = {" ".join(name.split()), *(spelt for entity in hits for spelt in people[entity])}
    meant = {m.place.document for entity in hits for m in entity.mentions}
    whole = {folded(one) for one in names if len(folded(one).split()) > 1}
    return Person(tuple(sorted(names)), frozenset(whole | set(map(turned, whole))), frozenset(meant))


def turned(name: str) -> str:
    """A folded name with its last word first, as lists have it: "Brun, Ole"."""
    words = name.split()
    return f" {' '.join([*words[-1:], *words[:-1]])} "


def _spellings(book: Book, entity: Entity) -> frozenset[str]:
    said = (book.words(m.place.document, m.place.span) for m in entity.mentions if m.kind == "name")
    return frozenset({entity.name, *entity.aliases, *(" ".join(words.split()) for words in said)})
