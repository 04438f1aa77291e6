"""Who is told to be under eighteen: by age, by year of birth, by year of school, by a word for the young."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from variorum.export.atrisk.holders import after, before, described
from variorum.export.atrisk.lists import minors, numbers, school_years
from variorum.export.atrisk.page import Holder, Page, has_name
from variorum.export.atrisk.signs import Sign
from variorum.model.span import Span

ADULT = 18  # years
SLACK = 2  # years by which two ages of one person may differ by a slip
AGED, BORN, SCHOOL, CALLED = (
    "told to be under 18",
    "under 18 by year of birth",
    "in a year of school for those under 18",
    "called so",
)
_PAST = re.compile(
    r"\b(?:as|like|(?:since|when|while)\s+(?:he|she|they|i|we)\s+(?:was|were))\s+(?:just\s+|only\s+|still\s+)?an?\s+(?:\w+\s+)?$",
    re.I,
)
_GROWN = re.compile(
    r"\b(?:former|ex-?|adult|grown-?up|grown|retired)\s+(?:\w+\s+)?$|\b(?:mother|father|parent|mum|mom|dad|grandmother|grandfather)s?\s+(?:of|to)\s+(?:\w+\s+){0,2}$"
    r"|\b(?:has|have|had|with|raised|raising|raise|no)\s+(?:\w+\s+)?(?=children$)$|\b(?:birthday|ball|bell|whipping|paper|cabin|stable|best|old|bad|golden|good|unborn|late|early|mid)[-\s]+$",
    re.I,
)
_HAS_CHILDREN = re.compile(r"\b(?:has|have|had|raised|raising|raise)\s+(?:\w+\s+){0,2}$", re.I)
_NAME = re.compile(r"\s+(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'.-]*){0,2})")
_OPENS = re.compile(r"(?:He|She|At|Aged|Barely|Only|Just|Not|Though|Although)\b")
_WHEN = re.compile(r"\s*(?:years?\s+old\s*)?,?\s*when\b[^.;]*?\b(?P<year>(?:19|20)\d\d)\b", re.I)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Ways to tell an age, by where the person stands."""
    small = "|".join(sorted((word for word, value in numbers().items() if value <= 100), key=len, reverse=True))
    number = rf"(?P<age>\d{{1,3}}|(?:{small})(?:[- ](?:{small}))?)"
    old = rf"{number}[-\s](?P<unit>years?|months?|weeks?|days?)[-\s]olds?\b"
    return (
        ("old", re.compile(rf"\b{old}", re.I)),
        (
            "aged",
            re.compile(
                rf"\b(?:aged|age)\s+(?:just\s+|only\s+|about\s+|around\s+)?{number}\b(?!\s*(?:years\s+in|and\s+(?:over|above)|or\s+over))",
                re.I,
            ),
        ),
        (
            "is",
            re.compile(
                rf"\b(?:is|was|are|were|turned|turns|turn|only|just|barely|nearly|almost|under)\s+(?:now\s+|only\s+|just\s+|barely\s+|still\s+|not\s+yet\s+|nearly\s+)?{number}(?=\s*(?:[.,;]|years?\s+of\s+age|when\b|and\s+(?:\w+\s+){{0,2}}(?:live|lives|goes|attends|\w+[.;,])|at\s+the\s+time|$))",
                re.I,
            ),
        ),
        ("yet", re.compile(rf"\b(?:not|yet)\s+(?:yet\s+)?(?:turned|reached|turn)\s+{number}\b", re.I)),
        ("at", re.compile(rf"(?:^|(?<=[.!?]\s)|(?<=\n))At\s+(?:just\s+|only\s+)?{number},\s", re.M)),
        ("beside", re.compile(r"(?:,\s|\s\()(?P<age>\d{1,3})(?=[,;).]|\s+and\b)")),
    )


def _age(match: re.Match[str]) -> int | None:
    """The years that words tell; None where they are no number."""
    if (unit := match.groupdict().get("unit")) and not unit.lower().startswith("year"):
        return 0
    said = match["age"].lower()
    if said.isdigit():
        return int(said)
    parts = [numbers().get(word) for word in re.split(r"[-\s]", said)]
    return None if not parts or None in parts else sum(part or 0 for part in parts)


def ages(page: Page) -> Iterator[tuple[int, Holder, Span]]:
    """All ages that a report tells, with whom they are of and the words."""
    text = page.text
    for form, pattern in _patterns():
        for match in pattern.finditer(text):
            age = _age(match)
            span = Span(match.start(), match.end()) if form != "beside" else Span(match.start("age"), match.end("age"))
            if age is None or page.sentence(span.start) is None:
                continue
            if form in ("is", "old") and (when := _WHEN.match(text, match.end())) and (now := _year(page)):
                age += max(0, now - int(when["year"]))
            for holder in _of_age(page, form, span):
                yield age, holder, span


