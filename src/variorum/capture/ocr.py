"""Text in pictures, recognised by Tesseract where that is installed: lines of print with their boxes."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from functools import cache

from variorum.errors import UnreadableError

PROGRAM = "tesseract"
NEXT = (
    "install Tesseract (Debian, Ubuntu: apt-get install tesseract-ocr; macOS: brew install tesseract) and `pip install "
    '"variorum[ocr]"`, then build again; or give its text'
)
LEVEL_WORD = "5"
LOW = 60.0  # mean confidence in percent below which what was recognised is not to be relied on
DPI = 300
Recognised = tuple[str, float, float, float, float]  # words and box: left, top, right, bottom, in pixels


def available() -> bool:
    """Whether Tesseract can be called."""
    return shutil.which(PROGRAM) is not None


@cache
def version() -> str:
    """Name and version of the program, e.g. `tesseract 5.3.0`."""
    done = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False)
    return " ".join((done.stdout or done.stderr).split("\n", 1)[0].split())


def recognised(picture: bytes) -> tuple[list[Recognised], float]:
    """The lines in a picture (PNG or PNM) in reading order, and the mean confidence in their words, 0 to 100.

    Nothing is written to disk. Raises UnreadableError where the program fails.
    """
    command = [PROGRAM, "stdin", "stdout", "-l", "eng", "--dpi", str(DPI), "tsv"]
    done = subprocess.run(command, input=picture, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1][:200]
        raise UnreadableError(f"Tesseract failed on it ({said}); see that its English data are installed, or give its text")
    lines: dict[tuple[str, ...], list[tuple[str, float, float, float, float]]] = {}
    sure: list[float] = []
    for row in csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE):
        words = (row.get("text") or "").strip()
        if row.get("level") != LEVEL_WORD or not words:
            continue
        left, top = float(row["left"]), float(row["top"])
        box = (words, left, top, left + float(row["width"]), top + float(row["height"]))
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(box)
        sure.append(float(row["conf"]))
    whole = [
        (
            " ".join(w[0] for w in line),
            min(w[1] for w in line),
            min(w[2] for w in line),
            max(w[3] for w in line),
            max(w[4] for w in line),
        )
        for line in lines.values()
    ]
    return whole, sum(sure) / len(sure) if sure else 0.0
