"""Full text over reports, statements and names, in any spelling the case knows; derived from a record, thrown away with the rest.

Words are compared folded: in Latin letters (anyascii), lower case, without a plural's s; a word of the question also stands for words
that begin with it, and for every form of a name that it is a word of. The index holds words and where they stand, no text.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
import weakref
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from anyascii import anyascii

from variorum.case.layout import open_private
from variorum.errors import InputError
from variorum.model.document import Document
from variorum.model.record import Record
from variorum.model.span import Span

Sort = Literal["statement", "report", "name"]
SORTS: tuple[Sort, ...] = get_args(Sort)
SCHEMA = 2
SHORTEST_BEGINNING = 3  # letters of a word from which on it stands for longer ones too
MOST_FORMS = 60  # forms of names that one word of a question stands for
LONGEST_WORD = 200  # code points of a word that are looked at
LONGEST_QUESTION = 400
BETWEEN = "xqx"  # a word that nobody writes, between the names of one entity, so that no phrase runs over
_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
TABLES = """
create table made (of text not null);
create table units (number integer primary key, sort text not null, id text not null, document text, start integer not null,
                    end integer not null);
"""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, folded, and where it stands."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What is found as one: a paragraph of a report, a statement, somebody or something with a name (`id`)."""

    sort: Sort
    id: str
    document: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of these runs of words; the last word of the first run may go on where `opens`."""

    runs: tuple[tuple[str, ...], ...]
    opens: bool
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, best first, and how many there are of each sort."""

    units: tuple[Unit, ...]
    counts: dict[Sort, int]
    terms: tuple[Term, ...]


