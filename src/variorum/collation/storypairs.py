"""What two reports share, as numbers: rare names and words, days, ages; weighed by a shipped table and model."""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from variorum.collation.namematch import fold
from variorum.model.document import Document
from variorum.model.reading import Reading

KEYS = 60  # keys a report puts forward for finding partners
RARE = 3.2  # inverse document frequency (natural logarithm) from which on a word is rare
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][\w'’-]+(?:\s+[^\W\d_a-zß-öø-ÿ][\w'’-]+)+")
_AGE = re.compile(r"\b(\d{1,2})-year-old|\b(\d{1,2}) years old|[a-z],? (\d{1,2}),", re.IGNORECASE)
FEATURES = (
    "words", "names", "titles", "rarest", "second", "pairs", "rare names", "ages shared", "ages apart", "numbers",
    "day gap", "no day", "days shared",
)  # fmt: skip


@cache
def table() -> tuple[int, dict[str, int]]:
    """How many texts were counted, and in how many of them each word stands (words in fewer than five are left out)."""
    text = resources.files("variorum.data").joinpath("story_words.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return int(lines[0][1]), {word: int(count) for word, count in lines[1:]}


@cache
def weights() -> dict[str, float]:
    """Weight of each feature, and of "bias", in the logistic model of two reports being one story."""
    text = resources.files("variorum.data").joinpath("story_weights.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in lines}


@cache
def rarity(word: str) -> float:
    """Inverse document frequency of a folded word by the shipped table."""
    total, counts = table()
    return math.log(total / counts.get(word, 2))


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a report is held against other reports. Vectors are weighed by rarity and have length 1."""

    document: str
    words: dict[str, float]
    names: dict[str, float]
    title: dict[str, float]
    pairs: frozenset[str]
    ages: frozenset[int]
    numbers: frozenset[str]
    day: int | None
    days: frozenset[str]
    keys: tuple[str, ...]


def _unit(counts: Counter[str]) -> dict[str, float]:
    vector = {word: (1 + math.log(n)) * rarity(word) for word, n in sorted(counts.items()) if word}
    length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
    return {word: v / length for word, v in vector.items()}


def body(document: Document, reading: Reading) -> str:
    """The report's words without page furniture and credits."""
    kept = [b for b in reading.blocks if b.role not in ("furniture", "credit", "byline")]
    return "\n".join(b.span.text(document.text) for b in kept) if reading.blocks else document.text


def _day(value: str | None) -> int | None:
    try:
        return datetime.date.fromisoformat((value or "")[:10]).toordinal()
    except ValueError:
        return None


def profile(document: Document, reading: Reading) -> Profile:
    """The profile of one report, from its own words alone."""
    text = body(document, reading)
    title = document.meta.title or ""
    whole = f"{title}\n{text}"
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for match in _WORD.finditer(whole):
        word = fold(match.group()).replace(" ", "")
        words[word] += 1
        if match.group()[0].isupper() and len(word) > 2:
            names[word] += 1
    # A word also met in lower case is no name: it began a sentence.
    lower = {fold(w).replace(" ", "") for w in re.findall(r"\b[a-zß-ÿ][\w'’-]+", whole)}
    names = Counter({w: n for w, n in names.items() if w not in lower})
    pairs = set()
    for match in _NAME.finditer(whole):
        parts = fold(match.group()).split()
        pairs |= {f"{a} {b}" for a, b in itertools.pairwise(parts) if min(len(a), len(b)) > 1}
    ages = {int(next(g for g in m.groups() if g)) for m in _AGE.finditer(whole)}
    numbers = {w for w in words if w[0].isdigit() and len(w) > 2 and not re.fullmatch(r"(?:19|20)\d\d", w)}
    days = {
        t.earliest[:10]
        for t in reading.times
        if t.type in ("date", "time") and t.earliest and t.latest and t.earliest[:10] == t.latest[:10]
    }
    rare = sorted((w for w in names if rarity(w) >= RARE), key=lambda w: (-rarity(w) * (1 + math.log(names[w])), w))
    return Profile(
        document.id, _unit(words), _unit(names), _unit(Counter(fold(title).split())), frozenset(pairs), frozenset(ages),
        frozenset(numbers), _day(document.meta.published), frozenset(days), tuple(rare[:KEYS]),
    )  # fmt: skip


def _cosine(left: dict[str, float], right: dict[str, float]) -> float:
    if len(left) > len(right):
        left, right = right, left
    return sum(value * right[word] for word, value in left.items() if word in right)


def features(a: Profile, b: Profile) -> list[float]:
    """What two reports share, in the order of FEATURES."""
    shared = sorted((rarity(w) for w in a.names.keys() & b.names.keys()), reverse=True)
    scale = math.log(table()[0] / 2)
    bound = sum(1 for pair in a.pairs & b.pairs if max(rarity(w) for w in pair.split()) >= RARE)
    known = a.day is not None and b.day is not None
    gap = math.log1p(abs((a.day or 0) - (b.day or 0))) if known else 0.0
    return [
        _cosine(a.words, b.words),
        _cosine(a.names, b.names),
        _cosine(a.title, b.title),
        shared[0] / scale if shared else 0.0,
        shared[1] / scale if len(shared) > 1 else 0.0,
        math.log1p(bound),
        math.log1p(sum(1 for r in shared if r >= RARE)),
        float(bool(a.ages & b.ages)),
        float(bool(a.ages and b.ages and not a.ages & b.ages)),
        math.log1p(len(a.numbers & b.numbers)),
        gap,
        float(not known),
        math.log1p(len(a.days & b.days)),
    ]


def likelihood(a: Profile, b: Profile) -> float:
    """How likely two reports are of one story, by the shipped model."""
    model = weights()
    total = model["bias"] + sum(model[name] * value for name, value in zip(FEATURES, features(a, b), strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 6)


def partners(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """Pairs of positions worth comparing: at least two rare names in common."""
    holders: dict[str, list[int]] = {}
    for position, found in enumerate(profiles):
        for key in found.keys:
            holders.setdefault(key, []).append(position)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        for i, left in enumerate(held):
            for right in held[i + 1 :]:
                shared[left, right] += 1
    return sorted(pair for pair, count in shared.items() if count >= 2)
