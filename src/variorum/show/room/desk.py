"""The open case: its record as a `Book`, swapped whole whenever the case has changed."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from variorum.case.layout import Layout
from variorum.case.store import Case
from variorum.errors import VariorumError
from variorum.export.book import Book
from variorum.model.record import Record
from variorum.run.pipeline import SOFTWARE, open_case

T = TypeVar("T")
Seen = tuple[int, int, int]  # what tells that a file has changed: when, how long, which
LOG = logging.getLogger("variorum.room")


class Desk:
    """A case that many look at and one at a time changes. Safe to use from any number of threads.

    Whoever took a `book` keeps it whole, whatever becomes of the case meanwhile; the next to ask gets the new one.
    """

    trouble = ""  # why the record could not be made again with all that was decided; nothing where it was, or is being made
    _told = True  # whether somebody was told of it

    def __init__(self, root: Path, read_only: bool = False, ready: Callable[[Desk, Book], None] | None = None) -> None:
        """`ready` is called in a thread of its own with each new book, to look up what would else keep its first reader waiting."""
        self.root = root
        self._ready = ready
        self.read_only = read_only
        self.leaving = threading.Event()  # set once the room is left: what is under way ends as soon as it can
        self._layout = Layout(root)
        self._one_writer = threading.Lock()
        self._one_reader = threading.Lock()
        self._loading: threading.Thread | None = None
        self._seen = self._look()
        with open_case(root) as opened:
            self._book = self._made(opened.record())

    @property
    def book(self) -> Book:
        """The record as it is; where another process has just changed it, as it was until the new one is there."""
        if self._look() != self._seen and self._one_reader.acquire(blocking=False):
            self._loading = threading.Thread(target=self._reload_and_let_go, name="record", daemon=True)
            self._loading.start()
        return self._book

    def write(self, work: Callable[[Path], T]) -> T:
        """What `work` gives, done while nobody else of this room changes the case; `book` has it when this returns.

        Raises VariorumError as `work` does; CaseError also while another process builds the case.
        """
        if self.read_only:
            raise VariorumError("this room is open for reading only; serve the case without --read-only to decide or add")
        with self._one_writer:
            try:
                return work(self.root)
            finally:
                with self._one_reader:
                    self._reload()

    def if_free(self, work: Callable[[Path], object]) -> None:
        """Does `work`, which leaves the record as it is, kept from crossing a change; not at all while there is one, or for reading only."""
        if self.read_only or not self._one_writer.acquire(blocking=False):
            return
        try:
            work(self.root)
        finally:
            self._one_writer.release()

    def tell_trouble(self, waiting: bool) -> str:
        """The trouble, for a page: whoever is `waiting` for the record is always told, others once."""
        if self._told and not waiting:
            return ""
        self._told = True
        return self.trouble

    def fail(self, trouble: str) -> None:
        """Keeps why the record could not be made again, for pages to tell."""
        self.trouble, self._told = trouble, False

    def settle(self) -> None:
        """Waits until a change that another process made is in `book`."""
        _ = self.book
        loading = self._loading
        if loading is not None:
            loading.join()

    def _look(self) -> tuple[Seen | None, Seen | None]:
        return _seen(self._layout.journal), _seen(self._layout.database)

    def _reload_and_let_go(self) -> None:
        try:
            self._reload()
        finally:
            self._one_reader.release()

    def _reload(self) -> None:
        """Takes the record as the last build left it; in the midst of one, the one before stays."""
        seen = self._look()
        try:
            with Case.open(self.root, SOFTWARE) as case:
                record = case.record() if case.is_current() else None
        except VariorumError as error:
            LOG.warning("the record could not be taken anew: %s", error)
            record = None
        if record is not None:
            self.trouble = ""  # whoever made it, all that was decided is in it
        if record is not None and record.fingerprint != self._book.record.fingerprint:
            self._book = self._made(record)
        self._seen = seen

    def _made(self, record: Record) -> Book:
        book = Book.of(record)
        if self._ready is not None:
            threading.Thread(target=self._look_up, args=(self._ready, book), name="looking up", daemon=True).start()
        return book

    def _look_up(self, ready: Callable[[Desk, Book], None], book: Book) -> None:
        ready(self, book)
        # A record has millions of parts that stay: walked through again and again for rubbish, they would stop all pages for a second.
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _seen(path: Path) -> Seen | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size, found.st_ino
    return None
