"""Whether a word is another form of a name that has to go."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.spelling import GENDERED, skeleton
from variorum.export.redaction.words import given_names, ordinary


def kind_of_family_name(word: str, part: str, given: Collection[str]) -> str | None:
    """Why a word is taken for a form of a family name, `given` being the given names: empty where there is no doubt, None where it is none."""
    if part in ordinary() or not part.isalpha() or len(part) < 3:
        return None
    rest = word[len(part) :] if word.startswith(part) else ""
    if rest and (rest.isdigit() or (len(part) > 3 and rest in ("s", "es"))):
        return ""
    if rest and len(part) > 4 and len(rest) <= 3:
        return "another form of the name, or a relative's"
    if len(part) > 4 and part in word and (any(len(s) > 2 and s in word for s in given) or word[: -len(part)] in ordinary()):
        return ""
    if len(part) > 3 and skeleton(part) == skeleton(word):
        return "spelt otherwise"
    if any({part, word} == {stem + m, stem + f} for m, f in GENDERED for stem in _stems(part, m, f)):
        return "another form of the name, or a relative's"
    if len(part) > 5 and len(word) > 5 and DamerauLevenshtein.distance(part, word) == 1:
        return "spelt otherwise"
    return None


def kind_of_given_name(word: str, part: str) -> str:
    """How a word may be another form of a given name: alone ("soft"), only beside the family name ("weak"), or not at all."""
    if len(part) < 4 or len(word) < 4:
        return ""
    if skeleton(part) == skeleton(word):
        return "soft"
    if len(part) > 4 and DamerauLevenshtein.distance(part, word) == 1:
        return "weak" if word in given_names() else "soft"
    return "weak" if word.startswith(part[:-1]) and len(word) - len(part) < 3 and len(part) > 4 else ""


def _stems(word: str, *endings: str) -> list[str]:
    return [word[: -len(ending)] for ending in endings if word.endswith(ending)]
