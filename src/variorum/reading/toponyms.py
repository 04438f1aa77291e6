"""Which words of a document name places: a linear tagger over runs of capitalised words.

Each word of a run begins a toponym, goes on with one, or stands outside; the best sequence is found by Viterbi's algorithm. What it
looks at can be read in `_features`; the weights are `toponym_weights.tsv`, learned by `tools/train_toponyms.py` (Collins, 2002:
the averaged perceptron). A word itself counts only where it is no name of a place, so that what is learned is not a list of places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc

from variorum.model.reading import Mention
from variorum.model.span import Span
from variorum.reading.gazetteer import fame
from variorum.reading.placesenses import demonym
from variorum.reading.wordlist import lines, words

LONGEST = 4  # words of a name looked up in the gazetteer
OUTSIDE, BEGINS, GOES_ON = 0, 1, 2
Weights = dict[str, tuple[float, float]]


def find_toponyms(doc: Doc, mentions: Sequence[Mention]) -> list[Span]:
    """The spans of the names of places in `doc`, demonyms among them, in order."""
    found = []
    for run, rows in runs(doc, mentions):
        for start, end in stretches(best_tags(rows, _weights())):
            first, last = doc[run[start]], doc[run[end - 1]]
            found.append(Span(first.idx, last.idx + len(last)))
    return found


def runs(doc: Doc, mentions: Sequence[Mention]) -> Iterator[tuple[list[int], list[list[str]]]]:
    """The runs of words that may name a place, as token indices, and for each word what speaks for or against it."""
    view = _View(doc, mentions)
    for run in view.runs():
        yield run, [view.features(run, at) for at in range(len(run))]


def best_tags(rows: Sequence[Sequence[str]], by: Weights) -> list[int]:
    """The best sequence of tags for a run; among equals the one that says less."""
    zero = (0.0, 0.0)
    score = [0.0, 0.0, float("-inf")]
    back: list[list[int]] = []
    for row in rows:
        begins = goes_on = 0.0
        for feature in row:
            b, i = by.get(feature, zero)
            begins += b
            goes_on += i
        if not back:
            score = [0.0, begins, float("-inf")]
            back.append([0, 0, 0])
            continue
        steps = [by.get(f"after {t}", zero) for t in range(3)]
        from_any = max(range(3), key=lambda t: (score[t], -t))
        begin = max(range(3), key=lambda t: (score[t] + steps[t][0], -t))
        on = BEGINS if score[BEGINS] + steps[BEGINS][1] >= score[GOES_ON] + steps[GOES_ON][1] else GOES_ON
        back.append([from_any, begin, on])
        score = [score[from_any], score[begin] + steps[begin][0] + begins, score[on] + steps[on][1] + goes_on]
    tag = max(range(3), key=lambda t: (round(score[t], 9), -t))
    tags = [tag]
    for step in reversed(back[1:]):
        tag = step[tag]
        tags.append(tag)
    return tags[::-1]


def stretches(tags: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The ranges of a sequence of tags that are toponyms."""
    start = None
    for at, tag in enumerate([*tags, OUTSIDE]):
        if start is not None and tag != GOES_ON:
            yield start, at
            start = None
        if tag == BEGINS:
            start = at


@cache
def _weights() -> Weights:
    rows = (line.split("\t") for line in lines("toponym_weights.tsv"))
    return {feature: (float(begins), float(goes_on)) for feature, begins, goes_on in rows}


