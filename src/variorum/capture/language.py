"""Which language a text is in."""

from __future__ import annotations

from functools import cache
from typing import Any

ENOUGH = 20  # letters: with fewer, any answer is a guess
LIMIT = 20_000  # code points looked at


def language_of(text: str) -> str | None:
    """The BCP 47 tag of the language of `text`; None where there is too little to tell."""
    words = text[:LIMIT]
    if sum(map(str.isalpha, words)) < ENOUGH:
        return None
    return str(_identifier().classify(words)[0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
