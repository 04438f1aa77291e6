"""Where persons are named in a report: as its reading tells, and by the words alone where the reading passed them by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from variorum.collation.incidents.page import Page, rows
from variorum.collation.namematch import PARTICLES, SUFFIXES, fold, person_name, same_person
from variorum.model.span import Span

_NAME = r"[A-Z][\w'’-]+(?:\s(?:[A-Z]\.|[\"“‘'(][A-Z][\w .'-]*[\"”’')]|[A-Z][\w'’-]+|de|la|von|van|del|al))*\s[A-Z][\w'’-]+(?:,?\s(?:Jr|Sr|II|III|IV)\b\.?)?"
_NAME_AGE = re.compile(rf"\b({_NAME}),?\s\(?(?:age[sd]?\s)?\d{{1,2}}\b\)?(?=[,.;:)]|\s(?:of|and|was|were|years)\b|$)")
_AGE_NAME = re.compile(rf"\b(?:\d{{1,2}}|[a-z]+(?:-[a-z]+)?)[-\s](?:year|month)s?[-\s]old\s(?:[a-z]+\s){{0,2}}({_NAME})")
_TOLD_NAME = re.compile(
    rf"\b(?:identified (?:\w+ ){{0,4}}as|victims?,?|named|pronounced|suspects?,?|charged|arrested|killing of|death of|family of) ({_NAME})"
)
_NAME_TOLD = re.compile(
    rf"\b({_NAME}) (?:was|is|were|are|has been|died|faces) (?:also |later )?"
    r"(?:charged|arrested|pronounced|killed|shot|booked|taken|found|sentenced|indicted|accused|injured|wounded|identified|dead|from|at|on)\b"
)
_PATTERNS = (_NAME_AGE, _AGE_NAME, _TOLD_NAME, _NAME_TOLD)
_GIVEN_AND = re.compile(r"(?<![\w.’'-])([A-Z][a-z][\w'’-]*) (?:and|&) $")
_TAIL = re.compile(r"(?:['’]s?|,?\s*\(?\d{1,3}\)?,?|\s+[a-z]+)$")
_SAME = 0.5  # likeness of two full names from which they may be one person's
AGREED = 0.8  # and from which they are, where both bear one family name


@dataclass(frozen=True, slots=True)
class Named:
    """A place of a report where a person is named.

    `how`: "read"; "apart" where the reading took two full names for one person; "other" where it took the name for another kind of
    thing; "words" where it passed the name by; "shared" for a given name that shares the next one's family name.
    """

    key: str  # of the person over all reports
    name: str
    span: Span
    how: str = "read"


@cache
def given_names() -> frozenset[str]:
    """Given names, folded."""
    return frozenset(fold(row[0]) for row in rows("given_names.tsv"))


@cache
def _no_person() -> frozenset[str]:
    """Words that a person's name does not hold: of streets, bodies, places, and months."""
    files = ("street_nouns.txt", "organisation_nouns.txt", "organisation_endings.txt", "place_nouns.txt", "place_endings.txt")
    return frozenset(fold(row[0]) for name in files for row in rows(name))


@cache
def _streets() -> frozenset[str]:
    return frozenset(fold(row[0]) for row in rows("street_nouns.txt"))


def loose_key(name: str) -> str:
    """The key of a person known by name only."""
    return "name " + " ".join(person_name(name).words)


@cache
def tidied(text: str) -> str:
    """A name without what a reading took in behind it: an age, small words, a possessive, the next line."""
    name = " ".join(next((line for line in text.split("\n") if line.strip()), "").split()).strip(" ,;:")
    while (tail := _TAIL.search(name)) is not None and fold(tail[0]) not in PARTICLES:
        name = name[: tail.start()].rstrip(" ,;:")
    return name


def named_in(page: Page, entity_at: Mapping[tuple[str, Span], tuple[str, str]]) -> list[Named]:
    """Where persons are named in a report. `entity_at`: key and name of the person that a mention means."""
    found = list(_mentioned(page, entity_at))
    taken = [n.span for n in found]
    marked = bytearray(len(page.document.text) + 1)  # code points that are part of a name
    for span in taken:
        marked[span.start : span.end] = b"\1" * len(span)
    for pattern in _PATTERNS:
        for match in pattern.finditer(page.document.text):
            span = Span(match.start(1), match.end(1))
            if not any(marked[span.start : span.end]) and page.line(span.start) is not None:
                found.append(Named(loose_key(match[1]), match[1], span, "words"))
                marked[span.start : span.end] = b"\1" * len(span)
    found += _sharing(page, found, marked)
    return sorted(_by_family(page, found), key=lambda n: (n.span, n.key))


def _mentioned(page: Page, entity_at: Mapping[tuple[str, Span], tuple[str, str]]) -> Iterator[Named]:
    """The mentions that name a person, or may."""
    text = page.document.text
    for mention in page.reading.mentions:
        if mention.kind != "name" or page.line(mention.span.start) is None:
            continue
        own = tidied(mention.span.text(text))
        words = fold(own).split()
        if not words or words[-1] in _streets() or _street_follows(text, mention.span):
            continue
        entity = entity_at.get((page.document.id, mention.span))
        if entity is not None:
            key, name = entity[0], tidied(entity[1])
            if fold(name).split()[-1:] and fold(name).split()[-1] in _streets():
                name = own
            if len(words) > 1 and " " in name and same_person(own, name)[0] < _SAME:
                yield Named(loose_key(own), own, mention.span, "apart")
            else:
                yield Named(key, name or own, mention.span)
        elif _looks_personal(own):
            yield Named(loose_key(own), own, mention.span, "other")


