"""Adding reports and taking things away in the room."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest
from asking import OWN, Browser, Got
from plainreader import Mute, Plain, read_by

import variorum
from variorum.case.journal import Entry, scan
from variorum.case.store import Case
from variorum.run.adding import Parcel
from variorum.run.decide import decide
from variorum.run.pipeline import SOFTWARE, Progress, Summary
from variorum.show.room.adding import leave
from variorum.show.room.desk import Desk

TEXT = b"The dam above Ostby broke on Tuesday night after three days of rain, the county said in a statement on Wednesday.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of an empty case."""
    read_by(monkeypatch, Mute())
    Case.create(tmp_path / "case", SOFTWARE).close()
    return Desk(tmp_path / "case")


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk).let_in()


def send(browser: Browser, files: dict[str, bytes], csrf: str | None = None) -> Got:
    """What is answered to files sent as a form does."""
    edge = "edge0123456789"
    parts = [("csrf", None, (csrf or browser.csrf).encode()), *(("files", name, data) for name, data in files.items())]
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{field}"'.encode()
        + (f'; filename="{name}"\r\nContent-Type: application/octet-stream'.encode() if name is not None else b"")
        + b"\r\n\r\n" + data + b"\r\n"
        for field, name, data in parts
    ) + f"--{edge}--\r\n".encode()  # fmt: skip
    return browser.ask("POST", "/add", {"origin": OWN, "content-type": f"multipart/form-data; boundary={edge}"}, [body])


def ended(browser: Browser, where: str) -> str:
    """The page of an addition once it has ended."""
    for _ in range(600):
        if json.loads(browser.get(f"{where}?part=state").text)["over"]:
            return browser.get(where).text
        time.sleep(0.05)
    raise AssertionError("never ended")


def test_files_sent_to_an_empty_case_are_in_it_and_what_failed_is_told_with_its_reason(browser: Browser, desk: Desk) -> None:
    assert "No report has been read yet" in browser.get("/").text
    got = send(browser, {"../dam.txt": TEXT, "broken.pdf": b"%PDF-1.4 nothing"})
    assert got.status == 303
    page = ended(browser, got.headers["location"])
    assert "1 new file" in page
    assert "not begun" not in page
    assert "broken.pdf" in page
    assert [d.name for d in desk.book.record.documents] == ["dam.txt"]
    (failure,) = desk.book.record.failures
    assert failure.reason.split("<")[0][:20] in page


def test_files_of_which_none_can_be_read_say_so(browser: Browser) -> None:
    got = send(browser, {"broken.pdf": b"%PDF-1.4 nothing"})
    assert "It could not be done: broken.pdf" in ended(browser, got.headers["location"])


def test_a_form_without_files_or_token_takes_nothing_in(browser: Browser, desk: Desk) -> None:
    assert "no file came with it" in send(browser, {}).text
    assert send(browser, {"a.txt": TEXT}, csrf="forged").status == 403
    assert desk.book.record.documents == ()


def test_an_address_of_no_addition_says_where_to_look(browser: Browser) -> None:
    assert browser.get("/add/0123").status == 404


def test_what_is_taken_away_is_told_to_the_journal_with_its_hash(browser: Browser, desk: Desk) -> None:
    ended(browser, send(browser, {"dam.txt": TEXT}).headers["location"])
    for kind, media in (("dossier", "text/html"), ("json", "application/json"), ("csv-claims", "text/csv")):
        got = browser.post("/take", {"csrf": browser.csrf, "kind": kind})
        assert got.status == 200
        assert got.headers["content-type"].startswith(media)
        assert got.headers["content-disposition"].startswith("attachment")
        entry = scan(Case.open(desk.root, SOFTWARE).layout).entries[-1]
        assert (entry.what, entry.facts["sha256"]) == ("exported", sha256(got.body).hexdigest())
        assert entry.facts["fingerprint"] == desk.book.record.fingerprint
    assert browser.post("/take", {"csrf": browser.csrf, "kind": "everything"}).status == 400


def test_a_picture_that_the_browser_made_is_told_by_its_hash(browser: Browser, desk: Desk) -> None:
    digest = "ab" * 32
    assert browser.post("/take/picture", {"csrf": browser.csrf, "sha256": digest, "name": "x.png"}).status == 200
    entry = scan(Case.open(desk.root, SOFTWARE).layout).entries[-1]
    assert (entry.what, entry.facts["kind"], entry.facts["sha256"]) == ("exported", "picture", digest)
    assert browser.post("/take/picture", {"csrf": browser.csrf, "sha256": "x"}).status == 400


