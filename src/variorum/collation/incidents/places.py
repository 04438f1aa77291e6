"""The town or county where it happened: names of places that are neither states nor countries."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from variorum.collation.incidents.evidence import Evidence, Features
from variorum.collation.incidents.page import Line, Page, rows
from variorum.collation.namematch import fold
from variorum.model.span import Span

_BODY = re.compile(
    r"\b((?:[A-Z][\w'’-]+|St\.|Mt\.|Ft\.)(?:\s(?:[A-Z][\w'’-]+|of|de|la|del))*?)\s+(?:(?:City|County|Parish|Township|Metro(?:politan)?)\s+)?"
    r"(?:[Pp]olice|PD\b|County|Parish|Sheriff|Fire\b|Department of Public)"
)
_SAINT = re.compile(r"\b((?:St|Ft|Mt)\.? [A-Z][a-z]+(?: (?:City|County|Park))?)")
_IN = re.compile(
    r"\b(?:in|near|outside|at|of|from) (?:an? )?(?:the (?:city|town|village|community) of )?"
    r"([A-Z][a-z]+(?: [A-Z][a-z]+){0,2})\b(?! [A-Z])"
)
_LEAD = re.compile(
    r"^\W*([A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,2}),? (?:[A-Z][\w.]+ )?(?:\([^)\n]{2,30}\) ?)?(?:[-–—]|--)(?= ?\w)", re.MULTILINE
)
_DIRECTION = re.compile(
    r"(?:North|South|East|West|Central|Downtown|Northern|Southern|Eastern|Western|(?:North|South)(?:east|west))\s([A-Z].+)"
)
_COMPOUND = re.compile(r"([A-Z]\w+)-[A-Z]\w+")
_CUT = re.compile(r"(?<=County|Parish)\b.*|\s(?:Police|Sheriff|Metro|Fire|PD)\b.*")
_ROAD = re.compile(
    r"\b(?:St(?:reet)?|Ave(?:nue)?|Road|Rd|Drive|Dr|Lane|Ln|Blvd|Boulevard|Highway|Hwy|Court|Park|Creek|River|Lake|School|High|Hospital|Center"
    r"|University|College|Church|Apartments?|Square|Plaza|Mall|Airport|Route|Interstate|Parkway|Circle|Place|Way)$"
)
_ARTICLE = re.compile(r"^(?:the|The|downtown|Downtown)\s+|['’]s?$")
_GENERIC = re.compile(r"\s+(?:county|parish|borough|township|police|area)$")


@cache
def wide() -> frozenset[str]:
    """Names too wide to say where one incident was, and those of peoples."""
    peoples = {fold(row[0]) for row in rows("demonyms.tsv")}
    return frozenset(
        peoples | {row[0] for row in rows("wide_places.txt")} | {"".join(row[0].split()) for row in rows("wide_places.txt")}
    )


def place_key(name: str) -> str:
    """The name for comparison: folded, county and the like cut off, Saint, Mount and Fort spelt out."""
    folded = _GENERIC.sub("", fold(name))
    first, _, rest = folded.partition(" ")
    return f"{ {'st': 'saint', 'mt': 'mount', 'ft': 'fort'}.get(first, first) } {rest}".strip()


def _toponyms(page: Page) -> list[tuple[Span, bool, str]]:
    """Spans of names of places, whether the gazetteer has them, and how they were found; those inside names of bodies too."""
    text = page.document.text
    found: dict[Span, tuple[bool, str]] = {p.span: (p.latitude is not None, "read") for p in page.reading.places if not p.demonym}
    persons = {
        i for m in page.reading.mentions if m.kind == "name" and m.type == "person" for i in range(m.span.start, m.span.end)
    }
    taken = {i for span in found for i in range(span.start, span.end)}
    for how, pattern in (("body", _BODY), ("saint", _SAINT), ("dateline", _LEAD), ("preposition", _IN)):
        for match in pattern.finditer(text):
            span = Span(match.start(1), match.end(1))
            if how == "saint":
                found = {s: kept for s, kept in found.items() if not (span.covers(s) and s != span)}
            elif not taken.isdisjoint(covered := range(span.start, span.end)) or (
                how == "preposition" and not persons.isdisjoint(covered)
            ):
                continue
            found.setdefault(span, (False, how))
            taken.update(range(span.start, span.end))
    parts = {}
    for span, (_, how) in found.items():
        name = span.text(text)
        for part in (_DIRECTION.match(name), _COMPOUND.match(name)):
            if part:
                parts[Span(span.start + part.start(1), span.start + part.end(1))] = (False, f"part of {how}")
    return sorted((span, known, how) for span, (known, how) in {**parts, **found}.items())


def place_evidence(page: Page) -> list[Evidence]:
    """All names of towns and counties of a report with what their places tell."""
    text = page.document.text
    title = f" {fold(page.document.meta.title or '')} "
    spots = []
    for span, known, how in _toponyms(page):
        name = _ARTICLE.sub("", _CUT.sub("", " ".join(span.text(text).split())))
        key = place_key(name)
        line = page.line(span.start)
        if line is not None and len(key) > 2 and fold(name) not in wide():
            spots.append((span, known, how, name.title() if name.isupper() else name, key, line))
    forms = {name for _, _, _, name, _, _ in spots}
    spots = [
        (a, b, c, n[:-5], place_key(n[:-5]), e) if n.endswith(" City") and n[:-5] in forms else (a, b, c, n, k, e)
        for a, b, c, n, k, e in spots
    ]
    lower = {w.low for line in page.lines for w in line.words if w.text.islower()}
    counts = Counter(key for _, _, _, _, key, _ in spots)
    firsts: list[str] = list(dict.fromkeys(key for _, _, _, _, key, _ in spots))
    found = []
    for span, known, how, name, key, line in spots:
        features = _features(page, line, span)
        rank = firsts.index(key)
        features |= {f"rank {rank if rank < 4 else '4+'}": 1.0, "often": counts[key] / counts.total()}
        features |= {"known": float(known), "in title": float(f" {key} " in title)}
        features |= {f"found {how}": 1.0, "road or building": float(bool(_ROAD.search(name)))}
        features["also in lower case"] = float(all(word in lower for word in key.split()))
        features["county"] = float(bool(re.search(r"\b(?:County|Parish)$", name)))
        features |= {"leads": float(counts[key] == max(counts.values())), f"times {min(counts[key], 5)}": 1.0}
        kept = {label: value for label, value in features.items() if value}
        found.append(Evidence(page.document.id, key, name, (span,), kept))
    return found


def _features(page: Page, line: Line, span: Span) -> Features:
    text = page.document.text
    features: Features = {f"role {line.role}": 1.0, "past": float(line.past)}
    features[f"line {line.index if line.index < 3 else '3-5' if line.index < 6 else '6-11' if line.index < 12 else '12+'}"] = 1.0
    features |= {f"line tells {kind}": 1.0 for kind in line.kinds()}
    before, after = text[max(0, span.start - 12) : span.start], text[span.end : span.end + 30]
    features["of, after an age"] = float(bool(re.search(r"\d\d?,? of $", before)))
    follows = re.match(r",? ([A-Z][\w.]*(?: [A-Z][a-z]+)?)", after)
    features["state after"] = float(bool(follows and fold(follows[1].split(",")[0]) in wide()))
    features["dash after"] = float(
        bool(re.match(r"(?:,? [A-Z][\w.]*)?(?: \([^)]{2,30}\))? ?[-–—:]", after)) and not before.strip()
    )
    body = re.match(
        r"['’]?s? ((?:[Pp]olice|PD\b|County|Parish|Sheriff|Fire|[Rr]esident|man|woman|[Hh]ospital|Medical|High|University|Street|Avenue|Road|Police))",
        after,
    )
    if body:
        features[f"then {body[1].casefold()}"] = 1.0
    at = line.at(span.start)
    if at and line.words[at - 1].text.islower():
        features[f"before {line.words[at - 1].low}"] = 1.0
    if at > 1 and line.words[at - 2].text.islower():
        features[f"before2 {line.words[at - 2].low}"] = 1.0
    last = line.at(span.end)
    if last < len(line.words) and line.words[last].text.islower():
        features[f"after {line.words[last].low}"] = 1.0
    features |= {f"near {kind}": 1.0 for cue, kind in line.cues if abs(cue - at) <= 6}
    return features
