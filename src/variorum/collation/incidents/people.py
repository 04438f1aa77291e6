"""Who took part, as victim or suspect, and how old they are said to be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from variorum.collation.incidents.counts import act, numbers, persons
from variorum.collation.incidents.evidence import Evidence, Features
from variorum.collation.incidents.page import Line, Page, rows
from variorum.collation.namematch import fold, person_name
from variorum.model.span import Span

_NAME = r"[A-Z][\w'’-]+(?:\s(?:[A-Z]\.|[\"“‘'(][A-Z][\w .'-]*[\"”’')]|[A-Z][\w'’-]+|de|la|von|van|del|al))*\s[A-Z][\w'’-]+(?:,?\s(?:Jr|Sr|II|III|IV)\b\.?)?"
_NAME_AGE = re.compile(rf"\b({_NAME}),?\s\(?(?:age[sd]?\s)?\d{{1,2}}\b\)?(?=[,.;:)]|\s(?:of|and|was|were|years)\b|$)")
_AGE_NAME = re.compile(rf"\b(?:\d{{1,2}}|[a-z]+(?:-[a-z]+)?)-years?-old\s(?:[a-z]+\s){{0,2}}({_NAME})")
_TOLD_NAME = re.compile(
    rf"\b(?:identified (?:\w+ ){{0,4}}as|victims?,?|named|pronounced|suspects?,?|charged|arrested|killing of|death of|family of) ({_NAME})"
)
_NAME_TOLD = re.compile(
    rf"\b({_NAME}) (?:was|is|were|are|has been|died|faces) (?:also |later )?"
    r"(?:charged|arrested|pronounced|killed|shot|booked|taken|found|sentenced|indicted|accused|injured|wounded|identified|dead|from|at|on)\b"
)
_LISTED = re.compile(r"[A-Z][\w'’.-]+,? \(?\d{1,2}\)?[,;.]")
_SAYING = frozenset(("victim", "victims", "suspect", "suspects", "identified", "charged", "arrested", "pronounced", "deceased", "dead", "died",
                     "killed", "injured", "wounded", "shot", "accused", "booked", "sentenced", "witness", "neighbor", "spokesman", "officer",
                     "officers", "deputy", "resident", "attorney", "prosecutor", "previous", "accidentally", "custody"))  # fmt: skip
_YEAR_OLD = re.compile(r"\b(?P<age>\d{1,3}|[A-Za-z]+(?:-[a-z]+)?)[-‐–\s]years?[-‐–\s]olds?\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?<=[\w.’'”\"])(?:, | \(|, age |, aged |, ages )(?P<age>\d{1,2})(?=\)|,|\.|;|:| of | and | was | were | from |$)"
)
_AGED = re.compile(
    r"\b[Aa]ge[ds]?:? (?:of )?(?:the victims |were |was |is |are )*(?P<age>\d{1,2})\b(?! to | through |-)(?P<more>(?:(?:,|,? and) \d{1,2}\b)*)"
)
_MORE = re.compile(r"(?<=, )(?P<first>\d{1,2})(?P<more>(?:, \d{1,2})*,? and \d{1,2})\b(?= ?[,.;)]| were| was|$)")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_TELLING = frozenset(("say", "tell", "add", "explain", "identify", "plead", "face", "turn", "flee", "remain"))
_RELATIVE = ("mother", "father", "sister", "brother", "cousin", "aunt", "uncle", "wife", "husband", "daughter", "son",
             "friend", "neighbor", "grandmother", "grandfather", "girlfriend", "boyfriend", "parents", "family")  # fmt: skip


@cache
def titles() -> frozenset[str]:
    """Words before a name that tell an office or a rank."""
    return frozenset(row[0] for row in rows("match_titles.txt")) - {"mr", "mrs", "ms", "miss"}


@dataclass(frozen=True, slots=True)
class Named:
    """A place of a report where a person is named."""

    key: str  # of the person over all reports
    name: str
    span: Span
    found: bool  # taken from the words alone, the reader of names having passed it by


def age_value(words: str) -> int | None:
    """The number that digits or English words say; None for others and for no age of a person."""
    low = words.casefold()
    if low.isdecimal():
        return int(low) if int(low) < 110 else None
    tens, _, ones = low.partition("-")
    if tens in _TENS:
        return _TENS[tens] + (numbers().get(ones, 0) if ones else 0)
    return numbers().get(low) if low not in ("both", "couple", "pair", "trio", "double", "triple", "twins") else None


def named_in(page: Page, entity_at: Mapping[tuple[str, Span], tuple[str, str]]) -> list[Named]:
    """Where persons are named in a report: mentions of entities, and names beside an age that no reader took for one."""
    found: list[Named] = []
    taken: set[int] = set()  # code points that are part of a name
    for mention in page.reading.mentions:
        entity = entity_at.get((page.document.id, mention.span))
        if mention.kind == "name" and entity is not None:
            found.append(Named(entity[0], entity[1], mention.span, False))
            taken.update(range(mention.span.start, mention.span.end))
    text = page.document.text
    for pattern in (_NAME_AGE, _AGE_NAME, _TOLD_NAME, _NAME_TOLD):
        for match in pattern.finditer(text):
            span = Span(match.start(1), match.end(1))
            if taken.isdisjoint(range(span.start, span.end)) and page.line(span.start) is not None:
                found.append(Named("name " + " ".join(person_name(match[1]).words), match[1], span, True))
                taken.update(range(span.start, span.end))
    return sorted(found, key=lambda n: (n.span, n.key))


def person_evidence(page: Page, named: Sequence[Named]) -> list[Evidence]:
    """A piece of evidence for each person a report names, from all the places where it does."""
    by_key: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        by_key[one.key].append(one)
    speakers = {a.chain for a in page.reading.attributions if a.chain is not None}
    chain_at = {m.span: m.chain for m in page.reading.mentions if m.chain >= 0}
    acts = _acts(page, {chain_at[one.span] for one in named if one.span in chain_at})
    order = list(by_key)
    found = []
    for key, places in by_key.items():
        features: Features = {}
        for place in places:
            features |= _place_features(page, place)
        chains = {chain_at[p.span] for p in places if p.span in chain_at}
        features |= {name: 1.0 for chain in sorted(chains) for name in sorted(acts.get(chain, ()))}
        features["speaks"] = float(bool(chains & speakers))
        rank = order.index(key)
        features |= {f"rank {rank if rank < 4 else '4-7' if rank < 8 else '8+'}": 1.0, f"times {min(len(places), 5)}": 1.0}
        features |= {"by words alone": float(all(p.found for p in places))}
        longest = max(len(person_name(p.name).words) for p in places)
        features |= {f"words {min(longest, 4)}": 1.0}
        kept = {label: value for label, value in features.items() if value}
        found.append(Evidence(page.document.id, key, places[0].name, tuple(p.span for p in places), kept))
    return found


def _place_features(page: Page, place: Named) -> Features:
    line = page.line(place.span.start)
    if line is None:
        return {}
    text = page.document.text
    features: Features = {f"tells {kind}": 1.0 for kind in line.kinds()}
    before, after = text[max(0, place.span.start - 30) : place.span.start], text[place.span.end : place.span.end + 24]
    if re.search(r"(?:-years?-old|year old)\s(?:[\w-]+\s){0,3}$", before):
        features["age before"] = 1.0
    if re.match(r",?\s\(?(?:age[sd]?\s)?\d{1,2}\b(?!\s(?:years ago|people|p\.m|a\.m))", after):
        features["age after"] = 1.0
        if re.match(r",?\s\(?(?:age[sd]?\s)?\d{1,2},? of\b", after):
            features["age and home after"] = 1.0
    at, last = line.at(place.span.start), line.at(place.span.end - 1)
    features |= {f"near {kind}": 1.0 for cue, kind in line.cues if at - 6 <= cue <= last + 8}
    if at and fold(line.words[at - 1].text) in titles():
        features["title before"] = 1.0
    for n in (1, 2, 3):
        if at - n >= 0:
            word = line.words[at - n]
            if word.text.islower():
                features[f"before word {word.low}"] = 1.0
        if last + n < len(line.words) and line.words[last + n].text.islower():
            features[f"after word {line.words[last + n].low}"] = 1.0
    features |= {f"line says {w.low}": 1.0 for w in line.words if w.low in _SAYING}
    listed = len(_LISTED.findall(line.text))
    features |= {"in a list with ages": 1.0} if listed > 2 else {"beside another with an age": 1.0} if listed == 2 else {}
    words = {w.low for w in line.words[max(0, at - 4) : last + 6]}
    features |= {"relative near": 1.0} if words & set(_RELATIVE) else {}
    features |= {f"role {line.role}": 1.0}
    features["early"] = float(line.index < 4)
    return features


def _acts(page: Page, chains: set[int]) -> dict[int, set[str]]:
    """What is done to, or by, each of some persons in the statements that name or mean them."""
    found: dict[int, set[str]] = {}
    for statement in page.reading.statements:
        told = [a for a in statement.arguments if a.chain in chains and a.role in ("agent", "patient", "theme", "recipient")]
        if not told:
            continue
        kind = act(page, statement) or (statement.predicate if statement.predicate in _TELLING else None)
        for argument in told:
            if kind is not None and argument.chain is not None:
                found.setdefault(argument.chain, set()).add(f"{argument.role} of {kind}")
    return found


@dataclass(frozen=True, slots=True)
class Age:
    """An age as written. `form`: year-old, beside, aged, list; `times`: how many bear it, by this place alone."""

    value: int
    span: Span
    form: str
    times: int = 1


def ages_in(page: Page) -> list[Age]:
    """All ages of a report, each place once."""
    found: dict[int, Age] = {}
    for line in page.lines:
        text, start = line.span.text(page.document.text).replace("\n", " "), line.span.start
        for form, pattern in (("year-old", _YEAR_OLD), ("aged", _AGED), ("beside", _BESIDE)):
            for match in pattern.finditer(text):
                value = age_value(match["age"])
                if value is not None:
                    many = match[0].casefold().endswith("olds")
                    times = _times(text[: match.start()]) if many else 1
                    at = Span(start + match.start("age"), start + match.end("age"))
                    found.setdefault(at.start, Age(value, at, form, times))
                    for other in re.finditer(r"\d{1,2}", match.groupdict().get("more") or ""):
                        shift = start + match.start("more")
                        spot = Span(shift + other.start(), shift + other.end())
                        found.setdefault(spot.start, Age(int(other[0]), spot, "list"))
        for match in _MORE.finditer(text):
            for other in re.finditer(r"\d{1,2}", match[0]):
                spot = Span(start + match.start() + other.start(), start + match.start() + other.end())
                found.setdefault(spot.start, Age(int(other[0]), spot, "list"))
    return [found[at] for at in sorted(found)]


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
        if re.fullmatch(r"[-\s]years?[-\s]olds?,?\s(?:[\w-]+\s){0,3}", between):
            return named[at]
    return None


def age_evidence(page: Page, named: Sequence[Named], likely: Mapping[str, float]) -> list[Evidence]:
    """All ages of a report with what their places tell. `likely`: how likely a named person took part."""
    found = []
    ages = ages_in(page)
    counts = Counter(a.value for a in ages)
    for rank, age in enumerate(ages):
        line = page.line(age.span.start)
        if line is None:
            continue
        who = bearer(page, age, named)
        features = _age_features(page, line, age)
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
    for n in range(1, 5):
        if at - n >= 0 and line.words[at - n].text.islower() and n < 4:
            features[f"before {line.words[at - n].low}"] = 1.0
        if at + n < len(line.words) and line.words[at + n].text.islower():
            features[f"after {line.words[at + n].low}"] = 1.0
    features |= {f"line says {w.low}": 1.0 for w in line.words if w.low in _SAYING}
    features |= {"in a list with ages": 1.0} if len(_LISTED.findall(line.text)) > 2 else {}
    around = [w.low for w in line.words[max(0, at - 5) : at + 6]]
    features["person noun"] = float(any(w in persons() for w in around))
    features["relative near"] = float(any(w in _RELATIVE for w in around))
    features["title in name"] = float(
        any(fold(w.text) in titles() and w.text[0].isupper() for w in line.words[max(0, at - 4) : at])
    )
    return features


def bearers(page: Page, named: Sequence[Named], likely: Mapping[str, float]) -> dict[int, int]:
    """How many different people of each age a report tells of: by name, or as listed together."""
    names: dict[int, set[str]] = defaultdict(set)
    together: Counter[tuple[int, int]] = Counter()
    most: Counter[int] = Counter()
    for age in ages_in(page):
        who, line = bearer(page, age, named), page.line(age.span.start)
        if who is not None and likely.get(who.key, 0.0) >= 0.5:
            names[age.value].add(who.key)
        if line is not None and age.form == "list":
            together[age.value, line.index] += 1
        most[age.value] = max(most[age.value], age.times, len(names[age.value]), 1)
    for (value, _), count in together.items():
        most[value] = max(most[value], count)
    return dict(most)
