"""Where each statement of a claim comes from in the end, and what support that gives the claim.

A false "two sources" is the worst mistake: two origins count as independent only where two people or offices are named, each
could know by itself, each stands in a report that takes nothing from the other's, and no source behind both shows. Police,
prosecutors and their papers are one office to this end. What nobody is named for is `unknown` and never counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise

from variorum.collation.acts import data_lines, same_act, word_list
from variorum.collation.draft import Draft
from variorum.collation.namematch import fold
from variorum.collation.participants import agreement, is_named
from variorum.collation.retellings import Held, Retellings
from variorum.model.record import Entity, Lineage, Origin, OriginKind, Support

FIRST_PERSON = frozenset({"i", "me", "my", "we", "us", "our"})
_HEARD = re.compile(r"\b(?:heard|told|informed)\b")
VERBATIM = 6  # words from which on two people are not taken to have said the same by chance
MOST_WITNESSES = 60  # first-hand statements of one claim that are held against each other
NEARBY = 400  # code points from a statement within which its teller says to have seen or heard


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


UNKNOWN = Ground("unknown", "unknown", None, "nobody is named for it")


@cache
def _offices() -> dict[str, str]:
    return dict(line.split("\t") for line in data_lines("offices.tsv"))


def office_kind(text: str) -> str | None:
    """The kind of office that a source's words name, from their last such word on; None for other sources."""
    plain = re.sub(r"[^\w.'’ -]", " ", text.lower()).replace("’", "'")
    words = [w.strip(".'") for w in plain.split()]
    pairs = [" ".join(p) for p in pairwise(words)]
    kinds = [_offices()[w] for w in [*pairs, *words] if w in _offices()]
    return kinds[0] if kinds else None


class Origins:
    """The claims of one case, each asked for its origins."""

    def __init__(self, items: Sequence[Draft], entities: Mapping[str, Entity], lineages: Sequence[Lineage]) -> None:
        self._entities = entities
        self._retellings = Retellings(lineages)
        self._perceived: dict[tuple[str, str], list[int]] = {}
        for draft in items:
            if draft.statement.predicate in word_list("perceiving.txt") and draft.vouches:
                holder = draft.vouches[0].holder
                if holder is not None and (draft.entity("agent") == holder or _speaks_of_self(draft)):
                    self._perceived.setdefault((draft.document.id, holder), []).append(draft.statement.span.start)

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
        keys = {g.key for g in grounds} - {"unknown"}
        grounded = {d.document.id for d, g in pairs if g.key != "unknown"}
        return "repeated" if len(keys) == 1 and grounded == {d.document.id for d in claim} else "undetermined"

    def _apart(self, one: tuple[Draft, Ground], other: tuple[Draft, Ground]) -> bool:
        """Whether two statements have two first-hand origins with nothing in common behind them."""
        (a, x), (b, y) = one, other
        if not (x.firsthand and y.firsthand) or x.key == y.key or _report(a) == _report(b):
            return False
        if (x.office is not None and x.office == y.office) or self._retellings.linked(a.document.id, b.document.id):
            return False
        if _own_act(a, x) and _own_act(b, y):
            return False  # what each did is a claim of its own
        if _named_alike(x.name, y.name) or (a.words.lower() == b.words.lower() and len(a.words.split()) >= VERBATIM):
            return False  # perhaps one person, or one statement
        return same_act(a, b) and not agreement(a, b, self._entities).other

    def _ground(self, draft: Draft, held: Held) -> Ground:
        if draft.document.standing == "withdrawn":
            return Ground("unknown", "unknown", None, "its report was withdrawn")
        source = self._retellings.first(draft, held)
        if source is not draft:
            told = self._own(source)
            outlet = source.document.meta.publisher or source.document.name
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

    def _own(self, draft: Draft) -> Ground:
        """The origin that the statement's own attribution shows."""
        if not draft.vouches:
            return UNKNOWN
        nearest = draft.vouches[0]
        text = (nearest.holder_text or "").strip(' ,"“”')
        entity = self._entities.get(nearest.holder or "")
        kind = office_kind(text) or (office_kind(entity.name) if entity is not None and not is_named(entity) else None)
        saw = entity is not None and (draft.document.id, entity.id) in self._perceived
        person = entity is not None and (entity.type == "person" or saw) and is_named(entity)
        if not person and kind is None and entity is not None and is_named(entity):
            kind = office_kind(entity.name)
        if person or (entity is not None and is_named(entity)) or kind is not None:
            return self._named(draft, text, entity, kind, person)
        why = f"“{text or nearest.cue}” names nobody"
        return Ground("unknown", "unknown", None, why)

    def _named(self, draft: Draft, text: str, entity: Entity | None, kind: str | None, person: bool) -> Ground:
        named = entity is not None and is_named(entity)
        name = entity.name if entity is not None and named else text
        who = entity.id if entity is not None else None
        if entity is None or not person:
            key = who if named and who is not None else f"office:{kind}"
            if kind is None:  # a named body: a paper, a company, a document
                return Ground(key or "unknown", "document", name, f"“{text}” says it; how it knows is not told", who)
            acted = who is not None and draft.entity("agent") == who or _acts_for(draft, kind)
            why = f"“{text}” is an office that says it" + (" of what it did" if acted else "")
            return Ground(key or f"office:{kind}", "official", name, why, who, acted, kind)
        if kind is not None:
            return Ground(who or name, "official", name, f"{name} speaks for an office", who, False, kind)
        return self._person(draft, text, name, entity)

    def _person(self, draft: Draft, text: str, name: str, entity: Entity) -> Ground:
        words = {w.strip(".,'’").lower() for w in text.split()}
        if words & word_list("partisans.txt"):
            return Ground(entity.id, "official", name, f"{name} speaks for another", entity.id)
        if draft.statement.predicate in word_list("surmise.txt") or _surmised(draft):
            return Ground(entity.id, "witness", name, f"{name} tells what {name} thinks or was told", entity.id)
        if _takes_part(draft, entity.id) or _speaks_of_self(draft):
            why = f"{name} tells it of what {name} took part in"
            return Ground(entity.id, "participant", name, why, entity.id, True)
        saw = self._perceived.get((draft.document.id, entity.id), ())
        if any(abs(at - draft.statement.span.start) <= NEARBY for at in saw):
            return Ground(entity.id, "witness", name, f"{name} says to have seen or heard it", entity.id, True)
        return Ground(entity.id, "witness", name, f"{name} says it; how {name} knows is not told", entity.id)


