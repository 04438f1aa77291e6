"""Which report takes from which: word for word, in other words, or by naming it; directed where something tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.collation.citations import Citation, find_citations, plain, publishers
from variorum.collation.copies import COPIED, Words, copied, shingles, words_of
from variorum.collation.identity import Identity
from variorum.collation.rewrites import Rewriting, Told, rewriting, told
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Entity, Lineage
from variorum.model.span import Span

SHARED = 6  # runs of five words two documents must share before they are laid side by side
COMMON = 3  # entities two documents must share before they are held against each other for a rewriting
MOSTLY = 0.4  # share from which on a copy is a copy even where the rest follows the same order
CROWD = 12  # other documents, most like a document by shared entities, that it is held against


@dataclass(frozen=True, slots=True)
class _Case:
    """What every pair is looked up in."""

    documents: dict[str, Document]
    readings: dict[str, Reading]
    cited: frozenset[tuple[str, str]]  # (source, to)


def find_lineages(documents: Sequence[Document], readings: Sequence[Reading], identity: Identity) -> tuple[Lineage, ...]:
    """Copies, rewritings and citations, in the order of the documents that take."""
    by_id = {r.document: r for r in readings}
    case_documents = {d.id: d for d in sorted(documents, key=lambda d: d.id) if d.id in by_id}
    citations = _citations(case_documents, by_id, identity)
    case = _Case(case_documents, by_id, frozenset((c.source, c.to) for c in citations))
    copies = _copies(case)
    whole = {frozenset((c.source, c.to)) for c in copies if (c.share or 0) >= MOSTLY}
    rewrites = _rewrites(case, identity, whole)
    retold = {frozenset((r.source, r.to)) for r in rewrites}
    copies = [c for c in copies if frozenset((c.source, c.to)) not in retold]
    found = [*_explained([*copies, *rewrites]), *(_cites(c, case) for c in citations)]
    return tuple(sorted(found, key=lambda x: (x.to, x.source, x.kind)))


def _explained(found: list[Lineage]) -> list[Lineage]:
    """Without undirected likenesses of two documents that are known to take from one and the same third."""
    sources: dict[str, set[str]] = {}
    for lineage in found:
        if lineage.directed:
            sources.setdefault(lineage.to, set()).add(lineage.source)
    return [x for x in found if x.directed or not sources.get(x.source, set()) & sources.get(x.to, set())]


def _citations(documents: dict[str, Document], readings: dict[str, Reading], identity: Identity) -> list[Citation]:
    at: dict[str, list[tuple[Span, Entity]]] = {}
    for entity in identity.entities:
        for mention in entity.mentions:
            if mention.kind == "name":
                at.setdefault(mention.place.document, []).append((mention.place.span, entity))
    known = publishers(list(documents.values()))
    found: list[Citation] = []
    for document in documents.values():
        places = sorted(at.get(document.id, []), key=lambda pair: (pair[0], pair[1].id))
        found += find_citations(document, readings[document.id], places, known)
    return found


def _cites(citation: Citation, case: _Case) -> Lineage:
    outside = "" if citation.source in case.documents else ", which is not in the case"
    why = f"it names {citation.name}{outside}: “{citation.words}”"
    return Lineage("cites", citation.source, citation.to, True, None, citation.passages, why)


def direction(left: str, right: str, case: _Case) -> tuple[str, str, bool, str]:
    """Source, taker, whether that is known, and what tells: a citation first, then the dates."""
    for a, b in ((left, right), (right, left)):
        if (a, b) in case.cited and (b, a) not in case.cited:
            return a, b, True, f"it names {case.documents[a].meta.publisher or 'the other'}"
    for a, b in ((left, right), (right, left)):
        if _credited(case.documents[a], case.documents[b], case.readings[b]):
            return a, b, True, f"it credits {case.documents[a].meta.publisher}"
    first, second = (case.documents[d].meta.published or "" for d in (left, right))
    shared = min(len(first), len(second))
    if shared >= 4 and first[:shared] != second[:shared]:
        a, b = (left, right) if first[:shared] < second[:shared] else (right, left)
        return a, b, True, f"published later ({case.documents[b].meta.published}, after {case.documents[a].meta.published})"
    return min(left, right), max(left, right), False, "nothing tells which came first"


def _credited(source: Document, to: Document, reading: Reading) -> bool:
    name = plain(source.meta.publisher or "")
    if not name or name == plain(to.meta.publisher or ""):
        return False
    said = [b.span.text(to.text) for b in reading.blocks if b.role in ("byline", "credit", "dateline")]
    return any(f" {name} " in f" {plain(line)} " for line in [*said, *to.meta.authors])


def _candidates(words: dict[str, Words]) -> list[tuple[str, str]]:
    """Pairs of documents that share enough runs of words."""
    holders: dict[tuple[str, ...], list[str]] = {}
    for document, found in words.items():
        for shingle in shingles(found):
            holders.setdefault(shingle, []).append(document)
    shared: Counter[tuple[str, str]] = Counter()
    for held in holders.values():
        if len(held) > 1:
            shared.update((a, b) for i, a in enumerate(held) for b in held[i + 1 :])
    return sorted(pair for pair, count in shared.items() if count >= SHARED)


def _copies(case: _Case) -> list[Lineage]:
    words = {d: words_of(document, case.readings[d]) for d, document in case.documents.items()}
    found = []
    for left, right in _candidates(words):
        source, to, directed, told_by = direction(left, right, case)
        passages, covered, plain_words = copied(words[source], words[to], shingles(words[source]))
        if plain_words < COPIED:
            continue
        share = round(covered / max(1, len(words[to].folded)), 3)
        changed = sum(1 for p in passages if p.note)
        why = f"{covered} of its {len(words[to].folded)} words stand in both word for word"
        why += f", {changed} of {len(passages)} passages changed" if changed else ""
        found.append(Lineage("copy", source, to, directed, min(1.0, share), passages, f"{why}; {told_by}"))
    return found


def _companions(identity: Identity) -> list[tuple[str, str]]:
    """Pairs of documents that name at least COMMON entities both, each document with the CROWD most like it."""
    shared: Counter[tuple[str, str]] = Counter()
    for entity in identity.entities:
        held = sorted({m.place.document for m in entity.mentions if m.kind == "name"})
        shared.update((a, b) for i, a in enumerate(held) for b in held[i + 1 :])
    best: dict[str, list[tuple[int, str]]] = {}
    for (a, b), count in shared.items():
        if count >= COMMON:
            best.setdefault(a, []).append((-count, b))
            best.setdefault(b, []).append((-count, a))
    return sorted({(min(a, b), max(a, b)) for a, others in best.items() for _, b in sorted(others)[:CROWD]})


def _rewrites(case: _Case, identity: Identity, copies: set[frozenset[str]]) -> list[Lineage]:
    sentences: dict[str, Told] = {}
    found = []
    for left, right in _companions(identity):
        if frozenset((left, right)) in copies:
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
    drifted = sum(1 for p in evidence.passages if p.note)
    why = f"{len(evidence.passages)} sentences tell the same in the same order, of {evidence.matched} that match"
    why += f"; numbers changed in {drifted}" if drifted else ""
    return Lineage("rewrite", source, to, directed, evidence.share, evidence.passages, f"{why}; {told_by}")
