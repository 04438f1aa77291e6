"""A case served on this machine until it is stopped."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from variorum.errors import VariorumError
from variorum.run.adding import sweep
from variorum.show.room.adding import leave
from variorum.show.room.app import room, warm
from variorum.show.room.desk import Desk
from variorum.show.room.guard import Door

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a room is: the address that lets one browser in, and the server to run."""

    address: str
    server: uvicorn.Server
    listening: socket.socket
    door: Door  # gives out further tokens
    desk: Desk

    def run(self) -> None:
        """Serves until it is interrupted."""
        self.server.run(sockets=[self.listening])


def prepare(case: Path, host: str = "127.0.0.1", port: int = 0, read_only: bool = False) -> Place:
    """A room for the case, listening but not yet serving. Raises VariorumError where nobody can listen there."""
    listening = _listen(host, port)
    try:
        port = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        names = (
            {*LOOPBACK[:2], "[::1]"}
            if host in LOOPBACK
            else {*LOOPBACK[:2], "[::1]", shown.lower(), socket.gethostname().lower()}
        )
        door = Door()
        desk = Desk(case, read_only, warm)
        app = room(desk, door, frozenset(f"{name}:{port}" for name in names), port, host not in LOOPBACK)
        config = uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            timeout_graceful_shutdown=3,
        )
        reach = socket.gethostname() if host in ("0.0.0.0", "::") else shown
        return Place(f"http://{reach}:{port}/?token={door.token()}", uvicorn.Server(config), listening, door, desk)
    except BaseException:
        listening.close()
        raise


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with ExitStack() as undone:
            made = undone.enter_context(socket.socket(family, socket.SOCK_STREAM))
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((host, port))
            made.listen(128)
            undone.pop_all()
    except OSError as error:
        raise VariorumError(f"{host}:{port}: {(error.strerror or str(error)).lower()}; name another --host or --port") from error
    return made


def serve(case: Path, host: str, port: int, read_only: bool, browse: bool, tell: Callable[[str], None]) -> None:
    """Serves a case, after telling its address and opening it in the browser where that is wanted.

    Ctrl-C ends it, and so does SIGTERM: files on their way in are let go of, and it is told how many.
    """
    if not read_only:
        sweep()
    place = prepare(case, host, port, read_only)
    with place.listening, _ended_by_either(), suppress(KeyboardInterrupt):  # how it is meant to end
        tell(place.address)
        if browse:
            webbrowser.open(place.address)
        place.run()
    if told := leave(place.desk):
        print(f"variorum: {told}", file=sys.stderr)


@contextmanager
def _ended_by_either() -> Iterator[None]:
    """SIGTERM as Ctrl-C, where this is the main thread; no other may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
