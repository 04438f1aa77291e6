"""People decide in a real browser: from five reports dropped on an empty case to a signed claim taken away; and two at once."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from served import serving
from test_browser import QUIET

from variorum.case.store import Case
from variorum.run.pipeline import SOFTWARE
from variorum.show.room.server import Place, prepare

REPORTS = Path(__file__).parents[3] / "examples" / "reports"
pytestmark = pytest.mark.browser
DROP = """async ([files, target]) => {
  const carried = new DataTransfer();
  for (const [name, bytes] of files) carried.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
  document.querySelector(target).dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@contextmanager
def served(case: Path) -> Iterator[Place]:
    """A room of a case on disk."""
    place = prepare(case)
    thread = threading.Thread(target=place.run)
    thread.start()
    try:
        yield place
    finally:
        place.server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def program(chromium: str) -> Iterator[Any]:
    """A Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def enter(program: Any, place: Place, **how: Any) -> Any:
    """A tab of a browser of its own, let in."""
    page = program.new_context(viewport={"width": 1280, "height": 900}, **how).new_page()
    page.set_default_timeout(240_000)
    page.goto(re.sub(r"token=.*", f"token={place.door.token()}", place.address))
    page.wait_for_url(place.address.partition("?")[0])
    return page


def decided(case: Path) -> list[tuple[str, str]]:
    with Case.open(case, SOFTWARE) as opened:
        return [(d.verb, d.by) for d in opened.state.decisions]


def drop(page: Any) -> None:
    import base64

    files = [(one.name, base64.b64encode(one.read_bytes()).decode()) for one in sorted(REPORTS.iterdir())]
    page.locator("#adding[data-ready]").wait_for()
    page.evaluate(DROP, [files, "#drop"])


def test_from_five_dropped_files_to_a_signed_claim_with_two_decisions_undone_and_redone_and_taken_away(
    program: Any, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    Case.create(case, SOFTWARE).close()
    with served(case) as place:
        page = enter(program, place)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.get_by_role("link", name="Add some to begin").click()
        drop(page)
        page.get_by_text("5 new files").wait_for()
        page.get_by_role("link", name="To the claims").click()
        assert page.locator("table.collation tbody tr").count() > 20

        page.get_by_role("link", name="Least sure").click()
        page.get_by_label("Who decides").fill("A. Lind")
        page.locator("h1").click()
        for key in ("d", "s"):
            was = page.url
            page.keyboard.press(key)
            page.wait_for_url(lambda url, was=was: url != was and "decided=" in url)
            page.locator(".notice:not(.pending)", has_text="Kept:").wait_for()
        assert decided(case) == [("different", "A. Lind"), ("same", "A. Lind")]
        page.keyboard.press("u")
        page.locator(".notice", has_text="takes back “same”").wait_for()
        page.get_by_role("button", name="Take it again").first.click()
        page.locator(".notice", has_text="again").wait_for()
        assert [verb for verb, _ in decided(case)] == ["different", "same", "undo", "redo"]

        page.goto(place.address.partition("/?")[0] + "/claims?support=independent")
        page.locator("table.collation tbody th a[href^='/claims/']").first.click()
        page.get_by_text("Sign off", exact=True).click()
        page.get_by_label("What was looked at").fill("all statements read in their places")
        page.get_by_role("button", name="Sign", exact=True).click()
        page.locator(".notice", has_text="the claim is as it was signed").wait_for()
        with page.expect_download() as certificate:
            page.get_by_role("button", name="Make the certificate").click()
        certificate.value.save_as(tmp_path / "claim.json")
        assert '"sign"' in (tmp_path / "claim.json").read_text()

        page.get_by_role("link", name="Take away").click()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Record as JSON").click()
        assert taken.value.suggested_filename.endswith(".json")
        assert complaints == []
    assert [verb for verb, _ in decided(case)] == ["different", "same", "undo", "redo", "sign"]


def test_two_browsers_that_decide_at_once_lose_nothing_and_the_second_sees_the_first(program: Any, examples_case: Path) -> None:
    with served(examples_case) as place:
        one, two = (enter(program, place) for _ in range(2))
        for page, name in ((one, "Ann"), (two, "Bo")):
            page.goto(place.address.partition("/?")[0] + "/queue?kind=claim")
            page.get_by_label("Who decides").fill(name)
        one.locator("button[value=same]").click()
        one.locator(".notice", has_text="Kept: same").wait_for()
        two.get_by_label("Why").fill("two happenings")
        two.locator("button[value=different]").click()
        two.get_by_role("heading", name="Decided meanwhile").wait_for()
        assert "Ann: compared side by side" in two.locator("main").inner_text()
        assert two.get_by_label("Why").input_value() == "two happenings"
        assert decided(examples_case) == [("same", "Ann")]
        two.get_by_role("button", name="Decide all the same").click()
        two.locator(".notice", has_text="Kept: different").wait_for()
        assert decided(examples_case) == [("same", "Ann"), ("different", "Bo")]
        one.goto(place.address.partition("/?")[0] + "/decisions")
        assert "“different” by Bo" in one.locator("main").inner_text()


def test_without_scripts_reports_are_added_and_decided_on_all_the_same(program: Any, examples_case: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(
        "The ferry Morwenna was towed to Arnesby on Thursday, the harbour office said in a statement on Friday morning.\n"
    )
    with served(examples_case) as place:
        page = enter(program, place, java_script_enabled=False)
        origin = place.address.partition("/?")[0]
        page.goto(origin + "/add")
        page.get_by_label("Files").set_input_files(str(note))
        page.get_by_role("button", name="Add these reports").click()
        for _ in range(200):
            if page.get_by_text("1 new file").count():
                break
            page.wait_for_timeout(200)
            page.reload()
        assert page.get_by_text("1 new file").count() == 1
        page.goto(origin + "/search?q=towed")
        page.get_by_role("link", name=re.compile("^claim ")).first.click()
        page.get_by_text("Bookmark", exact=True).first.click()
        page.locator("form", has=page.get_by_role("button", name="Bookmark")).get_by_label("Who decides").fill("Ann")
        page.get_by_role("button", name="Bookmark").click()
        assert "Kept: bookmark" in page.locator(".notice").inner_text()


def test_a_picture_is_taken_as_svg_and_png_with_its_caption_and_without_styles_of_the_page(
    program: Any, examples_case: Path, tmp_path: Path
) -> None:
    with served(examples_case) as place:
        page = enter(program, place)
        page.goto(place.address.partition("/?")[0] + "/claims?support=independent")
        page.locator("table.collation tbody th a[href^='/claims/']").first.click()
        for kind, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
            with page.expect_download() as taken:
                page.get_by_role("button", name=f"Picture as {kind}").first.click()
            taken.value.save_as(tmp_path / f"picture.{kind.lower()}")
            assert (tmp_path / f"picture.{kind.lower()}").read_bytes().startswith(begins)
        assert "what reports tell, not what happened" in " ".join(
            re.findall(r">([^<]+)<", (tmp_path / "picture.svg").read_text())
        )


def test_a_large_folder_is_sent_in_parcels_and_what_is_known_of_a_report_goes_with_it(program: Any) -> None:
    names = [*(f"{number}.txt" for number in range(1_198)), "498.json", "499.json"]
    with serving() as place:
        page = enter(program, place)
        page.goto(place.address.partition("/?")[0] + "/add")
        page.locator("#adding[data-ready]").wait_for()
        sent: list[str] = []
        page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
        page.evaluate(DROP, [[(name, "") for name in names], "#drop"])
        page.get_by_text(re.compile("^Adding [0-9]+ files$")).wait_for()
        told = page.locator("h1").inner_text()
    assert (len(sent), told) == (3, "Adding 200 files")
