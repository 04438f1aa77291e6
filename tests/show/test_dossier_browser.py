"""The dossier in a real browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from variorum.model.record import Record
from variorum.show.dossier import dossier

BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium found on the path")
def test_the_page_asks_for_nothing_and_fits_every_width(ferry: Record, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    file = tmp_path / "dossier.html"
    file.write_text(dossier(ferry, full_text=True), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=True)
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(file.as_uri())
        assert page.locator("table.collation").first.is_visible()
        assert page.locator("table.collation tbody tr").first.locator("td").count() == len(ferry.documents)
        page.locator("table.collation tbody td a").first.click()
        assert page.locator("blockquote:target").is_visible()
        for width in (390, 820, 1280, 2000):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            drawn = page.locator(".stemma text").first.evaluate("one => one.getBoundingClientRect().height")
            assert drawn >= 11, "the names in the lineage must be legible"
        browser.close()
    assert asked == [file.as_uri()] or all(address.startswith(file.as_uri()) for address in asked)
    assert complaints == []
