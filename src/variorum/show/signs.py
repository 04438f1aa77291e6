"""The signs shared by page, paper and terminal, with what they mean."""

from __future__ import annotations

from variorum.model.record import Relation, Support

RELATION_SIGN: dict[Relation, str] = {"contradiction": "≠", "refinement": "+", "update": "→", "variant": "~"}
RELATION_WORD = {
    "contradiction": "cannot both hold",
    "refinement": "one says more",
    "update": "changed since",
    "variant": "worded or spelt otherwise",
}
RELATION_HEAD = {
    "contradiction": "Readings that cannot both hold",
    "refinement": "Readings of which one says more",
    "update": "Values that changed from an earlier report to a later one",
    "variant": "The same, worded or spelt otherwise",
}
SUPPORT_SIGN: dict[Support, str] = {"single": "○", "repeated": "◎", "undetermined": "◌", "independent": "●●"}
SUPPORT_WORD: dict[Support, str] = {
    "single": "told by one report",
    "repeated": "several reports, one origin",
    "undetermined": "several reports, origin not settled",
    "independent": "two or more identified sources with no common source found",
}
ALIKE = "="
ALIKE_WORD = "told alike, no difference found"
UNSIGNED = "one report alone, or several that tell it not alike in every respect, no difference settled"
READ_FROM_TEXT = "title read from the text"
NOT_TOLD = "·"
THROUGH = "‹"
ASCII = {
    "≠": "!=",
    "→": "->",
    "○": "o",
    "◎": "(o)",
    "◌": "?",
    "●●": "oo",
    "●": "o",
    "·": ".",
    "‹": "<",
    "…": "...",
    "–": "-",
}
