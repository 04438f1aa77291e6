"""How many were killed, injured, arrested: numbers of people, as written, as listed, or as told one by one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from variorum.collation.incidents.evidence import Evidence, Features
from variorum.collation.incidents.page import Line, Page, kinds, rows, within
from variorum.model.reading import Statement
from variorum.model.span import Span

MOST = 100  # people: beyond, numbers of an incident's dead are no longer told one from another by a story's reports
_DETERMINERS = frozenset(("a", "an", "the", "his", "her", "their", "one", "another", "its", "himself", "herself", "self"))
_AGE = re.compile(r"(?:\d{1,2}|[a-z]+(?:-[a-z]+)?)-(?:year|month|week)-olds?")
_BETWEEN = re.compile(r"(?:,? ?and|,|,? ?as well as|&|,? ?plus)(?: the)?(?: bodies of)?", re.IGNORECASE)
_FATAL = frozenset(("kill", "murder", "slay", "execute", "assassinate", "massacre"))
_DYING = frozenset(("die", "perish", "succumb", "drown"))
_REACH = 8  # words between a number of people and what is told of them
_ACTS = (" of kill", " of die", " of shoot", " of hurt", " of arrest", " of find dead")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PASSIVE = frozenset(
    (
        "was",
        "were",
        "been",
        "being",
        "is",
        "are",
        "be",
        "found",
        "pronounced",
        "declared",
        "left",
        "leaving",
        "have",
        "had",
        "has",
    )
)
_SELF = re.compile(
    r"(?:kill|shoot|shot|killed|shooting|killing|stabb\w+|hang\w*) (?:him|her)self|suicide|(?:his|her) own life|self-inflicted"
    r"|gun (?:up)?on (?:him|her)self|\b(?:then|and|,) (?:him|her)?self\b",
    re.IGNORECASE,
)
_SEVERAL = frozenset(("double", "triple", "quadruple", "quintuple"))


@cache
def numbers() -> dict[str, int]:
    """Number words, and nouns for several people, with how many."""
    return {word: int(value) for word, value in rows("incident_numbers.tsv")}


@cache
def persons() -> frozenset[str]:
    """Nouns for people, one or several."""
    single = {row[0] for row in rows("person_nouns.tsv")}
    irregular = {"men", "women", "children", "people", "persons", "wives", "policemen", "victims", "others", "relatives"}
    return frozenset(single | {f"{w}s" for w in single} | irregular)


@dataclass(frozen=True, slots=True)
class Group:
    """Words of a line that mean some number of people. `form`: number, single, name, sum, several, tally."""

    first: int  # positions of words
    last: int
    count: int
    form: str
    noun: str = ""
    rough: bool = False


def groups(page: Page, line: Line) -> list[Group]:
    """All numbers of people in a line, lists added up, in order."""
    units = sorted(_units(page, line), key=lambda g: (g.first, -g.last))
    kept: list[Group] = []
    for unit in units:
        if not kept or unit.first > kept[-1].last:
            kept.append(unit)
    return sorted([*kept, *_sums(page, line, kept), *_several(line)], key=lambda g: (g.first, g.last, g.form))


def _units(page: Page, line: Line) -> Iterator[Group]:
    counts = {q.span.start: q for q in within(page.reading.quantities, line.span) if q.kind == "count"}
    names = {m.span.start: m.span for m in within(page.reading.mentions, line.span) if m.kind == "name" and m.type == "person"}
    words = line.words
    for i, word in enumerate(words):
        quantity = counts.get(word.start)
        value = numbers().get(word.low) if word.low not in _SEVERAL else None
        if quantity is not None and quantity.low is not None:
            value = int(quantity.low) if quantity.low == int(quantity.low) else None
        if word.start in names and word.low.rstrip(".") in _SUFFIXES:
            continue
        if word.start in names:
            last = min(line.at(names[word.start].end - 1), len(words) - 1)
            first = i - 1 if i and _AGE.fullmatch(words[i - 1].low) else i
            yield Group(first, last, 1, "name", "")
        elif value is not None and 1 <= value <= MOST and not _AGE.fullmatch(word.low):
            number = max(i, min(line.at(quantity.span.end - 1), _digits(line, i))) if quantity is not None else i
            noun = _noun(line, number + 1)
            if noun is None and (not _stands_alone(line, number + 1) or _is_age(line, number)):
                continue
            rough = quantity is not None and (quantity.approximate or quantity.low != quantity.high)
            last = noun if noun is not None else number
            yield Group(i, last, value, "number", words[noun].low if noun is not None else "", rough)
        elif i > 1 and word.low in persons() and words[i - 1].low == "and" and words[i - 2].low in persons():
            yield Group(i, i, 1, "single", word.low)  # "a mother and daughter"
        elif (word.low in _DETERMINERS or (i == 0 and word.low in persons()) or _AGE.fullmatch(word.low)) and _alone(line, i):
            noun = i if word.low in persons() or word.low.endswith("self") else _noun(line, i + 1)
            if noun is not None:
                yield Group(i, noun, 1, "single", words[noun].low)


def _is_age(line: Line, at: int) -> bool:
    """Whether a bare number stands where an age does (", 23,", "ages 3 and 5", "14- and 18-year-olds") or numbers a thing."""
    word = line.words[at]
    before = line.text[: word.start - line.span.start].rstrip(" ")
    after = line.text[word.end - line.span.start :]
    if after.startswith("-") or re.search(r"\b(?:[Aa]ge[sd]?|[Nn]umber|[Rr]oom|No\.)$|\b[Aa]ges? [\d, and]*$", before):
        return True
    return before.endswith((",", "(")) and bool(re.match(r"\)|,| and \d+|$", after)) and bool(re.search(r"[^\W\d_][,(]$", before))


def _digits(line: Line, at: int) -> int:
    """The position of the number itself in "at least three"."""
    return next(
        (i for i in range(at, min(at + 5, len(line.words))) if line.words[i].low in numbers() or line.words[i].low.isdigit()), at
    )


def _stands_alone(line: Line, at: int) -> bool:
    """Whether a number is not followed by a word for things: "two weeks", "three shootings"."""
    if at >= len(line.words) or line.words[at].start - line.words[at - 1].end > 1:
        return True
    following = line.words[at].low
    return kinds().get(following, "") not in ("", "past") and following not in ("shootings", "years", "hospitals")


def _alone(line: Line, at: int) -> bool:
    """Whether no number stands among the next words, which would be the count instead."""
    following = line.words[at + 1 : at + 3]
    return not any(w.low in numbers() or w.low.isdigit() for w in following)


def _noun(line: Line, at: int) -> int | None:
    """The position of a noun for people among the next words of the same phrase."""
    for i in range(at, min(at + 5, len(line.words))):
        word = line.words[i]
        if i > at and word.start - line.words[i - 1].end > 1:
            return None  # a comma or a bracket ends the phrase
        if word.low in numbers() or word.low.isdigit() or kinds().get(word.low, "fill") != "fill":
            return None  # another number, or what happened: no longer the same phrase
        if word.low in persons():
            following = line.words[i + 1].low if i + 1 < len(line.words) else ""
            return i + 1 if following in persons() and line.words[i + 1].start - word.end == 1 else i
        if word.low in ("and", "or", "in", "on", "at", "to", "was", "were", "from", "with", "by", "for", "of", "who"):
            return None
    return None


def _sums(page: Page, line: Line, units: Sequence[Group]) -> Iterator[Group]:
    """Lists of people ("a man and two women"), as one number; "the driver, Jonas Berg" is one of them."""
    run: list[Group] = []
    tied = False
    for unit in [*units, None]:
        how = _joined(page, line, run[-1], unit) if unit is not None and run else ""
        if unit is not None and how == "apposition":
            run[-1] = replace(run[-1], last=unit.last, form="name")
            continue
        if unit is not None and how == "list":
            run.append(unit)
            tied = tied or _with_and(page, line, run[-2], unit)
            continue
        if len(run) > 1 and (tied or all(u.form != "name" for u in run)):
            form = "sum of names" if any(u.form == "name" for u in run) else "sum"
            yield Group(run[0].first, run[-1].last, sum(u.count for u in run), form, run[-1].noun, any(u.rough for u in run))
        run, tied = ([unit] if unit is not None else []), False


def _with_and(page: Page, line: Line, left: Group, right: Group) -> bool:
    """Whether "and" stands between: two names with a comma alone are no list."""
    between = page.document.text[line.words[left.last].end : line.words[right.first].start]
    return re.search(r"\band\b|&", between) is not None


def _joined(page: Page, line: Line, left: Group, right: Group) -> str:
    """ "list" where only "and" or a comma (and an age) stands between, "apposition" for one person told twice, else ""."""
    between = " ".join(page.document.text[line.words[left.last].end : line.words[right.first].start].split())
    bare = re.sub(
        r"^,? ?(?:ages? )?\(?\d{1,2}(?:(?:,| and|, and) \d{1,2})*\)?(?: years old)?(?=,| and| \(|$)", "", between
    ).strip()
    if _BETWEEN.fullmatch(bare) is None or (right.form == "number" and not right.noun):
        return ""
    if bare == "," and {left.form, right.form} == {"name", "single"}:
        return "apposition" if bare == between else "list"
    return "" if bare == "," and left.form == "number" and right.form == "name" else "list"


def _several(line: Line) -> Iterator[Group]:
    """ "Double homicide", "triple shooting", "murder-suicide"."""
    for i, word in enumerate(line.words):
        following = line.words[i + 1].low if i + 1 < len(line.words) else ""
        if word.low in _SEVERAL:
            for noun in (i + 1, i + 2):
                if noun == i + 2 and following and line.words[i + 1].text[0].isupper() and not word.text.isupper():
                    break
                if noun < len(line.words) and any(at == noun for at, _ in line.cues):
                    yield Group(i, noun, numbers()[word.low], "several", line.words[noun].low)
                    break
        elif word.low == "murder-suicide" or (word.low in ("murder", "homicide") and following == "suicide"):
            yield Group(i, i + (word.low != "murder-suicide"), 2, "several", "murder-suicide")


def frame(line: Line, group: Group) -> dict[str, str]:
    """What is told right after and right before a number of people, little words between passed over.

    "agent" after it: these people do it to somebody else.
    """
    inside = [kind for at, kind in line.cues if group.first <= at <= group.last]
    found = {"inside": inside[-1]} if inside else {}
    if group.form == "several":
        return found
    after, _ = _reach(line, group.last, 1)
    if after:
        found["after"] = after
    before, joined = _reach(line, group.first, -1)
    if before and not (joined and after and after != before):
        found["before"] = before
    return found


def _reach(line: Line, start: int, step: int) -> tuple[str, bool]:
    """The first telling word on one side of a number of people, and whether an "and" was passed on the way."""
    joined, passive = False, False
    start = _past_aside(line, start) if step > 0 else start
    for n in range(1, _REACH + 1):
        i = start + step * n
        if not 0 <= i < len(line.words):
            break
        word = line.words[i]
        left = line.words[i - step]
        if _stops(line.gap(left, word) if step > 0 else line.gap(word, left), step):
            break
        kind = kinds().get(word.low, "digit" if word.low[0].isdigit() else "")
        if word.low == "in" and step > 0 and i + 1 < len(line.words) and line.words[i + 1].low in ("their", "his", "her"):
            kind = "fill"  # "two men in their 20s were"
        if kind == "fill" or (kind == "digit" and step > 0):
            joined, passive = joined or word.low == "and", passive or word.low in _PASSIVE
            continue
        if kind and kind != "past" and step > 0:
            return _voiced(line, i, kind, passive), joined
        return (kind if kind != "digit" and kind != "past" else ""), joined
    return "", joined


def _past_aside(line: Line, start: int) -> int:
    """The last word of an aside in commas behind a number of people ("two officers, both of Norwick, were"), or `start` itself."""
    if start + 1 >= len(line.words) or "," not in line.gap(line.words[start], line.words[start + 1]):
        return start
    for i in range(start + 2, min(start + 16, len(line.words))):
        if "," in line.gap(line.words[i - 1], line.words[i]) and line.words[i].low in _PASSIVE | {"died"}:
            return i - 1
    return start


def _stops(between: str, step: int) -> bool:
    """Whether what stands between two words ends the phrase; a comma does so before a number only."""
    return any(c in between for c in (";:.!?—(" if step > 0 else ";:.!?—(,"))


def _voiced(line: Line, at: int, kind: str, passive: bool) -> str:
    """What is told by a word after a number of people: "agent" where an object follows and no passive went before."""
    last = at
    following = line.words[at + 1] if at + 1 < len(line.words) else None
    if following is not None and following.low in ("and", "to") and at + 2 < len(line.words):
        if kinds().get(line.words[at + 2].low) == "dead":
            kind, last = "dead", at + 2
    elif following is not None and kinds().get(following.low) == "dead" and line.gap(line.words[at], following) == " ":
        kind, last = "dead", at + 1
    if passive or not line.words[at].low.endswith(("ed", "shot", "hit", "struck", "kill", "kills", "shoot", "shoots")):
        return kind
    thing = line.words[last + 1] if last + 1 < len(line.words) else None
    if thing is None or "," in line.gap(line.words[last], thing):
        return kind
    object_follows = thing.low in _DETERMINERS or thing.low in ("him", "them", "at") or thing.low in numbers()
    return "agent" if object_follows and not thing.text[0].isupper() else kind


def count_evidence(page: Page) -> list[Evidence]:
    """All numbers of people of a report, with what their places tell of whether they are the dead, the injured, the arrested."""
    found: list[Evidence] = []
    title = {(g.count, kind) for g in groups(page, page.title) for kind in frame(page.title, g).values()}
    ends_self = any(_SELF.search(line.span.text(page.document.text)) for line in page.lines)
    dead_names: dict[str, Span] = {}
    for line in page.lines:
        if not line.cues:
            continue
        for group in groups(page, line):
            told = frame(line, group)
            span = Span(line.words[group.first].start, line.words[group.last].end)
            if group.form == "name":
                if told.get("after") == "dead" and not line.past:
                    dead_names.setdefault(line.words[group.last].low, span)
                continue
            if group.noun.endswith("self") and group.form == "single":
                continue  # "himself" counts in a list only
            features = _features(page, line, group, told)
            if not told and not any(name.endswith(_ACTS) for name in features):
                continue
            features |= _titled(group.count, title, page.title.kinds())
            features["ends self"] = float(ends_self)
            found.append(Evidence(page.document.id, str(group.count), str(group.count), (span,), features))
    return [*found, *_tallies(page, dead_names), *_with_self(found, ends_self)]


def _with_self(found: Sequence[Evidence], ends_self: bool) -> list[Evidence]:
    """The dead and the one who killed them and then himself, as one number."""
    more: dict[str, Evidence] = {}
    telling = {"frame after dead", "frame before dead", "frame inside dead", "patient of kill"}
    for one in found if ends_self else ():
        if telling & one.features.keys() and "form several" not in one.features:
            count = int(one.value) + 1
            features: Features = {"form plus self": 1.0, f"form plus self {_size(count)}": 1.0}
            features |= {f"plus self {name}": 1.0 for name in one.features if name.startswith(("line ", "form ", "title dead"))}
            more.setdefault(str(count), Evidence(one.document, str(count), str(count), one.spans, features))
    return list(more.values())


def _titled(count: int, title: set[tuple[int, str]], told: frozenset[str]) -> Features:
    features: Features = {f"title {kind} {'same' if n == count else 'other'}": 1.0 for n, kind in sorted(title)}
    return features | {f"title tells {kind}": 1.0 for kind in sorted(told)}


def _size(count: int) -> str:
    return str(count) if count < 4 else "4-5" if count < 6 else "6-9" if count < 10 else "10+"


def _features(page: Page, line: Line, group: Group, told: dict[str, str]) -> Features:
    features: Features = {f"form {group.form}": 1.0}
    features |= {f"frame {side} {kind}": 1.0 for side, kind in told.items()}
    if "after" in told and "before" in told:
        features[f"frame {told['before']} before, {told['after']} after"] = 1.0
    features |= {f"form {group.form} of {kind}": 1.0 for kind in told.values()}
    noun = (
        group.noun
        if group.noun in ("others", "people", "victims", "suspects", "officers", "teens", "men", "women")
        else "other noun"
    )
    features[f"noun {noun}" if group.noun else "no noun"] = 1.0
    features |= {f"line {_where(line)}": 1.0, f"role {line.role}": 1.0, "past": float(line.past), "rough": float(group.rough)}
    features |= {f"line tells {kind}": 1.0 for kind in line.kinds()}
    before = line.words[group.first - 1].low if group.first else ""
    if before in ("of", "other", "another", "more", "least", "the", "those", "these"):
        features[f"after {before}"] = 1.0
    following = line.words[group.last + 1].low if group.last + 1 < len(line.words) else ""
    if following in ("of", "counts", "other", "others", "more", "suspects", "bodies", "deaths", "homicides", "murders", "shot"):
        features[f"then {following}"] = 1.0
    features |= _clause(page, line, group)
    return {name: value for name, value in features.items() if value}


def _where(line: Line) -> str:
    return str(line.index) if line.index < 3 else "3-5" if line.index < 6 else "6-11" if line.index < 12 else "12+"


def _clause(page: Page, line: Line, group: Group) -> Features:
    """What the statements say that have these people as an argument."""
    span = Span(line.words[group.first].start, line.words[group.last].end)
    features: Features = {}
    for statement in within(page.reading.statements, line.span):
        for argument in statement.arguments:
            if argument.span.covers(span) and span.overlap(argument.head) and len(argument.span) < len(span) + 60:
                kind = act(page, statement)
                if kind and argument.role in ("agent", "patient", "theme"):
                    features[f"{argument.role} of {kind}"] = 1.0
                    if statement.polarity == "denied" or statement.certainty in ("future", "possible"):
                        features["not so"] = 1.0
    return features


def act(page: Page, statement: Statement) -> str | None:
    """What a statement's predicate does to somebody: "kill", "die", "shoot to death", "shoot", "hurt", "arrest"."""
    if statement.predicate in _FATAL:
        return "kill"
    if statement.predicate in _DYING:
        return "die"
    if statement.predicate in ("shoot", "stab", "beat", "find", "pronounce", "declare", "leave", "gun"):
        words = statement.span.text(page.document.text).casefold()
        if re.search(r"\b(?:dead|to death|fatally)\b", words):
            return "kill" if statement.predicate != "find" else "find dead"
        return "shoot" if statement.predicate in ("shoot", "stab", "gun") else None
    if statement.predicate in ("injure", "wound", "hurt", "hospitalize", "hit", "strike", "graze"):
        return "hurt"
    return "arrest" if statement.predicate in ("arrest", "charge", "detain", "jail", "accuse", "indict", "convict") else None


