"""Claims of wrongdoing: whom they accuse, what verdict the reports tell of, and what those accused answer in the same reports."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from variorum.collation.acts import data_lines, word_list
from variorum.export.atrisk.holders import before, subject
from variorum.export.atrisk.page import Page, has_name, pages, several_of
from variorum.export.atrisk.signs import Sign, cued
from variorum.model.record import Passage, RecordStatement
from variorum.model.span import Span

if TYPE_CHECKING:
    from variorum.export.book import Book

ACCUSES, CLEARS, CONDEMNS = frozenset({"accused"}), frozenset({"acquitted", "overturned"}), frozenset({"convicted"})
BEHIND = 16  # code points between a cue and what somebody is accused of: "accused of ignoring"
ALONE = frozenset({"lie", "cheat", "conspire", "loot", "steal"})  # verbs of wrongdoing that need nobody it is done to
_OF = re.compile(r"\b(?:of|with|for|over|that)\s+$", re.IGNORECASE)
AFTERWARDS = 2  # sentences behind an accusation in which the accused who speaks answers it
MOST_ANSWERS = 3  # different answers that stand beside a claim
LONGEST = 160  # code points of an answer that are quoted


@dataclass(frozen=True, slots=True)
class Answer:
    """Words of a report in which somebody accused answers, or is told not to: where, and who tells them.

    `entity` is the accused; empty where it is not settled who speaks.
    """

    entity: str
    place: Passage
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Accusation:
    """A claim of wrongdoing. `against`: ids of the accused; `statements`: those that accuse; `verdicts`: who tells of one, in words.

    `unsettled`: sentences that deny something in the same reports, of which it is not settled who speaks.
    """

    claim: str
    against: tuple[str, ...]
    statements: tuple[str, ...]
    verdicts: tuple[str, ...]
    answers: tuple[Answer, ...]
    silences: tuple[Answer, ...]
    unsettled: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Denial:
    """A sentence of a report that denies something. `speakers`: names that stand before the cue, by id; `of_accusation`: told to be of one."""

    answer: Answer
    speakers: frozenset[str]
    of_accusation: bool


def accusations(book: Book) -> Mapping[str, Accusation]:
    """The claims of wrongdoing by id, in the order of the book."""
    laid_out = {page.document.id: page for page in pages(book.record, bodies=True)}
    signs = {name: cued(page, ACCUSES | CLEARS | CONDEMNS, nouns=False) for name, page in laid_out.items()}
    accused: dict[str, set[str]] = defaultdict(set)  # statement -> those it accuses
    for name, page in laid_out.items():
        for statement, entity in _accusing(page, signs[name]):
            accused[statement.id].add(entity)
    verdicts = _verdicts(book, laid_out, signs)
    held: dict[str, list[RecordStatement]] = defaultdict(list)
    for claim in book.claims:
        held[claim.id] = [s for s in book.told(claim) if s.id in accused]
    replies = _replies(book, laid_out, {e for found in accused.values() for e in found})
    denials = {name: _denials(book, page) for name, page in laid_out.items()} if accused else {}
    return {
        claim.id: _accusation(book, claim.id, held[claim.id], accused, verdicts, replies, denials)
        for claim in book.claims
        if held[claim.id]
    }


def _accusation(
    book: Book,
    claim: str,
    told: list[RecordStatement],
    accused: Mapping[str, set[str]],
    verdicts: Mapping[str, str],
    replies: Mapping[str, list[tuple[str, Answer]]],
    denials: Mapping[str, list[_Denial]],
) -> Accusation:
    against = sorted({e for s in told for e in accused[s.id]}, key=lambda e: (book.entities[e].name, e))
    near = book.together({s.document for s in told})
    found = [(kind, answer) for e in against for kind, answer in replies.get(e, ()) if answer.place.document in near]
    spoken = [a for e in against for s in told for a in _afterwards(book, s, e)]
    answers = [answer for kind, answer in found if kind == "denial"] + spoken
    taken = [answer.place for answer in answers]
    taken += [Passage(s.document, s.span.start, s.span.end) for s in told]  # the accusation itself is no answer to it
    open_ = [d for name in sorted(near) for d in denials.get(name, ()) if _may_answer(book, d, against)]
    return Accusation(
        claim,
        tuple(against),
        tuple(s.id for s in told),
        tuple(verdicts[e] for e in against if e in verdicts),
        _apart(answers),
        _apart(answer for kind, answer in found if kind == "silence"),
        _apart(d.answer for d in open_ if not any(_meet(d.answer.place, place) for place in taken)),
    )


def _meet(left: Passage, right: Passage) -> bool:
    return left.document == right.document and left.span.overlap(right.span) > 0


def _may_answer(book: Book, denial: _Denial, against: Iterable[str]) -> bool:
    """Whether a denial may be the answer of one of the accused: it is about an accusation or names one of them, and nobody else is named
    as its speaker. One whose name shares a word with that of an accused may be the same: "Okafor" for "Mara Okafor-Lind"."""
    words = {word for entity in against for word in _name_parts(book.entities[entity].name)}
    about = denial.of_accusation or bool(words & _name_parts(denial.answer.words))
    speakers = [_name_parts(book.entities[one].name) for one in denial.speakers]
    return about and (not speakers or any(words & parts for parts in speakers))


def _name_parts(name: str) -> set[str]:
    """The words of a name, folded, that are long enough and written with a capital."""
    return {word.lower() for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2 and word[0].isupper()}


@cache
def _denying() -> re.Pattern[str]:
    """A cue by which something is denied, but not what somebody is refused ("was denied bail")."""
    cues = "|".join(sorted(word_list("denying_cues.txt"), key=len, reverse=True))
    return re.compile(rf"\b(?:{cues})\b(?!\s+(?:bail|parole|entry|access|permission|care|treatment|visas?)\b)", re.IGNORECASE)


_ACCUSATION = re.compile(r"\b(?:accusations?|allegations?|charges?|claims?|wrongdoing|guilt)\b", re.IGNORECASE)
_IT = re.compile(r"\s+(?:it|this|them|everything|having|doing)\b", re.IGNORECASE)  # what was told before
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|also\s+)?$", re.IGNORECASE)
_COURT = re.compile(r"\b(?:judges?|courts?|jur(?:y|ies|ors?)|magistrates?|tribunals?|justices?)\b[^,;.]{0,40}$", re.IGNORECASE)


def _done_to(text: str, start: int, end: int) -> bool:
    """Whether a denying verb tells what is done to somebody ("was denied bail"), and not to an accusation ("the claim was rejected")."""
    passive = _PASSIVE.search(text, max(0, start - 40), start)
    if passive is None or not re.search(r"\wed\b", text[start:end], re.IGNORECASE):
        return False
    told = _ACCUSATION.findall(text, max(0, passive.start() - 30), passive.start())
    return not told or "dismiss" in text[start:end].lower()


def _denials(book: Book, page: Page) -> list[_Denial]:
    """The sentences of a report that deny something, with those who are named right before as speaking."""
    found: list[_Denial] = []
    for match in page.finds(_denying()):
        sentence = page.sentence(match.start())
        if sentence is None or _COURT.search(page.text, sentence.start, match.start()):
            continue
        if _done_to(page.text, match.start(), match.end()):
            continue
        names = frozenset(
            holder.entity.id
            for holder in subject(page, match.start())
            if holder.entity is not None
            and has_name(holder.entity)
            and sentence.covers(holder.span)
            and _name_parts(page.words(holder.span))  # a pronoun may have been taken for somebody else's
        )
        of_accusation = _ACCUSATION.search(page.words(sentence)) is not None or _IT.match(page.text, match.end()) is not None
        found.append(_Denial(_answer(book, page, "", Span(match.start(), match.end())), names, of_accusation))
    return found


def _apart(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers in the order of their places, without those that say part of what another does."""
    kept: list[Answer] = []
    for one in sorted(dict.fromkeys(answers), key=lambda a: (a.place.document, a.place.start, -a.place.end, a.entity)):
        if not (kept and kept[-1].place.document == one.place.document and kept[-1].place.span.covers(one.place.span)):
            kept.append(one)
    return tuple(kept)


