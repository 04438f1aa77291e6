"""What a reader looks for on the overview, in the table of claims and on the page of a claim."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from asking import Browser, Still

from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.record import Claim, Record, Story
from variorum.show.room import table
from variorum.show.room.ask import Ask
from variorum.show.room.filters import Choice, chosen


def rows(browser: Browser, query: str = "") -> list[str]:
    """The ids of the claims in the table."""
    return re.findall(r'<tr id="c-(\w+)">', browser.get(f"/claims?{query}").text)


def test_the_overview_says_what_the_case_rests_on_and_what_is_open(browser: Browser) -> None:
    text = browser.get("/").text
    assert "<h1>The Alken &amp; &lt;others&gt;</h1>" in text
    assert "3 claims told by two or more of 3 reports" in text
    assert '<a href="/claims?differs=contradiction&amp;decided=no"><data value="2">2</data>' in text
    assert "not a format that can be read" in text
    assert "2 reports from 2031-05-09 to 2031-05-10, at most 1 on one day" in text
    assert "1 report without a date" in text


def test_the_table_has_exact_words_with_who_said_them_and_sign_and_colour(browser: Browser) -> None:
    text = browser.get("/claims").text
    assert rows(browser) == ["c1", "c2", "c3", "c4"]
    assert '<u class="contradiction" title="cannot both hold">at about 6 a.m.<sup>≠</sup></u>' in text
    assert "Jonas Berg ‹ the Harbour Post" in text or "Jonas Berg ‹ Harbour Post" in text
    assert 'href="/reports/wire#t-s1"' in text
    assert 'href="/claims/c1"' in text
    assert 'title="not told by C"' in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("support=independent", ["c1"]),
        ("support=independent&support=single", ["c1", "c4"]),
        ("differs=contradiction", ["c1", "c3"]),
        ("differs=refinement", ["c2"]),
        ("differs=any", ["c1", "c2", "c3"]),
        ("kind=polarity", ["c3"]),
        ("told=one", ["c4"]),
        ("report=local", ["c1", "c3"]),
        ("report=harbour", ["c1", "c2", "c3", "c4"]),
        ("person=lunde", ["c1"]),
        ("person=e-berg", ["c1", "c2"]),
        ("origin=Marit", ["c1"]),
        ("from=2031-05-10", ["c4"]),
        ("to=2031-05-09", ["c1"]),
        ("from=2031-05", ["c1", "c4"]),
        ("q=HULL+torn", ["c3"]),
        ("q=twelve", ["c2"]),
        ("decided=yes", []),
        ("differs=contradiction&person=lunde", ["c1"]),
        ("support=nonsense", ["c1", "c2", "c3", "c4"]),
        ("from=yesterday", ["c1", "c2", "c3", "c4"]),
        ("sort=reports", ["c1", "c3", "c2", "c4"]),
        ("sort=differs", ["c1", "c3", "c2", "c4"]),
        ("sort=time", ["c1", "c4", "c2", "c3"]),
    ],
)  # fmt: skip
def test_a_filter_leaves_the_claims_that_are_like_that(browser: Browser, query: str, expected: list[str]) -> None:
    assert rows(browser, query) == expected


def test_each_filter_says_what_it_is_and_can_be_taken_away(browser: Browser) -> None:
    text = browser.get("/claims?differs=contradiction&person=e-lunde").text
    assert '<b><data value="1">1</data> of <data value="4">4</data> claims</b>' in text
    assert 'href="/claims?person=e-lunde" class="chip"' in text
    assert 'href="/claims?differs=contradiction" class="chip"' in text
    assert "Marit Lunde" in text


def test_nothing_found_says_what_to_do(browser: Browser) -> None:
    assert "Take a filter away" in browser.get("/claims?q=volcano").text


def many(ferry: Record, number: int, stories: int = 1) -> Record:
    """The ferry's record with so many more claims, each of the statement of one report."""
    told = ferry.statements[-1]
    names = [f"x{n}" for n in range(number)]
    statements = tuple(replace(told, id=f"s{name}", claim=name) for name in names)
    claims = tuple(
        Claim(name, f"Harbour Post: claim {name}", (f"s{name}",), "single", False, (), f"z{n * stories // number}")
        for n, name in enumerate(names)
    )
    titles = tuple(Story(f"z{n}", f"Story {n}", ("wire",)) for n in range(stories))
    return replace(ferry, statements=(*ferry.statements, *statements), claims=(*ferry.claims, *claims), stories=titles)


