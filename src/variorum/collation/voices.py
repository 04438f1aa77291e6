"""Who vouches for a statement, link by link, and which of them says of its words that they are not so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from variorum.collation.acts import word_list
from variorum.model.reading import Certainty, Polarity
from variorum.model.record import Entity, Vouch

DENIED = "denied"
NOT_DENIED = "not denied"  # somebody is told not to have denied it, which is no more than that
NOT_NAMED = "somebody not named"
LONGEST_NAME = 60  # code points
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOT = frozenset({"not", "never", "neither", "nor"})


@dataclass(frozen=True, slots=True)
class Link:
    """One of those who vouch, by name; `mark` says where he or she denies the words, or is told not to."""

    name: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.mark})" if self.mark else self.name


def links(vouches: Sequence[Vouch], entities: Mapping[str, Entity], polarity: Polarity, words: str) -> tuple[Link, ...]:
    """Those who vouch for words told with a polarity, nearest the event first; none where nobody is named."""
    found: list[Link] = []
    for vouch, mark in zip(vouches, marks(vouches, polarity, words), strict=False):
        entity = entities.get(vouch.holder or "")
        name = entity.name if entity is not None else (vouch.holder_text or NOT_NAMED)
        if vouch.anonymous and entity is not None and vouch.holder_text:
            name = vouch.holder_text
        link = Link(shortened(" ".join(name.split()), LONGEST_NAME), mark)
        if not found or found[-1] != link:
            found.append(link)
    return tuple(found)


def marks(vouches: Sequence[Vouch], polarity: Polarity, words: str) -> tuple[str, ...]:
    """The mark of each of those who vouch, or the report's own where nobody does.

    A cue that denies marks its source. What is told as not so by anything else outside of the words ("it is not true that") marks the
    nearest; words that themselves say so ("nobody was hurt") need no mark, which would turn them round.
    """
    found: list[str] = []
    for number, vouch in enumerate(vouches):
        same = number > 0 and (vouch.cue, vouch.content) == (vouches[number - 1].cue, vouches[number - 1].content)
        shown = (vouch.cue or "").lower() in words.lower()  # "rejects charge": the words show it themselves
        found.append("" if same or shown else _of_cue(vouch.cue or ""))  # the same: whom the one before told it
    if polarity == "denied" and not any(found) and not says_no(words):
        return (DENIED, *found[1:])
    return tuple(found) or ("",)


def _of_cue(cue: str) -> str:
    words = [word.lower() for word in _WORD.findall(cue)]
    if not any(word in word_list("denying_cues.txt") for word in words):
        return ""
    return NOT_DENIED if any(map(_negates, words)) else DENIED


def _negates(word: str) -> bool:
    return word in _NOT or word.endswith(("n't", "n’t"))


def says_no(words: str) -> bool:
    """Whether words hold their own negation."""
    found = (word.lower() for word in _WORD.findall(words))
    return any(_negates(word) or word in word_list("negating_words.txt") for word in found)


def both_ways(told: Iterable[tuple[Polarity, Certainty]]) -> bool:
    """Whether some tell it as so and others as not so; what is only asked or left open is neither."""
    return len({polarity for polarity, certainty in told if certainty != "unknown"}) > 1


def shortened(text: str, most: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than `most`."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;") + "…"