def _accusing(page: Page, signs: Iterable[Sign]) -> Iterable[tuple[RecordStatement, str]]:
    """The statements of a report that tell wrongdoing of somebody, each with whom they accuse."""
    for sign in signs:
        if sign.kind in ACCUSES and sign.holder.entity is not None:
            for statement in page.telling(sign.span):
                gap = page.text[sign.span.end : statement.span.start]
                said = statement.span.overlap(sign.span) or (gap and (len(gap) <= BEHIND or _OF.search(gap)))
                if said or (statement.predicate in word_list("wrongdoing.txt") and statement.span.start >= sign.span.end):
                    yield statement, sign.holder.entity.id
    known = {m.entity.id: m for m in page.people}
    for statement in page.statements:
        if statement.predicate in word_list("wrongdoing.txt") and not _own_words(statement):
            done_to = any(argument.role == "patient" for argument in statement.arguments)
            for argument in statement.arguments if done_to or statement.predicate in ALONE else ():
                meant = known.get(argument.entity or "")
                if (
                    argument.role == "agent"
                    and meant is not None
                    and (has_name(meant.entity) or not several_of(meant, page.text))
                ):
                    yield statement, meant.entity.id


def _own_words(statement: RecordStatement) -> bool:
    """Whether somebody tells it of himself: an admission, no accusation."""
    agents = {a.entity for a in statement.arguments if a.role == "agent"}
    return bool(statement.attributions) and statement.attributions[0].holder in agents - {None}