def _of_age(page: Page, form: str, span: Span) -> list[Holder]:
    """Whom an age is of; none where it is of a thing."""
    sentence = page.sentence(span.start)
    if sentence is None:
        return []
    text = page.text
    if form == "beside":
        ending = [
            m
            for m in page.inside(sentence)
            if m.kind == "name" and m.span.end == text.rfind(m.span.text(text), 0, span.start) + len(m.span)
        ]
        touching = [m for m in ending if re.fullmatch(r",?\s\(?", text[m.span.end : span.start])]
        return [Holder(m.entity, Span(m.span.start, span.end)) for m in touching[-1:]]
    if form == "at":
        return after(page, span.end, 40)
    if form == "old":
        holding = [
            m for m in page.inside(sentence) if m.kind != "pronoun" and m.span.start <= span.start and span.end <= m.span.end
        ]
        if holding:
            meant = page.named(min(holding, key=lambda m: len(m.span)))
            return [Holder(meant.entity, min(holding, key=lambda m: len(m.span)).span)]
        if name := _NAME.match(text, span.end):
            at = bisect_right(page.names, name.start("name"), key=lambda n: n.span.start) - 1
            held = next(
                (n for n in page.names[max(0, at) : at + 2] if n.span.overlap(Span(name.start("name"), name.end()))), None
            )
            return [Holder(held.entity if held else None, Span(span.start, held.span.end if held else name.end("name")))]
        if noun := re.match(r"\s+(?:\w+\s+)?(?P<noun>\w+)", text[span.end : span.end + 40]):
            plain = text[span.start : span.end].count("-") > 1 or "-old" in text[span.start : span.end].lower()
            word = noun["noun"].lower()
            if plain and (
                word in minors()
                or word in ("son", "daughter", "brother", "sister", "nephew", "niece", "cousin", "student", "victim", "boy")
            ):
                return described(
                    page, Span(span.end + noun.start("noun"), span.end + noun.end("noun")), minors().get(word, False)
                )
        return _whose(page, span) if _predicate(text, span) else described(page, span, False)
    return _whose(page, span)


def _whose(page: Page, span: Span) -> list[Holder]:
    """The one before an age, or (of "barely sixteen, Ana ...") the one behind it."""
    sentence = page.sentence(span.start)
    opened = sentence is not None and _OPENS.match(page.text, sentence.start)
    return before(page, span.start) or (after(page, span.end, 40) if opened else [])


def _predicate(text: str, span: Span) -> bool:
    """Whether an age is told by a verb or set off by commas: "was eleven months old", "Ana, eleven months old,"."""
    return (
        re.search(r"(?:\b(?:is|was|are|were|turned|now|only|just|about)|,)\s+$", text[max(0, span.start - 12) : span.start], re.I)
        is not None
    )


def _year(page: Page) -> int | None:
    published = page.document.meta.published or ""
    return int(published[:4]) if published[:4].isdigit() else None


def born(page: Page, years: tuple[int, ...]) -> Iterator[tuple[int, Holder, Span]]:
    """The least age at which a year of birth puts somebody in the years of the report and of what it tells."""
    for match in re.finditer(r"\b(?:born|b\.)\s+(?:[\w’'-]+,?\s+){0,6}?(?P<year>(?:19|20)\d\d)\b", page.text):
        told = [year for year in (_year(page), *years) if year]
        for holder in before(page, match.start()) if told else []:
            yield min(told) - int(match["year"]) - 1, holder, Span(match.start(), match.end())


def signs(page: Page, years: tuple[int, ...] = ()) -> list[Sign]:
    """The words of a report that put somebody under eighteen; `years`: those of the happenings that it tells of."""
    told = list(ages(page))
    of: dict[str, list[int]] = defaultdict(list)
    for age, holder, _ in told:
        if holder.entity is not None:
            of[holder.entity.id].append(age)
    found = [Sign("minor", holder, span, AGED) for age, holder, span in told if age < ADULT]
    found += [Sign("minor", holder, span, BORN) for age, holder, span in born(page, years) if -1 <= age < ADULT]
    found += list(_schooled(page)) + list(_called(page))
    grown = {entity for entity, said in of.items() if _grown(said)}
    return [s for s in found if s.holder.entity is None or s.holder.entity.id not in grown]


def _grown(said: list[int]) -> bool:
    """Whether the ages told of one person have an adult's among them that is no slip of the pen away from a minor's."""
    return max(said) >= ADULT and max(said) - max((age for age in said if age < ADULT), default=0) > SLACK


def _schooled(page: Page) -> Iterator[Sign]:
    for pattern, unless in school_years():
        for match in pattern.finditer(page.text):
            span = Span(match.start(), match.end())
            around = page.text[max(0, span.start - 40) : span.end + 30]
            if page.sentence(span.start) is None or (unless and unless.search(around)):
                continue
            noun = re.search(r"(?:grader|pupil|student|child|boy|girl|freshman|sophomore|junior)s?$", match[0], re.I)
            whose = (
                described(page, Span(match.start() + match[0].rfind(" ") + 1, match.end()), match[0].endswith("s"))
                if noun
                else before(page, span.start)
            )
            for holder in whose:
                yield Sign("minor", holder, span, SCHOOL)


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?P<noun>" + "|".join(sorted(minors(), key=len, reverse=True)) + r")(?![\w-])", re.I)


@cache
def _young() -> re.Pattern[str]:
    kin = "son|daughter|brother|sister|nephew|niece|cousin|grandson|granddaughter|siblings|sons|daughters|brothers|sisters|twins"
    return re.compile(rf"\b(?:infant|baby|newborn|teenage|teenaged|underage|little|small|school-?age)\s+(?P<noun>{kin})\b", re.I)


def _called(page: Page) -> Iterator[Sign]:
    for match in _young().finditer(page.text):
        for holder in described(page, Span(match.start("noun"), match.end()), match["noun"].endswith("s")):
            yield Sign("minor", holder, holder.span, CALLED)
    for match in _nouns().finditer(page.text):
        span, noun = Span(match.start(), match.end()), match["noun"]
        sentence = page.sentence(span.start)
        if sentence is None or noun.isupper() or (noun[0].isupper() and span.start != sentence.start):
            continue
        ahead = page.text[sentence.start : span.start]
        if _PAST.search(ahead) or _GROWN.search(ahead) or (noun == "children" and _HAS_CHILDREN.search(ahead)):
            continue
        of = page.text.startswith(" of ", span.end)
        for holder in described(page, span, minors()[noun.lower()]):
            if of and holder.entity is not None and has_name(holder.entity):
                continue  # somebody's child, of whatever age
            yield Sign("minor", holder, holder.span, CALLED)
