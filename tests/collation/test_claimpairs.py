"""How likely two statements of two reports are one claim."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from made import draft, report

from variorum.collation.apartness import Bearing, bearing
from variorum.collation.claimpairs import EVIDENCE, NEVER, SHARE, between, claim_likelihood, claim_rows


def values(**given: float) -> dict[str, float]:
    rows = dict.fromkeys((*EVIDENCE, "general word", "same act", "act inside", "words"), 0.0)
    return rows | {name.replace("_", " "): value for name, value in given.items()}


def told(words: str) -> Bearing:
    d = report("a", f"{words}.")
    return bearing(draft(d, words, "break", ("agent", words.split(" broke")[0], None)), ())


def test_two_likelihoods_that_agree_are_kept() -> None:
    assert between(0.5, 0.5) == 0.5
    assert between(0.8, 0.8) == pytest.approx(0.8, abs=1e-6)


def test_the_likelihood_between_two_lies_at_the_weighted_mean_of_their_odds() -> None:
    odds = SHARE * math.log(0.8 / 0.2) + (1 - SHARE) * math.log(0.2 / 0.8)
    assert between(0.8, 0.2) == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-6)


def test_a_likelihood_of_nought_counts_as_the_least_there_is() -> None:
    assert between(0.0, 0.5) == between(NEVER, 0.5)


def test_a_verb_that_says_little_counts_unless_another_word_tells_the_act() -> None:
    one = told("The dam broke")
    assert claim_rows(values(general_word=1.0), 0.5, one, one)["says little"] == 1.0
    assert claim_rows(values(general_word=1.0, act_inside=1.0), 0.5, one, one)["says little"] == 0.0


def test_parts_filled_by_one_word_and_the_lengths_are_compared() -> None:
    one, other = told("The dam broke"), told("The dam broke early that morning")
    rows = claim_rows(values(), 0.5, one, other)
    assert (rows["parts"], rows["length"], rows["event"]) == (1.0, 0.5, 0.0)


def test_a_person_here_and_a_thing_there_are_apart() -> None:
    one = replace(told("The dam broke"), undergoer="person")
    other = replace(one, undergoer="thing")
    assert claim_rows(values(), 0.5, one, other)["kinds apart"] == 1.0
    assert claim_likelihood(values(), 0.5, one, other) < claim_likelihood(values(), 0.5, one, one)


def test_sentences_of_the_same_words_speak_for_one_claim_and_other_numbers_against_it() -> None:
    one = told("The dam broke")
    plain = claim_likelihood(values(around=0.3), 0.5, one, one)
    assert claim_likelihood(values(around=0.8), 0.5, one, one) > plain
    assert claim_likelihood(values(around=0.3, numbers_apart=1.0), 0.5, one, one) < plain
