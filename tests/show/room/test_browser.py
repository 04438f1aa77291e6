"""The reading room in a real browser: with keys, with a finger, without scripts, with a screen reader's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from served import serving
from test_pages import many
from test_room_hostile import hostile

from variorum.model.record import Record
from variorum.show.room.routes import ROUTES
from variorum.show.room.server import Place

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
IDS = {"claims": "c1", "reports": "wire", "people": "e-berg", "places": "e-holm"}
NOT_ALONE = ("/print.css", "/act", "/add/{id}")  # say that there is nothing, unless a form or an addition leads there
PAGES = [
    re.sub(r"\{\w+\}", IDS.get(route.path.split("/")[1], "c1"), route.path)
    for route in ROUTES
    if route.method == "GET" and route.path not in NOT_ALONE
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def program(chromium: str) -> Iterator[Any]:
    """A Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


class Tab:
    """A tab in which the room was entered; what it asked for and complained of is kept."""

    def __init__(self, program: Any, place: Place, **how: Any) -> None:
        self.context = program.new_context(viewport={"width": 1280, "height": 900}, **how)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.origin = place.address.partition("/?")[0]
        self.page.goto(place.address)
        self.page.wait_for_url(self.origin + "/")

    def go(self, path: str) -> Any:
        self.page.goto(self.origin + path)
        return self.page


def until(page: Any, holds: str) -> None:
    """Waits till an expression holds; the page's own policy forbids what Playwright would wait with."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came: {holds}")


@pytest.fixture(scope="module")
def ferry_place() -> Iterator[Place]:
    """The ferry's room."""
    with serving() as place:
        yield place


@pytest.fixture
def tab(program: Any, ferry_place: Place) -> Iterator[Tab]:
    """A tab in the ferry's room."""
    made = Tab(program, _fresh(ferry_place))
    yield made
    made.context.close()


def _fresh(place: Place) -> Place:
    """The same place with a token that was not used."""
    return replace(place, address=re.sub(r"token=.*", f"token={place.door.token()}", place.address))


