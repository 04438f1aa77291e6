"""Where each victim was hit: the one victim, and those whom reports tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from variorum.collation.acts import data_lines
from variorum.collation.incidents.page import Line
from variorum.collation.portraits.clauses import clauses
from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.figures import FEMALE, MALE, figures
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_victim
from variorum.model.span import Span

REACH = 70  # code points between a word for being hit and the part of the body
_TRIGGER = re.compile(
    r"\b(?:shot(?!\s+at\b)|shooting|hit|hitting|struck|striking|graz(?:ed|e|ing)|wound(?:s|ed|ing)?|stabbed|stabbing|stab|bullets?|gunshot|injur(?:y|ies|ed)|blast(?:ed)?|shrapnel)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:pointed|aimed|pointing|aiming|held|put|placed|punched|kicked|slapped|beaten|could|may|might|whether|if)\b|n[’']t\b",
    re.IGNORECASE,
)
_WOMAN, _MAN = re.compile(r"\b(?:woman|girl|female)\b", re.IGNORECASE), re.compile(r"\b(?:man|boy|male)\b", re.IGNORECASE)
_HIS, _HERS = (
    re.compile(r"\b(?:he|his|him|himself|man|boy|son|male)\b", re.IGNORECASE),
    re.compile(r"\b(?:she|hers?|herself|woman|girl|daughter|female)\b", re.IGNORECASE),
)
_SEPARATE = re.compile(r"[;:]|\.\s(?=[A-Z])")


@cache
def holders() -> dict[str, str]:
    """Parts of the body, each with the part that holds it, or "-"."""
    return dict(line.split("\t") for line in data_lines("body_parts.tsv"))


@cache
def _named_parts() -> str:
    return "|".join(sorted((re.escape(w) + ("s?" if w[-1] != "s" else "") for w in holders()), key=lambda w: (-len(w), w)))


@cache
def _parts() -> re.Pattern[str]:
    side = r"(?:(?P<side{0}>left|right|both)\s+|(?:upper|lower|inner|outer|side\s+of\s+(?:the|his|her)|back\s+of\s+(?:the|his|her)|top\s+of\s+(?:the|his|her)|front\s+of\s+(?:the|his|her))\s+)*"
    one = rf"(?:the\s+|his\s+|her\s+|their\s+|an?\s+|one\s+)?{side.format('')}(?P<part>{_named_parts()})\b(?!\s+(?:of|seat|door|yard|porch|room|parking|lot|alley|patio|deck|stairs|road|entrance|guard)|\s*-)"
    return re.compile(
        rf"(?:\b(?:in|to|into|through|near|on|at|across|(?:hit|struck|grazed|shattered|pierced)(?=\s+(?:his|her|the)\b))|,|\band|&)\s+{one}",
        re.IGNORECASE,
    )


def wound_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """All parts of the body in which a report says that somebody was hit, as one value a person."""
    hits: dict[str, dict[int, list[tuple[str, Span]]]] = {}
    for line in sheet.lines if one_victim(sheet) else ():
        for part, start, end in _hits(line.text) if not _of_another(sheet, line) else ():
            place = Span(line.span.start + start, line.span.start + end)
            hits.setdefault("", {}).setdefault(line.index, []).append((part, place))
    told_of: list[frozenset[str]] = []
    for clause in clauses(sheet, person_of):
        found = list(_hits(clause.text))
        told_of += [frozenset(clause.holders)] * bool(found)
        for part, start, end in found:
            for holder in clause.holders:
                hits.setdefault(holder, {}).setdefault(clause.line.index, []).append((part, clause.span(start, end)))
    only = sorted(frozenset.intersection(*told_of)) if told_of else []
    if only and "" not in hits and not _hits_elsewhere(sheet, hits[only[0]]):  # nobody else is told to be hit
        hits[""] = {n: held for n, held in hits[only[0]].items() if not _of_another(sheet, sheet.page.lines[n])}
    for holder, by_line in sorted((h, held) for h, held in hits.items() if held):
        told = [(_exact(p for p, _ in held), Span(held[0][1].start, held[-1][1].end)) for _, held in sorted(by_line.items())]
        most = max((parts for parts, _ in told), key=lambda parts: (len(parts), sum(map(len, parts))))
        if all(any(_agree(x, y) for y in most) for parts, _ in told for x in parts):
            for parts, span in told:
                if parts == most:
                    yield sheet.fact("hit", holder, "|".join(most), span)


def _of_another(sheet: Sheet, line: Line) -> bool:
    """Whether a sentence tells of somebody whose age or sex is not that of the first one described as taking part."""
    told = figures(sheet)
    victim = next((f for f in told if f.parts), None)
    if victim is None:
        return False
    here = [f for f in told if f.line.index == line.index]
    if here and all(f.age != victim.age for f in here):
        return True
    other = _WOMAN if victim.sexes == MALE else _MAN if victim.sexes == FEMALE else None
    own = _HIS if victim.sexes == MALE else _HERS
    return other is not None and line.search(other) is not None and line.search(own) is None


def _hits_elsewhere(sheet: Sheet, held: Mapping[int, Sequence[tuple[str, Span]]]) -> bool:
    """Whether another sentence tells where somebody was hit."""
    return any(line.index not in held and any(True for _ in _hits(line.text)) for line in sheet.lines)


def _exact(parts: Iterable[str]) -> tuple[str, ...]:
    """Parts of the body, each once: with its side where that is told."""
    known = sorted(set(parts))
    return tuple(p for p in known if not p.startswith(":") or not any(q.endswith(p) and q != p for q in known))


def _hits(text: str) -> Iterator[tuple[str, int, int]]:
    """The parts of the body named behind a word for being hit: "side:part", with their places."""
    seen: set[int] = set()
    for trigger in _TRIGGER.finditer(text):
        stop = _SEPARATE.search(text, trigger.end())
        end = min(len(text), stop.start() if stop else len(text))
        at, reach = trigger.end(), trigger.end() + REACH
        for match in _parts().finditer(text, trigger.end(), end):
            if match.start() > reach or (match[0][0] in ",&aA" and match.start() - at > 2):
                break
            if _AIMED.search(text[max(0, trigger.start() - 30) : match.start()]):
                break
            word = match["part"].lower()
            part = next(w for w in (word, word.removesuffix("s"), f"{word}s") if w in holders())
            side = (match["side"] or "").lower()
            start = match.start("side") if match["side"] else match.start("part")
            if start not in seen:
                seen.add(start)
                yield f"{side if side != 'both' else ''}:{part}", start, match.end("part")
            at, reach = match.end(), match.end() + REACH
    yield from _before(text)


def _before(text: str) -> Iterator[tuple[str, int, int]]:
    """Parts of the body named before what befell them: "his left arm had a bullet wound"."""
    for match in _struck().finditer(text):
        word = match["part"].lower()
        part = next(w for w in (word, word.removesuffix("s"), f"{word}s") if w in holders())
        start = match.start("side") if match["side"] else match.start("part")
        yield f"{(match['side'] or '').lower()}:{part}", start, match.end("part")


@cache
def _struck() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:his|her|the|\w+['’]s)\s+(?:(?P<side>left|right)\s+)?(?P<part>{_named_parts()})\s+(?:had\s+an?\s+(?:bullet|gunshot|wound)|was\s+(?:hit|grazed|struck))",
        re.IGNORECASE,
    )


def compare_hits(a: Fact, b: Fact) -> Found:
    """Parts of the body of one person: other parts, other sides, more of them, or more exact ones."""
    mine, theirs = (frozenset(map(_single, str(f.value).split("|"))) for f in (a, b))
    if mine == theirs:
        return None
    whom = "the one victim" if not a.holder else "one person"
    sides = {(x, y) for x in mine for y in theirs if x.split(":")[1] == y.split(":")[1] and _opposite(x, y)}
    alone = [x for x in mine if not any(_agree(x, y) for y in theirs)], [y for y in theirs if not any(_agree(x, y) for x in mine)]
    if sides and len(mine) == len(theirs) == 1:
        return "contradiction", f"other sides of the body of {whom}"
    if alone[0] and alone[1]:
        if any(frozenset({x.split(":")[1], y.split(":")[1]}) in _ONE_PART for x in alone[0] for y in alone[1]):
            return None  # one wound may be told as of either
        return "contradiction", f"other parts of the body of {whom}"
    if alone[0] or alone[1]:
        return "refinement", f"one names more parts of the body of {whom}"
    return "refinement", "one names the part of the body more exactly"


_ONE_PART = frozenset(
    frozenset(pair) for pair in (
        ("stomach", "abdomen"), ("shoulder", "torso"), ("shoulder", "collarbone"), ("shoulder", "arm"), ("neck", "torso"), ("hip", "buttocks"), ("chest", "shoulder"),
        ("neck", "head"), ("neck", "face"), ("neck", "shoulder"), ("hip", "leg"), ("hip", "thigh"), ("chest", "abdomen"), ("chest", "stomach"), ("back", "chest"), ("back", "neck"),
        ("ankle", "leg"), ("foot", "leg"), ("hand", "arm"), ("wrist", "hand"), ("ankle", "foot"), ("jaw", "neck"), ("back", "shoulder"), ("hip", "torso"), ("hip", "stomach"), ("hip", "abdomen"),
        ("pelvis", "hip"), ("groin", "thigh"), ("groin", "leg"), ("side", "torso"), ("side", "stomach"), ("side", "abdomen"), ("side", "back"), ("side", "chest"),
    )
)  # fmt: skip


def _single(told: str) -> str:
    """A side and a part, that part as one of it is called: "buttocks" as "buttock"."""
    one = told.removesuffix("s")
    return one if one.split(":")[1] in holders() else told


def _opposite(x: str, y: str) -> bool:
    one, two = x.split(":")[0], y.split(":")[0]
    return bool(one and two and one != two)


def _agree(x: str, y: str) -> bool:
    """Whether two parts may be one: the same or one in the other, not on opposite sides."""
    p, q = x.split(":")[1], y.split(":")[1]
    return not _opposite(x, y) and (p in _within(q) or q in _within(p))


def _within(part: str) -> list[str]:
    """A part of the body, and all that hold it."""
    found = [part]
    while (holder := holders().get(found[-1], "-")) != "-":
        found.append(holder)
    return found
