"""The reading room as a web application: requests in, pages of `routes.ROUTES` out."""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as Address
from starlette.types import ASGIApp

from variorum.errors import CaseError, VariorumError
from variorum.export.book import Book
from variorum.show.markup import Html, el, join
from variorum.show.room.answers import Answer, Form, Given, Missing, See, Upload
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.forms import settled_at
from variorum.show.room.guard import LARGEST_FORM, LARGEST_UPLOAD, Door, Guard, Session
from variorum.show.room.routes import ROUTES, WARM, Route
from variorum.show.room.shell import THEMES, frame

LOG = logging.getLogger("variorum.room")
LOCALE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "json": "application/json"}
MOST_FILES = 2_000
MOST_FIELDS = MOST_FILES + 100  # a script tells the folder of each file
THEME = "variorum-theme"
# Pages are made by the processor alone: a few at a time, in the order asked for, are sooner done than all at once.
READERS, WRITERS = ThreadPoolExecutor(4, "page"), ThreadPoolExecutor(20, "form")


def room(desk: Desk, door: Door, hosts: frozenset[str], port: int, open_to_all: bool = False) -> ASGIApp:
    """The application for a case on a desk, reached under one of `hosts` (each "name:port")."""
    addresses = [
        Address("/static/{name}", partial(_static, _files()), methods=["GET"]),
        Address("/theme", partial(_theme, desk), methods=["POST"]),
        Address("/token", partial(_token, desk, door), methods=["POST"]),
        *(Address(route.path, partial(_answer, desk, route), methods=[route.method]) for route in ROUTES),
    ]
    inner = Starlette(routes=addresses, exception_handlers={HTTPException: partial(_nothing, desk)})
    return Guard(GZipMiddleware(inner, minimum_size=1000, compresslevel=4), door, hosts, port, open_to_all)


def warm(desk: Desk, book: Book) -> None:
    """Looks up what pages would else look up while their first reader waits."""
    for where in WARM:
        _function(where)(desk, book)


def _files() -> dict[str, tuple[bytes, str, str]]:
    """Content, type and tag of everything that pages load, by name; nothing else can be had."""
    found = {"dossier.css": files("variorum").joinpath("data", "dossier.css").read_bytes()}
    for entry in files("variorum.show.room").joinpath("static").iterdir():
        if entry.is_file():
            found[entry.name] = entry.read_bytes()
    known = ((name, data, TYPES.get(name.rpartition(".")[2])) for name, data in found.items())
    return {name: (data, kind, f'"{sha256(data).hexdigest()[:20]}"') for name, data, kind in known if kind}


async def _static(known: dict[str, tuple[bytes, str, str]], request: Request) -> Response:
    found = known.get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    data, kind, tag = found
    headers = {"cache-control": "private, no-cache", "etag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind, headers=headers)


async def _answer(desk: Desk, route: Route, request: Request) -> Response:
    """The answer of one route, or a page that says why there is none."""
    ask = _asked(desk, request)
    loop = asyncio.get_running_loop()
    try:
        if route.writes and desk.read_only:
            return _page(desk, request, ask, _said("Open for reading only", READING_ONLY), "", 403)
        work = _function(route.where)
        if route.method == "POST":
            form = await _form(request)
            if form is None:
                return _page(desk, request, ask, _said("Not taken in", STALE), "", 403)
            if by := form.one("by").strip():
                _session(request).who = by[:200]
            given: Given = await loop.run_in_executor(WRITERS, work, desk, ask, form)
        else:
            given = await loop.run_in_executor(READERS, work, desk if route.takes == "desk" else desk.book, ask)
        return await loop.run_in_executor(READERS, _response, desk, request, ask, given, route.title)
    except VariorumError as error:
        status = 404 if isinstance(error, Missing) else 409 if isinstance(error, CaseError) else 400
        heading = "Not in this case" if status == 404 else "That could not be done"
        return _page(desk, request, ask, _said(heading, str(error)), route.title, status)
    except (HTTPException, ClientDisconnect):
        raise
    except Exception as error:
        LOG.exception("%s %s", request.method, route.path)
        print(f"variorum: the page {route.path} stumbled ({type(error).__name__}); please report this", file=sys.stderr)
        return _page(desk, request, ask, _said("The program stumbled", STUMBLED), route.title, 500)
    finally:
        await request.close()  # lets go of files that were sent


READING_ONLY = "This room is open for reading only. Serve the case without --read-only to decide or add."
STALE = "The form was not one of this visit. Go back, load the page again and send it once more."
STUMBLED = (
    "Nothing of the case was changed by it. What happened stands in the window where `variorum serve` runs; please report it."
)
REFUSALS = {
    400: ("Not taken in", "What was sent is no form of this room. Go back, load the page again and send it once more."),
    404: ("Nothing here", "There is no such page. The navigation above leads to all that there are."),
    405: ("Nothing here", "That page is not asked in this way. Use the links and forms of the room."),
    413: (
        "Too much at once",
        f"More was sent than is taken at once: {MOST_FILES:,} files of {LARGEST_UPLOAD // 1_000_000} MB together, or a form of "
        f"{LARGEST_FORM // 1_000_000} MB. Send less at a time, or use `variorum build`.",
    ),
}


def _function(where: str) -> Callable[..., Any]:
    module, _, name = where.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"variorum.show.room.{module}"), name)
    return found


