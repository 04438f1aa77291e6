"""What it costs to take one word of a name for another: transliterations, short forms, initials, slips; never likeness alone."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

# What it costs to take one word for another (0: the same word, 1: another word); above LIMIT on average: refused.
COSTS = {
    "same word": 0.0,
    "other transliteration": 0.05,
    "short form of the given name": 0.15,
    "initial": 0.2,
    "other vowels": 0.2,
    "slip of the pen": 0.3,
    "two slips in a long word": 1.0,
    "another word": 1.0,
}
LIMIT = 0.34
_VOWELS = str.maketrans("", "", "aeiouy")
_LOOKALIKES = str.maketrans({"0": "o", "1": "i", "9": "g"})  # digits read or typed for letters
GENDERED = (
    ("ova", "ov"),
    ("eva", "ev"),
    ("ina", "in"),
    ("yna", "yn"),
    ("aya", "y"),
    ("aya", "ii"),
    ("aia", "ii"),
    ("ska", "ski"),
)
_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("zh", "j"), ("dzh", "j"),
    ("dj", "j"), ("ck", "k"), ("cz", "ch"), ("tz", "ts"), ("th", "t"), ("ks", "x"), ("q", "k"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("ii", "i"), ("ey", "i"),
    ("ei", "i"), ("ai", "ay"), ("ie", "e"), ("ye", "e"), ("je", "e"), ("io", "yo"), ("yu", "u"), ("iu", "u"),
    ("ya", "a"), ("ia", "a"), ("j", "y"), ("y", "i"), ("h", ""),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """`text` in lower-case ASCII, without apostrophes and accents, its words parted by single spaces."""
    plain = anyascii(text).lower().replace("&", " and ")
    plain = re.sub(r"(?<=\w)'s\b|['`’]", "", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@cache
def skeleton(word: str) -> str:
    """A folded word with the habits of transliteration taken out: equal for spellings of one name (Andrey, Andrei)."""
    lead, rest = word[:1], word[1:]
    out = lead + rest
    for old, new in _SOUNDS:
        out = out.replace(old, new) if old != "h" else out[:1] + out[1:].replace("h", "")
    out = re.sub(r"(.)\1+", r"\1", out)
    return out or word


def entries(name: str) -> list[str]:
    """The lines of the data file `name`, notes left out."""
    text = resources.files("variorum.data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def nicknames() -> dict[str, frozenset[int]]:
    """Given name -> the groups of forms it belongs to."""
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(entries("match_nicknames.tsv")):
        for word in line.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(found) for word, found in groups.items()}


@cache
def pinyin() -> frozenset[str]:
    """The syllables of Pinyin, without tones."""
    split = (line.split("\t") for line in entries("match_pinyin.tsv"))
    return frozenset(("" if initial == "-" else initial) + final for initial, finals in split for final in finals.split())


def _vowels_only(left: str, right: str) -> bool:
    """Whether two words differ in vowels alone, and not in the last letter, which may tell a man's name from a woman's.

    A vowel may stand before or behind the last consonant ("Narender", "Narendra"): there is one as often, so no ending is added.
    """
    bare = skeleton(left).translate(_VOWELS)
    if {left[-2:][::-1][:1] in "aeiou", right[-2:][::-1][:1] in "aeiou"} == {True, False} and len(left) == len(right) >= 6:
        return bare == skeleton(right).translate(_VOWELS) and left[:-2] == right[:-2]
    return (
        len(bare) >= 2 and bare == skeleton(right).translate(_VOWELS) and left[-1] == right[-1] and min(len(left), len(right)) > 4
    )


def _man_and_woman(left: str, right: str) -> bool:
    """Whether two given names differ as a man's and a woman's form of one name often do."""
    short, long = sorted((left, right), key=len)
    return long == short + "a" or (short[:-1] == long[:-1] and {short[-1], long[-1]} == {"a", "o"})


@lru_cache(200_000)
def word_cost(left: str, right: str, given: bool = False) -> tuple[float, str]:
    """The cost of taking one folded word for another, and its name in COSTS."""
    kind = "another word"
    if left.isalpha() != right.isalpha() and not left.isdigit() and not right.isdigit():
        left, right = left.translate(_LOOKALIKES), right.translate(_LOOKALIKES)
    short, long = sorted((left, right), key=len)
    if left == right:
        kind = "same word"
    elif left.isdigit() or right.isdigit():
        pass
    elif any(
        {left, right} == {short[: len(short) - len(m)] + m, short[: len(short) - len(m)] + f}
        for f, m in GENDERED
        if short.endswith(m)
    ):
        pass  # a man's and a woman's form of one family name: two people
    elif len(short) == 1 and long.startswith(short):
        kind = "initial"
    elif skeleton(left) == skeleton(right):
        kind = "other transliteration"
    elif given and nicknames().get(left, frozenset()) & nicknames().get(right, frozenset()):
        kind = "short form of the given name"
    elif given and left in nicknames() and right in nicknames():
        pass  # two known given names, and not the same one, however alike they are spelt
    elif (given and _man_and_woman(left, right)) or (left in pinyin() and right in pinyin()):
        pass  # Daniel and Daniela, Mario and Maria; Zhang and Chang
    elif _vowels_only(left, right):
        kind = "other vowels"
    else:
        slips = min(DamerauLevenshtein.distance(left, right), DamerauLevenshtein.distance(skeleton(left), skeleton(right)))
        if slips <= 1 and len(short) >= 4:
            kind = "slip of the pen"
        elif slips == 2 and len(short) >= 7:
            kind = "two slips in a long word"
    return COSTS[kind], kind
