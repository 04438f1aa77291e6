"""Amounts that reports give of one thing: how often somebody was hit, the reward, how many counts of a charge, how long a sentence, which school year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from variorum.collation.acts import data_lines
from variorum.collation.incidents.groups import numbers
from variorum.collation.portraits.charges import charged_person
from variorum.collation.portraits.clauses import clauses
from variorum.collation.portraits.compare import Found, dated, earlier
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_victim
from variorum.model.span import Span

_NUMBER = r"(?P<count>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\s+dozen)"
_HIT_TIMES = re.compile(
    rf"\b(?:shot|hit|struck|stabbed)\s+(?:him|her|himself|herself|the\s+\w+)?\s*(?:(?:at\s+least|about|as\s+many\s+as|up\s+to)\s+)?(?:{_NUMBER}\s+times|(?P<word>once|twice|several\s+times|multiple\s+times))\b"
    rf"|\b(?:suffer\w+|sustain\w+|with|died\s+(?:of|from))\s+(?:{_NUMBER.replace('count', 'count2')}|(?P<word2>multiple|several|a\s+single))\s+(?:gunshot|bullet|stab)\s+wounds?\b",
    re.IGNORECASE,
)
_ROUGH = re.compile(r"\b(?:at\s+least|about|around|as\s+many\s+as|up\s+to|more\s+than|nearly)\b", re.IGNORECASE)
_REWARD = re.compile(
    r"(?:\$(?P<before>\d{1,3}(?:,\d{3})+|\d+)\s+(?:cash\s+)?reward\b|\breward\w*\b[^.;$]{0,60}?\$(?P<after>\d{1,3}(?:,\d{3})+|\d+))",
    re.IGNORECASE,
)
_RAISED = re.compile(r"\b(?:rais\w+|increas\w+|doubl\w+|additional|another|added|total\w*|previous\w*)\b", re.IGNORECASE)
_SENTENCE = re.compile(
    r"\b(?:sentenced\b[^.;]{0,60}?|sentence\s+of\s+|term\s+of\s+)(?:(?P<life>life\b)|(?P<years>\d{1,3}|[a-z]+)\s*(?:years|-year))",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:could|may|might|would|faces?|facing|maximum|minimum|up\s+to|if|asked|sought|recommend\w*|between|previous\w*|earlier)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    rf"\b{_NUMBER}\s+(?:felony\s+|additional\s+|misdemeanor\s+)?counts?\s+of\s+(?P<degree>(?:first|second|third|aggravated|attempted)[- ]?(?:degree)?\s+)*",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|1st|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|11th|12th)[- ]grade(?:r\b)?|(?:is|was|as|an?)\s+(?:\w+\s+){0,2}?(?P<year>freshman|sophomore|junior|senior)\s+(?:at|in)\b)",
    re.IGNORECASE,
)
_YEARS = {"freshman": 9, "sophomore": 10, "junior": 11, "senior": 12}
_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip


@cache
def _offences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (line.split("\t") for line in data_lines("charges.tsv"))
    return tuple((offence, re.compile(rf"(?:{pattern})\b", re.IGNORECASE)) for _, offence, pattern in rows)


def amount_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """All such amounts of a report."""
    for line in sheet.lines:
        at, text = line.span.start, line.text
        for match in line.finds(_REWARD):
            group = "before" if match["before"] else "after"
            if not line.search(_RAISED):
                yield sheet.fact(
                    "reward", "", float(match[group].replace(",", "")), Span(at + match.start(group) - 1, at + match.end(group))
                )
        for match in line.finds(_COUNTS) if not line.search(_SUPPOSED) else ():
            offence = next((o for o, pattern in _offences() if pattern.match(text, match.end())), None)
            who = charged_person(sheet, line, match.start())
            if offence is not None and who is not None and (count := _value(match["count"])):
                degree = " ".join((match["degree"] or "").lower().split())
                yield sheet.fact(
                    "counts",
                    f"{person_of.get(who.key, who.key)} {degree} {offence}",
                    float(count),
                    Span(at + match.start(), at + match.end()),
                )
        match_sentence = line.search(_SENTENCE)
        who = charged_person(sheet, line, match_sentence.start()) if match_sentence else None
        if match_sentence is not None and who is not None and not line.search(_SUPPOSED):
            value = 999 if match_sentence["life"] else _value(match_sentence["years"])
            if value:
                group = "life" if match_sentence["life"] else "years"
                yield sheet.fact(
                    "sentence",
                    person_of.get(who.key, who.key),
                    float(value),
                    Span(at + match_sentence.start(group), at + match_sentence.end()),
                )
    if one_victim(sheet):
        yield from _of_victim(sheet)
        return
    told_of: list[frozenset[str]] = []
    for clause in clauses(sheet, person_of):
        for match in _HIT_TIMES.finditer(clause.text):
            told_of.append(frozenset(clause.holders))
            for holder in clause.holders:
                yield sheet.fact(
                    "times hit", holder, _times(match), clause.span(match.start(), match.end()), bool(_ROUGH.search(match[0]))
                )
    if told_of and frozenset.intersection(*told_of):
        yield from _of_victim(sheet)  # nobody else is told to be hit so often


def _of_victim(sheet: Sheet) -> Iterator[Fact]:
    for line in sheet.lines:
        at = line.span.start
        for match in line.finds(_HIT_TIMES):
            yield sheet.fact(
                "times hit", "", _times(match), Span(at + match.start(), at + match.end()), bool(_ROUGH.search(match[0]))
            )
        grades = list(line.finds(_GRADE))
        if len(grades) == 1:
            match = grades[0]
            nth = (match["nth"] or "").lower()
            value = _YEARS[match["year"].lower()] if match["year"] else _NTH.get(nth) or int(re.sub(r"\D", "", nth))
            yield sheet.fact("grade", "", float(value), Span(at + match.start(), at + match.end()))


def _times(match: re.Match[str]) -> float:
    """How often somebody was hit; 0 for several times."""
    word = " ".join((match["word"] or match["word2"] or "").lower().split())
    count = match["count"] or match["count2"]
    return float((_value(count) if count else {"once": 1, "a single": 1, "twice": 2}.get(word, 0)) or 0)


def _value(word: str) -> int | None:
    low = word.lower()
    return int(low) if low.isdigit() else 12 if low.endswith("dozen") else numbers().get(low)


def compare_times(a: Fact, b: Fact) -> Found:
    """How often one victim was hit: 0 for several times."""
    one, two = float(a.value), float(b.value)
    if one == two or (a.rough and one == 1) or (b.rough and two == 1):
        return None
    if not one or not two:
        return (
            ("refinement", "one gives the number of times that one victim was hit")
            if one + two > 1
            else ("contradiction", "hit once by one report, several times by the other")
        )
    if a.rough or b.rough:
        return "refinement", "one number of hits lies within what the other allows"
    return "contradiction", "other numbers of times that one victim was hit"


def compare_rewards(a: Fact, b: Fact) -> Found:
    """Two rewards."""
    return _other(a, b, "another reward in the later report", "other rewards")


def compare_counts(a: Fact, b: Fact) -> Found:
    """Two numbers of counts of one charge against one person."""
    return _other(a, b, "another number of counts of one charge in the later report", "other numbers of counts of one charge")


def compare_sentences(a: Fact, b: Fact) -> Found:
    """Two sentences of one person."""
    return "contradiction", "other sentences of one person"


def compare_grades(a: Fact, b: Fact) -> Found:
    """Two school years of the one victim."""
    return "contradiction", "other school years of the one victim"


def _other(a: Fact, b: Fact, later: str, once: str) -> Found:
    return ("update", later + dated(a, b)) if earlier(a, b) or earlier(b, a) else ("contradiction", once)
