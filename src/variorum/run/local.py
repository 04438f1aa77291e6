"""Mapping a stage over items on this machine: in this process, or in several that are watched over."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from types import TracebackType
from typing import Any, Generic, TypeVar

from variorum.errors import VariorumError
from variorum.run.place import Place
from variorum.run.runner import Emit, Fold, Lost, Patience
from variorum.run.shuffle import grouped

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")
AHEAD = 4  # items a process may be ahead: enough to keep it busy, little enough to hold in memory
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ALONE = {**dict.fromkeys(THREADS, "1"), "PYTHONSAFEPATH": "1"}  # nothing is imported from the folder that the user stands in
STARTS = 120  # seconds allowed on top for the first item of a process, which loads its models for it


class Workers:
    """`jobs` processes, started when first needed; with one job, none. One that dies or takes too long is replaced."""

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._crew: list[_Worker] = []

    def map(
        self,
        function: Callable[[A], B],
        items: Iterable[A],
        patience: Patience[A] | None = None,
        lost: Lost[A, B] | None = None,
    ) -> Iterator[B]:
        """What `function` gives for each item, in the order of the items, however many processes work.

        An item whose process dies or passes its time is given to a new one once more, then to `lost`; without that, VariorumError is raised.
        What `function` raises is raised here. Items are taken as they are needed. Whatever ends it early, no process stays at work for it.
        """
        if self.jobs == 1:
            yield from map(function, items)
            return
        yield from _Mapping(self, function, iter(items), patience, lost).results()

    def group(self, emit: Emit[A, V], items: Iterable[A], fold: Fold[V, B], place: Place) -> list[B]:
        """What `fold` makes of each share of the keys. What is under way between processes lies at `place`."""
        return grouped(self.map, emit, items, fold, place, self.jobs)

    def fresh(self) -> _Worker:
        """A process with nothing to do."""
        idle = next((one for one in self._crew if one.task is None), None)
        if idle is None:
            idle = _Worker()
            self._crew.append(idle)
        return idle

    def dismiss(self, worker: _Worker) -> None:
        """Ends one, which another will replace; nothing is done where all have been ended already."""
        if worker in self._crew:
            self._crew.remove(worker)
            worker.end()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        while self._crew:
            self._crew.pop().end()


class _Worker:
    """One process, the pipe to it, and what it is at."""

    def __init__(self) -> None:
        context = _context()
        self.pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        with _one_thread_each():
            self._process.start()
        other.close()
        self.task: int | None = None  # number of the item
        self.ends = 0.0
        self._new = True

    def begin(self, task: int, function: Callable[[A], B], item: A, seconds: float | None) -> None:
        """Gives it an item to work on."""
        self.task = task
        self.ends = float("inf") if seconds is None else time.monotonic() + seconds + STARTS * self._new
        self._new = False
        with suppress(OSError):  # found out when its answer is awaited
            self.pipe.send((function, item))

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        self._process.terminate()
        self._process.join()
        self._process.close()
        self.pipe.close()


class _Mapping(Generic[A, B]):
    """One function being mapped: what is under way, what is done before its turn, and what was tried once in vain."""

    def __init__(
        self,
        workers: Workers,
        function: Callable[[A], B],
        items: Iterator[A],
        patience: Patience[A] | None,
        lost: Lost[A, B] | None,
    ) -> None:
        self._workers, self._function, self._items = workers, function, items
        self._patience, self._lost = patience, lost
        self._busy: list[_Worker] = []  # at work for this map, and no other's: what they answer is an answer to it
        self._open: dict[int, A] = {}  # given out and not done
        self._again: deque[int] = deque()
        self._tried: set[int] = set()
        self._done: dict[int, B] = {}
        self._taken = self._given = 0

    def results(self) -> Iterator[B]:
        """The results in order."""
        try:
            while True:
                self._hand_out()
                if self._given in self._done:
                    self._given += 1
                    yield self._done.pop(self._given - 1)
                elif self._open:
                    self._await()
                else:
                    return
        finally:
            for worker in self._busy:  # whoever stopped wants none of their answers, and the next map must not get them
                self._workers.dismiss(worker)

    def _hand_out(self) -> None:
        """Something to do for each idle process, as long as they are not too far ahead of what is asked for."""
        while len(self._busy) < self._workers.jobs:
            if self._again:
                task = self._again.popleft()
            elif self._taken - self._given < AHEAD * self._workers.jobs:
                try:
                    self._open[self._taken] = next(self._items)
                except StopIteration:
                    return
                task, self._taken = self._taken, self._taken + 1
            else:
                return
            item = self._open[task]
            seconds = self._patience(item) if self._patience else None
            worker = self._workers.fresh()
            self._busy.append(worker)
            worker.begin(task, self._function, item, seconds)

    def _await(self) -> None:
        """Waits until somebody is done, dead or late."""
        busy = list(self._busy)
        left = min(one.ends for one in busy) - time.monotonic()
        ready = wait([one.pipe for one in busy], None if left == float("inf") else max(left, 0.0))
        for worker in busy:
            if worker.pipe in ready:
                self._answered(worker)
            elif worker.ends <= time.monotonic():
                self._failed(worker, "took too long")

    def _answered(self, worker: _Worker) -> None:
        try:
            well, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._failed(worker, "its process died, perhaps for want of memory")
            return
        task, worker.task = worker.task, None
        assert task is not None
        self._busy.remove(worker)
        del self._open[task]
        if not well:
            raise value
        self._done[task] = value

    def _failed(self, worker: _Worker, reason: str) -> None:
        task = worker.task
        assert task is not None
        self._busy.remove(worker)
        self._workers.dismiss(worker)
        if task not in self._tried:
            self._tried.add(task)
            self._again.append(task)
        elif self._lost is None:
            raise VariorumError(f"gave up after a second try: {reason}; build again with --jobs 1")
        else:
            self._done[task] = self._lost(self._open.pop(task), reason)


def _context() -> SpawnContext | ForkServerContext:
    """How processes are started: forked from one that has the models in memory and no threads, so that they are loaded once for all.

    Elsewhere than on Linux each starts afresh: libraries that start threads do not survive a fork.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["variorum.run.warm"])
    return context


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Has the libraries of a process that is started now use one thread: the other processors are for the other processes."""
    before = {name: os.environ.get(name) for name in ALONE}
    os.environ.update(ALONE)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _serve(pipe: Connection) -> None:
    """Answers until the other side closes. An interrupt is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            function, item = pipe.recv()
        except EOFError:
            return
        answer: tuple[bool, Any]
        try:
            answer = True, function(item)
        except Exception as error:
            answer = False, error
        pipe.send(answer)
