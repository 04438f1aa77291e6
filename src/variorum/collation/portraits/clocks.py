"""When it happened: the hour, and the day with its part, that each report gives to the happening or to the call for help."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.collation.portraits.compare import Found, days_between
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_dead
from variorum.collation.values import WEEKDAYS
from variorum.model.span import Span

FAR = 120  # minutes: hours farther apart are not of one happening, more likely than wrong
SAID = re.compile(
    r"\b(?:said|says|told|announced|confirmed|reported|reopen\w*|identified|released|scheduled|will|charged|arraigned|arrested|sentenced|appeared|as\s+of|until|since)\W+(?:[\w-]+\W+){0,3}$",
    re.IGNORECASE,
)
APART = 5  # days between reports beyond which a day of the week may be another week's
MOST_APART = 1440  # minutes between two parts of days: farther apart they are of two happenings, more likely than wrong
NEAR = 30  # minutes by which an hour told as approximate may differ from another
_ANY_CLOCK = re.compile(r"\d\s*[ap]\.?\s?m\b|noon|midnight", re.IGNORECASE)  # quick to look for
_CLOCK = re.compile(
    r"(?P<bound>(?:shortly|just|a\s+little|sometime|right)?\s*(?:before|after|past)\s+|(?:at\s+)?(?:about|around|approximately|roughly|nearly|almost)\s+)?"
    r"(?P<time>(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>[ap])\.?\s?m\b\.?|\bnoon\b|(?<!-)\bmidnight\b)",
    re.IGNORECASE,
)
HAPPENED = re.compile(
    r"\b(?:happened|occurred|took\s+place|(?:it|shooting|incident|fight|gunfire|violence)\s+(?:all\s+)?(?:started|began)|broke\s+out|erupted|unfolded|was\s+shot|were\s+shot|shots\s+(?:were\s+)?(?:fired|rang)|opened\s+fire|gunfire|gunshots?(?!\s+(?:wounds?|victim))|the\s+shooting)\b",
    re.I,
)
_CALLED = re.compile(r"\b(?:called|received|calls?\s+came|reports?\s+(?:of\s+\w+\s+)?came|911)\b", re.IGNORECASE)
_RESPONDED = re.compile(r"\b(?:respond\w*|dispatched|called\s+to)\b", re.IGNORECASE)
OTHER = re.compile(
    r"\b(?:as\s+of|still|remain\w*|spent|continued|said\s+on|told\s+reporters|pronounced|died|conference|vigil|gather\w*|mourn\w*|court|hearing|arraign\w*|arrested|surrender\w*|turned|released|update[ds]?|posted|published|between|until|from|by|since|scheduled|funeral|opens?|closes?|hours\s+later|minutes)\b",
    re.I,
)
PARTS = {"early": (0, 8), "morning": (0, 12), "afternoon": (12, 19), "evening": (16, 25), "night": (17, 30)}  # hours
WEEK = 7 * 24 * 60
_PART = re.compile(
    r"\b(?:(?P<early>early|predawn)\s+(?:on\s+)?)?(?P<day>"
    + "|".join(WEEKDAYS)
    + r")(?:\s+(?P<part>morning|afternoon|evening|night))?\b",
    re.I,
)
_HOUR_DAY = re.compile(r"\s*,?\s*(?:on\s+)?(?P<day>" + "|".join(WEEKDAYS) + r")\b", re.IGNORECASE)
_SHOT = re.compile(
    r"\b(?:shot|stabbed|wounded|injured|gunshot\s+wound|turned\s+deadly|started\s+shooting|found\s+(?:lying|shot|in))\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:(?:was|were|been|being|is)\s+(?:\w+ly\s+)?(?:shot|stabbed|robbed|attacked|hit|struck|wounded|injured)|shot\s+(?!on\b)(?:(?!said|told)\w+\s+){0,4}?(?=\d|at|around|about|just|shortly|on)"
    r"|(?:shooting|stabbing|shot|stabbed|attacked|robbed)\b(?!\s+(?:scene|victim|suspect|death|investigation|wounds?)))",
    re.IGNORECASE,
)
_HAPPENED_AT = re.compile(
    r"\b(?:happened|occurred|took\s+place)\s+(?:at\s+)?(?:about\s+|around\s+|shortly\s+(?:before|after)\s+)?\d", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:(?:until|till|by|from|between|since|as\s+of)\s+(?:\w+\s+)?|(?:to|and)\s+)$", re.IGNORECASE)
_CLAUSE = re.compile(
    r";|:\s|,?\s+(?:but|while|although|and\s+(?:was|were|then|later|has|had|died))\b|,\s+(?:who|which)\b", re.IGNORECASE
)
_ELSE = re.compile(
    r"\b(?:still|remain\w*|spent|continued|said\s+on|told\s+reporters|conference|vigil|court|hearing|arraign\w*|arrested|custody|surrender\w*|turned"
    r"|released|update[ds]?|posted|published|scheduled|funeral|service|opens?|closed?|closes|reopen\w*|later|earlier|minutes|last\s+seen|identified|announced"
    r"|held|detained|captured|caught|jailed|booked|charged|(?:suspects?|gunm[ae]n|shooters?|officers?|deput\w+)\s+(?:was|were)\s+(?:\w+\s+)?(?:shot|killed))\b",
    re.IGNORECASE,
)
_DEATH = re.compile(r"\b(?:(?:pronounced|declared)\s+dead|died)\b", re.IGNORECASE)
_AHEAD = "put later by one than the other has the call for help"
_WHEN = re.compile(
    r"\s*,?\s*(?:on\s+)?(?:\w+day\s*,?\s*)?(?:\w+\s+)?when\s+(?:an?|the|two|three|four|five|several|someone|somebody|gun\w+|police|he|she)\b",
    re.IGNORECASE,
)
CALL = 60  # code points between a word for being called and the shooting that it was a call about
_CUES = (("hour died", _DEATH), ("hour called", _RESPONDED), ("hour called", _CALLED), ("hour", HAPPENED), ("hour", _DONE))
REACH = 150  # code points on either side of an hour in which a word tells of what it is the hour
_BARE = re.compile(r"(?:before|after|past)", re.IGNORECASE)
LEAD = 10  # lines of a report in which it says when it happened


def clock_facts(sheet: Sheet) -> Iterator[Fact]:
    """The hours a report gives to the happening and to the call, and the days with their parts."""
    for line in sheet.lines:
        if line.role == "caption":
            continue
        found = [
            m for m in (line.finds(_CLOCK) if line.search(_ANY_CLOCK) else ()) if m["hour"] is None or 1 <= int(m["hour"]) <= 12
        ]
        for match in found:
            slot = of_what(line.text, match.start(), match.end())
            if slot and (slot != "hour died" or one_dead(sheet)):
                bound = (match["bound"] or "").strip()
                start = (
                    match.start("bound") + len(match["bound"]) - len(match["bound"].lstrip()) if bound else match.start("time")
                )
                span = Span(line.span.start + start, line.span.start + match.end())
                bare = _BARE.fullmatch(bound) is not None
                yield sheet.fact("hour bound" if bare else slot, "", _minutes(match), span, bool(bound))
        told = any(line.search(cue) for _, cue in _CUES) or line.search(_SHOT)
        if line.index < LEAD and told and (not line.search(OTHER) or line.search(_HAPPENED_AT)):
            yield from _day_parts(sheet, line.span, line.text)


def of_what(text: str, start: int, end: int) -> str:
    """The slot of a time, by the nearest word of its clause that tells of what it is the time, first those before; empty for none."""
    if _UNTIL.search(text[:start]):
        return ""
    first = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    before = text[max(first, start - REACH) : start]
    after = text[end : min([end + REACH, *(m.start() for m in _CLAUSE.finditer(text, end))])]
    if _ELSE.search(before) or _ELSE.search(after[: REACH // 2]):
        return ""
    told = [(m.end(), name) for name, cue in _CUES for m in cue.finditer(before)]
    if told:
        last, name = max(told, key=lambda one: one[0])
        calls = [n for at, n in told if n == "hour called" and last - at < CALL]
        return calls[-1] if calls and name == "hour" else name  # "called to a report of a shooting about 9"
    if _WHEN.match(text, end):
        return "hour"
    following = [(m.start(), name) for name, cue in _CUES for m in cue.finditer(after)]
    return min(following, key=lambda one: one[0])[1] if following else ""


def _minutes(match: re.Match[str]) -> float:
    if match["hour"] is None:
        return 720.0 if match["time"].lower() == "noon" else 0.0
    hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
    return float(hour * 60 + int(match["minute"] or 0))


def _day_parts(sheet: Sheet, at: Span, text: str) -> Iterator[Fact]:
    """The day of the week with its part or its hour, where a sentence names one."""
    found = [m for m in _PART.finditer(text) if (m["part"] or m["early"]) and not SAID.search(text[: m.start()])]
    for clock in _CLOCK.finditer(text) if _ANY_CLOCK.search(text) else ():
        day = _HOUR_DAY.match(text, clock.end())
        if clock["hour"] is None:  # midnight is the end of one day and the start of another
            found = []
        elif day is not None and 1 <= int(clock["hour"]) <= 12:
            start = WEEKDAYS.index(day["day"].lower()) * 1440 + _minutes(clock)
            span = Span(at.start + clock.start("time"), at.start + day.end())
            yield sheet.fact("day part", "", f"{start - NEAR:.0f} {start + NEAR:.0f}", span)
            found = []
    if len(found) == 1:
        match = found[0]
        first, last = PARTS[match["part"].lower() if match["part"] else "early"]
        start = WEEKDAYS.index(match["day"].lower()) * 1440
        span = Span(at.start + match.start(), at.start + match.end())
        yield sheet.fact("day part", "", f"{start + first * 60} {start + last * 60}", span)


def compare(a: Fact, b: Fact) -> Found:
    """Two hours of one happening; clocks wrap at midnight."""
    apart = abs(float(a.value) - float(b.value)) % 1440
    apart = min(apart, 1440 - apart)
    if apart == 0 or apart > FAR:
        return None
    if a.rough or b.rough:
        return (
            ("refinement", "an hour given as approximate and a nearby one")
            if apart <= NEAR
            else ("contradiction", "other hours of the same")
        )
    round_a, round_b = (float(f.value) % 15 == 0 for f in (a, b))
    if round_a != round_b and apart <= 10:
        return "refinement", "a round hour and one to the minute"
    return "contradiction", "other hours of the same"


def far(a: Fact, b: Fact) -> bool:
    """Whether two hours lie farther apart than one hour told as approximate may from another."""
    apart = abs(float(a.value) - float(b.value)) % 1440
    return min(apart, 1440 - apart) > NEAR


def compare_parts(a: Fact, b: Fact) -> Found:
    """Two parts of days that lie apart: the night before an early morning is no conflict."""
    days = days_between(a, b)
    if days is None or days > APART:
        return None
    (low_a, high_a), (low_b, high_b) = (tuple(float(n) for n in str(f.value).split()) for f in (a, b))
    apart = min(max(low_a + week, low_b) - min(high_a + week, high_b) for week in (-WEEK, 0, WEEK))
    if apart <= 0 or apart > MOST_APART:
        return None
    same = int(low_a // 1440) == int(low_b // 1440)
    return "contradiction", "the happening is put in other parts of the day" if same else "the happening is put on other days"


def compare_order(a: Fact, b: Fact) -> Found:
    """The hour of the happening behind that of the call for help, which cannot come first."""
    happened, after = (a, b) if a.slot == "hour" else (b, a)
    if (happened.slot, after.slot) != ("hour", "hour called"):
        return None
    ahead = (float(happened.value) - float(after.value) + 720) % 1440 - 720
    if not 5 <= ahead <= FAR:
        return None
    if happened.rough or after.rough:
        if ahead <= NEAR / 2:
            return "refinement", "an hour given as approximate and a nearby one"
        return ("contradiction", _AHEAD) if ahead > NEAR else None
    return "contradiction", _AHEAD


def compare_deaths(a: Fact, b: Fact) -> Found:
    """Two hours at which somebody was found to have died, both to the minute."""
    if a.rough or b.rough or a.value == b.value:
        return None
    return "contradiction", "other hours at which the one who died was pronounced dead"