def _report(draft: Draft) -> str:
    """The report that a statement stands in; versions are one report."""
    return draft.document.report or draft.document.id


def _named_alike(one: str | None, other: str | None) -> bool:
    """Whether two names share a word: a family name may be one person's."""
    mine, theirs = ({w for w in fold(n or "").split() if len(w) > 2} for n in (one, other))
    return bool(mine & theirs)


def _takes_part(draft: Draft, entity: str) -> bool:
    """Whether the teller is one of those whom the statement is about, elsewhere than in the words that name the teller."""
    source = draft.vouches[0].source
    return any(
        e == entity and a.role in {"agent", "patient", "recipient"} and not (source and source.overlap(a.span))
        for a, e in zip(draft.statement.arguments, draft.entities, strict=True)
    )


def _acts_for(draft: Draft, kind: str) -> bool:
    """Whether the one who acts is an office of this kind, as in "police said that officers arrested him"."""
    return any(a.role == "agent" and office_kind(a.span.text(draft.document.text)) == kind for a in draft.statement.arguments)


def _speaks_of_self(draft: Draft) -> bool:
    """Whether a quotation speaks of its speaker as taking part."""
    return draft.vouches[0].direct and any(a.lemma in FIRST_PERSON for a in draft.statement.arguments)


def _surmised(draft: Draft) -> bool:
    """Whether the words right before a quoted clause make it a thought or hearsay ("I think he ...")."""
    content = draft.vouches[0].content
    before = draft.document.text[max(content.start, draft.statement.span.start - 30) : draft.statement.span.start].lower()
    last = re.split(r"[.!?;]\W", before)[-1]
    thought = set(re.findall(r"[\w'’]+", last)[-4:]) & word_list("surmise.txt")
    return bool(thought or _HEARD.search(last)) or (draft.vouches[0].cue or "").lower() in word_list("surmise.txt")


def _own_act(draft: Draft, ground: Ground) -> bool:
    """Whether its origin tells what he or she did."""
    agents = [(a.lemma, e) for a, e in zip(draft.statement.arguments, draft.entities, strict=True) if a.role == "agent"]
    return any(e == ground.entity or (e is None and lemma in FIRST_PERSON) for lemma, e in agents)


def _one_office(grounds: Sequence[Ground]) -> list[Ground]:
    """The grounds, with offices of one kind put under one origin where no two bodies of other names stand for them."""
    bodies: dict[str, set[str]] = {}
    for g in grounds:
        if g.office is not None and g.entity is not None and g.key == g.entity and g.kind == "official":
            bodies.setdefault(g.office, set()).add(g.key)
    found = []
    for g in grounds:
        single = g.office is not None and len(bodies.get(g.office, ())) <= 1
        found.append(replace(g, key=f"office:{g.office}") if single else g)
    return found


def _origin(pairs: Sequence[tuple[Draft, Ground]]) -> Origin:
    best = max((g for _, g in pairs), key=lambda g: (g.firsthand, g.entity is not None, g.kind, g.why))
    return Origin(best.kind, best.name, tuple(sorted(d.id for d, _ in pairs)), best.why, best.entity)
