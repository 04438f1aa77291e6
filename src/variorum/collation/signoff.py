"""Sign-offs: what the signer of a claim saw, and what of it is otherwise now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from variorum.model.document import Document
from variorum.model.record import Claim, RecordStatement

Seen = dict[str, Any]


def seen(claim: Claim, statements: Mapping[str, RecordStatement], documents: Mapping[str, Document]) -> Seen:
    """What a claim shows to whoever signs it: its statements with their words and sources, its origins, its support."""

    def words(id: str) -> str:
        return statements[id].span.text(documents[statements[id].document].text)

    told = [
        {
            "report": documents[statements[id].document].sha256,
            "words": words(id),
            "by": [vouch.holder_text or "" for vouch in statements[id].attributions],
            "polarity": statements[id].polarity,
            "certainty": statements[id].certainty,
        }
        for id in claim.statements
    ]
    origins = [{"kind": o.kind, "name": o.name or "", "words": sorted(map(words, o.statements))} for o in claim.origins]
    return {
        "statements": sorted(told, key=_written),
        "origins": sorted(origins, key=_written),
        "support": claim.support,
        "disputed": claim.disputed,
    }


_DISPUTED = {True: "its reports now differ on it", False: "its reports no longer differ on it"}


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def sealed(what: Seen) -> str:
    """What was seen as text for a decision to keep."""
    return _written(what)


def changes(then: str, now: Seen) -> str:
    """What is otherwise now than when `then` was signed, in one sentence; nothing when all is the same."""
    try:
        old = json.loads(then)
        parts = [
            *_lists("statement", old["statements"], now["statements"]),
            *_lists("origin", old["origins"], now["origins"]),
            *([f"its support was {old['support']}, is {now['support']}"] if old["support"] != now["support"] else []),
            *([_DISPUTED[bool(now["disputed"])]] if old["disputed"] != now["disputed"] else []),
        ]
    except (ValueError, KeyError, TypeError):
        return "what was signed is not told in a form that this version reads"
    return "; ".join(parts)


def _lists(noun: str, old: Sequence[Any], now: Sequence[Any]) -> list[str]:
    gone, new = [one for one in old if one not in now], [one for one in now if one not in old]
    told = []
    for items, verb in ((gone, "no longer has"), (new, "now has")):
        if items:
            shown = "; ".join(_shown(one) for one in items[:3]) + (" and others" if len(items) > 3 else "")
            told.append(f"it {verb} the {noun}{'s' if len(items) > 1 else ''} {shown}")
    return told


def _shown(one: Mapping[str, Any]) -> str:
    if "kind" in one:
        return f"{one['kind']} {one['name']}".strip()
    by = ", ".join(name for name in one["by"] if name)
    return f"“{' '.join(str(one['words']).split())}”" + (f" ({by})" if by else "")
