"""Writes src/variorum/data/name_weights.tsv: how much each mark of a stretch of words speaks for its being a name.

    python tools/train_names.py --data DIR        (DIR: the training part of GUM, `documents.jsonl`)

Multinomial logistic regression over the candidates that `variorum.reading.namespans` offers, with L2 penalty, by L-BFGS stopped
early; no random numbers. Only documents whose licence allows any use are read (CC BY, CC BY-SA, public domain). Every fifth is read a
second time in lower case, so that careless writing is known too.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from variorum.model.document import Block
from variorum.model.span import Span
from variorum.reading.namechoice import TYPES
from variorum.reading.namemarks import marks, setting
from variorum.reading.namerules import ruled_names
from variorum.reading.namespans import Stretch, candidates
from variorum.reading.reader import Reader
from variorum.reading.wordlist import table, words

OUT = Path(__file__).parents[1] / "src" / "variorum" / "data" / "name_weights.tsv"
NOTE = """\
# Log odds against no name that a mark of a stretch of words gives to: person, organisation, place, other name. Trained by tools/train_names.py on
# the training part of GUM 11 (annotation CC BY 4.0; Zeldes and others, github.com/amir-zeldes/gum), its texts under CC BY, CC BY-SA or in the
# public domain alone: genres academic, bio, conversation, court, interview, news, speech, textbook, vlog, voyage.
"""
CLOSED_LICENCES = ("NC", "ND")
GENRES = ("academic", "bio", "conversation", "court", "interview", "news", "speech", "textbook", "vlog", "voyage")
KIND = {"person": "person", "organization": "organisation", "place": "place"}
# Small words that may stand inside the core of a name, by its kind; a person's name does not run on over "of".
JOINING = {
    "person": set("de la le du da di del van von der den el al bin ibn y - . dos e zu '".split()),
    "place": set("of de la le du da di del el al - the 's ’s and & y d ' .".split()),
    "other": set(
        "of de la le du da di del van von der den el al bin ibn y and & for the on in - 's ’s / . dos e zu to et und at '".split()
    ),
}
OWNERS = set("his her their our my your its some each every another many".split())
COMMON = set(
    "state states space earth moon sun world university city county street internet web heaven hell god lord campus capital island church park "
    "palace river mosque nation devil desert north south east west northeast northwest southeast southwest ocean sea bay valley bridge it".split()
)
RARE = 5  # marks met less often, or in fewer documents than FEW, are left out
FEW = 3
PENALTY = 40.0
ROUNDS = 40


def core(doc: Doc, mention: dict[str, Any]) -> tuple[int, int, str] | None:
    """The name proper inside a named mention, which may be a whole phrase: first and last token (excluded), and type."""
    kind = KIND.get(mention["type"], "other")
    whole = doc.char_span(mention["start"], mention["end"], alignment_mode="contract")
    head = doc.char_span(*mention["head"], alignment_mode="expand")
    if whole is None or head is None or not whole.start <= head.start < whole.end or not head.text[0].isalnum():
        return None
    joining = JOINING["other" if kind == "organisation" else kind]
    start, end = _grown(doc, whole.start, whole.end, head.start, joining)
    while start < end and _before_name(doc, start, end, kind):
        if doc[start].lower_ in OWNERS or (doc[start].lower_ in ("a", "an") and end - start <= 2):
            return None
        start += 1
    while start < end and not doc[end - 1].text[-1].isalnum() and not doc[end - 1].text.endswith("."):
        end -= 1
    while start < end and doc[end - 1].lower_ in ("'s", "’s"):
        end -= 1
    if (
        start >= end
        or not any(c.isalpha() for c in doc[start:end].text)
        or not _names(doc, start, end, kind, mention["head_tag"])
    ):
        return None
    return start, end, kind


def _grown(doc: Doc, low: int, high: int, at: int, joining: set[str]) -> tuple[int, int]:
    """The run of capitalised words and numbers around the token `at`, with joining words between them."""

    def joins(i: int) -> bool:
        return doc[i].lower_ in joining and not doc[i].text[0].isupper()

    start, end = at, at + 1
    while end < high:
        j = end
        while j < high and j - end < 3 and joins(j):
            j += 1
        if j < high and (doc[j].text[0].isupper() or doc[j].text[0].isdigit()):
            end = j + 1
        elif j == end and doc[end].text == "." and not doc[end - 1].whitespace_ and len(doc[end - 1]) <= 4 and end + 1 < high:
            end += 1
        else:
            break
    while start > low:
        j = start - 1
        while j >= low and start - 1 - j < 3 and joins(j):
            j -= 1
        if j < low or not doc[j].text[0].isupper():
            break
        start = j
    return start, end


def _before_name(doc: Doc, start: int, end: int, kind: str) -> bool:
    token = doc[start]
    titled = token.text in table("titles.tsv") or token.lower_ in table("person_nouns.tsv")
    return token.lower_ in words("articles.txt") or token.lower_ in OWNERS or (kind == "person" and end - start > 1 and titled)


def _names(doc: Doc, start: int, end: int, kind: str, tag: str) -> bool:
    """Whether these words are a name and not a title, a people or a common noun with a capital."""
    peoples, only = table("demonyms.tsv"), doc[start]
    among = any(t.text in peoples or t.text.removesuffix("s") in peoples for t in doc[start:end])
    if kind == "person" and (among or tag == "NNPS" or (end - start == 1 and only.ent_type_ == "NORP")):
        return False
    if end - start > 1:
        return True
    people = table("person_nouns.tsv")
    common = only.text in table("titles.tsv") or only.lower_ in people or only.lemma_.lower() in people
    if common or only.lower_ in words("organisation_nouns.txt") or only.lower_ in COMMON:
        return False
    return kind == "person" or only.text not in peoples


def flat(doc: Doc, mentions: list[dict[str, Any]]) -> dict[Stretch, str]:
    """The outermost names of a document and their types."""
    found = [(c, m["end"] - m["start"]) for m in mentions if m["form"] == "name" and (c := core(doc, m))]
    taken: set[int] = set()
    out: dict[Stretch, str] = {}
    for (start, end, kind), _ in sorted(found, key=lambda f: (f[0][0] - f[0][1], -f[1], f[0])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            out[start, end] = kind
    return out


def lowered(text: str) -> str:
    """`text` in lower case, every character in its place."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def paragraphs(text: str) -> tuple[Block, ...]:
    """The lines of `text` as blocks."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    return tuple(found)


def examples(doc: Doc, blocks: tuple[Block, ...], gold: dict[Stretch, str]) -> list[tuple[list[str], int]]:
    """Marks and label (0: no name) of every candidate of a document."""
    ruled = ruled_names(doc, blocks)
    around = setting(doc, ruled)
    label = {kind: n for n, kind in enumerate(TYPES, 1)}
    return [(sorted(set(marks(around, *c))), label[gold[c]] if c in gold else 0) for c in candidates(doc, ruled, every=True)]


def read(data: Path) -> Iterator[list[tuple[list[str], int]]]:
    """The examples of each document that may be used, and of every fifth once more in lower case."""
    reader, used = Reader.load(), 0
    with (data / "documents.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["genre"] not in GENRES or any(word in row["licence"] for word in CLOSED_LICENCES):
                continue
            blocks = paragraphs(row["text"])
            doc = reader.parse(row["text"], blocks)
            gold = flat(doc, row["mentions"])
            yield examples(doc, blocks, gold)
            used += 1
            if used % 5 == 0:
                small = reader.parse(lowered(row["text"]), blocks)
                spans = {doc[a:b].start_char: (doc[a:b].end_char, kind) for (a, b), kind in gold.items()}
                again = {(s.start, s.end): k for a, (b, k) in spans.items() if (s := small.char_span(a, b)) is not None}
                yield examples(small, blocks, again)


Objective = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]


def minimised(f: Objective, x: NDArray[np.float64], rounds: int, memory: int = 10) -> NDArray[np.float64]:
    """Where L-BFGS (Nocedal and Wright 2006, algorithm 7.5, with backtracking) has come to after `rounds` steps."""
    value, slope = f(x)
    steps: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    for n in range(rounds):
        way, past = slope.copy(), []
        for s, y in reversed(steps):
            a = (s @ way) / (s @ y)
            past.append(a)
            way -= a * y
        if steps:
            s, y = steps[-1]
            way *= (s @ y) / (y @ y)
        for (s, y), a in zip(steps, reversed(past), strict=True):
            way += s * (a - (y @ way) / (s @ y))
        size = 1.0 if n else 1.0 / np.linalg.norm(slope)
        while True:
            new = x - size * way
            new_value, new_slope = f(new)
            if new_value <= value - 1e-4 * size * (slope @ way) or size < 1e-9:
                break
            size /= 2
        if (new - x) @ (new_slope - slope) > 1e-12:
            steps = [*steps, (new - x, new_slope - slope)][-memory:]
        x, value, slope = new, new_value, new_slope
        print(n, round(value, 1), flush=True)
    return x


def fitted(rows: list[list[int]], labels: NDArray[np.int64], width: int) -> NDArray[np.float64]:
    """A weight for every mark and label."""
    kinds = len(TYPES) + 1
    starts = np.cumsum([0, *(len(r) for r in rows)])[:-1]
    columns = np.array([c for r in rows for c in r])
    owner = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    truth = np.eye(kinds)[labels]

    def loss(flat_weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat_weights.reshape(width, kinds)
        scores = np.add.reduceat(weights[columns], starts, axis=0)
        scores -= scores.max(axis=1, keepdims=True)
        total = np.log(np.exp(scores).sum(axis=1))
        error = np.exp(scores - total[:, None]) - truth
        slope = np.stack([np.bincount(columns, weights=error[owner, k], minlength=width) for k in range(kinds)], axis=1)
        value = float((total - scores[np.arange(len(rows)), labels]).sum() + 0.5 * PENALTY * (weights**2).sum())
        return value, (slope + PENALTY * weights).ravel()

    return minimised(loss, np.zeros(width * kinds), ROUNDS).reshape(width, kinds)


def train(documents: list[list[tuple[list[str], int]]]) -> list[tuple[str, NDArray[np.float64]]]:
    """The marks that are common enough, with what they add for each of TYPES against no name."""
    often = Counter(m for doc in documents for found, _ in doc for m in found)
    spread = Counter(m for doc in documents for m in {m for found, _ in doc for m in found})
    kept = sorted(m for m in often if often[m] >= RARE and spread[m] >= FEW and m.isprintable())
    column = {m: i for i, m in enumerate(kept)}
    rows = [[column[m] for m in found if m in column] for doc in documents for found, _ in doc]
    weights = fitted(rows, np.array([label for doc in documents for _, label in doc]), len(kept))
    return [(mark, weights[i, 1:] - weights[i, 0]) for i, mark in enumerate(kept)]


def main() -> None:
    """Reads, trains, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    table_ = train(list(read(parser.parse_args().data)))
    with OUT.open("w", encoding="utf-8", newline="\n") as out:
        out.write(NOTE)
        for mark, row in table_:
            if np.abs(row).max() >= 0.01:
                out.write("\t".join([mark, *(f"{w:.2f}" for w in row)]) + "\n")


if __name__ == "__main__":
    main()
