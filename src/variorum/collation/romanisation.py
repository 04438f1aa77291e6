"""Chinese names written in two romanisations: Wade-Giles ("Mao Tse-tung") and Pinyin ("Mao Zedong")."""

from __future__ import annotations

from functools import cache
from itertools import product

from variorum.collation.spelling import entries, pinyin

MOST_SYLLABLES = 4


@cache
def _wade_giles() -> dict[str, dict[str, tuple[str, ...]]]:
    """Initials and finals of Wade-Giles, and what they may stand for in Pinyin."""
    out: dict[str, dict[str, tuple[str, ...]]] = {"initial": {}, "final": {}}
    for part, old, new in (line.split("\t") for line in entries("match_wade_giles.tsv")):
        out[part][old] = tuple(new.split())
    return out


@cache
def in_pinyin(syllable: str) -> frozenset[str]:
    """What a folded syllable of Wade-Giles may be in Pinyin; empty where it is no such syllable."""
    parts = _wade_giles()
    found = {
        new + final
        for old, options in parts["initial"].items()
        if syllable.startswith(old)
        for new in options
        for final in parts["final"].get(syllable[len(old) :], (syllable[len(old) :],))
    }
    return frozenset(found | {syllable}) & pinyin()


def same_romanised(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one name is the other in Wade-Giles. One syllable at least must be of a form that Pinyin does not have."""
    return _reads_as(left, right) or _reads_as(right, left)


def _reads_as(wade: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not 2 <= len(wade) <= MOST_SYLLABLES or all(word in pinyin() for word in wade):
        return False
    options = [sorted(in_pinyin(word)) for word in wade]
    wanted = {"".join(other), "".join((*other[1:], *other[:1]))}  # the family name first, or last
    return all(options) and any("".join(reading) in wanted for reading in product(*options))
