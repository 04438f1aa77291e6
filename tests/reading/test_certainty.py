"""Certainty and polarity of clauses, on hand-made sentences."""

from __future__ import annotations

from functools import cache

import pytest

from variorum.reading.certainty import factuality
from variorum.reading.reader import Reader


@cache
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Two men were killed.", "killed", ("certain", "affirmed")),
        ("He did not fire the gun.", "fire", ("certain", "denied")),
        ("No shots were fired.", "fired", ("certain", "denied")),
        ("He left without paying.", "paying", ("certain", "denied")),
        ("She denied stealing the car.", "stealing", ("certain", "denied")),
        ("He denied that he had killed her.", "killed", ("certain", "denied")),
        ("He failed to stop the car.", "stop", ("certain", "denied")),
        ("He never left and was arrested.", "arrested", ("certain", "affirmed")),
        ("The troops will attack on Monday.", "attack", ("future", "affirmed")),
        ("They won't attack the town.", "attack", ("future", "denied")),
        ("He is going to leave.", "leave", ("future", "affirmed")),
        ("The company plans to sell bonds.", "sell", ("future", "affirmed")),
        ("The army may have shelled the town.", "shelled", ("possible", "affirmed")),
        ("If he returns, she will speak.", "returns", ("unknown", "affirmed")),
        ("He said that he would resign.", "resign", ("future", "affirmed")),
        ("They did not plan to attack.", "attack", ("future", "denied")),
        ("She did not try to hide.", "hide", ("possible", "denied")),
        ("They probably crossed the river.", "crossed", ("probable", "affirmed")),
        ("It appears that he fled.", "fled", ("probable", "affirmed")),
        ("He does not think that they left.", "left", ("certain", "denied")),
    ],
)
def test_factuality_follows_the_scopes_over_the_word(text: str, word: str, expected: tuple[str, str]) -> None:
    head = next(t for t in reader().parse(text) if t.text == word)
    assert factuality(head) == expected
