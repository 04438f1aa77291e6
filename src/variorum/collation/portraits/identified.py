"""Whether a report says that the victim's or the suspect's name is not given yet, or names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from variorum.collation.acts import data_lines, word_list
from variorum.collation.incidents.groups import persons
from variorum.collation.incidents.page import Line
from variorum.collation.namematch import fold, person_name
from variorum.collation.portraits.compare import Found, dated, in_order
from variorum.collation.portraits.figures import parts
from variorum.collation.portraits.people import given_names
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.span import Span

PARTS = {"victim": frozenset({"dead", "hurt", "victim"}), "suspect": frozenset({"suspect"})}
_SUSPECT = re.compile(
    r"\b(?:suspects?|suspected|shooters?|gunm[ae]n|assailants?|attackers?|arrested|accused|charged|charges|custody|wanted|surrender\w*|turned\s+(?:him|her)self\s+in)\b",
    re.I,
)
_VICTIM = re.compile(
    r"\b(?:victims?|dead|died|deceased|killed|slain|bod(?:y|ies)|wounded|injured|m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|teens?|teenagers?"
    r"|toddler|infant|baby|kin|coroner|medical\s+examiner)\b",
    re.IGNORECASE,
)
_HURT = re.compile(r"\b(?:victims?|dead|died|deceased|wounded|injured|kin|coroner|medical\s+examiner)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:officers?|deput(?:y|ies)|troopers?|agents?|guards?|homeowners?|clerks?|owners?|witness(?:es)?|callers?|parents?|mother|father|drivers?|schools?|judge|attorney)\b",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\b(?:other|others|another|second|third|fourth|remaining)\b", re.IGNORECASE)
_SHY = re.compile(
    r"\b(?:fear(?:s|ed|ing)?|afraid|anonym\w+|asked\s+(?:not|that)|safety|retaliation)\b", re.IGNORECASE
)  # of whom a reporter spoke to
_AGED = re.compile(r"\b\d{1,2}\b")


@cache
def _withheld() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{line})".replace(" ", r"\s+") for line in data_lines("withheld_names.tsv")), re.IGNORECASE)


@cache
def _no_person() -> frozenset[str]:
    """Words that a person's name does not hold."""
    return frozenset(persons()).union(
        *(word_list(name) for name in ("organisation_nouns.txt", "organisation_endings.txt", "place_nouns.txt"))
    )


def name_facts(sheet: Sheet) -> Iterator[Fact]:
    """For victim and suspect: where a report that names nobody of that part says the name is not given, else the first one it names."""
    named = {part: _first_named(sheet, told) for part, told in PARTS.items()}
    for name, place in named.items():
        if place is not None:
            yield sheet.fact(f"name of {name}", "", "named", place)
    for number, line in enumerate(sheet.lines):
        match = line.search(_withheld())
        before = sheet.lines[number - 1].text if number else ""
        part = _asked(line, before, _clause(line, match).text(sheet.text)) if match else None
        if match and part is not None and named[part] is None:
            yield sheet.fact(f"name of {part}", "", "not yet", _clause(line, match))


def _first_named(sheet: Sheet, told: frozenset[str]) -> Span | None:
    """The first place where a person of that part is named in full, as the reading tells or beside an age."""
    within = {line.index for line in sheet.lines}
    for named in sheet.named:
        line = sheet.page.line(named.span.start)
        words = person_name(named.span.text(sheet.text)).words
        written = named.span.text(sheet.text)
        if line is None or line.index not in within or len(words) < 2 or not _personal(words) or not written[0].isupper():
            continue
        aged = named.how == "words" and _AGED.search(sheet.text[max(0, named.span.start - 16) : named.span.end + 8])
        if (named.how == "read" or aged) and parts(line, named.span) & told:
            return named.span
    return None


def _personal(words: tuple[str, ...]) -> bool:
    """Whether words may be a person's name; a trade stands for a family name behind a given name alone ("Ida Baker")."""
    last = words[-1:] if words[0] in given_names() and words[-1] in persons() else ()
    return _no_person().isdisjoint(words[: len(words) - len(last)])


def _clause(line: Line, match: re.Match[str]) -> Span:
    """The words of the line around a match, from one mark of punctuation to the next."""
    start = max(line.text.rfind(mark, 0, match.start()) for mark in ",.;:") + 1
    ends = [at for mark in ",.;:" if (at := line.text.find(mark, match.end())) >= 0]
    words = line.text[start : min(ends, default=len(line.text))]
    first = start + len(words) - len(words.lstrip())
    return Span(line.span.start + first, line.span.start + first + len(words.strip()))


def _asked(line: Line, before: str, clause: str) -> str | None:
    """Whose name it is that is not given: the suspect's, the victim's; None for somebody else's, or where both may be meant.

    `before`: the sentence before, which tells who is meant where a sentence has a pronoun only.
    """
    victims = re.search(r"\bvictims?\b", clause, re.IGNORECASE)
    if _FURTHER.search(clause) or line.search(_SHY) or (line.search(_OTHERS) and not victims):
        return None
    said = line.text if line.search(_SUSPECT) or line.search(_VICTIM) else before
    suspect, victim = _SUSPECT.search(said), _VICTIM.search(said)
    if suspect and (victims or said is before and _HURT.search(said)):
        return None
    return "suspect" if suspect else "victim" if victim else None


def compare_names(a: Fact, b: Fact, texts: tuple[str, str]) -> Found:
    """No name given yet by an earlier report, a name given by a later one. `texts`: of the reports; one that has the name does not lack it."""
    first, last, text = (a, b, texts[0]) if a.value == "not yet" else (b, a, texts[1])
    if not in_order(first, last, "not yet", "named"):
        return None
    if person_name(last.words).words[-1] in fold(text).split():
        return None
    return "update", "one says that the name is not given yet, the other names somebody" + dated(a, b)
