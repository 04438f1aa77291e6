"""Reports and pictures in a real browser: layers, lines between reports, time by wheel, keys and drag, words from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pictured import HARBOUR, record
from served import serving
from test_browser import QUIET, Tab, until

from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Record
from variorum.model.span import Span
from variorum.show.room.server import Place

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chrome(chromium: str) -> Iterator[Any]:
    """A Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def with_arabic() -> Record:
    """The ferry with a report that is written from right to left."""
    text = "جنحت العبارة\n\nجنحت العبارة ألكن فجر الجمعة."
    blocks = (Block(Span(0, 12), "title"), Block(Span(14, len(text))))
    document = Document("arabic", "arabic.txt", "a" * 64, "text/plain", text, blocks, Meta(title=text[:12]), "ar")
    return replace(record(), documents=(*record().documents, document))


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """The room of the ferry with places, a version and an Arabic report."""
    with serving(with_arabic()) as found:
        yield found


def entered(chrome: Any, place: Place, **how: Any) -> Tab:
    """A tab in the room, by a token of its own."""
    return Tab(chrome, replace(place, address=re.sub(r"token=.*", f"token={place.door.token()}", place.address)), **how)


@pytest.fixture
def tab(chrome: Any, place: Place) -> Iterator[Tab]:
    """A tab in which nothing was complained of in the end."""
    made = entered(chrome, place)
    yield made
    assert made.complaints == []
    made.context.close()


def line_of(page: Any, words: str) -> str:
    return str(page.locator(words).first.evaluate("one => getComputedStyle(one).borderBottomStyle"))


def test_layers_switch_on_and_off_and_stand_in_the_address(tab: Tab) -> None:
    page = tab.go("/reports/wire")
    assert line_of(page, ".l-names.is-name") == "none"
    page.locator("label[for=layer-names]").click()
    assert line_of(page, ".l-names.is-name") == "solid"
    assert page.url.endswith("?layer=statements&layer=names")
    page.locator("label[for=layer-names]").click()
    page.locator("label[for=layer-statements]").click()
    assert page.url.endswith("?layer=none")


def test_layers_switch_without_scripts(chrome: Any, place: Place) -> None:
    tab = entered(chrome, place, java_script_enabled=False)
    page = tab.go("/reports/wire?layer=names")
    assert page.locator(".l-number").first.is_hidden()
    page.locator("label[for=layer-statements]").click()
    assert page.locator(".l-number").first.is_visible()
    tab.context.close()


def test_a_layer_is_switched_by_the_keyboard(tab: Tab) -> None:
    page = tab.go("/reports/wire")
    box = page.get_by_role("checkbox", name="Times", exact=True)
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()


def test_a_click_on_a_statement_leads_to_its_claim(tab: Tab) -> None:
    page = tab.go("/reports/wire")
    page.locator(".text").get_by_text("he carried", exact=False).first.click()
    page.wait_for_url("**/claims/c2")


def test_a_link_to_a_statement_shows_it(tab: Tab) -> None:
    page = tab.go("/reports/wire#t-s4")
    found = page.locator("#t-s4 + .l-statements")
    assert found.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_lines_join_the_statements_of_one_claim_and_light_up(tab: Tab) -> None:
    page = tab.go("/compare?report=wire&report=rewrite")
    until(page, "document.querySelectorAll('.threads path').length === 3")
    ends = page.evaluate(
        """() => {
            const frame = document.querySelector('.columns').getBoundingClientRect();
            return [...document.querySelectorAll('.threads path')].map((path) => {
                const words = document.querySelector(`.column .at[data-claim="${path.dataset.claim}"]`).nextElementSibling;
                const box = words.getClientRects()[0];
                return Math.abs(path.getPointAtLength(0).y - (box.top + box.height / 2 - frame.top));
            });
        }"""
    )
    assert max(ends) < 3, "each line starts at the words of its claim"
    page.locator(".column").first.get_by_text("he carried twelve passengers ashore").first.hover()
    assert page.locator(".threads path.on").count() == 1
    page.locator("label[for=layer-statements]").click()
    assert page.locator(".threads path").count() == 0


