"""Words that mean some number of people: as a number, as a name, as a list that is added up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from variorum.collation.incidents.page import Line, Page, kinds, once, rows, within

MOST = 100  # people: beyond, numbers of an incident's dead are no longer told one from another by a story's reports
DETERMINERS = frozenset(("a", "an", "the", "his", "her", "their", "one", "another", "its", "himself", "herself", "self"))
_AGE = re.compile(r"(?:\d{1,2}|[a-z]+(?:-[a-z]+)?)-(?:year|month|week)-olds?")
_BETWEEN = re.compile(r"(?:,? ?and|,|,? ?as well as|&|,? ?plus)(?: the)?(?: bodies of)?", re.IGNORECASE)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_SEVERAL = frozenset(("double", "triple", "quadruple", "quintuple"))


@cache
def numbers() -> dict[str, int]:
    """Number words, and nouns for several people, with how many."""
    return {word: int(value) for word, value in rows("incident_numbers.tsv")}


@cache
def persons() -> frozenset[str]:
    """Nouns for people, one or several."""
    single = {row[0] for row in rows("person_nouns.tsv")}
    irregular = {"men", "women", "children", "people", "persons", "wives", "policemen", "victims", "others", "relatives"}
    return frozenset(single | {f"{w}s" for w in single} | irregular)


@dataclass(frozen=True, slots=True)
class Group:
    """Words of a line that mean some number of people. `form`: number, single, name, sum, several, tally."""

    first: int  # positions of words
    last: int
    count: int
    form: str
    noun: str = ""
    rough: bool = False


@once
def groups(page: Page, line: Line) -> list[Group]:
    """All numbers of people in a line, lists added up, in order."""
    units = sorted(_units(page, line), key=lambda g: (g.first, -g.last))
    kept: list[Group] = []
    for unit in units:
        if not kept or unit.first > kept[-1].last:
            kept.append(unit)
    return sorted([*kept, *_sums(page, line, kept), *_several(line)], key=lambda g: (g.first, g.last, g.form))


def _units(page: Page, line: Line) -> Iterator[Group]:
    counts = {q.span.start: q for q in within(page.reading.quantities, line.span) if q.kind == "count"}
    names = {m.span.start: m.span for m in within(page.reading.mentions, line.span) if m.kind == "name" and m.type == "person"}
    words = line.words
    for i, word in enumerate(words):
        quantity = counts.get(word.start)
        value = numbers().get(word.low) if word.low not in _SEVERAL else None
        if quantity is not None and quantity.low is not None:
            value = int(quantity.low) if quantity.low == int(quantity.low) else None
        if word.start in names and word.low.rstrip(".") in _SUFFIXES:
            continue
        if word.start in names:
            last = min(line.at(names[word.start].end - 1), len(words) - 1)
            first = i - 1 if i and _AGE.fullmatch(words[i - 1].low) else i
            yield Group(first, last, 1, "name", "")
        elif value is not None and 1 <= value <= MOST and not _AGE.fullmatch(word.low):
            number = max(i, min(line.at(quantity.span.end - 1), _digits(line, i))) if quantity is not None else i
            noun = _noun(line, number + 1)
            if noun is None and (not _stands_alone(line, number + 1) or _is_age(line, number)):
                continue
            rough = quantity is not None and (quantity.approximate or quantity.low != quantity.high)
            last = noun if noun is not None else number
            yield Group(i, last, value, "number", words[noun].low if noun is not None else "", rough)
        elif i > 1 and word.low in persons() and words[i - 1].low == "and" and words[i - 2].low in persons():
            yield Group(i, i, 1, "single", word.low)  # "a mother and daughter"
        elif (word.low in DETERMINERS or (i == 0 and word.low in persons()) or _AGE.fullmatch(word.low)) and _alone(line, i):
            noun = i if word.low in persons() or word.low.endswith("self") else _noun(line, i + 1)
            if noun is not None:
                yield Group(i, noun, 1, "single", words[noun].low)


def _is_age(line: Line, at: int) -> bool:
    """Whether a bare number stands where an age does (", 23,", "ages 3 and 5", "14- and 18-year-olds") or numbers a thing."""
    word = line.words[at]
    before = line.text[: word.start - line.span.start].rstrip(" ")
    after = line.text[word.end - line.span.start :]
    if after.startswith("-") or re.search(r"\b(?:[Aa]ge[sd]?|[Nn]umber|[Rr]oom|No\.)$|\b[Aa]ges? [\d, and]*$", before):
        return True
    return before.endswith((",", "(")) and bool(re.match(r"\)|,| and \d+|$", after)) and bool(re.search(r"[^\W\d_][,(]$", before))


def _digits(line: Line, at: int) -> int:
    """The position of the number itself in "at least three"."""
    return next(
        (i for i in range(at, min(at + 5, len(line.words))) if line.words[i].low in numbers() or line.words[i].low.isdigit()), at
    )


def _stands_alone(line: Line, at: int) -> bool:
    """Whether a number is not followed by a word for things: "two weeks", "three shootings"."""
    if at >= len(line.words) or line.words[at].start - line.words[at - 1].end > 1:
        return True
    following = line.words[at].low
    return kinds().get(following, "") not in ("", "past") and following not in ("shootings", "years", "hospitals")


def _alone(line: Line, at: int) -> bool:
    """Whether no number stands among the next words, which would be the count instead."""
    following = line.words[at + 1 : at + 3]
    return not any(w.low in numbers() or w.low.isdigit() for w in following)


def _noun(line: Line, at: int) -> int | None:
    """The position of a noun for people among the next words of the same phrase."""
    for i in range(at, min(at + 5, len(line.words))):
        word = line.words[i]
        if i > at and word.start - line.words[i - 1].end > 1:
            return None  # a comma or a bracket ends the phrase
        if word.low in numbers() or word.low.isdigit() or kinds().get(word.low, "fill") != "fill":
            return None  # another number, or what happened: no longer the same phrase
        if word.low in persons():
            following = line.words[i + 1].low if i + 1 < len(line.words) else ""
            return i + 1 if following in persons() and line.words[i + 1].start - word.end == 1 else i
        if word.low in ("and", "or", "in", "on", "at", "to", "was", "were", "from", "with", "by", "for", "of", "who"):
            return None
    return None


def _sums(page: Page, line: Line, units: Sequence[Group]) -> Iterator[Group]:
    """Lists of people ("a man and two women"), as one number; "the driver, Jonas Berg" is one of them."""
    run: list[Group] = []
    tied = False
    for unit in [*units, None]:
        how = _joined(page, line, run[-1], unit) if unit is not None and run else ""
        if unit is not None and how == "apposition":
            run[-1] = replace(run[-1], last=unit.last, form="name")
            continue
        if unit is not None and how == "list":
            run.append(unit)
            tied = tied or _with_and(page, line, run[-2], unit)
            continue
        if len(run) > 1 and (tied or all(u.form != "name" for u in run)):
            form = "sum of names" if any(u.form == "name" for u in run) else "sum"
            yield Group(run[0].first, run[-1].last, sum(u.count for u in run), form, run[-1].noun, any(u.rough for u in run))
        run, tied = ([unit] if unit is not None else []), False


def _with_and(page: Page, line: Line, left: Group, right: Group) -> bool:
    """Whether "and" stands between: two names with a comma alone are no list."""
    between = page.document.text[line.words[left.last].end : line.words[right.first].start]
    return re.search(r"\band\b|&", between) is not None


def _joined(page: Page, line: Line, left: Group, right: Group) -> str:
    """ "list" where only "and" or a comma (and an age) stands between, "apposition" for one person told twice, else ""."""
    between = " ".join(page.document.text[line.words[left.last].end : line.words[right.first].start].split())
    bare = re.sub(
        r"^,? ?(?:ages? )?\(?\d{1,2}(?:(?:,| and|, and) \d{1,2})*\)?(?: years old)?(?=,| and| \(|$)", "", between
    ).strip()
    if _BETWEEN.fullmatch(bare) is None or (right.form == "number" and not right.noun):
        return ""
    if bare == "," and {left.form, right.form} == {"name", "single"}:
        return "apposition" if bare == between else "list"
    return "" if bare == "," and left.form == "number" and right.form == "name" else "list"


def _several(line: Line) -> Iterator[Group]:
    """ "Double homicide", "triple shooting", "murder-suicide"."""
    for i, word in enumerate(line.words):
        following = line.words[i + 1].low if i + 1 < len(line.words) else ""
        if word.low in _SEVERAL:
            for noun in (i + 1, i + 2):
                if noun == i + 2 and following and line.words[i + 1].text[0].isupper() and not word.text.isupper():
                    break
                if noun < len(line.words) and any(at == noun for at, _ in line.cues):
                    yield Group(i, noun, numbers()[word.low], "several", line.words[noun].low)
                    break
        elif word.low == "murder-suicide" or (word.low in ("murder", "homicide") and following == "suicide"):
            yield Group(i, i + (word.low != "murder-suicide"), 2, "several", "murder-suicide")
