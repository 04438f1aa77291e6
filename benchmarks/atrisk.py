"""People at risk: which of those in the invented passages are listed, and which listings are right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks._parse import reader
from variorum import collate
from variorum.export.atrisk import AtRisk, convicted, people_at_risk
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Record
from variorum.model.span import Span

PASSAGES = Path(__file__).parent / "passages"
SETS = ("first", "second")


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage held against what it was written to hold: those missed, listings that are wrong, verdicts missed or wrong."""

    id: str
    people: int
    missed: tuple[str, ...]
    right: int
    wrong: tuple[str, ...]
    verdicts: int
    verdicts_missed: tuple[str, ...]


def measure(limit: int | None = None) -> Iterator[tuple[str, float]]:
    """Recall, precision and the share of the convicted told apart, for each set."""
    for name in SETS:
        judged = list(judge(name, limit))
        people, right = sum(j.people for j in judged), sum(j.right for j in judged)
        wrong, verdicts = sum(len(j.wrong) for j in judged), sum(j.verdicts for j in judged)
        yield f"{name} recall", (people - sum(len(j.missed) for j in judged)) / max(people, 1)
        yield f"{name} precision", right / max(right + wrong, 1)
        yield f"{name} convicted told apart", (verdicts - sum(len(j.verdicts_missed) for j in judged)) / max(verdicts, 1)


def rows(name: str) -> Iterator[dict[str, object]]:
    """The passages of a set."""
    for line in (PASSAGES / f"at-risk-{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def judge(name: str, limit: int | None = None) -> Iterator[Judged]:
    """The passages of a set, each read as a case of its own and judged."""
    for row in islice(rows(name), limit):
        yield judged(row, read(row))


def read(row: dict[str, object]) -> Record:
    """The record of one passage."""
    text = str(row["text"])
    meta = Meta(published=str(row["published"]))
    document = Document(str(row["id"]), f"{row['id']}.txt", "", "text/plain", text, (Block(Span(0, len(text))),), meta, "en")
    return collate([document], [reader().read(document)], [])


def judged(row: dict[str, object], record: Record) -> Judged:
    """A passage's listings held against those whom it was written to hold."""
    text = str(row["text"])
    listed = people_at_risk(record)
    wanted = [(person["kinds"], _places(text, person["words"])) for person in row["people"]]  # type: ignore[attr-defined]
    spare = _places(text, row["neither"])
    hits = [any(one.kind in kinds and _touches(record, one, places) for one in listed) for kinds, places in wanted]
    right = [one for one in listed if any(one.kind in kinds and _touches(record, one, places) for kinds, places in wanted)]
    wrong = [one for one in listed if one not in right and not _touches(record, one, spare)]
    names = [verdict.name or "" for verdict in convicted(record)]
    missed = [str(name) for name in row["convicted"] if name not in names]  # type: ignore[attr-defined]
    return Judged(
        str(row["id"]),
        len(wanted),
        tuple(
            f"{' or '.join(kinds)}: {person['words'][0]}"
            for (kinds, _), person, hit in zip(wanted, row["people"], hits, strict=True)
            if not hit
        ),  # type: ignore[call-overload]
        len(right),
        tuple(f"{one.kind}: {one.name or ''} {[text[s.start : s.end] for s in one.spans]}" for one in wrong),
        len(row["convicted"]),  # type: ignore[arg-type]
        tuple(missed),
    )


def _places(text: str, words: object) -> list[Span]:
    """All places where any of the words stand."""
    found = []
    for word in words if isinstance(words, list) else []:
        at = text.find(word)
        while at >= 0:
            found.append(Span(at, at + len(word)))
            at = text.find(word, at + 1)
    return found


def _touches(record: Record, one: AtRisk, places: list[Span]) -> bool:
    """Whether a listing is of the person at these words: by the name, or where nobody is named by the words that put it here."""
    entity = next((e for e in record.entities if e.id == one.entity), None)
    spans = [m.place.span for m in entity.mentions if m.kind == "name"] if entity and one.name else [s.span for s in one.spans]
    return any(span.overlap(place) for span in spans for place in places)
