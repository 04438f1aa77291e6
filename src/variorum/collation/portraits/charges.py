"""What somebody is charged with: the offence with its degree, and whether charged at all, of one named person or the one suspect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from variorum.collation.acts import data_lines
from variorum.collation.incidents.named import Named
from variorum.collation.incidents.page import Line, once
from variorum.collation.portraits.compare import Found, dated, days_between, earlier
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.span import Span

LONGEST = 160  # code points of a list of offences
_GUILTY = re.compile(r"\b(?:convicted|found\s+guilty|pleaded\s+guilty|pled\s+guilty)\s+(?:of|to|on)\b", re.IGNORECASE)
SOON = 21  # days between reports in which charges are of one stage of a case
DEGREES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_DEGREE = r"(?P<degree>first|second|third|fourth|1st|2nd|3rd|4th)[-\s]degree"
_BEHIND = re.compile(r"\s+in\s+the\s+(?P<degree>first|second|third|fourth|1st|2nd|3rd|4th)\s+degree", re.IGNORECASE)
_TRIED = re.compile(
    r"(?:\b(?P<attempt>attempted|attempt(?:ing)?\s+to\s+commit|conspiracy\s+to\s+commit|solicitation\s+of|assault\s+with\s+intent\s+to)\s+)?"
    rf"(?:{_DEGREE}\s+)?(?P<attempt2>attempted\s+)?(?:{_DEGREE.replace('degree>', 'degree2>', 1)}\s+)?$",
    re.IGNORECASE,
)
_CHARGED = re.compile(
    r"\b(?:charged?|charges|charging|counts?\s+of|faces?|facing|accused\s+of|convicted|guilty|indicted|indictment|booked|(?:suspicion|investigation)\s+of"
    r"|warrants?|(?:arrested|under\s+arrest)\s+(?:for|on)|wanted\s+(?:for|on)|sentenced|pleaded|pled|jailed\s+(?:for|on)|acquitted)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:convicted|found\s+guilty|pleaded|pled|pleads|sentenced|plea|acquitted|not\s+guilty)\b", re.IGNORECASE
)
_SUPPOSED = re.compile(
    r"\b(?:could|may|might|would|possible|if|whether|dropped|upgraded|downgraded|reduced|instead|previously|prior|history|past|amended)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:neither|not|no|nobody|never|without)\b[^.;]{0,40}\bcharge|n[’']t\b[^.;]{0,30}\bcharge", re.IGNORECASE)
UNCHARGED = re.compile(
    r"\b(?:(?:has|have|had)\s+not\s+been\s+charged|(?:is|are|was)\s+not\s+(?:currently\s+)?(?:being\s+charged|facing\s+(?:any\s+)?(?:criminal\s+)?charges)"
    r"|no\s+(?:criminal\s+)?charges\s+(?:have\s+been|had\s+been|were|will\s+be|are)\s+(?:yet\s+)?(?:filed|expected|announced)|charges\s+(?:are|were)\s+pending"
    r"|(?:has|have)\s*n[o’']t\s+been\s+charged|will\s+not\s+(?:be\s+charged|face\s+charges)|decide\s+(?:whether|if)\b[^.]{0,40}\bcharge[sd]?)\b",
    re.IGNORECASE,
)
_IS_CHARGED = re.compile(
    r"\b(?:(?:has|have)\s+been|is|was|were|are|and|arrested\s+and)\s+(?:also\s+)?(?:formally\s+)?charged\s+with\b|\bcharged\b[^.;]{0,30}\bwith\b|\bfac(?:es|ing)\s+(?:\w+\s+){0,3}charges?\b",
    re.I,
)


_GOVERNED = re.compile(
    r"\b(?:charged\s+with|charges?\s+of|counts?\s+of|accused\s+of|(?:arrested|under\s+arrest)\s+(?:for|on)|(?:suspicion|investigation)\s+of|fac(?:es|ing)(?:\s+an?)?)"
    r"(?![^.;]*\b(?:connect\w*|relat\w+|deaths?|killing|shooting)\b)[^.;]{0,120}$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:unrelated|in\s+addition|additional|also|other\s+charges?)\b", re.IGNORECASE)


def is_charged(line: Line) -> re.Match[str] | None:
    """Where a sentence says that somebody is charged."""
    return None if line.search(_SUPPOSED) else line.search(_IS_CHARGED)


@dataclass(frozen=True, slots=True)
class Charge:
    """An offence named in a charge: its kind, word, degree (0: none told) and whether only tried."""

    kind: str
    offence: str
    degree: int
    tried: bool
    span: Span

    @property
    def value(self) -> str:
        """The charge as compared."""
        return f"{'attempted ' if self.tried else ''}{self.offence} {self.degree or ''}".strip()


@cache
def _offences() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = (line.split("\t") for line in data_lines("charges.tsv"))
    return tuple((kind, offence, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, offence, pattern in rows)


@cache
def _ranks() -> dict[str, int]:
    """The kinds of offence in the order of the data file, gravest first."""
    return {kind: n for n, kind in enumerate(dict.fromkeys(kind for kind, _, _ in _offences()))}


@once
def charges(line: Line) -> list[Charge]:
    """The offences that a sentence on charges names, in order."""
    cue = line.search(_CHARGED)
    if cue is None or line.search(_SUPPOSED) or line.search(_DENIED):
        return []
    found: list[Charge] = []
    for kind, offence, pattern in _offences():
        for match in line.finds(pattern):
            lead = len(match[0]) - len(match[0].lstrip())
            start, end = match.start() + lead, match.end()
            before = _TRIED.search(line.text[max(0, start - 60) : start])
            behind = _BEHIND.match(line.text, end)
            degree = next(
                (g for g in ((before["degree"] or before["degree2"]) if before else None, behind and behind["degree"]) if g), ""
            )
            tried = bool(before and (before["attempt"] or before["attempt2"]))
            if before and before[0]:
                start -= len(before[0])
            span = Span(line.span.start + start, line.span.start + (behind.end() if behind else end))
            if not any(span.overlap(c.span) for c in found) and (
                match.start() > cue.start()
                or "warrant" in cue[0].lower()
                or re.search(r"\bcharges?\b", line.text[end : end + 20])
            ):
                found.append(Charge(kind, offence, DEGREES.get(degree.lower(), 0), tried, span))
    return sorted(found, key=lambda c: c.span)


def charged_person(sheet: Sheet, line: Line, at: int) -> Named | None:
    """Whom a sentence says is charged: the one named before the charge, where it is one."""
    inside = [n for n in sheet.named if line.span.start <= n.span.start < at]
    return inside[0] if len({n.key for n in inside}) == 1 else None


def charge_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """The heaviest charges of a report by person, and whether somebody is charged at all."""
    for line in sheet.lines:
        found = charges(line)
        settled = bool(line.search(_SETTLED))
        for charge in found:
            who = charged_person(sheet, line, charge.span.start)
            if who is None and any(line.span.covers(n.span) for n in sheet.named):
                continue
            holder = person_of.get(who.key, who.key) if who else "suspect"
            value = f"{charge.value}|{'settled' if settled else ''}"
            if charge.kind != "flight" or who is None:
                yield sheet.fact(
                    f"charge {charge.kind}",
                    holder,
                    value,
                    charge.span,
                    entity=None if who is None or who.how != "read" else who.key,
                )


def main_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """What a report says the one whom it calls charged is charged with, as one value; none where it calls several so."""
    held: dict[str, list[tuple[Charge, Named | None]]] = {}
    for line in sheet.lines:
        if line.search(_SETTLED) or line.search(_BESIDE):
            continue
        for charge in charges(line):
            if _GOVERNED.search(line.text[: charge.span.start - line.span.start]) is None:
                continue
            who = charged_person(sheet, line, charge.span.start)
            if who is not None or not any(line.span.covers(n.span) for n in sheet.named):
                held.setdefault(person_of.get(who.key, who.key) if who else "suspect", []).append((charge, who))
    if len(held) == 1:  # other reports may leave the same one unnamed
        told = next(iter(held.values()))
        first, who = min(told, key=lambda pair: (_ranks()[pair[0].kind], pair[0].span))
        entity = None if who is None or who.how != "read" else who.key
        name = person_of.get(who.key, who.key) if who else ""
        yield sheet.fact("charged with", "", "|".join(sorted({c.kind for c, _ in told})), first.span, entity=entity, name=name)


def verdict_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """All of which a report says one person was found guilty, as one value."""
    held: dict[str, list[tuple[Charge, Named]]] = {}
    for line in sheet.lines:
        verdict = line.search(_GUILTY)
        for charge in charges(line) if verdict else ():
            who = charged_person(sheet, line, verdict.start() if verdict else 0)
            if who is not None and verdict is not None and charge.span.start - line.span.start > verdict.end():
                held.setdefault(person_of.get(who.key, who.key), []).append((charge, who))
    for holder, told in held.items():
        span = Span(min(c.span.start for c, _ in told), max(c.span.end for c, _ in told))
        if span.end - span.start <= LONGEST:
            who = told[0][1]
            kinds = "|".join(sorted({c.kind for c, _ in told}))
            yield sheet.fact("guilty of", holder, kinds, span, entity=None if who.how != "read" else who.key)


def compare_verdicts(a: Fact, b: Fact) -> Found:
    """Found guilty of what the other report leaves out, by either."""
    one, two = set(str(a.value).split("|")), set(str(b.value).split("|"))
    days = days_between(a, b)
    if not (one - two and two - one) or days is None or days > SOON:
        return None
    return "contradiction", "found guilty of other offences"


def compare_main(a: Fact, b: Fact) -> Found:
    """Charges of which none is in both reports."""
    if set(str(a.value).split("|")) & set(str(b.value).split("|")) or (a.name and b.name and a.name != b.name):
        return None
    days = days_between(a, b)
    if days is None or days > SOON:
        return None
    if earlier(a, b) or earlier(b, a):
        return "update", "other charges in the later report" + dated(a, b)
    return "contradiction", "other charges"


def compare(a: Fact, b: Fact) -> Found:
    """Two charges of one kind: other degrees or kinds of offence, or one told without its degree."""
    (one, settled_a), (two, settled_b) = (str(f.value).split("|") for f in (a, b))
    if one == two:
        return None
    x, y = one.rstrip(" 1234"), two.rstrip(" 1234")
    if x == y and (one == x or two == y):
        return "refinement", "one gives the degree of the charge, the other does not"
    if one in two or two in one:
        bare = min(one, two, key=len)
        if bare in {"murder", "manslaughter"} and "attempted" not in one + two:
            return "refinement", "one names the charge more exactly"
    what = "other degrees of the charge" if x == y else "other charges for the same"
    if (settled_a != settled_b or earlier(a, b) or earlier(b, a)) and a.document != b.document:
        return "update", what + dated(a, b)
    return "contradiction", what
