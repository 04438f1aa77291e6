"""What the reports of one story tell differently of its happening as a whole: tolls, ages of the unnamed, what was pending."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from variorum.collation.acts import Counted, act_class, counted, data_lines, is_aside, undergoers, whole
from variorum.collation.comparing import Setting, as_of, in_the_past
from variorum.collation.distances import distances
from variorum.collation.draft import Draft
from variorum.collation.fates import fates, wounds
from variorum.collation.participants import is_named
from variorum.collation.scenes import hours, street_numbers, weekdays
from variorum.collation.sifting import may_stand, sifted
from variorum.collation.told import Told, discrepancy, each_once
from variorum.collation.values import compare_quantities
from variorum.collation.verdicts import changed, plainly_more
from variorum.model.reading import Quantity
from variorum.model.record import Discrepancy, Entity
from variorum.model.span import Span

MISTAKEN = 3  # years by which two reports may differ on the age of one unnamed person
PEOPLE = frozenset(
    {"person", "victim", "man", "woman", "child", "officer", "student", "teenager", "civilian", "soldier", "passenger"}
)
_PLAIN = frozenset({"victim", "person"})
_WORD = re.compile(r"^\s*(?:(?:were|was|are|is|have been|had been|also|reported|confirmed|left)\s+)*([a-z]+)", re.IGNORECASE)
_HOSPITAL = re.compile(
    r"\b(?:hospital|medical center|medical centre|trauma|emergency room|clinic|injur(?:y|ies)|wounds?)s?\b", re.IGNORECASE
)
_TAKEN = frozenset({"take", "transport", "rush", "fly", "airlift", "hospitalize", "hospitalise", "bring", "send"})
_SEX = {w: sex for sex, group in (("m", "man boy male"), ("f", "woman girl female")) for w in group.split()}


@cache
def _outcomes() -> dict[str, str]:
    return dict(line.split("\t") for line in data_lines("outcomes.tsv"))


@cache
def _pending() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    rows = (line.split("\t") for line in data_lines("pending.tsv"))
    return tuple((field, re.compile(words, re.IGNORECASE), frozenset(lemmas.split())) for field, words, lemmas in rows)


def _may_pend(text: str) -> bool:
    """Whether a report may say of anything that it has not happened yet."""
    low = sifted(text)
    return any(may_stand(words, low) for _, words, _ in _pending())


def outcome(c: Counted, draft: Draft) -> str | None:
    """What became of those counted: the word right after the count, else the kind of act done to them."""
    text = draft.document.text
    end = c.quantity.head.end if c.quantity.head else c.span.end
    after = _WORD.match(text[end : min(draft.sentence.end, end + 40)])
    if after and after.group(1).lower() in _outcomes():
        return _outcomes()[after.group(1).lower()]
    found = act_class(draft)
    if _HOSPITAL.search(draft.words) and draft.statement.predicate in _TAKEN and c.part == "undergoer":
        return "hospital"
    return found if c.part == "undergoer" and found in set(_outcomes().values()) else None


def happening_discrepancies(
    items: Sequence[Draft],
    stories: Sequence[Sequence[str]],
    setting: Setting,
    claim_of: Mapping[str, str],
    known: Sequence[Discrepancy],
) -> list[Discrepancy]:
    """What the reports of each story tell differently, leaving out what `known` has."""
    by_document: dict[str, list[Draft]] = {}
    for draft in items:
        by_document.setdefault(draft.document.id, []).append(draft)
    shown = {(s.document, *_values(d)) for d in known for r in d.readings for s in r.spans}
    found: dict[str, Discrepancy] = {}
    for story in stories:
        held = [d for d in sorted(story) if d in by_document]
        if len(held) < 2 and not any(_may_pend(by_document[d][0].document.text) for d in held):
            continue
        kept = {d: [x for x in by_document[d] if not is_aside(x) and not in_the_past(x, setting)] for d in held}
        told = {d: drafts for d, drafts in kept.items() if drafts}
        for one in _of_story(told, setting, claim_of):
            keys = {(s.document, *_values(one)) for r in one.readings for s in r.spans}
            if not keys & shown:
                shown |= {(document, *_values(one)) for document in told}
                found[one.id] = one
    return [found[k] for k in sorted(found)]


def _of_story(told: Mapping[str, Sequence[Draft]], setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    single = {d: drafts for d, drafts in told.items() if d not in setting.several}
    if len(told) < 2:  # of every other kind a report gives one value
        yield from _pended(told, setting, claim_of)
        return
    for step in (_tolls, _ages):
        yield from step(single, setting, claim_of)
    for step in (_pended, fates, wounds):
        yield from step(told, setting, claim_of)
    yield from hours(single, setting, claim_of)
    yield from weekdays(single, claim_of)
    yield from street_numbers(told, claim_of)
    yield from distances(single, claim_of)


def _values(d: Discrepancy) -> tuple[str, frozenset[str]]:
    return d.kind, frozenset(r.value.lower() for r in d.readings)


def _tolls(told: Mapping[str, Sequence[Draft]], setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Counts of the killed and of the injured, of reports that give one number each."""
    values: dict[tuple[str, str], dict[str, Told]] = {}
    for document, drafts in told.items():
        mine: dict[tuple[str, str], list[Told]] = {}
        for draft in drafts:
            if draft.statement.polarity == "denied" or draft.statement.certainty not in {"certain", "probable"}:
                continue
            for c in counted(draft):
                kind = outcome(c, draft)
                if kind and c.noun in PEOPLE and whole(c, draft):
                    noun = "person" if c.noun in _PLAIN else c.noun
                    mine.setdefault((kind, noun), []).append(Told(draft, c.span, count=c))
        for key, tells in mine.items():
            numbers = {(t.count.quantity.low, t.count.quantity.high) for t in tells if t.count}
            if len(numbers) == 1 and not any(t.count and (t.count.partial or t.count.narrowed) for t in tells):
                values.setdefault(key, {})[document] = tells[0]
    for key in sorted(values):
        counts = each_once(values[key], lambda t: t.draft, lambda t: t.count and (t.count.quantity.low, t.count.quantity.high))
        for a, b in combinations(counts, 2):
            yield from _toll(key, a, b, setting, claim_of)


