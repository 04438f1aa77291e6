"""Where the clause around a time expression points: back, ahead, or nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.reading.timesetting import Way
from variorum.reading.wordlist import words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from variorum.reading.timegrammar import Shape

_PLANS = frozenset("expect schedule plan set due slate intend aim hope promise likely agree prepare".split())
# Verbs whose past tense too tells of what is still to come: "scheduled a hearing for Friday".
_SCHEDULING = frozenset("plan schedule slate".split())
# Words before a day that say it is still to come; "a record set on Friday" is none of them.
_DUE = re.compile(r"\b(?:scheduled|slated|due|planned|set(?!\s+(?:on|by|from)\b)|expected|deadline|payable|begin|start|until|effective|as soon as)\s+(?:(?:for|on|by|from)\s+)?$", re.I)  # fmt: skip
# A preposition under which a past verb may point to the day after.
_LEANING = re.compile(r"\b(?:by|until|till|for|as\s+(?:early|soon|late)\s+as)\s+$", re.I)
_AT_EARLIEST = re.compile(r"\bas\s+(?:early|soon)\s+as\s+$", re.I)
_WILL = frozenset("will 'll ’ll shall wo would".split())
_SAYING = frozenset("add announce confirm interview say speak state talk tell testify write".split())
_MAY = frozenset("can may might must should".split())
_HAVE = frozenset("has have had 've ’ve".split())
_COMING = frozenset("planned scheduled upcoming forthcoming slated".split())
# What opens a clause that tells when something else will be.
_OPENERS = frozenset("as once when until before".split())
_DAY_PREPOSITIONS = frozenset("on by until till from at before for in".split())


def way_of(shape: Shape, token: Token | None, text: str) -> Way:
    """Where the clause that holds the expression points; `token` is the expression's first word."""
    if token is None:
        return "none"
    before = text[max(0, shape.start - 30) : shape.start]
    verb = _verb_over(token)
    if verb is not None and _had(verb):
        return "past"
    if _DUE.search(before):
        return "future"
    way = _tense(verb) if verb is not None else "none"
    if _is_planned(token):
        way = "future"
    if way == "none" and (_AT_EARLIEST.search(before) or (verb is not None and _is_set_down(verb, token, shape.end))):
        way = "future"
    if way in ("past", "none") and verb is not None and _comes_before(verb):
        way = "future"
    if way == "future" and text[shape.end : shape.end + 1] in ("'", "’"):
        return "none"  # "will discuss Wednesday's ruling" does not say when the ruling comes
    if verb is not None and way == "past" and _schedules(verb, token):
        return "future"
    if way == "past" and (_LEANING.search(before) or _has(verb)):
        return "near"
    return way


def says(token: Token) -> bool:
    """Whether the verb that the expression hangs on tells that somebody said something: "said in a statement on Sunday"."""
    verb = _verb_over(token)
    return verb is not None and verb.lemma_.lower() in _SAYING


def _verb_over(token: Token) -> Token | None:
    """The verb that the expression hangs on, however far up; None where there is none near."""
    above = token
    for _ in range(12):
        if above.pos_ in ("VERB", "AUX"):
            return _told_by(above, token)
        if above.head == above:
            break
        above = above.head
    return None


def _told_by(verb: Token, token: Token) -> Token:
    """The verb of what is told where the expression was hung on the verb of telling: "it will open Friday, officials said"."""
    if verb.i > token.i and any(t.text == "," for t in verb.doc[token.i : verb.i]):
        return next((child for child in verb.children if child.dep_ == "ccomp" and child.i < token.i), verb)
    return verb


def _had(verb: Token) -> bool:
    """Whether the verb, or one that it hangs on as "had been due to expire" does, is in the pluperfect."""
    for _ in range(3):
        if any(child.dep_ == "aux" and child.lower_ == "had" for child in verb.children):
            return True
        if verb.dep_ not in ("xcomp", "acomp"):
            return False
        verb = verb.head
    return False


def _has(verb: Token | None) -> bool:
    return verb is not None and any(child.dep_ == "aux" and child.lower_ in ("has", "have") for child in verb.children)


def _helpers(verb: Token) -> frozenset[str]:
    """The auxiliaries of a verb, in lower case."""
    return frozenset(child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass"))


def _tense(verb: Token) -> Way:
    """Where a verb points, by its auxiliaries and by the verb it hangs on."""
    helpers = _helpers(verb)
    if helpers & _WILL or (helpers & _MAY and not helpers & _HAVE):
        return "future"
    if (
        "did" in helpers
        or verb.tag_ == "VBD"
        or (verb.tag_ == "VBN" and any(c.lower_ in ("was", "were", "had", "has", "have", "been") for c in verb.children))
    ):
        return "past"
    if "to" in helpers and verb.tag_ in ("VB", "VBN"):
        above = verb.head
        if above != verb and (above.lemma_.lower() in _PLANS or above.tag_ in ("VBZ", "VBP", "NN", "NNS")):
            return "future"
        if above.pos_ == "ADJ" and above.head.pos_ in ("VERB", "AUX"):  # "it is hard to win in May"
            over = above.head
            return "future" if over.tag_ in ("VBZ", "VBP") or _helpers(over) & _WILL else "none"
        return "none"
    return "none"


def _comes_before(verb: Token) -> bool:
    """Whether a clause in the past tells when something will be: "would buy as soon as trading opened Monday"."""
    opened = verb.dep_ == "advcl" and any(child.lower_ in _OPENERS for child in verb.children if child.i < verb.i)
    over = verb.head.head if verb.head.pos_ == "ADV" else verb.head
    return opened and _tense(over) == "future"


def _is_set_down(verb: Token, token: Token, end: int) -> bool:
    """Whether a verb in the present tells what is set down for the day that hangs on it: "the court meets Monday"."""
    running = verb.tag_ == "VBG" and bool(_helpers(verb) & {"is", "are", "am", "'s", "’s", "'re", "’re"})
    if not running and verb.tag_ not in ("VBZ", "VBP"):
        return False
    first = token.i
    while token.head != token and token.idx <= token.head.idx < end:  # to the head of the expression itself
        token = token.head
    above = token.head
    if above.pos_ == "ADP" and above.lower_ in _DAY_PREPOSITIONS:
        above = above.head
    if above != verb or token == verb:
        return False
    if verb.lemma_.lower() == "be":  # "the vote is on Monday", not "is in hospital after a fire on Monday"
        return not running and 0 < first - verb.i <= 1 + (token.head.pos_ == "ADP")
    return verb.lemma_.lower() in words("scheduled_verbs.txt")


def _is_planned(token: Token) -> bool:
    """Whether the expression hangs on the name of something planned: "her upcoming visit in May"."""
    above = token.head
    noun = above.head if above.pos_ == "ADP" else above
    return noun.pos_ == "NOUN" and any(child.dep_ == "amod" and child.lower_ in _COMING for child in noun.children)


def _schedules(verb: Token, token: Token) -> bool:
    """Whether something was put down for the day: "has scheduled a hearing Thursday"."""
    if verb.lemma_.lower() not in _SCHEDULING:
        return False
    return any(child.dep_ == "dobj" and child.i < token.i for child in verb.children)
