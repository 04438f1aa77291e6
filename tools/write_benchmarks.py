"""Measures skills and writes their figures into the column "now" of BENCHMARKS.md, with commit and machine.

    python tools/write_benchmarks.py --data DIR --scorer score.py [NAME ...]

`DIR` holds a folder a skill with a `dev` part; `score.py NAME --gold DIR --predictions FILE` prints a name, a metric and a value a line. Without
names, every skill of the table with a folder is measured. Rows of metrics that are not printed stay as they are; so do bars and what others get.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "BENCHMARKS.md"
FOLDERS = {"entities": "events/dev", "lineage": "incidents/dev", "speed": "incidents/train", "cluster": "incidents/train"}
PRINTED = ("cluster", "lineage", "speed")  # these print their figures; the others write predictions for a scorer
_ROW = re.compile(r"^\| (?P<name>\w+) \| `(?P<metric>\w+)` \| (?P<asks>[^|]*) \| (?P<now>[^|]*) \|(?P<rest>.*)$")
_FIGURE = re.compile(r"^(?:(?P<name>\w+)\s+)?(?P<metric>\w+)\s+(?P<value>-?\d+(?:\.\d+)?)$")
_MEASURED = re.compile(r"^Last written .*$", re.MULTILINE)


def figures(name: str, data: Path, scorer: Path, scratch: Path) -> dict[str, float]:
    """The metrics of one skill."""
    folder = data / FOLDERS.get(name, f"{name}/dev")
    run = [sys.executable, "-m", "benchmarks", name, "--data", str(folder)]
    if name in PRINTED:
        told = subprocess.run(run, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    else:
        predictions = scratch / f"{name}.jsonl"
        subprocess.run([*run, "--predictions", str(predictions)], check=True, capture_output=True, cwd=ROOT)
        score = [sys.executable, str(scorer), name, "--gold", str(folder), "--predictions", str(predictions)]
        told = subprocess.run(score, check=True, capture_output=True, text=True).stdout
    return {found["metric"]: float(found["value"]) for line in told.splitlines() if (found := _FIGURE.match(line.strip()))}


def written(value: float, old: str) -> str:
    """A figure as the table has it: shares with three places and no nought before the point."""
    if "." in old and abs(value) <= 1:
        return f"{value:.3f}".removeprefix("0")
    return f"{value:.3f}" if value < 10 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def with_figures(text: str, name: str, found: dict[str, float]) -> str:
    """The table with the figures of one skill in it."""
    lines = []
    for line in text.splitlines():
        row = _ROW.match(line)
        if row is not None and row["name"] == name and row["metric"] in found:
            now = written(found[row["metric"]], row["now"])
            line = f"| {name} | `{row['metric']}` | {row['asks']} | {now} |{row['rest']}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measures and writes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--scorer", type=Path, required=True)
    asked.add_argument("names", nargs="*")
    given = asked.parse_args()
    text = TABLE.read_text(encoding="utf-8")
    listed = dict.fromkeys(row["name"] for line in text.splitlines() if (row := _ROW.match(line)))
    names = given.names or [name for name in listed if (given.data / FOLDERS.get(name, f"{name}/dev")).is_dir()]
    with tempfile.TemporaryDirectory() as scratch:
        for name in names:
            text = with_figures(text, name, figures(name, given.data, given.scorer, Path(scratch)))
            commit = subprocess.run(
                ["git", "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True, cwd=ROOT
            ).stdout.strip()
            machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
            text = _MEASURED.sub(f"Last written on commit {commit} ({machine}).", text)
            TABLE.write_text(text, encoding="utf-8", newline="\n")
            print(f"{name} written", flush=True)


if __name__ == "__main__":
    main()
