"""When and where the reports of one story put its happening: hours told for it, and numbers in one street."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from variorum.collation.acts import same_act, scene_acts
from variorum.collation.comparing import Setting
from variorum.collation.draft import Draft
from variorum.collation.timing import of_the_act, stamps, with_side, worded
from variorum.collation.told import Told, discrepancy, each_once
from variorum.collation.values import WEEKDAYS, clock, compare_told_times
from variorum.collation.whereabouts import Address, Streets, addresses, compare_addresses, street_names
from variorum.model.document import Document
from variorum.model.reading import Time
from variorum.model.record import Discrepancy
from variorum.model.span import Span

_TAKES_PLACE = re.compile(r"\btak(?:es|ing|en) place\b|\btook place\b", re.IGNORECASE)
AFTERWARDS = frozenset(
    "arrest canvass catch chase detain fan flee follow hide live locate recover reside run search surrender".split()
)  # acts that may be done farther down the street
FAR = 180  # minutes: hours farther apart are not of one happening, more likely than wrong


def hours(told: Mapping[str, Sequence[Draft]], setting: Setting, claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Hours of the happening, and of its being reported, of reports that give one each."""
    values: dict[str, dict[str, tuple[Draft, Time]]] = {}
    for document, drafts in told.items():
        mine: dict[str, list[tuple[Draft, Time]]] = {}
        for draft in drafts:
            place = "happen" if _TAKES_PLACE.search(draft.words) else draft.statement.predicate
            group = scene_acts().get(place)
            if group is None or draft.statement.polarity == "denied" or draft.statement.certainty not in {"certain", "probable"}:
                continue
            mine.setdefault(group, []).extend(
                (draft, t) for t in draft.times if clock(t) is not None and not stamps(t, draft) and of_the_act(t, draft)
            )
        for group, found in mine.items():
            if len({clock(t) for _, t in found}) == 1:
                values.setdefault(group, {})[document] = found[0]
    for group in sorted(values):
        times = each_once(values[group], lambda v: v[0], lambda v: (v[1].value, with_side(v[1], v[0]) == v[1].span))
        for (a, x), (b, y) in combinations(times, 2):
            apart = abs((clock(x) or 0) - (clock(y) or 0)) % 1440
            if min(apart, 1440 - apart) > FAR or not _one_day(x, y):
                continue
            found_here = compare_told_times(x, *worded(x, a), y, *worded(y, b))
            if found_here is not None and not (found_here[0] == "refinement" and _has(x, a, y, b, setting)):
                one, two = Told(a, with_side(x, a)), Told(b, with_side(y, b))
                yield discrepancy("time", found_here[0], one, two, found_here[1], claim_of, "hour", group)


def _has(x: Time, a: Draft, y: Time, b: Draft, setting: Setting) -> bool:
    """Whether one of two reports has the other's very hour too."""
    pairs = ((x, y, b), (y, x, a))
    return any(
        clock(t) == clock(fine) and t is not coarse for fine, coarse, d in pairs for t in setting.times.get(d.document.id, ())
    )


def weekdays(told: Mapping[str, Sequence[Draft]], claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Days of the week of the happening, of reports of the same days that name one each."""
    named: dict[str, tuple[Draft, Time, str]] = {}
    for document, drafts in told.items():
        mine: list[tuple[Draft, Time, str]] = []
        for draft in drafts:
            if scene_acts().get(draft.statement.predicate) != "happening" or draft.statement.certainty != "certain":
                continue
            for t in draft.times:
                day = next((d for d in WEEKDAYS if d in t.span.text(draft.document.text).lower()), None)
                if day and t.type in {"date", "time"} and not stamps(t, draft) and of_the_act(t, draft):
                    mine.append((draft, t, day))
        if len({day for _, _, day in mine}) == 1:
            named[document] = mine[0]
    for (a, x, one), (b, y, two) in combinations(each_once(named, lambda v: v[0], lambda v: v[2]), 2):
        if one != two and same_act(a, b) and abs(WEEKDAYS.index(one) - WEEKDAYS.index(two)) in {1, 6} and _days_apart(x, y) == 1:
            why = "the happening is put on other days"
            yield discrepancy("time", "contradiction", Told(a, x.span), Told(b, y.span), why, claim_of, "weekday")


def _days_apart(x: Time, y: Time) -> int | None:
    try:
        one, two = (date.fromisoformat((t.earliest or "")[:10]) for t in (x, y))
    except ValueError:
        return None
    return abs((one - two).days)


def _one_day(x: Time, y: Time) -> bool:
    return x.earliest is not None and y.earliest is not None and x.earliest[:10] == y.earliest[:10]


def street_numbers(told: Mapping[str, Sequence[Draft]], claim_of: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Numbers in a street that several reports name, each report giving one number only."""
    documents: dict[str, Document] = {d: drafts[0].document for d, drafts in told.items() if drafts}
    streets = Streets({d: document.text for d, document in documents.items()})
    yield from _bare_streets(told, documents, claim_of)
    named: dict[str, dict[str, tuple[Draft, Address]]] = {}
    for document, drafts in told.items():
        for draft in drafts:
            for address in addresses(draft.document.text, Span(draft.statement.span.start, draft.sentence.end)):
                if streets.only(document, address):
                    named.setdefault(address.street, {}).setdefault(document, (draft, address))
    for street in sorted(named):
        numbers = each_once(named[street], lambda v: v[0], lambda v: (v[1].number, v[1].block))
        for (a, x), (b, y) in combinations(numbers, 2):
            found = compare_addresses(x, y)
            if found is not None and not (found[0] == "contradiction" and (_afterwards(a, x) or _afterwards(b, y))):
                yield discrepancy("place", found[0], Told(a, x.span), Told(b, y.span), found[1], claim_of, "street", street)


def _afterwards(draft: Draft, address: Address) -> bool:
    """Whether an address is told of an act that may be done after the happening and elsewhere."""
    return draft.statement.predicate in AFTERWARDS and draft.statement.span.covers(address.span)


def _bare_streets(
    told: Mapping[str, Sequence[Draft]], documents: Mapping[str, Document], claim_of: Mapping[str, str]
) -> Iterator[Discrepancy]:
    """Streets that one report names with a number, and another only by name, for what happened there."""
    numbered: dict[str, tuple[Draft, Address]] = {}
    bare: dict[str, tuple[Draft, Span]] = {}
    for document, drafts in told.items():
        own = {a.street for a in addresses(documents[document].text, Span(0, len(documents[document].text)))}
        for draft in drafts:
            if scene_acts().get(draft.statement.predicate) != "happening":
                continue
            within = Span(draft.statement.span.start, draft.statement.span.end)
            for address in addresses(draft.document.text, within):
                numbered.setdefault(address.street, (draft, address))
            for street, span in street_names(draft.document.text, within):
                if street not in own:
                    bare.setdefault(street, (draft, span))
    for street in sorted(numbered.keys() & bare.keys()):
        (a, x), (b, span) = numbered[street], bare[street]
        if a.document.id != b.document.id:
            why = "one gives the number, the other only the street"
            yield discrepancy("place", "refinement", Told(a, x.span), Told(b, span), why, claim_of, "street", street)
