"""What is told right beside a number of people: the first telling word on either side, and whether they do it or suffer it."""

from __future__ import annotations

from variorum.collation.incidents.groups import DETERMINERS, Group, numbers
from variorum.collation.incidents.page import Line, kinds

_REACH = 8  # words between a number of people and what is told of them
_PASSIVE = frozenset(("was", "were", "been", "being", "is", "are", "be", "found", "pronounced", "declared", "left", "leaving",
                      "have", "had", "has"))  # fmt: skip


def frame(line: Line, group: Group) -> dict[str, str]:
    """What is told right after and right before a number of people, little words between passed over.

    "agent" after it: these people do it to somebody else.
    """
    inside = [kind for at, kind in line.cues if group.first <= at <= group.last]
    found = {"inside": inside[-1]} if inside else {}
    if group.form == "several":
        return found
    after, _ = _reach(line, group.last, 1)
    if after:
        found["after"] = after
    before, joined = _reach(line, group.first, -1)
    if before and not (joined and after and after != before):
        found["before"] = before
    return found


def _reach(line: Line, start: int, step: int) -> tuple[str, bool]:
    """The first telling word on one side of a number of people, and whether an "and" was passed on the way."""
    joined, passive = False, False
    start = _past_aside(line, start) if step > 0 else start
    for n in range(1, _REACH + 1):
        i = start + step * n
        if not 0 <= i < len(line.words):
            break
        word = line.words[i]
        left = line.words[i - step]
        if _stops(line.gap(left, word) if step > 0 else line.gap(word, left), step):
            break
        kind = kinds().get(word.low, "digit" if word.low[0].isdigit() else "")
        if word.low == "in" and step > 0 and i + 1 < len(line.words) and line.words[i + 1].low in ("their", "his", "her"):
            kind = "fill"  # "two men in their 20s were"
        if kind == "fill" or (kind == "digit" and step > 0):
            joined, passive = joined or word.low == "and", passive or word.low in _PASSIVE
            continue
        if kind and kind != "past" and step > 0:
            return _voiced(line, i, kind, passive), joined
        return (kind if kind != "digit" and kind != "past" else ""), joined
    return "", joined


def _past_aside(line: Line, start: int) -> int:
    """The last word of an aside in commas behind a number of people ("two officers, both of Norwick, were"), or `start` itself."""
    if start + 1 >= len(line.words) or "," not in line.gap(line.words[start], line.words[start + 1]):
        return start
    for i in range(start + 2, min(start + 16, len(line.words))):
        if "," in line.gap(line.words[i - 1], line.words[i]) and line.words[i].low in _PASSIVE | {"died"}:
            return i - 1
    return start


def _stops(between: str, step: int) -> bool:
    """Whether what stands between two words ends the phrase; a comma does so before a number only."""
    return any(c in between for c in (";:.!?—(" if step > 0 else ";:.!?—(,"))


def _voiced(line: Line, at: int, kind: str, passive: bool) -> str:
    """What is told by a word after a number of people: "agent" where an object follows and no passive went before."""
    last = at
    following = line.words[at + 1] if at + 1 < len(line.words) else None
    if following is not None and following.low in ("and", "to") and at + 2 < len(line.words):
        if kinds().get(line.words[at + 2].low) == "dead":
            kind, last = "dead", at + 2
    elif following is not None and kinds().get(following.low) == "dead" and line.gap(line.words[at], following) == " ":
        kind, last = "dead", at + 1
    if passive or not line.words[at].low.endswith(("ed", "shot", "hit", "struck", "kill", "kills", "shoot", "shoots")):
        return kind
    thing = line.words[last + 1] if last + 1 < len(line.words) else None
    if thing is None or "," in line.gap(line.words[last], thing):
        return kind
    object_follows = thing.low in DETERMINERS or thing.low in ("him", "them", "at") or thing.low in numbers()
    return "agent" if object_follows and not thing.text[0].isupper() else kind
