"""Whether a name that had to go is still there: looked for once more, by other means, before anything is handed on."""

from __future__ import annotations

import calendar
import re
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal

from variorum.export.redaction.people import Person
from variorum.export.redaction.words import folded, ordinary, words

_JOINED = re.compile(r"'|-\s*\n\s*")  # what may stand inside a word
_MONTHS = frozenset(name.lower() for name in calendar.month_name if name)


def still_told(value: Any, people: Sequence[Person], addresses: Iterable[str] = ()) -> list[str]:
    """The names of `people` that strings of a record (or of any noun) still hold, ordinary words aside."""
    alone = {word for one in people for word in one.core | one.glued if word not in ordinary() and word not in _MONTHS}
    whole = {name for one in people for name in one.sequences if len(name) > 1 and not set(name) <= ordinary()}
    literals = [name for one in people for name in one.literals] + list(addresses)
    glued = {name for one in people for name in one.glued if len(name) > 6}
    found: dict[str, None] = {}
    firsts = {*alone, *(name[0] for name in whole)}
    for text in dict.fromkeys(_strings(value)):
        found.update({name: None for name in literals if name in text})
        letters = _JOINED.sub("", folded(text)[0])
        bare = re.sub(r"[^a-z0-9]", "", letters)
        found.update({name: None for name in sorted(glued) if name in bare})
        if not any(word in letters for word in firsts):
            continue
        told = tuple(word.text for word in words(text))
        found.update(dict.fromkeys(sorted(alone.intersection(told))))
        found.update({" ".join(name): None for name in sorted(whole) if _holds(told, name)})
    return list(found)


def _holds(told: tuple[str, ...], name: tuple[str, ...]) -> bool:
    if name[0] not in told:
        return False
    return any(told[at : at + len(name)] == name for at in range(len(told) - len(name) + 1))


def _strings(value: Any, hint: Any = Any) -> Iterator[str]:
    """Every string of a noun that is free: what only names one of a few kinds is left out."""
    options = typing.get_args(hint) or (hint,)
    if isinstance(value, str):
        if not any(typing.get_origin(one) is Literal for one in (hint, *options)):
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one, options[0])
    elif is_dataclass(value):
        kind: Any = type(value)
        hints = _hints(kind)
        for field in fields(value):
            yield from _strings(getattr(value, field.name), hints[field.name])


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)