def _verdicts(book: Book, laid_out: Mapping[str, Page], signs: Mapping[str, list[Sign]]) -> dict[str, str]:
    """Entity -> "convicted, as A tells", of those of whom none tells that the verdict fell."""
    guilty: dict[str, dict[str, RecordStatement | str]] = defaultdict(dict)
    cleared: set[str] = set()
    for name, found in signs.items():
        for sign in found:
            if sign.holder.entity is None or sign.kind in ACCUSES:
                continue
            if sign.kind in CLEARS:
                cleared.add(sign.holder.entity.id)
                continue
            told = [s for s in laid_out[name].telling(sign.span) if s.span.overlap(sign.span)][:1]
            telling: dict[str, RecordStatement | str] = {s.id: s for s in told}
            guilty[sign.holder.entity.id] |= telling or {name: name}
    return {entity: f"convicted, as {_as_told(book, told.values())}" for entity, told in guilty.items() if entity not in cleared}


def _as_told(book: Book, told: Iterable[RecordStatement | str]) -> str:
    said = [one for one in told if isinstance(one, RecordStatement)]
    bare = [book.where(one, named=True) for one in told if isinstance(one, str)]
    return "; ".join([*([book.voices(said, named=True)] if said else []), *(f"{outlet} tells" for outlet in bare)])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (line.split("\t") for line in data_lines("answering.tsv"))
    return tuple((kind, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for kind, pattern in rows)


def _replies(book: Book, laid_out: Mapping[str, Page], accused: set[str]) -> dict[str, list[tuple[str, Answer]]]:
    """What each of the accused is told to answer, or not to, by the accused or by whoever speaks for them."""
    found: dict[str, list[tuple[str, Answer]]] = defaultdict(list)
    for page in laid_out.values():
        for kind, pattern in _patterns():
            for match in page.finds(pattern):
                span = Span(match.start(), match.end())
                if kind == "denial" and _done_to(page.text, span.start, span.end):
                    continue
                for entity in _answering(page, span) & accused:
                    found[entity].append((kind, _answer(book, page, entity, span)))
    return found


def _answering(page: Page, span: Span) -> set[str]:
    """The ids of those who answer in words: who stands before them, or whoever that one speaks for."""
    sentence = page.sentence(span.start)
    if sentence is None:
        return set()
    who = {holder.entity.id for holder in before(page, span.start) if holder.entity is not None}
    speaks = _speaks_for().search(page.text, sentence.start, span.start)
    if speaks is not None:
        low = bisect_left(page.meant, speaks.start(), key=lambda m: m.span.start)
        who |= {m.entity.id for m in page.meant[low : low + 6] if m.span.start < speaks.end()}
    return who


@cache
def _speaks_for() -> re.Pattern[str]:
    nouns = "|".join(sorted(word_list("speakers_for.txt"), key=len, reverse=True))
    name = r"(?:[A-Z][\w’'.-]*\s+){0,3}[A-Z][\w’'.-]*"
    return re.compile(
        rf"\b(?:(?:his|her|their|its|{name}['’]s?)\s+(?:\w+\s+)?(?:{nouns})|(?:{nouns})\s+(?:for|of|to)\s+(?:the\s+)?{name})",
        re.IGNORECASE,
    )


def _answer(book: Book, page: Page, entity: str, span: Span) -> Answer:
    sentence = page.sentence(span.start) or span
    told = [s for s in page.telling(span) if s.span.overlap(span)][:1]
    who = book.voices(told, named=True) if told else f"{book.where(page.document.id, named=True)} tells"
    return Answer(entity, page.passage(sentence), cut(page.words(sentence)), who)


def _afterwards(book: Book, accusing: RecordStatement, entity: str) -> list[Answer]:
    """What the accused gainsays in the sentences right behind an accusation, where somebody else makes it."""
    if any(vouch.holder == entity for vouch in accusing.attributions):
        return []
    later = [
        s
        for s in book.of_document(accusing.document)
        if s.span.start > accusing.sentence.start and s.sentence != accusing.sentence
    ]
    near = list(dict.fromkeys(s.sentence for s in later))[:AFTERWARDS]
    said = [s for s in later if s.sentence in near and _gainsays(book, s, entity)]
    return [
        Answer(
            entity,
            Passage(s.document, s.span.start, s.span.end),
            cut(book.words(s.document, s.span)),
            book.voices([s], named=True),
        )
        for s in said
    ]


def _gainsays(book: Book, statement: RecordStatement, entity: str) -> bool:
    """Whether somebody says of something that it is not so."""
    spoken = any(vouch.holder == entity for vouch in statement.attributions)
    return spoken and (statement.polarity == "denied" or book.denies(statement, entity))


def kept_words(book: Book) -> tuple[Passage, ...]:
    """The sentences that a copy must keep which quotes but a part of each report: those in which the accused answer, or are told not to, and
    those that tell a verdict. Without them the copy would say that there is no answer, or no verdict."""
    found = {answer.place for one in book.accusations.values() for answer in (*one.answers, *one.silences, *one.unsettled)}
    for page in pages(book.record, bodies=True):
        for sign in cued(page, CLEARS | CONDEMNS, nouns=False):
            if (sentence := page.sentence(sign.span.start)) is not None:
                found.add(page.passage(sentence))
    return tuple(sorted(found))


def cut(words: str) -> str:
    """Words on one line, cut at a word where they are long."""
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST].rpartition(" ")[0] + "…"


