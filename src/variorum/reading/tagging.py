"""Sources, cues and contents by a small encoder: which words of a text play which role, and how well any two go together.

MiniLM-L6 fine-tuned on PolNeAR with a linear-chain conditional random field (Lafferty et al. 2001) over its outputs; what the
rules found, the parser's tags and the quotation marks are added to its third layer as features. Data, method, scores and licence
stand in the model card, `data/attribution_model.md`. Activations are quantised over a whole window, so that each window is
run alone and the answer for a text never depends on other texts.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from variorum.model.span import Span
from variorum.reading.runtime import silent_runtime

if TYPE_CHECKING:
    from spacy.tokens import Doc

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Window = tuple[int, int, int, int]  # first piece, end, and the range of pieces that count in it
Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")
WINDOW = 254  # word pieces run at once
OVERLAP = 36  # of one window with the next; each piece counts in the window where it stands farther from the edge
STRETCH = 16_256  # word pieces decoded at once, which bounds the memory that a long text takes
NEVER = -1e4
BEGIN = 0.3  # added wherever a segment begins, so that fewer are missed; chosen on articles kept out of training
POS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE".split()
DEPENDENCIES = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep det "
    "dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt "
    "punct quantmod relcl xcomp"
).split()
NESTED = {"cue": 7, "source": 8}  # marks of an attribution inside another one's content


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of a text before tagging. `ruled`: what rules found, later ones over earlier ones, and whether nested."""

    ruled: tuple[tuple[Role, Span, bool], ...]
    quotations: tuple[Span, ...]
    utterances: tuple[Span, ...]
    paragraphs: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in one role. `piece` is the number of its first word piece."""

    role: Role
    span: Span
    piece: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """The segments of a text in order, with what the model says of how they go together."""

    segments: tuple[Segment, ...]
    windows: tuple[tuple[int, int, dict[int, Floats]], ...]  # first piece, piece after the last, link vectors by piece
    none: Floats
    size: int

    def content_to_cue(self, content: Segment, cue: Segment) -> float | None:
        """How well a content goes with a cue (a logit); None where they stand in no common window."""
        vectors = self._common(content.piece, cue.piece)
        if vectors is None:
            return None
        a, b = vectors
        return float(b[self.size : 2 * self.size] @ a[: self.size]) / 8

    def cue_to_source(self, cue: Segment, source: Segment) -> float | None:
        """How well a cue goes with a source (a logit); None where they stand in no common window."""
        vectors = self._common(cue.piece, source.piece)
        if vectors is None:
            return None
        a, b = vectors
        return float(b[3 * self.size :] @ a[2 * self.size : 3 * self.size]) / 8

    def cue_to_none(self, cue: Segment) -> float:
        """How well it fits a cue that nobody is named for it (a logit)."""
        vectors = self._common(cue.piece, cue.piece)
        return 0.0 if vectors is None else float(self.none @ vectors[0][2 * self.size : 3 * self.size]) / 8

    def _common(self, one: int, other: int) -> tuple[Floats, Floats] | None:
        """The vectors of two pieces from the window in which they stand farthest from the edges."""
        low, high = min(one, other), max(one, other)
        at = bisect_right(self.windows, low, key=lambda window: window[0])
        near = [(n, *self.windows[n][:2]) for n in range(max(0, at - 2), at)]  # no piece is in more than two windows
        holding = [(min(low - a, b - high), -a, n) for n, a, b in near if high < b]
        if not holding:
            return None
        vectors = self.windows[max(holding)[2]][2]
        return vectors[one], vectors[other]


class Tagger:
    """The model in memory. `tag` is a pure function of its arguments."""

    def __init__(self, session: Any, tokenizer: Any, field: dict[str, Any]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._none = np.array(field["none"], dtype=np.float32)
        self._size = len(field["none"])
        self._start = np.array(field["start"], dtype=np.float32)
        self._end = np.array(field["end"], dtype=np.float32)
        self._steps = np.array(field["transitions"], dtype=np.float32)
        self._steps[:, [1, 3, 5]] += BEGIN
        for inside in (2, 4, 6):
            self._start[inside] = NEVER
            for before in range(7):
                if before not in (inside - 1, inside):
                    self._steps[before, inside] = NEVER

    @classmethod
    def load(cls) -> Tagger | None:
        """The tagger, or None where its runtime is not installed: attribution is then left to the rules."""
        if find_spec("onnxruntime") is None:
            return None
        onnxruntime = silent_runtime()
        data = resources.files("variorum") / "data"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the order of sums, and so the last bits, depends on the number of threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            (data / "attribution_model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        return cls(session, tokenizer(), json.loads((data / "attribution_model.json").read_text(encoding="utf-8")))

    def tag(self, doc: Doc, marks: Marks) -> Tagged:
        """The segments of a parsed text."""
        encoded = self._tokenizer.encode(doc.text, add_special_tokens=False)
        if not encoded.ids:
            return Tagged((), (), self._none, self._size)
        ids = np.array(encoded.ids, dtype=np.int64)
        offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
        features = featured(doc, marks, offsets)
        segments: list[Segment] = []
        windows: list[tuple[int, int, dict[int, Floats]]] = []
        for low in range(0, len(ids), STRETCH):
            high = min(len(ids), low + STRETCH)
            scores, links = self._run(ids[low:high], features[low:high])
            found = self._segments(scores, offsets[low:high], low)
            segments += found
            for first, last, vectors in links:  # of all pieces only those that begin a segment are asked for
                a, b = first + low, last + low
                windows.append((a, b, {s.piece: vectors[s.piece - a] for s in found if a <= s.piece < b}))
        return Tagged(tuple(segments), tuple(windows), self._none, self._size)

    def _run(self, ids: Ints, features: Ints) -> tuple[Floats, list[tuple[int, int, Floats]]]:
        """The scores of every tag at every piece; and a window each, the link vectors of its pieces."""
        scores = np.zeros((len(ids), 7), dtype=np.float32)
        windows = []
        for (first, last, low, high), (tags, links) in self._read(cut(len(ids)), ids, features):
            scores[low:high] = np.round(tags[0][low - first : high - first], 4)
            windows.append((first, last, np.round(links[0], 3)))
        return scores, windows

    def _read(self, windows: list[Window], ids: Ints, features: Ints) -> Iterator[tuple[Window, Any]]:
        """What the network gives for each window, each by itself."""
        for window in windows:
            first, last = window[:2]
            yield window, self._session.run(None, {"ids": ids[None, first:last], "features": features[None, first:last]})

    def _segments(self, scores: Floats, offsets: Ints, number: int) -> list[Segment]:
        """The segments of the best tags; `number` is that of the first piece."""
        found: list[Segment] = []
        open_ = -1
        for piece, tag in enumerate(self._best(scores)):
            if tag and tag % 2 == 0 and open_ == tag // 2 - 1:
                last = found[-1]
                found[-1] = Segment(last.role, Span(last.span.start, int(offsets[piece, 1])), last.piece)
                continue
            open_ = (tag - 1) // 2 if tag else -1
            if tag:
                found.append(Segment(ROLES[open_], Span(int(offsets[piece, 0]), int(offsets[piece, 1])), number + piece))
        return found

    def _best(self, scores: Floats) -> list[int]:
        """The best sequence of tags (Viterbi 1967)."""
        total = self._start + scores[0]
        back = []
        for row in scores[1:]:
            every = total[:, None] + self._steps
            best = every.argmax(axis=0)
            back.append(best)
            total = every[best, np.arange(7)] + row
        tags = [int((total + self._end).argmax())]
        for best in reversed(back):
            tags.append(int(best[tags[-1]]))
        return tags[::-1]


def tokenizer() -> Any:
    """MiniLM's word pieces (WordPiece, lower case), without truncation."""
    from tokenizers import BertWordPieceTokenizer

    with resources.as_file(resources.files("variorum") / "data" / "minilm_vocab.txt") as path:
        return BertWordPieceTokenizer(str(path), lowercase=True)


