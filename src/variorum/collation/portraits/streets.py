"""The street where it happened: spelt or typed otherwise, another street, another town for the same street."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from variorum.collation.incidents.page import Line
from variorum.collation.incidents.places import wide
from variorum.collation.namematch import fold
from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.spots import lie_apart, spot_value
from variorum.model.span import Span

LEAD = 8  # lines of a report in which a street is the happening's unless it is said to be somebody's home
TYPES = {
    "st": "street", "ave": "avenue", "av": "avenue", "rd": "road", "dr": "drive", "ln": "lane", "blvd": "boulevard", "ct": "court",
    "pl": "place", "cir": "circle", "hwy": "highway", "pkwy": "parkway", "ter": "terrace",
}  # fmt: skip
_WORD = r"(?:[A-Z][\w’'-]*\.?|\d+(?:st|nd|rd|th))"
_TYPE = (
    r"(?:[Ss]treet|St\b\.?|[Aa]venue|Ave?\b\.?|[Rr]oad|Rd\b\.?|[Dd]rive|Dr\b\.?|[Ll]ane|Ln\b\.?|[Bb]oulevard|Blvd\b\.?|[Cc]ourt|Ct\b\.?|[Pp]lace|Pl\b\.?|Way"
    r"|[Cc]ircle|Cir\b\.?|[Tt]errace|Ter\b\.?|[Hh]ighway|Hwy\b\.?|[Pp]arkway|Pkwy\b\.?|Trail|Loop|Pike)"
)
_STREET = re.compile(
    rf"(?P<name>{_WORD}(?:\s{_WORD}){{0,2}}?)\s(?P<type>{_TYPE})(?![\w’'-])(?!\s{_TYPE})(?!\s(?:[Hh]igh|[Ee]lementary|[Cc]hurch|[Aa]partments|[Bb]ridge|Park|School|[Ss]tation|Police|Correctional|Hospital))"
)
_HOME = re.compile(
    r"\b(?:lives?|lived|resid\w+|home\s+(?:address|of)|of\s+the\s+\d+|of\s+\d+|grew\s+up|native|toward|towards|fled|drove|ran|arrested|stopped|located|search\w*|gas\s+station|hospital|vigil|memorial)\b[^.;]*$",
    re.IGNORECASE,
)
_SCENE = re.compile(
    r"\b(?:shot|shooting|shootings|shots|gunfire|gunshots?|fired|happened|occurred|erupted|called|responded|dispatched|killed|wounded|injured|stabbed|stabbing|attack|robbery|crash|fire|incident|scene|located)\b",
    re.IGNORECASE,
)
TOWN_LEAD = 6  # lines of a report in which a town is the happening's
_IN_TOWN = re.compile(
    r"\bin\s+(?:the\s+(?:city|town|village)\s+of\s+)?((?:[A-Z][a-z]+)(?:\s[A-Z][a-z]+){0,2})(?!\s+(?:County|Police|Street|Avenue|Road|Park|High|Hospital))"
)
_COUNTY = re.compile(r"\b(?:County|Parish|Borough)$")
_NEAR = re.compile(
    r"\b(?:near|off|around|area\s+of|close\s+to|corner\s+of|intersection\s+of)\s+(?:[\w.]+\s+){0,2}$", re.IGNORECASE
)
_BLOCK = re.compile(r"\b(?P<number>\d{1,3}00)[- ][Bb]lock\s+(?:of\s+)?(?P<side>(?:[NSEW]\.?|North|South|East|West)\s+)?$")
_HOUSE = re.compile(r"(?<![\d-])(?P<number>\d{1,5})[A-Z]?\s+(?:(?:[NSEW]\.?|North|South|East|West)\s+)?$")
_BARE_BLOCK = re.compile(
    r"\b(?P<number>\d{1,3}00)[- ][Bb]lock\s+of\s+(?:(?:[NSEW]\.?|North|South|East|West)\s+)?(?P<name>[A-Z][\w’'-]+)(?=[,.;]|\s+(?:[a-z]|\w+day\b)|$)"
)
NEIGHBOURS = 20  # numbers that may be of one place
_LAW = re.compile(
    r"\b(?:superior|district|supreme|circuit|pleas|county|criminal|municipal|federal|high|juvenile|appeals|magistrate|family)$"
)
_ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th",
    "ninth": "9th", "tenth": "10th",
}  # fmt: skip
_COMPASS = frozenset("north south east west n s e w ne nw se sw northeast northwest southeast southwest".split())
_TOWN = re.compile(r"\s*(?:,|in)\s+((?:[A-Z][a-z]+)(?:\s[A-Z][a-z]+){0,2})")


def _key(match: re.Match[str]) -> tuple[str, str]:
    name = " ".join(_ORDINALS.get(w, w) for w in fold(match["name"]).split() if w not in _COMPASS and w not in {"the", "block"})
    kind = fold(match["type"])
    if kind in {"court", "ct"} and _LAW.search(name):
        return "", kind
    return name, TYPES.get(kind, kind)


def street_facts(sheet: Sheet) -> Iterator[Fact]:
    """The streets that a report names, those in which it first puts the happening, and the towns in which it puts each street."""
    numbers: dict[str, list[tuple[str, int, Span]]] = {}
    for line in sheet.page.lines:
        for match in line.finds(_STREET):
            name, kind = _key(match)
            if len(name) > 1:
                yield from _town(sheet, line, match, f"{name} {kind}")
                span = Span(line.span.start + match.start(), line.span.start + match.end())
                home = _HOME.search(line.text[max(0, match.start() - 60) : match.start()])
                yield sheet.fact("street", "", f"{name}|{kind}", span, rough=bool(home) or not line.search(_SCENE))
                if not home:
                    number, width = _number(line, match)
                    plain = name.replace(" s ", "s ").removesuffix(" s")  # "Lund's Crossing", "Lunds Crossing"
                    numbers.setdefault(f"{plain} {kind}", []).append((number, width, span))
                    if number and not name[0].isdigit():  # another report may leave out the word for its kind
                        numbers.setdefault(f"{plain} *", []).append((number, width, span))
        for match in line.finds(_BARE_BLOCK):
            at = Span(line.span.start + match.start(), line.span.start + match.end())
            road = f"{fold(match['name'])} *"
            if line.search(_SCENE) and not any(at.overlap(span) for _, _, span in numbers.get(road, ())):
                numbers.setdefault(road, []).append(
                    (f"{match['number']} block", len(match[0]) - len(match["name"]), Span(at.end - len(match["name"]), at.end))
                )
    yield from _addresses(sheet, numbers)
    yield from _scene(sheet)


def _number(line: Line, match: re.Match[str]) -> tuple[str, int]:
    """The block or house before the name of a street, and how many code points it takes; empty for none."""
    before = line.text[max(0, match.start() - 24) : match.start()]
    block, house = _BLOCK.search(before), _HOUSE.search(before)
    if block:
        return f"{block['number']} block", len(block[0])
    return (f"{house['number']} house", len(house[0])) if house else ("", 0)


def _addresses(sheet: Sheet, numbers: Mapping[str, Sequence[tuple[str, int, Span]]]) -> Iterator[Fact]:
    """The number in each street of which a report gives one, and the streets of the happening of which it gives none."""
    for road, told in sorted(numbers.items()):
        given = [one for one in told if one[0]]
        for value, width, span in given:
            yield sheet.fact("address", road, value, Span(span.start - width, span.end))
        line = sheet.page.line(told[0][2].start)
        if not given and line is not None and line.search(_SCENE) and line.index < LEAD:
            yield sheet.fact("address", road, "", told[0][2])


def _scene(sheet: Sheet) -> Iterator[Fact]:
    """The streets of the first sentence that puts the happening in one."""
    for line in sheet.lines[:LEAD]:
        found = [
            m
            for m in line.finds(_STREET)
            if len(_key(m)[0]) > 1 and line.search(_SCENE) and not _HOME.search(line.text[max(0, m.start() - 60) : m.start()])
        ]
        if found:
            rough = bool(_NEAR.search(line.text[max(0, found[0].start() - 24) : found[0].start()])) or len(found) > 1
            value = ";".join(sorted({"|".join(_key(m)) for m in found}))
            yield sheet.fact(
                "scene", "", value, Span(line.span.start + found[0].start(), line.span.start + found[-1].end()), rough
            )
            return


def _town(sheet: Sheet, line: Line, match: re.Match[str], street: str) -> Iterator[Fact]:
    town = _TOWN.match(line.text, match.end())
    if town is None:
        return
    span = Span(line.span.start + town.start(1), line.span.start + town.end(1))
    if any(p.span.overlap(span) and not p.demonym for p in sheet.page.reading.places):
        spot = next(p for p in sheet.page.reading.places if p.span.overlap(span) and not p.demonym)
        yield sheet.fact("town", street, spot_value(spot, sheet.text), spot.span)


def town_facts(sheet: Sheet) -> Iterator[Fact]:
    """The towns in which the first lines of a report put the happening."""
    places = {
        p.span.start: p for p in sheet.page.reading.places if p.latitude is not None and not p.demonym and not p.approximate
    }
    for line in sheet.lines[:TOWN_LEAD]:
        if not line.search(_SCENE):
            continue
        for match in line.finds(_IN_TOWN):
            place = places.get(line.span.start + match.start(1))
            if (
                place is not None
                and fold(place.span.text(sheet.text)) not in wide()
                and not _COUNTY.search(place.span.text(sheet.text))
                and not _HOME.search(line.text[max(0, match.start() - 40) : match.start()])
            ):
                yield sheet.fact("happening's town", "", spot_value(place, sheet.text), place.span)


def compare_happening_towns(a: Fact, b: Fact, texts: Sequence[str]) -> Found:
    """Two towns of one happening, of reports that never name each other's."""
    one, two = (str(f.value).split("|")[0] for f in (a, b))
    if not lie_apart(a, b) or _named(two, texts[0]) or _named(one, texts[1]):
        return None
    return "contradiction", "put in other towns, and neither report names the other's"