def _session(request: Request) -> Session:
    session: Session = request.scope["variorum.session"]
    return session


def _asked(desk: Desk, request: Request) -> Ask:
    query: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        query.setdefault(name, []).append(value)
    wanted = LOCALE.match(request.headers.get("accept-language", ""))
    session = _session(request)
    path = {name: str(value) for name, value in request.path_params.items()}
    return Ask(path, query, wanted[0] if wanted else "en", desk.read_only, session.csrf, session.who, desk.trouble)


async def _form(request: Request) -> Form | None:
    """What was sent, if it came with the token of this visit: in a header, or else in a field."""
    session = _session(request)
    early = request.headers.get("x-csrf")
    if early is not None and not _same(early, session.csrf):
        return None
    sent = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FORM)
    fields: dict[str, list[str]] = {}
    uploads: list[Upload] = []
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            uploads.append(Upload(value.filename or "", value.file, value.size or 0))
        else:
            fields.setdefault(name, []).append(value)
    form = Form(fields, uploads)
    return form if early is not None or _same(form.one("csrf"), session.csrf) else None


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), kept.encode())


def _response(desk: Desk, request: Request, ask: Ask, given: Given, title: str) -> Response:
    if isinstance(given, See):
        return RedirectResponse(given.address, 303)
    if isinstance(given, Answer):
        headers = {}
        if given.filename:
            headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(given.filename, safe='')}"
        return Response(given.body, given.status, headers, given.media_type)
    return _page(desk, request, ask, given, title)


def _page(desk: Desk, request: Request, ask: Ask, body: Html, title: str, status: int = 200) -> Response:
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    theme = request.cookies.get(THEME, "auto")
    book, at = desk.book, ask.one("decided")
    trouble = "" if settled_at(book, at) else desk.tell_trouble(waiting=bool(at))
    ask = replace(ask, trouble=trouble)
    return Response(frame(book, ask, body, address, title, theme), status, media_type="text/html")


def _said(heading: str, why: str) -> Html:
    return join([el("h1", heading), el("p", why, class_="ours")])


async def _nothing(desk: Desk, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    if status == 400 and isinstance(error, HTTPException) and error.detail.startswith("Too many"):  # files or fields of a form
        status = 413
    heading, why = REFUSALS.get(status, REFUSALS[405])
    return _page(desk, request, _asked(desk, request), _said(heading, why), "", status)


async def _theme(desk: Desk, request: Request) -> Response:
    """Light, dark or as the system, kept in a cookie of this browser; back to where one was."""
    form = await _form(request)
    if form is None:
        return _page(desk, request, _asked(desk, request), _said("Not taken in", STALE), "", 403)
    back = form.one("back", "/")
    back = back if back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() else "/"
    response = RedirectResponse(back, 303)
    if form.one("theme") in THEMES:
        response.set_cookie(THEME, form.one("theme"), max_age=365 * 86400, samesite="strict", httponly=True)
    return response


async def _token(desk: Desk, door: Door, request: Request) -> Response:
    """An address that lets one more browser in."""
    ask = _asked(desk, request)
    if await _form(request) is None:
        return _page(desk, request, ask, _said("Not taken in", STALE), "", 403)
    address = f"http://{request.headers['host']}/?token={door.token()}"
    once = "It lets in one browser, once, with all that you may do here. Give it only to somebody who may decide in this case."
    body = join([el("h1", "Address for another browser"), el("p", el("code", address)), el("p", once, class_="ours")])
    return _page(desk, request, ask, body, "")
