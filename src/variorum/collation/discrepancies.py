"""What statements of one claim tell differently, gathered: each two values once, with where they stand and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from variorum.collation.acts import Counted, Tally, act_class, counted
from variorum.collation.comparing import Setting, Verdict
from variorum.collation.draft import Draft, stable_id
from variorum.collation.happenings import happening_discrepancies
from variorum.collation.occasions import tells_of_several
from variorum.collation.verdicts import verdicts
from variorum.collation.whereabouts import Streets, puts
from variorum.model.reading import Reading, Time
from variorum.model.record import Discrepancy, Entity, Lineage, Passage, Story, ValueReading
from variorum.model.span import Span

MOST_SPANS = 3  # places shown a reading
MOST_READINGS = 6  # wordings shown of one denial and what it denies
MOSTLY = 0.4  # share from which on a report that takes from another brings nothing newer
MOST_COMPARED = 60  # wordings of one claim that are held against each other


class Comparison:
    """The claims of one case, each asked for its discrepancies."""

    def __init__(
        self,
        items: Sequence[Draft],
        readings: Sequence[Reading],
        entities: Mapping[str, Entity],
        lineages: Sequence[Lineage],
    ) -> None:
        self._entities = entities
        texts = {d.document.id: d.document.text for d in items}
        moments: dict[tuple[str, str], list[Time]] = {}
        for d in items:
            moments.setdefault((d.document.id, act_class(d)), []).extend(t for t in d.times if t.type in {"date", "time"})
        self._setting = Setting(
            entities=entities,
            tally=Tally(items, readings),
            moments=moments,
            times={r.document: r.times for r in readings},
            named={e.id: frozenset(m.place.document for m in e.mentions) for e in entities.values()},
            retold=frozenset(frozenset((x.source, x.to)) for x in lineages if x.kind in {"copy", "rewrite"}),
            several=frozenset(d for d, text in texts.items() if tells_of_several(text)),
            retelling=frozenset(x.to for x in lineages if x.kind in {"copy", "rewrite"} and (x.share or 0) >= MOSTLY),
        )
        self._streets = Streets(texts)

    def of_claim(self, claim: str, members: Sequence[Draft]) -> list[Discrepancy]:
        """The discrepancies among the statements of one claim, pairs with the same two values told once."""
        if len(members) < 2:
            return []
        found: dict[tuple[str, str, str, str], Discrepancy] = {}
        for a, b in combinations(_wordings(members), 2):
            for verdict in self._verdicts(a, b):
                _add(found, claim, verdict, a, b)
        return _denials_together(claim, [found[k] for k in sorted(found)])

    def of_stories(
        self, items: Sequence[Draft], stories: Sequence[Story], claim_of: Mapping[str, str], known: Sequence[Discrepancy]
    ) -> list[Discrepancy]:
        """What the reports of each story tell differently of its happening as a whole, beside what is `known`."""
        return happening_discrepancies(items, [s.documents for s in stories], self._setting, claim_of, known)

    def _verdicts(self, a: Draft, b: Draft) -> Iterator[Verdict]:
        yield from verdicts(a, b, self._setting)
        for relation, one, other, why in puts(a, b, self._entities, self._setting.named, self._streets):
            yield Verdict("place", relation, one, other, why)


def _denials_together(claim: str, found: Sequence[Discrepancy]) -> list[Discrepancy]:
    """The discrepancies, those of one claim that affirm what others deny told as one, by MOST_READINGS wordings."""
    kept = [d for d in found if (d.kind, d.relation) != ("polarity", "contradiction")]
    denials = [d for d in found if (d.kind, d.relation) == ("polarity", "contradiction")]
    if len(denials) < 2:
        return list(found)
    readings: dict[str, ValueReading] = {}
    for d in denials:
        for r in d.readings:
            readings.setdefault(r.value.lower(), r)
    shown = tuple(readings.values())[:MOST_READINGS]
    why = _sentence("some affirm what another denies", shown)
    one = Discrepancy(stable_id("x", claim, *readings), "polarity", "contradiction", claim, None, shown, why)
    return [*kept, one]


def _wordings(members: Sequence[Draft]) -> list[Draft]:
    """The statements in order, the same words of one day affirmed or denied once, at most MOST_COMPARED."""
    seen: dict[tuple[str, str, str, str], Draft] = {}
    for d in sorted(members, key=lambda d: (d.document.id, d.statement.span)):
        times = ",".join(t.value or "" for t in d.times)
        seen.setdefault((d.words.lower(), (d.document.meta.published or "")[:10], times, d.statement.polarity), d)
    return list(seen.values())[:MOST_COMPARED]


def _add(found: dict[tuple[str, str, str, str], Discrepancy], claim: str, verdict: Verdict, a: Draft, b: Draft) -> None:
    one = (_shown(verdict.one, a), Passage(a.document.id, verdict.one.start, verdict.one.end), a.id)
    two = (_shown(verdict.other, b), Passage(b.document.id, verdict.other.start, verdict.other.end), b.id)
    first, second = sorted((one, two), key=lambda r: (r[0].lower(), r))
    key = (verdict.kind, verdict.relation, first[0].lower(), second[0].lower())
    known = found.get(key)
    readings = tuple(
        _extended(known.readings[n] if known else None, value, place, statement)
        for n, (value, place, statement) in enumerate((first, second))
    )
    identity = stable_id("x", claim, *key)
    why = known.why if known else _sentence(verdict.why, readings)
    found[key] = Discrepancy(identity, verdict.kind, verdict.relation, claim, None, readings, why)


def _shown(span: Span, draft: Draft) -> str:
    return " ".join(span.text(draft.document.text).split())


def _extended(known: ValueReading | None, value: str, place: Passage, statement: str) -> ValueReading:
    spans = {place, *(known.spans if known else ())}
    statements = {statement, *(known.statements if known else ())}
    return ValueReading(known.value if known else value, tuple(sorted(spans))[:MOST_SPANS], tuple(sorted(statements)))


def _sentence(why: str, readings: Sequence[ValueReading]) -> str:
    values = " and ".join(f"“{r.value}”" for r in readings)
    return f"{values}: {why}."


def total_discrepancies(items: Sequence[Draft], claim_of: Mapping[str, str]) -> list[Discrepancy]:
    """Reports that give a number of something and later speak of all of them as fewer ("84 passengers", "all 48 passengers")."""
    by_document: dict[str, list[tuple[Draft, Counted]]] = {}
    for draft in items:
        for c in counted(draft):
            if not c.partial and c.quantity.low == c.quantity.high:
                by_document.setdefault(draft.document.id, []).append((draft, c))
    found = []
    for counts in by_document.values():
        for (a, x), (b, y) in combinations(counts, 2):
            if (x.noun, x.narrowed) != (y.noun, y.narrowed) or x.noun == "person":
                continue
            whole, total = ((a, x), (b, y)) if _is_all(y, b) else ((b, y), (a, x))
            if _is_all(whole[1], whole[0]) or not _is_all(total[1], total[0]):
                continue
            if (total[1].quantity.low or 0) < (whole[1].quantity.low or 0):
                found.append(_total(whole, total, claim_of))
    return found


def _is_all(c: Counted, draft: Draft) -> bool:
    before = draft.document.text[max(draft.sentence.start, c.span.start - 12) : c.span.start].lower().split()
    words = _shown(c.span, draft).lower().split()
    return before[-1:] == ["all"] or before[-2:] in (["all", "the"], ["all", "of"]) or words[:1] == ["all"]


def _total(whole: tuple[Draft, Counted], total: tuple[Draft, Counted], claim_of: Mapping[str, str]) -> Discrepancy:
    readings = tuple(
        sorted(
            (
                ValueReading(_shown(c.span, d), (Passage(d.document.id, c.span.start, c.span.end),), (d.id,))
                for d, c in (whole, total)
            ),
            key=lambda r: r.value,
        )
    )
    claim = claim_of.get(whole[0].id)
    why = "one report gives the number and then speaks of all of them as fewer"
    return Discrepancy(
        stable_id("x", whole[0].id, total[0].id), "quantity", "contradiction", claim, None, readings, _sentence(why, readings)
    )
