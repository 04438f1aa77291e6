"""Whether statements tell of two people, as it shows in the words of one report or two."""

from __future__ import annotations

from functools import cache

import pytest

from variorum.collation.draft import drafts
from variorum.collation.identity import identify
from variorum.collation.parties import parties, two_people
from variorum.model.document import Block, Document, Meta
from variorum.model.span import Span
from variorum.reading.reader import Reader


@cache
def reader() -> Reader:
    return Reader.load()


def of_two(one: str, other: str, one_report: bool) -> bool:
    """Whether the first statements of two texts tell of two people."""
    documents = [
        Document(f"d{n}", f"{n}.txt", "", "text/plain", text, (Block(Span(0, len(text))),), Meta(), "en")
        for n, text in enumerate((one, other))
    ]
    readings = [reader().read(d) for d in documents]
    identity = identify(documents, readings)
    people = frozenset(e.id for e in identity.entities if e.type == "person" and any(m.kind == "name" for m in e.mentions))
    items = drafts(documents, readings, identity.of)
    first, second = (next(d for d in items if d.document.id == id) for id in ("d0", "d1"))
    return two_people(parties(first, people), parties(second, people), one_report)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A 42-year-old woman was shot in the chest.", "A 30-year-old woman was also shot."),
        ("The man was shot.", "The woman was shot in the arm."),
        ("Ida Lund was shot.", "Karl Brandt was shot."),
    ],
)
def test_one_report_that_gives_other_ages_sexes_or_names_tells_of_two_people(one: str, other: str) -> None:
    assert of_two(one, other, one_report=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A 20-year-old woman and a 16-year-old boy were killed.", "A 16-year-old boy was killed."),
        ("A woman and a boy were killed.", "The boy was killed."),
        ("The driver was shot.", "The man was shot."),
        ("A 42-year-old woman was shot.", "The woman was shot."),
        ("Ida Lund heard a bang.", "Karl Brandt heard a bang."),
    ],
)
def test_one_report_may_tell_of_the_same_people_in_other_words(one: str, other: str) -> None:
    assert not of_two(one, other, one_report=True)


def test_two_reports_may_differ_by_some_years_on_the_age_of_one_person() -> None:
    assert not of_two("A 42-year-old woman was shot.", "A 45-year-old woman was shot.", one_report=False)
    assert of_two("A 42-year-old woman was shot.", "A 17-year-old girl was shot.", one_report=False)
