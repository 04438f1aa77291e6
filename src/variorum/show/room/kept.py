"""What pages look up in a record over and over, made once a record and gone with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar

from variorum.export.book import Book

T = TypeVar("T")


def kept(book: Book, make: Callable[..., T], *given: Hashable) -> T:
    """What `make` gives for this book and what else is given: made when first asked for, then kept as long as the book. Safe
    from any thread.

    `make` is known by its name and module, so it is a function of a module and not one made on the fly; it may ask for
    other things that are kept.
    """
    key = (make.__module__, make.__qualname__, *given)
    store: dict[tuple[Hashable, ...], T] = book.__dict__.setdefault("_kept", {})  # setdefault is one step for all threads
    if key not in store:
        locks: dict[tuple[Hashable, ...], threading.RLock] = book.__dict__.setdefault("_kept_locks", {})
        with locks.setdefault(key, threading.RLock()):
            if key not in store:
                store[key] = make(book, *given)
    return store[key]