def test_a_long_table_comes_in_pages_that_links_lead_through(ferry: Record) -> None:
    browser = Browser(Still(many(ferry, 120))).let_in()
    first = rows(browser)
    assert len(first) == table.ROWS
    text = browser.get("/claims").text
    assert '<a href="/claims?page=2" rel="next">' in text
    assert 'data-last="3"' in text
    pages = [rows(browser, f"page={n}") for n in (1, 2, 3)]
    assert sum(map(len, pages)) == 124
    assert len({name for page in pages for name in page}) == 124
    assert rows(browser, "page=99") == pages[2]


def test_rows_alone_are_what_a_script_puts_into_its_place(ferry: Record) -> None:
    browser = Browser(Still(many(ferry, 120))).let_in()
    text = browser.get("/claims?part=rows&page=2").text
    assert "<html" not in text
    assert re.findall(r'<tr id="c-(\w+)">', text) == rows(browser, "page=2")


def test_claims_of_several_stories_stand_under_each_with_its_own_reports(ferry: Record) -> None:
    browser = Browser(Still(many(ferry, 20, stories=2))).let_in()
    text = browser.get("/claims?q=claim").text
    assert text.count("<table") == 3  # two stories, and the sheet of keys
    assert "<caption>Story 0</caption>" in text
    assert text.count('scope="col"') == 4


def test_ten_thousand_claims_are_chosen_from_in_no_more_than_one_pass(ferry: Record) -> None:
    from variorum.export.book import Book

    book = Book.of(many(ferry, 10_000))
    assert len(chosen(book, Choice.of(Ask(query={"q": ["claim x9999"]})))) == 1
    assert chosen(book, Choice.of(Ask())) is chosen(book, Choice.of(Ask())), "who scrolls on gets what was chosen before"


def test_a_claim_has_every_statement_in_its_sentence_with_its_chain(browser: Browser) -> None:
    text = browser.get("/claims/c1").text
    assert "<h2>3 statements</h2>" in text
    for words in ("The ferry Alken ran aground at about 6 a.m. on Friday", "The ferry struck at seven"):
        assert f"<mark>{words}</mark>" in text
    assert "Jonas Berg (in 2 reports); Marit Lunde" in text.partition("</title>")[0], "the title says who tells it"
    assert "Six and seven are an hour apart." in text
    assert "she stood on the quay" in text
    assert text.count('class="box"') == 3
    assert "3 reports, 2 origins" in text


def test_what_was_taken_is_drawn_below_what_it_was_taken_from(browser: Browser) -> None:
    text = browser.get("/claims/c2").text
    tops = [int(y) for y in re.findall(r'<rect x="[-\d]+" y="(\d+)"', text)]
    assert len(tops) == 2
    assert tops[0] < tops[1]
    assert 'class="rewrite2"' in text
    assert text.count('class="node"') == 1


def test_nobody_named_is_drawn_as_nobody(browser: Browser) -> None:
    text = browser.get("/claims/c3").text
    assert 'class="node nobody"' in text
    assert "no origin identified" in text


def signed(ferry: Record, outcome: str = "holds") -> Record:
    anchor = Anchor("0" * 64, 0, 3, "The ferry struck at seven")
    decision = Decision("sign", "claim", (anchor,), "A. <Lind>", "2031-05-20T10:00:00.000000+00:00", "read all three", "x")
    return replace(ferry, decisions=(Settled(decision, outcome, "signed as it stands", "c1"),))  # type: ignore[arg-type]


