"""The page of a search: every result with who tells it, filters in its address."""

from __future__ import annotations

import re
from html import unescape

import pytest
from asking import Browser


def plain(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_statement_is_found_with_who_tells_it_and_where_it_stands(browser: Browser) -> None:
    page = browser.get("/search?q=passengers&in=statement").text
    told = plain(page)
    assert "he carried twelve passengers ashore" in told
    assert "Jonas Berg" in told
    assert "<mark>passengers</mark>" in page
    assert re.search(r'href="/claims/[^"]+"', page)


def test_a_filter_narrows_and_stays_in_the_links(browser: Browser) -> None:
    every, one = (plain(browser.get(f"/search?q=hull{more}").text) for more in ("", "&report=A"))
    counts = [int(re.search(r"All (\d+)", told)[1]) for told in (every, one)]  # type: ignore[index]
    assert counts[0] > counts[1] > 0
    assert "q=hull&amp;report=A" in browser.get("/search?q=hull&report=A").text


@pytest.mark.parametrize("question", ["", "zzzz", "-hull", '"', "%00", "%3Cscript%3Ealert(1)%3C/script%3E"])
def test_a_question_that_finds_nothing_says_what_to_do(browser: Browser, question: str) -> None:
    got = browser.get(f"/search?q={question}")
    assert got.status == 200
    assert "<script>alert" not in got.text
    assert re.search("spelling|Try fewer|needs a word", plain(got.text))
