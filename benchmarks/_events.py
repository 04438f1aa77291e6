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
from variorum.model.reading import Reading
from variorum.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Marked:
    """A report, its reading, and one statement for each marked word, by the offset of that word."""

    row: dict[str, Any]
    document: Document
    reading: Reading
    given: dict[tuple[int, int], int]  # span of the mention to the offset of the word that carries it
    marked: Reading  # the reading with the statements of the marked words alone


def read_marked(data: Path, limit: int | None = None) -> list[Marked]:
    """The reports of a folder laid out like the events benchmark."""
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit)]
    found = []
    for row in rows:
        blocks = tuple(Block(Span(a, b)) for a, b in row["sentences"] if b > a)
        document = Document(row["id"], row["id"], "", "text/plain", row["text"], blocks, language="en")
        found.append(marked(row, document, reader().read(document), reader().parse(row["text"], blocks)))
    return found


def marked(row: dict[str, Any], document: Document, reading: Reading, doc: Doc) -> Marked:
    """A report with a statement at each of its marked actions."""
    from variorum.reading.certainty import factuality
    from variorum.reading.statements import Marks, statement_at

    marks = Marks(reading.sentences, reading.mentions, reading.times, reading.quantities, reading.attributions, factuality)
    given: dict[tuple[int, int], int] = {}
    statements = {}
    for mention in row.get("mentions", ()):
        if mention["kind"] == "action":
            words = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
            trigger = words.root
            statement = replace(statement_at(trigger, marks), head=Span(trigger.idx, trigger.idx + len(trigger)))
            given[mention["start"], mention["end"]] = trigger.idx
            statements[trigger.idx] = replace(statement, predicate=trigger.lemma_.lower())
    own = reader().encoded(document.text, reading.sentences, reading.mentions, [statements[i] for i in sorted(statements)])
    return Marked(row, document, reading, given, replace(reading, statements=own))


def as_drafts(reports: Sequence[Marked], given: bool) -> tuple[list[Draft], frozenset[str]]:
    """The statements of all reports as collation takes them (`given`: those at marked words), and who is a person with a name."""
    identity = identify([r.document for r in reports], [r.reading for r in reports])
    readings = [r.marked if given else r.reading for r in sorted(reports, key=lambda r: r.document.id)]
    return drafts([r.document for r in reports], readings, identity.of), named_people(identity.entities)
