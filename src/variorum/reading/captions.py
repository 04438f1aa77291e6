"""Words under pictures: what credits a photograph, and what describes one."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

LABEL = (
    r"(?:photo(?:graph(?:er|y|s)?|s)?|images?|pictures?|pics?|credits?|video|illustration|graphic|source|courtesy|"
    r"getty(?: images)?|handout)"
)
BY = r"(?:\s(?:credits?|courtesy|by|via|from|of|supplied|provided by|courtesy of))*"
LABELLED = re.compile(
    rf"(?<![\w(\[])(?:photo|image|picture|photograph|video|illustration|graphic)?\s?(?:credits?){BY}\s?[:©/]\s*\S"
    rf"|(?<![\w(\[])(?:photo|image|picture|photograph|photos|images|illustration|graphic){BY}\s?[:©/]\s*\S"
    r"|(?<![\w(\[])(?:Photograph(?:s|y)?|Photo|Picture|Image)s? (?:by|courtesy of|via) [A-Z]",
    re.I,
)
BRACKETED = re.compile(
    rf"[(\[](?:{LABEL}{BY}\s?[:©/]\s*|(?:photo|image|courtesy|picture|AP Photo)\b(?! (?:of|shows))[ /])"
    r"[^()\[\]]{1,90}(?:\([^()]*\)[^()]*)?[)\]]"
    r"|\([\w .,'’&-]{2,40} (?:file )?(?:photo|image|picture|illustration|graphic)\)",
    re.I,
)
WHOLE = re.compile(rf"[(\[]?{LABEL}{BY}\s?(?:[:©/]|\bby\b|\bcourtesy\b|\bvia\b)\s*\S.{{0,90}}", re.I)
NAME_PART = re.compile(r"[\w.'’&-]+(?: [\w.'’&-]+){0,5}")
FOR = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:/| ?, ?| for | / )[A-Z][\w.'’/ -]{2,50}")
STROKE = re.compile(r" ((?:[A-Z][\w.'’-]+ )?[A-Z][\w.'’-]+ ?/ ?[A-Z][^.!?]{1,60})$")  # who took it, and for whom
SOURCE = re.compile(r"(?:image|photo|picture|video|media) (?:source|credit|copyright)\b[,:]? ?\S.{0,80}", re.I)
SPEECH = re.compile(r"\b(?:said|says|told|tells|added|adds|according to|asked|replied|claimed|claims)\b")
PAST = re.compile(
    r"\b(?:was|were|had|did|went|came|took|began|could|would|will|won't|didn't|wasn't"
    r"|[a-z]{3,}ed (?:to|that|the|a|an|his|her|their|from|by|into|at))\b"
)
OPENING = re.compile(
    r"(?:he|she|it|they|we|i|you|this|that|these|those|there|but|and|or|so|yet|however|still|if|when|while|as|although|though|"
    r"because|since|after|before|now|today|then|also|what|who|how|why|according|in|on|at|for|with|by|to|from|not|no|it’s|it's|"
    r"my|our|his|her|their|its|your)\b",
    re.I,
)
BEING = re.compile(
    r"\b(?:is|are) (?:[a-z]+ly )?(?:being )?"
    r"(?:[a-z]+ing|[a-z]+ed|seen|shown|held|led|built|worn|lit|set|hung|based)\b"
)


def credit_in(words: str) -> tuple[int, int] | None:
    """Offsets of the first credit of a photograph inside `words` with other words before it; None where none is."""
    found = BRACKETED.search(words) or _agency_in_brackets(words)
    if found and found.start() > 0:
        return found.start(), found.end()
    label = LABELLED.search(words, 1)
    if label and len(words) - label.start() <= 100 and not SPEECH.search(words, label.start()):
        return label.start(), len(words)
    stroke = STROKE.search(words)
    for start in (stroke.start(1), stroke.start(1) + stroke[1].find(" ") + 1) if stroke else ():
        if start > 20 and _by_agency(words[start:]):
            return start, len(words)
    tail = re.search(r"(?<=[.!?\"”’] )(\S[^.!?]{3,70})$", words)
    if tail and "/" in tail[1] and is_credit(tail[1]):
        return tail.start(1), tail.end(1)
    return None


def _agency_in_brackets(words: str) -> re.Match[str] | None:
    for found in re.finditer(r"\(([^()]{2,90})\)", words):
        if found.end() == len(words) and _by_agency(found[1]) and found.start() > 25:
            return found
    return None


def is_credit(words: str) -> bool:
    """Whether a line does nothing but credit a photograph."""
    if len(words) > 140 or len(words.split()) > 18 or SPEECH.search(words):
        return False
    bare = words.strip("()[] .")
    return bool(WHOLE.fullmatch(words) or SOURCE.fullmatch(words)) or _by_agency(bare)


def _by_agency(words: str) -> bool:
    """Whether these are names divided by strokes or commas, one of them an agency's or a library's."""
    parts = [p.strip(" .©") for p in re.split(r"\s*(?:[/|,–—-]| via | for |©)\s*", words) if p.strip(" .©")]
    named = [p for p in parts if NAME_PART.fullmatch(p) and (p[0].isupper() or p in agencies() or p.isdigit())]
    known = any(re.sub(r"\s+\d{4}$", "", p) in agencies() for p in parts)
    return bool(parts) and len(parts) == len(named) and known


def points_at_picture(words: str) -> bool:
    """Whether the words themselves refer to the picture they stand under."""
    return len(words) <= 600 and bool(_cues().search(words))


def describes_scene(words: str) -> bool:
    """Whether one sentence tells in the present what is to be seen, as captions do, with nobody speaking."""
    count = len(words.split())
    if not 5 <= count <= 32 or OPENING.match(words) or SPEECH.search(words) or re.search(r"[\"“”?!]", words):
        return False
    if re.search(r"[.] [A-Z][a-z]+ [a-z]", words) or PAST.search(words):
        return False
    return bool(BEING.search(words) or _acts(words))


def _acts(words: str) -> bool:
    found = [w.strip(",;") for w in words.split()[1:12]]
    return any(w in scene_verbs() and w[0].islower() for w in found)


@cache
def agencies() -> frozenset[str]:
    """Names that photographs are credited to."""
    return frozenset(x for name in _lines("photo_agencies.txt") for x in (name, name.upper()))


@cache
def scene_verbs() -> frozenset[str]:
    """Present tense forms, singular and plural, of what is done in pictures."""
    base = _lines("caption_verbs.txt")
    return frozenset(x for v in base for x in (v, _third(v)))


def _third(verb: str) -> str:
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(s|sh|ch|x|z)$", verb) else "s")


@cache
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{x})" for x in _lines("caption_cues.txt")), re.I)


def _lines(name: str) -> tuple[str, ...]:
    found = files("variorum").joinpath("data", name).read_text("utf-8").splitlines()
    return tuple(x for x in found if x and not x.startswith("#"))
