"""Which report takes from which: word for word, in other words, or by naming it; directed where something tells."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from variorum.collation.citations import Citation, find_citations, plain, publishers
from variorum.collation.copies import COPIED, Words, copied, shingles, words_of
from variorum.collation.identity import Identity
from variorum.collation.lineagepairs import alike, companions, crowds, order_of, stories_of
from variorum.collation.rewrites import Rewriting, rewriting
from variorum.collation.storypairs import shipped, word_form
from variorum.collation.tellings import Told, told
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Aligned, Entity, Lineage, Story
from variorum.model.span import Span

MOSTLY = 0.3  # share of the shorter one's words from which on a copy explains why both tell the same in the same order
CITED = 3  # reports of one publisher that naming it may mean
FAR_COPIED = 50  # words outside quotations from which on a copy is reported of documents of different stories
TELLING = 4  # rare words that their shared passages must hold: notices of a page hold few
RARE = 0.7  # rarity of such a word


@dataclass(frozen=True, slots=True)
class _Case:
    """What every pair is looked up in."""

    documents: dict[str, Document]
    readings: dict[str, Reading]
    cited: frozenset[tuple[str, str]]  # (source, to)
    stories: dict[str, frozenset[str]]  # of each document; empty where none were given

    def one_story(self, left: str, right: str) -> bool:
        """Whether both are of one story; unknown where no stories were given, and then taken to be."""
        return not self.stories or bool(self.stories.get(left, frozenset()) & self.stories.get(right, frozenset()))


def find_lineages(
    documents: Sequence[Document], readings: Sequence[Reading], identity: Identity, stories: Sequence[Story] = ()
) -> tuple[Lineage, ...]:
    """Copies, rewritings and citations, in the order of the documents that take."""
    by_id = {r.document: r for r in readings}
    case_documents = {d.id: d for d in sorted(documents, key=lambda d: d.id) if d.id in by_id}
    of = stories_of(stories)
    citations = _citations(case_documents, by_id, identity, of)
    case = _Case(case_documents, by_id, frozenset((c.source, c.to) for c in citations), of)
    words = {d: words_of(document, by_id[d]) for d, document in case_documents.items()}
    copies, whole = _copies(case, words)
    rewrites = _rewrites(case, identity, whole, crowds(words))
    retold = {frozenset((x.source, x.to)) for x in rewrites}
    likenesses = _explained([*(x for x in copies if frozenset((x.source, x.to)) not in retold), *rewrites], case)
    found = [*likenesses, *(_cites(c, case) for c in citations)]
    return tuple(sorted(found, key=lambda x: (x.to, x.source, x.kind)))


def _explained(found: list[Lineage], case: _Case) -> list[Lineage]:
    """Without likenesses of two documents that both take from one and the same third.

    A rewriting goes where nothing directs it; a copy or rewriting that only dates direct, where the taker names the third.
    """
    sources: dict[str, set[str]] = {}
    for lineage in found:
        if lineage.directed:
            sources.setdefault(lineage.to, set()).add(lineage.source)
    kept = []
    for x in found:
        common = sources.get(x.source, set()) & sources.get(x.to, set())
        named = (x.source, x.to) not in case.cited and any((third, x.to) in case.cited for third in common)
        if not (named or (common and x.kind == "rewrite" and not x.directed)):
            kept.append(x)
    return kept


def _citations(
    documents: Mapping[str, Document], readings: Mapping[str, Reading], identity: Identity, of: Mapping[str, frozenset[str]]
) -> list[Citation]:
    """Citations of every document; a publisher named means its reports of the same stories, not all it has in the case."""
    at: dict[str, list[tuple[Span, Entity]]] = {}
    for entity in identity.entities:
        for mention in entity.mentions:
            if mention.kind == "name":
                at.setdefault(mention.place.document, []).append((mention.place.span, entity))
    told: dict[str, list[Document]] = {}
    for document in documents.values():
        for story in of.get(document.id, ("",)):
            told.setdefault(story, []).append(document)
    known = {story: publishers(held) for story, held in told.items()}
    found: list[Citation] = []
    for document in documents.values():
        places = sorted(at.get(document.id, []), key=lambda pair: (pair[0], pair[1].id))
        meant = _Publishers([known[story] for story in sorted(of.get(document.id, ("",)))], document, documents)
        found += find_citations(document, readings[document.id], places, meant)
    return found


class _Publishers(Mapping[str, Sequence[str]]):
    """By the plain name of each publisher in some stories, the few reports of it that `taker` may mean; looked up when asked for."""

    def __init__(
        self, stories: Sequence[Mapping[str, Sequence[str]]], taker: Document, documents: Mapping[str, Document]
    ) -> None:
        self._stories, self._taker, self._documents = stories, taker, documents

    def __getitem__(self, name: str) -> Sequence[str]:
        if name not in self:
            raise KeyError(name)
        return _latest([id for story in self._stories for id in story.get(name, ())], self._taker, self._documents)

    def __contains__(self, name: object) -> bool:
        return any(name in story for story in self._stories)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for story in self._stories for name in story))

    def __len__(self) -> int:
        return len(set().union(*self._stories))


def _latest(ids: Sequence[str], taker: Document, documents: Mapping[str, Document]) -> list[str]:
    """The few last of a publisher's reports that are not known to be later than the one that names it."""
    before = [i for i in set(ids) if i != taker.id and _earlier(documents[i].meta.published, taker.meta.published) <= 0]
    return sorted(sorted(before, key=lambda i: (documents[i].meta.published or "", i))[-CITED:])


