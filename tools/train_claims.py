"""Writes src/variorum/data/claim_weights.tsv: the weights by which two statements of two reports are one claim.

    python tools/train_claims.py --data DIR

`DIR` holds the folders that benchmarks/judgements/one-claim.jsonl names: pairs of places in reports of news, and whether a reader took the
two for one claim. Each pair is compared as the program compares the two reports; logistic regression with a ridge on standardised values,
by Newton's method. Nothing is drawn at random. It also prints how well pairs are ranked (area under
the curve) over ten folds by first report, beside the likelihood by rule.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path[:0] = [str(Path(__file__).parents[1])]

from benchmarks._parse import reader  # noqa: E402
from benchmarks.incidents import laid_out  # noqa: E402
from variorum.collation.alignment import by_rule, compared_pairs, prepared  # noqa: E402
from variorum.collation.apartness import bearing  # noqa: E402
from variorum.collation.claimpairs import claim_rows  # noqa: E402
from variorum.collation.draft import Draft, drafts  # noqa: E402
from variorum.collation.eventpairs import event_likelihood  # noqa: E402
from variorum.collation.identity import identify  # noqa: E402
from variorum.model.document import Document  # noqa: E402
from variorum.model.reading import Reading  # noqa: E402
from variorum.run.stages import encode_report  # noqa: E402

ROOT = Path(__file__).parents[1]
RIDGE, STEPS, FOLDS = 10.0, 30, 10
NOTE = (
    "# Logistic weights of two statements of two reports being one claim; fitted by tools/train_claims.py on pairs that were read and judged "
    "for this project (benchmarks/judgements/one-claim.jsonl).\n"
)
Table = npt.NDArray[np.float64]
Report = tuple[Document, Reading]


def reports(data: Path, judged: list[dict[str, Any]]) -> dict[tuple[str, str], Report]:
    """Every report that a judgement names, read."""
    wanted = {(row["data"], row[side][0]) for row in judged for side in ("one", "other")}
    found = {}
    for folder in sorted({folder for folder, _ in wanted}):
        with (data / folder / "documents.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if (folder, row["id"]) in wanted:
                    document = laid_out(row)
                    found[folder, row["id"]] = document, encode_report((document, reader().read(document)))
    return found


def examples(data: Path, judged: list[dict[str, Any]]) -> Iterator[tuple[dict[str, float], float, bool, str]]:
    """For each judged pair that the program compares: its rows, its likelihood by rule, the verdict, the first report."""
    held = reports(data, judged)
    for row in judged:
        pair = [held[row["data"], row[side][0]] for side in ("one", "other")]
        documents, readings = [d for d, _ in pair], [r for _, r in pair]
        items = drafts(documents, readings, identify(documents, readings).of)
        compared = prepared(items)
        at = [_at(items, *row[side]) for side in ("one", "other")]
        for i, j, values, seeing in compared_pairs(compared):
            if {i, j} == set(at):
                a, b = (bearing(items[n], compared.happenings[n].acts) for n in (i, j))
                event = event_likelihood(values, seeing)
                yield claim_rows(values, event, a, b), by_rule(values, seeing, event, a, b), row["same"], row["one"][0]


def _at(items: list[Draft], document: str, start: int, end: int) -> int | None:
    """The statement that stands at a place, or the one that overlaps it most."""
    near = [
        (min(end, d.statement.span.end) - max(start, d.statement.span.start), i)
        for i, d in enumerate(items)
        if d.document.id == document
    ]
    shared, best = max(near, default=(0, 0))
    return best if 2 * shared > end - start else None


def fitted(values: Table, same: Table) -> Table:
    """Weights of the columns and, last, the bias."""
    mean, spread = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-9)
    x = np.hstack([(values - mean) / spread, np.ones((len(values), 1))])
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[-1, -1] = 1e-6
    found = np.zeros(x.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        bend = (x * (likely * (1 - likely))[:, None]).T @ x + ridge
        found -= np.linalg.solve(bend, x.T @ (likely - same) + ridge @ found)
    weights = found[:-1] / spread
    return np.append(weights, found[-1] - weights @ mean)


def ranking(scores: Table, same: Table) -> float:
    """The share of pairs of a right and a wrong one that are in the right order (area under the curve)."""
    right, wrong = scores[same > 0], scores[same == 0]
    return float(((right[:, None] > wrong[None]) + 0.5 * (right[:, None] == wrong[None])).mean())


def main() -> None:
    """Reads the reports, fits the weights, writes them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    with (ROOT / "benchmarks" / "judgements" / "one-claim.jsonl").open(encoding="utf-8") as lines:
        judged = [json.loads(line) for line in lines]
    rows, rules, verdicts, firsts = zip(*examples(data, judged), strict=True)
    names = list(rows[0])
    values, same = np.array([[row[name] for name in names] for row in rows]), np.array(verdicts, dtype=float)
    fold = np.array([int(sha256(first.encode()).hexdigest(), 16) % FOLDS for first in firsts])
    guessed = np.zeros(len(same))
    for k in range(FOLDS):
        weights = fitted(values[fold != k], same[fold != k])
        guessed[fold == k] = values[fold == k] @ weights[:-1] + weights[-1]
    print(
        f"{len(same)} of {len(judged)} pairs compared; ranking {ranking(guessed, same):.3f}, by rule {ranking(np.array(rules), same):.3f}"
    )
    lines = "".join(f"{name}\t{value:.3f}\n" for name, value in zip([*names, "bias"], fitted(values, same), strict=True))
    (ROOT / "src" / "variorum" / "data" / "claim_weights.tsv").write_text(NOTE + lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
