"""What statements of one claim tell differently, decided on typed values; and how names are spelt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from variorum.collation.draft import Draft, stable_id
from variorum.model.document import Document
from variorum.model.reading import Quantity, Time
from variorum.model.record import Discrepancy, DiscrepancyKind, Entity, Passage, Relation, ValueReading
from variorum.model.span import Span

MOST_SPANS = 3  # places shown a reading
OUTSIDE = {"outside", "near", "beyond", "off", "around", "beside"}
INSIDE = {"in", "inside", "within", "at"}
Verdict = tuple[DiscrepancyKind, Relation, Span, Span, str]


def _interval(q: Quantity) -> tuple[float, float]:
    factor = q.factor or 1.0
    low = q.low * factor if q.low is not None else float("-inf")
    high = q.high * factor if q.high is not None else float("inf")
    return low, high


def _same_kind(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities count or measure the same kind of thing."""
    if a.kind == "ordinal" or b.kind == "ordinal":
        return False
    if a.unit is not None and a.unit == b.unit:
        return True
    return a.dimension is not None and a.dimension == b.dimension and bool(a.factor) and bool(b.factor)


def compare_quantities(a: Quantity, b: Quantity) -> tuple[Relation, str] | None:
    """How two quantities of the same kind relate, and why; None when they tell the same."""
    (al, ah), (bl, bh) = _interval(a), _interval(b)
    if (al, ah) == (bl, bh):
        if a.unit != b.unit:
            return "variant", "the same amount in other units"
        return ("refinement", "one gives it as approximate") if a.approximate != b.approximate else None
    if max(al, bl) <= min(ah, bh):
        return "refinement", "one value lies within what the other allows"
    exact = al == ah and bl == bh
    larger = max(abs(al), abs(bl))
    if exact and larger and abs(al - bl) / larger <= 0.03 and (a.unit != b.unit or a.approximate or b.approximate):
        return "variant", "the same amount but for rounding or the unit"
    if exact and (a.approximate or b.approximate) and larger and abs(al - bl) / larger <= 0.15:
        return "refinement", "an approximate value that the other makes exact"
    return "contradiction", "both cannot be the number of the same thing"


def _quantity_verdicts(a: Draft, b: Draft) -> Iterator[Verdict]:
    for x in a.quantities:
        for y in b.quantities:
            if not _same_kind(x, y) or _paired_better(x, a, y, b):
                continue
            found = compare_quantities(x, y)
            if found:
                yield "quantity", found[0], x.span, y.span, found[1]
    yield from _uncounted(a, b, swapped=False)
    yield from _uncounted(b, a, swapped=True)


def _paired_better(x: Quantity, a: Draft, y: Quantity, b: Draft) -> bool:
    """Whether either has an equal partner on the other side, so that comparing these two would mix counts."""
    return any(_same_kind(x, z) and _interval(x) == _interval(z) for z in b.quantities if z is not y) or any(
        _same_kind(y, z) and _interval(y) == _interval(z) for z in a.quantities if z is not x
    )


def _uncounted(a: Draft, b: Draft, swapped: bool) -> Iterator[Verdict]:
    """A number in `a` for what `b` names without one: the first says more."""
    for q in a.quantities:
        if q.kind != "count" or q.unit is None or q.head is None:
            continue
        counted = next((g for g in a.statement.arguments if g.head == q.head or g.span.covers(q.head)), None)
        if counted is None:
            continue
        mine = set(counted.span.text(a.document.text).lower().split())
        for other in b.statement.arguments:
            if other.role not in {counted.role, "patient", "path", "place"} or other.role == "agent":
                continue
            theirs = set(other.span.text(b.document.text).lower().split())
            numbered = any(other.span.overlap(z.span) for z in b.quantities)
            if not numbered and (mine & theirs) - {"the", "a", "an", "of", "his", "her", "their", "its"}:
                why = "one report gives the number, the other does not"
                pair = (other.span, q.span) if swapped else (q.span, other.span)
                yield "quantity", "refinement", pair[0], pair[1], why


def compare_times(a: Time, b: Time) -> tuple[Relation, str] | None:
    """How two bounded times relate, and why; None when they tell the same or nothing can be said."""
    if not (a.earliest and a.latest and b.earliest and b.latest) or "duration" in (a.type, b.type) or "set" in (a.type, b.type):
        return None
    x, y = (a.earliest[:10], a.latest[:10]), (b.earliest[:10], b.latest[:10])
    if x == y:
        if a.value == b.value or a.value is None or b.value is None or ("T" in a.value) == ("T" in b.value) == False:  # noqa: E712
            return None
        if ("T" in a.value) != ("T" in b.value):
            return "refinement", "one gives the hour, the other only the day"
        clock_a, clock_b = a.value.split("T")[1], b.value.split("T")[1]
        if clock_a.startswith(clock_b) or clock_b.startswith(clock_a):
            return None
        relation: Relation = "refinement" if a.approximate or b.approximate else "contradiction"
        return relation, "the same day at another hour"
    if max(x[0], y[0]) <= min(x[1], y[1]):
        return "refinement", "one time lies within the other"
    if a.approximate or b.approximate:
        return None
    return "contradiction", "the times exclude one another"


