"""How far, wide, long or deep one thing is, as the reports of a story measure it in clauses that are no one claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from variorum.collation.acts import dice
from variorum.collation.draft import Draft
from variorum.collation.measures import dimension
from variorum.collation.rarity import rarity
from variorum.collation.told import Told, discrepancy
from variorum.collation.values import compare_quantities, same_kind
from variorum.model.reading import Quantity
from variorum.model.record import Discrepancy

WORDED = 0.5  # share of content words from which on two values that exclude one another measure the same
RARE = 3.0  # rarity of a word that both clauses name, from which on values that agree measure the same
MOST = 40  # measures of one dimension and story that are held against each other

Measured = tuple[Draft, Quantity]


def distances(told: Mapping[str, Sequence[Draft]], claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """What the reports of a story give differently, where each gives one measure of a kind ("two kilometres away") beside one thing."""
    held: dict[str, list[Measured]] = {}
    for document in sorted(told):
        for name, measure in _sole(told[document]).items():
            held.setdefault(name, []).append(measure)
    for name in sorted(held):
        for (a, x), (b, y) in combinations(held[name][:MOST], 2):
            found = compare_quantities(x, y) if same_kind(x, y) else None
            if found is None or claim_of.get(a.id, a.id) == claim_of.get(b.id, b.id):
                continue  # claims are asked by themselves
            shared = {w for w in _things(a) & _things(b) if rarity(w) >= RARE}
            if shared and (found[0] != "contradiction" or dice(a.statement.terms, b.statement.terms) >= WORDED):
                yield discrepancy("quantity", found[0], Told(a, x.span), Told(b, y.span), found[1], claim_of, "distance", name)


def _sole(drafts: Sequence[Draft]) -> dict[str, Measured]:
    """The measures of a report by what they say is measured, where the report has one such."""
    found: dict[str, dict[int, Measured]] = {}
    for draft in sorted(drafts, key=lambda d: (-(d.statement.span.end - d.statement.span.start), d.id)):
        for q in draft.quantities:
            name = dimension(q, draft) if q.kind == "measure" else None
            if name and not name.startswith("-"):
                found.setdefault(name, {})[q.span.start] = draft, q  # the narrowest clause that holds it
    return {name: next(iter(held.values())) for name, held in found.items() if len(held) == 1}


def _things(draft: Draft) -> frozenset[str]:
    """Who or what takes part, and where, as words."""
    return frozenset(a.lemma for a in draft.statement.arguments if a.lemma and a.role != "time")
