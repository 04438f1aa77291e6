"""Nouns sent to another process: as their fields, which takes half the time that their state takes, or less."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def sent_by_fields(kind: type[T]) -> type[T]:
    """A dataclass of at least two fields that is made from them again where it arrives."""
    fields_of = attrgetter(*(field.name for field in fields(kind)))  # type: ignore[arg-type]

    def reduced(noun: T) -> tuple[Any, ...]:
        return kind, fields_of(noun)

    setattr(kind, "__reduce__", reduced)  # noqa: B010
    return kind
