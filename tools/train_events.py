"""Writes src/variorum/data/event_weights.tsv: the weights of the table of evidence, from reports in which people marked events.

    python tools/train_events.py --data DIR

`DIR` is laid out like the train part of the events benchmark. Pairs of marked words of one topic are compared as the program
compares statements; logistic regression with a ridge, by Newton's method. Nothing is drawn at random.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path[:0] = [str(Path(__file__).parents[1])]

from benchmarks._events import Marked, as_drafts, read_marked  # noqa: E402
from variorum.collation.alignment import compared_pairs, prepared  # noqa: E402

RIDGE = 1.0
STEPS = 15
VECTORS = ("context", "clause", "alike context")  # rows that need vectors
FOR = ("same word", "same act", "same stem", "act inside", "words", "around", "agent shared", "patient shared", "partner shared",
       "heads shared", "company shared", "place shared", "time shared", "number shared", "reports", "context", "clause",
       "alike around", "alike company", "alike reports")  # fmt: skip
AGAINST = ("general word", "agents apart", "patients apart", "heads apart", "company apart", "places apart", "times apart",
           "numbers apart", "frames apart", "polarity apart", "same sentence", "order", "thin")  # fmt: skip
SIGNS = {**dict.fromkeys(FOR, 1), **dict.fromkeys(AGAINST, -1)}
LEFT_OUT = ("most alike",)  # what the model of retelling asks first
NOTE = (
    "# Logistic weights of the table of evidence for two statements telling one happening (with vectors, without); "
    "fitted by tools/train_events.py on the train part of ECB+ (annotation CC BY 3.0).\n"
)
Table = npt.NDArray[np.float64]


def examples(reports: Sequence[Marked]) -> tuple[list[str], Table, Table]:
    """Names of the rows, their values for every compared pair of one topic, and whether that pair is one happening."""
    items, _ = as_drafts(reports, given=True)
    chains = {
        (r.document.id, r.given[m["start"], m["end"]]): m["chain"]
        for r in reports
        for m in r.row["mentions"]
        if m["kind"] == "action"
    }
    topics = {r.document.id: r.row["topic"] for r in reports}
    names: list[str] = []
    values: list[list[float]] = []
    same: list[float] = []
    for topic in sorted(set(topics.values())):
        held = [d for d in items if topics[d.document.id] == topic]
        chain = [chains[d.document.id, d.statement.head.start] for d in held]
        for i, j, row, _ in compared_pairs(prepared(held)):
            names = [name for name in row if name not in LEFT_OUT]
            values.append([row[name] for name in names])
            same.append(float(chain[i] == chain[j]))
    return names, np.array(values), np.array(same)


def fitted(values: Table, same: Table) -> Table:
    """Weights of the columns of `values` and, last, the bias."""
    x = np.hstack([values, np.ones((len(values), 1))])
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[-1, -1] = 1e-6
    found = np.zeros(x.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        slope = x.T @ (likely - same) + ridge @ found
        bend = (x * (likely * (1 - likely))[:, None]).T @ x + ridge
        found -= np.linalg.solve(bend, slope)
    return found


def signed(names: Sequence[str], values: Table, same: Table) -> Mapping[str, float]:
    """Weight of each row and the bias; rows whose weight would have the wrong sign are left out, the worst first."""
    kept = list(range(len(names)))
    while True:
        found = fitted(values[:, kept], same)
        wrong = [(found[n] * SIGNS[names[i]], i) for n, i in enumerate(kept) if found[n] * SIGNS.get(names[i], 0) < 0]
        if not wrong:
            return {**{names[i]: float(found[n]) for n, i in enumerate(kept)}, "bias": float(found[-1])}
        kept.remove(min(wrong)[1])


def table(names: Sequence[str], values: Table, same: Table) -> Mapping[str, tuple[float, float]]:
    """Weight of each row with vectors and without; 0 for those left out."""
    seeing = signed(names, values, same)
    kept = [i for i, name in enumerate(names) if name not in VECTORS]
    blind = signed([names[i] for i in kept], values[:, kept], same)
    rows = [name for name in (*names, "bias") if name in seeing or name in blind]
    return {name: (seeing.get(name, 0.0), blind.get(name, 0.0)) for name in rows}


def main() -> None:
    """Reads the reports, fits the weights, writes them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    names, values, same = examples(read_marked(parser.parse_args().data))
    rows = table(names, values, same)
    out = Path(__file__).parents[1] / "src" / "variorum" / "data" / "event_weights.tsv"
    out.write_text(NOTE + "".join(f"{name}\t{a:.3f}\t{b:.3f}\n" for name, (a, b) in rows.items()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
