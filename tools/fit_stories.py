"""Makes data/story_words.tsv and data/story_weights.tsv: in how many happenings a word is met, and the weights of the pair model.

    python tools/fit_stories.py --data DIR [--into src/variorum/data]

DIR holds the folders of training data (incidents, events, attribution, times, coreference, places, each with a `train`).
Reports of one happening count once for a word. The model is fitted on pairs whose words are weighed by counts that leave
their half of the happenings out, so that it meets names as rare as it will find them in reports it has not seen.
Nothing is drawn at random: the same data give the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy

from benchmarks.incidents import laid_out
from variorum.collation.storyblocks import partners
from variorum.collation.storypairs import FEATURES, Rarity, body, features, headline, profile, word_form, words_in
from variorum.model.document import Block, Document
from variorum.model.reading import Reading
from variorum.model.span import Span

FEWEST = 3  # happenings a word must be met in to have a line of its own
UNDATED = 2.0  # what a pair of the reports without dates weighs, which are fewer
CAUTION = 0.6  # log odds taken from pairs without dates: nothing but words keeps two happenings of one kind apart there
RIDGE = 1.0
Report = tuple[Document, Reading, str, str]  # with its happening and the group of happenings that must not be parted


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of one file of training data."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def reports(data: Path) -> list[Report]:
    """All reports whose happening is known, laid out as the benchmarks lay them out."""
    found: list[Report] = []
    for row in rows(data / "incidents" / "train" / "documents.jsonl"):
        document = laid_out(row)
        found.append((document, Reading(document.id, "", document.blocks), row["incident"], row["incident"]))
    for row in rows(data / "events" / "train" / "documents.jsonl"):
        blocks = tuple(Block(Span(a, b)) for a, b in row["sentences"] if b > a)
        document = Document(row["id"], row["id"], "", "text/plain", row["text"], blocks, language="en")
        found.append((document, Reading(document.id, "", blocks), row["subtopic"], row["topic"]))
    return found


def vocabulary(text: str) -> set[str]:
    """The folded words of a text."""
    return {form for word in words_in(text) if (form := word_form(word))}


def counted(found: list[Report], others: list[set[str]], keep: Callable[[str], bool]) -> tuple[int, dict[str, int]]:
    """How many happenings and other texts were counted, and in how many of them each word is met."""
    happenings: dict[str, set[str]] = {}
    for document, reading, happening, group in found:
        if keep(group):
            words = vocabulary(f"{headline(document, reading)}\n{body(document, reading)}")
            happenings.setdefault(happening, set()).update(words)
    counts: Counter[str] = Counter()
    for words in [*happenings.values(), *others]:
        counts.update(words)
    return len(happenings) + len(others), {w: n for w, n in sorted(counts.items()) if n >= FEWEST}


def half(group: str) -> int:
    """0 or 1, by the group's name alone."""
    return hashlib.sha1(group.encode()).digest()[-1] % 2


def fitted(x: numpy.ndarray, y: numpy.ndarray, weight: numpy.ndarray) -> tuple[numpy.ndarray, float]:
    """Weights and constant of the ridge logistic model, by Newton's method on standardised features."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = numpy.c_[(x - mean) / spread, numpy.ones(len(x))]
    ridge = numpy.eye(z.shape[1]) * RIDGE
    ridge[-1, -1] = 0
    beta = numpy.zeros(z.shape[1])
    for _ in range(100):
        p = 1 / (1 + numpy.exp(-numpy.clip(z @ beta, -30, 30)))
        hessian = (z * (weight * p * (1 - p))[:, None]).T @ z + ridge
        step = numpy.linalg.solve(hessian, z.T @ (weight * (p - y)) + ridge @ beta)
        beta -= step
        if float(abs(step).max()) < 1e-9:
            break
    scaled = beta[:-1] / spread
    return scaled, float(beta[-1] - (scaled * mean).sum())


def main() -> None:
    """Reads the data, writes the two files, prints what was counted and fitted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--into", type=Path, default=Path("src/variorum/data"))
    given = parser.parse_args()
    found = reports(given.data)
    folders = ("attribution", "times", "coreference", "places")
    others = [vocabulary(r["text"]) for f in folders for r in rows(given.data / f / "train" / "documents.jsonl")]
    x, y, weight = [], [], []
    for side in (0, 1):
        rarity = Rarity(*counted(found, others, lambda group, side=side: half(group) != side))
        for dated in (True, False):
            held = [r for r in found if half(r[3]) == side and (r[0].meta.published is not None) == dated]
            profiles = [profile(document, reading, rarity) for document, reading, _, _ in held]
            for i, j in partners(profiles):
                x.append(features(profiles[i], profiles[j]))
                y.append(float(held[i][2] == held[j][2]))
                weight.append(1.0 if dated else UNDATED)
    scaled, constant = fitted(numpy.array(x), numpy.array(y), numpy.array(weight))
    scaled[FEATURES.index("no day")] -= CAUTION
    print(f"{len(y)} pairs, {int(sum(y))} of one happening")
    total, counts = counted(found, others, lambda group: True)
    told = "made by tools/fit_stories.py from the train parts of"
    lines = [f"# In how many happenings and texts a word is met (three or more); {told} six English news corpora.", f"\t{total}"]
    lines += [f"{word}\t{count}" for word, count in counts.items()]
    (given.into / "story_words.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [f"# Logistic weights of what two reports share in being one story; {told} ECB+ and LongTailQATask."]
    lines += [f"{name}\t{value:.3f}" for name, value in zip([*FEATURES, "constant"], [*scaled, constant], strict=True)]
    (given.into / "story_weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[1:]))


if __name__ == "__main__":
    main()
