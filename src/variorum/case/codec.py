"""Nouns to plain JSON values and back, by their type hints, for what is written or sent one by one."""

from __future__ import annotations

import base64
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """`value` as dicts, lists, strings, numbers and nulls; bytes as base64."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: to_plain(getattr(value, name)) for name in _names(kind)}
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of type `kind` that `to_plain` turned into `plain`."""
    hint: Any = kind
    return typing.cast(T, _decoder(hint)(plain))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _same(plain: Any) -> Any:
    return plain


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(kind)
    inner = typing.get_args(kind)
    if kind is Any or kind in (str, int, bool, type(None)) or origin is Literal:
        return _same
    if kind is float:
        return float
    if kind is bytes:
        return base64.b64decode
    if origin in (Union, types.UnionType):
        some = [one for one in inner if one is not type(None)]
        if len(some) == 1:
            one = _decoder(some[0])
            return lambda plain: None if plain is None else one(plain)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        item = _decoder(inner[0])
        return lambda plain: tuple(map(item, plain))
    if origin is tuple:
        items = [_decoder(one) for one in inner]
        return lambda plain: tuple(decode(one) for decode, one in zip(items, plain, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_decoder(kind)
    raise TypeError(f"no plain form for {kind}")


def _dataclass_decoder(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    decoders = {name: _decoder(hints[name]) for name in _names(kind)}

    def decode(plain: dict[str, Any]) -> Any:
        return kind(**{name: decoders[name](item) for name, item in plain.items()})

    return decode