def _street_follows(text: str, span: Span) -> bool:
    following = re.match(r"[ ](\w+)", text[span.end : span.end + 20])
    return following is not None and following[1][0].isupper() and fold(following[1]) in _streets()


def _looks_personal(name: str) -> bool:
    """Whether two to four capitalised words, none of them a body's or a place's, may name a person."""
    words = name.split()
    plain = [w for w in words if fold(w) not in PARTICLES and fold(w) not in SUFFIXES]
    if not 2 <= len(plain) <= 4 or not all(w[0].isupper() and not any(c.isdigit() for c in w) for w in plain):
        return False
    folded = [fold(w) for w in plain]
    if any(w in _no_person() for w in folded) or any(w.isupper() and len(w) > 1 for w in plain) != name.isupper():
        return False
    return folded[0] in given_names() or (len(plain) < 4 and not any(w in _common() for w in folded))


@cache
def _common() -> frozenset[str]:
    """Words that begin the names of bodies and things more often than persons'."""
    return frozenset(
        row[0] for name in ("offices.tsv", "incident_words.tsv", "demonyms.tsv", "person_nouns.tsv") for row in rows(name)
    )


def _sharing(page: Page, found: Sequence[Named], marked: bytearray) -> list[Named]:
    """Given names before "and" and a full name, with its family name: "Anna and Jonas Berg"."""
    more = []
    for one in found:
        family = person_name(one.name).words
        if len(family) < 2 or " " not in one.span.text(page.document.text):
            continue
        match = _GIVEN_AND.search(page.document.text[max(0, one.span.start - 24) : one.span.start])
        if match is None or fold(match[1]) not in given_names():
            continue
        start = one.span.start - len(match[0])
        span = Span(start, start + len(match[1]))
        before = page.document.text[max(0, start - 2) : start]
        if any(marked[span.start : span.end]) or re.search(r"[A-Z.]\s?$", before):
            continue
        name = f"{match[1]} {one.span.text(page.document.text).split()[-1]}"
        more.append(Named(loose_key(name), name, span, "shared"))
    return more


def _lone(text: str) -> str:
    """The family name that stands alone in a text, particles and a suffix aside; "" where more stands there."""
    words = [w for w in person_name(tidied(text)).words if w not in PARTICLES]
    return words[0] if len(words) == 1 else ""


def _by_family(page: Page, found: Sequence[Named]) -> Iterator[Named]:
    """The same, and family names alone given to the only one who bears them where the reading has them otherwise or not at all."""
    full: dict[str, dict[str, str]] = defaultdict(dict)  # family name -> key -> name
    for one in found:
        words = [w for w in person_name(one.name).words if w not in PARTICLES]
        if len(words) > 1:
            full[words[-1]].setdefault(one.key, one.name)
    taken = {n.span for n in found}
    for one in found:
        family = _lone(one.span.text(page.document.text))
        held = full.get(family, {})
        if len(held) == 1 and one.key not in held and (_lone(one.name) or family not in person_name(one.name).words):
            ((key, name),) = held.items()
            yield Named(key, name, one.span, "apart")
        else:
            yield one
    for mention in page.reading.mentions:
        if mention.kind == "name" and mention.span not in taken and page.line(mention.span.start) is not None:
            held = full.get(_lone(mention.span.text(page.document.text)), {})
            if len(held) == 1:
                ((key, name),) = held.items()
                yield Named(key, name, mention.span, "other")


def joined(named: Mapping[str, Sequence[Named]]) -> dict[str, tuple[Named, ...]]:
    """The names of several reports, those known by name only given to whom the same or an agreeing full name means."""
    by_family: dict[str, dict[str, str]] = defaultdict(dict)  # full name, folded -> key
    everyone = [one for document in sorted(named) for one in named[document]]
    for one in sorted(everyone, key=lambda n: (n.how != "read", -len(n.name), n.name, n.key)):
        words = person_name(one.name).words
        if len(words) > 1:
            by_family[words[-1]].setdefault(" ".join(words), one.key)
    root: dict[str, str] = {}
    for one in sorted(everyone, key=lambda n: (-len(n.name), n.name, n.key)):
        words = person_name(one.name).words
        if one.key in root or len(words) < 2:
            continue
        held = by_family[words[-1]]
        same = held[" ".join(words)]
        if same == one.key and one.how != "read":
            agreeing = {key for name, key in held.items() if key != one.key and same_person(name, one.name)[0] >= AGREED}
            same = min(agreeing) if len(agreeing) == 1 and root.get(min(agreeing)) != one.key else same
        root[one.key] = same
    names: dict[str, str] = {}
    for one in sorted(everyone, key=lambda n: (n.how == "read", len(person_name(n.name).words), n.name)):
        names[_rooted(one.key, root)] = one.name
    return {
        document: tuple(replace(n, key=_rooted(n.key, root), name=names[_rooted(n.key, root)]) for n in found)
        for document, found in named.items()
    }


def _rooted(key: str, root: Mapping[str, str]) -> str:
    """The key at the end of a chain of joins."""
    seen = {key}
    while (following := root.get(key, key)) not in seen:
        key = following
        seen.add(key)
    return key