def test_lines_follow_when_the_page_grows(tab: Tab) -> None:
    page = tab.go("/compare?report=wire&report=rewrite")
    until(page, "document.querySelectorAll('.threads path').length === 3")
    before = page.locator(".threads path").last.get_attribute("d")
    page.set_viewport_size({"width": 900, "height": 900})
    until(page, f"document.querySelector('.threads path:last-child').getAttribute('d') !== {before!r}")


def test_time_is_made_shorter_and_moved_by_keys(tab: Tab) -> None:
    page = tab.go("/timeline?from=2031-05-08T00:00&to=2031-05-12T00:00")
    page.get_by_role("region", name="Timeline").focus()
    page.keyboard.press("+")
    page.wait_for_url("**/timeline?from=2031-05-09T00%3A00&to=2031-05-11T00%3A00")
    until(page, "!document.querySelector('[aria-busy]')")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Timeline", "what was pressed keeps the focus"
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/timeline?from=2031-05-09T12%3A00&to=2031-05-11T12%3A00")
    page.keyboard.press("-")
    page.wait_for_url("**/timeline?from=2031-05-08T12%3A00&to=2031-05-12T12%3A00")
    page.wait_for_selector("text=moments told in this stretch")


def test_time_is_made_shorter_by_the_wheel_over_the_picture_in_focus(tab: Tab) -> None:
    page = tab.go("/timeline?from=2031-05-08T00:00&to=2031-05-13T00:00")
    frame = page.get_by_role("region", name="Timeline")
    frame.hover()
    page.mouse.wheel(0, -100)
    page.wait_for_timeout(300)
    assert page.url.endswith("to=2031-05-13T00:00"), "a page that is only scrolled past stays as it is"
    frame.focus()
    page.mouse.wheel(0, -100)
    page.wait_for_url("**/timeline?from=2031-05-08T12%3A00&to=2031-05-12T12%3A00")


