"""Who may ask: the browser that was given the address, from pages of this room, on this machine."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from variorum.show.markup import Html, el

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": under it browsers send "Origin: null" with forms, and where a form comes from could not be told.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-store",
}
LARGEST_FORM = 1_000_000  # bytes
LARGEST_UPLOAD = 500_000_000
MOST_SESSIONS = 50  # browsers let in at the same time; the one that was let in first goes
MOST_TOKENS = 20  # addresses given out and not used


@dataclass(slots=True)
class Session:
    """One browser that was let in."""

    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    who: str = ""  # who decides, as last given


class Door:
    """Tokens given out and sessions opened; safe to use from any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: OrderedDict[str, None] = OrderedDict()
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def token(self) -> str:
        """A token that lets one browser in, once."""
        made = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[made] = None
            while len(self._tokens) > MOST_TOKENS:
                self._tokens.popitem(last=False)
        return made

    def spend(self, token: str) -> str | None:
        """The key of a new session for a token that was not used yet; None for any other."""
        with self._lock:
            known = [one for one in self._tokens if hmac.compare_digest(one.encode(), token.encode("utf-8", "replace"))]
            if not known:
                return None
            del self._tokens[known[0]]
            key = secrets.token_urlsafe(32)
            self._sessions[key] = Session()
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
            return key

    def void(self, token: str) -> None:
        """Takes a token back, for it was seen in an address by a browser that needed none."""
        with self._lock:
            self._tokens.pop(token, None)

    def session(self, key: str) -> Session | None:
        """The session of this key."""
        with self._lock:
            return self._sessions.get(key)


class Guard:
    """Lets through what comes from the browser that was given the address, and from pages of this room.

    A name that a stranger's server resolves to this machine (DNS rebinding) is not among `hosts`; where the room listens
    to other machines (`open_to_all`), it may be asked by any IP address, for an address cannot be made to mean another machine.
    """

    def __init__(self, app: ASGIApp, door: Door, hosts: frozenset[str], port: int, open_to_all: bool = False) -> None:
        self._app = app
        self._door = door
        self._hosts = hosts
        self._port = port
        self._open = open_to_all
        self.cookie = f"variorum-{port}"  # cookies know no ports: two rooms on one machine must not share one

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, let through or refused."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        sealed = _sealed(send)
        if trouble := self._foreign(scope["method"], headers):
            await _no(403, trouble)(scope, receive, sealed)
            return
        given = [value for name, value in _query(scope) if name == "token"]
        session = self._known(headers)
        if given and scope["method"] == "GET":
            await self._let_in(scope, receive, sealed, given[0], session is not None)
            return
        if session is None:
            await _no(403, "This browser was not let in. Open the address that `variorum serve` printed, token and all.")(
                scope, receive, sealed
            )
            return
        scope["variorum.session"] = session
        most = LARGEST_UPLOAD if headers.get("content-type", "").startswith("multipart/form-data") else LARGEST_FORM
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > most:
            await _no(413, f"That is more than the {most // 1_000_000} MB that are taken here at once; send less at a time.")(
                scope, receive, sealed
            )
            return
        await self._app(scope, _counted(receive, most), sealed)

    def _foreign(self, method: str, headers: Headers) -> str | None:
        """Why a request does not come from this room; None where it does."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._ours(hosts[0]):
            return "This room does not go by that name. Open the address that `variorum serve` printed."
        if method not in ("GET", "HEAD", "POST"):
            return "There is nothing here that is asked in that way."
        origins = headers.getlist("origin")
        own = f"http://{hosts[0]}".lower()
        if any(origin.lower() != own for origin in origins):
            return "That was asked from a page of somebody else."
        if method == "POST" and (not origins or headers.get("sec-fetch-site", "same-origin") != "same-origin"):
            return "Where that form came from is not told. Send it from a page of this room."
        return None

    def _ours(self, host: str) -> bool:
        host = host.lower()
        if host in self._hosts:
            return True
        name, colon, port = host.rpartition(":")
        if not self._open or not colon or port != str(self._port):
            return False
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True

    def _known(self, headers: Headers) -> Session | None:
        try:
            jar = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return None
        morsel = jar.get(self.cookie)
        return self._door.session(morsel.value) if morsel is not None else None

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, token: str, known: bool) -> None:
        """A cookie for a token, and on to the address without it."""
        query = urlencode([(name, value) for name, value in _query(scope) if name != "token"])
        path = "/" + quote(scope["path"].lstrip("/"))
        onward = f"{path}?{query}" if query else path
        if known:
            self._door.void(token)
        key = None if known else self._door.spend(token)
        if key is None and not known:
            await _no(403, "That address was used already. Go on in the browser that used it, or run `variorum serve` again.")(
                scope, receive, send
            )
            return
        # A page that goes on by itself, and not a redirect: a strict cookie is not sent along a redirect that a stranger's page began.
        going = el("meta", http_equiv="refresh", content=f"0;url={onward}")
        response = HTMLResponse(_plain("variorum", el("p", el("a", "To the reading room", href=onward)), going))
        if key is not None:
            response.headers["set-cookie"] = f"{self.cookie}={key}; Path=/; HttpOnly; SameSite=Strict"
        await response(scope, receive, send)


class TooLarge(HTTPException):
    """A body that goes on beyond what is taken."""

    def __init__(self) -> None:
        super().__init__(413)


def _counted(receive: Receive, most: int) -> Receive:
    """The same messages until they add up to more than `most` bytes, which a body without a told length may."""
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge
        return message

    return counting


def _sealed(send: Send) -> Send:
    """The same answer with the headers that keep a page to itself."""

    async def sealing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                if name != "cache-control" or name not in headers:
                    headers[name] = value
        await send(message)

    return sealing


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, errors="replace")


def _no(status: int, why: str) -> HTMLResponse:
    return HTMLResponse(_plain("Not let in", el("p", why)), status)


def _plain(title: str, body: Html, more: str = "") -> str:
    head = el("head", el("meta", charset="utf-8"), el("link", rel="icon", href="data:,"), more, el("title", title))
    return f"<!doctype html>\n{el('html', head, el('body', el('h1', title), body), lang='en')}\n"
