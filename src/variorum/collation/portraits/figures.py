"""People as a report describes them: an age, a noun or a name, and the part they take as the words around tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from variorum.collation.incidents.ages import age_value
from variorum.collation.incidents.groups import persons
from variorum.collation.incidents.named import Named
from variorum.collation.incidents.page import Line, once, rows
from variorum.collation.portraits.sheet import Sheet
from variorum.model.span import Span

UNITS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "day": 1 / 365}
REACH = 110  # code points on either side of somebody in which the words tell what part they take
MALE, FEMALE = frozenset({"m"}), frozenset({"f"})
_AGE = (
    r"(?P<age>\d{1,3}|[A-Za-z]+(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
    r"[-‐–\s](?P<unit>year|month|week|day)s?[-‐–\s]old\b(?!s)"
)
_OLD = re.compile(rf"(?<![\w-]){_AGE}", re.IGNORECASE)
_NOUN_AGE = re.compile(r"\b(?P<noun>[A-Za-z]+), (?:aged? )?(?P<age>\d{1,2})(?=,|\.|;| (?:was|is|has|died|and)\b|\)|$)")
_NAME_AGE = re.compile(
    r"['’\"”]?(?:,\s+|\s+\(|,?\s+aged?\s+)(?:aged?\s+)?(?P<age>\d{1,2})(?=[,.;:)]|\s(?:of|and|was|is|were|has|died|years)\b|$)"
)
_PAIRED = re.compile(r"\b\d{1,2},?\s+and$")  # "5 and 6 years old"
_WORD = re.compile(r"\s*([A-Za-z][\w'’-]*)")
_BETWEEN = re.compile(
    r"\bof\b|\band\b|\bwas\b|\bis\b|\bwho\b|\bin\b|\bwith\b|\bat\b|\bby\b|\bto\b|\bfrom\b|\bhas\b|\bhad\b|\bon\b"
)
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December"
_OBJECT = rf"(?:an?|his|her|the|their|another|two|three|four|at\s+(?:him|her|them|police|officers?|deput\w+|people|someone)|into|himself|herself|(?!(?:{_DAYS})\b)[A-Z]\w+)\b"
_FILL = (
    r"(?:\s*(?:,[^,;.:]{0,60},(?=\s*(?:who|was|were|is|has|had|died)\b)|,|\)|who|was|were|is|are|has|have|had|been|also|later|then|"
    r"allegedly|apparently|accidentally|reportedly|now|being|critically|seriously|severely|badly|found|left|to be)(?![\w-]))*\s*"
)
_AFTER = tuple(
    (part, re.compile(_FILL + words, flags))
    for part, words, flags in (
        ("suspect", rf"(?:shot(?:\s+and\s+(?:killed|wounded|injured))?|killed|fatally\s+shot|stabbed|struck|hit)\s+{_OBJECT}", 0),
        ("suspect", r"(?:arrested|charged|in\s+custody|taken\s+into\s+custody|booked|accused|facing|faces?\b|turned\s+(?:him|her)self\s+in|"
                    r"wanted|sentenced|convicted|pleaded|pled|indicted|opened\s+fire|fired|admitted|confessed|(?:found|grabbed|got\s+(?:hold|ahold)\s+of|picked\s+up|was\s+(?:playing|handling)|playing|handling)\s+(?:with\s+)?(?:an?|the|his|her)\s+(?:\w+\s+){0,3}(?:gun|handgun|pistol|rifle|shotgun|weapon|revolver|firearm)|pulled\s+(?:the|a|out)|shooting\s+(?:and|at)|jailed|detained|broke\s+into|robbed|forced\s+(?:his|her|their)\s+way)", re.I),
        ("dead", r"(?:shot\s+and\s+killed|shot\s+dead|shot\s+to\s+death|fatally\s+(?:shot|wounded|injured|stabbed)|killed|dead\b|died|dies\b|"
                 r"pronounced\s+dead|declared\s+dead|deceased|succumbed|stabbed\s+to\s+death|murdered|slain)", re.I),
        ("hurt", r"(?:shot|wounded|injured|hurt|hit|struck|grazed|stabbed|hospitali[sz]ed|taken\s+to|transported|rushed|airlifted|flown|"
                 r"suffer(?:ed|ing)|sustained|recovering|surviv(?:ed|es)|with\s+(?:an?\s+)?(?:\w+\s+){0,2}(?:gunshot|stab|wounds?)|in\s+(?:critical|serious|stable|fair|good|grave))", re.I),
    )
)  # fmt: skip
_DET = r"(?:\s+(?:an?|the|his|her|their|another|of|to|one|local|area|at|[\w.'’-]+['’]s)\b)*\s*(?:(?!\w+ing\b|of\b|and\b)[\w'’-]+\s+)?$"
_BY = re.compile(
    r"\b(?:shot|killed|wounded|injured|struck|hit|fired|stabbed|shooting)(?:\s+[\w'’-]+){0,7}?\s+by\s+(?:(?:an?|his|her|the|their|another)\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_BEFORE = tuple(
    (part, re.compile(words, re.I))
    for part, words in (
        ("dead", r"(?:killed|kills|killing(?:\s+of)?|death(?:s)?\s+of|shooting\s+death\s+of|murder(?:\s+of)?|murdered|murdering|slaying\s+of|"
                 r"homicide\s+of|fatally\s+(?:shot|shooting|wounded|wounding|shoots)|fatal\s+shooting\s+of|shot\s+and\s+killed|shooting\s+and\s+killing|claimed\s+the\s+life\s+of)" + _DET),
        ("hurt", r"(?:wounded|wounding|injured|injuring|struck|striking|hit|hitting|shot|shoots|shooting(?:\s+of)?|grazed|grazing|stabbed|stabbing)" + _DET),
        ("suspect", r"(?:arrested|arrest\s+of|arresting|charged|charges\s+against|accused|suspect\s+(?:is|as|was)|custody\s+of|detained|booked|charging)" + _DET),
        ("victim", r"\bvictims?(?:\s+(?:is|as|was))?(?:,|\s+identified\s+as|\s+as|\s+(?:his|her|their)\s+\w+,)?" + _DET),
    )
)  # fmt: skip
_TOGETHER = re.compile(r"^\s+and\s+(?:an?|the|his|her|another)\s+(?:[\w'’-]+\s+){1,4}?(?=(?:were|are|died)\b)", re.IGNORECASE)
_THEN_DEAD = re.compile(
    r"[^.;]{0,80}\b(?:was|were|who|he|she|and|later)\s+(?:also\s+|later\s+)?(?:pronounced\s+dead|declared\s+dead|died|killed)\b",
    re.IGNORECASE,
)
_NOUN_PART = {"victim": "victim", "suspect": "suspect", "gunman": "suspect", "shooter": "suspect", "suspected": "suspect"}


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody described. `age` in years; `sexes` those the words allow; `parts`: dead, hurt, victim, suspect."""

    span: Span
    age: float
    shown: Span  # of the age as written
    unit: str
    noun: str
    sexes: frozenset[str]
    parts: frozenset[str]
    line: Line = field(compare=False)
    named: Named | None = None


