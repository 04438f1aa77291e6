"""What two statements of one claim measure differently: lengths, spans of time, amounts of money and shares, of one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.collation.acts import dice
from variorum.collation.comparing import Setting, Verdict
from variorum.collation.draft import Draft
from variorum.collation.occasions import one_occasion
from variorum.collation.participants import PRONOUNS, agreement, is_named
from variorum.collation.values import compare_quantities, same_kind
from variorum.model.reading import Quantity

ALIKE = 0.6  # share of content words from which on clauses without a shared participant measure the same
RELATED = 0.5  # share of content words below which two measures in one claim may be of two things
_OFFSET = re.compile(r"^\s*(?:ago|later|before|after|earlier|prior|since|into|old)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"^\s*(?:(wide|long|high|tall|deep|thick|away|from|north|south|east|west|off|per|an?)\b|[\w'-]+)", re.IGNORECASE
)


def measures(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """Amounts of one kind in two statements that are not the same, where the clauses measure one thing."""
    for x in _measured(a):
        for y in _measured(b):
            if not same_kind(x, y):
                continue
            one, two = dimension(x, a), dimension(y, b)
            if one is None or two is None or (one != two and ((one and two) or "-" in one + two)):
                continue
            ends = agreement(a, b, setting.entities)
            if (
                ends.other & {"agent", "patient"}
                or unknown_doer(a, b, setting)
                or not (ends.same or dice(a.statement.terms, b.statement.terms) >= ALIKE)
            ):
                continue
            found = compare_quantities(x, y)
            if found and (found[0] != "contradiction" or _of_the_same(a, x, b, y, setting)):
                yield Verdict("quantity", found[0], x.span, y.span, found[1])


def _of_the_same(a: Draft, x: Quantity, b: Draft, y: Quantity, setting: Setting) -> bool:
    """Whether two measures are of one thing so far as the clauses tell: alike, of one doer or undergoer, nothing else differing."""
    if dice(a.statement.terms, b.statement.terms) < RELATED or not one_occasion(a, b, setting):
        return False
    if not agreement(a, b, setting.entities, (x.span, y.span)).same & {"agent", "patient"}:
        return False
    return not rest_differs(a, x, b, y)


def rest_differs(a: Draft, x: Quantity, b: Draft, y: Quantity) -> bool:
    """Whether both name more than doer and undergoer beside an amount, and nothing of it in common ("15 years for a firm")."""
    one, two = (
        {g.lemma for g in d.statement.arguments if g.role not in {"agent", "patient"} and g.lemma and not g.span.overlap(q.span)}
        for d, q in ((a, x), (b, y))
    )
    return bool(one and two) and not one & two


def unknown_doer(a: Draft, b: Draft, setting: Setting) -> bool:
    """Whether one is told of a named person and the other of a pronoun that nobody is found for."""
    one, two = a.entity("agent"), b.entity("agent")
    named = any(e is not None and is_named(setting.entities[e]) for e in (one, two))
    pronoun = any(g.role == "agent" and g.lemma in PRONOUNS for d in (a, b) for g in d.statement.arguments)
    return named and pronoun and one != two


def _measured(draft: Draft) -> list[Quantity]:
    """The measures, amounts of money and shares of a statement that are the only ones of their kind in it."""
    found = [q for q in draft.quantities if q.kind in {"measure", "money", "percent"}]
    return [q for q in found if sum(same_kind(q, other) for other in found) == 1]


def dimension(q: Quantity, draft: Draft) -> str | None:
    """What the words after it say is measured ("wide"); empty where they do not; None where it dates rather than measures."""
    after = draft.document.text[q.span.end : q.span.end + 30]
    if _OFFSET.match(after):
        return None
    found = _MEASURED.match(after)
    if "-" in q.span.text(draft.document.text):  # "a six-month contract": what follows is what is measured
        return f"-{found.group().strip().lower()}" if found else "-"
    word = (found.group(1) or "").lower() if found else ""
    return {"away": "distance", "from": "distance", "off": "distance"}.get(word, word)
