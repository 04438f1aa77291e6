"""Makes `coreference_weights.tsv`: the weights of the mention ranker, learned from GUM.

    python -m tools.train_coreference --data DIR --out FILE

DIR is laid out like `data/coreference/train`. Genres under a non-commercial licence are left out. Each document is walked through
as the program walks through it, every mention going where it belongs. (A second walk on the ranker's own choices did not help.) The loss is the log-likelihood of all right choices together (chains or "new"), with an L2
penalty; Adam over shuffled batches, seeded.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._parse import parsed
from variorum.model.reading import EntityType, Mention
from variorum.model.span import Span
from variorum.reading.chaining import FOUND, Resolver
from variorum.reading.linking import Scene, anew, compared
from variorum.reading.nominals import stands
from variorum.reading.referents import PRONOUNS, Chain, Item, Voice, kind_of

NONCOMMERCIAL = ("essay", "fiction", "letter", "podcast", "whow")
TYPES: dict[str, EntityType] = {"person": "person", "organization": "organisation"}
EPOCHS, STEPS, BATCH, RATE, PENALTY, RAREST, LEAST, SEED = 8, 250, 64, 0.02, 6.0, 6, 0.04, 7
STRONGER = {"you": 20.0}  # penalty of kinds whose mistakes breed others, chosen by cross-validation

Weights = dict[tuple[str, str], float]
Case = tuple[str, list[list[str]], list[bool]]  # kind, features of every choice ("new" last), which are right


class Teacher:
    """Chooses for a resolver by the gold chains, and writes down every choice it was given."""

    def __init__(self, gold: dict[tuple[int, int], int], voices: dict[str, int]) -> None:
        self.gold, self.voices = gold, voices
        self.cases: list[Case] = []

    def of(self, item: Item) -> int:
        """The gold chain of a mention."""
        return self.gold[item.mention.span.start, item.mention.span.end]

    def __call__(self, item: Item, chains: Sequence[Chain], scene: Scene) -> int:
        wanted = self.of(item)
        features = [*compared(item, chains, scene), anew(item, chains, scene)]
        latest = [max((i.mention.span.start for i in c.items if self.of(i) == wanted), default=-1) for c in chains]
        right = [n >= 0 and n == max(latest) for n in latest]
        right = [r or (not c.items and self.voices.get(c.voice) == wanted) for r, c in zip(right, chains, strict=True)]
        right.append(not any(r and c.items for r, c in zip(right, chains, strict=True)))
        self.cases.append((item.kind, features, right))
        return right.index(True) if right.index(True) < len(chains) else -1


def strays(doc: Any, taken: Sequence[Mention]) -> list[Mention]:
    """The "they" and "it" of a text that stand for nobody."""
    starts = {m.span.start for m in taken}
    tokens = [t for t in doc if t.lower_ in PRONOUNS["they"] or (t.lower_ in PRONOUNS["it"] and stands(t))]
    words = [Span(t.idx, t.idx + len(t)) for t in tokens if t.idx not in starts]
    return [Mention(w, w, "pronoun", "person" if w.text(doc.text).lower() in PRONOUNS["they"] else "organisation") for w in words]


def walk(doc: Any, row: dict[str, Any]) -> list[Case]:
    """The choices met in one document: among its own mentions, and for "they" and "it" among all of them."""
    return [*choices(doc, row, found=False), *(c for c in choices(doc, row, found=True) if c[0].endswith(FOUND))]


def choices(doc: Any, row: dict[str, Any], found: bool) -> list[Case]:
    """The choices met in one document, and with `found` among stray pronouns too."""
    marks = [m for m in row["mentions"] if m["type"] in TYPES]
    mentions = [Mention(Span(m["start"], m["end"]), Span(*m["head"]), m["form"], TYPES[m["type"]]) for m in marks]
    voices = [Voice(Span(*where), who) for where, who in zip(row["sentences"], row["speakers"] or (), strict=False) if who]
    gold = {(m["start"], m["end"]): m["chain"] for m in marks}
    more = strays(doc, mentions) if found else []
    gold |= {(m.span.start, m.span.end): -1 - n for n, m in enumerate(more)}
    teacher = Teacher(gold, {})
    resolver = Resolver(doc, voices, found, teacher)
    said: dict[str, Counter[int]] = {}
    for m, mention in zip(marks, mentions, strict=True):
        voice = resolver.voice(mention.span.start)
        if voice and kind_of(mention, resolver.page.words(mention.head).root) == "i":
            said.setdefault(voice.who, Counter())[m["chain"]] += 1
    teacher.voices.update({who: min(c, key=lambda k: (-c[k], k)) for who, c in said.items()})
    resolver.run([*mentions, *more])
    return teacher.cases


def fit(cases: Sequence[Case], penalty: float = PENALTY) -> Weights:
    """The weights that make the right choices likeliest, each kind of mention by itself."""
    weights: Weights = {}
    for kind in sorted({c[0] for c in cases}):
        of_kind = [(choices, right) for k, choices, right in cases if k == kind and any(right)]
        weights |= {(kind, f): w for f, w in fit_kind(of_kind, STRONGER.get(kind, penalty)).items()}
    return weights


def fit_kind(cases: Sequence[tuple[list[list[str]], list[bool]]], penalty: float) -> dict[str, float]:
    """The weights of one kind: Adam on the log-likelihood, the rate falling to nothing."""
    counts = Counter(f for choices, _ in cases for fs in choices for f in set(fs))
    index = {key: n for n, key in enumerate(sorted(k for k, c in counts.items() if c >= RAREST))}
    packed = []
    for choices, right in cases:
        ids = [[index[f] for f in fs if f in index] for fs in choices]
        flat = np.array([i for row in ids for i in row], dtype=np.int64)
        owner = np.array([n for n, row in enumerate(ids) for _ in row], dtype=np.int64)
        packed.append((flat, owner, len(choices), np.array(right)))
    weights, first, second = (np.zeros(len(index)) for _ in range(3))
    random = np.random.default_rng(SEED)
    rounds = max(EPOCHS, STEPS * BATCH // max(len(packed), 1))
    total = rounds * -(-len(packed) // BATCH)
    step = 0
    for _ in range(rounds):
        order = random.permutation(len(packed))
        for at in range(0, len(packed), BATCH):
            batch = order[at : at + BATCH]
            gradient = penalty / len(packed) * weights
            for n in batch:
                flat, owner, size, right = packed[n]
                scores = np.bincount(owner, weights=weights[flat], minlength=size)
                p = np.exp(scores - scores.max())
                p /= p.sum()
                share = np.where(right, p, 0.0)
                np.add.at(gradient, flat, ((p - share / share.sum()) / len(batch))[owner])
            step += 1
            first = 0.9 * first + 0.1 * gradient
            second = 0.999 * second + 0.001 * gradient**2
            rate = RATE * (1 - step / (total + 1))
            weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {key: float(weights[n]) for key, n in index.items()}


def written(weights: Weights) -> str:
    """The table, one weight a line: kind of mention, feature, weight."""
    head = (
        "# Weights of the mention ranker (reading/linking.py): kind of mention, feature, weight. Learned by tools/train_coreference.py\n"
        "# from GUM 11 (CC BY annotation; texts of genres under CC BY, CC BY-SA or in the public domain only).\n"
    )
    kept = sorted((kind, f, round(w, 2)) for (kind, f), w in weights.items())
    return head + "".join(f"{kind}\t{f}\t{w:.2f}\n" for kind, f, w in kept if abs(w) >= LEAST)


def main() -> None:
    """Reads, trains, writes."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    rows = [json.loads(line) for line in (args.data / "documents.jsonl").open(encoding="utf-8")]
    rows = [r for r in rows if r["genre"] not in NONCOMMERCIAL]
    args.out.write_text(written(fit([c for r in rows for c in walk(parsed(r["text"]), r)])), encoding="utf-8")


if __name__ == "__main__":
    main()
