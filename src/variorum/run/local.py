"""Mapping a stage over items on this machine: in this process, or in several."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TypeVar

from variorum.errors import VariorumError
from variorum.run.place import Place
from variorum.run.runner import Emit, Fold, Lost, Patience
from variorum.run.shuffle import grouped

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")
AHEAD = 4  # items a process may be ahead: enough to keep it busy, little enough to hold in memory


class Workers:
    """`jobs` processes, started when first needed; with one job, none."""

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def map(
        self,
        function: Callable[[A], B],
        items: Iterable[A],
        patience: Patience[A] | None = None,
        lost: Lost[A, B] | None = None,
    ) -> Iterator[B]:
        """What `function` gives for each item, in the order of the items, however many processes work."""
        found = list(items)
        if self.jobs == 1 or len(found) < 2:
            yield from map(function, found)
            return
        pool = self._started()
        waiting: deque[Future[B]] = deque()
        try:
            for item in found:
                waiting.append(pool.submit(function, item))
                if len(waiting) >= AHEAD * self.jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise VariorumError("a reading process died, perhaps for want of memory; build again with --jobs 1") from None

    def group(self, emit: Emit[A, V], items: Iterable[A], fold: Fold[V, B], place: Place) -> list[B]:
        """What `fold` makes of each share of the keys. What is under way between processes lies at `place`."""
        return grouped(self.map, emit, items, fold, place, self.jobs)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Spawned, not forked: libraries that start threads do not survive a fork.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_leave_interrupts_to_parent)
        return self._pool

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is None:
            return
        if kind is not None:  # whoever stops a build does not want to wait for what is under way
            for process in list(self._pool._processes.values()):
                process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
