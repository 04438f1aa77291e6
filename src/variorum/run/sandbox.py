"""Reading files in processes apart: whatever a file does to its reader, the build goes on and says so."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, TypeVar

from variorum.case.codec import from_plain, to_plain
from variorum.errors import VariorumError
from variorum.model.activity import Failure
from variorum.model.document import Capture, Document, Unread
from variorum.run.worker import HEAD, OUT_OF_MEMORY, write_frame
from variorum.settings import Settings

T = TypeVar("T")
AHEAD = 2  # files a worker may be ahead of what is kept: enough to keep it busy, little enough to hold in memory
FILES = 500  # that one worker reads before another takes its place: libraries leak
WAITS = 5  # seconds by the clock allowed for each of the processor's: machines are busy
STARTS = 120  # seconds by the clock until a worker must be ready
TRIES = 10  # parts of one file that may kill a worker; then the rest of the file is given up
LARGEST_ANSWER = 1 << 30
START = "import sys; sys.path[:] = {path!r}; from variorum.run.worker import main; main()"


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its capture, under the name its messages shall use, and its bytes."""

    capture: Capture
    data: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What a file was found to hold."""

    documents: tuple[Document, ...]
    unread: tuple[Unread, ...]
    passing: bool = (
        False  # whether something is unread for a reason that may be gone another time: a process was lost, and no limit says why
    )


class DiedError(Exception):
    """A worker ended before its answer; says why in words that follow on a part's name, and whether it ran out of time.

    `passing`: whether another time it may come to its end, with the same file and the same limits.
    """

    def __init__(self, reason: str, late: bool = False, passing: bool = True) -> None:
        super().__init__(reason)
        self.late = late
        self.passing = passing


class Sandbox:
    """As many workers as `jobs`, each started when first needed and kept warm from file to file, and from build to build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: ThreadPoolExecutor | None = None
        self._busy: set[Worker] = set()
        self._stopped = False
        self.peak = 0  # memory that the largest worker used, in the unit of the system's ru_maxrss

    def map(self, load: Callable[[T], Job | Failure], items: Iterable[T]) -> Iterator[tuple[T, Job | None, Found | Failure]]:
        """For each item, in order: itself, its file and what that holds, or why it could not be loaded."""
        waiting: deque[tuple[T, Future[tuple[Job | None, Found | Failure]]]] = deque()
        self._pool = self._pool or ThreadPoolExecutor(self._settings.jobs)
        for item in items:
            waiting.append((item, self._pool.submit(self._one, load, item)))
            if len(waiting) >= AHEAD * self._settings.jobs:
                item, future = waiting.popleft()
                yield item, *future.result()
        while waiting:
            item, future = waiting.popleft()
            yield item, *future.result()

    def _one(self, load: Callable[[T], Job | Failure], item: T) -> tuple[Job | None, Found | Failure]:
        job = load(item)
        return (None, job) if isinstance(job, Failure) else (job, self.read(job))

    def read(self, job: Job) -> Found:
        """What is in one file. A part that kills its worker is told as unread, and the rest of the file is read by another."""
        refused: dict[str, tuple[str, int]] = {}
        ends = time.monotonic() + self._settings.file_seconds
        fresh = passing = False
        while True:
            worker = self._worker(fresh)
            found: list[Document | Unread] = []
            try:
                for one in worker.ask(job, refused, ends):
                    found.append(one)
            except DiedError as death:
                self._busy.discard(worker)
                if self._stopped:
                    raise VariorumError("stopped") from None
                if not fresh and worker.files > 1 and not death.late:  # what earlier files left behind may be to blame
                    fresh = True
                    continue
                refused[worker.place] = (str(death), len(found))
                passing = passing or death.passing
                fresh = True
                if time.monotonic() > ends or len(refused) > TRIES:
                    found.append(Unread("", f"given up after {len(refused)} part(s) that could not be read; {death}"))
                    return _sorted(found, passing)
                continue
            self._busy.discard(worker)
            self.peak = max(self.peak, worker.peak)
            _rest(worker)
            return _sorted(found, passing)

    def _worker(self, fresh: bool) -> Worker:
        if self._stopped:
            raise VariorumError("stopped")
        worker = None if fresh else _woken(self._settings)
        worker = worker or Worker(self._settings)
        self._busy.add(worker)
        return worker

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopped = kind is not None  # whoever stops a build does not want to wait for what is under way
        for worker in list(self._busy) if self._stopped else ():
            worker.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _sorted(found: list[Document | Unread], passing: bool) -> Found:
    documents = tuple(one for one in found if isinstance(one, Document))
    return Found(documents, tuple(one for one in found if isinstance(one, Unread)), passing)