def respelt(a: Fact, b: Fact, texts: Sequence[str]) -> Found:
    """One street in two spellings, or with two words for what kind of street it is."""
    (one, kind_a), (two, kind_b) = (str(f.value).split("|") for f in (a, b))
    if one == two and kind_a != kind_b:
        known = _typed(a, texts[1]) or _typed(b, texts[0]) or a.rough or b.rough
        return None if known else ("contradiction", f"one street as {kind_a} and as {kind_b}")
    if kind_a == kind_b and one != two and one[0] == two[0] and not any(ch.isdigit() for ch in one + two):
        short, long = sorted((one, two), key=len)
        doubled = len(short) > 3 and long == short + short[-1]
        if doubled or min(len(one), len(two)) >= 5 and OSA.distance(one, two) <= (2 if min(len(one), len(two)) >= 8 else 1):
            return "variant", "the name of one street in other spellings"
    return None


def _typed(fact: Fact, text: str) -> bool:
    """Whether a text has the name of a street with this very word for its kind."""
    name, kind = str(fact.value).split("|")
    words = [kind, *(short for short, long in TYPES.items() if long == kind)]
    return any(_named(f"{name} {w}", text) for w in words)


def elsewhere(a: Fact, b: Fact, texts: Sequence[str]) -> Found:
    """Other streets, or other corners of one street, of reports that never name each other's."""
    if _other_corner(a, b, texts):
        return "refinement", "one street, with another near it in each report"
    if a.rough != b.rough:
        return None  # a corner near it and an address
    one, two = ({part.split("|")[0] for part in str(f.value).split(";")} for f in (a, b))
    words = {w for n in one for w in n.split() if len(w) > 3} & {w for n in two for w in n.split() if len(w) > 3}
    if (
        words
        or any(_told(n, texts[0]) for n in str(b.value).split(";"))
        or any(_told(n, texts[1]) for n in str(a.value).split(";"))
    ):
        return None
    if any(_close(x, y) or x.endswith(y) or y.endswith(x) for x in one for y in two):
        return None
    return "contradiction", "other streets, and neither report names the other's"


