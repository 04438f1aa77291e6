"""To which hospital the one victim was taken, where reports name one hospital each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from variorum.collation.namematch import fold
from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_victim
from variorum.model.span import Span

_NAMED = re.compile(
    r"\b(?:the\s+)?(?P<name>(?:[A-Z][\w.'’&-]*\s+(?:(?:of|and|at|de)\s+(?:the\s+)?)?){1,6}(?:Hospitals?|Medical\s+Cent(?:er|re)|Trauma\s+Cent(?:er|re)|Health\s+Cent(?:er|re)|Infirmary))\b"
)
_PLAIN = re.compile(
    r"\b(?:an?|the)\s+(?P<name>(?:(?:local|nearby|area|regional|city|county|[A-Z]\w+(?:\s[A-Z]\w+)?)(?:-area)?\s+)?(?:hospital|medical\s+center|trauma\s+center))\b(?!\s+(?:staff|spokes|official|room|bed))"
)
_TAKEN = re.compile(
    r"\b(?:taken|rushed|transported|flown|airlifted|air-lifted|driven|brought|sent|transferred|treated|hospitali[sz]ed|died|pronounced|admitted|recovering|condition|helicopter|ambulance)\b",
    re.IGNORECASE,
)
COMMON = frozenset(
    "hospital hospitals medical center centre trauma health infirmary university regional memorial general county city community st saint of the and at de children childrens s system".split()
)
_SUSPECT = re.compile(r"\b(?:suspects?|shooter|gunman|officers?|deput\w+)\b", re.IGNORECASE)


def hospital_facts(sheet: Sheet) -> Iterator[Fact]:
    """The hospital that the victim was taken to, by name or as any."""
    if not one_victim(sheet):
        return
    named: list[tuple[str, Span]] = []
    plain: list[tuple[str, Span]] = []
    for line in sheet.lines:
        if not _TAKEN.search(line.text) or _SUSPECT.search(line.text):
            continue
        for pattern, held in ((_NAMED, named), (_PLAIN, plain)):
            for match in pattern.finditer(line.text):
                span = Span(line.span.start + match.start("name"), line.span.start + match.end("name"))
                held.append((fold(match["name"]), span))
    keys = {" ".join(w for w in name.split() if w not in COMMON) for name, _ in named}
    if len(keys) == 1 and named and next(iter(keys)):
        yield sheet.fact("hospital named", "", keys.pop(), named[0][1])
    elif not named and plain and len({name for name, _ in plain}) == 1:
        yield sheet.fact("hospital named", "", "", plain[0][1])


def compare(a: Fact, b: Fact, texts: Sequence[str]) -> Found:
    """Two hospitals, of reports that never name each other's; or one named by one report alone."""
    one, two = str(a.value), str(b.value)
    if not one or not two:
        return "refinement", "one names the hospital"
    if set(one.split()) & set(two.split()):
        return None
    first, second = fold(texts[0]).split(), fold(texts[1]).split()
    if set(two.split()) & set(first) or set(one.split()) & set(second):
        return None
    if _short_for(a.words, second) or _short_for(b.words, first):
        return None
    return "contradiction", "other hospitals, and neither report names the other's"


def _short_for(name: str, words: Sequence[str]) -> bool:
    """Whether a text has the initials of a hospital's name, or of its beginning ("UN" for University of Norwick)."""
    initials = "".join(w[0] for w in name.split() if w[0].isupper()).lower()
    return any(len(w) > 1 and initials.startswith(w) for w in words)
