"""What people decide in the room: from forms to the journal, with nothing lost when two decide at once."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from asking import Browser
from plainreader import TWO, Plain, case_of, read_by

from variorum.case.store import Case
from variorum.errors import VariorumError
from variorum.export.book import Book
from variorum.model.activity import Decision
from variorum.model.document import Document
from variorum.model.reading import Reading, Time
from variorum.model.span import Span
from variorum.run.pipeline import SOFTWARE
from variorum.show.room import acting, forms, queue, remaking
from variorum.show.room.desk import Desk


class Dated(Plain):
    """The plain reader, which takes Monday for a time."""

    def read(self, document: Document) -> Reading:
        times = tuple(
            Time(Span(m.start(), m.end()), "date", "2024-03-04", False, "2024-03-04", "2024-03-04")
            for m in re.finditer("Monday", document.text)
        )
        plain = super().read(document)
        statements = tuple(
            replace(s, times=tuple(i for i, t in enumerate(times) if s.span.covers(t.span))) for s in plain.statements
        )
        return replace(plain, statements=statements, times=times)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    read_by(monkeypatch, Dated())
    return case_of(tmp_path, TWO)


@pytest.fixture
def desk(case: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(acting, "PATIENCE", 120.0)  # on a busy machine
    return Desk(case)


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk).let_in()


def words(book: Book, told: str) -> str:
    """The place of the statement that has these words, as a form sends it."""
    (found,) = [s for s in book.record.statements if told in book.words(s.document, s.span)]
    return forms.written(forms.place_of(found))


def claim_with(book: Book, told: str) -> str:
    (found,) = [s.claim for s in book.record.statements if told in book.words(s.document, s.span)]
    assert found is not None
    return found


def journaled(case: Path) -> list[Decision]:
    with Case.open(case, SOFTWARE) as opened:
        return list(opened.state.decisions)


def send(browser: Browser, book: Book, **fields: str | list[str]) -> tuple[int, str, str]:
    """Status, where it leads, and the page of a posted decision."""
    sent = {"csrf": browser.csrf, "by": "Ann", "reason": "read twice", "seen": forms.seen(book), "back": "/claims", **fields}
    pairs = [(n, one) for n, value in sent.items() for one in ([value] if isinstance(value, str) else value)]
    got = browser.post("/decisions", pairs)
    return got.status, got.headers.get("location", ""), got.text


def join(browser: Browser, book: Book, **more: str) -> tuple[int, str, str]:
    return send(browser, book, verb="same", kind="claim", words=[words(book, "Halda"), words(book, "went down")], **more)


def test_a_decision_is_kept_and_the_page_shows_what_it_changed_and_takes_it_back(
    browser: Browser, desk: Desk, case: Path
) -> None:
    status, where, _ = join(browser, desk.book)
    (kept,) = journaled(case)
    assert (status, kept.verb, kept.by, kept.reason) == (303, "same", "Ann", "read twice")
    assert [a.document for a in kept.anchors] == sorted(
        desk.book.documents, key=lambda d: "Halda" not in desk.book.documents[d].text
    )
    page = browser.get(where).text
    assert "joins what was more than one claim" in page
    assert claim_with(desk.book, "Halda") == claim_with(desk.book, "went down")
    assert send(browser, desk.book, verb="undo", of=kept.at)[0] == 303
    assert claim_with(desk.book, "Halda") != claim_with(desk.book, "went down")
    assert send(browser, desk.book, verb="redo", of=kept.at)[0] == 303
    assert claim_with(desk.book, "Halda") == claim_with(desk.book, "went down")
    assert [d.verb for d in journaled(case)] == ["same", "undo", "redo"]


def test_the_page_of_a_claim_that_is_no_more_leads_to_the_one_that_has_its_words(browser: Browser, desk: Desk) -> None:
    old = claim_with(desk.book, "Halda")
    _, where, _ = join(browser, desk.book, back=f"/claims/{old}")
    assert where.startswith(f"/claims/{claim_with(desk.book, 'Halda')}?decided=")
    assert browser.get(where).status == 200


def test_of_two_who_decide_at_once_the_second_sees_the_first_and_nothing_is_lost(
    browser: Browser, desk: Desk, case: Path
) -> None:
    before = desk.book
    other = Browser(desk).let_in()
    assert join(browser, before, by="Ann")[0] == 303
    places = [words(before, "Halda"), words(before, "went down")]
    status, _, page = send(other, before, verb="different", kind="claim", words=places, by="Bo", reason="two ships")
    assert status == 200
    assert "Decided meanwhile" in page
    assert re.search(r"<b>same</b>.*Ann: read twice", page, re.DOTALL)
    assert 'value="two ships"' in page
    assert 'value="Bo"' in page
    assert len(journaled(case)) == 1
    assert send(other, desk.book, verb="different", kind="claim", words=places, by="Bo", reason="two ships")[0] == 303
    assert [(d.verb, d.by) for d in journaled(case)] == [("same", "Ann"), ("different", "Bo")]


def test_a_decision_on_something_else_meanwhile_is_in_nobodys_way(browser: Browser, desk: Desk, case: Path) -> None:
    before = desk.book
    join(browser, before)
    status, _, _ = send(browser, before, verb="note", kind="claim", words=words(before, "Twelve"), reason="ask the office")
    assert status == 303
    assert [d.verb for d in journaled(case)] == ["same", "note"]


def test_a_number_that_may_mean_another_claim_by_now_is_asked_again(browser: Browser, desk: Desk, case: Path) -> None:
    before = desk.book
    join(browser, before)
    status, _, page = send(
        browser,
        desk.book,
        verb="same",
        kind="claim",
        words=words(before, "Twelve"),
        other="1",
        fingerprint=before.record.fingerprint,
    )
    assert (status, "Look once more" in page, len(journaled(case))) == (200, True, 1)


def test_a_statement_moves_and_leaves_the_others_of_its_claim(browser: Browser, desk: Desk, case: Path) -> None:
    join(browser, desk.book)
    number = desk.book.numbers[claim_with(desk.book, "ten people")]
    status, where, _ = send(browser, desk.book, verb="move", kind="claim", words=words(desk.book, "went down"), other=str(number))
    assert (status, "moves to another claim" in browser.get(where).text) == (303, True)
    assert claim_with(desk.book, "went down") == claim_with(desk.book, "ten people") != claim_with(desk.book, "Halda")
    assert len(journaled(case)[-1].anchors) == 3


def test_some_statements_leave_a_claim_together(browser: Browser, desk: Desk) -> None:
    book = desk.book
    three = [words(book, w) for w in ("Halda", "Twelve", "went down")]
    send(browser, book, verb="same", kind="claim", words=three)
    status, _, _ = send(browser, desk.book, verb="split", kind="claim", words=three, leaves=three[1:])
    assert status == 303
    assert claim_with(desk.book, "Twelve") == claim_with(desk.book, "went down") != claim_with(desk.book, "Halda")
    status, _, page = send(browser, desk.book, verb="split", kind="claim", words=three, leaves=three)
    assert (status, "one must stay" in page) == (400, True)


def test_a_time_is_corrected_and_told_with_who_did_it(browser: Browser, desk: Desk) -> None:
    book = desk.book
    (held,) = book.record.times
    place = f"{held.document}:{held.time.span.start}-{held.time.span.end}"
    _, _where, _ = send(browser, book, verb="correct", kind="time", words=place, value="2024-03-11")
    assert [t.time.value for t in desk.book.record.times] == ["2024-03-11"]
    page = browser.get(f"/claims/{claim_with(desk.book, 'Halda')}").text
    assert "counts as the time “2024-03-11”, decided by Ann: read twice" in page
    assert "sank on Monday" in page


def test_a_claim_is_signed_and_the_signature_says_when_the_claim_has_changed(browser: Browser, desk: Desk, case: Path) -> None:
    signed = claim_with(desk.book, "Halda")
    status, _, _ = send(browser, desk.book, verb="sign", claim=signed, reason="")
    assert (status, journaled(case)[0].verb, journaled(case)[0].reason) == (303, "sign", "signed as it stands")
    join(browser, desk.book)
    page = browser.get(f"/claims/{claim_with(desk.book, 'Halda')}").text
    assert "signed, since changed" in page
    status, _, page = send(browser, desk.book, verb="sign", claim=signed)
    assert (status, "has changed since" in page) == (400, True)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"by": " "}, "who decides"),
        ({"reason": ""}, "needs a reason"),
        ({"verb": "murder"}, "nothing that can be decided"),
        ({"words": "nowhere:0-3"}, "no report of the case"),
        ({"words": "../../etc/passwd"}, "no report of the case"),
        ({"words": []}, "needs at least 1"),
        ({"kind": "story"}, "not of a story"),
    ],
)
def test_a_form_that_says_too_little_is_answered_with_what_to_do(
    browser: Browser, desk: Desk, case: Path, fields: dict[str, str], told: str
) -> None:
    whole = {"verb": "dismiss", "kind": "discrepancy", "words": words(desk.book, "Halda"), **fields}
    status, _, page = send(browser, desk.book, **whole)
    assert (status, told in page, journaled(case)) == (400, True, [])


def test_offsets_beyond_a_report_are_refused(browser: Browser, desk: Desk, case: Path) -> None:
    document = desk.book.columns[0].id
    for place in (f"{document}:5-5", f"{document}:9-4", f"{document}:0-99999"):
        status, _, page = send(browser, desk.book, verb="note", kind="claim", words=place)
        assert (status, "do not stand where" in page) == (400, True)
    assert journaled(case) == []


def test_a_foreign_address_to_go_back_to_is_not_gone_to(browser: Browser, desk: Desk) -> None:
    _, where, _ = join(browser, desk.book, back="https://evil.example/")
    assert where.startswith("/?decided=")


def test_without_the_token_of_the_visit_nothing_is_decided(browser: Browser, desk: Desk, case: Path) -> None:
    assert join(browser, desk.book, csrf="forged")[0] == 403
    assert journaled(case) == []


def test_a_room_open_for_reading_only_decides_nothing_and_shows_no_form(case: Path) -> None:
    desk = Desk(case, read_only=True)
    browser = Browser(desk).let_in()
    assert join(browser, desk.book)[0] == 403
    page = browser.get(f"/claims/{claim_with(desk.book, 'Halda')}").text
    assert 'action="/decisions"' not in page
    assert journaled(case) == []


def test_every_decision_of_the_case_stands_on_its_page_with_who_when_and_why(browser: Browser, desk: Desk) -> None:
    join(browser, desk.book)
    send(browser, desk.book, verb="bookmark", kind="claim", words=words(desk.book, "Twelve"), reason="")
    page = browser.get("/decisions").text
    assert page.index("<b>same</b>") < page.index("Notes and bookmarks") < page.index("<b>bookmark</b>")
    assert "Ann: read twice" in page
    assert "Ann: marked to come back to" in page


def test_what_a_page_waits_for_is_told_once_the_record_has_it(browser: Browser, desk: Desk) -> None:
    join(browser, desk.book)
    at = desk.book.record.decisions[0].decision.at.replace("+", "%2B")
    assert browser.get(f"/decisions?made={at}").text == '{"made": true, "failed": false}'
    assert browser.get("/decisions?made=2020").text == '{"made": false, "failed": false}'


def test_pairs_that_were_decided_leave_the_list_until_they_are_taken_back(browser: Browser, desk: Desk) -> None:
    book = desk.book
    one, other = (
        forms.place_of(s)
        for s in book.record.statements
        if "Halda" in book.words(s.document, s.span) or "went" in book.words(s.document, s.span)
    )
    pair = queue.Unsure("claim", one, other, False, 0.1, "taken for two claims")
    assert queue.open_pairs(book, [pair], journaled(desk.root)) == [pair]
    send(browser, book, verb="different", kind="claim", words=[forms.written(one), forms.written(other)])
    assert queue.open_pairs(desk.book, [pair], journaled(desk.root)) == []
    assert queue.open_pairs(desk.book, [pair], journaled(desk.root), "entity") == []
    send(browser, desk.book, verb="undo", of=journaled(desk.root)[0].at)
    assert queue.open_pairs(desk.book, [pair], journaled(desk.root)) == [pair]


def test_what_is_in_the_journal_and_not_yet_in_the_record_is_kept_told_and_can_be_taken_back(
    browser: Browser, desk: Desk, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "make_again", lambda desk, patience: False)
    before = desk.book
    _, where, _ = join(browser, before)
    page = browser.get(where).text
    assert "The record is being made again" in page
    assert "data-pending=" in page
    assert desk.book is before
    (kept,) = journaled(case)
    assert send(browser, before, verb="undo", of=kept.at)[0] == 303
    assert [d.verb for d in journaled(case)] == ["same", "undo"]


@pytest.mark.parametrize(
    ("error", "told"),
    [(VariorumError("no room on the disk"), "as it was before: no room on the disk"), (KeyError("x"), "stumbled (KeyError)")],
)
def test_a_record_that_could_not_be_made_again_is_told_with_what_to_do_and_the_next_decision_makes_it(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(remaking, "made_aside", fails)
        broken.setattr(remaking, "made_whole", fails)
        for _ in range(2):
            before = desk.book
            _, where, _ = send(browser, before, verb="note", kind="claim", words=words(before, "Twelve"), seen="9999")
            page = browser.get("/claims").text
            assert told in page
            assert forms.ONWARD in page
            assert told not in browser.get("/claims").text, "others are told once"
            waiting = browser.get(where).text
            assert told in waiting
            assert "being made again" not in waiting
            assert "data-pending" not in waiting
            assert '"failed": true' in browser.get(where.replace("/claims?decided", "/decisions?made")).text
    send(browser, desk.book, verb="note", kind="claim", words=words(desk.book, "Twelve"), seen="9999")
    assert len(desk.book.record.decisions) == 3
    assert "Kept: note" in re.sub("<[^>]*>", "", browser.get(where).text)
    assert desk.trouble == ""


def test_of_two_who_decide_while_the_record_is_being_made_the_second_still_sees_the_first(
    browser: Browser, desk: Desk, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "make_again", lambda desk, patience: False)
    join(browser, desk.book)
    status, _, page = join(browser, desk.book, by="Bo")
    assert (status, "Decided meanwhile" in page, len(journaled(case))) == (200, True, 1)
    later = re.search(r'name="seen" value="([^"]+)"', page)
    assert later is not None
    assert join(browser, desk.book, by="Bo", seen=later[1].replace("&#x27;", "'"))[0] == 303


def test_pairs_that_take_long_to_work_out_are_waited_for_elsewhere(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, pair = threading.Event(), []

    def slow(root: Path, record: object) -> tuple[queue.Unsure, ...]:
        go.wait(60)
        return tuple(pair)

    monkeypatch.setattr(queue, "least_sure", slow)
    monkeypatch.setattr(queue, "PATIENCE", 0.01)
    one, other = sorted(
        forms.place_of(s) for s in desk.book.record.statements if re.search("Halda|went", desk.book.words(s.document, s.span))
    )
    pair.append(queue.Unsure("claim", one, other, False, 0.1, "taken for two claims"))
    assert "being worked out" in browser.get("/queue").text
    go.set()
    monkeypatch.setattr(queue, "PATIENCE", 60.0)
    page = browser.get("/queue").text
    assert "1 of 1 pair" in page
    assert page.index('data-key="s"') < page.index('data-key="d"')
