"""How victim and suspect are related: a partner told as present and as former, and by what relative it was done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.collation.portraits.compare import Found
from variorum.collation.portraits.sheet import Fact, Sheet
from variorum.collation.portraits.tolls import one_victim
from variorum.model.span import Span

_PARTNER = re.compile(
    r"\b(?P<former>ex[- ]?|former\s+|estranged\s+|one-?time\s+)?(?P<live>live-in\s+)?(?P<noun>boyfriend|girlfriend|husband|wife|fianc[eé]e?)\b",
    re.IGNORECASE,
)
_KIN = r"(?:step)?(?:father|dad|mother|mom|brother|sister|son|daughter|cousin|uncle|aunt|nephew|grandfather|grandmother|grandson)|relative|family\s+member|friend|neighbor|roommate|boyfriend|girlfriend|husband|wife|babysitter|classmate"
_BY = re.compile(
    rf"\b(?:shot|killed|wounded|injured|stabbed)\b[^.;,]{{0,40}}?\bby\s+(?:his|her|their|an?|the)\s+(?:[\w-]+\s+)?(?P<kin>{_KIN})\b",
    re.IGNORECASE,
)
SAME = {"dad": "father", "mom": "mother"}
_SELF = re.compile(
    r"\b(?:accidental(?:ly)?|unintentional(?:ly)?|fatally)\s+(?:shot|shooting|shoots|wounded|stabbed)\s+(?P<self>himself|herself|self)\b|\b(?:shot|wounded|shooting|stabbed)\s+(?P<himself>himself|herself)\s+(?:accidentally|by\s+accident|in\s+the|while)\b"
    r"|\b(?P<wound>(?:apparent\s+)?(?:accidental\s+)?self-inflicted)\s+(?:gunshot|gun\s+shot|stab|shooting)",
    re.IGNORECASE,
)
_DID = re.compile(
    rf"\b(?:his|her|their|an?|the|\w+[’']s)\s+(?:\S+[- ]old\s+|older\s+|younger\s+|\d+-year-old\s+)?(?P<kin>{_KIN})\s+(?:had\s+|then\s+)?(?:accidentally\s+|unintentionally\s+|fatally\s+)?(?:shot|shoots|fired\s+(?:at|the))\s+(?:and\s+killed\s+)?(?:him|her|the|a|his|\d)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|whether|if|or|could|may|might|initially|first|thought|believed)\b|n[’']t\b", re.IGNORECASE)
WIDE = {"relative", "family member"}


def relation_facts(sheet: Sheet) -> Iterator[Fact]:
    """Partners, present or former, as first told; and by whom it was done, as a relative or friend of the one it was done to."""
    seen = set()
    alone = one_victim(sheet)
    for line in sheet.lines:
        for match in line.finds(_PARTNER):
            noun = match["noun"].lower()
            if noun not in seen:
                seen.add(noun)
                span = Span(line.span.start + match.start(), line.span.start + match.end())
                yield sheet.fact("relation", noun, "former" if match["former"] else "present", span)
        match_self = line.search(_SELF)
        if match_self is not None and alone and not _DENIED.search(line.text[: match_self.start()]):
            span = Span(line.span.start + match_self.start(), line.span.start + match_self.end())
            yield sheet.fact("by", "", "self", span)
        match_by = line.search(_BY) or (line.search(_DID) if alone else None)
        if match_by is not None:
            kin = re.sub(r"\s+", " ", match_by["kin"].lower())
            span = Span(line.span.start + match_by.start("kin"), line.span.start + match_by.end("kin"))
            yield sheet.fact("by", "", SAME.get(kin, kin), span)


def compare(a: Fact, b: Fact) -> Found:
    """A partner told as present and as former."""
    return "contradiction", "told as a present partner and as a former one"


def compare_by(a: Fact, b: Fact) -> Found:
    """Other relations of the one who did it."""
    if "self" in (a.value, b.value):
        return "contradiction", "told as done by the one it happened to, and by somebody else"
    if {str(a.value), str(b.value)} & WIDE:
        return "refinement", "one names the relation more exactly"
    return "contradiction", "other relations of the one who did it to the one it was done to"