def _other_corner(a: Fact, b: Fact, texts: Sequence[str]) -> bool:
    """Whether two corners are of one street and of two that neither report names both."""
    mine, theirs = set(str(a.value).split(";")), set(str(b.value).split(";"))
    if len(mine) != 2 or len(theirs) != 2 or len(mine & theirs) != 1:
        return False
    (one,), (two,) = mine - theirs, theirs - mine
    x, y = one.split("|")[0], two.split("|")[0]
    return x != y and not _close(x, y) and not _told(two, texts[0]) and not _told(one, texts[1])


def _told(street: str, text: str) -> bool:
    """Whether a text has a street; one of a single word only with a word for its kind ("Ridge Road" is not named by "Norwick Ridge")."""
    name, kind = street.split("|")
    if " " in name or name[0].isdigit():
        return _named(name, text)
    return any(_named(f"{name} {w}", text) for w in (kind, *(short for short, long in TYPES.items() if long == kind), "and"))


def _close(one: str, two: str) -> bool:
    return OSA.distance(one, two) <= 2 and not any(ch.isdigit() for ch in one + two)


def _named(street: str, text: str) -> bool:
    bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", street)
    return re.search(rf"(?:^| ){re.escape(bare)}(?:st|nd|rd|th)?(?: |$)", fold(text)) is not None


def compare_addresses(a: Fact, b: Fact) -> Found:
    """Two blocks or houses of one street, or a street with and without one."""
    if not a.value or not b.value:
        return "refinement", "one gives the number, the other only the street"
    (one, how_a), (two, how_b) = (str(f.value).split() for f in (a, b))
    if how_a == how_b:
        if how_a == "house":
            near = abs(int(one) - int(two)) <= NEIGHBOURS
            return "contradiction", "other numbers in the same street" if near else "other houses of the same street"
        return "contradiction", "other blocks of one and the same street"
    block, house = (int(one), int(two)) if how_a == "block" else (int(two), int(one))
    if block <= house < block + 100:
        return "refinement", "one gives the house, the other the block"
    return "contradiction", "a house outside the block that the other gives"


def compare_towns(a: Fact, b: Fact, texts: Sequence[str]) -> Found:
    """Two towns for one street, which lie apart or of which no report names both."""
    one, two = (str(f.value).split("|")[0] for f in (a, b))
    if one in two or two in one:
        return None
    if lie_apart(a, b) or not (_named(two, texts[0]) or _named(one, texts[1])):
        return "contradiction", "other towns for one and the same street"
    return None
