"""The reading room under load: a case of many reports, served, and asked at a steady rate from another process. Prints its lines."""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import variorum
from benchmarks.speed import _written

RATE = 20  # requests a second
SECONDS = 60
ASKERS = 40  # threads, so that a late answer keeps no later question waiting
BEFORE = 200  # requests that warm up what a browser would have warmed
WORDS = ("police", "shot", "hospital", "arrested", "the street", "yesterday", "suspect", "driver")


def measure(data: Path, limit: int | None = None) -> list[tuple[str, float]]:
    """Name and value of each figure. `*_p95_ms`: of answers at 20 requests a second for 60 s, counted from when they were due;
    `memory_growth`: of the server over that time; `processor_share`: how much of one processor it had (where answers are late and
    this is well below 1, the machine was busy with other things); `first_paint_ms`: of the table in a browser, where there is one.

    `data` holds documents.jsonl, of which the first 1,000 (or `limit`) are built into a case, or is such a case.
    """
    if (data / "journal.jsonl").is_file():
        return _measured(data)
    with (data / "documents.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, limit if limit is not None else 1000)]
    with tempfile.TemporaryDirectory() as scratch:
        case = Path(scratch) / "case"
        variorum.build([_written(rows, Path(scratch) / "reports")], case=case)
        return _measured(case)


def _measured(case: Path) -> list[tuple[str, float]]:
    start = time.perf_counter()
    with _served(case) as (process, address):
        ready = time.perf_counter() - start
        asker = _Asker(address)
        pages = asker.pages()
        for number in range(BEFORE):
            asker.get(_nth(pages, number)[1])
        before, spent = _memory(process.pid), _processor(process.pid)
        taken = asker.steadily(pages)
        growth = _memory(process.pid) / before - 1
        share = (_processor(process.pid) - spent) / SECONDS
        figures = [("ready_s", ready), ("memory_mb", before), ("memory_growth", growth), ("processor_share", share)]
        for kind, times in sorted(taken.items()):
            times.sort()
            figures += [(f"{kind}_p50_ms", statistics.median(times)), (f"{kind}_p95_ms", times[int(len(times) * 0.95)])]
        painted = _first_paint(asker)
        return [*figures, *([("first_paint_ms", painted)] if painted is not None else [])]


@contextmanager
def _served(case: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server in a process of its own, and the address that it printed."""
    command = [sys.executable, "-m", "variorum", "serve", str(case), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(20)


def _memory(pid: int) -> float:
    """Resident megabytes of a process."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():  # not Linux
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
        return int(told.stdout) / 1024
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text())
    return int(found[1]) / 1024 if found else 0.0


def _processor(pid: int) -> float:
    """Seconds that a process has had of the processor; nothing where the system does not tell as Linux does."""
    status = Path(f"/proc/{pid}/stat")
    if not status.exists():
        return 0.0
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _Asker:
    """Somebody who was let in."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc
        self.cookie = ""
        _, headers = self._ask(f"{parts.path}?{parts.query}")
        self.cookie = headers.get("set-cookie", "").partition(";")[0]

    def _ask(self, target: str) -> tuple[bytes, dict[str, str]]:
        line = http.client.HTTPConnection(self.host, timeout=60)
        try:
            line.request("GET", target, headers={"Cookie": self.cookie, "Accept-Encoding": "gzip"})
            got = line.getresponse()
            body = got.read()
            if got.status != 200:
                raise RuntimeError(f"{target}: {got.status}")
            return body, {name.lower(): value for name, value in got.getheaders()}
        finally:
            line.close()

    def get(self, target: str) -> int:
        """How many bytes a page has, packed."""
        return len(self._ask(target)[0])

    def text(self, target: str) -> str:
        """A page's HTML."""
        import gzip

        body, headers = self._ask(target)
        return (gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body).decode("utf-8")

    def pages(self) -> dict[str, list[str]]:
        """Addresses by kind: pages of the table and claims, searches, reports."""
        claims, reports = ["/claims"], []
        table = self.text("/claims")
        last = int((re.search(r'data-last="(\d+)"', table) or ["", "1"])[1])
        for number in range(1, last + 1, max(1, last // 40)):
            text = self.text(f"/claims?page={number}")
            claims += [f"/claims?page={number}", *re.findall(r'href="(/claims/\w+)"', text)[:2]]
            reports += [found.partition("#")[0] for found in re.findall(r'href="(/reports/\w+)', text)[:3]]
        found = {"claims": claims, "filter": [f"/claims?q={word.replace(' ', '+')}&sort=differs" for word in WORDS]}
        for kind, addresses in (("search", [f"/search?q={word.replace(' ', '+')}" for word in WORDS]), ("report", reports)):
            if self._there(addresses):
                found[kind] = list(dict.fromkeys(addresses))
        return found

    def _there(self, addresses: list[str]) -> bool:
        try:
            return bool(addresses) and self.get(addresses[0]) > 0
        except RuntimeError:
            return False

    def steadily(self, pages: dict[str, list[str]]) -> dict[str, list[float]]:
        """Milliseconds of each answer by kind, at the rate, whether or not the answers before have come."""
        taken: dict[str, list[float]] = defaultdict(list)
        lock = threading.Lock()
        begin = time.perf_counter() + 0.2

        def one(number: int) -> None:
            due = begin + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            kind, target = _nth(pages, number)
            self.get(target)
            spent = (time.perf_counter() - due) * 1000
            with lock:
                taken[kind].append(spent)

        def some(first: int) -> None:
            for number in range(first, RATE * SECONDS, ASKERS):
                one(number)

        threads = [threading.Thread(target=some, args=(first,)) for first in range(ASKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return taken


def _nth(pages: dict[str, list[str]], number: int) -> tuple[str, str]:
    kinds = sorted(pages)
    kind = kinds[number % len(kinds)]
    return kind, pages[kind][number // len(kinds) % len(pages[kind])]


def _first_paint(asker: _Asker) -> float | None:
    """Milliseconds to the first paint of the table with something in it, the median of five; None without a browser."""
    from shutil import which

    program = os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
    if program is None:
        return None
    from playwright.sync_api import sync_playwright

    times = []
    name, _, value = asker.cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(5):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": name, "value": value, "url": f"http://{asker.host}"}])
            page = context.new_page()
            page.goto(f"http://{asker.host}/claims")
            page.wait_for_selector(".sheet tbody tr")
            page.wait_for_timeout(300)
            times.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            context.close()
        browser.close()
    return float(statistics.median(times))
