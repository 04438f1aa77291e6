"""The one victim of reports that tell of one: their condition; and whether it was an accident, inside or outside, how many shots."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.collation.incidents.groups import numbers
from variorum.collation.incidents.page import Line
from variorum.collation.portraits.compare import Found, dated, earlier
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.span import Span

GRAVE = {"good": 0, "fair": 1, "stable": 1, "serious": 2, "critical": 3, "grave": 3}
_STATE = re.compile(
    r"\b(?:in|listed\s+(?:as|in))\s+(?:an?\s+|very\s+|extremely\s+|[\"“])*(?P<state>critical|serious|stable|fair|good|grave)"
    r"(?P<and>\s*,?\s*(?:but|and|yet)\s+(?:\w+\s+)?(?:stable|critical|serious))?[\"”]?(?P<noun>\s+condition)?\b",
    re.IGNORECASE,
)
_DIED = r"\b(?:died|(?:was\s+)?(?:pronounced|declared)\s+dead|succumbed\s+to\s+\w+\s+injuries)\b"
_ALIVE = re.compile(
    r"\b(?:in\s+(?:[\w-]+\s+){0,3}(?:critical|serious|stable|fair|good|grave)\s+condition|expected\s+to\s+(?:survive|recover|live|be\s+ok(?:ay)?)"
    r"|(?:non-?|not\s+)life[- ]threatening|recovering|fighting\s+for\s+(?:his|her)\s+life|on\s+life\s+support|critically\s+(?:injured|wounded|hurt))\b",
    re.IGNORECASE,
)
_DEAD = re.compile(
    r"\b(?:died|has\s+died|was\s+pronounced\s+dead|succumbed|was\s+killed|fatally\s+shot|shot\s+and\s+killed)\b", re.IGNORECASE
)
_DEAD_AT_ALL = re.compile(r"\b(?:died|dead|killed|deadly|fatal|fatally|death|murder|homicide|slain)\b", re.IGNORECASE)
_AT_SCENE = re.compile(rf"{_DIED}\s+(?:at|on)\s+(?:the\s+)?scene\b", re.IGNORECASE)
_AT_HOSPITAL = re.compile(
    rf"{_DIED}\s+(?:\w+\s+){{0,3}}?(?:at|in)\s+(?:(?:an?|the)\s+)?(?:\w+\s+){{0,4}}?(?:hospital|medical\s+cent(?:er|re))\b",
    re.IGNORECASE,
)
_ACCIDENT = re.compile(r"\b(?:accidental(?:ly)?|(?:an?|the)\s+(?:\w+\s+)?accident)\b", re.IGNORECASE)
_NO_ACCIDENT = re.compile(
    r"\b(?:not|n[’']t|never)\b[^.;]{0,40}\baccident(?:al|ally)?\b|\bno\s+(?:\w+\s+)?accident\b|\b(?:shooting|it)\s+(?:was|is|were)\s+(?:\w+ly\s+)?(?:intentional|deliberate)\b|(?<!not\s)\bintentionally\s+shot\b",
    re.I,
)
_UNSURE = re.compile(r"\b(?:whether|if|or|could|may|might|possibly|unclear|determin\w+|appear\w*|investigat\w+|question)\b", re.I)
_VENUE = r"(?P<venue>(?:night)?club|bar|home|house|apartment|store|restaurant|car|vehicle|school|church|hotel|residence|party)"
_SHOT = re.compile(r"\b(?:shot|shots|shooting|gunfire|fired|killed|happened|occurred|erupted)\b", re.I)
_INSIDE = re.compile(rf"\binside\s+(?:of\s+)?(?:an?|the|his|her|their|its)\s+(?:[\w'’-]+\s+){{0,3}}?{_VENUE}\b", re.I)
_OUTSIDE = re.compile(
    rf"\b(?:outside|in\s+front\s+of)\s+(?:of\s+)?(?:an?|the|his|her|their|its)\s+(?:[\w'’-]+\s+){{0,3}}?{_VENUE}\b", re.I
)
_SHOTS = re.compile(
    r"\b(?P<how>fired|firing|shooting|heard|hearing)\s+(?P<words>(?:at\s+least\s+|about\s+|around\s+|as\s+many\s+as\s+)?(?P<count>[a-z]+|\d{1,3})(?:\s+(?:or|to)\s+(?P<more>[a-z]+|\d{1,3}))?\s+(?:gun)?(?:shots|rounds|bullets))\b(?!\s+(?:into|at|from|through))",
    re.IGNORECASE,
)
SAME = {
    "home": "home",
    "house": "home",
    "residence": "home",
    "nightclub": "club",
    "club": "club",
    "bar": "club",
    "vehicle": "car",
}


def state_facts(sheet: Sheet) -> Iterator[Fact]:
    """The conditions a report gives."""
    for line in sheet.lines:
        for match in line.finds(_STATE):
            if match["noun"] or match[0].lower().startswith("listed"):
                state = match["state"].lower() + ("*" if match["and"] else "")
                yield sheet.fact("condition", "", state, _at(line, match.start(), match.end()))


def death_facts(sheet: Sheet) -> Iterator[Fact]:
    """Where the one who died did, and that somebody did."""
    for line in sheet.lines:
        for value, pattern in (("scene", _AT_SCENE), ("hospital", _AT_HOSPITAL)):
            match = line.search(pattern)
            if match and not line.search(_UNSURE):
                yield sheet.fact("death place", "", value, _at(line, match.start(), match.end()))


def fate_facts(sheet: Sheet) -> Iterator[Fact]:
    """Whether the one victim lives or has died."""
    alive = [(line, m) for line in sheet.lines for m in [line.search(_ALIVE)] if m]
    dead = [(line, m) for line in sheet.lines for m in [line.search(_DEAD)] if m]
    if alive and not any(line.search(_DEAD_AT_ALL) for line in sheet.page.lines):
        line, match = alive[0]
        yield sheet.fact("fate", "", "alive", _at(line, match.start(), match.end()))
    elif dead:
        line, match = dead[0]
        yield sheet.fact("fate", "", "dead", _at(line, match.start(), match.end()))


def scene_facts(sheet: Sheet) -> Iterator[Fact]:
    """Accident or not, inside or outside, how many shots."""
    for line in sheet.lines:
        denied = line.search(_NO_ACCIDENT)
        match = denied or line.search(_ACCIDENT)
        if match and not line.search(_UNSURE) and (denied or line.index < 8):
            yield sheet.fact("accident", "", "denied" if denied else "accident", _at(line, match.start(), match.end()))
        for value, pattern in (("inside", _INSIDE), ("outside", _OUTSIDE)):
            for match in line.finds(pattern):
                if _SHOT.search(line.text[max(0, match.start() - 60) : match.start()]) and line.index < 8:
                    venue = match["venue"].lower()
                    yield sheet.fact("side", SAME.get(venue, venue), value, _at(line, match.start(), match.end()))
        for match in line.finds(_SHOTS):
            low = _number(match["count"])
            if low is not None:
                high = _number(match["more"]) if match["more"] else low
                value = f"{low}-{high}"
                yield sheet.fact(
                    "shots",
                    "heard" if match["how"].lower().startswith("hear") else "fired",
                    value,
                    _at(line, match.start("words"), match.end("words")),
                    "least" in match[0] or "about" in match[0],
                )


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else numbers().get(word.lower())


def _at(line: Line, start: int, end: int) -> Span:
    return Span(line.span.start + start, line.span.start + end)


def compare_states(a: Fact, b: Fact) -> Found:
    """Two conditions of one victim."""
    one, two = str(a.value), str(b.value)
    if one.endswith("*") or two.endswith("*") or GRAVE[one] == GRAVE[two]:
        return None
    if earlier(a, b) or earlier(b, a):
        return "update", "another condition of the one victim" + dated(a, b)
    return "contradiction", "other conditions of the one victim"


def compare_fates(a: Fact, b: Fact) -> Found:
    """Alive in an earlier report, dead in a later one."""
    if {a.value, b.value} == {"alive", "dead"} and a.document != b.document:
        return "update", "the one victim lives by one report and has died by the other" + dated(a, b)
    return None


def compare_deaths(a: Fact, b: Fact) -> Found:
    """Died at the scene and died in hospital."""
    return "contradiction", "the one who died did so at the scene by one report, in hospital by the other"


def compare_accident(a: Fact, b: Fact) -> Found:
    """Told as an accident and told as none."""
    return "contradiction", "told as an accident and as none"


def compare_sides(a: Fact, b: Fact) -> Found:
    """Inside and outside of one kind of place."""
    return "contradiction", "put inside by one and outside by the other"


def compare_shots(a: Fact, b: Fact) -> Found:
    """Two numbers of shots."""
    (x, y), (v, w) = (tuple(int(n) for n in str(f.value).split("-")) for f in (a, b))
    if a.rough or b.rough:
        if a.rough == b.rough:
            return None
        least, exact = ((x, v), (v, w)) if a.rough else ((v, x), (x, y))
        if exact[0] < least[0]:
            return "contradiction", "other numbers of shots"
        within = exact[0] <= 2 * least[0]
        return ("refinement", "one number of shots lies within what the other allows") if within else None
    if max(x, v) <= min(y, w):
        return "refinement", "one number of shots lies within what the other allows"
    return "contradiction", "other numbers of shots"
