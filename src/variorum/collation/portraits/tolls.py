"""How many were shot, killed, injured or arrested, by the number each report gives for them as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from variorum.collation.incidents.groups import groups
from variorum.collation.incidents.groups import numbers as numbers_of
from variorum.collation.incidents.page import kinds, once
from variorum.collation.incidents.sides import frame
from variorum.collation.portraits.compare import Found, dated, earlier
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.span import Span

LEAD = 10  # lines in which a report gives its tolls
PARTS = frozenset("other others more another of additional remaining rest first second third".split())
PLAIN = frozenset(("", "people", "persons", "victims", "individuals"))
TOLLS = ("killed", "shot", "injured", "arrested", "taken to hospital", "hit")
KINDS = {"dead": "killed", "shot": "shot", "hurt": "injured", "arrest": "arrested"}
HIT = ("toll shot", "toll injured", "toll taken to hospital")
_DEATHS = re.compile(
    r"\b(?:died|dead|dies|killed|killing|killer|fatal\w*|deadly|deaths?|murder\w*|homicide|slain)\b", re.IGNORECASE
)
_VICTIMS = re.compile(
    r"\b(?:the\s+(?:other\s+)?victims|both\s+victims|victims\s+were|(?:second|other|another)\s+(?:\S+[- ]old\s+)?(?:victim|man|woman|boy|girl|teen\w*))\b",
    re.I,
)
_PEOPLE = r"(?:people|persons|victims|men|women|teens|teenagers|males|individuals|children|kids)"
_TAKEN = re.compile(
    rf"\b(?P<count>\w+)\s+{_PEOPLE}\s+(?:(?:were|was|are|have\s+been|had\s+been)\s+)?(?:taken|rushed|transported|hospitali[sz]ed|sent)\b"
    rf"|\b(?:sent|sending|put|left)\s+(?P<sent>\w+)\s+{_PEOPLE}\s+(?:to|in)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?hospitals?\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:at\s+least|about|around|nearly|almost|more\s+than|over|up\s+to|as\s+many\s+as|several)\s+(?:\w+\s+)?$", re.I
)


def toll_facts(sheet: Sheet) -> Iterator[Fact]:
    """The numbers of people that a report gives in its first lines, by what became of them."""
    for line in sheet.lines[:LEAD]:
        for group in groups(sheet.page, line):
            if group.form not in ("number", "several") or group.count < 2:
                continue
            before = [w.low for w in line.words[max(0, group.first - 2) : group.last + 1]]
            after = [w.low for w in line.words[group.last + 1 : group.last + 2]]
            if set(before + after) & PARTS or (after and after[0] in ("charges", "counts")):
                continue
            if not group.noun and not (after and kinds().get(after[0]) in KINDS):
                continue
            told = frame(line, group)
            of = {k for k in (told.get("after"), told.get("before"), told.get("inside")) if k in KINDS}
            told_of = [k for k in told.values() if k != "agent"]
            if (
                len(of) != 1
                or not told_of
                or group.noun == "murder-suicide"
                or (told.get("after") == "agent" and "before" not in told)
            ):
                continue
            span = Span(line.words[group.first].start, line.words[group.last].end)
            head = line.text[: span.start - line.span.start]
            rough = group.rough or bool(_BOUND.search(head)) or span.text(sheet.text).lower().startswith("at least")
            noun = "" if group.noun in PLAIN or group.form == "several" else group.noun
            yield sheet.fact(f"toll {KINDS[of.pop()]}", noun, float(group.count), span, rough)


def hospital_facts(sheet: Sheet) -> Iterator[Fact]:
    """The numbers of people taken to hospital, where a sentence gives one number."""
    for line in sheet.lines[:LEAD]:
        found = list(line.finds(_TAKEN))
        if len(found) != 1:
            continue
        match = found[0]
        word = (match["count"] or match["sent"]).lower()
        count = numbers_of().get(word, int(word) if word.isdigit() else 0)
        if count > 1:
            group = "count" if match["count"] else "sent"
            span = Span(line.span.start + match.start(group), line.span.start + match.end(group))
            rough = bool(_BOUND.search(line.text[: match.start(group)]))
            yield sheet.fact("toll taken to hospital", "", float(count), span, rough)


def hit_facts(sheet: Sheet) -> Iterator[Fact]:
    """The number of those shot, hurt or taken to hospital where a report tells of no death and gives one number for all."""
    if _DEATHS.search(sheet.text):
        return
    told = [f for f in (*toll_facts(sheet), *hospital_facts(sheet)) if f.slot in HIT]
    if len({f.value for f in told}) == 1:
        yield from (replace(f, slot="toll hit", holder="") for f in told)


@once
def one_victim(sheet: Sheet) -> bool:
    """Whether a report tells of one victim alone."""
    return not _VICTIMS.search(sheet.text) and not _several(sheet, frozenset(("dead", "hurt", "shot")))


@once
def one_dead(sheet: Sheet) -> bool:
    """Whether a report tells of one dead alone."""
    return not _several(sheet, frozenset(("dead",)))


def _several(sheet: Sheet, kinds: frozenset[str]) -> bool:
    return any(g.count > 1 and kinds & set(frame(line, g).values()) for line in sheet.lines for g in groups(sheet.page, line))


@once
def numbers(sheet: Sheet) -> frozenset[float]:
    """All numbers of people that a report gives anywhere."""
    return frozenset(float(g.count) for line in sheet.page.lines for g in groups(sheet.page, line) if g.form != "name")


def compare(a: Fact, b: Fact, known: tuple[frozenset[float], frozenset[float]]) -> Found:
    """Two tolls of one kind; none where either report has the other's number too."""
    one, two = float(a.value), float(b.value)
    if one == two:
        return ("refinement", "one gives it as approximate") if a.rough != b.rough else None
    if a.rough != b.rough and (one > two if b.rough else two > one):
        if earlier(a, b) or earlier(b, a):
            return "update", "one value lies within what the other allows" + dated(a, b)
        return "refinement", "one value lies within what the other allows"
    if two in known[0] or one in known[1]:
        return None
    if earlier(a, b) or earlier(b, a):
        return "update", "the later report brings another number" + dated(a, b)
    return "contradiction", "both cannot be the number of the same people"
