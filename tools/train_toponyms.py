"""Trains src/variorum/data/toponym_weights.tsv, the tagger of names of places, on articles with marked toponyms.

    python tools/train_toponyms.py --data DIR [--folds 5]

`DIR/documents.jsonl` has `text` and `toponyms` with `start`, `end` (LGL and TR-News in the makers' case). An averaged perceptron
(Collins, 2002) over runs of capitalised words, the mean of several that differ in the order of the articles, which comes from a
seed. Features of fewer than `FEWEST` articles, and small weights, are left out.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from variorum.model.span import Span
from variorum.reading.names import find_names
from variorum.reading.reader import Reader
from variorum.reading.toponyms import BEGINS, GOES_ON, OUTSIDE, Weights, best_tags, runs, stretches

OUT = Path(__file__).parents[1] / "src" / "variorum" / "data" / "toponym_weights.tsv"
FEWEST = 4
SMALL = 0.02
PASSES = 8
SEEDS = range(6)
Run = tuple[list[int], list[list[str]], list[int]]  # tokens, features, tags


class Article:
    """The runs of one document with their right tags, and the marked spans as token ranges."""

    def __init__(self, doc: Any, mentions: Any, gold: list[Span]) -> None:
        marked = {}
        for span in gold:
            words = doc.char_span(span.start, span.end)
            if words is not None:
                marked[words.start] = words.end
        self.total = len(gold)
        self.words = {t.text for t in doc if t.is_lower and t.is_alpha}
        self.gold = set(marked.items())
        self.runs: list[Run] = []
        inside = {i for start, end in marked.items() for i in range(start + 1, end)}
        for tokens, features in runs(doc, mentions):
            tags = [BEGINS if i in marked else GOES_ON if i in inside else OUTSIDE for i in tokens]
            if tags[0] == GOES_ON:
                tags[0] = BEGINS
            self.runs.append((tokens, features, tags))

    def found(self, by: Weights) -> set[tuple[int, int]]:
        """The token ranges the tagger marks."""
        return {(t[a], t[b - 1] + 1) for t, rows, _ in self.runs for a, b in stretches(best_tags(rows, by))}


def train(articles: list[Article]) -> Weights:
    """The mean of the averaged weights of one training a seed."""
    seen: Counter[str] = Counter()
    for a in articles:
        seen.update({f for _, rows, _ in a.runs for row in rows for f in row})
    common = Counter(word for a in articles for word in a.words)
    allowed = {f for f, n in seen.items() if n >= FEWEST and _general(f, common)} | {f"after {tag}" for tag in range(3)}
    total: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for seed in SEEDS:
        for feature, (begins, goes_on) in _perceptron(articles, allowed, random.Random(seed)).items():
            total[feature][0] += begins / len(SEEDS)
            total[feature][1] += goes_on / len(SEEDS)
    return {f: (w[0], w[1]) for f, w in sorted(total.items()) if max(map(abs, w)) >= SMALL}


def _perceptron(articles: list[Article], allowed: set[str], dice: random.Random) -> Weights:
    """Averaged weights after all passes over the articles in the order of the dice."""
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    by: Weights = {}
    step = 0

    def move(features: list[str], tag: int, much: float) -> None:
        for feature in features if tag != OUTSIDE else ():
            if feature in allowed:
                weights[feature][tag - 1] += much
                sums[feature][tag - 1] += step * much
                by[feature] = (weights[feature][0], weights[feature][1])

    order = list(range(len(articles)))
    for _ in range(PASSES):
        dice.shuffle(order)
        for _, rows, right in (run for number in order for run in articles[number].runs):
            step += 1
            said = best_tags(rows, by)
            for at, row in enumerate(rows) if said != right else ():
                if at:
                    move([f"after {right[at - 1]}"], right[at], 1.0)
                    move([f"after {said[at - 1]}"], said[at], -1.0)
                if said[at] != right[at]:
                    move(row, right[at], 1.0)
                    move(row, said[at], -1.0)
    return {f: (w[0] - sums[f][0] / step, w[1] - sums[f][1] / step) for f, w in weights.items()}


def _general(feature: str, common: Counter[str]) -> bool:
    """Whether `feature` names no word that is somebody's or something's name: a word counts that is written small elsewhere."""
    kind, _, rest = feature.partition(" ")
    if kind not in ("is", "before", "behind", "two"):
        return True
    word = rest.removeprefix("before ").removeprefix("behind ").split(" known ")[0]
    return not word.isalpha() or common[word] >= FEWEST


def scores(articles: list[Article], by: Weights) -> tuple[int, int, int]:
    """Right, found and marked toponyms."""
    right = found = 0
    for a in articles:
        said = a.found(by)
        right += len(said & a.gold)
        found += len(said)
    return right, found, sum(a.total for a in articles)


def load(data: Path) -> list[Article]:
    """The articles, parsed."""
    reader = Reader.load()
    articles = []
    with (data / "documents.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            doc = reader.parse(row["text"])
            articles.append(Article(doc, find_names(doc), [Span(t["start"], t["end"]) for t in row["toponyms"]]))
    return articles


def main() -> None:
    """Writes the weights, after printing how they do on articles held out in turn."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    report(load(given.data), given.folds)


def report(articles: list[Article], folds: int) -> None:
    """Prints held-out figures and writes the weights of all articles."""
    right = found = marked = 0
    for fold in range(folds):
        by = train([a for i, a in enumerate(articles) if i % folds != fold])
        r, f, m = scores([a for i, a in enumerate(articles) if i % folds == fold], by)
        right, found, marked = right + r, found + f, marked + m
    if folds:
        print(
            f"held out in turn: precision {right / found:.3f}, recall {right / marked:.3f}, F1 {2 * right / (found + marked):.3f}"
        )
    by = train(articles)
    note = "# What is seen at a word, and what it adds to the word's beginning a toponym and going on with one: trained by tools/train_toponyms.py on LGL and TR-News."
    OUT.write_text("\n".join([note, *(f"{f}\t{b:.2f}\t{i:.2f}" for f, (b, i) in by.items())]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
