"""Runs one benchmark: writes what the program finds in a folder of data as JSON Lines, for scoring elsewhere."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

MEASURED = ("cluster", "hostile", "lineage", "room", "speed")  # they print their figures themselves
# So do these, and need no data: they use the examples, or passages of their own.
ALONE = ("atrisk", "journal", "kills", "tampering")


def parser() -> argparse.ArgumentParser:
    """The command line of `python -m benchmarks`."""
    made = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    made.add_argument("name", metavar="NAME", help="which benchmark, e.g. times")
    made.add_argument(
        "--data", type=Path, default=None, help="folder of the benchmark's input (all but {})".format(", ".join(ALONE))
    )
    made.add_argument(
        "--predictions",
        type=Path,
        default=None,
        help="JSON Lines file to write (all but cluster, hostile, lineage, room and speed)",
    )
    made.add_argument("--limit", type=int, default=None, help="read only so many rows, make only so many files or runs")
    return made


def run(name: str, data: Path, predictions: Path, limit: int | None) -> str | None:
    """Writes the predictions, whole or not at all; a sentence if the benchmark or its data is not there."""
    known = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))
    if name not in known:
        return f"There is no benchmark named {name!r}; there are: {', '.join(known)}."
    if not data.is_dir():
        return f"The data folder {data} is not there; name the folder that holds the benchmark's input with --data."
    predict = importlib.import_module(f"benchmarks.{name}").predict
    part = predictions.with_name(f".{predictions.name}.part")
    try:
        predictions.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as out:
            for row in predict(data, limit):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        part.replace(predictions)
    except FileNotFoundError as error:
        return f"The file {error.filename} is not there; {data} does not hold the input of {name!r}."
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError) as error:
        return f"The data in {data} cannot be read as the input of {name!r}: {error}."
    finally:
        part.unlink(missing_ok=True)
    return None


def measured(benchmark: str, data: Path, limit: int | None) -> str | None:
    """Prints the figures of a benchmark that needs no scorer, one a line; a sentence if the data is not there."""
    measure = importlib.import_module(f"benchmarks.{benchmark}").measure
    if benchmark == "hostile" and not (data.is_dir() and any(data.iterdir())):
        return f"{data} holds no files; make some with `python tests/samples.py {data}`."
    built = benchmark == "room" and (data / "journal.jsonl").is_file()
    if benchmark != "hostile" and not built and not (data / "documents.jsonl").is_file():
        return f"{data} does not hold documents.jsonl; name a folder laid out like the incidents benchmark with --data."
    for name, value in measure(data, limit):
        print(f"{benchmark} {name} {value:.3f}", flush=True)
    return None


def alone(benchmark: str, limit: int | None) -> None:
    """Prints the figures of a benchmark that brings its own data, one a line."""
    for name, value in importlib.import_module(f"benchmarks.{benchmark}").measure(limit):
        print(f"{benchmark} {name} {value:.3f}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 with a sentence on stderr for bad input."""
    given = parser().parse_args(arguments)
    if given.name in ALONE:
        alone(given.name, given.limit)
        return 0
    trouble: str | None
    if given.data is None:
        trouble = "Name the folder of the benchmark's input with --data."
    elif given.name in MEASURED:
        trouble = measured(given.name, given.data, given.limit)
    elif given.predictions is None:
        trouble = "Name the file to write with --predictions."
    else:
        trouble = run(given.name, given.data, given.predictions, given.limit)
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
