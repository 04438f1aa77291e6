"""With what it was done: the kind of weapon that each report names, the others it speaks of left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.model.span import Span

_KINDS = (  # kind, and whether it is named exactly (an own word for what kind of it)
    ("shotgun", re.compile(r"\b(?:(?:\d{2}|\.410)[- ]gauge(?:\s+shotgun)?|(?:sawed-off\s+)?shotgun)\b", re.IGNORECASE)),
    ("rifle", re.compile(r"\b(?:(?:assault|hunting|high-powered|semi-?automatic|\.\d{2,3}(?:[- ]calib(?:er|re))?|\d{2,3}[- ]calib(?:er|re))\s+rifle|rifle|AR-?15|AK-?47)\b", re.IGNORECASE)),
    ("airgun", re.compile(r"\b(?:bb|pellet|airsoft|paintball|air)\s+(?:gun|rifle|pistol)\b", re.IGNORECASE)),
    ("knife", re.compile(r"\b(?:kitchen\s+|pocket\s*|butcher\s+)?knife\b", re.IGNORECASE)),
    ("handgun", re.compile(
        r"(?:\.?\b\d{2,3}[- ]calib(?:er|re)|(?<![\d,])\.(?:22|25|32|357|38|380|40|44|45|50)(?:\s+magnum|\b)|\b9\s?-?mm|\b9\s?-?millimeter|\b\.?\d{2,3}[- ]cal\b\.?)(?:\s+(?:semi-?automatic\s+)?(?:hand\s?gun|pistol|revolver|gun|Glock))?"
        r"|\b(?:semi-?automatic\s+)?(?:hand\s?gun|pistol|revolver)\b|\bGlock\b", re.IGNORECASE)),
    ("gun", re.compile(r"\b(?:an?|the|his|her|that|their|loaded)\s+(?:loaded\s+)?(?:gun|firearm|weapon)\b(?!\s+(?:shop|range|show|store|safety|club|owner|violence|control|fire|shot|law|case|safe|charge|count))", re.IGNORECASE)),
)  # fmt: skip
_CALIBRE = re.compile(
    r"(?:\.?(\d{2,3})[- ]cal|(?<![\d,])\.(22|25|32|357|38|380|40|44|45|50)\b|(9)\s?-?mm|(9)\s?-?millim)", re.IGNORECASE
)
_OTHERS = re.compile(
    r"\b(?:officers?['’]?s?\s+(?:fired|gun|weapon|service)|police\s+(?:fired|officer)|other\s+(?:guns|weapons)|found\s+(?:several|other|more|another)|seized|collection|cabinet|owned|stolen|possession|toy|replica|carrying\s+charge"
    r"|casings?|shells?|rounds|bullets?|ammunition|law|permit|license|bill|background)\b",
    re.IGNORECASE,
)


def weapon_facts(sheet: Sheet) -> Iterator[Fact]:
    """The weapon, where a report names one kind alone."""
    named: dict[str, list[tuple[str, Span]]] = {}
    for line in sheet.lines:
        if line.role == "caption":
            continue
        taken: list[Span] = []
        for kind, pattern in _KINDS:
            for match in line.finds(pattern):
                span = Span(line.span.start + match.start(), line.span.start + match.end())
                if any(span.overlap(t) for t in taken):
                    continue
                taken.append(span)
                calibre = _CALIBRE.search(match[0])
                exact = next((g for g in calibre.groups() if g), "") if calibre else ""
                aside = "aside" if line.search(_OTHERS) else ""
                named.setdefault(kind, []).append((f"{kind}|{exact}|{aside}", span))
    exact_kinds = set(named) - {"gun"}
    if len(exact_kinds) > 1 or not named:
        return
    kind = exact_kinds.pop() if exact_kinds else "gun"
    told = [(value.rsplit("|", 1)[0], span) for value, span in named[kind] if value.endswith("|")]
    values = sorted({value for value, _ in told}, key=lambda v: (-len(v), v))
    if len([v for v in values if v.split("|")[1]]) < 2:
        for value, span in told:
            if value == values[0]:
                yield sheet.fact("weapon", "", value, span)


def compare(a: Fact, b: Fact) -> Found:
    """Two weapons: other calibres, or one told more exactly."""
    (one, size_a), (two, size_b) = (str(f.value).split("|") for f in (a, b))
    if one != two:
        return None  # two may have had one each, and a gun is a gun
    if size_a == size_b:
        return None
    if size_a and size_b:
        return "contradiction", "other calibres of the weapon"
    return "refinement", "one names the calibre of the weapon"