def tokens(text: str) -> list[Token]:
    """The words of a text, folded; each character of a script without blanks is one."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        at = match.start()
        for part in _parts(match.group()):
            if word := _folded(part[:LONGEST_WORD]):
                found.append(Token(word, at, at + len(part)))
            at += len(part)
    return found


def _parts(word: str) -> list[str]:
    if word.isascii():
        return [word]
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+", word)  # fmt: skip


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    plain = re.sub(r"[^a-z0-9]", "", anyascii(unicodedata.normalize("NFKC", word)).lower())
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain


def _units(record: Record) -> Iterator[tuple[Unit, list[str]]]:
    for document in record.documents:
        yield Unit("report", document.id, document.id, Span(0, 0)), [t.word for t in tokens(_head(document))]
        spans = [b.span for b in document.blocks if b.role != "furniture"] or [Span(0, len(document.text))]
        for span in spans:
            yield Unit("report", document.id, document.id, span), [t.word for t in tokens(span.text(document.text))]
    texts = {d.id: d.text for d in record.documents}
    for s in record.statements:
        yield Unit("statement", s.id, s.document, s.span), [t.word for t in tokens(s.span.text(texts[s.document]))]
    for id, forms in _names(record).items():
        yield Unit("name", id, None, Span(0, 0)), [w for form in sorted(forms) for w in (*form, BETWEEN)]


def _head(document: Document) -> str:
    """What is known of a report beside its text."""
    meta = document.meta
    return " · ".join(part for part in (meta.title, meta.publisher, *meta.authors, document.name) if part)


def _names(record: Record) -> dict[str, set[tuple[str, ...]]]:
    """The folded forms of each name in the record, by entity."""
    texts = {d.id: d.text for d in record.documents}
    found: dict[str, set[tuple[str, ...]]] = {}
    for entity in record.entities:
        written = {m.place.span.text(texts[m.place.document]) for m in entity.mentions if m.kind == "name"}
        if written:
            forms = {tuple(t.word for t in tokens(form)) for form in {entity.name, *written}}
            found[entity.id] = {form for form in forms if form}
    return found


class Index:
    """What can be searched of one record, from any thread: the index kept at `path`, where that is of this record, else one in memory.

    What it searches stays open, so that it finds the same whatever becomes of the file.
    """

    def __init__(self, record: Record, path: Path | None = None) -> None:
        self._names = _names(record)
        self._forms: dict[str, set[str]] = defaultdict(set)  # word -> entities with a name that has it
        for id, forms in self._names.items():
            for word in {word for form in forms for word in form}:
                self._forms[word].add(id)
        self._texts = {d.id: d.text for d in record.documents}
        self._where = {e.id: {m.place.document for m in e.mentions} for e in record.entities}
        self._shown = {e.id: " · ".join(dict.fromkeys((e.name, *e.aliases))) for e in record.entities}
        self._shown |= {d.id: _head(d) for d in record.documents}
        self._full = full_text()
        self._key = _key(record)
        self._one_at_a_time = threading.Lock()
        found = None if path is None else _opened(path, self._key)
        self.in_memory = found is None
        self._connection = found or _filled(record, self._key, self._full)
        self._closing = weakref.finalize(self, self._connection.close)

    def keep(self, path: Path, mode: int) -> None:
        """Puts an index that is in memory at `path`, whole or not at all, with these rights, and searches it there from now on.

        Only for who holds the case's lock. Raises OSError or sqlite3.Error where that cannot be done; then it stays in memory.
        """
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)
        try:
            open_private(new, mode).close()
            connection = sqlite3.connect(new)
            try:
                connection.execute("pragma synchronous = off")
                connection.execute("pragma journal_mode = off")
                self._connection.backup(connection)
            finally:
                connection.close()
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
        found = _opened(path, self._key)
        if found is not None:
            with self._one_at_a_time:
                self._closing()
                self._connection, self.in_memory = found, False
                self._closing = weakref.finalize(self, found.close)

    def search(
        self, question: str, sorts: Sequence[Sort] = SORTS, documents: Sequence[str] | None = None, first: int = 0, most: int = 20
    ) -> Found:
        """What answers a question, best first; only in these reports where `documents` are given. Raises InputError for an empty one.

        A question is words, "phrases in quotation marks", and -words that must not be there.
        """
        terms = self.terms(question)
        expression = _expression(terms)
        with self._one_at_a_time:
            rows = _hits(self._connection, expression, terms, self._full)
        allowed = None if documents is None else set(documents)
        named = None if allowed is None else self._mentioned(allowed)
        held = [u for u in rows if allowed is None or (u.document in allowed if u.document else u.id in (named or ()))]
        counts: dict[Sort, int] = {sort: sum(u.sort == sort for u in held) for sort in SORTS}
        chosen = [u for u in held if u.sort in sorts]
        return Found(tuple(chosen[first : first + most]), counts, terms)

    def _mentioned(self, documents: set[str]) -> set[str]:
        return {id for id, held in self._where.items() if held & documents}

    def terms(self, question: str) -> tuple[Term, ...]:
        """What a question asks for, names in all their forms."""
        found = []
        for minus, phrase, word in _TERM.findall(question[:LONGEST_QUESTION]):
            run = tuple(t.word for t in tokens(phrase or word))
            if run:
                opens = not phrase and len(run[-1]) >= SHORTEST_BEGINNING
                found.append(Term((run, *self._others(run)), opens, bool(minus)))
        if not any(not term.excluded for term in found):
            raise InputError("a search needs a word that should be there; give one")
        return tuple(found)

    def _others(self, run: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The other forms of all names that have these words."""
        holders = set.intersection(*(self._forms.get(word, set()) for word in run))
        meant = [id for id in sorted(holders) if any(_holds(form, run) for form in self._names[id])]
        forms = {form for id in meant for form in self._names[id] if not _holds(form, run)}
        return sorted(forms)[:MOST_FORMS]

    def marks(self, unit: Unit, terms: Sequence[Term]) -> tuple[str, tuple[Span, ...]]:
        """The text of a unit, and the spans in it that answer the terms."""
        if unit.document is None or not len(unit.span):
            text = self._shown.get(unit.id, "")
        else:
            text = unit.span.text(self._texts[unit.document])
        return text, marks(text, terms)


def marks(text: str, terms: Sequence[Term]) -> tuple[Span, ...]:
    """The spans of a text that answer any of the terms."""
    words = tokens(text)
    found: set[Span] = set()
    for term in terms:
        if term.excluded:
            continue
        for n, run in enumerate(term.runs):
            opens = term.opens and n == 0
            for at in range(len(words) - len(run) + 1):
                if _matches([w.word for w in words[at : at + len(run)]], run, opens):
                    found.add(Span(words[at].start, words[at + len(run) - 1].end))
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _matches(words: Sequence[str], run: Sequence[str], opens: bool) -> bool:
    last = words[-1].startswith(run[-1]) if opens else words[-1] == run[-1]
    return last and tuple(words[:-1]) == tuple(run[:-1])


