"""Words that report: which verbs report what kind of content, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
FAR = 6  # tokens inside one verb group
CLIMB = 4  # how many words up the tree a participle looks for its subject


@cache
def entries(name: str) -> frozenset[tuple[str, ...]]:
    """The lines of a lexicon, cut at tabs; comment lines left out."""
    lines = files("variorum.data").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def reports(verb: Token, frame: str) -> bool:
    """Whether the lexicon has this verb with this kind of content."""
    return (verb.lemma_.lower(), frame) in entries("cues.tsv")


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, so that its subject is not who says it."""
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and not any(c.dep_ == "aux" for c in verb.children)


def subject_of(verb: Token) -> Token | None:
    """The head of the words that say who does it: the subject, a passive's agent, what a participle hangs on."""
    if is_passive(verb):
        agents = [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
        return agents[0] if agents else None
    before = verb.doc[max(0, group(verb)[0] - 1)]
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") and not any(c.dep_ in SUBJECTS for c in verb.children)
    if finite and verb.dep_ == "conj" and before.dep_ == "conj" and before.pos_ in ("NOUN", "PROPN"):
        return before  # "it lost ships and analysts said ...": the parser takes the subject for a second object
    token = verb
    for _ in range(CLIMB):
        for child in token.children:
            if child.dep_ in SUBJECTS:
                return None if child.lower_ in ("it", "there") and token != verb else child
        above = token.head
        if token.dep_ == "acl" and above.pos_ in ("NOUN", "PROPN", "PRON"):
            return above if token.tag_ in ("VBG", "VB") else None
        if above == token or token.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "prep", "acl", "dep", "ccomp"):
            return None
        if token.dep_ == "ccomp" and token.tag_ != "VBG":
            return None
        if token.dep_ == "conj" and above.pos_ not in ("VERB", "AUX"):
            return None
        token = above
    return None


def frames(verb: Token) -> Iterator[tuple[str, Token]]:
    """The kinds of content the verb takes here, each with the content's head."""
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            yield "passive", child
        elif child.dep_ == "ccomp":
            yield "clause", child
        elif child.dep_ == "xcomp" and any(t.lower_ == "to" for t in child.children):
            yield "to", child
        elif child.dep_ in ("dobj", "obj"):
            yield "object", child
        elif child.dep_ == "prep" and child.i > verb.i:
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    yield f"prep:{child.lower_}", inner


def group(verb: Token) -> tuple[int, int]:
    """First and last token of the verb group: auxiliaries, negation, adverbs and particle that touch the verb."""
    parts = {t.i for t in verb.children if t.dep_ in ("aux", "auxpass", "neg", "prt")}
    parts |= {t.i for t in verb.children if t.dep_ == "advmod" and t.right_edge.i == t.left_edge.i}
    first = last = verb.i
    while first - 1 in parts:
        first -= 1
    while last + 1 in parts and verb.doc[last + 1].dep_ in ("prt", "neg"):
        last += 1
    return first, last


def governed_from(verb: Token) -> int | None:
    """Where the verb group really begins when the verb hangs on another one: `went on to say`, `began by saying`."""
    if verb.dep_ == "pcomp" and verb.head.lower_ not in ("by", "from"):
        return None  # "left after seeing it": two acts, not one group of verbs
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if verb.dep_ not in ("xcomp", "pcomp") or above.pos_ not in ("VERB", "AUX") or above.i > verb.i:
        return None
    return group(above)[0] if verb.i - above.i <= FAR else None
