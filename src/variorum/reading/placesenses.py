"""What a name of a place may mean: the gazetteer's entries under the name as written and under its other writings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from variorum.reading.gazetteer import Spot, country, folded, senses
from variorum.reading.wordlist import lines, table

NO_PLACES = frozenset({"north", "south", "east", "west"})


@dataclass(frozen=True, slots=True)
class Sense:
    """An entry that a name may mean. `kind` is the kind that a word of the name asks for ("Clay County"), or nothing."""

    spot: Spot
    kind: str = ""
    exact: bool = True  # found without dropping a word


def plain(name: str) -> str:
    """`name` without article and possessive ending."""
    bare = " ".join(name.split())
    for end in ("'s", "’s", "'", "’"):
        bare = bare.removesuffix(end)
    return bare[4:] if bare[:4].lower() == "the " else bare


def demonym(name: str) -> tuple[str, str] | None:
    """Country code and place inside it that an adjective or people belong to, or None; the plural counts too."""
    known = _demonyms()
    for form in (name, name.removesuffix("s"), name.removesuffix("es")):
        if form in known:
            return known[form]
    return None


@lru_cache(maxsize=20_000)
def possible(name: str) -> tuple[Sense, ...]:
    """What `name`, without article, may mean."""
    people = demonym(name)
    if people is not None:
        return tuple(Sense(s) for s in _home_of(*people))
    if folded(name) in NO_PLACES:
        return ()
    asked = next((kind for word, where, kind in _kind_words() if where == "end" and name.endswith(" " + word)), "")
    found = {s: Sense(s, asked) for s in senses(name)}
    for other in _rewritten(name):
        found.update({s: Sense(s, asked) for s in senses(other) if s not in found})
    if not found:
        for less, kind in _shortened(name):
            found.update({s: Sense(s, kind, exact=False) for s in senses(less) if s not in found})
            if found:
                break
    return tuple(found.values())


def _home_of(code: str, inside: str) -> tuple[Spot, ...]:
    if not inside:
        home = country(code)
        return (home,) if home else ()
    return tuple(s for s in senses(inside) if code == "-" or s.country in (code, ""))[:1]


def _rewritten(name: str) -> list[str]:
    """`name` with one shortened word written out, or one written shorter ("Mt." and "Mount")."""
    forms = table("place_word_forms.tsv")
    words = folded(name).split()
    return [" ".join([*words[:i], forms[w], *words[i + 1 :]]) for i, w in enumerate(words) if w in forms and len(words) > 1]


def _shortened(name: str) -> list[tuple[str, str]]:
    """`name` without the word that says its kind or part, and the kind."""
    found = []
    for word, where, kind in _kind_words():
        if where == "end" and name.endswith(" " + word):
            found.append((name.removesuffix(" " + word), kind))
        if where == "start" and name.startswith(word + " "):
            found.append((name.removeprefix(word + " "), kind))
    return found


@lru_cache(maxsize=1)
def _kind_words() -> tuple[tuple[str, str, str], ...]:
    found = []
    for line in lines("place_kind_words.tsv"):
        word, where, kind = line.split("\t")
        found.append((word, where, kind))
    return tuple(found)


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, tuple[str, str]]:
    found = {}
    for line in lines("demonyms.tsv"):
        people, code, *inside = line.split("\t")
        found[people] = (code, inside[0] if inside else "")
    return found
