"""What runs the stages: something that maps a function over items and groups items by key, on one machine or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from variorum.run.place import Place

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")

Emit = Callable[[A], Iterable[tuple[str, V]]]  # the keys that an item goes under, with what is kept of it under each
Fold = Callable[[str, Iterable[tuple[str, list[V]]]], B]  # what is made of a share of the keys; the share's own name comes first
Patience = Callable[[A], float]  # seconds by the clock that an item may take
Lost = Callable[[A, str], B]  # what stands for an item that could not be done, and why not


class Runner(Protocol):
    """Local processes are one, Ray is another. What a stage gives must not depend on which."""

    def map(
        self,
        function: Callable[[A], B],
        items: Iterable[A],
        patience: Patience[A] | None = None,
        lost: Lost[A, B] | None = None,
    ) -> Iterator[B]:
        """What `function` gives for each item, in the order of the items.

        An item whose process dies or passes its `patience` is given to others, then to `lost`; without that, VariorumError is raised.
        """

    def group(self, emit: Emit[A, V], items: Iterable[A], fold: Fold[V, B], place: Place, /) -> list[B]:
        """What `fold` makes of each share of the keys: it is given every key of the share, in order, with all values under it."""
