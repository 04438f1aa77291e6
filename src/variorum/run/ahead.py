"""Reading reports while others are still being taken in: keeping a report safely is waiting for the disk, reading it is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType

from variorum.model.document import Document
from variorum.run.local import Workers
from variorum.run.stages import lost_report, patience, read_packed

DONE = None  # put behind the last document


class ReadingAhead:
    """Reads the documents that are offered, in a thread of its own; without workers, none. What it did not read is read later."""

    def __init__(self, workers: Workers | None) -> None:
        self._workers = workers
        self._offered: SimpleQueue[Document | None] = SimpleQueue()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._read: dict[str, bytes] = {}
        self._known: set[str] = set()
        self._stop: BaseException | None = None  # an interrupt or an order to exit that reached the thread

    def offer(self, document: Document) -> None:
        """Gives it one more to read, unless it had that one already: a file may be given twice."""
        if self._workers is None or document.id in self._known:
            return
        self._known.add(document.id)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="reading ahead", daemon=True)
            self._thread.start()
        self._offered.put(document)

    def readings(self) -> dict[str, bytes]:
        """Ends it, and gives what it has read, packed, by the id of the document. Raises an interrupt that reached its thread."""
        self._end()
        if self._stop is not None:
            raise self._stop
        return self._read

    def _work(self) -> None:
        assert self._workers is not None
        taken: list[Document] = []
        try:
            with suppress(Exception):  # whoever reads the same for good raises it again
                for number, (reading, failure) in enumerate(
                    self._workers.map(read_packed, self._each(taken), patience, lost_report)
                ):
                    if failure is None:
                        self._read[taken[number].id] = reading
        except BaseException as stop:  # a thread cannot raise it where it would be seen
            self._stop = stop

    def _end(self) -> None:
        self._stopped.set()
        self._offered.put(DONE)
        if self._thread is not None:
            self._thread.join()

    def _each(self, taken: list[Document]) -> Iterator[Document]:
        while not self._stopped.is_set() and (document := self._offered.get()) is not None:
            taken.append(document)
            yield document

    def __enter__(self) -> ReadingAhead:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self.readings()
        else:  # which is what there is to tell
            self._end()