def test_who_signed_a_claim_stands_on_its_page_with_when_and_why(ferry: Record) -> None:
    browser = Browser(Still(signed(ferry))).let_in()
    text = browser.get("/claims/c1").text
    assert "A. &lt;Lind&gt;: read all three" in text
    assert '<time datetime="2031-05-20T10:00:00.000000+00:00">' in text
    assert rows(browser, "decided=signed") == ["c1"]
    assert rows(browser, "decided=no") == ["c2", "c3", "c4"]


def test_a_claim_signed_and_since_changed_waits_on_the_overview(ferry: Record) -> None:
    browser = Browser(Still(signed(ferry, "signed, since changed"))).let_in()
    assert "claims signed off, since changed" in browser.get("/").text
    assert rows(browser, "decided=changed") == ["c1"]


def test_a_claim_that_is_not_there_says_what_to_do(browser: Browser) -> None:
    got = browser.get("/claims/c999")
    assert got.status == 404
    assert "find it by its words" in got.text


def test_claims_lead_to_the_next_and_to_their_row(browser: Browser) -> None:
    text = browser.get("/claims/c2").text
    assert '<a href="/claims/c1" rel="prev">' in text
    assert '<a href="/claims/c3" rel="next">' in text
    assert 'href="/claims#c-c2"' in text
    assert 'rel="prev"' not in browser.get("/claims/c1").text


def test_light_and_dark_are_kept_by_the_browser(browser: Browser) -> None:
    assert "data-theme" not in browser.get("/").text
    browser.post("/theme", {"csrf": browser.csrf, "theme": "dark"})
    text = browser.get("/").text
    assert '<html lang="en" data-theme="dark">' in text
    browser.post("/theme", {"csrf": browser.csrf, "theme": "auto"})
    assert "data-theme" not in browser.get("/").text
    browser.cookies["variorum-theme"] = '"><script>'
    assert "<script>" not in browser.get("/").text


def test_an_empty_case_says_how_to_begin(ferry: Record) -> None:
    empty = replace(
        ferry, documents=(), statements=(), claims=(), discrepancies=(), lineages=(), stories=(), entities=(), times=()
    )
    browser = Browser(Still(empty)).let_in()
    assert "No report has been read yet" in browser.get("/").text
    assert browser.get("/claims").status == 200


def test_pages_are_small_when_packed(browser: Browser) -> None:
    for address in ("/", "/claims", "/claims/c1"):
        got = browser.get(address, accept_encoding="gzip")
        assert got.headers["content-encoding"] == "gzip"
        assert len(got.body) < 300_000


def test_the_table_offers_its_address_as_data_and_not_as_script(browser: Browser) -> None:
    address = re.search(r'data-address="([^"]*)"', browser.get("/claims?q=%22%3E%3Cscript%3E").text)
    assert address is not None
    assert "<" not in json.dumps(address[1])


def test_what_was_chosen_can_stand_on_one_page_to_be_printed(ferry: Record) -> None:
    browser = Browser(Still(many(ferry, 120))).let_in()
    assert 'href="/claims?page=all" class="every"' in browser.get("/claims").text
    assert len(rows(browser, "page=all")) == 124
    browser = Browser(Still(many(ferry, 1200))).let_in()
    assert len(rows(browser, "page=all")) == table.ROWS, "more than a printer should be given"
    assert len(rows(browser, "page=all&q=claim+x11")) == 111


def test_paper_has_the_letters_of_the_reports_at_its_head(browser: Browser) -> None:
    got = browser.get("/print.css")
    assert got.headers["content-type"].startswith("text/css")
    assert got.text.startswith("@page{@top-left{content:")
    assert "Harbour Post" in got.text
    assert "<Wave>" not in got.text