def _cites(citation: Citation, case: _Case) -> Lineage:
    outside = "" if citation.source in case.documents else ", which is not in the case"
    why = f"it names {citation.name}{outside}: “{citation.words}”"
    return Lineage("cites", citation.source, citation.to, True, None, citation.passages, why)


def direction(left: str, right: str, case: _Case) -> tuple[str, str, bool, str]:
    """Source, taker, whether that is known, and what tells: a citation first, then a credit, then the dates."""
    for a, b in ((left, right), (right, left)):
        if (a, b) in case.cited and (b, a) not in case.cited:
            return a, b, True, f"it names {case.documents[a].meta.publisher or 'the other'}"
    for a, b in ((left, right), (right, left)):
        if _credited(case.documents[a], case.documents[b], case.readings[b]):
            return a, b, True, f"it credits {case.documents[a].meta.publisher}"
    first, second = (case.documents[d].meta.published for d in (left, right))
    if earlier := _earlier(first, second):
        a, b = (left, right) if earlier < 0 else (right, left)
        return a, b, True, f"published later ({case.documents[b].meta.published}, after {case.documents[a].meta.published})"
    return min(left, right), max(left, right), False, "nothing tells which came first"


def _earlier(first: str | None, second: str | None) -> int:
    """-1 where the first date is the earlier, 1 where the second is, 0 where the precision known does not tell."""
    try:
        moments = [datetime.datetime.fromisoformat(value or "") for value in (first, second)]
    except ValueError:
        moments = []
    if len(moments) == 2 and all(m.tzinfo for m in moments):
        return (moments[0] > moments[1]) - (moments[0] < moments[1])
    shared = min(len(first or ""), len(second or ""), 10)
    a, b = (first or "")[:shared], (second or "")[:shared]
    return (a > b) - (a < b) if shared >= 4 else 0


def _credited(source: Document, to: Document, reading: Reading) -> bool:
    name = plain(source.meta.publisher or "")
    if not name or name == plain(to.meta.publisher or ""):
        return False
    said = [b.span.text(to.text) for b in reading.blocks if b.role in ("byline", "credit", "dateline")]
    return any(f" {name} " in f" {plain(line)} " for line in [*said, *to.meta.authors])


def _copies(case: _Case, words: Mapping[str, Words]) -> tuple[list[Lineage], set[frozenset[str]]]:
    """The copies, and the pairs of which one is to a good part the other: there is no rewriting to be looked for."""
    indexes: dict[str, dict[tuple[str, ...], list[int]]] = {}
    found, whole = [], set()
    for left, right in alike(words, order_of(case.documents.values())):
        source, to, directed, told_by = direction(left, right, case)
        if source not in indexes:
            indexes[source] = shingles(words[source])
        passages, covered, plain_words = copied(words[source], words[to], indexes[source])
        near = case.one_story(source, to)
        if plain_words < (COPIED if near else FAR_COPIED) or not (near or _telling(passages, words[to])):
            continue
        share = round(covered / max(1, len(words[to].folded)), 3)
        if covered >= MOSTLY * min(len(words[source].folded), len(words[to].folded)):
            whole.add(frozenset((source, to)))
        changed = sum(1 for p in passages if p.note)
        why = f"{covered} of its {len(words[to].folded)} words stand in both word for word"
        why += f", {changed} of {len(passages)} passages changed" if changed else ""
        found.append(Lineage("copy", source, to, directed, min(1.0, share), passages, f"{why}; {told_by}"))
    return found, whole


def _telling(passages: Sequence[Aligned], words: Words) -> bool:
    """Whether shared passages hold rare words, as a report does and the notices of a page do not."""
    rare: set[str] = set()
    rarity = shipped()
    for word, span in zip(words.folded, words.spans, strict=True):
        if word.isalpha() and rarity(word_form(word)) >= RARE and any(p.to.start <= span.start < p.to.end for p in passages):
            rare.add(word)
    return len(rare) >= TELLING


def _rewrites(case: _Case, identity: Identity, copies: set[frozenset[str]], crowd: Mapping[str, int]) -> list[Lineage]:
    sentences: dict[str, Told] = {}
    found = []
    for left, right in companions(identity, case.stories, order_of(case.documents.values())):
        if frozenset((left, right)) in copies or (left in crowd and crowd[left] == crowd.get(right)):
            continue
        source, to, directed, told_by = direction(left, right, case)
        for document in (source, to):
            if document not in sentences:
                sentences[document] = told(case.documents[document], case.readings[document])
        evidence = rewriting(sentences[source], sentences[to])
        if evidence:
            found.append(_rewrite(source, to, directed, told_by, evidence))
    return found


def _rewrite(source: str, to: str, directed: bool, told_by: str, evidence: Rewriting) -> Lineage:
    drifted = sum(
        1 for p in evidence.passages if any(kind in p.note for kind in ("number “", "time “", "name “", "place “", "detail “"))
    )
    why = f"{evidence.matched} sentences tell the same in the same order"
    why += f"; values changed in {drifted} passages" if drifted else ""
    why += f"; {evidence.dropped} sentences left out" if evidence.dropped else ""
    why += f"; {evidence.added} added" if evidence.added else ""
    return Lineage("rewrite", source, to, directed, evidence.share, evidence.passages, f"{why}; {told_by}")
