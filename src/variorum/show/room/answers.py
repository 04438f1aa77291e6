"""What the functions behind the reading room's addresses may give: a page's body, bytes, another address, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from variorum.errors import VariorumError
from variorum.show.markup import Html


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that is no whole page: rows of a table, a picture, a file to keep (`filename`)."""

    body: str | bytes
    media_type: str = "text/html"
    filename: str | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class See:
    """Another address, to which the browser goes by itself (303); what a form that was taken in gives."""

    address: str


Given = Html | Answer | See


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name as the browser tells it, which is nothing to trust, and its bytes to read."""

    name: str
    file: IO[bytes]
    size: int


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent: every value of every field in order, and the files."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Sequence[Upload] = ()

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value of a field."""
        found = self.fields.get(name, ())
        return found[0] if found else otherwise

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(self.fields.get(name, ()))


class Missing(VariorumError):
    """What an address names is not in the case (404). The message says what to do next."""


class Refused(VariorumError):
    """What was asked cannot be done as it was asked (400). The message says what to do next."""
