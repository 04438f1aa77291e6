"""Where each statement of a claim comes from in the end, and what support that gives the claim.

A false "two sources" is the worst mistake: two origins count as independent only where two people or offices are named, each
could know by itself, each stands in a report that takes nothing from the other's, and no source behind both shows. Police,
prosecutors and their papers are one office to this end. What nobody is named for is `unknown` and never counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from variorum.collation.acts import same_act, word_list
from variorum.collation.draft import Draft
from variorum.collation.namematch import fold
from variorum.collation.participants import agreement, is_named
from variorum.collation.retellings import Held, Retellings
from variorum.collation.sameness import SURE, Sameness, hangs_together, one_frame, shared_wording
from variorum.collation.witnesses import (
    FIRST_PERSON,
    Witnesses,
    branches,
    office_kind,
    speaks_for_another,
    speaks_of_self,
    surmised,
    takes_part,
)
from variorum.model.record import Entity, Lineage, Origin, OriginKind, Support

_OCCASION = re.compile(
    r"\b(?:press|news) conference\b|\breporters\b|\bnews release\b|\bpress release\b|\bin a statement\b", re.IGNORECASE
)
MOST_WITNESSES = 60  # first-hand statements of one claim that are held against each other


@dataclass(frozen=True, slots=True)
class Ground:
    """Why one statement is put under one origin; `firsthand` when its origin could know by itself."""

    key: str
    kind: OriginKind
    name: str | None
    why: str
    entity: str | None = None
    firsthand: bool = False
    office: str | None = None  # its kind, where an office says it
    branches: frozenset[str] = frozenset()  # which of such offices, as far as its words tell


UNKNOWN = Ground("unknown", "unknown", None, "nobody is named for it")


def given_ground(kind: OriginKind, name: str | None, entity: str | None, why: str) -> Ground:
    """The origin that a person says a statement has; one who is said to have been there could know by himself."""
    if kind == "unknown":
        return Ground("unknown", "unknown", None, why)
    office = office_kind(name or "") if kind == "official" else None
    key = entity or (f"office:{office}" if office else f"{kind}:{fold(name or '')}")
    return Ground(key, kind, name, why, entity, kind != "document", office)


class Origins:
    """The claims of one case, each asked for its origins."""

    def __init__(
        self,
        items: Sequence[Draft],
        entities: Mapping[str, Entity],
        lineages: Sequence[Lineage],
        given: Mapping[str, Ground] | None = None,
    ) -> None:
        self._given = given or {}  # by statement: what people say its origin is
        self._entities = entities
        self._retellings = Retellings(lineages)
        self._witnesses = Witnesses(items, entities)
        self._sameness = Sameness()

    def of_claim(self, claim: Sequence[Draft]) -> tuple[tuple[Origin, ...], Support]:
        """The origins of a claim's statements, and the support that they give it."""
        held: dict[str, list[Draft]] = {}
        for d in claim:
            held.setdefault(d.document.id, []).append(d)
        grounds = _one_office([self._ground(d, held) for d in claim])
        grouped: dict[str, list[tuple[Draft, Ground]]] = {}
        for draft, ground in zip(claim, grounds, strict=True):
            grouped.setdefault(ground.key, []).append((draft, ground))
        return tuple(_origin(grouped[key]) for key in sorted(grouped)), self._support(claim, grounds)

    def _support(self, claim: Sequence[Draft], grounds: Sequence[Ground]) -> Support:
        if len({_report(d) for d in claim}) == 1:
            return "single"
        pairs = list(zip(claim, grounds, strict=True))
        firsthand = [(d, g) for d, g in pairs if g.firsthand][:MOST_WITNESSES]
        if any(self._apart(one, other) for one, other in combinations(firsthand, 2)):
            return "independent"
        if len({(d.statement.polarity, _in_denial(d)) for d in claim}) > 1:
            return "undetermined"  # what one affirms and another denies is nothing told again
        keys = {g.key for g in grounds} - {"unknown"}
        grounded = {d.document.id for d, g in pairs if g.key != "unknown"}
        if len(keys) != 1 or grounded != {d.document.id for d in claim}:
            return "undetermined"
        if all(g.kind in {"witness", "participant"} for g in grounds):
            return "repeated"  # one person's word; an office says so much that its statements must plainly be of one thing
        held: dict[str, list[Draft]] = {}
        for d in claim:
            held.setdefault(d.document.id, []).append(d)
        taken = [(d.document.id, self._retellings.first(d, held).document.id) for d in claim]
        return "repeated" if hangs_together(claim, self._entities, self._sameness, taken) else "undetermined"

    def _apart(self, one: tuple[Draft, Ground], other: tuple[Draft, Ground]) -> bool:
        """Whether two statements have two first-hand origins with nothing in common behind them."""
        (a, x), (b, y) = one, other
        if not (x.firsthand and y.firsthand) or x.key == y.key or _report(a) == _report(b):
            return False
        if (x.office is not None and x.office == y.office) or self._retellings.linked(a.document.id, b.document.id):
            return False
        if _own_act(a, x) and _own_act(b, y):
            return False  # what each did is a claim of its own
        if _named_alike(x.name, y.name) or shared_wording(a, b) or (_announced(a) and _announced(b)):
            return False  # perhaps one person, one statement, or one occasion
        if not one_frame(a, b) or not same_act(a, b) or agreement(a, b, self._entities).other:
            return False
        return self._sameness.likelihood(a, b) >= SURE

    def _ground(self, draft: Draft, held: Held) -> Ground:
        if draft.document.standing == "withdrawn":
            return Ground("unknown", "unknown", None, "its report was withdrawn")
        if draft.id in self._given:
            return self._given[draft.id]
        if draft.statement.certainty == "unknown":
            return Ground("unknown", "unknown", None, "it is asked or left open, not told")
        source = self._retellings.first(draft, held)
        if source is not draft:
            told = self._own(source)
            outlet = source.document.meta.publisher or source.document.name
            if self._names_another(draft, source):
                own = self._own(draft)
                return (
                    own
                    if own.kind != "unknown"
                    else replace(own, why=f"{own.why}; {outlet}, from which it is taken, names another")
                )
            if told.kind != "unknown":
                return replace(told, why=f"taken from {outlet}, where {told.why}")
            why = f"{outlet} tells it and others take it from there"
            return Ground(f"document:{source.document.id}", "document", outlet, why)
        own = self._own(draft)
        if own.kind == "unknown" and self._retellings.is_taken(draft, held):
            outlet = draft.document.meta.publisher or draft.document.name
            why = f"{outlet} tells it and others take it from there"
            return Ground(f"document:{draft.document.id}", "document", outlet, why)
        return own

    def _names_another(self, draft: Draft, source: Draft) -> bool:
        """Whether two statements of which one was taken from the other are each put in another's mouth."""
        if not (draft.vouches and source.vouches):
            return False
        mine, theirs = draft.vouches[0], source.vouches[0]
        one, other = self._entities.get(mine.holder or ""), self._entities.get(theirs.holder or "")
        if one is None or other is None or one.id == other.id or {one.type, other.type} - {"person", "organisation"}:
            return False
        if one.type != other.type:
            return True
        texts = (mine.holder_text or one.name, theirs.holder_text or other.name)
        if one.type == "person":
            return is_named(one) and is_named(other) and not _named_alike(one.name, other.name)
        kinds = [office_kind(text) for text in texts]
        return kinds[0] != kinds[1] or (kinds[0] is None and not _named_alike(*texts))

    def _own(self, draft: Draft) -> Ground:
        """The origin that the statement's own attribution shows, or a person says it has."""
        if draft.id in self._given:
            return self._given[draft.id]
        if not draft.vouches:
            return UNKNOWN
        draft = _as_said(draft)
        nearest = draft.vouches[0]
        text = (nearest.holder_text or "").strip(' ,"“”')
        entity = self._entities.get(nearest.holder or "")
        named = entity is not None and is_named(entity)
        kind = office_kind(text) or (office_kind(entity.name) if entity is not None and not named else None)
        saw = entity is not None and self._witnesses.perceives(draft.document.id, entity.id)
        person = named and entity is not None and (entity.type == "person" or saw)
        if not person and kind is None and entity is not None and named:
            kind = office_kind(entity.name)
        if entity is not None and person:
            return self._person(draft, text, entity, kind)
        if named or kind is not None:
            return _body(draft, text, entity if named else None, kind)
        return Ground("unknown", "unknown", None, f"“{text or nearest.cue}” names nobody")

    def _person(self, draft: Draft, text: str, entity: Entity, kind: str | None) -> Ground:
        name = entity.name
        standing = kind or self._witnesses.office(entity)
        if kind is not None:
            return Ground(entity.id, "official", name, f"{name} speaks for an office", entity.id, False, kind)
        if speaks_for_another(text) or standing is not None:
            office = None if standing == "another" else standing
            return Ground(entity.id, "official", name, f"{name} speaks for another", entity.id, False, office)
        if surmised(draft):
            return Ground(entity.id, "witness", name, f"{name} tells what {name} thinks or was told", entity.id)
        sure = self._witnesses.identified(entity) and self._witnesses.speaks(draft, draft.vouches[0], entity)
        if takes_part(draft, entity.id) or speaks_of_self(draft):
            why = f"{name} tells it of what {name} took part in"
            return Ground(entity.id, "participant", name, why, entity.id, sure)
        if self._witnesses.saw(draft, entity.id):
            return Ground(entity.id, "witness", name, f"{name} says to have seen or heard it", entity.id, sure)
        return Ground(entity.id, "witness", name, f"{name} says it; how {name} knows is not told", entity.id)


