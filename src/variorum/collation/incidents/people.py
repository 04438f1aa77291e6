"""Who took part, as victim or suspect."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from variorum.collation.incidents.counts import act
from variorum.collation.incidents.days import day_of
from variorum.collation.incidents.evidence import Evidence, Features
from variorum.collation.incidents.groups import Group
from variorum.collation.incidents.named import Named, given_names
from variorum.collation.incidents.page import Line, Page, rows, within
from variorum.collation.incidents.places import place_key
from variorum.collation.incidents.sides import frame
from variorum.collation.namematch import fold, person_name

LISTED = re.compile(r"[A-Z][\w'’.-]+,? \(?\d{1,2}\)?[,;.]")
_AGE_BEFORE = re.compile(r"(?:-(?:year|month)s?-old|(?:year|month)s? old)\s(?:[\w-]+\s){0,3}$")
_AGE_AFTER = re.compile(r",?\s\(?(?:age[sd]?\s)?\d{1,2}\b(?!\s(?:years ago|people|p\.m|a\.m|percent))")
_AGE_HOME_AFTER = re.compile(r",?\s\(?(?:age[sd]?\s)?\d{1,2}\)?,? of\b")
_KIN_OF = re.compile(r"['’]s?\s(?:[\w-]+\s){0,2}([a-z]+(?:-[a-z]+)*)")
_TELLING = frozenset(("say", "tell", "add", "explain", "identify", "plead", "face", "turn", "flee", "remain"))
_KIN = ("child", "partner", "parent", "peer")
# How somebody is named, and what is told beside it: the two are weighed together too, for "a man of 24, dead" is no spokesman's office.
_NAMED_HOW = ("age before", "age after", "title before", "speaks", "speech beside", "in a list with ages", "beside another with an age",
              "words 1", "kin near", "share high", "share low", "of 16+", "of 8-15")  # fmt: skip
_TOLD_BESIDE = (
    "frame after dead", "frame after shot", "frame after hurt", "frame after arrest", "frame before dead", "frame before shot",
    "near dead", "near shot", "near hurt", "near arrest", "patient of kill", "patient of shoot", "patient of arrest", "agent of die",
    "agent of say", "line says identified", "line says victim", "line says victims", "line says suspect", "line says charged",
    "line says arrested", "dated apart", "dated far", "dated so", "placed apart", "placed so", "first part 0", "first part 1",
    "first part 3", "in page title", "past", "line says elsewhere", "rank 0", "rank 1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """The likeliest day and place of an incident, by which other happenings in the same report are told apart."""

    day: date | None = None
    place: str = ""  # as `place_key` gives it


@cache
def company() -> dict[str, str]:
    """Words near a person or an age -> what they tell of who it is."""
    return {row[0]: row[1] for row in rows("incident_company.tsv")}


@cache
def titles() -> frozenset[str]:
    """Words before a name that tell an office or a rank."""
    return frozenset(row[0] for row in rows("match_titles.txt")) - {"mr", "mrs", "ms", "miss"}


@cache
def _offices() -> frozenset[str]:
    return frozenset(row[0] for row in rows("offices.tsv"))


def person_evidence(page: Page, named: Sequence[Named], scene: Scene) -> list[Evidence]:
    """A piece of evidence for each person a report names, from all the places where it does."""
    by_key: dict[str, list[Named]] = defaultdict(list)
    for one in named:
        by_key[one.key].append(one)
    speakers = {a.chain for a in page.reading.attributions if a.chain is not None}
    chain_at = {m.span: m.chain for m in page.reading.mentions if m.chain >= 0}
    acts = _acts(page, {chain_at[one.span] for one in named if one.span in chain_at})
    titled = {w.low for w in page.title.words}
    found = []
    for rank, (key, places) in enumerate(by_key.items()):
        features: Features = {}
        for place in places:
            features |= _place_features(page, place, scene)
        # A chain that the reading mixed of several persons tells nothing of each.
        chains = {chain_at[p.span] for p in places if p.span in chain_at and p.how in ("read", "words")}
        features |= {name: 1.0 for chain in sorted(chains) for name in sorted(acts.get(chain, ()))}
        features["speaks"] = float(bool(chains & speakers))
        features |= _standing(rank, len(places), len(by_key), len(named))
        features |= {f"all {places[0].how}": 1.0} if len({p.how for p in places}) == 1 else {}
        words = person_name(places[0].name).words
        features |= {f"words {min(len(words), 4)}": 1.0}
        features["given name"] = float(len(words) > 1 and words[0] in given_names())
        features["in page title"] = float(bool(words) and words[-1] in titled)
        features |= _first(page, places)
        kept = {label: value for label, value in features.items() if value}
        found.append(Evidence(page.document.id, key, places[0].name, tuple(p.span for p in places), kept))
    return found


def paired(features: Features) -> Features:
    """Each way somebody is named with each thing told beside it, where both are so."""
    told = [name for name in _TOLD_BESIDE if name in features]
    return {f"{how} & {name}": 1.0 for how in _NAMED_HOW if how in features for name in told}


def _standing(rank: int, times: int, persons: int, mentions: int) -> Features:
    """How a person stands among those a report names."""
    share = times / mentions
    return {
        f"rank {rank if rank < 4 else '4-7' if rank < 8 else '8+'}": 1.0,
        f"times {min(times, 5)}": 1.0,
        f"of {persons if persons < 4 else '4-7' if persons < 8 else '8-15' if persons < 16 else '16+'}": 1.0,
        f"share {'low' if share < 0.1 else 'middle' if share < 0.3 else 'high'}": 1.0,
    }


def _first(page: Page, places: Sequence[Named]) -> Features:
    """Where in a report a person is first named."""
    line = page.line(places[0].span.start)
    if line is None:
        return {}
    index, part = line.index, line.index / max(1, len(page.lines))
    return {
        f"first line {index if index < 3 else '3-5' if index < 6 else '6-11' if index < 12 else '12+'}": 1.0,
        f"first part {int(part * 4)}": 1.0,
    }


def _place_features(page: Page, place: Named, scene: Scene) -> Features:
    line = page.line(place.span.start)
    if line is None:
        return {}
    text = page.document.text
    features: Features = {f"tells {kind}": 1.0 for kind in line.kinds()}
    before, after = text[max(0, place.span.start - 30) : place.span.start], text[place.span.end : place.span.end + 24]
    features["age before"] = float(_AGE_BEFORE.search(before) is not None)
    features["age after"] = float(_AGE_AFTER.match(after) is not None)
    features["age and home after"] = float(_AGE_HOME_AFTER.match(after) is not None)
    at, last = line.at(place.span.start), min(line.at(place.span.end - 1), len(line.words) - 1)
    features |= {f"near {kind}": 1.0 for cue, kind in line.cues if at - 6 <= cue <= last + 8}
    features |= {
        f"frame {side} {kind}": 1.0 for side, kind in frame(line, Group(at, last, 1, "name")).items() if side != "inside"
    }
    features |= _words_beside(line, at, last)
    features |= _kin(line, at, after)
    listed = len(LISTED.findall(line.text))
    features |= {"in a list with ages": 1.0} if listed > 2 else {"beside another with an age": 1.0} if listed == 2 else {}
    features |= {f"role {line.role}": 1.0}
    features["early"] = float(line.index < 4)
    features["past"] = float(line.past)
    return features | staged(page, line, scene)


def _words_beside(line: Line, at: int, last: int) -> Features:
    """The small words around a name, its title, and what the line as a whole speaks of."""
    features: Features = {}
    if at and fold(line.words[at - 1].text) in titles():
        features |= {"title before": 1.0, f"title {fold(line.words[at - 1].text)}": 1.0}
    features |= lexical(line, at, last)
    known = company()
    features |= {f"line says {w.low}": 1.0 for w in line.words if known.get(w.low) == "saying"}
    features["line says elsewhere"] = float(any(known.get(w.low) == "elsewhere" for w in line.words))
    close = [w.low for w in line.words[max(0, at - 2) : at]] + [w.low for w in line.words[last + 1 : last + 3]]
    features["speech beside"] = float(any(known.get(w) == "speech" for w in close))
    behind = line.words[last + 1 : last + 8]
    features["office behind"] = float(
        bool(behind) and line.gap(line.words[last], behind[0]).startswith(",") and any(w.low in _offices() for w in behind)
    )
    return features


def lexical(line: Line, at: int, last: int) -> Features:
    """The words of a line by where they stand to those from `at` to `last`: near before and after, right beside, anywhere."""
    words = line.words
    features: Features = {f"line word {w.low}": 0.5 for w in words if w.text.islower()}  # the farther, the less it weighs
    features |= {f"before word {w.low}": 1.0 for w in words[max(0, at - 4) : at] if w.text.islower()}
    behind = [w for w in words[last + 1 : last + 6] if w.text.islower()]
    features |= {f"after word {w.low}": 1.0 for w in behind[:4]}
    if len(behind) > 1:
        features[f"then {behind[0].low} {behind[1].low}"] = 1.0
    if at > 0:
        features[f"right after {words[at - 1].low}"] = 1.0
    if at > 1:
        features[f"right after {words[at - 2].low} {words[at - 1].low}"] = 1.0
    return features


def _kin(line: Line, at: int, after: str) -> Features:
    """Whether a name is told as somebody's kin, or somebody is told as its kin."""
    known = company()
    features: Features = {}
    for word in line.words[max(0, at - 3) : at]:
        if known.get(word.low) in _KIN:
            features[f"told as a {known[word.low]}"] = 1.0
    owned = _KIN_OF.match(after)
    if owned is not None:
        features["owns"] = 1.0
        if known.get(owned[1].casefold()) in _KIN:
            features[f"whose {known[owned[1].casefold()]}"] = 1.0
    around = {w.low for w in line.words[max(0, at - 4) : at + 8]}
    features["kin near"] = float(any(known.get(w) in _KIN for w in around))
    return features


