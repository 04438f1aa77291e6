"""How sure a clause is told, and whether it is told as so or as not so, by scopes over the dependency tree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from variorum.model.reading import Certainty, Polarity

EMBEDDED = ("ccomp", "xcomp", "acl", "pcomp", "dobj", "pobj")
SHARING = ("conj", "aux", "auxpass", "attr", "acomp", "xcomp")  # what is said of the word above holds for these too
STEPS = 6  # how far up the tree a scope reaches


@cache
def _triggers() -> dict[str, str]:
    """Lemma to what it does to the words in its scope."""
    lines = files("variorum.data").joinpath("factuality.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


def factuality(head: Token) -> tuple[Certainty, Polarity]:
    """Certainty and polarity of the happening whose head word is `head`."""
    effects = list(_effects(head))
    denied = sum(e == "negation" for e in effects) % 2 == 1
    polarity: Polarity = "denied" if denied else "affirmed"
    for certainty in ("unknown", "possible", "probable", "future"):
        if certainty in effects:
            return certainty, polarity
    return "certain", polarity


def _effects(head: Token) -> Iterator[str]:
    """The effects of all triggers with `head` in their scope."""
    yield from _own(head)
    token = head
    for _ in range(STEPS):
        if token.dep_ == "ROOT" or token.head == token:
            return
        above = token.head
        yield from _from_above(token, above)
        if token.dep_ in SHARING:
            if token.dep_ != "conj" or _shares(token, above):
                yield from _own(above)
        elif (
            token.dep_ not in EMBEDDED
            or above.pos_ not in ("VERB", "NOUN", "ADJ", "AUX", "ADP")
            or (above.pos_ != "ADP" and _effect(above, token) is None)
        ):
            return
        token = above


def _shares(token: Token, first: Token) -> bool:
    """Whether a second conjunct stands under the first one's auxiliaries: it has none of its own and the same form."""
    return token.tag_ == first.tag_ and not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass", "neg") for c in token.children)


def _own(head: Token) -> Iterator[str]:
    """What the word's own auxiliaries, adverbs, determiners and subjects say."""
    children = list(head.children)
    for child in children:
        lemma = child.lemma_.lower()
        effect = _triggers().get(f"{child.dep_}:{child.lower_}") or _triggers().get(f"{child.dep_}:{lemma}")
        if effect is None and child.dep_ in ("advmod", "amod", "neg", "det", "cc"):
            effect = _triggers().get(lemma)
        if effect is not None:
            yield "future" if child.lower_ in ("would", "'d", "’d") and _told_in_past(head) else effect
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and any(g.dep_ == "det" and g.lower_ == "no" for g in child.children):
            yield "negation"
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and child.lower_ in ("nobody", "none", "nothing"):
            yield "negation"
    if head.dep_ == "xcomp" and head.head.lower_ == "going" and any(c.lower_ == "to" for c in children):
        yield "future"


def _told_in_past(head: Token) -> bool:
    """Whether the clause is reported by a verb in the past, so that its "would" is a "will"."""
    clause = next((t for t in (head, *head.ancestors) if t.dep_ == "ccomp"), None)
    return clause is not None and clause.head.tag_ in ("VBD", "VBN")


def _from_above(token: Token, above: Token) -> Iterator[str]:
    """What the governing word does to the clause or phrase below it."""
    effect = _effect(above, token)
    if effect is not None:
        yield effect
        if (
            token.dep_ not in SHARING
            and effect in ("future", "possible", "probable")
            and any(c.dep_ == "neg" for c in above.children)
        ):
            yield "negation"
    elif (
        token.dep_ == "ccomp" and any(c.dep_ == "neg" for c in above.children) and f"raises:{above.lemma_.lower()}" in _triggers()
    ):
        yield "negation"


def _effect(above: Token, token: Token) -> str | None:
    """The effect of a governor on what stands below it, if it is in the lexicon."""
    if token.dep_ in EMBEDDED:
        return _triggers().get(f"over:{above.lemma_.lower()}")
    return None
