"""What two reports share, as numbers: rare names and words, days, ages; weighed by a shipped table and model."""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from variorum.collation.namematch import fold
from variorum.collation.storymarks import Marks, days_between, marks
from variorum.model.document import Document, Meta
from variorum.model.reading import Reading

SILENT = ("furniture", "credit", "byline", "dateline")
OPENING = 60  # words of the text that are its opening, beside the title
RARE_NAME = 0.38  # rarity from which on a name is put forward for finding partners
RARE_WORD = 0.56  # the same for other words, and what two neighbouring words must have on average to be a telling pair
RARE_PAIR = 0.375
NAMES, WORDS, DAYS = 40, 30, 4  # how many of each a report puts forward
DAY_KEY = 0.38  # what a day that both reports name is worth beside names and words in finding partners
TOLD_DAYS = 6  # days named first that are held against those of another report
SHORT, LONG, STEADY = 400, 800, 20  # words at which a text is no longer short; is simply long; added before logarithms
HEADING = 16  # words of a report without a title that stand for one
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_HOST = re.compile(r"https?://(?:www\d?\.)?([^/:\s]+)", re.IGNORECASE)
FEATURES = (
    "names", "openings", "title in text", "rarest name", "word pairs", "ages shared", "ages apart", "day gap", "no day",
    "day gap of rare names", "days shared", "days between", "days told", "years apart", "weekdays apart", "one publisher",
    "short", "long",
)  # fmt: skip


class Rarity:
    """How rare a folded word is, 0 (in every text counted) to 1 (in hardly any), by document frequencies of other news."""

    __slots__ = ("_known", "_scale", "_total")

    def __init__(self, total: int, counts: Mapping[str, int]) -> None:
        self._total = total
        self._scale = math.log(total / 1.5)
        self._known = {word: math.log(total / count) / self._scale for word, count in counts.items()}

    def __call__(self, word: str) -> float:
        """The rarity of one word; 1 for those that are not in the table."""
        return self._known.get(word, 1.0)


@cache
def shipped() -> Rarity:
    """Rarity by the table that comes with the program."""
    lines = _rows("story_words.tsv")
    return Rarity(int(lines[0][1]), {word: int(count) for word, count in lines[1:]})


@cache
def weights() -> tuple[tuple[float, ...], float]:
    """Weight of each of FEATURES in the logistic model of two reports being one story, and its constant."""
    found = {name: float(value) for name, value in _rows("story_weights.tsv")}
    return tuple(found[name] for name in FEATURES), found["constant"]


def _rows(name: str) -> list[list[str]]:
    text = resources.files("variorum.data").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a report is held against other reports. Vectors are weighed by rarity and have length 1."""

    document: str
    names: dict[str, float]
    rare: dict[str, float]  # rarity of each name
    opening: dict[str, float]
    title: dict[str, float]  # rarity of each of its words, their sum 1
    vocabulary: frozenset[str]
    pairs: frozenset[tuple[str, str]]  # neighbouring words, together rare
    marks: Marks
    day: int | None  # of publication, as an ordinal
    publisher: str
    length: int  # words
    keys: dict[str, float]  # what it puts forward for finding partners, with what each is worth


@lru_cache(maxsize=200_000)
def word_form(word: str) -> str:
    """A word as the tables have it: folded, in one piece."""
    return fold(word).replace(" ", "")


def words_in(text: str) -> list[str]:
    """The words and figures of a text as written."""
    return _WORD.findall(text)


def _unit(counts: Mapping[str, int], rarity: Rarity) -> dict[str, float]:
    vector = {word: (1 + math.log(n)) * rarity(word) for word, n in sorted(counts.items())}
    length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
    return {word: v / length for word, v in vector.items()}


def body(document: Document, reading: Reading) -> str:
    """The report's words without page furniture, credits and stamps."""
    kept = [b for b in reading.blocks if b.role not in SILENT]
    return "\n".join(b.span.text(document.text) for b in kept) if reading.blocks else document.text


def headline(document: Document, reading: Reading) -> str:
    """The title given with the report, else the block laid out as one; empty where there is neither."""
    marked = next((b.span.text(document.text) for b in reading.blocks if b.role == "title"), "")
    return document.meta.title or marked


def publisher(meta: Meta) -> str:
    """Who published a report, folded: the publisher named, else the innermost host of its address (an archive's names two)."""
    hosts = _HOST.findall(meta.url or "")
    return fold(meta.publisher or "") or (hosts[-1].lower() if hosts else "")


