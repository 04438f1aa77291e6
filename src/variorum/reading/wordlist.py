"""Lexicons that ship with the program, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of the data file `name`, one a line; lines that begin with `#` are notes."""
    whole = (files("variorum") / "data" / name).read_text(encoding="utf-8")
    return tuple(line for line in whole.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The entries of the data file `name` as a set."""
    return frozenset(lines(name))


@cache
def table(name: str) -> dict[str, str]:
    """The first column of the data file `name` to its second."""
    return {key: value for key, value, *_ in (line.split("\t") for line in lines(name))}
