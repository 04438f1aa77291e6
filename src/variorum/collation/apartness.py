"""What speaks against two statements telling one happening although words agree: other participants, occasions, frames.

The table of evidence (`eventpairs`) is fitted on marked events, where a verb in common mostly tells one; across whole reports one verb
tells many ("the engines died", "nobody died"). What stands here weakens such a pair; it never strengthens one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from variorum.collation.acts import data_lines, word_list
from variorum.collation.draft import Draft
from variorum.collation.eventpairs import TAKING_PART

Kind = Literal["person", "thing"]

WEAK = 0.3  # what is left of a likelihood where something plainly speaks against one happening
LESS = 0.6  # where less does
NEAR = 0.58  # cosine of clauses from which on they are held together whatever takes part
LOOSE = 0.5  # below which nothing but the verb holds them together
FAR = 0.4  # below which a shared doer alone does not hold them together either
RETOLD = 0.58  # cosine from which on a clause with another verb may retell one
SAID_LITTLE = 0.65  # where one of the verbs says little by itself
UNLIKE_VERBS = 0.2  # likelihood of one happening below which the verbs do not tell it
WORDED = 0.8  # cosine of clauses from which on even what two say of themselves is taken for one (they may be one, by two names)
WORDING = 0.75  # cosine of the words of two clauses from which on they are worded alike
SURROUNDINGS = 0.5  # cosine of the words of their sentences
CARRIED = 160  # code points before a sentence in which a date of the same paragraph holds for it
RELATED = 0.7  # cosine of clauses from which on a date or a frame that only one has is left out by the other
FIRST_PERSON = frozenset({"i", "we"})
_THINGS = frozenset({"it", "which", "something", "anything", "nothing"})
_PEOPLE = frozenset({"he", "she", "him", "her", "i", "we", "me", "us", "nobody"})
_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|\d+)"
_EARLIER = re.compile(
    rf"\b{_NUMBER}\s+(?:years?|months?|decades?)\s+(?:earlier|before|ago|prior|previously)\b"
    r"|\bin the past\b|\b(?:the\s+)?(?:previous|preceding)\s+(?:year|month|occasion)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_GENERAL = re.compile(
    r"\b(?:annually|yearly|(?:each|every|per)\s+(?:year|month|week)|any(?:one|body)\s+(?:who|with)|whoever|usually|generally|typically)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(?:again|once more|another|(?:second|third|other)\s+(?:time|incident))\b", re.IGNORECASE)
_OUGHT = re.compile(
    r"^\W*(?:if|unless|whether|in case)\b|\b(?:would|should|might|ought)\b|\b(?:could|can)\b(?!\s+(?:hear|see|feel|smell|not|n))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """What of a statement may set it apart from another: who undergoes and who acts, its occasion, how it is told."""

    predicate: str
    parts: frozenset[tuple[str, str]]  # roles with the lemmas of who or what fills them
    undergoer: Kind | None
    actor: Kind | None
    speaker: str | None  # who says it of himself
    dies: bool  # told of one who dies, in whichever part of the clause
    elsewhen: bool  # of another time than the report's own happening, in so many words
    general: bool  # of what happens time after time, or to whoever it may
    again: bool  # of another time of the same act
    supposed: bool  # of what could or should be
    asked: bool
    words: int  # of its clause


@cache
def _persons() -> frozenset[str]:
    rows = (line.split("\t")[0] for line in data_lines("person_nouns.tsv"))
    return frozenset(rows) | word_list("people_nouns.txt") | word_list("people_counted.txt") | word_list("somebody.txt")


@cache
def _unclear() -> frozenset[str]:
    """Nouns that stand for people or things: bodies of people, and parts of somebody."""
    parts = (line.split("\t")[0] for line in data_lines("body_parts.tsv"))
    return frozenset(parts) | word_list("organisation_nouns.txt") | word_list("whole_for_part.txt")


def bearing(draft: Draft, acts: Collection[str]) -> Bearing:
    """What may set a statement apart; `acts`: the kinds of act it tells."""
    s, text = draft.statement, draft.document.text
    return Bearing(
        predicate=s.predicate,
        parts=frozenset((a.role, a.lemma) for a in s.arguments if a.lemma and a.role in TAKING_PART),
        undergoer=_kind(draft, "patient"),
        actor=_kind(draft, "agent"),
        speaker=_of_himself(draft),
        dies="die" in acts,
        elsewhen=_elsewhen(draft),
        general=bool(_GENERAL.search(s.span.text(text))),
        again=bool(_AGAIN.search(s.span.text(text))),
        supposed=bool(_OUGHT.search(s.span.text(text))),
        asked=draft.sentence.text(text).rstrip("\"”’' ").endswith("?"),
        words=len(draft.words.split()),
    )


def _of_himself(draft: Draft) -> str | None:
    """The entity that says what "I" or "we" did; None for other statements."""
    first = any(a.role == "agent" and a.lemma in FIRST_PERSON for a in draft.statement.arguments)
    return draft.vouches[0].holder if first and draft.vouches else None


def _elsewhen(draft: Draft) -> bool:
    """Whether words before or in the clause put it at another time than the report's: its sentence's, else those shortly before."""
    text, start = draft.document.text, draft.sentence.start
    if not draft.times:
        block = next((b.span.start for b in draft.document.blocks if b.span.start <= start < b.span.end), start)
        start = min(start, max(block, start - CARRIED))
    told = text[start : draft.statement.span.end]
    if _EARLIER.search(told):
        return True
    published, years = (draft.document.meta.published or "")[:4], _YEAR.findall(told)
    return bool(published and years) and years[-1] != published


def _kind(draft: Draft, role: str) -> Kind | None:
    """Whether those in one part are persons or things; None where words leave it open, names among them, or there is nobody."""
    text = draft.document.text
    found = {_kind_of(a.lemma, a.head.text(text)) for a in draft.statement.arguments if a.role == role}
    return found.pop() if len(found) == 1 else None


def _kind_of(lemma: str, word: str) -> Kind | None:
    if lemma in _PEOPLE or lemma in _persons():
        return "person"
    if lemma in _THINGS:
        return "thing"
    plain = lemma.isalpha() and len(lemma) > 3 and word[:1].islower()
    return "thing" if plain and lemma not in _unclear() and lemma not in word_list("number_words.txt") else None


def weakened(score: float, event: float, values: Mapping[str, float], a: Bearing, b: Bearing) -> float:
    """`score` of a pair, less by what speaks against one happening; `event`: how likely the verbs alone tell one."""
    in_part = 2 * len(a.parts & b.parts) >= max(1, min(len(a.parts), len(b.parts)))
    bound = values["patient shared"] or in_part or (values["same word"] and values["heads shared"] >= LOOSE)
    retold = values["clause"] >= (SAID_LITTLE if values["general word"] and a.predicate != b.predicate else RETOLD)
    retold = retold or (a.predicate == b.predicate and values["clause"] >= LOOSE)
    worded = values["words"] >= WORDING or values["around"] >= SURROUNDINGS
    left = 1.0
    if not (bound or worded or values["clause"] >= NEAR):
        if values["clause"] < FAR or not values["partner shared"]:
            left *= LESS if values["clause"] >= LOOSE else WEAK
    tells = values["same word"] or values["same act"] or values["act inside"]
    if event < UNLIKE_VERBS and not (tells or bound or worded or values["partner shared"] or retold):
        left *= WEAK
    left *= of_others(values, a, b)
    if values["clause"] < RELATED and (a.elsewhen != b.elsewhen or a.general != b.general):
        left *= WEAK
    if values["same report"] and a.again != b.again:
        left *= WEAK
    if values["clause"] < RELATED and (a.supposed != b.supposed or a.asked != b.asked):
        left *= LESS if values["clause"] >= NEAR else WEAK
    return round(score * left, 6)


def of_others(values: Mapping[str, float], a: Bearing, b: Bearing) -> float:
    """What is left of any likelihood where two say something each of himself, or a person stands in one where a thing stands in the other."""
    tells = values["same word"] or values["same act"] or values["act inside"]
    left = 1.0
    if a.speaker and b.speaker and a.speaker != b.speaker and values["clause"] < WORDED:
        left *= WEAK
    if tells and _other_kinds(a, b, bool(values["same word"])):
        left *= WEAK
    return left


def _other_kinds(a: Bearing, b: Bearing, one_verb: bool) -> bool:
    """Whether a person stands in one where a thing stands in the other."""
    if a.undergoer and b.undergoer:
        return a.undergoer != b.undergoer
    dead = [x.undergoer or x.actor for x in (a, b)]
    if a.dies and b.dies and all(dead):
        return dead[0] != dead[1]
    return one_verb and not (a.undergoer or b.undergoer) and bool(a.actor and b.actor) and a.actor != b.actor
