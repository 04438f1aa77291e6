"""E-mail addresses, handles, telephone numbers and addresses of pages, and whose name they hold."""

from __future__ import annotations

import re

from variorum.export.redaction.people import Person
from variorum.export.redaction.words import folded

EMAIL = re.compile(r"(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
HANDLE = re.compile(r"(?<![\w@/])[@#][\w.]*\w")
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”)\]]+|\b[\w-]+(?:\.[\w-]+)+/[^\s<>\"'“”)\]]*", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.])\+?\d[\d ()/.-]{6,}\d(?!\w)")


def told_in(address: str, one: Person) -> bool:
    """Whether an address holds somebody's name, or his initials before the @."""
    plain, _ = folded(address)
    bare = re.sub(r"[^a-z0-9]", "", plain)
    parts = re.findall(r"[a-z]+", plain)
    if any(len(name) > 3 and name in bare for name in one.core | one.glued) or any(name in parts for name in one.core):
        return True
    if any(len(name) > 4 and name in bare for name in one.soft) or any(name in parts for name in one.soft if len(name) > 2):
        return True
    local = re.sub(r"[^a-z]", "", plain.removeprefix("mailto:").split("@")[0] or plain)
    return "@" in plain and local in one.initials
