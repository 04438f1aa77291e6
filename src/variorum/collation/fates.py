"""What became of a named person by the reports of one story: hurt and then dead; hurt here or there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from variorum.collation.acts import act_class, data_lines, undergoers
from variorum.collation.comparing import Setting, as_of, thought
from variorum.collation.draft import Draft
from variorum.collation.namematch import person_name, skeleton
from variorum.collation.participants import is_named
from variorum.collation.told import Told, discrepancy, each_once
from variorum.model.record import Discrepancy
from variorum.model.span import Span

_ALIVE = re.compile(
    r"\b(?:critical|serious|stable|fair|grave|good) condition\b|\bexpected to (?:survive|recover|live)\b"
    r"|\b(?:is|was|are|were) recovering\b|\bremain(?:s|ed)? (?:hospitali[sz]ed|in (?:the )?hospital)\b|\b(?:in )?intensive care\b",
    re.IGNORECASE,
)
_DEAD = re.compile(r"\b(?:died?|dead|killed|death|fatal(?:ly)?)\b", re.IGNORECASE)
HURTING = frozenset({"shoot", "injure", "stab", "strike", "hit", "kill", "graze"})


@cache
def _holders() -> dict[str, str]:
    return dict(line.split("\t") for line in data_lines("body_parts.tsv"))


def _person(draft: Draft, setting: Setting) -> str | None:
    for _, entity in undergoers(draft):
        if entity is not None and setting.entities[entity].type == "person" and is_named(setting.entities[entity]):
            return entity
    return None


def fates(told: Mapping[str, Sequence[Draft]], setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Persons of whom an earlier report tells that they live, hurt, and a later one that they died."""
    alive: dict[str, dict[str, tuple[str, Told]]] = {}
    dead: dict[str, dict[str, tuple[str, Told]]] = {}
    for document, drafts in told.items():
        for draft in drafts:
            who, day = _person(draft, setting), as_of(draft, setting)
            if who is None or day is None or draft.statement.polarity == "denied":
                continue
            match = _ALIVE.search(draft.document.text, draft.statement.span.start, draft.statement.span.end)
            if act_class(draft) == "kill" and draft.statement.certainty == "certain":
                dead.setdefault(who, {}).setdefault(document, (day, Told(draft, draft.statement.span)))
            elif match and not _DEAD.search(draft.sentence.text(draft.document.text)):
                alive.setdefault(who, {}).setdefault(document, (day, Told(draft, Span(*match.span()))))
    for who in sorted(alive.keys() & dead.keys()):
        living = {d: pair for d, pair in alive[who].items() if d not in dead[who]}
        if living:
            (first, a), (last, b) = min(living.values(), key=_order), min(dead[who].values(), key=_order)
            if first < last:
                name = setting.entities[who].name
                why = f"{name} is told to live and then to have died; told on {first} and on {last}"
                yield discrepancy("detail", "update", a, b, why, claim_of, "fate", who)


def _order(pair: tuple[str, Told]) -> tuple[str, str, int]:
    return pair[0], pair[1].draft.document.id, pair[1].span.start


def wounds(told: Mapping[str, Sequence[Draft]], setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Where a named person was hit, of reports that name one part of the body each."""
    found: dict[str, dict[str, dict[str, Told]]] = {}
    for document, drafts in told.items():
        for draft in drafts:
            who = _person(draft, setting)
            if who is None or act_class(draft) not in HURTING or draft.statement.polarity == "denied" or thought(draft):
                continue
            for part, span in _parts(draft):
                found.setdefault(who, {}).setdefault(document, {}).setdefault(part, Told(draft, span))
    for who in sorted(found):
        parts = {d: next(iter(p.items())) for d, p in found[who].items() if len(p) == 1}
        single = each_once(parts, lambda v: v[1].draft, lambda v: v[0])
        for (x, a), (y, b) in combinations(single, 2):
            if x != y and not _relatives(a.draft, b.draft):
                within = _holders()[x] == y or _holders()[y] == x
                why = "one names the part more exactly" if within else f"other parts of the body of {setting.entities[who].name}"
                yield discrepancy("detail", "refinement" if within else "contradiction", a, b, why, claim_of, "wound", who, x, y)


def _relatives(a: Draft, b: Draft) -> bool:
    """Whether both give a full name to the one it happened to, and not with the same first name."""
    one, two = (_first_name(d) for d in (a, b))
    return one is not None and two is not None and one != two


def _first_name(draft: Draft) -> str | None:
    text = draft.document.text
    for argument, entity in undergoers(draft):
        if entity is not None:
            words = person_name(argument.span.text(text)).words
            return skeleton(words[0]) if len(words) > 1 and text[argument.head.start].isupper() else None
    return None


def _parts(draft: Draft) -> Iterator[tuple[str, Span]]:
    """The parts of the body that a sentence names, "the back of the head" as the head; none unless somebody is hit in one."""
    text = draft.sentence.text(draft.document.text)
    if not _HIT_IN.search(text):
        return
    words = list(re.finditer(r"\b[a-z]+\b", text))
    for n, word in enumerate(words):
        of = words[n + 1].group() == "of" if n + 1 < len(words) else False
        if word.group() in _holders() and not of and not _TO_DO.search(text, 0, word.start()):
            at = draft.sentence.start + word.start()
            yield word.group(), Span(at, at + len(word.group()))


_TO_DO = re.compile(r"\b(?:to|will|would|must|could|can|may|might)\s+$", re.IGNORECASE)  # "to face charges"
_HIT_IN = re.compile(r"\bin (?:the|his|her|their) ", re.IGNORECASE)
