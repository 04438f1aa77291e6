"""Ages: of named persons over all spellings of their names, and of the one victim or suspect whom reports leave unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from variorum.collation.portraits.compare import Found, days_between
from variorum.collation.portraits.figures import FEMALE, MALE, Figure, figures
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_dead, one_victim
from variorum.model.span import Span

MISTAKEN = 6  # years by which reports may differ on one unnamed person
INFANT = 2  # years: below, one report of two babies' ages tells of one baby
ALONE = 2  # years by which reports may differ on the only one they give an age, whatever part they tell
WITHIN = 3  # years by which one report may differ from itself
SOON = 45  # days between reports in which nobody is taken to have had a birthday
_DEFINITE = re.compile(r"(?:\b(?:the|his|her|their|this)|['’]s)\s+(?:\w+\s+)?$", re.IGNORECASE)
GROWN_UP = 18
_DECADE = re.compile(
    r"\bin\s+(?P<whose>his|her)\s+(?:(?P<part>early|mid|late)(?:\s+to\s+(?:mid|late))?[- ]?\s?)?(?P<decade>[2-8]0['’]?s|twenties|thirties|forties|fifties|sixties|seventies|eighties)\b",
    re.IGNORECASE,
)
_NO_MARKS = str.maketrans("", "", "'’")
_TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties")
DECADES = {word: (20 + 10 * n, 29 + 10 * n) for n, name in enumerate(_TENS) for word in (name, f"{20 + 10 * n}s")}
LEAD = 6  # lines of a report in which the only one with an age is the one it is about
CHILD = 13  # years: below, the only one with an age whom no word makes a relative or friend of another is the child it is about
_BESIDE = frozenset("brother sister sibling cousin friend nephew niece uncle aunt playmate classmate neighbor".split())
GROWN = frozenset({"man", "woman", "male", "female", "adult", "person", "victim", "suspect", "officer", "driver", "passenger"})
VICTIM = frozenset({"dead", "hurt", "victim"})


def compare(a: Fact, b: Fact) -> Found:
    """Ages of one person; months against years only where both are exact in their own way."""
    one, two = float(a.value), float(b.value)
    apart = abs(one - two)
    days = days_between(a, b)
    if apart == 0 or apart > MISTAKEN or days is None or (a.name and b.name and a.name != b.name):
        return None
    if a.sexes and b.sexes and not a.sexes & b.sexes:
        return None
    if a.holder.startswith("one ") and apart > ALONE:
        return None
    if a.holder.startswith("only") and (apart > ALONE or (a.parts and b.parts and not a.parts & b.parts)):
        return None
    if days > SOON and apart <= 1 + days // 365:
        return None  # a birthday may lie between
    if apart < 1 and (one >= 2 or two >= 2):
        return None
    years, months = (one, two) if one == int(one) else (two, one)
    if months != int(months) and years == int(months):
        return None  # one year old, and fourteen months
    return "contradiction", f"other ages of {_whom(a, b)}"


def _whom(a: Fact, b: Fact) -> str:
    return {
        "dead": "the one who died",
        "victim": "the one it happened to",
        "suspect": "the one suspected",
        "only": "the only one with an age",
        "one": "the one it happened to",
    }.get(a.holder.partition(" ")[0], "one person")


def named_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """The ages of a report by person."""
    for figure in figures(sheet):
        if figure.named is not None:
            who = person_of.get(figure.named.key, figure.named.key)
            yield sheet.fact("age", who, figure.age, figure.shown, entity=_entity(figure))


def age_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """The ages of a report by person, and by part where only one such person has an age there."""
    yield from named_facts(sheet, person_of)
    found = figures(sheet)
    for holder, mine in _holders(sheet, found):
        if not mine or len({f.age for f in mine}) > 1 or len({f.named.key for f in mine if f.named}) > 1:
            continue
        sexes = frozenset.intersection(*(f.sexes for f in mine))
        name = next((person_of.get(f.named.key, f.named.key) for f in mine if f.named), "")
        if sexes:
            part = frozenset("suspect" if p == "suspect" else "victim" for f in mine for p in f.parts)
            yield sheet.fact("age", holder, mine[0].age, mine[0].shown, name=name, sexes=sexes, parts=part)


def _holders(sheet: Sheet, found: Sequence[Figure]) -> Iterator[tuple[str, list[Figure]]]:
    """Those of one part whom a report may describe one of: the dead, the victim, the suspect, the only one, the one baby."""
    victims = [f for f in found if f.parts & VICTIM and "suspect" not in f.parts]
    if one_dead(sheet):
        yield "dead", [f for f in found if "dead" in f.parts]
    yield "suspect", [f for f in found if "suspect" in f.parts]
    if one_victim(sheet):
        yield "victim", victims
        if found and found[0].line.index < LEAD and found[0].noun:
            yield f"only {found[0].noun}", list(found)
    for noun in sorted({f.noun for f in victims if f.noun} - GROWN):
        yield f"one {noun}", [f for f in victims if f.noun == noun]
    children = [f for f in found if f.age < CHILD and f.noun not in _BESIDE]
    yield "one child", children if all("suspect" not in f.parts for f in children) else []


def group_facts(sheet: Sheet, person_of: Mapping[str, str]) -> Iterator[Fact]:
    """Each of several ages of the victims, and of the suspects, with all of them."""
    found = figures(sheet)
    for holder, mine in (
        ("victims", [f for f in found if f.parts & VICTIM and "suspect" not in f.parts]),
        ("suspects", [f for f in found if "suspect" in f.parts and not f.parts & VICTIM]),
        ("people", found),
    ):
        ages = sorted({f.age for f in mine})
        if len(ages) > (2 if holder == "people" else 1):
            for figure in mine:
                told = "|".join(f"{age:g}" for age in (figure.age, *ages))
                name = next((person_of.get(f.named.key, f.named.key) for f in mine if f.named and f.age == figure.age), "")
                yield sheet.fact("ages", holder, told, figure.shown, name=name, sexes=figure.sexes)


def compare_groups(a: Fact, b: Fact) -> Found:
    """Ages of several of which all are alike but one."""
    (one, *mine), (two, *theirs) = (str(f.value).split("|") for f in (a, b))
    days = days_between(a, b)
    if set(mine) - set(theirs) != {one} or set(theirs) - set(mine) != {two}:
        return None
    many = len(set(mine) & set(theirs)) > 1
    named = a.name != b.name and not (many and not (a.name and b.name)) if a.name or b.name else False
    if named or not a.sexes & b.sexes or not (a.name or b.name or many or len(a.sexes) == len(b.sexes) == 1):
        return None
    if days is None or days > SOON or abs(float(one) - float(two)) > ALONE:
        return None
    return "contradiction", f"other ages of one of the {a.holder}, the others' being alike"


def within_facts(sheet: Sheet) -> Iterator[Fact]:
    """Two ages that a report gives somebody of one noun, told to have taken the same part: of one victim, or of a baby."""
    held: dict[str, list[Figure]] = {}
    for figure in figures(sheet):
        if figure.noun and figure.named is None and figure.parts & VICTIM and "suspect" not in figure.parts:
            held.setdefault(figure.noun, []).append(figure)
    for noun, mine in sorted(held.items()):
        ages = {f.age for f in mine}
        lines = [f.line.index for f in mine]
        close = len(ages) == 2 and max(ages) - min(ages) <= WITHIN
        one = max(ages) < INFANT or one_victim(sheet) and all(_DEFINITE.search(_before(sheet, f)) for f in mine[1:])
        if close and len(set(lines)) == len(lines) and one:
            for figure in mine:
                yield sheet.fact("age within", f"victim {sheet.id} {noun}", figure.age, figure.shown)


def decade_facts(sheet: Sheet) -> Iterator[Fact]:
    """The age of the only grown man, and of the only grown woman, of a report, whom it may give a decade alone ("in his 40s")."""
    ages: dict[str, dict[float, Span]] = {"man": {}, "woman": {}}
    for figure in figures(sheet):
        noun = {MALE: "man", FEMALE: "woman"}.get(figure.sexes)
        if noun is not None and figure.age >= GROWN_UP and figure.noun:
            ages[noun].setdefault(figure.age, figure.shown)
    decades: dict[str, dict[str, Span]] = {"man": {}, "woman": {}}
    for line in sheet.lines:
        for match in line.finds(_DECADE):
            low, high = DECADES[match["decade"].lower().translate(_NO_MARKS)]
            low, high = {"early": (low, low + 4), "mid": (low + 3, low + 7), "late": (low + 6, high)}.get(
                (match["part"] or "").lower(), (low, high)
            )
            noun = "man" if match["whose"].lower() == "his" else "woman"
            decades[noun].setdefault(f"{low}-{high}", Span(line.span.start + match.start(), line.span.start + match.end()))
    for noun in ("man", "woman"):
        if len(ages[noun]) + len(decades[noun]) == 1:
            for age, span in ages[noun].items():
                yield sheet.fact("decade", noun, f"{age:g}-{age:g}", span)
            for told, span in decades[noun].items():
                yield sheet.fact("decade", noun, told, span)


def compare_decades(a: Fact, b: Fact) -> Found:
    """An age and a decade, or two decades."""
    (low_a, high_a), (low_b, high_b) = (tuple(float(n) for n in str(f.value).split("-")) for f in (a, b))
    if low_a == high_a and low_b == high_b:
        return None
    if max(low_a, low_b) <= min(high_a, high_b):
        return "refinement", "one gives the age more exactly"
    near = max(low_a, low_b) - min(high_a, high_b) <= MISTAKEN
    return ("contradiction", f"other ages of the only {a.holder} of whom they give one") if near else None


def _before(sheet: Sheet, figure: Figure) -> str:
    return sheet.text[max(figure.line.span.start, figure.span.start - 24) : figure.span.start]


def _entity(figure: Figure) -> str | None:
    return figure.named.key if figure.named is not None and figure.named.how == "read" else None
