"""Clauses in the dependency tree: which words head one, what belongs to it, and who is its subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from variorum.model.span import Span
from variorum.reading.wordlist import words

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSAL = {"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj", "csubjpass", "pcomp", "xcomp", "dep"}
PERCEIVING = {"hear", "see", "feel", "watch", "notice", "smell"}  # verbs whose clausal object is what was perceived
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}


def is_clause(token: Token) -> bool:
    """Whether `token` heads a clause that can state something."""
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass"}:
        return False
    if token.dep_ in {"amod", "compound", "case", "prep", "mark"}:
        return False
    if token.dep_ == "xcomp":
        return not merged(token) and any(c.dep_ in SUBJECTS for c in token.children)
    if token.dep_ == "conj":
        return is_clause(token.head) or token.head.dep_ == "xcomp" or token.head.pos_ not in {"VERB", "AUX"}
    if token.dep_ == "pcomp" and token.head.head.pos_ not in {"VERB", "AUX"}:
        return False  # "in danger of dying": part of the noun
    if token.dep_ == "acl" and token.head.dep_ == "dobj" and token.head.head.lemma_.lower() in PERCEIVING:
        return False
    if token.dep_ == "ccomp" and token.head.lemma_.lower() in PERCEIVING and not is_finite_verb(token):
        return False
    if (
        token.dep_ in {"acl", "advcl", "pcomp", "dep"}
        and token.tag_ == "VB"
        and not any(c.dep_ in SUBJECTS for c in token.children)
    ):
        return False  # a purpose ("to enter the town") is part of what was done
    return token.dep_ in CLAUSAL


def merged(token: Token) -> bool:
    """Whether the infinitive `token` carries the event of the verb above it ("managed to climb")."""
    return (
        token.dep_ == "xcomp"
        and token.pos_ in {"VERB", "AUX"}
        and (
            token.head.lemma_.lower() in words("raising_verbs.txt")
            or any(c.dep_ == "auxpass" for c in token.head.children)  # "was forced to hide"
        )
        and not any(c.dep_ in {"dobj", "nsubj"} for c in token.head.children if token.head.i < c.i < token.i)
    )


def verbs_of(clause: Token) -> list[Token]:
    """The verbs of one event, from the finite one to the infinitive that carries it ("had", "managed", "to climb")."""
    found = [clause]
    while (below := next((c for c in found[-1].children if c.i > found[-1].i and merged(c)), None)) is not None:
        found.append(below)
    return found


def own_tokens(head: Token) -> list[Token]:
    """The tokens of the clause of `head`, without clauses that stand for themselves, in text order."""
    found: list[Token] = []
    todo = [head]
    while todo:
        token = todo.pop()
        found.append(token)
        for child in token.children:
            if not is_clause(child):
                todo.append(child)
    return sorted(found, key=lambda t: t.i)


def is_finite_verb(token: Token) -> bool:
    """Whether `token` is a verb with a tense."""
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def contiguous(tokens: Sequence[Token], head: Token) -> list[Token]:
    """`tokens` without what stands apart from `head` beyond a gap wider than an inserted clause of 12 words."""
    kept = [head]
    for token in sorted((t for t in tokens if t.i > head.i), key=lambda t: t.i):
        if token.i - kept[-1].i <= 12:
            kept.append(token)
    first = [head]
    for token in sorted((t for t in tokens if t.i < head.i), key=lambda t: -t.i):
        if first[-1].i - token.i <= 12:
            first.append(token)
    return sorted({t.i: t for t in [*first, *kept]}.values(), key=lambda t: t.i)


EDGES = set(" \t,;:.-–—()[]")
OPENERS = {"and", "but", "or", "that", "while", "which", "because", "although", "though", "who", "whereas"}


def dangling(last: Token) -> bool:
    """Whether `last` is a preposition whose clause was taken to be a statement of its own."""
    return last.dep_ == "prep" and any(c.dep_ == "pcomp" for c in last.children)


def clause_span(tokens: Sequence[Token]) -> Span:
    """The characters from the first to the last word of the clause, without joining words and punctuation at its ends."""
    kept = list(tokens)
    while len(kept) > 1 and (kept[0].is_punct or kept[0].is_space or kept[0].lower_ in OPENERS - {"who"}):
        kept.pop(0)
    while len(kept) > 1 and (kept[-1].is_punct or kept[-1].is_space or kept[-1].dep_ in {"cc", "mark"} or dangling(kept[-1])):
        kept.pop()
    return Span(kept[0].idx, kept[-1].idx + len(kept[-1]))


def phrase(token: Token) -> Span:
    """The noun phrase headed by `token`, without relative clauses and appositions."""
    inside = [token]
    todo = [token]
    while todo:
        for child in todo.pop().children:
            if child.dep_ in {"relcl", "acl", "appos", "conj", "cc", "punct", "advcl", "ccomp"}:
                continue
            inside.append(child)
            todo.append(child)
    inside = [t for t in inside if not t.is_space]
    first, last = min(inside, key=lambda t: t.i), max(inside, key=lambda t: t.i)
    return Span(first.idx, last.idx + len(last))


def subject_of(head: Token, depth: int = 0) -> Token | None:
    """The subject of a verb, taken from the clause it shares or depends on where it has none of its own."""
    for child in head.children:
        if child.dep_ in {"nsubj", "nsubjpass", "csubj"}:
            if child.dep_ == "nsubj" and child.tag_ in {"WP", "WDT"} and head.dep_ == "relcl":
                return head.head
            return child
    if depth > 4:
        return None
    if head.dep_ in {"conj", "xcomp", "advcl"} and head.head.pos_ in {"VERB", "AUX"}:
        return subject_of(head.head, depth + 1)
    if head.dep_ == "pcomp" and head.head.head.pos_ in {"VERB", "AUX"}:
        return subject_of(head.head.head, depth + 1)  # "after pleading with them he left"
    if head.dep_ in {"acl", "relcl"}:
        return head.head
    return None


def antecedent(child: Token) -> Token:
    """The noun that a relative pronoun as object stands for ("the lights that he saw"), else `child` itself."""
    verb = child.head
    if child.tag_ in {"WDT", "WP"} or (child.lower_ == "that" and child.i < verb.i):
        if verb.dep_ == "relcl" and child.dep_ in {"dobj", "obj"}:
            return verb.head
    return child


def is_passive(head: Token) -> bool:
    """Whether the subject of `head` is the one something was done to."""
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in head.children):
        return True
    return head.dep_ in {"acl", "conj"} and head.tag_ == "VBN" and not any(c.dep_ in {"nsubj", "aux"} for c in head.children)
