"""Certainty and polarity of clauses, on hand-made sentences."""

from __future__ import annotations

import pytest
from english import reader

from variorum.reading.certainty import factuality, is_open


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Two men were killed.", "killed", ("certain", "affirmed")),
        ("He did not fire the gun.", "fire", ("certain", "denied")),
        ("It is not true that soldiers burned the village.", "burned", ("certain", "denied")),
        ("It is untrue that he fired.", "fired", ("certain", "denied")),
        ("It is true that soldiers burned the village.", "burned", ("certain", "affirmed")),
        ("Reports that soldiers burned the village are false.", "burned", ("certain", "denied")),
        ("The army called reports that soldiers killed villagers a fabrication.", "killed", ("certain", "denied")),
        ("She retracted her statement that the soldiers burned the mill.", "burned", ("unknown", "affirmed")),
        ("The minister never claimed that the police had shot them.", "shot", ("unknown", "affirmed")),
        ("No shots were fired.", "fired", ("certain", "denied")),
        ("There was no explosion.", "was", ("certain", "denied")),
        ("There was an explosion.", "was", ("certain", "affirmed")),
        ("The company has not said why he was suspended.", "suspended", ("unknown", "affirmed")),
        ("The ministry did not say that the bridge was safe.", "was", ("unknown", "affirmed")),
        ("He refused to say why he left.", "left", ("unknown", "affirmed")),
        ("Nobody knows who opened the gate.", "opened", ("unknown", "affirmed")),
        ("He was not on deck when the ship sank.", "sank", ("certain", "affirmed")),
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
        ("The guards could not reach the gate.", "reach", ("certain", "denied")),
        ("She could no longer hear the guns.", "hear", ("certain", "denied")),
        ("There is no evidence that he fled.", "fled", ("probable", "denied")),
        ("There is evidence that he fled.", "fled", ("certain", "affirmed")),
        ("She denied accusations that he stole the car.", "stole", ("possible", "denied")),
        ("She denied the accusations.", "accusations", ("certain", "affirmed")),
        ("He is said to own three boats.", "own", ("possible", "affirmed")),
        ("He allegedly broke the window.", "broke", ("possible", "affirmed")),
        ("She wants to leave the army.", "leave", ("unknown", "affirmed")),
        ("The mayor did not make a statement.", "statement", ("certain", "denied")),
        ("The flood may have an effect.", "effect", ("possible", "affirmed")),
        ("Police have yet to find the boat.", "find", ("certain", "denied")),
        ("Neither the mayor nor the clerk spoke.", "spoke", ("certain", "denied")),
        ("The army ruled out that they had fled.", "fled", ("certain", "denied")),
        ("The clerk announced in a letter that he would resign.", "resign", ("future", "affirmed")),
        ("He did not say whether they had left.", "left", ("unknown", "affirmed")),
    ],
)
def test_factuality_follows_the_scopes_over_the_word(text: str, word: str, expected: tuple[str, str]) -> None:
    head = next(t for t in reader().parse(text) if t.text == word)
    assert factuality(head) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("He did not say whether they had left.", "left", True),
        ("He said that they had left.", "left", False),
        ("If they leave, she will stay.", "leave", False),
    ],
)
def test_what_is_only_asked_is_open(text: str, word: str, expected: bool) -> None:
    head = next(t for t in reader().parse(text) if t.text == word)
    assert is_open(head) is expected
