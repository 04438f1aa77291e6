"""To which hospital a victim was taken, where reports name one hospital each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from variorum.collation.namematch import fold
from variorum.collation.portraits.clauses import clauses
from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_victim
from variorum.model.span import Span

_NAMED = re.compile(
    r"\b(?:the\s+)?(?P<name>(?:[A-Z][\w.'’&-]*\s+(?:(?:of|and|at|de)\s+(?:the\s+)?)?){1,6}(?:Hospitals?|Medical\s+Cent(?:er|re)|Trauma\s+Cent(?:er|re)|Health\s+Cent(?:er|re)|Infirmary))\b"
)
_PLAIN = re.compile(
    r"\b(?:an?|the\s+(?=local|nearby|area))\s+(?P<name>(?:(?:local|nearby|area|regional|city|county|[A-Z]\w+(?:\s[A-Z]\w+)?)(?:-area)?\s+)?(?:hospital|medical\s+center|trauma\s+center))\b(?!\s+(?:staff|spokes|official|room|bed))"
)
_TAKEN = re.compile(
    r"\b(?:taken|flew|rushed|transported|flown|airlifted|air-lifted|driven|brought|sent|transferred|treated|hospitali[sz]ed|died|pronounced|admitted|recovering|condition|helicopter|ambulance)\b",
    re.IGNORECASE,
)
COMMON = frozenset(
    "hospital hospitals medical center centre trauma health infirmary university regional memorial general county city community st saint of the and at de children childrens s system".split()
)
LONG = 6  # code points from which two names may be one, two letters apart
KINDS = frozenset("the hospital hospitals medical center centre trauma health infirmary of and at".split())
_SUSPECT = re.compile(r"\b(?:suspects?|shooter|gunman|officers?|deput\w+)\b", re.IGNORECASE)


def hospital_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """The hospital that a victim was taken to, by name or as any: the one victim, and those whom reports tell apart."""
    if _MOVED.search(sheet.text):
        return
    held: dict[str, list[tuple[str, Span]]] = {}
    if one_victim(sheet):
        held[""] = [one for line in sheet.lines for one in _hospitals(line.text, line.span.start)]
    for clause in clauses(sheet, person_of):
        for holder in clause.holders:
            held.setdefault(holder, []).extend(_hospitals(clause.text, clause.line.span.start + clause.start))
    for holder, told in sorted(held.items()):
        keys = {name for name, _ in told if name}
        if len(keys) == 1:
            yield sheet.fact("hospital named", holder, next(iter(keys)), next(s for n, s in told if n))
        elif not keys and told and not holder and len({span.text(sheet.text).lower() for _, span in told}) == 1:
            yield sheet.fact("hospital named", holder, "", told[0][1])


_MOVED = re.compile(
    r"\b(?:transfer\w*|first\s+(?:taken|took)|then\s+(?:taken|flown|airlifted)|later\s+(?:flown|airlifted|moved))\b",
    re.IGNORECASE,
)


def _hospitals(text: str, at: int) -> Iterator[tuple[str, Span]]:
    """The distinctive words of each hospital that somebody is said to be taken to, none for one without a name."""
    if not _TAKEN.search(text) or _SUSPECT.search(text):
        return
    for pattern in (_NAMED, _PLAIN):
        for match in pattern.finditer(text):
            name = fold(match["name"].replace("’s", "s").replace("'s", "s"))
            words = [w for w in name.split() if w not in COMMON] or [w for w in name.split() if w not in KINDS]
            if words or pattern is _PLAIN:
                span = Span(at + match.start("name"), at + match.end("name"))
                yield " ".join(words) if pattern is _NAMED else "", span


def compare(a: Fact, b: Fact, texts: Sequence[str]) -> Found:
    """Two hospitals, of reports that never name each other's; or one named by one report alone."""
    one, two = str(a.value), str(b.value)
    if not one or not two:
        return "refinement", "one names the hospital"
    if set(one.split()) & set(two.split()):
        return None
    first, second = fold(texts[0]).split(), fold(texts[1]).split()
    mine, theirs = set(one.split()) - COMMON, set(two.split()) - COMMON
    if (
        theirs & set(first)
        or mine & set(second)
        or (not theirs and two in fold(texts[0]))
        or (not mine and one in fold(texts[1]))
    ):
        return None
    if _short_for(a.words, second) or _short_for(b.words, first):
        return None
    if min(len(one), len(two)) >= LONG and OSA.distance(one, two) <= 2:
        return "variant", "the name of one hospital in other spellings"
    return "contradiction", "other hospitals, and neither report names the other's"


def _short_for(name: str, words: Sequence[str]) -> bool:
    """Whether a text has the initials of a hospital's name, or of its beginning ("UN" for University of Norwick)."""
    initials = "".join(w[0] for w in name.split() if w[0].isupper()).lower()
    return any(len(w) > 1 and initials.startswith(w) for w in words)
