"""Words of a text as names are compared: without accents, script, case, soft hyphens and line breaks, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii

from variorum.collation.spelling import entries

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_BROKEN = re.compile(r"-[ \t]*\r?\n[ \t]*")
_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")
_UNSPACED = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)  # scripts without spaces between words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, and the code points it stands on. `capital`: its first letter is one; `first`: it begins a sentence."""

    text: str
    start: int
    end: int
    capital: bool
    upper: bool  # all of it is in capitals
    first: bool


@lru_cache(maxsize=65536)
def _letters(sign: str) -> str:
    """A code point in small ASCII letters; nothing where it only shapes others (accents, soft hyphens, marks of direction)."""
    if sign.isascii():
        return sign.lower()
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return ""
    if sign in "‘’ʼ＇`´":
        return "'"
    return anyascii(sign).lower().replace("'", "") if sign.isalpha() else anyascii(sign).lower()


def folded(text: str) -> tuple[str, list[int]]:
    """The text in small ASCII, and for each of its characters the code point it comes from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    out: list[str] = []
    places: list[int] = []
    for run in _RUNS.finditer(text):
        start, end = run.span()
        letters = run.group().lower() if run.group().isascii() else _letters(run.group())
        out.append(letters)
        places.extend(range(start, end) if end - start == len(letters) else [start] * len(letters))
    return "".join(out), places


def words(text: str) -> list[Word]:
    """The words of a text in order; one broken at the end of a line also stands whole, after its first half."""
    plain, places = folded(text)
    found: list[Word] = []
    for match in _WORD.finditer(plain):
        start, end = match.span()
        word = match.group()
        for ending in ("'s", "'"):
            if word.endswith(ending):
                word, end = word[: -len(ending)], end - len(ending)
        found.append(_word(text, plain, places, word, start, end))
        broken = _BROKEN.match(plain, match.end())
        rest = _WORD.match(plain, broken.end()) if broken else None
        if rest is not None:
            whole = (word + rest.group()).replace("'", "")
            found.append(
                _word(text, plain, places, whole.removesuffix("s") if rest.group().endswith("'s") else whole, start, rest.end())
            )
    return found


def _word(text: str, plain: str, places: list[int], word: str, start: int, end: int) -> Word:
    first, last = places[start], _last(text, places[end - 1])
    own = text[first:last]
    letters = [sign for sign in own if sign.isalpha()]
    before = plain[max(0, start - 3) : start]
    opened = before.rstrip(" \t\"'([")
    opens = not opened or opened[-1] in ".!?:\n" or before[-1:] in ('"', "'", "\n")
    return Word(
        word.replace("'", ""),
        first,
        last,
        bool(letters) and letters[0] != letters[0].lower(),
        len(letters) > 1 and all(sign == sign.upper() for sign in letters),
        opens,
    )


def _last(text: str, place: int) -> int:
    """The end of the code point at `place` with what follows that has no letter of its own: accents, soft signs."""
    end = place + 1
    while end < len(text) and not text[end].isascii() and not _letters(text[end]) and unicodedata.category(text[end]) != "Cf":
        end += 1
    return end


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as `words` gives those of a text."""
    return tuple(word.text for word in words(name))


def unspaced(name: str) -> bool:
    """Whether a name is written in a script that puts no spaces between words."""
    return bool(_UNSPACED.search(name))


@cache
def ordinary() -> frozenset[str]:
    """English words that texts write small: a name that is one of these is one only where it looks like a name."""
    return frozenset(entries("ordinary_words.txt"))


@cache
def given_names() -> frozenset[str]:
    """Given names, folded."""
    return frozenset(word for line in entries("given_names.tsv") for word in name_words(line.split("\t")[0]))


@cache
def courtesies() -> frozenset[str]:
    """Titles that tell whether somebody is a man or a woman: they go with the name."""
    rows = (line.split("\t") for line in entries("titles.tsv"))
    return frozenset(word for row in rows if row[1] in ("m", "f") for word in name_words(row[0]))


def runs(found: list[Word], text: str) -> Iterator[list[int]]:
    """Indices of words that follow one another with nothing but spaces, points, commas, hyphens or a line's end between them."""
    group: list[int] = []
    for number, word in enumerate(found):
        if group:
            between = text[found[group[-1]].end : word.start] if word.start >= found[group[-1]].end else ""
            if len(between) > 4 or between.strip(" .,-_\t\r\n\u00a0\u00ad\u200b\u2010\u2011"):
                yield group
                group = []
        group.append(number)
    if group:
        yield group
