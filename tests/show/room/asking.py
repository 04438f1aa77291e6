"""Asks a reading room without a network: an ASGI client, and a desk whose record was made by hand."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from variorum.errors import VariorumError
from variorum.export.book import Book
from variorum.model.record import Record
from variorum.show.room.app import room
from variorum.show.room.desk import Desk
from variorum.show.room.guard import Door

HOST = "127.0.0.1:8000"
OWN = f"http://{HOST}"


class Still(Desk):
    """A desk with a record and no case: what would change it says so."""

    def __init__(self, record: Record, read_only: bool = False) -> None:
        self.root = Path("/nowhere")
        self.read_only = read_only
        self.leaving = threading.Event()
        self._book = Book.of(record)

    @property
    def book(self) -> Book:
        return self._book

    def if_free(self, work: Callable[[Path], object]) -> None:
        pass

    def write(self, work: Callable[[Path], Any]) -> Any:
        raise VariorumError("this desk keeps nothing")


@dataclass(frozen=True)
class Got:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Browser:
    """Asks as a browser does that keeps its cookies; `let_in` goes through the door first."""

    def __init__(self, desk: Desk, open_to_all: bool = False) -> None:
        self.door = Door()
        self.app = room(desk, self.door, frozenset({HOST, "localhost:8000"}), 8000, open_to_all)
        self.cookies: dict[str, str] = {}

    def let_in(self) -> Browser:
        got = self.get(f"/?token={self.door.token()}")
        assert got.status == 200
        return self

    @property
    def csrf(self) -> str:
        found = re.search(r'<meta name="csrf" content="([^"]+)">', self.get("/").text)
        assert found is not None
        return found[1]

    def get(self, address: str, method: str = "GET", **headers: str) -> Got:
        return self.ask(method, address, headers)

    def post(self, address: str, fields: dict[str, str] | Sequence[tuple[str, str]] | None = None, **headers: str) -> Got:
        sent = {"origin": OWN, "content-type": "application/x-www-form-urlencoded", **_names(headers)}
        return self.ask("POST", address, sent, [urlencode(fields or {}).encode()])

    def ask(self, method: str, address: str, headers: dict[str, str], body: Iterable[bytes] = ()) -> Got:
        path, _, query = address.partition("?")
        sent = {"host": HOST, **_names(headers)}
        if self.cookies:
            sent.setdefault("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("utf-8", "surrogatepass"),
            "query_string": query.encode("utf-8", "surrogatepass"),
            "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in sent.items() if value is not None],
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 5000),
        }
        loop = asyncio.new_event_loop()  # not asyncio.run, which writes the whole record out to watch for an interrupt
        try:
            got = loop.run_until_complete(_asked(self.app, scope, list(body) or [b""]))
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()
        if "set-cookie" in got.headers:
            name, _, value = got.headers["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return got


def _names(headers: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


async def _asked(app: Any, scope: dict[str, Any], body: list[bytes]) -> Got:
    pieces = [{"type": "http.request", "body": one, "more_body": n + 1 < len(body)} for n, one in enumerate(body)]
    answered: list[Any] = []

    async def receive() -> Any:
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.append(message)

    await app(scope, receive, send)
    start = next(message for message in answered if message["type"] == "http.response.start")
    headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Got(start["status"], headers, b"".join(message.get("body", b"") for message in answered))
