"""How old those who took part are said to be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from variorum.collation.incidents.evidence import Evidence, Features
from variorum.collation.incidents.groups import numbers, persons
from variorum.collation.incidents.named import Named
from variorum.collation.incidents.page import Line, Page, once
from variorum.collation.incidents.people import LISTED, Scene, company, lexical, staged, titles
from variorum.collation.namematch import fold
from variorum.model.span import Span

_YEAR_OLD = re.compile(r"\b(?P<age>\d{1,3}|[A-Za-z]+(?:-[a-z]+)?)[-‐–\s]years?[-‐–\s]olds?\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?<=[\w.’'”\"])(?:, | \(|, age |, aged |, ages )(?P<age>\d{1,2})(?=\)|,|\.|;|:| of | and | was | were | from |$)"
)
_AGED = re.compile(
    r"\b[Aa]ge[ds]?:? (?:of )?(?:the victims |were |was |is |are )*(?P<age>\d{1,2})\b(?! to | through |-)(?P<more>(?:(?:,|,? and) \d{1,2}\b)*)"
)
_MORE = re.compile(r"(?<=, )(?P<first>\d{1,2})(?P<more>(?:, \d{1,2})*,? and \d{1,2})\b(?= ?[,.;)]| were| was|$)")
_UNDER = re.compile(
    r"\b(?P<age>\d{1,2}|[A-Za-z]+(?:-[a-z]+)?)[-‐–\s](?P<unit>month|week|day)s?[-‐–\s]old(?P<many>s?)\b", re.IGNORECASE
)
_EACH = re.compile(
    r"\b(?P<how>both|all|each) (?:of whom (?:are|were) )?(?:age[ds]? )?(?P<age>\d{1,2})\b(?=[,.;:)]| years? old| of | and | were | are |$)"
)
_HYPHENED = re.compile(r"\b\d{1,2}-(?:,? \d{1,2}-)*,? (?:and|or) (?:an? )?(?=\d{1,2}[-\s]years?[-\s]olds?\b)")
_YEARS = re.compile(r"\b\d{1,2}(?:, \d{1,2})*,? and (?=\d{1,2} years old\b)")
BEARS = 0.5  # how likely a named person must have taken part to count among those of an age
_CAPITALS = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*)+(?=,| and )|[A-Z][\w'’-]+ [A-Z][\w'’-]+(?=, (?:both|all|each))")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}


def age_value(words: str) -> int | None:
    """The number that digits or English words say; None for others and for no age of a person."""
    low = words.casefold()
    if low.isdecimal():
        return int(low) if int(low) < 110 else None
    tens, _, ones = low.partition("-")
    if tens in _TENS:
        return _TENS[tens] + (numbers().get(ones, 0) if ones else 0)
    return numbers().get(low) if low not in ("both", "couple", "pair", "trio", "double", "triple", "twins") else None


@dataclass(frozen=True, slots=True)
class Age:
    """An age as written. `form`: year-old, under (a year or two, in months), beside, aged, list, each; `times`: how many bear it, by this place alone."""

    value: int
    span: Span
    form: str
    times: int = 1


@once
def ages_in(page: Page) -> list[Age]:
    """All ages of a report, each place once."""
    found: dict[int, Age] = {}
    for line in page.lines:
        for age in _told(line):
            found.setdefault(age.span.start, age)
    return [found[at] for at in sorted(found)]


def _told(line: Line) -> Iterator[Age]:
    """The ages of a line, surest form first; a place may come again in another form."""
    if not (line.numbered or "old" in line.text.lower()):
        return
    text, start = line.text.replace("\n", " "), line.span.start
    for match in _EACH.finditer(text):
        times = 2 if match["how"] != "all" else max(2, min(4, len(_CAPITALS.findall(text[: match.start()]))))
        yield Age(int(match["age"]), Span(start + match.start("age"), start + match.end("age")), "each", times)
    for form, pattern in (("year-old", _YEAR_OLD), ("aged", _AGED), ("beside", _BESIDE)):
        for match in pattern.finditer(text):
            value = age_value(match["age"])
            if value is None:
                continue
            times = _times(text[: match.start()]) if match[0].casefold().endswith("olds") else 1
            yield Age(value, Span(start + match.start("age"), start + match.end("age")), form, times)
            yield from _listed(start + match.start("more"), match["more"]) if form == "aged" else ()
    for match in _UNDER.finditer(text):
        value = age_value(match["age"])
        if value is not None:
            times = _times(text[: match.start()]) if match["many"] else 1
            years = value // 12 if match["unit"].casefold() == "month" else 0
            yield Age(years, Span(start + match.start("age"), start + match.end("age")), "under", times)
    for pattern in (_MORE, _HYPHENED, _YEARS):
        for match in pattern.finditer(text):
            yield from _listed(start + match.start(), match[0])


def _listed(start: int, words: str) -> Iterator[Age]:
    """Each number of a list of ages that begins at `start`."""
    for other in re.finditer(r"\d{1,2}", words):
        yield Age(int(other[0]), Span(start + other.start(), start + other.end()), "list")


def _times(before: str) -> int:
    """How many "-year-olds": the number word right before."""
    words = before.split()
    return max(1, min(4, numbers().get(words[-1].casefold(), 1))) if words else 1


def bearer(page: Page, age: Age, named: Sequence[Named]) -> Named | None:
    """The person named right beside an age."""
    text = page.document.text
    starts = [n.span.start for n in named]
    at = bisect_left(starts, age.span.start)
    if at and re.fullmatch(r",?\s\(?(?:age[sd]?\s)?", text[named[at - 1].span.end : age.span.start]):
        return named[at - 1]
    if at < len(named):
        between = text[age.span.end : named[at].span.start]
        if re.fullmatch(r"[-\s](?:year|month)s?[-\s]olds?,?\s(?:[\w-]+\s){0,3}", between):
            return named[at]
    return None


def age_evidence(page: Page, named: Sequence[Named], likely: Mapping[str, float], scene: Scene) -> list[Evidence]:
    """All ages of a report with what their places tell. `likely`: how likely a named person took part."""
    found = []
    ages = ages_in(page)
    counts = Counter(a.value for a in ages)
    for rank, age in enumerate(ages):
        line = page.line(age.span.start)
        if line is None:
            continue
        who = bearer(page, age, named)
        features = _age_features(page, line, age) | staged(page, line, scene)
        if who is not None:
            p = likely.get(who.key, 0.0)
            features |= {"named": 1.0, "bearer": p, f"bearer {round(p * 4) / 4}": 1.0}
        features |= {f"rank {min(rank, 4)}": 1.0, f"times {min(counts[age.value], 4)}": 1.0}
        kept = {label: value for label, value in features.items() if value}
        found.append(Evidence(page.document.id, str(age.value), str(age.value), (age.span,), kept, who.key if who else None))
    return found


def _age_features(page: Page, line: Line, age: Age) -> Features:
    features: Features = {f"form {age.form}": 1.0, "past": float(line.past), f"role {line.role}": 1.0}
    features[f"line {line.index if line.index < 3 else '3-5' if line.index < 6 else '6-11' if line.index < 12 else '12+'}"] = 1.0
    features |= {f"tells {kind}": 1.0 for kind in line.kinds()}
    band = (
        "0"
        if age.value == 0
        else "1-12"
        if age.value < 13
        else "13-17"
        if age.value < 18
        else "18-60"
        if age.value < 61
        else "61+"
    )
    features[f"age {band}"] = 1.0
    at = line.at(age.span.start)
    features |= {f"near {kind}": 1.0 for cue, kind in line.cues if at - 7 <= cue <= at + 9}
    features |= lexical(line, at, at)
    known = company()
    features |= {f"line says {w.low}": 1.0 for w in line.words if known.get(w.low) == "saying"}
    features["line says elsewhere"] = float(any(known.get(w.low) == "elsewhere" for w in line.words))
    features |= {"in a list with ages": 1.0} if len(LISTED.findall(line.text)) > 2 else {}
    around = [w.low for w in line.words[max(0, at - 5) : at + 6]]
    features["person noun"] = float(any(w in persons() for w in around))
    features |= {f"{known[w]} near": 1.0 for w in around if known.get(w) in ("child", "partner", "parent", "peer", "speech")}
    features["title in name"] = float(
        any(fold(w.text) in titles() and w.text[0].isupper() for w in line.words[max(0, at - 4) : at])
    )
    return features


def bearers(page: Page, named: Sequence[Named], likely: Mapping[str, float]) -> dict[int, int]:
    """How many different people of each age a report tells of: by name, or as told of together."""
    names: dict[int, set[str]] = defaultdict(set)
    together: dict[tuple[int, int], set[str]] = defaultdict(set)  # in one line, each age is somebody else's
    most: Counter[int] = Counter()
    for age in ages_in(page):
        who, line = bearer(page, age, named), page.line(age.span.start)
        if who is not None and likely.get(who.key, 0.0) >= BEARS:
            names[age.value].add(who.key)
        if line is None:
            continue
        if who is None or likely.get(who.key, 0.0) >= BEARS:
            together[age.value, line.index].add(who.key if who is not None else str(age.span.start))
        at = line.at(age.span.start)
        more = 2 if any(w.low == "another" for w in line.words[max(0, at - 3) : at]) and most[age.value] else 1
        most[age.value] = max(most[age.value], age.times, len(names[age.value]), more)
    for (value, _), held in together.items():
        most[value] = max(most[value], len(held))
    return dict(most)