def _time_verdicts(a: Draft, b: Draft) -> Iterator[Verdict]:
    mine = [t for t in a.times if t.type in {"date", "time"}]
    theirs = [t for t in b.times if t.type in {"date", "time"}]
    if len(mine) != 1 or len(theirs) != 1:
        return
    found = compare_times(mine[0], theirs[0])
    if found:
        yield "time", found[0], mine[0].span, theirs[0].span, found[1]


def _preposition(text: str, at: int) -> str:
    before = text[max(0, at - 24) : at].split()
    return before[-1].lower() if before else ""


def _place_verdicts(a: Draft, b: Draft, entities: Mapping[str, Entity]) -> Iterator[Verdict]:
    for x, ex in zip(a.statement.arguments, a.entities, strict=True):
        for y, ey in zip(b.statement.arguments, b.entities, strict=True):
            if x.role not in {"place", "goal", "origin"} or x.role != y.role or ex is None or ey is None:
                continue
            if entities[ex].type != "place" or entities[ey].type != "place":
                continue
            if ex == ey:
                pa, pb = _preposition(a.document.text, x.span.start), _preposition(b.document.text, y.span.start)
                if (pa in OUTSIDE and pb in INSIDE) or (pa in INSIDE and pb in OUTSIDE):
                    why = f"“{pa}” and “{pb}” the same place exclude one another"
                    yield "place", "contradiction", x.span, y.span, why
            elif not _others_shared(a, b, x.role):
                yield from _two_places(x.span, y.span, entities[ex], entities[ey])


def _others_shared(a: Draft, b: Draft, role: str) -> bool:
    """Whether some place of this role is told by both, so that a further one is only a detail."""
    mine = {e for g, e in zip(a.statement.arguments, a.entities, strict=True) if g.role == role and e}
    theirs = {e for g, e in zip(b.statement.arguments, b.entities, strict=True) if g.role == role and e}
    return bool(mine & theirs)


def _two_places(x: Span, y: Span, one: Entity, other: Entity) -> Iterator[Verdict]:
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return
    apart = abs((one.latitude or 0) - (other.latitude or 0)) + abs((one.longitude or 0) - (other.longitude or 0))
    if apart > 0.3:
        yield "place", "contradiction", x, y, f"{one.name} and {other.name} are different places"


def _frame_verdicts(a: Draft, b: Draft) -> Iterator[Verdict]:
    x, y = a.statement, b.statement
    if x.polarity != y.polarity and x.predicate == y.predicate:
        yield "polarity", "contradiction", x.span, y.span, "one affirms what the other denies"
    elif {x.certainty, y.certainty} in ({"certain", "possible"}, {"certain", "future"}) and x.predicate == y.predicate:
        yield (
            "certainty",
            "refinement",
            x.span,
            y.span,
            f"told as {x.certainty} by one and as {y.certainty} by the other",
        )


def _actor_verdicts(a: Draft, b: Draft, entities: Mapping[str, Entity]) -> Iterator[Verdict]:
    """Two different people for the same act on the same one."""
    ea, eb = a.entity("agent"), b.entity("agent")
    if ea is None or eb is None or ea == eb or a.statement.predicate != b.statement.predicate:
        return
    if not all(entities[e].type == "person" and any(m.kind == "name" for m in entities[e].mentions) for e in (ea, eb)):
        return
    pa, pb = a.entity("patient"), b.entity("patient")
    if pa is not None and pa == pb:
        x = next(g.span for g, e in zip(a.statement.arguments, a.entities, strict=True) if e == ea and g.role == "agent")
        y = next(g.span for g, e in zip(b.statement.arguments, b.entities, strict=True) if e == eb and g.role == "agent")
        yield (
            "actor",
            "contradiction",
            x,
            y,
            f"{entities[ea].name} and {entities[eb].name} are told to have done the same",
        )


def _verdicts(a: Draft, b: Draft, entities: Mapping[str, Entity]) -> Iterator[Verdict]:
    yield from _quantity_verdicts(a, b)
    yield from _time_verdicts(a, b)
    yield from _place_verdicts(a, b, entities)
    yield from _frame_verdicts(a, b)
    yield from _actor_verdicts(a, b, entities)


