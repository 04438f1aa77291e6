"""Reports with marked events, read by the program: a statement at each marked word, by the code that makes all statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks._parse import reader
from variorum.collation.collate import named_people
from variorum.collation.draft import Draft, drafts
from variorum.collation.identity import identify
from variorum.model.document import Block, Document
from variorum.model.reading import Reading, Statement
from variorum.model.span import Span
from variorum.run.stages import encode_report

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from variorum.reading.statements import Marks

STATES = frozenset({"be", "have"})  # verbs by which nothing happens


@dataclass(frozen=True, slots=True)
class Marked:
    """A report and its reading; the statement of each marked word; and those of all words that the program finds telling."""

    row: dict[str, Any]
    document: Document
    reading: Reading
    given: dict[tuple[int, int], int]  # span of the mention to the offset of the word that carries it
    marked: Reading  # the reading with the statements of the marked words alone
    found: Reading  # the reading with those of its own statements and of its cues of saying, in the validated sentences


def read_marked(data: Path, limit: int | None = None) -> list[Marked]:
    """The reports of a folder laid out like the events benchmark."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    found = []
    for row in rows:
        blocks = tuple(Block(Span(a, b)) for a, b in row["sentences"] if b > a)
        document = Document(row["id"], row["id"], "", "text/plain", row["text"], blocks, language="en")
        reading = encode_report((document, reader().read(document)))
        found.append(marked(row, document, reading, reader().parse(row["text"], blocks)))
    return found


def marked(row: dict[str, Any], document: Document, reading: Reading, doc: Doc) -> Marked:
    """A report with a statement at each of its marked actions."""
    from variorum.reading.certainty import factuality
    from variorum.reading.statements import Marks, statement_at

    marks = Marks(
        doc.text, reading.sentences, reading.mentions, reading.times, reading.quantities, reading.attributions, factuality
    )
    given: dict[tuple[int, int], int] = {}
    statements = {}
    for mention in row.get("mentions", ()):
        if mention["kind"] == "action":
            words = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
            trigger = words.root
            statement = replace(statement_at(trigger, marks), head=Span(trigger.idx, trigger.idx + len(trigger)))
            given[mention["start"], mention["end"]] = trigger.idx
            statements[trigger.idx] = replace(statement, predicate=trigger.lemma_.lower())
    return Marked(
        row,
        document,
        reading,
        given,
        _encoded(document, reading, statements),
        _encoded(document, reading, _told(row, reading, doc, marks)),
    )


def _encoded(document: Document, reading: Reading, statements: dict[int, Statement]) -> Reading:
    ordered = [statements[i] for i in sorted(statements)]
    return replace(reading, statements=reader().encoded(document.text, reading.sentences, reading.mentions, ordered))


def _told(row: dict[str, Any], reading: Reading, doc: Doc, marks: Marks) -> dict[int, Statement]:
    """What the validated sentences tell, by the offset of the word: statements but for those of being and having, nouns that
    name an act, and cues, which tell that somebody said something.
    """
    from variorum.reading.statements import statement_at
    from variorum.reading.wordlist import words

    validated = [row["sentences"][i] for i in row["selected_sentences"]]
    found = {}
    for cue in (piece for a in reading.attributions for piece in a.cue):
        word = doc.char_span(cue.start, cue.end, alignment_mode="expand").root
        if word.pos_ in {"VERB", "NOUN"}:
            found[word.idx] = replace(
                statement_at(word, marks), head=Span(word.idx, word.idx + len(word)), predicate=word.lemma_.lower()
            )
    for noun in (t for t in doc if t.pos_ == "NOUN" and t.lemma_.lower() in words("event_nouns.txt")):
        found[noun.idx] = statement_at(noun, marks)
    found.update({s.head.start: s for s in reading.statements if s.predicate not in STATES})
    return {at: s for at, s in found.items() if any(a <= at < b for a, b in validated)}


def as_drafts(reports: Sequence[Marked], given: bool) -> tuple[list[Draft], frozenset[str]]:
    """Statements of all reports as collation takes them (`given`: those at marked words), and who is a person with a name."""
    identity = identify([r.document for r in reports], [r.reading for r in reports])
    readings = [r.marked if given else r.found for r in sorted(reports, key=lambda r: r.document.id)]
    return drafts([r.document for r in reports], readings, identity.of), named_people(identity.entities)