def test_every_page_asks_only_its_own_origin_complains_of_nothing_and_fits(tab: Tab) -> None:
    for path in PAGES:
        for width in (390, 1280, 1920):
            tab.page.set_viewport_size({"width": width, "height": 900})
            page = tab.go(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    assert all(address.startswith((tab.origin + "/", "data:,")) for address in tab.asked)
    assert tab.complaints == []


def test_text_twice_as_large_still_fits(tab: Tab) -> None:
    for path in PAGES:
        page = tab.go(path)
        page.evaluate("document.documentElement.style.fontSize = '32px'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
        tab.page.set_viewport_size({"width": 640, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
        tab.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_barrier(tab: Tab, scheme: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab.page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        page = tab.go(path)
        page.wait_for_load_state("networkidle")
        found = Axe().run(page).response["violations"]
        grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
        assert grave == [], path


def test_filters_act_as_one_types_and_stand_in_the_address(tab: Tab) -> None:
    page = tab.go("/claims")
    assert page.locator(".sheet tbody tr").count() == 4
    page.get_by_label("Words in a claim").fill("hull")
    until(page, "document.querySelectorAll('.sheet tbody tr').length === 1")
    assert page.url.endswith("/claims?q=hull")
    page.get_by_label("Differing").select_option("refinement")
    page.wait_for_selector("text=Take a filter away")
    page.locator(".chip").first.click()
    page.wait_for_url("**/claims?differs=refinement")
    assert page.locator(".sheet tbody tr").count() == 1


def test_keys_open_the_sheet_walk_the_table_and_open_a_claim(tab: Tab) -> None:
    page = tab.go("/claims")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    for _ in range(5):  # a key that is pressed while the sheet still closes is the sheet's
        page.keyboard.press("j")
        page.wait_for_timeout(100)
        if page.evaluate("document.activeElement.closest('tr')?.id") == "c-c2":
            break
    assert page.evaluate("document.activeElement.closest('tr')?.id") == "c-c2"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('td').dataset.report") == "A"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/c1")
    page.keyboard.press("n")
    page.wait_for_url("**/claims/c2")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url(tab.origin + "/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/claims")
    page.keyboard.press("/")
    page.keyboard.type("jj?")
    assert page.get_by_label("Words in a claim").input_value() == "jj?", "in a field, letters are letters"


def test_a_keyboard_alone_reaches_content_first(tab: Tab) -> None:
    page = tab.go("/claims/c1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_statements_of_one_origin_light_up_together(tab: Tab) -> None:
    page = tab.go("/claims")
    page.locator("#c-c2 td p a").first.focus()
    assert page.locator("#c-c2 .twin").count() == 2


def test_head_and_first_column_stay_in_sight(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 800, "height": 500})
    page = tab.go("/claims")
    page.evaluate("document.getElementById('sheet').scrollTo(0, 250)")
    head = page.locator(".sheet thead th").nth(1).bounding_box()
    sheet = page.locator("#sheet").bounding_box()
    assert abs(head["y"] - sheet["y"]) < 4


def test_ten_thousand_claims_come_as_one_scrolls_and_go_when_far(program: Any, ferry: Record) -> None:
    with serving(many(ferry, 10_000)) as place:
        tab = Tab(program, place)
        page = tab.go("/claims")
        until(page, "document.querySelectorAll('.leaf').length > 190")
        for part in (0.1, 0.5, 0.9, 1):
            page.evaluate(
                f"(() => {{ const one = document.getElementById('sheet'); one.scrollTop = one.scrollHeight * {part}; }})()"
            )
            until(
                page,
                "(() => { const box = document.getElementById('sheet').getBoundingClientRect();"
                "const at = document.elementFromPoint(box.left + 60, box.top + box.height / 2); return at && at.closest('tr'); })()",
            )
        page.wait_for_timeout(500)
        assert page.locator(".sheet tbody tr").count() < 1000
        page.wait_for_selector("#c-x9999", state="attached")
        assert tab.complaints == []
        tab.context.close()


def test_without_scripts_links_lead_through_the_table_and_forms_filter_it(program: Any, ferry: Record) -> None:
    with serving(many(ferry, 120)) as place:
        tab = Tab(program, place, java_script_enabled=False)
        page = tab.go("/claims")
        page.get_by_text("Further rows").click()
        page.wait_for_url("**/claims?page=2")
        page.get_by_label("Words in a claim").fill("hull torn")
        page.get_by_role("button", name="Show").click()
        page.wait_for_load_state()
        assert page.locator(".sheet tbody tr").count() == 1
        page.locator(".sheet a.number").click()
        page.wait_for_url("**/claims/c3")
        page.get_by_role("link", name="Keys").click()
        page.wait_for_url("**/keys")
        tab.context.close()


def test_on_a_phone_each_claim_is_a_card(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    page = tab.go("/claims")
    first, second = (page.locator(".sheet tbody tr").nth(n).bounding_box() for n in (0, 1))
    assert first["width"] > 340
    assert second["y"] > first["y"] + first["height"]
    assert not page.locator(".sheet thead").first.is_visible()
    cell = page.locator("#c-c1 td").first
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"A"'


def test_light_and_dark_are_chosen_without_scripts(program: Any, ferry_place: Place) -> None:
    tab = Tab(program, _fresh(ferry_place), java_script_enabled=False, color_scheme="light")
    page = tab.go("/claims?q=hull")
    page.get_by_text("Look").click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_url("**/claims?q=hull")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(23, 22, 20)"
    tab.context.close()


def test_times_and_numbers_are_written_as_the_reader_writes_them(program: Any, ferry_place: Place) -> None:
    tab = Tab(program, _fresh(ferry_place), locale="de-DE")
    page = tab.go("/claims")
    page.wait_for_selector("time[data-told]")
    assert page.locator(".sheet thead time").first.inner_text() == "9. Mai 2031"
    tab.context.close()


def test_words_from_right_to_left_run_so(program: Any) -> None:
    with serving(hostile("غرقت العبارة يوم الجمعة")) as place:
        tab = Tab(program, place)
        page = tab.go("/claims/c1")
        assert page.locator("blockquote p").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
        assert page.locator("html").evaluate("one => getComputedStyle(one).direction") == "ltr"
        page = tab.go("/claims")
        assert page.locator(".sheet td a").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
        tab.context.close()


def test_print_leaves_out_what_cannot_be_pressed(tab: Tab) -> None:
    page = tab.go("/claims")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".choice").is_visible()
    assert page.locator("#sheet").evaluate("one => one.scrollHeight - one.clientHeight") <= 1
    page.emulate_media(media="screen")


def test_a_hostile_name_runs_nothing(program: Any) -> None:
    with serving(hostile("</title><script>document.title='x'</script><img src=x onerror=document.title='x'>")) as place:
        tab = Tab(program, place)
        for path in ("/", "/claims", "/claims/c1"):
            page = tab.go(path)
            page.wait_for_load_state("networkidle")
            assert page.title() != "x"
        assert tab.complaints == []
        assert all(address.startswith((tab.origin, "data:,")) for address in tab.asked)
        tab.context.close()
