"""Contradictions that a report settles itself, by a notice of what it had wrong before: they are updates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from variorum.collation.namematch import fold
from variorum.collation.notices import notices_of
from variorum.model.document import Document
from variorum.model.record import Discrepancy, ValueReading

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def corrected_since(discrepancies: Sequence[Discrepancy], documents: Sequence[Document]) -> list[Discrepancy]:
    """The discrepancies, those made updates of which a report's notice of correction names a value."""
    notices = {d.id: told for d in documents if (told := " ".join(notices_of(d)))}
    days = {d.id: (d.meta.published or "")[:10] for d in documents if notices}
    return [_settled(one, notices, days) if notices and one.relation == "contradiction" else one for one in discrepancies]


def _settled(one: Discrepancy, notices: Mapping[str, str], days: Mapping[str, str]) -> Discrepancy:
    for old, new in permutations(one.readings, 2):
        earlier, later = {s.document for s in old.spans}, {s.document for s in new.spans}
        for document in sorted((later - earlier) & set(notices)):
            behind = all(not days[document] or not days[d] or days[d] <= days[document] for d in earlier)
            if behind and (_names(notices[document], old) or _names(notices[document], new)):
                why = f"{one.why.removesuffix('.')}; the report with “{new.value}” says that this was corrected."
                return replace(one, relation="update", why=why)
    return one


def _names(notice: str, reading: ValueReading) -> bool:
    """Whether a notice has the value of a reading: its numbers, or all of its words."""
    numbers = _NUMBER.findall(reading.value)
    if numbers:
        return set(numbers) <= set(_NUMBER.findall(notice))
    words = fold(reading.value).split()
    return bool(words) and set(words) <= set(fold(notice).split())
