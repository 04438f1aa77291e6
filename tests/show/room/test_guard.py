"""Who is refused at the door of the reading room."""

from __future__ import annotations

import pytest
from asking import OWN, Browser, Still

from variorum.model.record import Record
from variorum.show.room import guard


def test_without_the_token_nothing_of_the_case_is_told(stranger: Browser) -> None:
    for address in ("/", "/claims", "/claims/c1", "/static/room.css", "/nowhere"):
        got = stranger.get(address)
        assert got.status == 403
        assert "Alken" not in got.text
        assert "set-cookie" not in got.headers


def test_a_token_lets_in_one_browser_once(stranger: Browser) -> None:
    token = stranger.door.token()
    first = stranger.get(f"/?token={token}")
    assert first.status == 200
    assert "HttpOnly; SameSite=Strict" in first.headers["set-cookie"]
    assert token not in first.text
    assert stranger.get("/").status == 200
    other = Browser.__new__(Browser)
    other.app, other.cookies = stranger.app, {}
    assert other.get(f"/?token={token}").status == 403
    assert stranger.get(f"/?token={token}").status == 200, "whoever is in already need not be turned away"


def test_a_token_that_was_opened_by_a_browser_already_in_is_spent_too(browser: Browser) -> None:
    token = browser.door.token()
    assert browser.get(f"/?token={token}").status == 200
    browser.cookies.clear()
    assert browser.get(f"/?token={token}").status == 403


def test_a_wrong_token_lets_nobody_in(stranger: Browser) -> None:
    stranger.door.token()
    for token in ("", "x", "é", "\udcff"):
        assert stranger.get(f"/?token={token}").status == 403


def test_a_refused_request_does_not_spend_the_token(stranger: Browser) -> None:
    token = stranger.door.token()
    assert stranger.get(f"/?token={token}", host="evil.example:8000").status == 403
    assert stranger.get(f"/?token={token}", origin="http://evil.example").status == 403
    assert stranger.post(f"/?token={token}").status == 403
    assert stranger.get(f"/?token={token}", method="HEAD").status == 403
    assert stranger.get(f"/?token={token}").status == 200


def test_going_in_keeps_the_rest_of_the_address(stranger: Browser) -> None:
    got = stranger.get(f"/claims?q=a%26b&token={stranger.door.token()}&page=2")
    assert 'href="/claims?q=a%26b&amp;page=2"' in got.text
    assert "//evil" not in stranger.get(f"//evil.example/?token={stranger.door.token()}").text


@pytest.mark.parametrize("host", ["evil.example:8000", "evil.example", "127.0.0.1:9000", "127.0.0.1.evil.example:8000", ""])
def test_a_foreign_host_is_refused_even_with_the_cookie(browser: Browser, host: str) -> None:
    got = browser.get("/", host=host)
    assert got.status == 403
    assert "Alken" not in got.text


def test_another_machine_is_reached_by_its_address_and_never_by_a_name_that_may_be_rebound(ferry: Record) -> None:
    browser = Browser(Still(ferry), open_to_all=True).let_in()
    assert browser.get("/", host="192.168.1.7:8000").status == 200
    assert browser.get("/", host="[fe80::1]:8000").status == 200
    assert browser.get("/", host="evil.example:8000").status == 403
    assert browser.get("/", host="192.168.1.7:9000").status == 403


def test_a_form_of_another_site_is_refused(browser: Browser) -> None:
    fields = {"csrf": browser.csrf, "theme": "dark"}
    assert browser.post("/theme", fields, origin="http://evil.example").status == 403
    assert browser.post("/theme", fields, origin="null").status == 403
    assert browser.post("/theme", fields, origin=None).status == 403
    assert browser.post("/theme", fields, sec_fetch_site="cross-site").status == 403
    assert browser.post("/theme", fields, origin=f"{OWN}.evil.example").status == 403
    assert browser.post("/theme", fields).status == 303