class _View:
    """One document as the tagger sees it."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.whole = doc.text  # which spaCy puts together anew at each call
        self.tokens = list(doc)
        self.text = [t.text for t in self.tokens]
        self.lower = [t.lower_ for t in self.tokens]
        self.tag = [t.tag_ for t in self.tokens]
        self.entity = [t.ent_type_ and f"{t.ent_iob_}-{t.ent_type_}" for t in self.tokens]
        self.name = self._names(mentions)
        self.found: dict[int, str] = {}
        self.placed: dict[str, list[int]] = {}
        for i, entity in enumerate(self.entity):
            if self.text[i][0].isupper():
                seen = self.placed.setdefault(self.text[i], [0, 0])
                seen[entity[2:] in ("GPE", "LOC")] += 1

    def _names(self, mentions: Sequence[Mention]) -> list[str]:
        found = [""] * len(self.tokens)
        starts = {t.idx: t.i for t in self.tokens}
        for m in mentions:
            if m.kind != "name" or m.span.start not in starts:
                continue
            at = starts[m.span.start]
            while at < len(found) and self.tokens[at].idx < m.span.end:
                found[at] = f"{'B' if self.tokens[at].idx == m.span.start else 'I'}-{m.type}"
                at += 1
        return found

    def runs(self) -> Iterator[list[int]]:
        """Ranges of tokens that are capitalised or join capitalised ones, within a sentence."""
        run: list[int] = []
        for token in self.tokens:
            may = self._may(token.i)
            if run and (not may or token.is_sent_start):
                yield run
                run = []
            if may:
                run.append(token.i)
        if run:
            yield run

    def _may(self, at: int) -> bool:
        text = self.text[at]
        if text[0].isupper():
            return True
        before = at > 0 and self.text[at - 1][0].isupper()
        if text[0].isdigit():
            return before or (at + 1 < len(self.text) and self.text[at + 1][0].isupper())
        behind = at + 1 < len(self.text) and self.text[at + 1][0].isupper()
        return before and behind and self.lower[at] in words("place_joiners.txt")

    def _gazetteer(self, run: Sequence[int]) -> None:
        """Marks each token of `run` with the longest name of the gazetteer that covers it, from the left."""
        at = 0
        while at < len(run):
            size = 1
            for n in range(min(LONGEST, len(run) - at), 0, -1):
                known = self._fame(run[at], n)
                if known:
                    size = n
                    for k in range(n):
                        self.found[run[at + k]] = f"{'B' if k == 0 else 'I'}{n}{known}"
                    break
            at += size

    def _fame(self, start: int, size: int) -> str:
        first, last = self.tokens[start], self.tokens[start + size - 1]
        if not (first.text[0].isupper() and (last.text[0].isupper() or size == 1)):
            return ""
        if size == 1 and (first.is_stop or len(first) < 2):
            return ""
        name = self.whole[first.idx : last.idx + len(last)]
        return "people" if demonym(name) else fame(name)

    def _word(self, at: int) -> str:
        """The word there in lower case, unless it may name a place."""
        if not 0 <= at < len(self.text):
            return "-"
        return "(place)" if self.found.get(at) or (self.text[at][0].isupper() and fame(self.text[at])) else self.lower[at]

    def features(self, run: Sequence[int], at: int) -> list[str]:
        """What speaks for or against a toponym at that word of the run."""
        if at == 0:
            self._gazetteer(run)
        i = run[at]
        text, known = self.text[i], self.found.get(i, "-")
        entity, name = self.entity[i] or "-", self.name[i] or "-"
        last, nxt = i - 1, i + 1
        inside = nxt < len(self.text)
        known_next = self.found.get(nxt, "-") if at + 1 < len(run) else "."
        known_last = self.found.get(last, "-") if at else "."
        word_last, word_next = self._word(last), self._word(nxt)
        seen = self.placed.get(text, [0, 0])
        often = "-" if not seen[1] and not seen[0] else f"{round(4 * seen[1] / sum(seen))}"
        return [
            "any",
            f"is {self._word(i)}",
            f"ends {text[-3:].lower()}",
            f"shape {_shape(text)} {self.tag[i]}",
            f"entity {entity}",
            f"name {name}",
            f"known {known}",
            f"known {known} entity {entity}",
            f"known {known[0]} name {name} entity {entity}",
            f"before {word_last}",
            f"behind {word_next}",
            f"before {word_last} known {known[0]}",
            f"behind {word_next} known {known[0]}",
            f"behind known {known_next} known {known}",
            f"before known {known_last} known {known}",
            f"behind entity {self.entity[nxt] if inside else '.'} entity {entity}",
            f"before entity {self.entity[last] if i else '.'} entity {entity}",
            f"tags {self.tag[last] if i else '.'} {self.tag[i]} {self.tag[nxt] if inside else '.'}",
            f"two before {self.lower[i - 2] if i > 1 else '.'}",
            f"two behind {self._word(i + 2)}",
            f"seen {often} known {known}",
            f"place in run {min(at, 3)} {min(len(run) - at, 4)} known {known[0]}",
        ]


def _shape(text: str) -> str:
    if text.isupper():
        return "X." if "." in text else "XX" if len(text) > 1 else "X"
    if text[0].isdigit():
        return "9"
    if text[0].isupper():
        return "Xx." if text.endswith(".") else "Xx"
    return "x"