class Worker:
    """One process that reads files, and the pipes to it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.files = 0
        self.place = ""  # path of the part it has begun
        self.peak = 0  # memory, in the unit of the system's ru_maxrss
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT"), "1")
        self._process = subprocess.Popen(
            [sys.executable, "-c", START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **threads, "PYTHONHASHSEED": "0"},
            start_new_session=True,  # an interrupt is for the build, and what the worker starts ends with it
        )
        self._send(json.dumps(to_plain(settings)).encode())

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # found out, with the reason, when its answer is read
            write_frame(self._process.stdin, data)

    def ask(self, job: Job, refused: dict[str, tuple[str, int]], ends: float) -> Iterator[Document | Unread]:
        """What it finds in a file. Raises DiedError, after killing it, where it ends, takes too long or too much."""
        self.files += 1
        self.place = ""
        if self.files == 1:
            self._message(time.monotonic() + STARTS)
        self._send(json.dumps({"capture": to_plain(job.capture), "refused": refused}).encode())
        self._send(job.data)
        while True:
            message = self._message(min(ends, time.monotonic() + WAITS * self.settings.report_seconds))
            if "begun" in message:
                self.place = str(message["begun"])
            elif "document" in message:
                yield from_plain(Document, message["document"])
            elif "unread" in message:
                yield from_plain(Unread, message["unread"])
            else:
                self.peak = int(message["done"])
                return

    def _message(self, deadline: float) -> dict[str, Any]:
        size = HEAD.unpack(self._bytes(HEAD.size, deadline))[0]
        if size > LARGEST_ANSWER:
            raise self._died("gives more text than can be kept; split it", passing=False)
        try:
            found: dict[str, Any] = json.loads(self._bytes(size, deadline))
        except ValueError:
            raise self._died("made its reader fail; fetch it again, or give its text as .txt") from None
        return found

    def _bytes(self, size: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        poll = select.poll()
        poll.register(handle, select.POLLIN | select.POLLHUP)
        parts: list[bytes] = []
        while size:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise self._died(
                    "takes too long to read; split it, or set VARIORUM_REPORT_SECONDS and VARIORUM_FILE_SECONDS higher"
                )
            chunk = os.read(handle, min(size, 1 << 20))
            if not chunk:
                raise self._cause()
            parts.append(chunk)
            size -= len(chunk)
        return b"".join(parts)

    def _cause(self) -> DiedError:
        try:
            status = self._process.wait(10)
        except subprocess.TimeoutExpired:
            status = 0
        if status == -signal.SIGXCPU:
            seconds = self.settings.report_seconds
            return self._died(
                f"takes over {seconds} s to read; split it, or set VARIORUM_REPORT_SECONDS higher", late=True, passing=False
            )
        if status == OUT_OF_MEMORY:
            most = self.settings.worker_memory
            return self._died(
                f"needs more than {most} MB of memory; split it, or set VARIORUM_WORKER_MEMORY higher", passing=False
            )
        told = signal.Signals(-status).name if status < 0 else f"status {status}"
        return self._died(f"made its reader fail ({told}); fetch it again, or give its text as .txt")

    def _died(self, reason: str, late: bool = False, passing: bool = True) -> DiedError:
        self.kill()
        return DiedError(reason, late, passing)

    def stop(self) -> None:
        """Ends it and whatever it started, at once; whoever waits for its answer finds out."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Ends it, and closes what led to it."""
        self.stop()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


_RESTING: list[Worker] = []  # warm workers between builds: starting one costs more than reading a few reports
_LOCK = threading.Lock()


def _woken(settings: Settings) -> Worker | None:
    with _LOCK:
        return next((_RESTING.pop(i) for i, one in enumerate(_RESTING) if _limits(one.settings) == _limits(settings)), None)


def _rest(worker: Worker) -> None:
    """Keeps a worker for the next file, in place of the one that has waited longest if there are enough."""
    spent = worker
    with _LOCK:
        if worker.files < FILES:
            _RESTING.append(worker)
            if len(_RESTING) <= worker.settings.jobs:
                return
            spent = _RESTING.pop(0)
    spent.kill()


def _limits(settings: Settings) -> Settings:
    """What of the settings a worker keeps to: all but how many there are."""
    return replace(settings, jobs=1)


@atexit.register
def _end_all(owner: int = os.getpid()) -> None:
    while _RESTING and os.getpid() == owner:
        _RESTING.pop().kill()
