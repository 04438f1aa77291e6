"""Passages that may give somebody away whose name is withheld, for a person at the desk to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from variorum.collation.spelling import entries
from variorum.export.redaction.people import Person
from variorum.export.redaction.rebuild import Doubt
from variorum.export.redaction.words import words
from variorum.model.record import Passage, Record
from variorum.model.span import Span

_OWN = frozenset({"his", "her", "their", "my", "our", "whose"})
_ARTICLES = frozenset({"a", "an", "the"})
NEAR = 4  # words between an article and the noun of an office or a trade
BESIDE = 4  # code points between that noun and whom it is said of: ", " or " - "
_OF = re.compile(r"\s+(?:of|at|from|for)\s+(?:the\s+)?[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*")


@dataclass(frozen=True, slots=True)
class Giveaway:
    """A passage of a report and why it may lead to somebody, in a few words each."""

    place: Passage
    words: str
    who: str  # the pseudonym
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Marks:
    """What a record has marked, by document."""

    sentences: Mapping[str, Sequence[Span]]
    places: Mapping[str, Sequence[tuple[Span, str]]]  # with the entity's id
    moments: Mapping[str, Sequence[Span]]
    ages: Mapping[str, Sequence[Span]]

    @classmethod
    def of(cls, record: Record) -> _Marks:
        """The record, indexed."""
        sentences = _by_document({(s.document, s.sentence) for s in record.statements})
        entities = [e for e in record.entities if e.type == "place"]
        places: dict[str, list[tuple[Span, str]]] = {}
        for entity in entities:
            for m in entity.mentions:
                if m.kind == "name":
                    places.setdefault(m.place.document, []).append((m.place.span, entity.id))
        moments = _by_document({(t.document, t.time.span) for t in record.times if t.time.type in ("date", "time")})
        ages = _by_document({(q.document, q.quantity.span) for q in record.quantities if q.quantity.kind == "age"})
        return cls(sentences, places, moments, ages)


def _by_document(places: Iterable[tuple[str, Span]]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for document, span in sorted(places):
        found.setdefault(document, []).append(span)
    return found


def giveaways(record: Record, people: Sequence[Person], doubts: Iterable[Doubt] = ()) -> tuple[Giveaway, ...]:
    """What is to be read before a copy leaves: sentences with most reasons first, each once."""
    texts = {document.id: document.text for document in record.documents}
    entities = {entity.id: entity for entity in record.entities}
    marks = _Marks.of(record)
    found: dict[tuple[str, Span, str], list[str]] = {}
    for one in people:
        own: dict[str, list[Span]] = {}
        for place in [*(m.place for id in one.entities if id in entities for m in entities[id].mentions), *one.described]:
            own.setdefault(place.document, []).append(place.span)
        for document, spans in sorted(own.items()):
            for sentence in marks.sentences.get(document, ()):
                inside = [span for span in spans if span.overlap(sentence)]
                if inside and (reasons := _reasons(marks, one, document, sentence, texts[document], inside)):
                    found.setdefault((document, sentence, one.pseudonym), []).extend(reasons)
    for doubt in doubts:
        sentence = _sentence_of(marks, doubt.document, doubt.span, texts[doubt.document])
        found.setdefault((doubt.document, sentence, doubt.person or "withheld"), []).append(f"in doubt: {doubt.why}")
    rows = [
        Giveaway(Passage(d, s.start, s.end), " ".join(s.text(texts[d]).split()), who, tuple(dict.fromkeys(reasons)))
        for (d, s, who), reasons in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.reasons), row.who, row.place)))


def _sentence_of(marks: _Marks, document: str, span: Span, text: str) -> Span:
    """The sentence of a statement that holds the words, else their line."""
    held = [sentence for sentence in marks.sentences.get(document, ()) if sentence.overlap(span)]
    return min(held) if held else Span(text.rfind("\n", 0, span.start) + 1, (text + "\n").index("\n", span.end))


def _reasons(marks: _Marks, one: Person, document: str, sentence: Span, text: str, own: Sequence[Span]) -> list[str]:
    reasons = [f"shares a name with {one.kin_of}, and is withheld as well"] if one.kin_of else []
    reasons += _phrases(sentence, text, own)
    place = any(s.overlap(sentence) and id not in one.entities for s, id in marks.places.get(document, ()))
    if place and any(s.overlap(sentence) for s in marks.moments.get(document, ())):
        reasons.append("place and time together")
    if any(s.overlap(sentence) for s in marks.ages.get(document, ())):
        reasons.append("an age")
    return reasons


def _phrases(sentence: Span, text: str, own: Sequence[Span]) -> Iterator[str]:
    """Relations of somebody meant at `own`, and the offices and trades that a sentence gives to whoever is meant there."""
    inside = sentence.text(text)
    found = words(inside)
    told = [word.text for word in found]
    for number, word in enumerate(told):
        if word not in _nouns() or not number:
            continue
        first = max((n for n in range(max(0, number - NEAR), number) if told[n] in _ARTICLES), default=None)
        start, end = found[number].start, found[number].end
        if told[number - 1] in _OWN or any(
            inside[:start].rstrip().endswith(("'s", "’s")) and _touch(sentence, p, start) for p in own
        ):
            yield f"a relation: “{inside[found[number - 1].start : end]}”"
        elif first is not None:
            phrase = Span(sentence.start + found[first].start, sentence.start + end)
            if any(phrase.overlap(p) or 0 <= p.start - phrase.end <= BESIDE or 0 <= phrase.start - p.end <= BESIDE for p in own):
                whole = phrase.text(text) + (of.group() if (of := _OF.match(inside[end:])) else "")
                yield f"an office or a trade: “{' '.join(whole.split())}”"


def _touch(sentence: Span, place: Span, start: int) -> bool:
    return 0 <= sentence.start + start - place.end <= BESIDE


@cache
def _nouns() -> frozenset[str]:
    """Nouns for one human being: relatives, offices, trades."""
    return frozenset(line.split("\t")[0] for line in entries("person_nouns.tsv"))
