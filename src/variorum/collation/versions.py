"""Versions: documents of one address are one report at different times, and what changed between them is news.

Which version came first is told by when each was fetched, where that is known of all; else by what replaced what in the case, and by the dates
of publication they give; where none of these tells, it stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from variorum.collation.draft import Draft, stable_id
from variorum.collation.notices import noticed
from variorum.model.document import Document, Standing, moments
from variorum.model.reading import Reading
from variorum.model.record import Discrepancy, DiscrepancyKind, Lineage, Passage, ValueReading
from variorum.model.span import Span, hull

TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "ref", "smid", "cmpid")  # parts of an address that name no other page
ALIKE = 0.5  # share of words from which on two sentences are one sentence, changed
MOST_CHANGES = 40  # told of two versions one by one


def address(document: Document) -> str | None:
    """The address of a report without what does not tell pages apart; None for a site's front page, and where none is known."""
    parts = urlsplit((document.meta.url or "").strip())
    path = parts.path.rstrip("/")
    if not parts.netloc or not (path or parts.query):
        return None
    asked = [(k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(TRACKING)]
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{path}?{urlencode(sorted(asked))}" if asked else host + path


@dataclass(frozen=True, slots=True)
class Versions:
    """The documents of one report, earliest first where `ordered`; `fetched`: by when they were fetched."""

    documents: tuple[Document, ...]
    ordered: bool
    fetched: bool


def with_versions(documents: Sequence[Document]) -> tuple[list[Document], list[Versions]]:
    """The documents with report, version and standing as their addresses and notices tell, and the reports of several versions."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        standing = noticed(document)
        if standing is not None and document.standing in ("current", "superseded"):
            document = replace(document, standing=standing)
        groups.setdefault(address(document) or document.id, []).append(document)
    found: list[Document] = []
    reports = []
    for group in groups.values():
        if len(group) > 1:
            versions = _versions(group)
            reports.append(versions)
            found += versions.documents
        else:
            found += group
    return sorted(found, key=lambda d: d.id), sorted(reports, key=lambda v: v.documents[0].report or "")


def _versions(group: Sequence[Document]) -> Versions:
    report = "r" + stable_id("", *sorted(d.id for d in group))
    by_time, ordered, fetched = _in_order(group)
    withdrawn = any(d.standing == "withdrawn" for d in (by_time[-1:] if ordered else by_time))
    done = []
    for number, document in enumerate(by_time, 1):
        standing: Standing = document.standing
        if withdrawn:
            standing = "withdrawn"
        elif ordered and number < len(by_time):
            standing = "superseded"
        elif fetched and standing == "superseded":  # an older file took the place of this one
            standing = "current"
        done.append(replace(document, report=report, version=number if ordered else None, standing=standing))
    return Versions(tuple(done), ordered, fetched)


def _in_order(group: Sequence[Document]) -> tuple[list[Document], bool, bool]:
    """The documents by time, whether their order is known, and whether that is by when they were fetched."""
    ids = [d.id for d in group]
    fetched = dict(zip(ids, moments([d.meta.captured or "" for d in group]), strict=True))
    if all(fetched.values()) and _apart(list(fetched.values())):
        return sorted(group, key=lambda d: fetched[d.id]), True, True
    # A version that a later file replaced is earlier whatever its date says.
    published = dict(zip(ids, moments([d.meta.published or "" for d in group]), strict=True))
    by_time = sorted(group, key=lambda d: (d.standing != "superseded", published[d.id], d.id))
    now = [published[d.id] for d in by_time if d.standing != "superseded"]
    before = [published[d.id] for d in by_time if d.standing == "superseded"]
    return by_time, _apart(now) and _apart(before), False


def _apart(times: Sequence[str]) -> bool:
    """Whether each of these times is before or after each other: none is unknown or holds another, as a day holds its hours."""
    return not any(later.startswith(earlier) for earlier, later in pairwise(sorted(times)))


def between_reports(lineages: Sequence[Lineage], reports: Sequence[Versions]) -> list[Lineage]:
    """The lineages without those from one version to another: a report does not take from itself."""
    of = {d.id: d.report for versions in reports for d in versions.documents}
    return [x for x in lineages if x.source not in of or of[x.source] != of.get(x.to)]


def version_discrepancies(
    reports: Sequence[Versions],
    readings: Sequence[Reading],
    items: Sequence[Draft],
    claim_of: Mapping[str, str],
    known: Sequence[Discrepancy],
) -> list[Discrepancy]:
    """`known`, those between versions of one report told as updates, and whatever else changed from one version to the next."""
    if not reports:
        return list(known)
    by_document = {d.id: versions for versions in reports for d in versions.documents}
    found = [_as_update(d, by_document) for d in known]
    marks = {r.document: r for r in readings}
    told: dict[str, list[Draft]] = {}
    for draft in items:
        told.setdefault(draft.document.id, []).append(draft)
    for versions in reports:
        for old, new in pairwise(versions.documents):
            if old.text == new.text:
                continue
            pair = _Pair(old, new, marks[old.id], marks[new.id])
            changes = [c for c in pair.changes() if not any(_covers(d, pair, c) for d in found)]
            why = _why(versions, old, new)
            more = f" (and {len(changes) - MOST_CHANGES} more changes)" if len(changes) > MOST_CHANGES else ""
            for change in changes[:MOST_CHANGES]:
                found.append(_discrepancy(pair, change, why + more, told, claim_of))
    return found


def _why(versions: Versions, old: Document, new: Document) -> str:
    notice = {
        "corrected": "; the later one bears a notice of correction",
        "withdrawn": "; the report was withdrawn",
    }.get(new.standing, "; no notice tells of it")
    if not versions.ordered:
        return f"two versions of one report ({old.meta.url}), which came first is not known{notice}"
    if versions.fetched:
        dates = f"fetched {old.meta.captured} and {new.meta.captured}"
    else:
        dates = " and ".join(d.meta.published or "without a date" for d in (old, new))
    return f"changed from one version of a report to the next ({old.meta.url}; {dates}){notice}"


def _as_update(d: Discrepancy, by_document: Mapping[str, Versions]) -> Discrepancy:
    """A discrepancy, told as an update where its readings are those of versions of one report and of nobody else."""
    held = {s.document for r in d.readings for s in r.spans}
    reports = {id(by_document[one]) if one in by_document else one for one in held}
    if len(held) < 2 or len(reports) > 1:
        return d
    versions = by_document[next(iter(held))]
    old, new = (next(v for v in order if v.id in held) for order in (versions.documents, versions.documents[::-1]))
    return replace(d, relation="update", why=f"{d.why.rstrip('.')}; {_why(versions, old, new)}.")


@dataclass(frozen=True, slots=True)
class _Change:
    """Words of the old version and the words of the new one in their place."""

    old: Span
    new: Span


class _Pair:
    """Two versions and what changed from one to the other."""

    def __init__(self, old: Document, new: Document, old_marks: Reading, new_marks: Reading) -> None:
        self.old, self.new = old, new
        self.old_marks, self.new_marks = old_marks, new_marks
        self._a = _sentences(old, old_marks)
        self._b = _sentences(new, new_marks)

    def changes(self) -> Iterator[_Change]:
        """The changes, in order: changed words where a sentence was changed, whole sentences where they came or went."""
        words_a = [_folded(s.text(self.old.text)) for s in self._a]
        words_b = [_folded(s.text(self.new.text)) for s in self._b]
        for kind, i, j, k, m in SequenceMatcher(None, words_a, words_b, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            paired = min(j - i, m - k)
            for n in range(paired):
                yield self._changed(self._a[i + n], self._b[k + n])
            if paired < max(j - i, m - k):
                yield self._moved(range(i + paired, j), range(k + paired, m))

    def _changed(self, a: Span, b: Span) -> _Change:
        one, two = _words(a, self.old.text), _words(b, self.new.text)
        matcher = SequenceMatcher(
            None, [_folded(w.text(self.old.text)) for w in one], [_folded(w.text(self.new.text)) for w in two], False
        )
        if matcher.ratio() < ALIKE:
            return _Change(a, b)
        parts = [o for o in matcher.get_opcodes() if o[0] != "equal"]
        if not parts:
            return _Change(a, b)
        first, last = parts[0], parts[-1]
        left = 1 if first[1] == first[2] or first[3] == first[4] else 0  # words that came or went are shown with a neighbour
        i, k = max(0, first[1] - left), max(0, first[3] - left)
        j, m = last[2], last[4]
        if i == j or k == m:
            j, m = min(len(one), j + 1), min(len(two), m + 1)
        return _Change(hull(one[i:j]), hull(two[k:m])) if one[i:j] and two[k:m] else _Change(a, b)

    def _moved(self, gone: range, come: range) -> _Change:
        """Sentences that only one version has, with the sentence beside them that both have."""
        at_a, at_b = gone.start, come.start
        beside = -1 if at_a > 0 and at_b > 0 else 0
        a = self._a[max(0, at_a + beside) : max(gone.stop, at_a + beside + 1)]
        b = self._b[max(0, at_b + beside) : max(come.stop, at_b + beside + 1)]
        return _Change(hull(a or self._a[-1:]), hull(b or self._b[-1:]))


def _sentences(document: Document, reading: Reading) -> list[Span]:
    return list(reading.sentences) or [b.span for b in document.blocks]


def _folded(text: str) -> str:
    return " ".join(text.split()).lower()


def _words(span: Span, text: str) -> list[Span]:
    found, at = [], span.start
    for word in span.text(text).split():
        start = text.index(word, at)
        at = start + len(word)
        found.append(Span(start, at))
    return found


def _covers(d: Discrepancy, pair: _Pair, change: _Change) -> bool:
    """Whether a discrepancy already tells of this change."""
    places = [s for r in d.readings for s in r.spans]
    return d.relation == "update" and all(
        any(p.document == document.id and p.span.overlap(span) for p in places)
        for document, span in ((pair.old, change.old), (pair.new, change.new))
    )


def _kind(pair: _Pair, change: _Change) -> DiscrepancyKind:
    def both(marks: Callable[[Reading], Sequence[Span]]) -> bool:
        sides = ((pair.old_marks, change.old), (pair.new_marks, change.new))
        return all(any(span.overlap(at) for span in marks(reading)) for reading, at in sides)

    if both(lambda reading: [q.span for q in reading.quantities]):
        return "quantity"
    if both(lambda reading: [t.span for t in reading.times]):
        return "time"
    return "detail"


def _discrepancy(
    pair: _Pair, change: _Change, why: str, told: Mapping[str, Sequence[Draft]], claim_of: Mapping[str, str]
) -> Discrepancy:
    readings, claims = [], []
    for document, span in ((pair.old, change.old), (pair.new, change.new)):
        over = [d for d in told.get(document.id, ()) if d.statement.span.overlap(span)]
        claims.append({claim_of[d.id] for d in over if d.id in claim_of})
        value = " ".join(span.text(document.text).split())
        readings.append(ValueReading(value, (Passage(document.id, span.start, span.end),), tuple(sorted(d.id for d in over))))
    shared = sorted(claims[0] & claims[1])
    values = " and ".join(f"“{r.value}”" for r in readings)
    identity = stable_id("x", *(p for r in readings for p in r.spans))
    return Discrepancy(
        identity, _kind(pair, change), "update", shared[0] if shared else None, None, tuple(readings), f"{values}: {why}."
    )
