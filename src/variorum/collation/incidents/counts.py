"""How many were killed, injured, arrested: numbers of people, as written, as listed, or as told one by one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from variorum.collation.incidents.evidence import Evidence, Features
from variorum.collation.incidents.groups import Group, groups
from variorum.collation.incidents.page import Line, Page, within
from variorum.collation.incidents.sides import frame
from variorum.model.reading import Statement
from variorum.model.span import Span

_FATAL = frozenset(("kill", "murder", "slay", "execute", "assassinate", "massacre"))
_DYING = frozenset(("die", "perish", "succumb", "drown"))
_ACTS = (" of kill", " of die", " of shoot", " of hurt", " of arrest", " of find dead")
_SELF = re.compile(
    r"(?:kill|shoot|shot|killed|shooting|killing|stabb\w+|hang\w*) (?:him|her)self|suicide|(?:his|her) own life|self-inflicted"
    r"|gun (?:up)?on (?:him|her)self|\b(?:then|and|,) (?:him|her)?self\b",
    re.IGNORECASE,
)


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