def drag(page: Any, start: float, end: float) -> None:
    """A drag over the strip between two shares of its width."""
    box = page.locator(".strip svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * start, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, box["y"] + 30, steps=6)
    page.mouse.up()


def test_a_drag_over_the_strip_chooses_the_time_of_the_map(tab: Tab) -> None:
    page = tab.go("/map")
    assert page.get_by_text("1 place on the map; 1 place that the gazetteer lacks").is_visible()
    drag(page, 0.6, 0.99)
    page.wait_for_url("**/map?from=*")
    page.wait_for_selector("text=0 places on the map told of")
    assert page.get_by_role("button", name="Picture as PNG").count() == 1, "the new picture can be taken away too"
    page.get_by_text("Show them whenever told").click()
    page.wait_for_selector("text=1 place on the map; 1 place")


def test_the_map_is_made_larger_and_moved_by_keys_and_wheel(tab: Tab) -> None:
    page = tab.go("/map")
    frame = page.get_by_role("region", name="Map", exact=True)
    frame.focus()
    page.keyboard.press("+")
    page.wait_for_url("**/map?box=-*")
    wide = [float(edge) for edge in page.url.partition("box=")[2].replace("%2C", ",").split(",")]
    assert wide[2] - wide[0] == pytest.approx(15, abs=0.1)
    until(page, "document.activeElement.getAttribute('aria-label') === 'Map'")
    page.keyboard.press("ArrowRight")
    until(page, f"!location.href.includes('box={wide[0]:.2f}')")
    east = [float(edge) for edge in page.url.partition("box=")[2].replace("%2C", ",").split(",")]
    assert east[0] - wide[0] == pytest.approx(6, abs=0.1)
    until(page, "document.activeElement.getAttribute('aria-label') === 'Map'")
    page.get_by_role("region", name="Map", exact=True).hover()
    page.mouse.wheel(0, 100)
    until(page, f"!location.href.includes('box={east[0]:.2f}')")


def test_a_column_of_the_strip_is_a_link_and_the_same_without_scripts(chrome: Any, place: Place) -> None:
    tab = entered(chrome, place, java_script_enabled=False)
    page = tab.go("/timeline")
    page.locator(".strip a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline?from=*")
    assert page.get_by_text("told in this stretch").is_visible()
    page.get_by_role("textbox", name="From").fill("2031-05-12T00:00")
    page.get_by_role("textbox", name="to", exact=True).fill("2031-05-13T00:00")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/timeline?from=2031-05-12T00%3A00&to=2031-05-13T00%3A00")
    assert page.get_by_text("1 moment told in this stretch, 1 before it.").is_visible()
    tab.context.close()


def test_a_line_of_the_stemma_leads_to_both_reports_by_keyboard(tab: Tab) -> None:
    page = tab.go("/lineage")
    page.locator('a[aria-label*="retells in other words"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?report=wire&report=rewrite")
    page.wait_for_selector(".columns")


def test_a_pin_leads_to_its_place_by_keyboard(tab: Tab) -> None:
    page = tab.go("/map")
    page.locator('a[aria-label^="Vesterholm"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/places/{HARBOUR}")


def test_where_somebody_is_withheld_the_server_draws_the_picture_and_the_browser_offers_none(chrome: Any) -> None:
    words = with_arabic().documents[0].text[:10]
    decision = Decision("redact", "entity", (Anchor("", 0, len(words), words),), "A. Lind", "2031-06-01T00:00:00Z", "a source")
    held = replace(with_arabic(), decisions=(Settled(decision, "holds", ""),))
    with serving(held) as place:
        tab = entered(chrome, place)
        page = tab.go("/lineage")
        assert page.get_by_role("button", name="Picture as SVG").count() == 1
        assert page.get_by_role("button", name="Picture as PNG").count() == 0
        tab.context.close()


def test_a_picture_that_the_journal_cannot_be_told_of_is_not_handed_out_and_the_page_says_why(chrome: Any, place: Place) -> None:
    tab = entered(chrome, place)
    page = tab.go("/lineage")
    downloads: list[Any] = []
    page.on("download", lambda one: downloads.append(one))
    page.get_by_role("button", name="Picture as SVG").click()
    until(page, "document.getElementById('told').textContent.includes('this desk keeps nothing')")
    assert downloads == []
    tab.context.close()


def test_words_from_right_to_left_run_so_on_every_page_that_shows_them(tab: Tab) -> None:
    page = tab.go("/reports/arabic")
    assert page.locator(".text .block").last.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator(".text .block").last.get_attribute("lang") == "ar"
    page = tab.go("/compare?report=wire&report=arabic")
    assert page.locator(".column .block").last.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator(".column .block").first.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_pictures_keep_within_their_frames_and_may_be_scrolled_by_keyboard(tab: Tab) -> None:
    page = tab.page
    page.set_viewport_size({"width": 390, "height": 900})
    for address in ("/timeline", "/map", "/lineage", "/compare?report=wire&report=rewrite", f"/places/{HARBOUR}"):
        tab.go(address)
        for frame in page.locator(".picture").all():
            assert frame.evaluate("one => one.getBoundingClientRect().right <= innerWidth")
            assert frame.get_attribute("tabindex") == "0"
        words = page.locator(".picture .drawing text").first
        assert words.evaluate("one => one.getBoundingClientRect().height") >= 11, "the words in a picture must be legible"


def test_paper_has_the_text_and_no_switches(tab: Tab) -> None:
    page = tab.go("/reports/wire")
    page.emulate_media(media="print")
    assert page.locator(".switches").is_hidden()
    assert page.get_by_text("carried twelve passengers ashore").first.is_visible()
