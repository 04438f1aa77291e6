"""Words that report: which verbs report what kind of content, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
CLAUSES = ("ccomp", "xcomp")


@cache
def entries(name: str) -> frozenset[tuple[str, ...]]:
    """The lines of a lexicon, cut at tabs; comment lines left out."""
    lines = files("variorum.data").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def reports(verb: Token, frame: str) -> bool:
    """Whether the lexicon has this verb with this kind of content."""
    return (verb.lemma_.lower(), frame) in entries("cues.tsv")


def subject_of(verb: Token) -> Token | None:
    """The head of the words that stand as the verb's subject; for a participle, of what it hangs on."""
    for child in verb.children:
        if child.dep_ in SUBJECTS and child.dep_ != "expl":
            return child
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return subject_of(verb.head)
    if verb.dep_ in ("advcl", "xcomp") and verb.tag_ in ("VBG", "VB", "VBN") and verb.head.pos_ in ("VERB", "AUX"):
        return subject_of(verb.head)
    if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
        return verb.head
    return None


def frames(verb: Token) -> Iterator[tuple[str, Token]]:
    """The kinds of content the verb takes here, each with the content's head."""
    for child in verb.children:
        if child.dep_ == "ccomp":
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