def _date(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def profile(document: Document, reading: Reading, rarity: Rarity | None = None) -> Profile:
    """The profile of one report, from its own words alone."""
    return profile_of(document.id, headline(document, reading), body(document, reading), document.meta, rarity or shipped())


def profile_of(name: str, title: str, text: str, meta: Meta, rarity: Rarity) -> Profile:
    """The profile of a text under a title: a whole report, or a part of one."""
    heading = words_in(title)
    written = [*heading, *words_in(text)]
    forms = [word_form(w) for w in written]
    head = {form for form in forms[: len(heading) or HEADING] if form}
    counts = Counter(form for form in forms if form)
    # A word also met in lower case is no name: it began a sentence or stood in a title.
    lower = {form for word, form in zip(written, forms, strict=True) if word[0].islower()}
    capital = {form for word, form in zip(written, forms, strict=True) if word[0].isupper() and len(form) > 2} - lower
    names = {form: counts[form] for form in counts if form in capital}
    rare = {form: rarity(form) for form in names}
    published = _date(meta.published)
    told = marks(f"{title}\n{text}", published)
    values = {form: rarity(form) for form in counts}
    total = sum(values[w] for w in sorted(head)) or 1.0
    return Profile(
        document=name,
        names=_unit(names, rarity),
        rare=rare,
        opening=_unit(Counter(f for f in forms[: len(heading) + OPENING] if f), rarity),
        title={w: values[w] / total for w in sorted(head)},
        vocabulary=frozenset(counts),
        pairs=frozenset(
            (a, b) for a, b in itertools.pairwise(forms) if a and b and values[a] + values[b] > 2 * RARE_PAIR
        ),
        marks=told,
        day=published.toordinal() if published else None,
        publisher=publisher(meta),
        length=len(forms),
        keys=_keys(counts, names, values, told),
    )  # fmt: skip


def _keys(counts: Mapping[str, int], names: Mapping[str, int], values: Mapping[str, float], told: Marks) -> dict[str, float]:
    """The rarest and most used names and words, and the first days: what partners are found by."""

    def best(words: Iterable[str], least: float, most: int) -> list[str]:
        held = [w for w in words if values[w] >= least]
        return sorted(held, key=lambda w: (-round(values[w] * (1 + math.log(counts[w])), 9), w))[:most]

    found = [*best(names, RARE_NAME, NAMES), *best((w for w in counts if w not in names), RARE_WORD, WORDS)]
    days = {f"{month}-{day}": DAY_KEY for month, day in told.days[:DAYS]}
    return {word: values[word] for word in found} | days


def cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """The cosine of two vectors of length 1."""
    if len(left) > len(right):
        left, right = right, left
    return sum(value * right[word] for word, value in left.items() if word in right)


def _covered(a: Profile, b: Profile) -> float:
    """How much of each title stands in the other report, on average."""
    if not a.title or not b.title:
        return 0.0
    return (sum(v for w, v in a.title.items() if w in b.vocabulary) + sum(v for w, v in b.title.items() if w in a.vocabulary)) / 2


def _apart(left: frozenset[int] | frozenset[str], right: frozenset[int] | frozenset[str]) -> float:
    return float(bool(left) and bool(right) and not left & right)


def features(a: Profile, b: Profile) -> tuple[float, ...]:
    """What two reports share, in the order of FEATURES. Gaps are logarithms of days."""
    shared = sorted((a.rare[w] for w in a.rare.keys() & b.rare.keys()), reverse=True)
    known = a.day is not None and b.day is not None
    gap = math.log1p(abs((a.day or 0) - (b.day or 0))) if known else 0.0
    left, right = a.marks.days, b.marks.days
    between = 0.0
    if left and right:
        between = math.log1p(min(days_between(x, y) for x in left[:DAYS] for y in right[:DAYS]))
    return (
        cosine(a.names, b.names),
        cosine(a.opening, b.opening),
        _covered(a, b),
        shared[0] if shared else 0.0,
        math.log1p(len(a.pairs & b.pairs)),
        float(bool(a.marks.ages & b.marks.ages)),
        _apart(a.marks.ages, b.marks.ages),
        gap,
        float(not known),
        gap * sum(shared[:3]) / 3,
        float(bool(set(left[:TOLD_DAYS]) & set(right[:TOLD_DAYS]))),
        between,
        float(bool(left and right)),
        _apart(a.marks.years, b.marks.years),
        _apart(a.marks.weekdays, b.marks.weekdays),
        float(bool(a.publisher) and a.publisher == b.publisher),
        math.log((min(a.length, b.length, SHORT) + STEADY) / (SHORT + STEADY)),
        math.log(min(max(a.length, b.length, STEADY), LONG)),
    )


def likelihood(a: Profile, b: Profile) -> float:
    """How likely two reports are of one story, by the shipped model, rounded to six decimals."""
    weight, constant = weights()
    total = constant + sum(w * value for w, value in zip(weight, features(a, b), strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 6)
