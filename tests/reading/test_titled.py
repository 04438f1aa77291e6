"""Names behind a title."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.language import Language

from variorum.reading.titled import titled


@cache
def language() -> Language:
    import spacy

    return spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr Pryce told us.", ["Pryce"]),
        ("Then Sgt. Milner and Mrs. Ada van der Berg left.", ["Milner", "Ada van der Berg"]),
        ("Mr. Justice Ito sat; Dr. King did not.", ["Ito", "King"]),
        ("It burned on Alder Dr. Nobody was there.", []),
        ("The Gen Z of today, said the Mr in the hat.", []),
    ],
)
def test_what_stands_behind_a_short_title_is_a_persons_name(text: str, expected: list[str]) -> None:
    doc = language()(text)
    assert [doc[a:b].text for a, b in titled(doc)] == expected