@cache
def _genders() -> dict[str, str]:
    found = {row[0]: row[1] for row in rows("person_nouns.tsv") if len(row) > 1 and row[1] in "mf"}
    return found | {"male": "m", "female": "f", "teen": "-"}


@once
def figures(sheet: Sheet) -> list[Figure]:
    """Everybody whom a report gives one age, in order."""
    found: dict[int, Figure] = {}
    for line in sheet.lines:
        for figure in (*_olds(sheet, line), *_nouns(sheet, line), *_names(sheet, line)):
            found.setdefault(figure.shown.start, figure)
    told = _told_of_names(sheet, {f.named.key for f in found.values() if f.named})
    return [
        f if f.named is None else replace(f, parts=f.parts | told.get(f.named.key, frozenset())) for _, f in sorted(found.items())
    ]


def _told_of_names(sheet: Sheet, keys: set[str]) -> dict[str, frozenset[str]]:
    """The parts told of each of some persons wherever a report names them."""
    told: dict[str, frozenset[str]] = {}
    for named in sheet.named:
        line = sheet.page.line(named.span.start) if named.key in keys else None
        if line is not None:
            told[named.key] = told.get(named.key, frozenset()) | parts(line, named.span)
    return told


def _olds(sheet: Sheet, line: Line) -> Iterator[Figure]:
    for match in line.finds(_OLD):
        value = age_value(match["age"])
        before = line.text[: match.start()].rstrip().casefold()
        if value is None or _PAIRED.search(before) or before.endswith((" to", "-", " or", " and two", "between")) or not value:
            continue
        unit = match["unit"].casefold()
        noun, end, named = _headed(sheet, line, match.end())
        span = Span(line.span.start + match.start(), line.span.start + end)
        shown = Span(line.span.start + match.start(), line.span.start + match.end())
        yield _figure(sheet, line, span, value * UNITS[unit], shown, unit, noun, named)