def _holds(form: Sequence[str], run: Sequence[str]) -> bool:
    return any(tuple(form[at : at + len(run)]) == tuple(run) for at in range(len(form) - len(run) + 1))


def full_text() -> bool:
    """Whether this SQLite has full-text search (FTS5); without it everything is looked through, which takes longer."""
    with sqlite3.connect(":memory:") as connection:
        return bool(connection.execute("select sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


def _expression(terms: Sequence[Term]) -> str:
    """The question as FTS5 has it. Runs hold letters and digits alone."""

    def said(term: Term) -> str:
        runs = [f'"{" ".join(run)}"' + (" *" if term.opens and n == 0 else "") for n, run in enumerate(term.runs)]
        return f"({' OR '.join(runs)})"

    wanted = " AND ".join(said(t) for t in terms if not t.excluded)
    return f"({wanted})" + "".join(f" NOT {said(t)}" for t in terms if t.excluded)


def _hits(connection: sqlite3.Connection, expression: str, terms: Sequence[Term], full: bool) -> list[Unit]:
    columns = "units.sort, units.id, units.document, units.start, units.end"
    if full:
        question = f"select {columns} from words join units on units.number = words.rowid where words match ? order by round(bm25(words), 6), number"
        rows = connection.execute(question, (expression,)).fetchall()
    else:
        every = connection.execute(
            f"select {columns}, words.said from words join units on units.number = words.number order by 1, words.number"
        )
        rows = [row[:5] for row in every if _answers(row[5].split(), terms)]
    return [Unit(sort, id, document, Span(start, end)) for sort, id, document, start, end in rows]


def _answers(words: Sequence[str], terms: Sequence[Term]) -> bool:
    def there(term: Term) -> bool:
        return any(
            _matches(words[at : at + len(run)], run, term.opens and n == 0)
            for n, run in enumerate(term.runs)
            for at in range(len(words) - len(run) + 1)
        )

    return all(there(term) != term.excluded for term in terms)


def _key(record: Record) -> str:
    """What an index is made of: texts, statements and names; deciding on claims does not make it anew."""
    whole = sha256(f"{SCHEMA} {full_text()}".encode())
    for document in record.documents:
        whole.update(f"{document.id} {document.name} {document.meta} ".encode("utf-8", "replace"))
        whole.update(sha256(document.text.encode("utf-8", "surrogatepass")).digest())
    for s in record.statements:
        whole.update(f"{s.id} {s.span.start} {s.span.end}\n".encode())
    for entity in record.entities:
        whole.update(f"{entity.id} {entity.name} {entity.aliases} {len(entity.mentions)}\n".encode("utf-8", "replace"))
    return whole.hexdigest()


def _opened(path: Path, key: str) -> sqlite3.Connection | None:
    """The index kept at `path`, open; None where there is none with this key that can be read."""
    if not path.is_file():
        return None
    # Such a file is replaced and never changed, so that nothing need be locked in it.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        row = connection.execute("select of from made").fetchone()
        connection.execute("select count(*) from units").fetchone()
        if row is not None and row[0] == key:
            return connection
    except (sqlite3.Error, UnicodeDecodeError):
        pass  # no index: it is derived, so it is made again
    connection.close()
    return None


def _filled(record: Record, key: str, full: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(connection, record, key, full)
    return connection


def _fill(connection: sqlite3.Connection, record: Record, key: str, full: bool) -> None:
    words = (
        "create virtual table words using fts5(said, content='', tokenize='ascii')"
        if full
        else "create table words (number integer primary key, said text not null)"
    )
    connection.executescript(TABLES + words)
    column = "rowid" if full else "number"
    with connection:
        for number, (unit, said) in enumerate(_units(record), 1):
            row = (number, unit.sort, unit.id, unit.document, unit.span.start, unit.span.end)
            connection.execute("insert into units values (?, ?, ?, ?, ?, ?)", row)
            connection.execute(f"insert into words ({column}, said) values (?, ?)", (number, " ".join(said)))
        connection.execute("insert into made values (?)", (key,))
