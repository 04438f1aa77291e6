"""Mapping a stage over items on a Ray cluster: actors that hold the models, on this machine or on many.

The scheduling is ours, so that it is plain what happens when a machine is lost: what its actors had in hand is given to others, new
actors are asked for in their place, and nothing that was finished is done again.
"""

from __future__ import annotations

import math
import platform
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import Any, TypeVar

from variorum import __version__
from variorum.errors import VariorumError
from variorum.run.cluster import Cluster, first_line
from variorum.run.derivation import ROOMS, derivation
from variorum.run.place import Place
from variorum.run.runner import Emit, Fold, Lost, Patience
from variorum.run.shuffle import grouped
from variorum.run.stages import load_models

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")

AHEAD = 2  # items given to an actor at a time: the next one is there when it has done one
WINDOW = 64  # items that may be done, for each actor, while an earlier one is not: what is held in memory
DEATHS = 3  # of actors over one item, after which the item is to blame
STARTS = 120  # seconds until some actor must have answered


class Hand:
    """An actor: it loads the models once, then does what it is given."""

    def made_with(self) -> dict[str, str]:
        """What must be the same everywhere for a record to be one."""
        return made_with()

    def prepare(self, prepare: Callable[[], None]) -> bool:
        """True, once it is ready for work."""
        prepare()
        return True

    def do(self, function: Callable[[Any], Any], item: Any) -> Any:
        """What the function gives for the item."""
        return function(item)


def made_with() -> dict[str, str]:
    """The program, its stages with their models and tables, and the kind of processor, as they are in this process."""
    stages = {f"the stage {stage}": derivation(stage) for stage in ROOMS}
    return {"the program": f"variorum {__version__}", **stages, "the kind of processor": platform.machine()}


@dataclass(slots=True, eq=False)
class _Seat:
    """One actor and what it has in hand; `asked` is its answer to the question whether it is ready, until it has come."""

    actor: Any
    asked: Any
    stage: str = "greeted"  # then "preparing", then "ready"
    hands: deque[Any] = field(default_factory=deque)  # what it has in hand, the first of which it is at
    ends: float = math.inf  # when that must be done
    alone: bool = False  # with an item over which another died, so that it is plain which one was to blame


@dataclass(slots=True)
class _Work:
    """One call of `map`: what is under way and what is to be done again."""

    function: Callable[[Any], Any]
    items: Iterator[tuple[int, Any]]
    patience: Callable[[Any], float] | None
    lost: Callable[[Any, str], Any] | None
    flying: dict[Any, tuple[_Seat, int, Any]] = field(default_factory=dict)
    again: deque[tuple[int, Any]] = field(default_factory=deque)
    deaths: Counter[int] = field(default_factory=Counter)
    done: dict[int, Any] = field(default_factory=dict)
    given: int = 0  # items taken from `items`
    told: int = 0  # results handed on


