"""Ranks before names: "Captain Brandt" and "Colonel Brandt" are two people, two generals of one name in two spellings are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import cache

from variorum.collation.acts import data_lines
from variorum.collation.decisions import rechained
from variorum.collation.namematch import person_name
from variorum.model.reading import Mention, Reading
from variorum.model.span import Span

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


def parted(reading: Reading, text: str) -> Reading:
    """The reading, a surname of another rank than the chain's own ("Colonel Viktor Brandt ... Captain Brandt") in a chain apart.

    Descriptions and pronouns behind it go with it, up to the next name of the chain.
    """
    chains: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.chain >= 0 and mention.type == "person":
            chains.setdefault(mention.chain, []).append(mention)
    for number in sorted(chains):
        mentions = sorted(chains[number], key=lambda m: m.span)
        ranked = [(m, ranks_of(text, [m])) for m in mentions if m.kind == "name"]
        if len({r for _, r in ranked if r}) > 1:
            reading = _moved(reading, number, mentions, ranked, text)
    return reading


def _moved(
    reading: Reading, number: int, mentions: Sequence[Mention], ranked: Sequence[tuple[Mention, frozenset[str]]], text: str
) -> Reading:
    full = [r for m, r in ranked if r and len(person_name(m.span.text(text)).words) > 1]
    own = (full or [r for _, r in ranked if r])[0]
    leaves: set[Span] = set()
    apart = False
    held = {m.span: r for m, r in ranked}
    for mention in mentions:
        if mention.kind == "name":
            surname = len(person_name(mention.span.text(text)).words) == 1
            apart = surname and other_rank(own, held[mention.span])
        if apart:
            leaves.add(mention.span)
    if not leaves:
        return reading
    new = max(m.chain for m in reading.mentions) + 1

    def chain(old: int | None, spans: Sequence[Span]) -> int | None:
        return new if old == number and any(s.overlap(m) for s in spans for m in leaves) else old

    kept = tuple(replace(m, chain=new) if m.chain == number and m.span in leaves else m for m in reading.mentions)
    return rechained(replace(reading, mentions=kept), chain)


def other_rank(one: Set[str], other: Set[str]) -> bool:
    """Whether both are called by ranks, and by none in common."""
    return bool(one and other) and not one & other


def one_but_for_vowels(a: str, b: str) -> bool:
    """Whether two names have as many words, each with the other's consonants in the same order, doubled ones as one."""
    one, two = ([re.sub(r"(.)\1", r"\1", _VOWELS.sub("", w)) for w in person_name(n).words] for n in (a, b))
    return one == two
