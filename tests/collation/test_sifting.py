"""Patterns passed over where no match can stand give what a plain search gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.collation.sifting import MOST, finds, sifted, stretches

CASELESS = re.compile(r"(?<!\w)(?:was|were)\s+(?:accused|charged?)\s+(?:of|with)\b", re.IGNORECASE)
WORDS = st.lists(
    st.sampled_from(["was", "WERE", "accused", "Charge", "charged", "of", "with", "acuſed", "chıef", "ok"]), max_size=12
)


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        (r"\b(?:told|tells)\b", ("ells", "old")),
        (r"(?:re)?arrest(?:ed)?", ("arrest",)),
        (r"(?:denied|deny|denying)", ("den",)),
        (r"(?!never)(?:\d+ )?\w+", ()),
        (r"guilty|\w+ed", ("ed", "guilty")),
        (r"guilty|\w+", ()),
        (r"é(?:tat|tats)", ()),
    ],
)
def test_every_match_has_one_of_the_stretches_named(pattern: str, named: tuple[str, ...]) -> None:
    assert stretches(re.compile(pattern, re.IGNORECASE)) == named


def test_a_pattern_of_too_many_stretches_names_none() -> None:
    assert stretches(re.compile("|".join(f"{chr(97 + n % 26)}{n:03}" for n in range(MOST + 1)))) == ()


def test_a_letter_that_patterns_take_for_another_is_no_reason_to_pass_over() -> None:
    pattern, text = re.compile("sister", re.IGNORECASE), "her ſister"
    assert [m[0] for m in finds(pattern, text, sifted(text))] == ["ſister"]


@given(WORDS)
def test_what_is_found_is_what_a_plain_search_finds(words: list[str]) -> None:
    text = " ".join(words)
    assert [m.span() for m in finds(CASELESS, text, sifted(text))] == [m.span() for m in CASELESS.finditer(text)]
