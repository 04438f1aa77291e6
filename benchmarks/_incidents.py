"""When, where, how many, who: slots of one incident from the marks in its reports, one vote a report."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks._parse import reader
from variorum.collation.identity import identify
from variorum.collation.namematch import fold
from variorum.model.document import Document
from variorum.model.reading import Quantity, Reading
from variorum.model.record import Entity
from variorum.model.span import Span

DEAD = re.compile(r"\b(?:kill|dead\b|died|dies\b|death|slain|murder|fatal)", re.IGNORECASE)
HURT = re.compile(r"\b(?:injur|wound|hurt\b|hospitali[sz]ed|critical condition)", re.IGNORECASE)
STATES = re.compile(
    r"^(?:Ala|Alaska|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|"
    r"Tex|Va|Vt|Wash|Wis|Wyo|Alabama|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|"
    r"Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|"
    r"Nevada|New Hampshire|New Jersey|New Mexico|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    r"South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|[A-Z]\.?[A-Z]\.?|"
    r"U\.?S\.?A?|United States|America)\.?$"
)


def slots(incident: str, documents: Sequence[Document]) -> dict[str, object]:
    """The row of one incident: the value most reports give for each slot, two further ones, and who took part."""
    readings = [reader().read(document) for document in documents]
    both = list(zip(documents, readings, strict=True))
    found = {
        "date": _ranked(_days(d, r) for d, r in both),
        "place": _ranked(_towns(d, r) for d, r in both),
        "killed": _ranked(_counts(d, r, DEAD, HURT) for d, r in both),
        "injured": _ranked(_counts(d, r, HURT, DEAD) for d, r in both),
    }
    row: dict[str, object] = {"incident": incident}
    row |= {slot: values[0] if values else None for slot, values in found.items()}
    row["participants"] = _people(documents, readings)
    row["readings"] = {slot: values[1:2] for slot, values in found.items() if len(values) > 1}
    return row


def _ranked(votes: Iterator[dict[object, float]]) -> list[object]:
    total: Counter[object] = Counter()
    for vote in votes:
        highest = max(vote.values(), default=0.0)
        for value, weight in vote.items():
            total[value] += weight / highest  # type: ignore[assignment]
    return [value for value, _ in sorted(total.items(), key=lambda item: (-round(item[1], 6), str(item[0])))]


def _day(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _days(document: Document, reading: Reading) -> dict[object, float]:
    """Single days named, early ones more; the day before publication where none is."""
    published = _day(document.meta.published)
    found: dict[object, float] = {}
    for time in reading.times:
        day = _day(time.earliest)
        if time.type not in ("date", "time") or day is None or day != _day(time.latest):
            continue
        if published and not 0 <= (published - day).days <= 1500:
            continue
        found[day.isoformat()] = found.get(day.isoformat(), 0.0) + 1 / (1 + time.span.start / 400)
    if not found and published:
        found[(published - datetime.timedelta(days=1)).isoformat()] = 1.0
    return found


def _towns(document: Document, reading: Reading) -> dict[object, float]:
    """Places named that are no state, early ones more."""
    found: dict[object, float] = {}
    for place in reading.places:
        name = place.span.text(document.text).strip()
        if place.demonym or STATES.match(name):
            continue
        name = name.title() if name.isupper() else name
        found[name] = found.get(name, 0.0) + 1 / (1 + place.span.start / 400)
    return found


def _counts(document: Document, reading: Reading, wanted: re.Pattern[str], other: re.Pattern[str]) -> dict[object, float]:
    """Numbers of people nearest a word of the wanted kind in their sentence."""
    found: dict[object, float] = {}
    for quantity in reading.quantities:
        if quantity.kind != "count" or quantity.low is None or quantity.low != quantity.high or not 1 <= quantity.low <= 100:
            continue
        sentence = next((s for s in reading.sentences if s.covers(quantity.span)), None)
        if sentence is None or quantity.low != int(quantity.low):
            continue
        near, far = (_distance(document.text, sentence, quantity, p) for p in (wanted, other))
        if near is not None and near < 60 and (far is None or near <= far):
            value = int(quantity.low)
            found[value] = found.get(value, 0.0) + 1 / (1 + quantity.span.start / 800)
    return found


def _distance(text: str, sentence: Span, quantity: Quantity, pattern: re.Pattern[str]) -> int | None:
    """Characters from the number to the nearest such word in its sentence; words after it count less."""
    gaps = [
        m.start() - quantity.span.end if m.start() >= quantity.span.end else 2 * (quantity.span.start - m.end())
        for m in pattern.finditer(text, sentence.start, sentence.end)
    ]
    return min(gaps, default=None)


def _people(documents: Sequence[Document], readings: Sequence[Reading]) -> list[dict[str, object]]:
    """Persons whose age is told beside their name, with it."""
    by_id = {d.id: (d, r) for d, r in zip(documents, readings, strict=True)}
    found: list[dict[str, object]] = []
    for entity in identify(documents, readings).entities:
        if entity.type != "person" or len(fold(entity.name).split()) < 2:
            continue
        ages = Counter(age for age in _ages(entity, by_id))
        if ages:
            found.append({"name": entity.name, "age": min(ages, key=lambda a: (-ages[a], a))})
    return found


def _ages(entity: Entity, by_id: dict[str, tuple[Document, Reading]]) -> Iterator[int]:
    for mention in entity.mentions:
        if mention.kind != "name":
            continue
        document, _ = by_id[mention.place.document]
        after = re.match(r"\s*,\s*(\d{1,2})\b", document.text[mention.place.end : mention.place.end + 8])
        before = re.search(
            r"\b(\d{1,2})[- ]year[- ]old\s+(?:\w+\s+){0,2}$",
            document.text[max(0, mention.place.start - 40) : mention.place.start],
        )
        for match in (after, before):
            if match:
                yield int(match.group(1))