def _toll(key: tuple[str, str], a: Told, b: Told, setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    if a.count is None or b.count is None:
        return
    found = compare_quantities(a.count.quantity, b.count.quantity)
    if found is not None and found[0] != "contradiction":
        if not plainly_more(a.draft, a.count, b.draft, b.count, setting):
            return
        yield discrepancy("quantity", found[0], a, b, found[1], claim_of, *key)
        return
    if found is None or _knows(a, b, setting) or _knows(b, a, setting):
        return
    relation, why = changed(a.draft, a.count, b.draft, b.count, setting, True)
    yield discrepancy("quantity", relation, a, b, why, claim_of, *key)


def _knows(one: Told, other: Told, setting: Setting) -> bool:
    """Whether the first report has the other's number of people anywhere too, or parts that come to it."""
    if one.count is None or other.count is None:
        return False
    listed = other.count.quantity.low in setting.tally.numbers(one.draft.document.id)
    return listed or setting.tally.knows(one.draft, one.count, other.count)


def _ages(told: Mapping[str, Sequence[Draft]], setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """The age of the one whom an act befell, named by one report at most, of reports that give one such age each."""
    values: dict[str, dict[str, Told]] = {}
    for document, drafts in told.items():
        mine: dict[str, list[Told]] = {}
        for draft in drafts:
            for q in draft.quantities:
                if q.kind == "age" and q.unit == "year" and draft.statement.polarity == "affirmed" and _befell(draft, q):
                    mine.setdefault(act_class(draft), []).append(Told(draft, q.span, age=q))
        for act, tells in mine.items():
            if len({t.age.low for t in tells if t.age}) == 1:
                values.setdefault(act, {})[document] = tells[0]
    for act in sorted(values):
        for a, b in combinations(each_once(values[act], lambda t: t.draft, lambda t: t.age and t.age.low), 2):
            if a.age is None or b.age is None or a.age.low == b.age.low:
                continue
            if _named(a, setting.entities) and _named(b, setting.entities):
                continue  # ages of the named are compared person by person
            knows = setting.tally.knows_age(a.draft.document.id, b.age) or setting.tally.knows_age(b.draft.document.id, a.age)
            if not knows and abs((a.age.low or 0) - (b.age.low or 0)) <= MISTAKEN and _sexes(a) & _sexes(b):
                yield discrepancy("quantity", "contradiction", a, b, "other ages of the one it happened to", claim_of, "age", act)


def _befell(draft: Draft, age: Quantity) -> bool:
    """Whether it is the age of the one it happened to: inside or right behind the words for that one."""
    text = draft.document.text
    for argument, _ in undergoers(draft):
        behind = 0 <= age.span.start - argument.head.end <= 3 and text[argument.head.end : age.span.start].strip() == ","
        if argument.span.covers(age.span) and "," not in text[argument.span.start : argument.head.end]:
            return age.span.end <= argument.head.end or behind
        if behind:
            return True
    return False


def _named(t: Told, entities: Mapping[str, Entity]) -> bool:
    return any(entity is not None and is_named(entities[entity]) for _, entity in undergoers(t.draft))


def _sexes(t: Told) -> set[str]:
    text = t.draft.document.text[t.span.start : t.span.end + 16].lower()
    found = {_SEX[w] for w in re.findall(r"[a-z]+", text) if w in _SEX}
    return found or {"m", "f"}


def _pended(told: Mapping[str, Sequence[Draft]], setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """What an earlier report says has not happened yet and a later one tells: the first of each."""
    for field, words, lemmas in _pending():
        not_yet: list[tuple[str, Told]] = []
        done: list[tuple[str, Told]] = []
        for drafts in told.values():
            for draft in drafts:
                day = as_of(draft, setting)
                match = words.search(draft.document.text, draft.statement.span.start, draft.sentence.end)
                if day and match:
                    not_yet.append((day, Told(draft, Span(*match.span()))))
                elif day and draft.statement.predicate in lemmas and _done(draft, setting.entities):
                    done.append((day, Told(draft, draft.statement.span)))
        if not_yet and done:
            (first, a), (last, b) = min(not_yet, key=_order), min(done, key=_order)
            if first < last and all(first < day or t.draft.document.id != a.draft.document.id for day, t in done):
                why = f"what one says has not happened yet the other tells; told on {first} and on {last}"
                yield discrepancy("polarity", "update", a, b, why, claim_of, field)


def _order(pair: tuple[str, Told]) -> tuple[str, str, int]:
    return pair[0], pair[1].draft.document.id, pair[1].span.start


_SOUGHT = re.compile(
    r"\b(?:lead(?:s|ing)?|led)\s+(?:\w+\s+){0,2}(?:to|in)|\b(?:for|until|pending|seek(?:s|ing)?)\s+(?:the|an|any)?\s*$",
    re.IGNORECASE,
)


def _done(draft: Draft, entities: Mapping[str, Entity]) -> bool:
    if draft.statement.polarity != "affirmed" or draft.statement.certainty != "certain":
        return False
    before = draft.document.text[max(draft.sentence.start, draft.statement.span.start - 40) : draft.statement.span.start]
    if _SOUGHT.search(before):
        return False  # "information that leads to the arrest"
    return any(entity is not None and entities[entity].type in {"person", "group"} for _, entity in undergoers(draft))
