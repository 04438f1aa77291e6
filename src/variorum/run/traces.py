"""Words that must go, looked for in what stays: names in every spelling, runs of words, names of files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from anyascii import anyascii

RUN = 5  # words in a row that stand in no other report: whoever has them has them from there
SHORTEST = 6  # code points of a name of a file, a title or an address that tells something in the midst of other words


def folded(text: str) -> str:
    """`text` in small ASCII letters and digits, one space between words and around them: "Оле Брун’s" is " ole brun s "."""
    return f" {' '.join(re.findall('[a-z0-9]+', anyascii(text).lower()))} "


def runs(text: str) -> set[str]:
    """Every run of words in a text, folded."""
    words = folded(text).split()
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def leaves(content: Any) -> Iterator[str]:
    """Every text in a JSON value, names of members left out."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from leaves(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from leaves(value)


@dataclass(frozen=True)
class Traces:
    """What gives away that something was in the case.

    `names` are names of several words, found in any script and order of letters' case; `words` single names, found as they are written;
    `pieces` are found as they are (file names, titles, addresses, hashes, ids); `runs` as `runs` gives them.
    """

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()
    runs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], pieces: Iterable[str], texts: Iterable[str], staying: Collection[str]) -> Traces:
        """The traces of `names`, `pieces` and `texts`, as far as the texts that are `staying` do not have them too."""
        kept = [folded(text) for text in staying]
        names = list(names)
        whole = {folded(name) for name in names}
        several = {name for name in whole if len(name.split()) > 1}
        single = {name for name in names if name.strip() and len(folded(name).split()) == 1}
        found = set().union(*map(runs, texts)) if texts else set()
        for text in staying:
            found -= runs(text)
        return cls(
            names=frozenset(name for name in several if not any(name in text for text in kept)),
            words=frozenset(name.strip() for name in single if not any(folded(name) in text for text in kept)),
            pieces=frozenset(piece for piece in pieces if piece and not any(piece in text for text in staying)),
            runs=frozenset(found),
        )

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        told = "|".join(map(re.escape, sorted(self.words)))
        return re.compile(rf"(?<!\w)(?:{told})(?!\w)") if told else None

    def stand_in(self, content: Any) -> bool:
        """Whether any text in a JSON value has any of them."""
        return any(map(self._stand_in_text, leaves(content)))

    def _stand_in_text(self, text: str) -> bool:
        if text in self.pieces or any(len(piece) >= SHORTEST and piece in text for piece in self.pieces):
            return True
        if self._words is not None and self._words.search(text):
            return True
        plain = folded(text)
        return any(name in plain for name in self.names) or not self.runs.isdisjoint(runs(text))


NO_TRACES = Traces()
