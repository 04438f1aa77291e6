"""What all tests share: a Chromium, where one is installed, and word of what was left out for want of one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
EXAMPLES = Path(__file__).parents[1] / "examples"
LEFT_OUT = pytest.StashKey[int]()


def find_chromium() -> str | None:
    """The path of an installed Chromium (the environment's CHROMIUM first), or None."""
    if given := os.environ.get("CHROMIUM"):
        return given
    found = next((path for name in CANDIDATES if (path := shutil.which(name))), None)
    return found or next((str(path) for path in MACOS if path.exists()), None)


@pytest.fixture(scope="session", autouse=True)
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of the key that signs in tests: the user's own is left alone."""
    path = tmp_path_factory.mktemp("key") / "signing-key.pem"
    os.environ["VARIORUM_KEY"] = str(path)
    return path


@pytest.fixture(scope="session")
def examples_built(tmp_path_factory: pytest.TempPathFactory, signing_key: Path) -> Path:
    """The case of the example reports, for whoever only reads it; see `examples_case`."""
    import variorum

    case = tmp_path_factory.mktemp("examples-built") / "case"
    variorum.build([EXAMPLES / "reports"], case=case)
    return case


@pytest.fixture
def examples_case(examples_built: Path, tmp_path: Path) -> Path:
    """A case of the example reports for one test."""
    return Path(shutil.copytree(examples_built, tmp_path / "examples-case"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; without one the test is left out."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found")
    return path


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the browser tests where there is no browser, and counts them."""
    config.stash[LEFT_OUT] = 0
    if find_chromium() is not None:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))
            config.stash[LEFT_OUT] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says how many browser tests were left out, and how to get a browser."""
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{count} browser tests were left out: no Chromium was found. Install one (Debian, Ubuntu: apt-get install "
            "chromium; macOS: brew install --cask chromium) or name it: CHROMIUM=/path/to/chromium make test"
        )
