"""A report that very many others copy word for word: one claim of each thing it says, and a lineage for each copy."""

from __future__ import annotations

from variorum.collation.alignment import COPIES
from variorum.collation.collate import collate
from variorum.collation.lineagepairs import WINDOW, crowds
from variorum.model.document import Document, Meta
from variorum.model.reading import Reading, Statement
from variorum.model.record import Record
from variorum.model.span import Span

TOLD = (
    "The ferry Halda ran aground on the northern side of Skarnes late in the evening while its crew was at supper.",
    "Boats from two harbours took ninety passengers ashore before the hull broke apart on the rocks near the old light.",
)
MANY = max(COPIES, WINDOW) + 8


def record_of(copies: int) -> Record:
    documents, readings = [], []
    for number in range(copies):
        text = " ".join(TOLD)
        spans = tuple(Span(text.index(words), text.index(words) + len(words)) for words in TOLD)
        statements = tuple(
            Statement(span, Span(span.start + 4, span.start + 9), predicate, sentence=n, terms=(predicate, "halda"))
            for n, (span, predicate) in enumerate(zip(spans, ("strand", "rescue"), strict=True))
        )
        meta = Meta(publisher=f"Paper {number}", published=f"2031-05-{number + 1:02}")
        documents.append(Document(f"d{number:03}", f"{number}.txt", "", "text/plain", text, (), meta, language="en"))
        readings.append(Reading(f"d{number:03}", "plain", (), spans, statements=statements))
    return collate(documents, readings)


def test_each_thing_that_is_said_is_one_claim_in_all_copies() -> None:
    record = record_of(MANY)
    assert len(record.stories) == 1
    assert sorted(len(claim.statements) for claim in record.claims) == [MANY, MANY]


def test_each_copy_takes_from_the_first_alone() -> None:
    lineages = record_of(MANY).lineages
    assert {(x.kind, x.source) for x in lineages} == {("copy", "d000")}
    assert sorted(x.to for x in lineages) == [f"d{n:03}" for n in range(1, MANY)]


def test_a_crowd_is_more_of_the_very_same_words_than_are_laid_side_by_side() -> None:
    class Same:
        folded = ("one", "text")

    few = {f"d{n:02}": Same() for n in range(WINDOW)}
    assert crowds(few) == {}  # type: ignore[arg-type]
    assert set(crowds(few | {"d99": Same()}).values()) == {0}  # type: ignore[arg-type]
