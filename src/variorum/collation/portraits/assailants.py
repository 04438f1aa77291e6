"""How many did it, and in what car they came or went, as each report tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from variorum.collation.incidents.groups import numbers
from variorum.collation.portraits.compare import Found, dated, earlier
from variorum.collation.portraits.sheet import Fact, Sheet, alternatives
from variorum.model.span import Span

_NUMBER = r"(?P<count>two|three|four|five|six|seven|eight|\d|an?|one|(?:an?\s+)?(?:lone|single)|several|multiple)"
_ONE = r"(?:(?:gun)?man|suspect|shooter|person|individual|male|teen(?:ager)?|assailant|attacker|robber|intruder|youth)"
_MANY = r"(?:(?:gun)?men|suspects|shooters|people|individuals|males|teen(?:ager)?s|assailants|attackers|robbers|intruders|youths)"
_ACT = (
    r"(?:walked\s+(?:up|in)|approached|emerged|opened\s+fire|fired|began\s+(?:shooting|firing)|started\s+(?:shooting|firing)|shot\s+(?:at|into|him|her|them|the)|ran\s+up|came\s+up"
    r"|got\s+out|stepped\s+out|jumped\s+out|pulled\s+(?:up|out)|drove\s+(?:up|by)|rode\s+up|burst|forced\s+(?:his|their)\s+way|broke\s+in|kicked\s+in|barged|entered|confronted|robbed"
    r"|attempted\s+to\s+rob|tried\s+to\s+rob|demanded|fled|ran\s+(?:away|off|from)|took\s+off|drove\s+(?:off|away))"
)
_FILL = r"(?:\s+(?:who|had|have|then|reportedly|allegedly|suddenly|apparently|in\s+(?:an?|the)\s+[\w -]{1,30}?|wearing\s+[\w -]{1,40}?|armed\s+with\s+[\w -]{1,20}?|with\s+(?:an?\s+)?\w+))*"
_DOING = re.compile(
    rf"\b(?:at\s+least\s+)?{_NUMBER}\s+(?:(?:unknown|unidentified|masked|armed|other|young|black|white|hispanic|male|suspected|possible)[\s,]+)*(?P<noun>{_ONE}|{_MANY}){_FILL}\s+{_ACT}\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    rf"\b(?:(?:search(?:ing)?|look(?:ing)?|hunt(?:ing)?)\s+for|seek(?:ing)?|describe[ds]?\s+(?:the\s+(?:suspects?|shooters?|gunm[ae]n)\s+)?(?:only\s+)?as|by)\s+(?:at\s+least\s+)?{_NUMBER}\s+"
    rf"(?:(?:unknown|unidentified|masked|armed|young|black|white|hispanic|male|suspected|possible|light|dark|skinned)[\s,-]+)*(?P<noun>{_ONE}|{_MANY})\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\b(?:at\s+least\s+)?{_NUMBER}\s+(?:(?:unknown|unidentified|masked|armed|possible|male|black|white|hispanic)\s+)*(?P<noun>suspects|gunmen|shooters|attackers|assailants|robbers|intruders|gunman|intruder)\b",
    re.IGNORECASE,
)
_CAUGHT = re.compile(
    r"\b(?:arrest\w*|charged|custody|caught|captured|identified|surrender\w*|turned|remain\w*|still|at\s+large|photos?)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:another|other|second|third|additional|more|one\s+of|accomplices?|driver|getaway|companions?|each|both)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:suspects|gunmen|shooters|assailants|attackers|robbers|(?:second|other|another|third)\s+(?:suspect|gunman|shooter))\b",
    re.IGNORECASE,
)
_NOT_DOERS = re.compile(
    r"\b(?:victims?|witness\w*|neighbo\w+|officers?|deput\w+|police\s+(?:opened|fired|shot)|were\s+shot|was\s+shot)\b",
    re.IGNORECASE,
)


def doer_facts(sheet: Sheet) -> Iterator[Fact]:
    """The numbers of those who are told to have done it or are looked for."""
    for line in sheet.lines:
        if line.role == "caption":
            continue
        for pattern in (_DOING, _WANTED, _COUNTED):
            match = line.search(pattern)
            if pattern is _COUNTED and line.search(_CAUGHT):
                continue
            if match is None or _MORE.search(line.text[max(0, match.start() - 30) : match.end() + 10]):
                continue
            if _NOT_DOERS.search(line.text[max(0, match.start() - 20) : match.end()]):
                continue
            word = match["count"].lower().split()[-1]
            if match["noun"].lower() in ("person", "individual"):
                continue  # whoever it was
            many = re.fullmatch(_MANY, match["noun"], re.IGNORECASE) is not None
            if word in ("a", "an"):
                continue  # one of them, perhaps
            count = 1 if word in ("one", "lone", "single") else numbers().get(word, int(word) if word.isdigit() else 0)
            if (count > 1) != many or not count:
                continue
            if count == 1 and _SEVERAL.search(sheet.text):
                continue
            span = Span(line.span.start + match.start("count"), line.span.start + match.end("noun"))
            least = line.text[: match.start("count")].lower().endswith("at least ")
            yield sheet.fact("doers", "", float(count), span, rough=least)


def compare_doers(a: Fact, b: Fact) -> Found:
    """Two numbers of those who did it."""
    one, two = float(a.value), float(b.value)
    if one == two:
        return None
    if (a.rough and two > one) or (b.rough and one > two):
        return "refinement", "one number of those who did it lies within what the other allows"
    if earlier(a, b) or earlier(b, a):
        return "update", "another number of those who did it" + dated(a, b)
    return "contradiction", "other numbers of those who did it"


_COLOUR = r"(?P<colour>white|black|silver|gr[ae]y|red|blue|green|gold|tan|maroon|burgundy|brown|beige|yellow|orange|purple|dark|light)(?:[- ]colou?red)?"
_BODY = {
    "sedan": "car", "coupe": "car", "hatchback": "car", "suv": "suv", "truck": "truck", "pickup": "truck", "van": "van", "minivan": "van", "motorcycle": "motorcycle",
    "car": "", "vehicle": "", "automobile": "",
}  # fmt: skip
_USED = re.compile(
    r"\b(?:fled|flee(?:ing)?|sped|drove|driving|drive-by|getaway|left|pulled\s+up|pulled\s+alongside|got\s+(?:out|into)|suspects?|shooters?|gunm[ae]n|fired\s+from|took\s+off|escaped|seen\s+leaving|last\s+seen)\b",
    re.IGNORECASE,
)
_VICTIMS_CAR = re.compile(r"\b(?:victims?|his|her|their|parked|crashed|towed|found\s+(?:in|inside))\b", re.IGNORECASE)


@cache
def _vehicle() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:an?\s+|the\s+)(?:(?:newer|older|late|early)\s+(?:model\s+)?|(?:19|20)\d\d\s+)?{_COLOUR}[\s,]+(?:or\s+\w+\s+)?(?:(?:\d{{4}}|four-door|two-door|4-door|2-door|(?-i:[A-Z])[\w-]*)\s+){{0,4}}?"
        rf"(?P<body>{'|'.join(_BODY)}|{alternatives('vehicle_makes.txt')})\b",
        re.IGNORECASE,
    )


def vehicle_facts(sheet: Sheet) -> Iterator[Fact]:
    """The colour and kind of the car in which those who did it came or went."""
    for line in sheet.lines:
        if not line.search(_USED):
            continue
        for match in line.finds(_vehicle()):
            if _VICTIMS_CAR.search(line.text[max(0, match.start() - 40) : match.start()]):
                continue
            colour = match["colour"].lower().replace("grey", "gray")
            body = _BODY.get(match["body"].lower(), "")
            span = Span(line.span.start + match.start(), line.span.start + match.end())
            yield sheet.fact("vehicle", "", f"{colour}|{body}", span)


_NEAR_COLOURS = (
    frozenset({"gray", "silver"}), frozenset({"maroon", "burgundy"}), frozenset({"maroon", "red"}), frozenset({"burgundy", "red"}), frozenset({"tan", "beige"}),
    frozenset({"tan", "gold"}), frozenset({"gold", "beige"}), frozenset({"tan", "brown"}),
)  # fmt: skip
_DARK = frozenset({"black", "blue", "green", "maroon", "burgundy", "brown", "gray", "red", "purple"})
_LIGHT = frozenset({"white", "silver", "tan", "beige", "gold", "yellow", "gray"})


def compare_vehicles(a: Fact, b: Fact) -> Found:
    """Two descriptions of the one car."""
    (one, body_a), (two, body_b) = (str(f.value).split("|") for f in (a, b))
    if body_a and body_b and body_a != body_b:
        return "contradiction", "other kinds of car for those who did it"
    if one == two or frozenset({one, two}) in _NEAR_COLOURS:
        return ("refinement", "one names the kind of car") if one == two and body_a != body_b else None
    shade = {("dark", c) for c in _DARK} | {("light", c) for c in _LIGHT}
    if (one, two) in shade or (two, one) in shade:
        return "refinement", "one names the colour of the car more exactly"
    return "contradiction", "other colours of the car of those who did it"
