"""Pictures of every page of the reading room of a case, at three widths, light and dark, for looking at: `picture_room.py CASE FOLDER`."""

from __future__ import annotations

import re
import sys
import threading
from pathlib import Path

from variorum.export.book import Book
from variorum.show.room.routes import ROUTES
from variorum.show.room.server import prepare

WIDTHS = (390, 1280, 1920)
SCHEMES = ("light", "dark")
TALLEST = 6000  # pixels of a page that are pictured
UNASKED = ("/act", "/add/{id}", "/add/{id}/state", "/decisions/state", "/print.css")  # no pages to look at by themselves


def addresses(book: Book) -> list[str]:
    """One address of each page: of the claim with most to see, the first report, the person and the place with most mentions."""
    claim = max(book.claims, key=lambda one: (len(book.of_claim(one)), len(one.statements)))
    named = sorted(book.record.entities, key=lambda one: -len(one.mentions))
    of = {
        "claims": claim.id,
        "reports": book.columns[0].id,
        "people": next((one.id for one in named if one.type == "person"), ""),
        "places": next((one.id for one in named if one.type == "place"), ""),
    }
    found = []
    for route in ROUTES:
        if route.method == "GET" and route.path not in UNASKED:
            found.append(route.path.replace("{id}", of.get(route.path.split("/")[1], "")))
    more = "&".join(f"report={document.id}" for document in book.columns[:3])
    word = max(re.findall(r"\w+", claim.label), key=len)
    return [f"{path}?{more}" if path == "/compare" else f"{path}?q={word}" if path == "/search" else path for path in found]


def main(case: Path, folder: Path) -> None:
    """Writes the pictures, and prints what does not fit and what the browser complains of."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    place = prepare(case, read_only=False)
    thread = threading.Thread(target=place.run)
    thread.start()
    try:
        with sync_playwright() as playwright:
            from os import environ
            from shutil import which

            browser = playwright.chromium.launch(
                executable_path=environ.get("CHROMIUM") or which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page()
            page.on("console", lambda message: message.type in ("error", "warning") and print(page.url, message.text))
            page.goto(place.address)
            origin = place.address.partition("/?")[0]
            page.wait_for_url(origin + "/")
            for path in addresses(place.desk.book):
                name = re.sub(r"\W+", "-", path.partition("?")[0]).strip("-") or "overview"
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                    for width in WIDTHS:
                        page.set_viewport_size({"width": width, "height": 900})
                        page.goto(origin + path)
                        page.wait_for_load_state("networkidle")
                        wide, tall = page.evaluate(
                            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
                        )
                        if wide > width:
                            print(f"{path} is {wide} wide at {width}")
                        clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)}
                        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
            browser.close()
    finally:
        place.server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
