"""Where each victim was hit, how they are, where they were taken: of the one victim, and of those whom reports tell apart by name, age or noun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from variorum.collation.acts import data_lines
from variorum.collation.incidents.page import Line
from variorum.collation.portraits.compare import Found, dated, earlier, in_order
from variorum.collation.portraits.figures import FEMALE, MALE, figures
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_victim
from variorum.model.span import Span

_KEPT = ("clauses",)  # under which a sheet keeps its clauses: who is whom is settled before it is read
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
_HIS, _HERS = re.compile(r"\b(?:he|his|him|himself|man|boy|son|male)\b", re.IGNORECASE), re.compile(r"\b(?:she|hers?|herself|woman|girl|daughter|female)\b", re.IGNORECASE)
_SEPARATE = re.compile(r"[;:]|\.\s(?=[A-Z])")
_PRONOUN = re.compile(r"\W*(?:He|She|His|Her)\b")
_NOUN = re.compile(
    r"\b(?:[Tt]he\s+(?:(?:wounded|injured|little|young)\s+)?(?P<noun>man|woman|girl|boy|child|baby|infant|toddler|officer|deputy)"
    r"|(?:[Hh]is|[Hh]er|[Tt]he)\s+(?:(?:older|younger|little|big|\S+[- ]old)\s+)?(?P<kin>sister|brother|son|daughter|wife|husband|girlfriend|boyfriend|mother|father))\b(?!['’])"
)
_OWNER = re.compile(r"['’]s\b")  # it is told of somebody or something of theirs
_PLURAL = {
    "man": "men", "woman": "women", "girl": "girls", "boy": "boys", "child": "children", "baby": "babies", "infant": "infants",
    "toddler": "toddlers", "officer": "officers", "deputy": "deputies", "sister": "sisters", "brother": "brothers", "son": "sons",
    "daughter": "daughters", "wife": "wives", "husband": "husbands", "girlfriend": "girlfriends", "boyfriend": "boyfriends", "mother": "mothers", "father": "fathers",
}  # fmt: skip
_ANOTHER_AGED = re.compile(r"\b(?:another|other|second|two|three|both)\s+(?:\w+\s+)?(?P<age>\d{1,2})[- ]year[- ]olds?\b", re.IGNORECASE)
_ANOTHER = r"\b(?:other|another|second|third|two|three|four|five|six)\s+(?:[\w-]+\s+){{0,2}}(?:{noun}|{plural})\b|\b{plural}\b"


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
    return re.compile(rf"(?:\b(?:in|to|into|through|near|on|at|across|(?:hit|struck|grazed|shattered|pierced)(?=\s+(?:his|her|the)\b))|,|\band|&)\s+{one}", re.IGNORECASE)


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
    taken: set[tuple[int, int]] = set()
    names: dict[str, float] = {}
    for figure in told:
        if _OWNER.match(sheet.text, figure.span.end):
            continue
        held = []
        if len(aged[figure.age] - {""}) < 2 and figure.age not in twice:
            held.append(f"aged {figure.age:g}")
        if figure.noun in _PLURAL and re.search(_ANOTHER.format(noun=figure.noun, plural=_PLURAL[figure.noun]), sheet.text, re.IGNORECASE) is None:
            held.append(f"the {figure.noun}")
        if figure.named is not None:
            key = person_of.get(figure.named.key, figure.named.key)
            held.append(key)
            names[key] = figure.age
        found.setdefault(figure.line.index, []).append((figure.span.start - figure.line.span.start, tuple(held)))
        taken.add((figure.span.start, figure.span.end))
    for named in sheet.named:
        line = sheet.page.line(named.span.start)
        if line is None or _OWNER.match(sheet.text, named.span.end) or any(start <= named.span.start < end for start, end in taken):
            continue
        key = person_of.get(named.key, named.key)
        age = names.get(key)
        held = [key] + ([f"aged {age:g}"] if age is not None and age not in twice and len(aged[age] - {""}) < 2 else [])
        found.setdefault(line.index, []).append((named.span.start - line.span.start, tuple(held)))
    for line in sheet.lines:
        for match in line.finds(_NOUN) if line.index not in found else ():
            noun = (match["noun"] or match["kin"]).lower()
            if re.search(_ANOTHER.format(noun=noun, plural=_PLURAL[noun]), sheet.text, re.IGNORECASE) is None:
                found.setdefault(line.index, []).append((match.start(), (f"the {noun}",)))
    return found


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
    if only and "" not in hits and not _hits_elsewhere(sheet, hits[only[0]]):
        hits[""] = hits[only[0]]  # nobody else is told to be hit
    for holder, by_line in sorted(hits.items()):
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
        rf"\b(?:his|her|the|\w+['’]s)\s+(?:(?P<side>left|right)\s+)?(?P<part>{_named_parts()})\s+(?:had\s+an?\s+(?:bullet|gunshot|wound)|was\s+(?:hit|grazed|struck))", re.IGNORECASE
    )


def compare_hits(a: Fact, b: Fact) -> Found:
    """Parts of the body of one person: other parts, other sides, more of them, or more exact ones."""
    mine, theirs = (frozenset(str(f.value).split("|")) for f in (a, b))
    if mine == theirs:
        return None
    whom = "the one victim" if not a.holder else "one person"
    sides = {(x, y) for x in mine for y in theirs if x.split(":")[1] == y.split(":")[1] and _opposite(x, y)}
    alone = [x for x in mine if not any(_agree(x, y) for y in theirs)], [y for y in theirs if not any(_agree(x, y) for x in mine)]
    if sides and len(mine) == len(theirs) == 1:
        return "contradiction", f"other sides of the body of {whom}"
    if alone[0] and alone[1]:
        if any(frozenset({x.split(":")[1], y.split(":")[1]}) in _ONE_PART for x in alone[0] for y in alone[1]):
            return "refinement", f"parts of the body that lie side by side, of {whom}"
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


_STATE = re.compile(
    r"\b(?:in|listed\s+(?:as|in))\s+(?:an?\s+|very\s+|extremely\s+|[\"“])*(?P<state>critical|serious|stable|fair|good|grave)(?:\s+condition|[\"”]|\b(?=[.,;]|$))"
    r"(?!\s*,?\s*(?:but|and|yet)\s+(?:\w+\s+)?(?:stable|critical|serious))",
    re.IGNORECASE,
)
_GRAVE = {"good": 0, "fair": 1, "stable": 1, "serious": 2, "critical": 3, "grave": 3}
_ALIVE = re.compile(
    r"\b(?:in\s+(?:[\w-]+\s+){0,3}(?:critical|serious|stable|fair|good|grave)\s+condition|expected\s+to\s+(?:survive|recover|live|be\s+ok(?:ay)?)"
    r"|(?:non-?|not\s+)life[- ]threatening|recovering|fighting\s+for\s+(?:his|her)\s+life|on\s+life\s+support|critically\s+(?:injured|wounded|hurt))\b",
    re.IGNORECASE,
)
_DEAD = re.compile(
    r"\b(?:died|has\s+died|(?:was\s+)?pronounced\s+dead|succumbed|(?:was|were|been|being|is)\s+(?:\w+ly\s+)?(?:killed|shot\s+(?:and\s+killed|dead|to\s+death)|fatally\s+(?:shot|wounded)))\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:condition|status|extent\s+of\s+(?:his|her|the|their)\s+\w+)\b[^.;]{0,50}\b(?:unknown|not\s+(?:yet\s+)?(?:immediately\s+)?(?:known|available|released|given|disclosed|clear)|(?:has|have)\s+yet\s+to\s+be|unavailable|n[’']t\s+\w+)"
    r"|\b(?:unknown|undisclosed)\s+condition\b|\bno\s+word\s+on\s+(?:\w+\s+){0,4}condition\b|\b(?:not|n[’']t)\s+(?:\w+\s+)?(?:know|release|disclose|give|provide)d?\s+(?:\w+\s+){0,4}condition\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"\b(?:whether|if|could|may|might|would|nearly|almost|thought|feared|believed)\b|n[’']t\b", re.IGNORECASE)


def fate_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """How each victim is whom reports may tell apart: in what condition, alive or dead; of one told to have died, that alone."""
    states: dict[str, list[tuple[str, Span]]] = {}
    fates: dict[str, list[tuple[str, Span]]] = {}
    for clause in clauses(sheet, person_of):
        text = clause.text
        if _UNSURE.search(text):
            continue
        for slot, value, match in (
            (fates, "dead", _DEAD.search(text)),
            (fates, "alive", _ALIVE.search(text)),
            (states, "", _STATE.search(text)),
        ):
            for holder in clause.holders if match is not None else ():
                assert match is not None
                told = value or match["state"].lower()
                slot.setdefault(holder, []).append((told, clause.span(match.start(), match.end())))
    for holder, held in sorted(fates.items()):
        value = "dead" if any(v == "dead" for v, _ in held) else "alive"
        yield sheet.fact("fate of", holder, value, next(s for v, s in held if v == value))
        if value == "alive":
            for state, span in states.get(holder, ()):
                yield sheet.fact("state of", holder, state, span)


def compare_states(a: Fact, b: Fact) -> Found:
    """Two conditions of one victim."""
    if _GRAVE[str(a.value)] == _GRAVE[str(b.value)]:
        return None
    if earlier(a, b) or earlier(b, a):
        return "update", "another condition of one victim" + dated(a, b)
    return "contradiction", "other conditions of one victim"


def compare_fates(a: Fact, b: Fact) -> Found:
    """Alive in an earlier report, dead in a later one."""
    if {a.value, b.value} == {"alive", "dead"} and a.document != b.document:
        return "update", "one victim lives by one report and has died by the other" + dated(a, b)
    return None


def condition_facts(sheet: Sheet) -> Iterator[Fact]:
    """Whether a report says that the one victim's condition is not known, or gives it."""
    if not one_victim(sheet):
        return
    told: dict[str, Span] = {}
    for line in sheet.lines:
        unknown, known = line.search(_UNKNOWN), line.search(_STATE) or line.search(_DEAD)
        match = unknown or known
        if match is not None and (unknown or not line.search(_UNSURE)):
            told.setdefault("not yet" if unknown else "done", Span(line.span.start + match.start(), line.span.start + match.end()))
    for value, span in told.items():
        yield sheet.fact("condition known", "", value, span)


def compare_known(a: Fact, b: Fact) -> Found:
    """A condition not known by one report, told by the other."""
    if in_order(a, b, "not yet", "done"):
        return "update", "one says that the condition is not known yet, the other tells it" + dated(a, b)
    return None
