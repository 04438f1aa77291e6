"""Words that put somebody in the list, found by cue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass

from variorum.export.atrisk.holders import after, before, described, doer, either, subject
from variorum.export.atrisk.lists import Cue, cues
from variorum.export.atrisk.page import Holder, Page, has_name
from variorum.model.span import Span

PERCEIVE = frozenset({"see", "hear", "watch", "witness"})
_VISITED = re.compile(
    r"\b(?:lawyer|doctor|nurse|priest|film|game|match|play|chance|need|future|growth|increase|rise|fall|change|difference)s?\b",
    re.IGNORECASE,
)
_POLICE = re.compile(
    r"\b(?:police|officers?|detectives?|investigators?|deput(?:y|ies)|troopers?|constables?|firefighters?|paramedics?|cameras?)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:After|Before|When|While|As|Since|Because|Although|Though|Once|Until)\s+(?:he|she|they)\s+(?:\w+\s+)?")
_NONE = re.compile(
    r"\b(?:no|nobody|no[- ]one|none|anyone|anybody|any|neither|whether\s+an?)\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:(?:a|an|the|their|his|her|one|this|that|any|lone|both|two|three)\s+){0,2}(?:male\s+|female\s+|possible\s+|other\s+)?suspects?",
    re.IGNORECASE,
)
_SAW_BESIDE_AGE = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'.-]*){0,3}),\s+(?:aged\s+)?\d{1,3},\s+(?:who\s+|(?:an?|the|his|her)\s+[^,.;:\n]{3,40},\s+)?(?:also\s+|had\s+)?"
    r"(?P<saw>(?:witness(?:ed|es)|saw|seen|watched)\s+(?:the|an?|both|two)\s+(?:\w+\s+)?(?:killings?|shootings?|stabbings?|murders?|attacks?|"
    r"assaults?|crash|beatings?|bombings?|explosions?|executions?|massacre|rapes?|arrests?|raids?|fight|robbery|abduction|kidnapping))\b"
)
AROUND = 50  # code points on either side in which words may rule a cue out


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that tell something of somebody: the kind, who, the words, and in short what they tell."""

    kind: str
    holder: Holder
    span: Span
    what: str


def cued(page: Page, kinds: Container[str] | None = None, nouns: bool = True) -> list[Sign]:
    """All that the cues find in a report (of some kinds, or without nouns for people), once for each of those concerned, as they stand."""
    asked = [cue for cue in cues() if (kinds is None or cue.kind in kinds) and (nouns or cue.stands != "noun")]
    found = [sign for cue in asked for sign in _of(page, cue)]
    found += [*_saw(page), *_saw_beside_age(page)] if kinds is None else ()
    members: dict[str, list[Holder]] = defaultdict(list)
    for group, one in page.members():
        members[group.entity.id].append(Holder(one.entity, one.span))
    of = [(s, one) for s in found if s.holder.entity is not None for one in members.get(s.holder.entity.id, ())]
    found += [Sign(s.kind, one, one.span, s.what) for s, one in of]
    return sorted(dict.fromkeys(found), key=lambda s: (s.span, s.kind, s.holder.span))


def _saw(page: Page) -> Iterator[Sign]:
    """Those who are told to have seen or heard something, and who speak in the same report."""
    described = {m.entity.id for m in page.people if m.kind == "nominal" or has_name(m.entity)}
    speak = {v.holder for s in page.statements for v in s.attributions if v.holder is not None}
    for statement in page.statements:
        if (
            statement.predicate in PERCEIVE
            and statement.polarity == "affirmed"
            and statement.certainty in ("certain", "probable")
        ):
            done = any(a.role == "patient" and not _VISITED.search(a.span.text(page.text)) for a in statement.arguments)
            agents = {a.entity for a in statement.arguments if a.role == "agent" and done} & speak
            meant = [m for m in page.inside(statement.span) if m.entity.id in agents]
            if (
                meant
                and described
                and not _POLICE.search(page.words(meant[0].span))
                and meant[0].span.start < statement.span.start + 60
            ):
                words = Span(meant[0].span.start, statement.span.end)
                yield Sign("witness", Holder(meant[0].entity, meant[0].span), words, page.words(words))


def _saw_beside_age(page: Page) -> Iterator[Sign]:
    """Those named beside an age who are told to have seen it done, whatever the reader took the name for."""
    for match in _SAW_BESIDE_AGE.finditer(page.text):
        name, saw = Span(*match.span("name")), Span(*match.span("saw"))
        if page.sentence(name.start) is None:
            continue
        held = [m for m in page.names if m.span.overlap(name)]
        whole = max(held, key=lambda m: (m.span.overlap(name), -m.span.start), default=None)
        holder = Holder(whole.entity, whole.span) if whole is not None else Holder(None, name)
        yield Sign("witness", holder, saw, page.words(saw))


def _of(page: Page, cue: Cue) -> Iterator[Sign]:
    for match in page.finds(cue.pattern):
        span = Span(match.start(), match.end())
        sentence = page.sentence(span.start)
        if sentence is None:
            continue
        around = page.text[max(sentence.start, span.start - AROUND) : min(sentence.end, span.end + AROUND)]
        if cue.unless is not None and cue.unless.search(around):
            continue
        if _NONE.search(page.text[max(sentence.start, span.start - 40) : span.start]):
            continue
        if cue.stands == "noun" and _in_a_name(page, sentence, span):
            continue
        for holder in _holders(page, cue, span):
            if _says_nothing(page, cue, holder):
                continue
            yield Sign(cue.kind, holder, holder.span if cue.stands == "noun" else span, page.words(span))


def _says_nothing(page: Page, cue: Cue, holder: Holder) -> bool:
    """Whether a cue tells nothing of this holder: somebody of whom there is but a pronoun, police who saw
    something, a suspect of whom no more is told."""
    words = page.words(holder.span)
    if holder.entity is not None and has_name(holder.entity):
        return False
    if holder.entity is not None and all(mention.kind == "pronoun" for mention in holder.entity.mentions):
        return True
    if cue.kind == "witness":
        return _POLICE.search(words) is not None
    return cue.kind == "accused" and cue.stands == "noun" and _BARE.fullmatch(words) is not None


def _opens(page: Page, span: Span) -> bool:
    """Whether words open their sentence ("Testifying for the prosecution, Ansel Roth said"), or with a pronoun a clause that does."""
    sentence = page.sentence(span.start)
    if sentence is None:
        return False
    return span.start - sentence.start < 3 or _CLAUSE.fullmatch(page.text, sentence.start, span.start) is not None


def _in_a_name(page: Page, sentence: Span, span: Span) -> bool:
    """Whether a noun is written with a capital inside a sentence, and so is part of a name: "the old Prisoner's Tower"."""
    text = page.text
    letter = re.match(r"\s(?:[A-Z]|\d+)\b", text[span.end : span.end + 4])
    return text[span.start].isupper() and span.start > sentence.start and letter is None and text[span.start - 1].isspace()


def _holders(page: Page, cue: Cue, span: Span) -> list[Holder]:
    if cue.stands == "noun":
        return described(page, span, re.search(r"(?:[^s]s|men)$", page.text[span.start : span.end], re.IGNORECASE) is not None)
    if cue.stands == "before":
        return before(page, span.start) or (after(page, span.end) if _opens(page, span) else [])
    if cue.stands == "subject":
        return subject(page, span.start)
    if cue.stands == "after":
        return after(page, span.end)
    return doer(page, span) if cue.stands == "doer" else either(page, span)