def _tallies(page: Page, named: dict[str, Span]) -> list[Evidence]:
    """The number of different people told to be dead, one by one: by the clauses that say it, and by name."""
    dead: dict[int, Span] = {}
    for statement in page.reading.statements:
        kind = act(page, statement)
        if kind not in ("kill", "die", "find dead") or statement.polarity == "denied" or statement.certainty == "future":
            continue
        line = page.line(statement.span.start)
        wanted = ("patient",) if kind == "kill" else ("agent", "patient")
        for argument in statement.arguments:
            if argument.role in wanted and argument.chain is not None and line is not None and not line.past:
                dead.setdefault(argument.chain, argument.span)
    found = []
    for form, spans in (("tally", list(dead.values())), ("tally of names", list(named.values()))):
        if len(spans) > 1:
            count = len(spans)
            features = {f"form {form}": 1.0, f"form {form} {_size(count)}": 1.0}
            found.append(Evidence(page.document.id, str(count), str(count), tuple(sorted(spans)), features))
    return found


def derived(killed: Sequence[Evidence], shots: Sequence[Evidence]) -> list[Evidence]:
    """Injured as those shot less those dead, where a report counts both."""
    found: dict[tuple[str, int], Evidence] = {}
    for shot in shots:
        for dead in killed:
            rest = int(shot.value) - int(dead.value)
            if dead.document == shot.document and rest > 0:
                features: Features = {"form rest": 1.0}
                one = Evidence(shot.document, str(rest), str(rest), tuple(sorted({*shot.spans, *dead.spans})), features)
                found.setdefault((shot.document, rest), one)
    return list(found.values())


def size_feature(count: int) -> Features:
    """What the size of a count alone tells."""
    return {"two": float(count == 2), "log count": math.log(count)}
