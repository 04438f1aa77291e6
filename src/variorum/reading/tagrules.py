"""Parts of speech and word features by a pipeline's own table of rules, looked up by word in place of being matched rule by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

SEEN = ("LOWER", "TAG", "DEP", "IS_SPACE")  # what the rules look at
GIVEN = ("TAG", "POS", "MORPH", "LEMMA", "DEP")  # and what they give
MOST_WORDS = 200_000  # that are remembered
ASKED = {"IN", "NOT_IN", "REGEX"}
Word = tuple[int, ...]  # the values of SEEN


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what words in a row must be, which of them it is about, and what it gives that one, as columns of GIVEN."""

    pattern: tuple[dict[str, Any], ...]
    of: int
    given: tuple[tuple[int, int], ...]


Numbered = tuple[tuple[int, Rule], ...]


class TagRules:
    """What spaCy's attribute ruler does, for a table whose rules look at SEEN and give GIVEN alone. Later rules outrank earlier ones."""

    def __init__(self, strings: Any, rules: Sequence[Rule]) -> None:
        self._strings = strings
        self._rules = rules
        self._kinds: dict[Word, Numbered] = {}  # by all of a word but its letters
        self._words: dict[Word, Numbered] = {}

    @classmethod
    def of(cls, ruler: Any) -> TagRules | None:
        """The rules of an attribute ruler; None where it has some of another kind."""
        from spacy.attrs import IDS

        columns = {IDS[name]: at for at, name in enumerate(GIVEN)}
        rules = []
        for row, attributes in zip(ruler.patterns, ruler.attrs, strict=True):
            if not columns.keys() >= attributes.keys():
                return None
            given = tuple((columns[key], value) for key, value in attributes.items())
            for pattern in row["patterns"]:
                if not all(map(_is_known, pattern)) or not 0 <= row["index"] < len(pattern):
                    return None
                rules.append(Rule(tuple(pattern), row["index"], given))
        return cls(ruler.vocab.strings, rules)

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc`, with what the rules give its words."""
        words: list[Word] = [tuple(row) for row in doc.to_array(list(SEEN)).tolist()]
        if not words:
            return doc
        found = doc.to_array(list(GIVEN))
        for _, at, rule in sorted(self._met(words), key=lambda met: met[:2]):
            for column, value in rule.given:
                found[at, column] = np.uint64(value)
        return doc.from_array(list(GIVEN), found)

    def _met(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Rule]]:
        """The number of each rule that holds, the word it is about, and the rule."""
        for at, word in enumerate(words):
            for number, rule in self._beginning(word):
                behind = words[at + 1 : at + len(rule.pattern)]
                if len(behind) == len(rule.pattern) - 1 and all(map(self._fits, rule.pattern[1:], behind)):
                    yield number, at + rule.of, rule

    def _beginning(self, word: Word) -> Numbered:
        """The rules that may begin with a word: those of its kind, which are few, and of these those of its letters."""
        found = self._words.get(word)
        if found is None:
            kind = word[1:]
            if kind not in self._kinds:
                self._kinds[kind] = tuple((n, r) for n, r in enumerate(self._rules) if self._fits(r.pattern[0], word, SEEN[1:]))
            found = tuple((n, rule) for n, rule in self._kinds[kind] if self._fits(rule.pattern[0], word, SEEN[:1]))
            if len(self._words) >= MOST_WORDS:
                self._words.clear()
            self._words[word] = found
        return found

    def _fits(self, asked: dict[str, Any], word: Word, names: Sequence[str] = SEEN) -> bool:
        """Whether a word has the values asked for, of those with these names."""
        for name in names:
            wanted, value = asked.get(name), word[SEEN.index(name)]
            if wanted is not None and not (bool(value) == wanted if name == "IS_SPACE" else _is(self._strings[value], wanted)):
                return False
        return True


def _is_known(asked: dict[str, Any]) -> bool:
    """Whether a word is asked for nothing but SEEN, each in a way that `_is` understands."""
    return asked.keys() <= set(SEEN) and all(
        isinstance(wanted, bool) if name == "IS_SPACE" else isinstance(wanted, str) or wanted.keys() <= ASKED
        for name, wanted in asked.items()
    )


def _is(value: str, wanted: str | dict[str, Any]) -> bool:
    if isinstance(wanted, str):
        return value == wanted
    return (
        ("IN" not in wanted or value in wanted["IN"])
        and ("NOT_IN" not in wanted or value not in wanted["NOT_IN"])
        and ("REGEX" not in wanted or re.search(wanted["REGEX"], value) is not None)
    )