def _in_denial(draft: Draft) -> bool:
    """Whether somebody along its chain denies what it is a part of."""
    return any(set((v.cue or "").lower().split()) & word_list("denying.txt") for v in draft.vouches)


def _as_said(draft: Draft) -> Draft:
    """The statement with its chain from the one who says it on: that somebody owned up to a thing is the word of whoever says so."""
    inner = draft.vouches[0]
    if not set((inner.cue or "").lower().split()) & word_list("conceding.txt"):
        return draft
    outer = next((n for n, v in enumerate(draft.vouches) if v.source is not None and v.content != inner.content), None)
    return draft if outer is None else replace(draft, vouches=draft.vouches[outer:])


def _body(draft: Draft, text: str, entity: Entity | None, kind: str | None) -> Ground:
    """The origin of what an office or a named body says; first-hand where it tells what itself did."""
    name, who = (entity.name, entity.id) if entity is not None else (text, None)
    key = who or f"office:{kind}"
    if kind is None:  # a named body: a paper, a company, a document
        return Ground(key, "document", name, f"“{text}” says it; how it knows is not told", who)
    acted = (who is not None and draft.entity("agent") == who) or _acts_for(draft, kind)
    acted = acted and draft.statement.predicate not in word_list("perceiving.txt") and not surmised(draft)
    why = f"“{text}” is an office that says it" + (" of what it did" if acted else "")
    return Ground(key, "official", name, why, who, acted, kind, branches(text))


