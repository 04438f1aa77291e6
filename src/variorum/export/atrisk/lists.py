"""The word lists that tell who needs thought, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from variorum.collation.acts import data_lines, word_list

Stands = Literal["noun", "before", "after", "either", "subject", "doer"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that put somebody in the list: what for, where the person stands, and what around them rules it out."""

    kind: str
    stands: Stands
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def cues() -> tuple[Cue, ...]:
    """All cues but those of age, in the order of the data file."""
    found = []
    for row in data_lines("risk_words.tsv"):
        kind, stands, pattern, *unless = row.split("\t")
        found.append(Cue(kind, cast("Stands", stands), _pattern(pattern), _pattern(unless[0]) if unless else None))
    return tuple(found)


@cache
def school_years() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """The words for years of school, each with what around them rules it out."""
    rows = (row.split("\t") for row in data_lines("school_years.tsv"))
    return tuple((_pattern(row[0]), _pattern(row[1]) if len(row) > 1 else None) for row in rows)


@cache
def minors() -> dict[str, bool]:
    """The nouns for people under eighteen; whether they are more than one."""
    rows = [row.split("\t") for row in data_lines("minor_words.tsv")]
    return {one: False for one, _ in rows} | {many: True for _, many in rows}


@cache
def numbers() -> dict[str, int]:
    """The number words below a hundred."""
    rows = (row.split("\t") for row in data_lines("incident_numbers.tsv"))
    return {word: int(value) for word, value, *_ in rows if value.isdigit() and int(value) < 100}


@cache
def public_offices() -> re.Pattern[str]:
    """Offices whose holders speak in public."""
    return _pattern("|".join(data_lines("public_offices.txt")))


@cache
def person_nouns() -> frozenset[str]:
    """Nouns for a single human being."""
    return frozenset(row.split("\t")[0] for row in data_lines("person_nouns.tsv"))


@cache
def given_names() -> frozenset[str]:
    """Given names."""
    return frozenset(row.split("\t")[0] for row in data_lines("given_names.tsv"))


def words(name: str) -> frozenset[str]:
    """The entries of a list of words."""
    return word_list(name)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{text})(?!\w)", re.IGNORECASE)
