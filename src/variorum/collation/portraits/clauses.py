"""What a report tells of each of the people whom other reports may tell apart too: by name, by age, by a noun of which it has one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from variorum.collation.incidents.page import Line
from variorum.collation.portraits.figures import figures
from variorum.collation.portraits.sheet import Sheet
from variorum.model.span import Span

_KEPT = ("clauses",)  # under which a sheet keeps its clauses: who is whom is settled before it is read
CHILD = 13  # years
_CHILDREN = frozenset({"child", "baby", "infant", "toddler"})
_BESIDE = frozenset({"brother", "sister", "sibling", "cousin", "friend"})
_PRONOUN = re.compile(r"\W*(?:He|She|His|Her)\b")
_NOUN = re.compile(
    r"\b(?:[Tt]he\s+(?:(?:wounded|injured|little|young)\s+)?(?P<noun>man|woman|girl|boy|child|baby|infant|toddler|officer|deputy|guard|clerk|driver|teenager|teen|victim|homeowner)"
    r"|(?:[Hh]is|[Hh]er|[Tt]he)\s+(?:(?:older|younger|little|big|\S+[- ]old)\s+)?(?P<kin>sister|brother|son|daughter|wife|husband|girlfriend|boyfriend|mother|father))\b(?!['’])"
)
_OWNER = re.compile(r"['’]s\b")  # it is told of somebody or something of theirs
_PLURAL = {
    "man": "men", "woman": "women", "girl": "girls", "boy": "boys", "child": "children", "baby": "babies", "infant": "infants",
    "toddler": "toddlers", "guard": "guards", "clerk": "clerks", "driver": "drivers", "teenager": "teenagers", "teen": "teens", "victim": "victims",
    "homeowner": "homeowners", "officer": "officers", "deputy": "deputies", "sister": "sisters", "brother": "brothers", "son": "sons",
    "daughter": "daughters", "wife": "wives", "husband": "husbands", "girlfriend": "girlfriends", "boyfriend": "boyfriends", "mother": "mothers", "father": "fathers",
}  # fmt: skip
_ANOTHER_AGED = re.compile(
    r"\b(?:another|other|second|two|three|both)\s+(?:\w+\s+)?(?P<age>\d{1,2})[- ]year[- ]olds?\b", re.IGNORECASE
)
_ANOTHER = r"\b(?:other|another|second|third|two|three|four|five|six)\s+(?:[\w-]+\s+){{0,2}}(?:{noun}|{plural})\b|\b{plural}\b"


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of a line that tell of one person; `holders`: all ways in which other reports may mean the same one."""

    line: Line
    start: int  # in the line's text
    end: int
    holders: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words."""
        return self.line.text[self.start : self.end]

    def span(self, start: int, end: int) -> Span:
        """Where words of the clause stand in the report."""
        at = self.line.span.start + self.start
        return Span(at + start, at + end)


def clauses(sheet: Sheet, person_of: Mapping[str, str]) -> Sequence[Clause]:
    """What follows each person described, up to the next one; a sentence that begins with a pronoun goes on about the last one before."""
    if _KEPT not in sheet.found:
        sheet.found[_KEPT] = tuple(_clauses(sheet, person_of))
    kept: Sequence[Clause] = sheet.found[_KEPT]
    return kept


def _clauses(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Clause]:
    described = _described(sheet, person_of)
    last: tuple[str, ...] = ()
    for line in sheet.lines:
        marks = sorted(described.get(line.index, ()), key=lambda m: m[0])
        if marks and len(marks) == 1:
            yield Clause(line, 0, len(line.text), marks[0][1])
        elif marks:
            ends = [*(m[0] for m in marks[1:]), len(line.text)]
            for (start, held), end in zip(marks, ends, strict=True):
                yield Clause(line, start, end, held)
        elif last and _PRONOUN.match(line.text):
            yield Clause(line, 0, len(line.text), last)
            continue
        last = marks[-1][1] if len({m[1] for m in marks}) == 1 else ()


def _described(sheet: Sheet, person_of: Mapping[str, str]) -> dict[int, list[tuple[int, tuple[str, ...]]]]:
    """By line, where somebody is described, and as whom."""
    found: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
    told = figures(sheet)
    aged: dict[float, set[str]] = {}
    for figure in told:
        aged.setdefault(figure.age, set()).add(person_of.get(figure.named.key, figure.named.key) if figure.named else "")
    twice = {float(m["age"]) for m in _ANOTHER_AGED.finditer(sheet.text)}
    young = {f.age for f in told if f.age < CHILD and f.noun not in _BESIDE}
    young = young if len(young) == 1 else set()
    taken: set[tuple[int, int]] = set()
    names: dict[str, float] = {}
    for figure in told:
        if _OWNER.match(sheet.text, figure.span.end):
            continue
        held = []
        if len(aged[figure.age] - {""}) < 2 and figure.age not in twice:
            held.append(f"aged {figure.age:g}")
        if (
            figure.noun in _PLURAL
            and re.search(_ANOTHER.format(noun=figure.noun, plural=_PLURAL[figure.noun]), sheet.text, re.IGNORECASE) is None
        ):
            held.append(f"the {figure.noun}")
        if figure.named is not None:
            key = person_of.get(figure.named.key, figure.named.key)
            held.append(key)
            names[key] = figure.age
        found.setdefault(figure.line.index, []).append((figure.span.start - figure.line.span.start, tuple(held)))
        taken.add((figure.span.start, figure.span.end))
    for named in sheet.named:
        line = sheet.page.line(named.span.start)
        if (
            line is None
            or _OWNER.match(sheet.text, named.span.end)
            or any(start <= named.span.start < end for start, end in taken)
        ):
            continue
        key = person_of.get(named.key, named.key)
        age = names.get(key)
        held = [key] + ([f"aged {age:g}"] if age is not None and age not in twice and len(aged[age] - {""}) < 2 else [])
        found.setdefault(line.index, []).append((named.span.start - line.span.start, tuple(held)))
    for line in sheet.lines:
        for match in line.finds(_NOUN) if line.index not in found else ():
            noun = (match["noun"] or match["kin"]).lower()
            if re.search(_ANOTHER.format(noun=noun, plural=_PLURAL[noun]), sheet.text, re.IGNORECASE) is None:
                only = ("the only child",) if young and noun in _CHILDREN else ()
                found.setdefault(line.index, []).append((match.start(), (f"the {noun}", *only)))
    return found
