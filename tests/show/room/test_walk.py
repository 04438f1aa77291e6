"""Every address of the reading room, asked oddly: never an error of the program."""

from __future__ import annotations

from functools import cache

import pytest
from asking import OWN, Browser, Still
from ferry_record import build_record
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.show.room import filters
from variorum.show.room.routes import ROUTES

READ = [route.path for route in ROUTES if route.method == "GET"]
SENT = [route.path for route in ROUTES if route.method == "POST"]
KNOWN = ["c1", "c3", "wire", "rewrite", "e-berg", "e-lunde", "e-holm", "s1", "d1", "y1"]
ODD = ["", "0", "-1", "9" * 30, "..", "%00", "\x00", "<script>", "a\u202eb", "\ud800", "c1/../c2", "'", '"', "٣", "1e9", "null"]
PARTS = [
    *filters.PARTS,
    "sort",
    "page",
    "part",
    "report",
    "id",
    "layer",
    "from",
    "to",
    "lane",
    "box",
    "story",
    "type",
    "verb",
    "kind",
    "by",
    "back",
    "x",
]
VALUES = st.sampled_from(KNOWN) | st.sampled_from(ODD) | st.text(max_size=30)


@cache
def browser() -> Browser:
    return Browser(Still(build_record())).let_in()


@cache
def csrf() -> str:
    return browser().csrf


def quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


def addressed(path: str, name: str) -> str:
    """A path as the server decodes it, its named part replaced."""
    return "/".join(name if part.startswith("{") else part for part in path.split("/"))


QUERIES = st.lists(st.tuples(st.sampled_from(PARTS) | st.text(max_size=6), VALUES), max_size=6)


@pytest.mark.parametrize("path", READ)
@settings(max_examples=60, deadline=None)
@given(name=VALUES, query=QUERIES, language=st.sampled_from(["", "de-DE,en", "x" * 5000, "*", "\xff;q=0"]))
def test_no_question_makes_a_page_stumble(path: str, name: str, query: list[tuple[str, str]], language: str) -> None:
    asked = "&".join(f"{quoted(part)}={quoted(value)}" for part, value in query if part != "token")
    got = browser().get(f"{addressed(path, name.replace('?', ''))}?{asked}", accept_language=language)
    assert got.status < 500


@pytest.mark.parametrize("path", [*SENT, "/theme", "/token"])
@settings(max_examples=40, deadline=None)
@given(name=VALUES, fields=st.dictionaries(st.sampled_from(PARTS) | st.text(max_size=6), VALUES, max_size=6))
def test_no_form_makes_a_page_stumble(path: str, name: str, fields: dict[str, str]) -> None:
    body = "&".join(f"{quoted(part)}={quoted(value)}" for part, value in fields.items()).encode()
    headers = {"origin": OWN, "x-csrf": csrf(), "content-type": "application/x-www-form-urlencoded"}
    got = browser().ask("POST", addressed(path, name.replace("?", "")), headers, [body])
    assert got.status < 500


@pytest.mark.parametrize("path", [*SENT, "/theme"])
@settings(max_examples=30, deadline=None)
@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(["multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "\xff"]),
)
def test_no_broken_body_makes_a_page_stumble(path: str, body: bytes, kind: str) -> None:
    headers = {"origin": OWN, "x-csrf": csrf(), "content-type": kind}
    assert browser().ask("POST", addressed(path, "c1"), headers, [body]).status < 500


@settings(max_examples=80, deadline=None)
@given(path=st.text(max_size=40), query=st.text(max_size=40))
def test_no_address_makes_the_room_stumble(path: str, query: str) -> None:
    got = browser().get("/" + path.replace("?", "") + "?" + query.replace("token", ""))
    assert got.status < 500