@once
def _by_start(sheet: Sheet) -> dict[int, Named]:
    return {n.span.start: n for n in sheet.named}


def _headed(sheet: Sheet, line: Line, at: int) -> tuple[str, int, Named | None]:
    """The noun or name that an age stands before, and where it ends."""
    noun, end = "", at
    starts = _by_start(sheet)
    for _ in range(6):
        match = _WORD.match(line.text, end)
        if match is None or _BETWEEN.fullmatch(match[1]):
            break
        named = starts.get(line.span.start + match.start(1))
        if named is not None and not _then_noun(line, named):
            return noun, named.span.end - line.span.start, named
        low = match[1].casefold()
        if noun and low not in persons():
            break
        if low in persons() or low in ("male", "female"):
            noun = low
        end = match.end()
    return (noun, end, None) if noun else ("", at, None)


def _then_noun(line: Line, named: Named) -> bool:
    """Whether a noun for people follows at once, so that what was taken for a name tells where somebody is from."""
    match = _WORD.match(line.text, named.span.end - line.span.start)
    return match is not None and match[1].casefold() in persons()


def _nouns(sheet: Sheet, line: Line) -> Iterator[Figure]:
    for match in line.finds(_NOUN_AGE) if line.numbered else ():
        noun = match["noun"].casefold()
        name = match["noun"][0].isupper() and match.start() > 0  # "Ida Baker, 64"
        if noun in persons() and not noun.endswith(("men", "s")) and not name:
            start = line.span.start
            shown = Span(start + match.start("age"), start + match.end("age"))
            yield _figure(sheet, line, Span(start + match.start(), shown.end), float(match["age"]), shown, "year", noun, None)


def _names(sheet: Sheet, line: Line) -> Iterator[Figure]:
    for named in sheet.named if line.numbered else ():
        if line.span.covers(named.span):
            match = _NAME_AGE.match(line.text, named.span.end - line.span.start)
            if match:
                shown = Span(line.span.start + match.start("age"), line.span.start + match.end("age"))
                span = Span(named.span.start, shown.end)
                yield _figure(sheet, line, span, float(match["age"]), shown, "year", "", named)


def _figure(sheet: Sheet, line: Line, span: Span, age: float, shown: Span, unit: str, noun: str, named: Named | None) -> Figure:
    sex = _genders().get(noun, "-")
    sexes = MALE if sex == "m" else FEMALE if sex == "f" else MALE | FEMALE
    return Figure(span, round(age, 3), shown, unit, noun, sexes, parts(line, span, noun), line, named)


def parts(line: Line, span: Span, noun: str = "") -> frozenset[str]:
    """The parts that the words around somebody tell, nearest first on either side."""
    start, end = span.start - line.span.start, span.end - line.span.start
    after = re.sub(r"^['’\"”]s?\b", "", line.text[end : end + REACH])
    after = _TOGETHER.sub("", after)
    before = line.text[max(0, start - REACH) : start]
    found = {part for part, pattern in _BEFORE if pattern.search(before)}
    if "dead" in found:
        found.discard("hurt")
    found = set() if _agent_before(before) else found
    if _BY.search(before):
        found = {"suspect"}
    told = next((part for part, pattern in _AFTER if pattern.match(after)), None)
    if told in ("hurt", "suspect") and _THEN_DEAD.match(after):
        if told == "suspect":
            found.add("suspect")
        told = "dead"
    if told is not None and not (told == "hurt" and "dead" in found):
        found.add(told)
    if _further(before):
        found.discard("suspect")
    if noun in _NOUN_PART:
        found.add(_NOUN_PART[noun])
    return frozenset(found)


def _further(before: str) -> bool:
    """Whether the words before make somebody one more than those told of ("a second man, identified as")."""
    return bool(
        re.search(
            r"\b(?:second|third|fourth|another|other)\s+(?:[\w-]+,?\s+){0,2}(?:identified\s+as\s+)?(?:an?\s+)?(?:\S+[- ]old\s+)?$",
            before,
            re.I,
        )
    )


def _agent_before(before: str) -> bool:
    """Whether the words before make somebody the one by whom, or a relative of whom, it is told."""
    return bool(
        re.search(
            r"\b(?:by|when|after|while|as|that|according to|with)\s+(?:an?\s+|the\s+|his\s+|her\s+)?(?:[\w'’-]+\s+)?$",
            before,
            re.I,
        )
    )