def test_a_form_without_the_token_of_the_visit_is_refused(browser: Browser) -> None:
    assert browser.post("/theme", {"theme": "dark"}).status == 403
    assert browser.post("/theme", {"theme": "dark", "csrf": "x"}).status == 403
    assert browser.post("/theme", {"theme": "dark", "csrf": browser.csrf}, x_csrf="x").status == 403
    assert browser.post("/theme", {"theme": "dark"}, x_csrf=browser.csrf).status == 303
    assert browser.post("/token", {}).status == 403


def test_going_back_after_a_form_never_leaves_the_room(browser: Browser) -> None:
    for back in ("//evil.example", "/\\evil.example", "http://evil.example", "javascript:x", "/\nx"):
        got = browser.post("/theme", {"csrf": browser.csrf, "back": back})
        assert got.headers["location"] == "/"
    assert browser.post("/theme", {"csrf": browser.csrf, "back": "/claims?q=a"}).headers["location"] == "/claims?q=a"


def test_another_browser_gets_an_address_of_its_own(browser: Browser) -> None:
    got = browser.post("/token", {"csrf": browser.csrf})
    token = got.text.partition("?token=")[2].partition("<")[0]
    other = Browser.__new__(Browser)
    other.app, other.cookies = browser.app, {}
    assert other.get(f"/?token={token}").status == 200
    assert other.get("/").status == 200
    assert other.cookies != browser.cookies


def test_a_body_that_is_too_large_is_refused_told_or_untold(browser: Browser) -> None:
    csrf = browser.csrf
    told = {"origin": OWN, "content-type": "application/x-www-form-urlencoded", "content-length": str(guard.LARGEST_FORM + 1)}
    assert browser.ask("POST", "/theme", told).status == 413
    upload = {"origin": OWN, "content-type": "multipart/form-data; boundary=x", "content-length": str(guard.LARGEST_UPLOAD + 1)}
    assert browser.ask("POST", "/theme", upload).status == 413
    untold = {"origin": OWN, "content-type": "application/x-www-form-urlencoded", "x-csrf": csrf}
    assert browser.ask("POST", "/token", untold, [b"a" * 300_000] * 4).status == 413
    for odd in ("-1", "1e9", "", "٣"):
        assert browser.ask("POST", "/theme", {**told, "content-length": odd}).status in (400, 413)


@pytest.mark.parametrize(
    "address",
    [
        "/static/../guard.py",
        "/static/..%2fguard.py",
        "/static/%2e%2e/guard.py",
        "/static//etc/passwd",
        "/static/\\..\\guard.py",
        "/static/",
    ],
)
def test_nothing_but_its_own_files_can_be_had(browser: Browser, address: str) -> None:
    got = browser.get(address)
    assert got.status == 404
    assert "import" not in got.text


def test_every_answer_keeps_the_page_to_itself(browser: Browser, stranger: Browser) -> None:
    answers = [
        browser.get("/"),
        browser.get("/nowhere"),
        browser.get("/static/room.css"),
        browser.post("/theme", {}),
        stranger.get("/"),
    ]
    for got in answers:
        policy = got.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "same-origin"
    assert browser.get("/").headers["cache-control"] == "private, no-store"


def test_no_page_has_a_script_or_style_of_its_own(browser: Browser) -> None:
    for address in ("/", "/claims", "/claims/c1", "/keys", "/nowhere"):
        text = browser.get(address).text
        assert "style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " onclick" not in text


def test_only_what_a_page_asks_for_is_answered(browser: Browser) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"):
        assert browser.get("/", method=method).status == 403
    assert browser.get("/", method="HEAD").status == 200
    assert browser.post("/claims", {"csrf": browser.csrf}).status == 405
    assert browser.get("/theme").status == 405


def test_what_is_open_for_reading_only_decides_nothing(ferry: Record) -> None:
    browser = Browser(Still(ferry, read_only=True)).let_in()
    page = browser.get("/claims/c1").text
    assert "Sign off" not in page
    assert browser.post("/claims/c1/certificate", {"csrf": browser.csrf}).status == 403


def test_what_a_desk_cannot_do_becomes_a_page_that_says_so(browser: Browser) -> None:
    got = browser.post("/claims/c1/certificate", {"csrf": browser.csrf})
    assert got.status == 400
    assert "this desk keeps nothing" in got.text
