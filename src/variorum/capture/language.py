"""Which language a text is in."""

from __future__ import annotations

from functools import cache
from typing import Any

ENOUGH = 20  # letters: with fewer, any answer is a guess
LIMIT = 20_000  # code points looked at
SAMPLE = 3_000  # code points looked at for the small words
PLAIN = 0.1  # of all words
# Closed-class words of English that no language in Latin letters shares, Scots and English creoles aside.
SMALL_WORDS = frozenset("the of and that with was were from which they this has had been their his would".split())


def language_of(text: str) -> str | None:
    """The BCP 47 tag of the language of `text`; None where there is too little to tell."""
    words = text[:LIMIT]
    if sum(map(str.isalpha, words)) < ENOUGH:
        return None
    if _plainly_english(words):
        return "en"
    return str(_identifier().classify(words)[0])


def _plainly_english(text: str) -> bool:
    """Whether so many of the first words are the small words of English that no other language comes near; spares loading the model."""
    first = text[:SAMPLE].lower().split()
    met = [word for word in first if word in SMALL_WORDS]
    return len(first) >= 50 and len(met) >= PLAIN * len(first) and len(set(met)) >= 6


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
