"""Ranks before names: "Captain Brandt" and "Colonel Brandt" are two people, two generals of one name in two spellings are one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from variorum.collation.acts import data_lines
from variorum.collation.namematch import person_name
from variorum.model.reading import Mention

_BEFORE = re.compile(r"(?:\b([^\W\d_]+)\.?[ \t]+)?\b([^\W\d_]+)\.?[ \t]+$")
_LEADING = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouy]+")
NEAR = 30  # code points before a name in which its title stands


@cache
def _ranks() -> dict[str, str]:
    rows = (line.split("\t") for line in data_lines("ranks.tsv"))
    return {form: rank for rank, forms in rows for form in forms.split()}


def ranks_of(text: str, mentions: Iterable[Mention]) -> frozenset[str]:
    """The ranks that stand in or right before the names among `mentions`; two words make one ("lieutenant colonel")."""
    found = set()
    for mention in mentions:
        if mention.kind != "name":
            continue
        words = [w.lower() for w in _LEADING.findall(mention.span.text(text))][:2]
        before = _BEFORE.search(text, max(0, mention.span.start - NEAR), mention.span.start)
        if before is not None and before.group(2)[0].isupper():
            words = [w.lower() for w in before.groups() if w] + words
        told = [_ranks()[w] for w in words if w in _ranks()]
        if told:
            found.add(" ".join(dict.fromkeys(told)))
    return frozenset(found)


def other_rank(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both are called by ranks, and by none in common."""
    return bool(one and other) and not one & other


def one_but_for_vowels(a: str, b: str) -> bool:
    """Whether two names have as many words, each with the other's consonants in the same order, doubled ones as one."""
    one, two = ([re.sub(r"(.)\1", r"\1", _VOWELS.sub("", w)) for w in person_name(n).words] for n in (a, b))
    return one == two
