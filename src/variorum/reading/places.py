"""Where the names of places lie."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from variorum.model.reading import Mention, Place
from variorum.model.span import Span
from variorum.reading.gazetteer import Spot
from variorum.reading.placesenses import demonym, plain, possible
from variorum.reading.resolution import Meant, Name, resolve_names
from variorum.reading.toponyms import find_toponyms
from variorum.reading.wordlist import table

INSIDE = re.compile(r"(?:,? in(?: the)?| \()$|^,$")
CUE_HABIT = 2.0  # cues that must be outnumbered before they count in full
WIDER = ("country", "region")


def find_places(doc: Doc, mentions: Sequence[Mention]) -> tuple[Place, ...]:
    """A place for each name of a place and each demonym in `doc`, in order; `mentions` are the names already found."""
    text = doc.text
    careless = [m.span for m in mentions if m.kind == "name" and m.type == "place" and m.span.text(text).islower()]
    return locate(doc, sorted({*find_toponyms(doc, mentions), *careless}))


def locate(doc: Doc, spans: Sequence[Span]) -> tuple[Place, ...]:
    """`spans`, known to be names of places, with coordinates where the gazetteer has them."""
    text = doc.text
    written = [plain(s.text(text)) for s in spans]
    names = named(text, spans, written)
    meant = dict(zip((n.text for n in names), resolve_names(names, wording(doc)), strict=True))
    main = _main_place(names, meant)
    return tuple(_place(s, w, meant[w], main) for s, w in zip(spans, written, strict=True))


def named(text: str, spans: Sequence[Span], written: Sequence[str]) -> list[Name]:
    """The different names among `written` in order of first use, with what they may mean and the wider places stated for each."""
    counts = Counter(written)
    stated: dict[str, list[Spot]] = defaultdict(list)
    for (one, name), (other, wider) in pairwise(zip(spans, written, strict=True)):
        between = text[one.end : other.start]
        if len(between) < 9 and INSIDE.search(between.rstrip()):
            stated[name] += [s.spot for s in possible(wider) if s.spot.kind in WIDER or s.kind == s.spot.kind == "county"]
    return [Name(n, possible(n), c, tuple(dict.fromkeys(stated[n]))) for n, c in counts.items()]


def wording(doc: Doc) -> dict[str, float]:
    """How strongly the words of `doc` speak for each country: the share of all cues that point at it."""
    known = table("country_cues.tsv")
    found = Counter(known[t.text] for t in doc if t.text in known)
    total = sum(found.values()) + CUE_HABIT
    return {code: n / total for code, n in found.items()}


def _main_place(names: Sequence[Name], meant: dict[str, Meant | None]) -> Spot | None:
    """The town most spoken of, or else the county or region."""
    for kinds in (("city",), ("county",), ("region",)):
        best = [
            (n.count * m.probability, -i, m.spot)
            for i, n in enumerate(names)
            if (m := meant[n.text]) is not None and m.spot.kind in kinds
        ]
        if best:
            return max(best, key=lambda b: b[:2])[2]
    return None


def _place(span: Span, name: str, meant: Meant | None, main: Spot | None) -> Place:
    if demonym(name) is not None:
        return _made(span, meant.spot if meant else None, "adjective or people of a place", demonym=True)
    if meant is None and main is not None:
        why = f"not in the gazetteer; put at {main.name}, the report's main place"
        return Place(span, main.latitude, main.longitude, None, main.country or None, why=why, approximate=True)
    if meant is None:
        return Place(span, why="not in the gazetteer")
    return _made(span, meant.spot, meant.why)


def _made(span: Span, spot: Spot | None, why: str, demonym: bool = False) -> Place:
    if spot is None:
        return Place(span, demonym=demonym, why=why)
    return Place(span, spot.latitude, spot.longitude, spot.id, spot.country or None, demonym, why)
