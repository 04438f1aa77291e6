"""Whether a word or an address is another form of a name that has to go."""

from __future__ import annotations

import re

from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.spelling import GENDERED, skeleton
from variorum.export.redaction.people import Person
from variorum.export.redaction.words import folded, given_names, ordinary


def kind_of_family_name(word: str, part: str, one: Person) -> str | None:
    """Why a word is taken for a form of a family name: empty where there is no doubt, None where it is none."""
    if part in ordinary() or not part.isalpha() or len(part) < 3:
        return None
    rest = word[len(part) :] if word.startswith(part) else ""
    if rest and (rest.isdigit() or (len(part) > 3 and rest in ("s", "es"))):
        return ""
    if rest and len(part) > 4 and len(rest) <= 3:
        return "another form of the name, or a relative's"
    if len(part) > 4 and part in word and (any(len(s) > 2 and s in word for s in one.soft) or word[: -len(part)] in ordinary()):
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


def told_in(address: str, one: Person) -> bool:
    """Whether an address holds somebody's name, or his initials before the @."""
    plain, _ = folded(address)
    bare = re.sub(r"[^a-z0-9]", "", plain)
    parts = re.findall(r"[a-z]+", plain)
    if any(len(name) > 3 and name in bare for name in one.core | one.glued) or any(name in parts for name in one.core):
        return True
    if any(len(name) > 4 and name in bare for name in one.soft) or any(name in parts for name in one.soft if len(name) > 2):
        return True
    local = re.sub(r"[^a-z]", "", plain.removeprefix("mailto:").split("@")[0] or plain)
    return "@" in plain and local in one.initials
