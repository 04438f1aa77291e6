"""What changed between two versions of a report: paragraphs added, removed and reworded, with the words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from variorum.model.document import Document
from variorum.show.markup import Html, el, join

MOST = 5_000  # pairs of equal paragraphs, or of equal words in one, up to which they are set against one another in order
ALIKE = 0.5  # share of words that a reworded paragraph keeps


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph as it was and as it is; None where it was not or is no more."""

    before: str | None
    after: str | None


def changes(before: Document, after: Document) -> list[Change]:
    """The paragraphs in which two texts differ, in order."""
    old, new = _paragraphs(before), _paragraphs(after)
    if _pairs(old, new) > MOST:  # the same paragraph over and over: the order of so many cannot be followed
        kept, made = set(new), set(old)
        gone_for_good = [Change(words, None) for words in dict.fromkeys(old) if words not in kept]
        return [*gone_for_good, *(Change(None, words) for words in dict.fromkeys(new) if words not in made)]
    found: list[Change] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, come = old[a:b], new[c:d]
        while gone and come:
            if _alike(gone[0], come[0]):
                found.append(Change(gone.pop(0), come.pop(0)))
            elif len(gone) >= len(come):
                found.append(Change(gone.pop(0), None))
            else:
                found.append(Change(None, come.pop(0)))
        found += [Change(words, None) for words in gone]
        found += [Change(None, words) for words in come]
    return found


def shown(change: Change, before: str, after: str) -> Html:
    """A change with its words, each side with the letter of the version that has it."""
    if change.before is None:
        return el("li", el("b", f"+ only {after}: "), el("ins", change.after or "", class_="said", dir="auto"))
    if change.after is None:
        return el("li", el("b", f"− only {before}: "), el("del", change.before, class_="said", dir="auto"))
    old, new = _words(change.before), _words(change.after)
    if _pairs(old, new) > MOST:
        return el("li", el("b", f"{before}: "), el("del", change.before), " ", el("b", f"{after}: "), el("ins", change.after))
    pieces: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append("".join(old[a:b]))
        else:
            pieces += [el("del", "".join(old[a:b]))] if b > a else []
            pieces += [el("ins", "".join(new[c:d]))] if d > c else []
    return el("li", el("b", f"{before} → {after}: "), el("span", join(pieces), class_="said", dir="auto"))


def _paragraphs(document: Document) -> list[str]:
    found = [" ".join(block.span.text(document.text).split()) for block in document.blocks if block.role != "furniture"]
    return [words for words in found if words]


def _pairs(old: list[str], new: list[str]) -> int:
    """How many equal pairs two lists have, on which the time to align them hangs."""
    count = Counter(new)
    return sum(number * count[words] for words, number in Counter(old).items())


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _alike(one: str, other: str) -> bool:
    a, b = {*one.lower().split()}, {*other.lower().split()}
    return 2 * len(a & b) >= ALIKE * max(len(a) + len(b), 1)
