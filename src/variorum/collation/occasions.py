"""Reports that tell of several happenings of one kind ("the third shooting"), whose numbers and times may be of another one."""

from __future__ import annotations

import re

from variorum.collation.comparing import Setting, of_one
from variorum.collation.draft import Draft

_KIND = r"(?:[a-z-]+\s+){0,2}?(?:shooting|incident|attack|crash|accident|stabbing|robbery|killing|homicide|explosion|blast|fire|collision)"
_SEVERAL = re.compile(
    rf"\b(?:second|third|fourth|fifth|another|separate|unrelated|other)\s+{_KIND}\b(?!\s+victim)"
    rf"|\bfirst\s+(?:shooting|incident|attack|crash|accident|stabbing)\s+(?:happened|occurred|took|was|came)\b"
    rf"|\b(?:two|three|four|five|six|seven|eight|nine|multiple|several|separate)\s+{_KIND}s\b"
    r"|\b(?:two|three|four|five|several)\s+robberies\b"
    r"|\b(?:two|three|four|five|six|several|multiple|different|separate|other)\s+(?:(?:crime|shooting)\s+)?(?:scenes|locations)\b"
    r"|\b(?:spree|rampage)\b",
    re.IGNORECASE,
)


def tells_of_several(text: str) -> bool:
    """Whether a report speaks of more than one happening of a kind."""
    return bool(_SEVERAL.search(text))


def one_occasion(a: Draft, b: Draft, setting: Setting) -> bool:
    """Whether nothing speaks for two happenings: neither report tells of several, or both statements are of one named person."""
    return not {a.document.id, b.document.id} & setting.several or of_one(a, b, setting)
