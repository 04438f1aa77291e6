"""The incident record of one known group of reports, as the program's users get it, in the benchmark's format."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks._parse import reader
from variorum.collation.draft import drafts
from variorum.collation.identity import identify
from variorum.collation.incidents.find import find_incidents
from variorum.collation.lineage import find_lineages
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Incident, Story

SLOTS = ("date", "place", "killed", "injured")


def slots(incident: str, documents: Sequence[Document]) -> dict[str, object]:
    """The row of one incident: the likeliest value of each slot, the further ones, and who took part."""
    return row(incident, documents, [reader().read(document) for document in documents])


def row(incident: str, documents: Sequence[Document], readings: Sequence[Reading]) -> dict[str, object]:
    """The same from readings already made."""
    documents, readings = sorted(documents, key=lambda d: d.id), sorted(readings, key=lambda r: r.document)
    identity = identify(documents, readings)
    lineages = find_lineages(documents, readings, identity)
    items = drafts(documents, readings, identity.of)
    story = Story(incident, "", tuple(d.id for d in documents))
    (found,) = find_incidents(documents, readings, [story], identity.entities, lineages, items)
    return _row(incident, found)


def _row(incident: str, found: Incident) -> dict[str, object]:
    made: dict[str, object] = {"incident": incident}
    further: dict[str, list[object]] = {}
    for slot in SLOTS:
        values = [_plain(slot, given.value) for given in found.values(slot)]  # type: ignore[arg-type]
        made[slot] = values[0] if values else None
        if values[1:]:
            further[slot] = values[1:]
    made["participants"] = [{"name": one.name, "age": int(one.ages[0].value) if one.ages else None} for one in found.participants]
    made["readings"] = further
    return made


def _plain(slot: str, value: str) -> object:
    return int(value) if slot in ("killed", "injured") else value
