"""Where each statement of a claim comes from in the end, and what support that gives the claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from variorum.collation.draft import Draft
from variorum.model.record import Entity, Lineage, Origin, OriginKind, Support

FIRST_PERSON = {"i", "me", "my", "we", "us", "our"}


@cache
def _words(name: str) -> frozenset[str]:
    text = (resources.files("variorum") / "data" / name).read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


class _Ground:
    """Why one statement is put under one origin; `firsthand` when its origin could know by itself."""

    __slots__ = ("entity", "firsthand", "key", "kind", "name", "why")

    def __init__(self, key: str, kind: OriginKind, name: str | None, why: str, entity: str | None, firsthand: bool) -> None:
        self.key, self.kind, self.name, self.why, self.entity, self.firsthand = key, kind, name, why, entity, firsthand


def _spoken(draft: Draft, entities: Mapping[str, Entity]) -> _Ground | None:
    """The origin that the statement's own attribution shows; None where nobody is named."""
    if not draft.vouches:
        return None
    nearest = draft.vouches[0]
    text = (nearest.holder_text or "").strip()
    entity = entities.get(nearest.holder or "")
    name = entity.name if entity else text
    if nearest.anonymous or not name:
        return _Ground("unknown", "unknown", None, f"“{text or nearest.cue}” names nobody", None, False)
    words = {w.strip(".,").lower() for w in (text + " " + name).split()}
    key = entity.id if entity else f"{draft.document.id}:{text.lower()}"
    who = entity.id if entity else None
    if words & _words("officials.txt") or (entity is not None and entity.type in {"organisation", "group"}):
        kind: OriginKind = "official" if words & _words("officials.txt") else "document"
        return _Ground(key, kind, name, f"“{text}” is an office or body that says it", who, kind == "official")
    inside = {w.lower().strip("“”\"'.,") for w in draft.words.split()}
    if (who is not None and who in draft.entities) or (nearest.direct and inside & FIRST_PERSON):
        return _Ground(key, "participant", name, f"{name} tells it of what {name} took part in", who, True)
    saw = bool({draft.statement.predicate, (nearest.cue or "").lower().split(" ")[-1]} & _words("perceiving.txt"))
    why = f"{name} says to have seen or heard it" if saw else f"{name} says it; how {name} knows is not told"
    return _Ground(key, "witness", name, why, who, saw)


def _taken_from(document: str, lineages: Sequence[Lineage], seen: tuple[str, ...] = ()) -> str:
    """The first document in the line of copies and rewrites that `document` takes from."""
    for line in lineages:
        if line.to == document and line.kind in {"copy", "rewrite"} and line.source not in seen:
            return _taken_from(line.source, lineages, (*seen, document))
    return document


def _ground(draft: Draft, claim: Sequence[Draft], entities: Mapping[str, Entity], lineages: Sequence[Lineage]) -> _Ground:
    spoken = _spoken(draft, entities)
    if spoken is not None and spoken.kind != "unknown":
        return spoken
    first = _taken_from(draft.document.id, lineages)
    others = [d for d in claim if d.document.id == first and d is not draft]
    if first != draft.document.id and others:
        source = others[0]
        told = _spoken(source, entities)
        outlet = source.document.meta.publisher or source.document.name
        if told is not None and told.kind != "unknown":
            told.why = f"taken from {outlet}, where {told.why}"
            return told
        return _Ground(f"document:{first}", "document", outlet, f"taken from the report of {outlet}", None, False)
    if any(_taken_from(d.document.id, lineages) == draft.document.id != d.document.id for d in claim):
        outlet = draft.document.meta.publisher or draft.document.name
        return _Ground(
            f"document:{draft.document.id}",
            "document",
            outlet,
            f"{outlet} tells it and others take it from there",
            None,
            False,
        )
    return spoken or _Ground("unknown", "unknown", None, "nobody is named for it", None, False)


def find_origins(
    claim: Sequence[Draft], entities: Mapping[str, Entity], lineages: Sequence[Lineage]
) -> tuple[tuple[Origin, ...], Support]:
    """The origins of a claim's statements, and the support that they give it."""
    grounds = [_ground(d, claim, entities, lineages) for d in claim]
    grouped: dict[str, list[tuple[Draft, _Ground]]] = {}
    for draft, ground in zip(claim, grounds, strict=True):
        grouped.setdefault(ground.key, []).append((draft, ground))
    origins = []
    for key in sorted(grouped):
        pairs = grouped[key]
        best = max((g for _, g in pairs), key=lambda g: (g.firsthand, g.kind, g.why))
        origins.append(Origin(best.kind, best.name, tuple(sorted(d.id for d, _ in pairs)), best.why, best.entity))
    documents = {d.document.id for d in claim}
    known = {k for k in grouped if k != "unknown"}
    firsthand = {g.key for g in grounds if g.firsthand}
    if len(documents) == 1:
        support: Support = "single"
    elif len(firsthand) >= 2 and len({_taken_from(d.document.id, lineages) for d in claim}) >= 2:
        support = "independent"
    elif len(known) == 1 and "unknown" not in grouped:
        support = "repeated"
    else:
        support = "undetermined"
    return tuple(origins), support
