"""Somebody who needs thought before a record leaves the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from variorum.model.record import Passage

Kind = Literal["minor", "victim of sexual violence", "witness or insider", "detainee", "unnamed source", "accused"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Somebody in the record who needs thought, for one kind of risk; somebody of two kinds stands twice.

    `entity` is the id of the entity where the record has one; `name` the fullest name the reports give, None where they name nobody (the
    words at the first of `spans` then describe the person). `spans` are the exact words that put the person here, `statements` the ids of the
    statements that hold them, `why` one sentence with who tells it.
    """

    kind: Kind
    entity: str | None
    name: str | None
    spans: tuple[Passage, ...]
    statements: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Somebody of whom the reports tell a verdict of guilty; `why` quotes the words and tells who has them."""

    entity: str | None
    name: str | None
    spans: tuple[Passage, ...]
    statements: tuple[str, ...]
    why: str