def test_a_room_open_for_reading_only_gives_but_takes_nothing_in(desk: Desk) -> None:
    before = scan(Case.open(desk.root, SOFTWARE).layout).entries
    browser = Browser(Desk(desk.root, read_only=True)).let_in()
    assert browser.get("/add").status == 403
    assert send(browser, {"a.txt": TEXT}).status == 403
    assert browser.post("/take", {"csrf": browser.csrf, "kind": "json"}).status == 200
    assert scan(Case.open(desk.root, SOFTWARE).layout).entries == before


REPORTS = {
    "ruiz-flees.txt": b"Inspector Pilar Ruiz saw the lock break. The county sent P. Ruiz home on Friday.\n",
    "echo.txt": b"The lock broke at six. PILAR RUIZ told the Echo so. A new lock will cost nine million, the county said.\n",
}
COPIES = ("dossier", "dossier-full", "json", "csv-claims", "dossier-shared", "json-shared")


class Sentences(Plain):
    """A reader that takes every sentence for a statement."""

    def ends(self, text: str) -> Iterable[int]:
        return (m.end() for m in re.finditer(r"\w{3}\.", text))


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of a case in which somebody is named."""
    read_by(monkeypatch, Sentences())
    for name, data in REPORTS.items():
        (tmp_path / name).write_bytes(data)
    variorum.build([tmp_path / name for name in REPORTS], case=tmp_path / "lock", title="What Ruiz saw")
    return Desk(tmp_path / "lock")


def entries(desk: Desk) -> tuple[Entry, ...]:
    """All that the journal tells."""
    with Case.open(desk.root, SOFTWARE) as case:
        return tuple(scan(case.layout).entries)


def take(browser: Browser, kind: str) -> Got:
    return browser.post("/take", {"csrf": browser.csrf, "kind": kind})


def draw(browser: Browser, desk: Desk) -> Got:
    """The picture of the reports of the record that the desk has now."""
    query = "&".join(f"report={one.id}" for one in desk.book.record.documents)
    return browser.post(f"/pictures/compare?{query}", {"csrf": browser.csrf})


def tell_picture(browser: Browser) -> Got:
    return browser.post("/take/picture", {"csrf": browser.csrf, "sha256": "ab" * 32, "name": "x.png"})


def withhold(desk: Desk) -> None:
    """Decides that somebody is withheld, as another process would: the desk has not seen it."""
    assert decide(desk.root, "redact", ["Pilar Ruiz"], "A. Lind", "a source").outcome == "holds"


class Behind(Desk):
    """A desk that still has the record of before whatever was done last, as it has while the record is made again."""

    def _reload(self) -> None:
        pass

    def _look(self) -> tuple[None, None]:
        return None, None


def test_a_copy_taken_right_after_a_redaction_names_nobody_who_is_withheld(lock: Desk) -> None:
    desk = Behind(lock.root)
    browser = Browser(desk).let_in()
    withhold(desk)
    assert "Ruiz" in desk.book.record.title
    for kind in COPIES:
        got = take(browser, kind)
        assert got.status == 200
        assert re.search(b"ruiz", got.body, re.IGNORECASE) is None, kind
        assert re.search("ruiz", got.headers["content-disposition"], re.IGNORECASE) is None, kind


def test_the_journal_tells_of_a_copy_its_own_fingerprint_and_how_many_are_withheld(lock: Desk) -> None:
    withhold(lock)
    lock.settle()
    browser = Browser(lock).let_in()
    for kind, shared in (("json", False), ("json-shared", True)):
        got = take(browser, kind)
        facts = entries(lock)[-1].facts
        assert facts["sha256"] == sha256(got.body).hexdigest()
        assert facts["fingerprint"] == json.loads(got.body)["case"]["fingerprint"] != lock.book.record.fingerprint
        assert (facts["shared"], facts["withheld"]) == (shared, 1)


def test_nothing_is_handed_out_while_the_journal_cannot_be_told(lock: Desk) -> None:
    browser = Browser(lock).let_in()
    assert take(browser, "json-shared").status == 200  # what pseudonyms are made with is there from now on
    before = entries(lock)
    with Case.open(lock.root, SOFTWARE, write=True):
        answers = [take(browser, "json"), take(browser, "json-shared"), draw(browser, lock), tell_picture(browser)]
    for got in answers:
        assert got.status == 400
        assert "Nothing was handed out, for the journal cannot tell of it" in got.text
        assert "content-disposition" not in got.headers
    assert entries(lock) == before


def test_a_picture_of_the_room_names_nobody_who_is_withheld(lock: Desk) -> None:
    desk = Behind(lock.root)
    browser = Browser(desk).let_in()
    assert "ruiz" in draw(browser, desk).text
    withhold(desk)
    got = draw(browser, desk)
    assert got.status == 200
    assert re.search("ruiz", got.text + got.headers["content-disposition"], re.IGNORECASE) is None
    assert entries(desk)[-1].facts["withheld"] == 1


def test_no_picture_made_by_the_browser_goes_out_while_somebody_is_withheld(lock: Desk) -> None:
    desk = Behind(lock.root)
    browser = Browser(desk).let_in()
    withhold(desk)
    before = entries(desk)
    assert "would show whom" in tell_picture(browser).text
    assert entries(desk) == before


def test_pages_offer_pictures_drawn_from_a_copy_while_somebody_is_withheld(lock: Desk) -> None:
    browser = Browser(lock).let_in()
    where = "/compare?" + "&".join(f"report={one.id}" for one in lock.book.record.documents)
    assert "data-withholds" not in browser.get(where).text
    assert re.search(r'<noscript><form[^>]*action="/pictures/compare', browser.get(where).text)
    withhold(lock)
    lock.settle()
    page = browser.get(where).text
    assert re.search(r"<main[^>]* data-withholds", page)
    assert 'action="/pictures/compare' in page
    assert "<noscript>" not in page
    take_away = browser.get("/take").text
    assert "drawn anew from a copy" in take_away
    assert "show the desk’s own record" in take_away


def test_a_room_open_for_reading_only_makes_pseudonyms_only_with_what_is_there(lock: Desk) -> None:
    browser = Browser(Desk(lock.root, read_only=True)).let_in()
    before = entries(lock)
    refused = take(browser, "json-shared")
    assert refused.status == 400
    assert "nothing yet to make pseudonyms with" in refused.text
    assert take(browser, "json").status == 200
    assert entries(lock) == before
    assert take(Browser(lock).let_in(), "json-shared").status == 200
    before = entries(lock)
    assert take(browser, "json-shared").status == 200
    assert entries(lock) == before


def test_a_room_open_for_reading_only_writes_nothing_to_withhold_whom_a_decision_withholds(lock: Desk) -> None:
    withhold(lock)
    reading = Desk(lock.root, read_only=True)
    browser = Browser(reading).let_in()
    before = entries(lock)
    assert "nothing yet to make pseudonyms with" in take(browser, "json").text
    assert "nothing yet to make pseudonyms with" in draw(browser, reading).text
    assert entries(lock) == before


def left(desk: Desk, told: list[str]) -> threading.Thread:
    """Somebody who leaves the room, and has begun to when this returns."""
    leaver = threading.Thread(target=lambda: told.append(leave(desk)))
    leaver.start()
    assert desk.leaving.wait(60)
    return leaver


def test_a_room_that_is_left_lets_go_of_files_that_wait_their_turn_and_says_how_many(browser: Browser, desk: Desk) -> None:
    told: list[str] = []

    def meanwhile(root: Path) -> threading.Thread:
        send(browser, {"a.txt": TEXT, "b.txt": TEXT + b"More.\n"})
        send(browser, {"c.txt": TEXT + b"Less.\n"})
        return left(desk, told)

    desk.write(meanwhile).join(60)
    assert told == ["3 of 3 files were not taken in; add them again"]
    assert desk.book.record.documents == ()


def test_a_room_left_in_the_midst_of_taking_in_keeps_what_it_has_and_counts_the_rest(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    leavers: list[threading.Thread] = []
    take_in = Parcel.take_in

    def until_second(parcel: Parcel, root: Path, tell: Progress) -> Summary:
        def telling(stage: str, done: int, total: int) -> None:
            if (stage, done) == ("taking in", 2):
                leavers.append(left(desk, told))
            tell(stage, done, total)

        return take_in(parcel, root, telling)

    monkeypatch.setattr(Parcel, "take_in", until_second)
    page = ended(browser, send(browser, {f"{n}.txt": TEXT + b"More.\n" * n for n in range(3)}).headers["location"])
    leavers[0].join(60)
    assert told == ["2 of 3 files were not taken in; add them again"]
    assert "the room was left" in page
    with variorum.open_case(desk.root) as case:
        assert [d.name for d in case.record().documents] == ["0.txt"]


def test_a_room_that_is_left_with_nothing_under_way_says_nothing(desk: Desk) -> None:
    assert leave(desk) == ""


def test_more_files_than_are_taken_at_once_are_refused_with_the_limit(browser: Browser) -> None:
    got = send(browser, {f"{n}.txt": b"" for n in range(2_001)})
    assert got.status == 413
    assert "2,000 files of 500 MB together" in got.text


def test_the_dossier_with_whole_reports_has_a_name_of_its_own(browser: Browser) -> None:
    names = [
        browser.post("/take", {"csrf": browser.csrf, "kind": kind}).headers["content-disposition"].rpartition("'")[2]
        for kind in ("dossier", "dossier-full")
    ]
    assert names[1] == names[0].replace(".html", "-whole.html")