class RayRunner:
    """As many actors as `jobs` (else one a processor of the cluster). Use as a context manager.

    Without `address` a cluster of this machine alone is started, and ended with the context; a Ray that this process is connected to
    already is used as it is. `prepare` is what each actor does before its first item.
    """

    def __init__(self, address: str | None = None, jobs: int | None = None, prepare: Callable[[], None] = load_models) -> None:
        self._cluster = Cluster(address)
        self._jobs = jobs
        self._prepare = prepare
        self._ray: Any = None
        self._seats: list[_Seat] = []
        self._failed_starts = 0

    def __enter__(self) -> RayRunner:
        self._ray = self._cluster.imported()
        try:
            self._cluster.connect(self._jobs)
            wanted = self._jobs or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
            self._actor = self._ray.remote(Hand).options(num_cpus=1, max_restarts=0, max_task_retries=0)
            self._seats = [self._seated() for _ in range(wanted)]
            self._greet()
        except BaseException as error:
            self._leave()
            if isinstance(error, VariorumError | KeyboardInterrupt):
                raise
            raise self._cluster.told(error) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._leave()

    def map(
        self,
        function: Callable[[A], B],
        items: Iterable[A],
        patience: Patience[A] | None = None,
        lost: Lost[A, B] | None = None,
    ) -> Iterator[B]:
        """What `function` gives for each item, in the order of the items, whichever machines work and whichever are lost.

        An item over which DEATHS processes die or pass its `patience` is given to `lost`; without that, VariorumError is raised.
        """
        work = _Work(function, enumerate(items), patience, lost)
        try:
            while True:
                self._give(work)
                if not work.flying and not work.again:
                    break
                self._await(work)
                while work.told in work.done:
                    yield work.done.pop(work.told)
                    work.told += 1
        finally:
            for seat, _, _ in work.flying.values():  # whoever stopped does not want to wait for what is under way
                seat.stage = "left"
            for seat in [one for one in self._seats if one.stage == "left"]:
                self._replace(seat)

    def group(self, emit: Emit[A, V], items: Iterable[A], fold: Fold[V, B], place: Place) -> list[B]:
        """What `fold` makes of each share of the keys. What is under way between machines lies at `place`."""
        return grouped(self.map, emit, items, fold, place, max(1, len(self._seats)) * 2)

    def everywhere(self, function: Callable[[A], B], item: A) -> list[B]:
        """What `function` gives in each actor that has answered by now and still does; in the first, waited for, where none is left."""
        asked = [(seat, seat.actor.do.remote(function, item)) for seat in self._seats if seat.stage != "greeted"]
        found = []
        for seat, ref in asked:
            try:
                found.append(_result(self._ray, ref))
            except self._ray.exceptions.RayActorError:  # its machine went while nobody waited for it
                self._replace(seat)
        return found or [_result(self._ray, self._seats[0].actor.do.remote(function, item))]

    def _seated(self) -> _Seat:
        actor = self._actor.remote()
        return _Seat(actor, actor.made_with.remote())

    def _greet(self) -> None:
        """Waits until some actor has answered; those that come later are asked the same when they do."""
        some, _ = self._ray.wait([seat.asked for seat in self._seats], num_returns=1, timeout=STARTS)
        if not some:
            raise VariorumError(
                f"the cluster gave no processor within {STARTS} s; free one, or start more machines (`ray status` tells what is used)"
            )
        for seat in [one for one in self._seats if one.asked in some]:
            self._heard(seat)

    def _heard(self, seat: _Seat) -> None:
        """Takes a seat's answer and asks it what comes next. Raises VariorumError where it runs another program."""
        try:
            answer = _result(self._ray, seat.asked)
        except self._ray.exceptions.RayError as error:
            if missing := re.search(r"No module named '[\w.]+'", str(error)):
                raise VariorumError(
                    f"a machine of the cluster cannot load variorum ({missing[0]}); install the same variorum on all of them"
                ) from None
            if not isinstance(error, self._ray.exceptions.RayActorError):
                raise
            self._failed_starts += 1
            if self._failed_starts > DEATHS * len(self._seats):
                raise VariorumError(f"no actor of the cluster comes up: {first_line(error)}; see Ray's logs there") from None
            self._replace(seat)
            return
        self._failed_starts = 0
        if seat.stage == "greeted":
            here = made_with()
            if other := [what for what, value in here.items() if answer.get(what) != value]:
                raise VariorumError(
                    f"a machine of the cluster differs from this one in {', '.join(other)}; install the same variorum, "
                    "with the same constraints.txt, on all of them"
                )
            seat.stage, seat.asked = "preparing", seat.actor.prepare.remote(self._prepare)
        else:
            seat.stage, seat.asked = "ready", None

    def _replace(self, seat: _Seat) -> None:
        self._ray.kill(seat.actor)
        self._seats[self._seats.index(seat)] = self._seated()

    def _give(self, work: _Work) -> None:
        """Hands out items to actors that are free, those over which one died first and by themselves."""
        for seat in self._seats:
            if seat.stage != "ready" or seat.alone:
                continue
            if work.again and not seat.hands:
                seat.alone = True
                self._start(work, seat, *work.again.popleft())
                continue
            while len(seat.hands) < AHEAD and work.given - work.told < WINDOW * len(self._seats):
                given = next(work.items, None)
                if given is None:
                    break
                work.given += 1
                self._start(work, seat, *given)
        if not work.flying and not work.again and not any(seat.stage == "ready" for seat in self._seats):
            work.again.extend(islice(work.items, 1))  # nobody is there yet: there is work, so wait for them
            work.given += len(work.again)

    def _start(self, work: _Work, seat: _Seat, number: int, item: Any) -> None:
        ref = seat.actor.do.remote(work.function, item)
        work.flying[ref] = (seat, number, item)
        seat.hands.append(ref)
        if len(seat.hands) == 1:
            self._watch(work, seat)

    def _watch(self, work: _Work, seat: _Seat) -> None:
        """Notes until when a seat must be done with what it is at."""
        at = work.flying[seat.hands[0]][2] if seat.hands else None
        seat.ends = math.inf if at is None or work.patience is None else time.monotonic() + work.patience(at)

    def _await(self, work: _Work) -> None:
        """Waits until something is done, lost or late."""
        asked = {seat.asked: seat for seat in self._seats if seat.asked is not None}
        ends = min((seat.ends for seat in self._seats), default=math.inf)
        left = None if ends == math.inf else max(ends - time.monotonic(), 0.0)
        some, _ = self._ray.wait([*work.flying, *asked], num_returns=1, timeout=left)
        for ref in some:
            if ref in asked:
                self._heard(asked[ref])
            elif ref in work.flying:
                self._answered(work, ref)
        for seat in [one for one in self._seats if one.ends <= time.monotonic()]:
            self._failed(work, seat, "took too long")

    def _answered(self, work: _Work, ref: Any) -> None:
        seat, number, item = work.flying[ref]
        try:
            work.done[number] = _result(self._ray, ref)
        except self._ray.exceptions.RayActorError:
            self._failed(work, seat, "its process died, perhaps for want of memory")
            return
        except self._ray.exceptions.ObjectLostError:  # it was done, but its machine went before the answer was fetched
            work.again.append((number, item))
        del work.flying[ref]
        seat.hands.remove(ref)
        seat.alone = False
        self._watch(work, seat)

    def _failed(self, work: _Work, seat: _Seat, reason: str) -> None:
        """Takes back what a seat had in hand, and puts another in its place. Only what it was at may be to blame."""
        held = [work.flying.pop(ref) for ref in seat.hands]
        self._replace(seat)
        for place, (_, number, item) in enumerate(held):
            work.deaths[number] += not place
            if work.deaths[number] < DEATHS:
                work.again.append((number, item))
            elif work.lost is not None:
                work.done[number] = work.lost(item, reason)
            else:
                raise VariorumError(
                    f"given up after {DEATHS} processes failed at the same piece of work ({_name(item)}): {reason}"
                )

    def _leave(self) -> None:
        if self._ray is not None and self._ray.is_initialized():
            for seat in self._seats:
                self._ray.kill(seat.actor)
        self._seats = []
        self._cluster.leave()


def _result(ray: Any, ref: Any) -> Any:
    """The answer behind `ref`; what a stage raised is raised here as it was."""
    try:
        return ray.get(ref)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, VariorumError | OSError):
            raise error.cause from None
        raise


def _name(item: Any) -> str:
    of = item[0] if isinstance(item, tuple) and item else item
    return str(getattr(of, "name", of))[:100]
