"""Passages that may give somebody away whose name is withheld, for a person at the desk to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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


def giveaways(record: Record, people: Sequence[Person], doubts: Iterable[Doubt] = ()) -> tuple[Giveaway, ...]:
    """What is to be read before a copy leaves: sentences with most reasons first, each once."""
    texts = {document.id: document.text for document in record.documents}
    found: dict[tuple[str, Span, str], list[str]] = {}
    for one in people:
        for document, sentence in _sentences(record, one):
            reasons = _reasons(record, one, document, sentence, texts[document])
            if reasons:
                found.setdefault((document, sentence, one.pseudonym), []).extend(reasons)
    for doubt in doubts:
        key = (doubt.document, _sentence_of(record, doubt.document, doubt.span, texts), doubt.person or "withheld")
        found.setdefault(key, []).append(f"in doubt: {doubt.why}")
    rows = [
        Giveaway(Passage(d, s.start, s.end), " ".join(s.text(texts[d]).split()), who, tuple(dict.fromkeys(reasons)))
        for (d, s, who), reasons in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.reasons), row.who, row.place)))


def _sentences(record: Record, one: Person) -> list[tuple[str, Span]]:
    """The sentences that speak of somebody, by name, description or pronoun."""
    places = [m.place for e in record.entities if e.id in one.entities for m in e.mentions] + list(one.described)
    known: dict[str, set[Span]] = {}
    for statement in record.statements:
        known.setdefault(statement.document, set()).add(statement.sentence)
    return sorted({(p.document, s) for p in places for s in known.get(p.document, ()) if s.overlap(p.span)})


def _sentence_of(record: Record, document: str, span: Span, texts: dict[str, str]) -> Span:
    held = [s.sentence for s in record.statements if s.document == document and s.sentence.overlap(span)]
    if held:
        return min(held)
    text = texts[document]
    return Span(text.rfind("\n", 0, span.start) + 1, (text + "\n").index("\n", span.end))


def _reasons(record: Record, one: Person, document: str, sentence: Span, text: str) -> list[str]:
    reasons: list[str] = []
    if one.kin_of:
        reasons.append(f"shares a name with {one.kin_of}, and is withheld as well")
    own = [m.place.span for e in record.entities if e.id in one.entities for m in e.mentions if m.place.document == document]
    own += [place.span for place in one.described if place.document == document]
    reasons += _phrases(sentence, text, [place for place in own if place.overlap(sentence)])
    place = any(
        m.place.document == document and m.place.span.overlap(sentence) and m.kind == "name"
        for e in record.entities
        if e.type == "place" and e.id not in one.entities
        for m in e.mentions
    )
    time = any(t.document == document and t.time.span.overlap(sentence) and t.time.type in ("date", "time") for t in record.times)
    if place and time:
        reasons.append("place and time together")
    if any(q.document == document and q.quantity.kind == "age" and q.quantity.span.overlap(sentence) for q in record.quantities):
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