def _shown(span: Span, draft: Draft) -> str:
    return " ".join(span.text(draft.document.text).split())


def _as_update(relation: Relation, a: Draft, b: Draft, kind: DiscrepancyKind) -> tuple[Relation, str]:
    """`update` instead of `contradiction` for a count that a report of a later day brings."""
    one, two = a.document.meta.published, b.document.meta.published
    if relation != "contradiction" or kind != "quantity" or not one or not two or one[:10] == two[:10]:
        return relation, ""
    earlier, later = (one, two) if one < two else (two, one)
    return "update", f"; the reports are of {earlier[:10]} and {later[:10]}"


def claim_discrepancies(claim: str, members: Sequence[Draft], entities: Mapping[str, Entity]) -> list[Discrepancy]:
    """The discrepancies among the statements of one claim, pairs with the same two values told once."""
    found: dict[tuple[str, str, tuple[str, str]], Discrepancy] = {}
    for a, b in combinations(sorted(members, key=lambda d: (d.document.id, d.statement.span)), 2):
        for kind, relation, x, y, why in _verdicts(a, b, entities):
            relation, dates = _as_update(relation, a, b, kind)
            one = (_shown(x, a), Passage(a.document.id, x.start, x.end), a.id)
            two = (_shown(y, b), Passage(b.document.id, y.start, y.end), b.id)
            first, second = sorted((one, two))
            key = (kind, relation, (first[0], second[0]))
            known = found.get(key)
            readings = tuple(
                _extended(known.readings[n] if known else None, value, place, statement)
                for n, (value, place, statement) in enumerate((first, second))
            )
            identity = stable_id("x", claim, *key[:2], *key[2])
            found[key] = Discrepancy(identity, kind, relation, claim, None, readings, _sentence(why + dates, readings))
    return [found[k] for k in sorted(found)]


def _extended(known: ValueReading | None, value: str, place: Passage, statement: str) -> ValueReading:
    spans = {place, *(known.spans if known else ())}
    statements = {statement, *(known.statements if known else ())}
    return ValueReading(value, tuple(sorted(spans))[:MOST_SPANS], tuple(sorted(statements)))


def _sentence(why: str, readings: Sequence[ValueReading]) -> str:
    values = " and ".join(f"“{r.value}”" for r in readings)
    return f"{values}: {why}."


def name_discrepancies(entities: Sequence[Entity], documents: Sequence[Document]) -> list[Discrepancy]:
    """Entities whose name is spelt in more than one way, initials, parts and titles aside."""
    texts = {d.id: d.text for d in documents}
    found = []
    for entity in entities:
        if entity.type not in {"person", "organisation", "place"}:
            continue
        forms: dict[str, list[Passage]] = {}
        for m in entity.mentions:
            if m.kind == "name":
                form = " ".join(m.place.span.text(texts[m.place.document]).split())
                forms.setdefault(form, []).append(m.place)
        for number, group in enumerate(_spellings(forms)):
            readings = tuple(ValueReading(form, tuple(sorted(forms[form])[:MOST_SPANS])) for form in sorted(group)[:6])
            spelt = ", ".join(f"“{r.value}”" for r in readings)
            why = f"{spelt}: the same name in other spellings."
            found.append(
                Discrepancy(stable_id("x", entity.id, "name", number), "name", "variant", None, entity.id, readings, why)
            )
    return found


def _spellings(forms: Mapping[str, Sequence[Passage]]) -> list[list[str]]:
    """Groups of forms that have as many words, of which some are spelt otherwise though alike."""
    from anyascii import anyascii
    from rapidfuzz.distance import Levenshtein

    groups: list[list[str]] = []
    plain = {f: anyascii(f).lower().replace(".", "").split() for f in forms}
    for form in sorted(forms):
        for group in groups:
            one, two = plain[group[0]], plain[form]
            if len(one) == len(two) and all(
                a == b or (len(a) > 3 and len(b) > 3 and Levenshtein.distance(a, b) <= max(2, len(a) // 4))
                for a, b in zip(one, two, strict=True)
            ):
                if one != two:
                    group.append(form)
                break
        else:
            groups.append([form])
    single = {w for f in forms for w in plain[f] if len(plain[f]) > 1}
    for form in sorted(forms):  # a surname alone that is spelt otherwise than in the full name
        word = plain[form]
        if len(word) == 1 and len(word[0]) > 4 and word[0] not in single:
            for group in groups:
                last = plain[group[0]][-1]
                if len(plain[group[0]]) > 1 and 0 < Levenshtein.distance(last, word[0]) <= 2 and form not in group:
                    group.append(form)
                    break
    return [g for g in groups if len(g) > 1]
