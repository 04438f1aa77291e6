"""Trains the weights of src/variorum/data/place_weights.tsv on articles with resolved toponyms.

    python tools/train_places.py --data DIR [--folds 5]

`DIR/documents.jsonl` has `text` and `toponyms` with `start`, `end`, `lat`, `lon` (LGL and TR-News in the makers' case). A
conditional logit over the senses of each name, with the senses within 161 km of the given point as right ones, a small penalty on
squared weights, full-batch gradient steps from zero: no chance in it. Names without a right sense teach nothing. The first
round's weights are learned alone; the later rounds' on the company that the round before yields, twice over.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from variorum.model.span import Span
from variorum.reading.places import named, wording
from variorum.reading.placesenses import plain
from variorum.reading.resolution import FEATURES, OWN, ROUNDS, Field

OUT = Path(__file__).parents[1] / "src" / "variorum" / "data" / "place_weights.tsv"
NEAR = 161.0  # km
PENALTY = 0.3
STEPS = 400
SPEED = 0.5


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres along the great circle."""
    p, q, d = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    cosine = math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(d)
    return 6371.0 * math.acos(max(-1.0, min(1.0, cosine)))


class Article:
    """One document ready for training: its senses as arrays, which of them are right, how often each name counts."""

    def __init__(self, row: dict[str, Any], doc: Any) -> None:
        given = {Span(t["start"], t["end"]): t for t in row["toponyms"]}
        spans = sorted(given)
        written = [plain(s.text(row["text"])) for s in spans]
        self.field = Field(named(row["text"], spans, written), wording(doc))
        points: dict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
        for span, name in zip(spans, written, strict=True):
            if given[span]["lat"] is not None:
                points[name][given[span]["lat"], given[span]["lon"]] += 1
        self.gold = [
            max(points[n.text].items(), key=lambda p: (p[1], p[0]))[0] if points[n.text] else None for n in self.field.names
        ]
        self.counts = [sum(points[n.text].values()) for n in self.field.names]
        self.total = sum(self.counts)
        self.right = np.zeros(len(self.field.senses), dtype=bool)
        for n, at in enumerate(self.gold):
            for r in range(*self.field.ranges[n]) if at else ():
                spot = self.field.senses[r].spot
                self.right[r] = distance(*at, spot.latitude, spot.longitude) < NEAR

    def hits(self, chances: Any) -> int:
        """How many toponyms the likeliest senses place rightly."""
        found = 0
        for n, (start, end) in enumerate(self.field.ranges):
            if end > start and self.gold[n]:
                best = max(range(start, end), key=lambda r: (round(chances[r], 6), self.field.senses[r].spot.population, -r))
                found += self.counts[n] * bool(self.right[best])
        return found


def fit(articles: list[Article], tables: list[Any], width: int) -> Any:
    """Weights that make right senses probable."""
    rows, right, group, share = [], [], [], []
    number = 0
    for a, t in zip(articles, tables, strict=True):
        for n, (start, end) in enumerate(a.field.ranges):
            if end - start > 1 and a.right[start:end].any() and not a.right[start:end].all():
                rows.append(t[start:end])
                right.append(a.right[start:end])
                group += [number] * (end - start)
                share.append(1 + math.log(a.counts[n]))
                number += 1
    x, y, g, s = np.vstack(rows), np.concatenate(right), np.array(group), np.array(share)
    w, m, v = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(1, STEPS + 1):
        z = np.exp(np.clip(x @ w, -30, 30))
        p = z / np.bincount(g, z)[g]
        q = z * y / np.bincount(g, z * y)[g]
        slope = x.T @ ((p - q) * s[g]) + PENALTY * w
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        w = w - SPEED * (0.02 ** (step / STEPS)) * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def train(articles: list[Article]) -> tuple[Any, Any]:
    """Weights of the first round and of the later ones."""
    alone = fit(articles, [a.field.own for a in articles], len(OWN))
    chances = [a.field.chances(alone, a.field.own) for a in articles]
    together = np.zeros(len(FEATURES))
    for _ in range(ROUNDS - 1):
        tables = [np.hstack([a.field.own, a.field.company(c)]) for a, c in zip(articles, chances, strict=True)]
        together = fit(articles, tables, len(FEATURES))
        chances = [a.field.chances(together, t) for a, t in zip(articles, tables, strict=True)]
    return alone, together


def placed(articles: list[Article], alone: Any, together: Any) -> tuple[int, int, int]:
    """Toponyms placed rightly by the first round, by all rounds, and all."""
    first = last = total = 0
    for a in articles:
        chances = a.field.chances(alone, a.field.own)
        first += a.hits(chances)
        for _ in range(ROUNDS - 1):
            chances = a.field.chances(together, np.hstack([a.field.own, a.field.company(chances)]))
        last += a.hits(chances)
        total += a.total
    return first, last, total


def main() -> None:
    """Writes the weights, after printing how they do on articles held out in turn."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    blank = spacy.blank("en")
    with (given.data / "documents.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    articles = [Article(row, blank(row["text"])) for row in rows]
    sums = np.zeros(3)
    for fold in range(given.folds):
        kept = [a for i, a in enumerate(articles) if i % given.folds != fold]
        sums += placed([a for i, a in enumerate(articles) if i % given.folds == fold], *train(kept))
    if given.folds:
        print(
            f"held out in turn: first round {sums[0] / sums[2]:.3f}, all rounds {sums[1] / sums[2]:.3f} of {sums[2]:.0f} toponyms"
        )
    alone, together = train(articles)
    note = "# Evidence for a sense of a place's name, its weight in the first round and in the later ones: trained by tools/train_places.py on LGL and TR-News."
    body = [f"{f}\t{alone[i] if i < len(OWN) else 0:.3f}\t{together[i]:.3f}" for i, f in enumerate(FEATURES)]
    OUT.write_text("\n".join([note, *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
