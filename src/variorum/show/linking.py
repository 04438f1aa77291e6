"""Where the parts of a page link to: places in the same page, as in the dossier, or pages of their own, as in the reading room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from variorum.model.record import RecordStatement
from variorum.show.markup import anchor


@dataclass(frozen=True, slots=True)
class Linking:
    """Addresses of the things of a record. `own_pages`: each claim has a page of its own, which its row links to."""

    claim: Callable[[str], str]  # by id
    statement: Callable[[RecordStatement], str]  # its words in their place
    entity: Callable[[str], str]
    report: Callable[[str], str]
    own_pages: bool = True


WITHIN = Linking(
    claim=lambda id: "#" + anchor("c", id),
    statement=lambda statement: "#" + anchor("s", statement.id),
    entity=lambda id: "#" + anchor("e", id),
    report=lambda id: "#" + anchor("r", id),
    own_pages=False,
)