def _report(draft: Draft) -> str:
    """The report that a statement stands in; versions are one report."""
    return draft.document.report or draft.document.id


def _named_alike(one: str | None, other: str | None) -> bool:
    """Whether two names share a word: a family name may be one person's."""
    mine, theirs = ({w for w in fold(n or "").split() if len(w) > 2} for n in (one, other))
    return bool(mine & theirs)


def _acts_for(draft: Draft, kind: str) -> bool:
    """Whether the one who acts is an office of this kind, as in "police said that officers arrested him"."""
    return any(a.role == "agent" and office_kind(a.span.text(draft.document.text)) == kind for a in draft.statement.arguments)


def _announced(draft: Draft) -> bool:
    """Whether it was said to many at once: at a press conference, in a statement."""
    return bool(_OCCASION.search(draft.sentence.text(draft.document.text)))


def _own_act(draft: Draft, ground: Ground) -> bool:
    """Whether its origin tells what he or she did."""
    agents = [(a.lemma, e) for a, e in zip(draft.statement.arguments, draft.entities, strict=True) if a.role == "agent"]
    return any(e == ground.entity or (e is None and lemma in FIRST_PERSON) for lemma, e in agents)


def _one_office(grounds: Sequence[Ground]) -> list[Ground]:
    """The grounds, with offices of one kind put under one origin where no two bodies or branches of them are told apart."""
    bodies: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for g in grounds:
        if g.office is None or g.kind != "official":
            continue
        parts.setdefault(g.office, set()).update(g.branches)
        if g.entity is not None and g.key == g.entity:
            bodies.setdefault(g.office, set()).add(g.key)
    found = []
    for g in grounds:
        if g.office is None or len(bodies.get(g.office, ())) > 1:
            found.append(g)
        elif len(parts.get(g.office, ())) > 1 and g.key != g.entity:
            found.append(replace(g, key=" ".join([f"office:{g.office}", *sorted(g.branches)])))
        else:
            one_of_many = len(parts.get(g.office, ())) > 1
            found.append(g if one_of_many else replace(g, key=f"office:{g.office}"))
    return found


def _origin(pairs: Sequence[tuple[Draft, Ground]]) -> Origin:
    best = max((g for _, g in pairs), key=lambda g: (g.firsthand, g.entity is not None, g.kind, g.why))
    why = "; ".join(sorted({g.why for _, g in pairs})) if best.kind == "unknown" else best.why
    return Origin(best.kind, best.name, tuple(sorted(d.id for d, _ in pairs)), why, best.entity)
