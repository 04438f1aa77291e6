"""Writes `src/variorum/data/ordinary_words.txt`: words that texts write small within sentences. Needs only --data.

python tools/list_ordinary_words.py --data DIR
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

SETS = ("incidents", "attribution", "coreference", "times", "places")
LEAST = 4  # documents that write the word small
SHARE = 0.15  # of the documents that have it within a sentence; a name slips out small now and then
ENOUGH = 8  # documents that write it small, whatever the share: "bush", "king", "march"
TARGET = Path(__file__).parents[1] / "src" / "variorum" / "data" / "ordinary_words.txt"
HEAD = (
    "# English words, as against names: written small within sentences in four or more texts of the training sets "
    "(tools/list_ordinary_words.py). No text can be made out of it.\n"
)
_WORD = re.compile(r"(?<=[a-z,;] )[A-Za-z]+(?![\w@./-])")


def main() -> None:
    """Counts and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    small: Counter[str] = Counter()
    either: Counter[str] = Counter()
    for name in SETS:
        for line in (data / name / "train" / "documents.jsonl").open(encoding="utf-8"):
            seen = set(_WORD.findall(json.loads(line)["text"]))
            small.update(word for word in seen if word.islower())
            either.update({word.lower() for word in seen})
    kept = sorted(word for word, count in small.items() if count >= ENOUGH or (count >= LEAST and count >= SHARE * either[word]))
    TARGET.write_text(HEAD + "".join(word + "\n" for word in kept), encoding="utf-8")


if __name__ == "__main__":
    main()
