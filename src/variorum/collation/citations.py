"""Which document names where it has its words from: a report of the case, or an outlet outside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from variorum.collation.namematch import fold, generic_words
from variorum.collation.sifting import finds, sifted
from variorum.model.document import Document
from variorum.model.reading import Attribution, Reading
from variorum.model.record import Aligned, Entity, Passage
from variorum.model.span import Span, hull

_ENDING = re.compile(r"\.(?:com|net|org|co\.uk|ru|de|info|io|news|tv)$", re.IGNORECASE)
_PART = r"(?:(?:St|Ft|Mt)\.|[A-Z](?:[\w&’'-]|\.(?=\w))*)"  # a full stop ends the name, unless it stands inside a word
_NAMED = rf"((?:the\s+)?{_PART}(?:\s+(?:of|and|the|{_PART})){{0,5}})"
CREDITING = ("byline", "credit", "dateline")
_BY = re.compile(r"^\W*(?:an?\s+)?(?:interview(?:ed)?|text|report|words|story)\s+by\s+$", re.IGNORECASE)
_NAME_WORD = re.compile(r"[\w.&’'-]+")
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:told|tells)\s+{_NAMED}",
        rf"\binterview(?:ed)?\s+(?:with|by|to|given\s+to|for)\s+{_NAMED}",
        rf"\b(?i:according to)\s+(?:a\s+report\s+(?:by|from|in)\s+)?{_NAMED}",
        rf"\b(?:first\s+)?(?:reported|published|obtained|seen)\s+by\s+{_NAMED}",
        rf"{_NAMED}\s+(?:first\s+)?(?:reported|reports|has reported|had reported|wrote)\b",
        rf"\b(?:statement|comments?|remarks?|report|story|video|film|movie|documentary|article)\s+(?:to|from|by|in|produced\s+by|published\s+by)\s+{_NAMED}",
    )
)


@cache
def outlets() -> frozenset[str]:
    """Folded names of well-known news agencies, papers and broadcasters."""
    text = resources.files("variorum.data").joinpath("news_outlets.txt").read_text(encoding="utf-8")
    return frozenset(fold(line) for line in text.splitlines() if line and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Citation:
    """A document names a source, with the words that do so."""

    source: str  # document id, or entity id
    to: str
    passages: tuple[Aligned, ...]
    name: str
    words: str


def plain(name: str) -> str:
    """A publisher's name folded, without article and web ending."""
    words = fold(_ENDING.sub("", name.strip())).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def publishers(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Folded publisher -> ids of its documents, sorted."""
    found: dict[str, list[str]] = {}
    for document in documents:
        if document.meta.publisher:
            found.setdefault(plain(document.meta.publisher), []).append(document.id)
    return {name: sorted(ids) for name, ids in sorted(found.items()) if name}


def is_own_name(name: str, own: str) -> bool:
    """Whether a paper of the plain name `own` calls itself so: in full, by its last words, or without the word that says what it is."""
    told, full = plain(name).split(), own.split()
    if not told or len(told) > len(full):
        return False
    left = full[len(told) :]
    media = {w for w, kind in generic_words().items() if kind == "media"}
    return full[-len(told) :] == told or (full[: len(told)] == told and all(w in media for w in left))


def _is_author(document: Document, span: Span, name: str) -> bool:
    """Whether a name is the author's own: given with the report, or at the end of a line that says whose interview it is."""
    if fold(name) in {fold(author) for author in document.meta.authors}:
        return True
    start = document.text.rfind("\n", 0, span.start) + 1
    return bool(_BY.match(document.text[start : span.start]))


def is_outlet(name: str) -> bool:
    """Whether a name is a known outlet, or says of itself that it is one."""
    folded = plain(name)
    words = folded.split()
    media = {w for w, kind in generic_words().items() if kind == "media"}
    return (
        folded in outlets()
        or fold(name) in outlets()
        or (len(words) > 1 and bool(media & set(words)))
        or bool(_ENDING.search(name))
    )


def find_citations(
    document: Document, reading: Reading, entity_at: Sequence[tuple[Span, Entity]], known: Mapping[str, Sequence[str]]
) -> list[Citation]:
    """The outlets and reports that `document` names as its sources, each once with all places.

    `known` gives the ids of the reports that each publisher, by its plain name, has in the document's stories.
    """
    found: dict[str, tuple[str, list[Span]]] = {}
    credited = _credits(document, reading, known)
    for span in sorted({*_places(document, reading), *credited}):
        name = re.sub(r"^(?:the|a|an)\s+", "", span.text(document.text).strip(" .,'’"), flags=re.IGNORECASE)
        own = plain(document.meta.publisher or "")
        ids = [i for i in known.get(plain(name), []) if i != document.id]
        entity = next(
            (e for place, e in entity_at if place.overlap(span) and e.type in ("organisation", "work", "product", "other")), None
        )
        if (not ids and is_own_name(name, own)) or (entity and plain(entity.name) == own) or _is_author(document, span, name):
            continue
        if entity and not ids:
            ids = [i for form in (entity.name, *entity.aliases) for i in known.get(plain(form), []) if i != document.id]
        if ids:
            sources = list(dict.fromkeys(ids))
        elif entity and (is_outlet(name) or is_outlet(entity.name) or _interviewed(document, span)):
            sources = [entity.id]
        else:
            continue
        for source in sources:
            found.setdefault(source, (name, []))[1].append(span)
    return [_citation(document, source, name, spans) for source, (name, spans) in sorted(found.items())]


def _credits(document: Document, reading: Reading, known: Mapping[str, Sequence[str]]) -> list[Span]:
    """Where a byline, credit or dateline names another publisher of the case, or a news agency or paper known to all."""
    found: list[Span] = []
    for block in reading.blocks:
        words = list(_NAME_WORD.finditer(document.text, block.span.start, block.span.end)) if block.role in CREDITING else []
        at = 0
        while at < len(words):
            spans = [Span(words[at].start(), words[end].end()) for end in range(min(at + 5, len(words)) - 1, at - 1, -1)]
            names = [(span, plain(span.text(document.text))) for span in spans]
            held = next((span for span, name in names if name in known or name in outlets()), None)
            if held and document.text[held.start].isupper():
                found.append(held)
            at += held.text(document.text).count(" ") + 1 if held else 1
    return found


def _citation(document: Document, source: str, name: str, spans: list[Span]) -> Citation:
    places = sorted(set(spans))
    passages = tuple(Aligned(Passage(document.id, *_sentence(document.text, s))) for s in places)
    first = places[0]
    words = document.text[max(0, first.start - 30) : first.end]
    words = re.sub(r"\s+", " ", words[words.find(" ") + 1 :] if first.start > 30 else words)
    return Citation(source, document.id, passages, name, words.strip())


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """A stretch around `span` from where its line begins to where it ends, at most some 200 characters."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - 100)
    end = text.find("\n", span.end)
    return start, min(end if end >= 0 else len(text), span.end + 100)


def _interviewed(document: Document, span: Span) -> bool:
    """Whether somebody told it to, or was interviewed by, the body named: then it published first."""
    before = document.text[max(0, span.start - 40) : span.start].lower()
    return bool(re.search(r"\b(?:told|interview(?:ed)?\s+(?:with|by|to|for)|film|video|movie|produced\s+by)\b[^.]*$", before))


def _places(document: Document, reading: Reading) -> list[Span]:
    """Where a source is named: addressees of attributions, sources, and the usual phrases."""
    spans: set[Span] = set()
    for attribution in reading.attributions:
        spans |= {Span(hull(p).start, hull(p).end) for p in _bodies(attribution) if p}
    silent = [b.span for b in reading.blocks if b.role in ("furniture", "credit", "byline")]
    low = sifted(document.text)
    for pattern in PATTERNS:
        for match in finds(pattern, document.text, low):
            span = Span(*match.span(1))
            if not any(block.overlap(span) for block in silent):
                spans.add(span)
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if len(span) <= 80 and not any(k.overlap(span) for k in kept):
            kept.append(span)
    return kept


def _bodies(attribution: Attribution) -> tuple[tuple[Span, ...], ...]:
    return attribution.addressee, attribution.source, attribution.carried