def staged(page: Page, line: Line, scene: Scene) -> Features:
    """Whether a line tells of the day and the place of the incident, or of others."""
    features: Features = {}
    times = [t for t in within(page.reading.times, line.span) if t.type in ("date", "time")]
    told = [d for t in times if (d := day_of(t.earliest)) is not None and d == day_of(t.latest)]
    if scene.day is not None and told:
        gap = min(abs((d - scene.day).days) for d in told)
        features[f"dated {'so' if gap == 0 else 'near' if gap < 4 else 'apart' if gap < 30 else 'far'}"] = 1.0
    if scene.place:
        around = page.lines[max(0, line.index - 1) : line.index + 2]
        keys = [
            place_key(p.span.text(page.document.text))
            for n in around
            for p in within(page.reading.places, n.span)
            if not p.demonym
        ]
        features["placed so"] = float(scene.place in keys)
        features["placed apart"] = float(bool(keys) and scene.place not in keys)
    return features


_TOLD_AS_SO = frozenset({"certain", "probable"})


def _acts(page: Page, chains: set[int]) -> dict[int, set[str]]:
    """What is told to be done to, or by, each of some persons in the statements that name or mean them; not what could be, or was not."""
    found: dict[int, set[str]] = {}
    for statement in page.reading.statements:
        if statement.polarity == "denied" or statement.certainty not in _TOLD_AS_SO:
            continue
        told = [a for a in statement.arguments if a.chain in chains and a.role in ("agent", "patient", "theme", "recipient")]
        if not told:
            continue
        kind = act(page, statement) or (statement.predicate if statement.predicate in _TELLING else None)
        for argument in told:
            if kind is not None and argument.chain is not None:
                found.setdefault(argument.chain, set()).add(f"{argument.role} of {kind}")
    return found
