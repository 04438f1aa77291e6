"""What pages look up in a record over and over, made once a record and gone with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from variorum.export.book import Book

T = TypeVar("T")


def kept(book: Book, make: Callable[[Book], T]) -> T:
    """What `make` gives for this book: made when first asked for, then kept as long as the book. Safe from any thread.

    `make` is known by its name and module, so it is a function of a module and not one made on the fly; it may ask for
    other things that are kept.
    """
    name = f"{make.__module__}.{make.__qualname__}"
    store: dict[str, T] = book.__dict__.setdefault("_kept", {})  # setdefault is one step for all threads
    if name not in store:
        locks: dict[str, threading.RLock] = book.__dict__.setdefault("_kept_locks", {})
        with locks.setdefault(name, threading.RLock()):
            if name not in store:
                store[name] = make(book)
    return store[name]
