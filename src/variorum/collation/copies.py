"""Passages that stand word for word in two documents: shared runs of words, grown and joined over small changes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Aligned, Passage
from variorum.model.span import Span

SHINGLE = 5  # words that must agree for a run to begin
RUN = 10  # words of the shortest run that is kept
GAP = 6  # words that may differ between two runs of one passage
COPIED = 24  # words outside quotations from which on a copy is reported
SILENT = ("furniture", "credit", "byline", "dateline")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(r"“[^”\n]{1,2000}”|\"[^\"\n]{1,2000}\"")


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a document's body with their places; `quoted` tells which stand inside quotation marks."""

    document: str
    folded: tuple[str, ...]
    spans: tuple[Span, ...]
    quoted: tuple[bool, ...]
    starts: tuple[bool, ...]  # whether a sentence or block begins here

    def passage(self, first: int, last: int) -> Passage:
        """From word `first` to word `last`, both included."""
        return Passage(self.document, self.spans[first].start, self.spans[last].end)


def words_of(document: Document, reading: Reading) -> Words:
    """The words of a document without furniture, credits, bylines and datelines."""
    blocks = reading.blocks or document.blocks
    kept = [b.span for b in blocks if b.role not in SILENT] if blocks else [Span(0, len(document.text))]
    quotes = [m.span() for m in _QUOTED.finditer(document.text)]
    begun = {s.start for s in reading.sentences} | {s.start for s in kept}
    folded, spans, quoted, starts, at = [], [], [], [], 0
    for block in kept:
        for match in _WORD.finditer(document.text, block.start, block.end):
            while at < len(quotes) and quotes[at][1] <= match.start():
                at += 1
            folded.append(match.group().lower().replace("’", "'"))
            spans.append(Span(match.start(), match.end()))
            quoted.append(at < len(quotes) and quotes[at][0] <= match.start())
            starts.append(match.start() in begun)
    return Words(document.id, tuple(folded), tuple(spans), tuple(quoted), tuple(starts))


def shingles(words: Words) -> dict[tuple[str, ...], list[int]]:
    """Each run of SHINGLE words with the positions where it begins."""
    found: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(words.folded) - SHINGLE + 1):
        found.setdefault(words.folded[start : start + SHINGLE], []).append(start)
    return found


def sampled(words: Words) -> set[int]:
    """Every other run of SHINGLE words, picked by its own words alone, as checksums: enough to find likely partners by."""
    ends = range(SHINGLE, len(words.folded) + 1)
    sums = {zlib.crc32(" ".join(words.folded[end - SHINGLE : end]).encode()) for end in ends}
    return {s for s in sums if s % 2 == 0}


@dataclass(frozen=True, slots=True)
class Run:
    """Words left[a:a+n] and right[b:b+m] of one passage."""

    left: int
    right: int
    left_end: int
    right_end: int


def shared_runs(left: Words, right: Words, index: dict[tuple[str, ...], list[int]]) -> list[Run]:
    """The longest runs of equal words, from the left of `right`, each word used once; `index` holds `left`'s shingles."""
    runs: list[Run] = []
    at, total = 0, len(right.folded)
    while at <= total - SHINGLE:
        best = (0, 0)
        for start in index.get(right.folded[at : at + SHINGLE], ())[:20]:
            length = SHINGLE
            while (
                start + length < len(left.folded)
                and at + length < total
                and left.folded[start + length] == right.folded[at + length]
            ):
                length += 1
            best = max(best, (length, -start))
        if not best[0]:
            at += 1
            continue
        runs.append(Run(-best[1], at, -best[1] + best[0], at + best[0]))
        at += best[0]
    return runs


def joined(runs: Sequence[Run]) -> list[Run]:
    """Runs made one where only a few words differ between them; short ones left out."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last and 0 <= run.left - last.left_end <= GAP and run.right - last.right_end <= GAP:
            out[-1] = Run(last.left, last.right, run.left_end, run.right_end)
        else:
            out.append(run)
    return [run for run in out if run.right_end - run.right >= RUN]


def drift(left: Words, right: Words, run: Run) -> str:
    """What the copy changed inside a passage, as told: "old" became "new"."""
    changes = []
    i, j = run.left, run.right
    while i < run.left_end and j < run.right_end:
        if left.folded[i] == right.folded[j]:
            i, j = i + 1, j + 1
            continue
        step = min(
            ((a + b, a, b) for a in range(GAP + 1) for b in range(GAP + 1) if a + b and _agree(left, right, i + a, j + b, run)),
            default=(0, run.left_end - i, run.right_end - j),
        )
        old, new = " ".join(left.folded[i : i + step[1]]), " ".join(right.folded[j : j + step[2]])
        changes.append(f"“{old}” became “{new}”" if old and new else f"“{old}” left out" if old else f"“{new}” added")
        i, j = i + step[1], j + step[2]
    return "; ".join(changes[:4])


def _agree(left: Words, right: Words, i: int, j: int, run: Run) -> bool:
    two = min(2, run.left_end - i, run.right_end - j)
    return two > 0 and left.folded[i : i + two] == right.folded[j : j + two]


def copied(left: Words, right: Words, index: dict[tuple[str, ...], list[int]]) -> tuple[tuple[Aligned, ...], int, int]:
    """Passages of `right` that stand in `left`, the words of `right` they cover, and how many of those are no quotation."""
    runs = joined(shared_runs(left, right, index))
    passages = tuple(
        Aligned(right.passage(r.right, r.right_end - 1), left.passage(r.left, r.left_end - 1), drift(left, right, r))
        for r in runs
    )
    covered = sum(r.right_end - r.right for r in runs)
    plain = sum(1 for r in runs for at in range(r.right, r.right_end) if not right.quoted[at])
    return passages, covered, plain