def cut(length: int) -> list[Window]:
    """Windows over `length` pieces: first, end, and the range of pieces that count in it."""
    if length <= WINDOW:
        return [(0, length, 0, length)]
    step = WINDOW - OVERLAP
    starts = list(range(0, length - OVERLAP, step))
    found = []
    for number, start in enumerate(starts):
        low = start if number == 0 else start + OVERLAP // 2
        high = length if number == len(starts) - 1 else start + step + OVERLAP // 2
        found.append((start, min(length, start + WINDOW), low, min(high, length)))
    return found


def featured(doc: Doc, marks: Marks, offsets: Ints) -> Ints:
    """One row a word piece: mark of the rules, inside quotation marks, part of speech, dependency, letter case, what begins here."""
    text = doc.text
    length = len(text) + 1
    ruled = np.zeros(length, dtype=np.int64)
    for role, span, nested in sorted(marks.ruled, key=lambda mark: not mark[2]):
        if not nested:
            ruled[span.start : span.end] = 2 + 2 * ROLES.index(role)
            ruled[span.start] = 1 + 2 * ROLES.index(role)
        elif role in NESTED:
            ruled[span.start : span.end] = NESTED[role]
    quoted = np.zeros(length, dtype=np.int64)
    for kind, spans in ((1, marks.quotations), (2, marks.utterances)):
        for span in spans:
            quoted[span.start : span.end] = kind
    tags = np.zeros((length, 2), dtype=np.int64)
    begins = np.zeros(length, dtype=np.int64)
    pos = {name: number for number, name in enumerate(POS, 1)}
    dependencies = {name: number for number, name in enumerate(DEPENDENCIES, 1)}
    for token in doc:
        tags[token.idx : token.idx + len(token)] = pos.get(token.pos_, 0), dependencies.get(token.dep_, 0)
        if token.is_sent_start:
            begins[token.idx] = 1
    for span in marks.paragraphs:
        begins[span.start] = 2
    starts = offsets[:, 0]
    shapes = np.array([_shape(text[a:b]) for a, b in offsets], dtype=np.int64)
    return np.stack([ruled[starts], quoted[starts], tags[starts, 0], tags[starts, 1], shapes, begins[starts]], axis=1)


def _shape(word: str) -> int:
    """3 for capitals, 1 for a capital first, 2 for a figure, else 0."""
    if len(word) > 1 and word.isupper():
        return 3
    if word[:1].isupper():
        return 1
    return 2 if any(c.isdigit() for c in word) else 0
