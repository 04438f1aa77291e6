"""What a page of the reading room is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for a page, as a pure page function needs it: no server, no case, no clock.

    `query` has every value of every parameter, in order. `locale` is the reader's first BCP 47 tag ("en" where the browser names none).
    """

    path: Mapping[str, str] = field(default_factory=dict)  # named parts of the address
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    locale: str = "en"
    read_only: bool = False  # nothing can be decided or added
    csrf: str = ""  # what every form must send back, as `csrf`
    who: str = ""  # who decides, as last given
    trouble: str = ""  # why the record could not be made again, where that is to be told

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value of a parameter."""
        found = self.query.get(name, ())
        return found[0] if found else otherwise