def told_of(book: Book, accusation: Accusation) -> tuple[str, ...]:
    """What stands beside a claim of wrongdoing, in sentences: whom it accuses, any verdict, any answer."""
    names = ", ".join(accused_names(book, accusation))
    lines = [f"an allegation against {names}: these reports tell of no verdict"]
    if accusation.verdicts:
        lines = [f"of {names}: {'; '.join(accusation.verdicts)}"]
    lines += [f"answer: {answer}" for answer in quoted(accusation.answers)]
    lines += [f"somebody answers: {answer}" for answer in quoted(accusation.unsettled)]
    asked = "; ".join(quoted(accusation.silences)) if not accusation.answers else ""
    if accusation.unsettled and asked:
        lines.append(f"told not to answer: {asked}")
    elif not (accusation.answers or accusation.unsettled):
        lines.append("no answer in these reports" + (f"; {asked}" if asked else ""))
    return tuple(lines)


def accused_names(book: Book, accusation: Accusation) -> tuple[str, ...]:
    """Whom a claim accuses: by name, or in the words that describe them."""
    accused = (book.entities[entity] for entity in accusation.against)
    return tuple(one.name if has_name(one) else f"“{one.name}”" for one in accused)


def quoted(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The first answers in their words, the same words once, with all who tell them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for answer in answers:
        found[answer.words][answer.who] = None
    return tuple(f"“{words}” ({'; '.join(who)})" for words, who in list(found.items())[:MOST_ANSWERS])
