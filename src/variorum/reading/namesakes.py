"""What two names alone tell of being one: given names, surnames, spellings, acronyms."""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import Levenshtein
from spacy.tokens import Token

from variorum.reading.wordlist import lines, table, words

SUFFIX = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def name_words(tokens: list[Token]) -> tuple[str, ...]:
    """The words of a name in lower case, without titles, articles, possessive endings and "Jr."."""
    titles = {t.casefold() for t in table("titles.tsv")}
    out = [t.lower_ for t in tokens if t.text[0].isalnum() and t.tag_ != "POS" and t.lower_ not in ("'s", "’s")]
    while len(out) > 1 and (out[0] in titles or out[0] in ("the", "a", "an")):
        out = out[1:]
    while len(out) > 1 and out[-1] in SUFFIX:
        out = out[:-1]
    return tuple(out)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Why two names mean one person, or nothing."""
    if not one or not other or min(len(one[-1]), len(other[-1])) < 2:
        return ""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        if short[0] == long[-1]:
            return "surname of " + " ".join(long)
        return "given name of " + " ".join(long) if short[0] == long[0] and len(long) > 1 else ""
    if short[-1] != long[-1]:
        return ""
    left, right = short[0].rstrip("."), long[0].rstrip(".")
    if left == right or (1 in (len(left), len(right)) and left[0] == right[0]) or nicknamed(left, right):
        return "same given name and surname"
    near = min(len(left), len(right)) >= 5 and Levenshtein.distance(left, right) <= 1
    return "same surname, given name spelt alike" if near and not _gendered(left, right) else ""


def nicknamed(one: str, other: str) -> bool:
    """Whether two given names in lower case are forms of one name: "Bill" and "William"."""
    return bool(_nicknames().get(one, frozenset()) & _nicknames().get(other, frozenset()))


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """A given name to the groups that it is in."""
    groups: dict[str, set[str]] = {}
    for number, line in enumerate(lines("match_nicknames.tsv")):
        for name in line.split():
            groups.setdefault(name, set()).add(str(number))
    return {name: frozenset(found) for name, found in groups.items()}


def _gendered(one: str, other: str) -> bool:
    """Whether two words differ as a man's and a woman's form of one name do."""
    short, long = sorted((one, other), key=len)
    return long in (short + "a", short + "e", short + "ya") or (short[:-1] == long[:-1] and {short[-1], long[-1]} == {"a", "o"})


def misspelt(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names end in one surname spelt two ways; given names, where both have one, must be the same."""
    if not one or not other:
        return False
    left, right = one[-1], other[-1]
    size = min(len(left), len(right))
    if size < 6 or left[0] != right[0] or _gendered(left, right):
        return False
    if len(one) > 1 and len(other) > 1 and one[0] != other[0]:
        return False
    return Levenshtein.distance(left, right) <= (2 if size >= 8 else 1)


def endings() -> frozenset[str]:
    """Last words that a short form of a body's name leaves out, in lower case."""
    return frozenset(w.casefold() for w in words("organisation_endings.txt"))


def initials(name: tuple[str, ...]) -> str:
    """The first letters of the words that count."""
    return "".join(w[0] for w in name if w not in ("of", "the", "and", "for", "in", "&"))
