"""The room as it is served: a real server, asked over a socket."""

from __future__ import annotations

import http.client
import re
import signal
import socket
from pathlib import Path

import pytest
from asking import Still
from ferry_record import build_record
from served import serving

from variorum.errors import VariorumError
from variorum.show.room import server
from variorum.show.room.server import Place, prepare


def asked(
    place: Place, target: str, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, bytes, str]:
    line = http.client.HTTPConnection("127.0.0.1", place.listening.getsockname()[1], timeout=10)
    try:
        line.putrequest(method, target, skip_host="host" in {name.lower() for name in headers or {}})
        for name, value in (headers or {}).items():
            line.putheader(name, value)
        if body is not None:
            line.putheader("content-length", str(len(body)))
        line.endheaders(body)
        got = line.getresponse()
        return got.status, got.read(), got.headers.get("set-cookie", "")
    finally:
        line.close()


def test_the_address_lets_in_once_and_the_cookie_after() -> None:
    with serving() as place:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", place.address)
        target = place.address[place.address.index("/?") :]
        assert asked(place, "/")[0] == 403
        assert asked(place, target, headers={"Host": "evil.example"})[0] == 403
        status, _, cookie = asked(place, target)
        assert status == 200
        assert asked(place, target)[0] == 403
        mine = {"cookie": cookie.partition(";")[0]}
        assert b"Alken" in asked(place, "/", headers=mine)[1]
        assert asked(place, "/", headers={**mine, "Host": "evil.example"})[0] == 403
        for path in (
            "/static/../../../etc/passwd",
            "/static/%2e%2e/%2e%2e/app.py",
            "/../etc/passwd",
            "//etc/passwd",
            "/static/%00",
        ):
            status, body, _ = asked(place, path, headers=mine)
            assert status in (400, 404), path
            assert b"root:" not in body
        assert asked(place, "/theme", "POST", {**mine, "origin": "http://evil.example"}, b"theme=dark")[0] == 403


def test_an_oversized_upload_is_refused_before_it_is_read() -> None:
    with serving() as place:
        cookie = asked(place, place.address[place.address.index("/?") :])[2].partition(";")[0]
        port = place.listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            head = (
                f"POST /theme HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 600000000\r\n\r\n"
            )
            line.sendall(head.encode())
            assert b" 413 " in line.recv(200).partition(b"\r\n")[0]


def test_two_rooms_keep_their_cookies_apart() -> None:
    with serving() as one, serving() as other:
        names = {asked(place, place.address[place.address.index("/?") :])[2].partition("=")[0] for place in (one, other)}
        assert len(names) == 2


def test_a_place_that_is_taken_says_so() -> None:
    with serving() as place:
        port = place.listening.getsockname()[1]
        with pytest.raises(VariorumError, match="name another --host or --port"):
            prepare(Path("/nowhere"), port=port)


def test_it_listens_to_this_machine_alone() -> None:
    with serving() as place:
        assert place.listening.getsockname()[0] == "127.0.0.1"


def test_the_signal_that_ends_services_ends_a_room_as_the_keyboard_does(monkeypatch: pytest.MonkeyPatch) -> None:
    still, before, left = Still(build_record()), signal.getsignal(signal.SIGTERM), []
    monkeypatch.setattr(server, "Desk", lambda *_: still)
    monkeypatch.setattr(server, "leave", left.append)

    def end(address: str) -> None:
        assert signal.getsignal(signal.SIGTERM) != before
        signal.raise_signal(signal.SIGTERM)

    server.serve(Path("/nowhere"), "127.0.0.1", 0, False, False, end)
    assert left == [still]
    assert signal.getsignal(signal.SIGTERM) == before
