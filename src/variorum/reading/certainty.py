"""How sure a clause is told, and whether it is told as so or as not so, by scopes over the dependency tree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from variorum.model.reading import Certainty, Polarity
from variorum.reading.wordlist import lines, table

EMBEDDED = ("ccomp", "xcomp", "acl", "pcomp", "dobj", "pobj")
SHARING = ("conj", "aux", "auxpass", "attr", "acomp", "xcomp")  # what is said of the word above holds for these too
STEPS = 6  # how far up the tree a scope reaches


def _triggers() -> dict[str, str]:
    """Lemma to what it does to the words in its scope."""
    return table("factuality.tsv")


@cache
def _settling() -> dict[str, frozenset[str]]:
    """Class to the words of it, by which a clause is settled or left open."""
    found: dict[str, set[str]] = {}
    for line in lines("settling.tsv"):
        kind, word = line.split("\t")
        found.setdefault(kind, set()).add(word)
    return {kind: frozenset(held) for kind, held in found.items()}


def factuality(head: Token) -> tuple[Certainty, Polarity]:
    """Certainty and polarity of the happening whose head word is `head`."""
    effects = list(_effects(head))
    denied = sum(e == "negation" for e in effects) % 2 == 1
    polarity: Polarity = "denied" if denied else "affirmed"
    if "open" in effects:
        return "unknown", polarity
    for certainty in ("unknown", "possible", "probable", "future"):
        if certainty in effects:
            return certainty, polarity
    return "certain", polarity


def is_open(head: Token) -> bool:
    """Whether the happening is only asked about ("whether he left"), so that it is neither affirmed nor denied."""
    return "open" in _effects(head)


def _effects(head: Token) -> Iterator[str]:
    """The effects of all triggers with `head` in their scope."""
    yield from _own(head)
    if any(c.dep_ == "expl" for c in head.children) and any(c.dep_ == "attr" and _none_of(c) for c in head.children):
        yield "negation"  # "there was no shot"
    token = head
    for _ in range(STEPS):
        if token.dep_ == "ROOT" or token.head == token:
            return
        above = token.head
        yield from _from_above(token, above, head)
        if _is_asked(token, above) or _is_taken_back(token, above):
            yield "open"
        if _is_called_untrue(token, above):
            yield "negation"
        if token.dep_ == "dobj" and f"light:{above.lemma_.lower()}" in _triggers() and not _none_of(token):
            yield from _own(above)  # "may have an impact", "did not make a statement"
        if token.dep_ in SHARING or (token.dep_ == "prep" and above.lemma_ == "be"):
            if token.dep_ != "conj" or _shares(token, above):
                yield from _own(above)
        elif (
            (token.dep_ not in EMBEDDED)
            or above.pos_ not in ("VERB", "NOUN", "ADJ", "AUX", "ADP")
            or (above.pos_ != "ADP" and _effect(above, token, head) is None)
        ):
            return
        token = above


def _is_asked(clause: Token, above: Token) -> bool:
    """Whether a clause is left without an answer: "has not said that", "refused to say why he left", "it is unclear how"."""
    told = [above, *(c for c in above.children if c.dep_ == "acomp")]
    refused = any(c.dep_ == "neg" or (c.dep_ == "nsubj" and _none_of(c)) for t in told for c in t.children)
    if clause.dep_ == "ccomp" and above.lemma_.lower() in _settling()["telling"]:
        return refused or (above.dep_ == "xcomp" and above.head.lemma_.lower() in _settling()["refusing"])
    if clause.left_edge.tag_ not in ("WRB", "WP", "WDT", "WP$") or clause.dep_ not in ("ccomp", "csubj", "advcl"):
        return False
    if any(t.lemma_.lower() in _settling()["unclear"] for t in told):
        return True
    return refused and clause.dep_ != "advcl" and any(t.lemma_.lower() in _settling()["knowing"] for t in told)


def is_verdict(word: Token) -> bool:
    """Whether a copula only says of the clause below it that it is so or not ("it is not true that")."""
    return word.lemma_ == "be" and any(c.dep_ in ("ccomp", "csubj") for c in word.children) and _truth(word) is not None


def _truth(copula: Token) -> bool | None:
    """Whether a copula calls something true or untrue; None where it says something else."""
    said = [c for c in copula.children if c.dep_ in ("acomp", "attr", "oprd")]
    refused = any(c.dep_ == "neg" for c in copula.children)
    for word in said:
        lemma = word.lemma_.lower()
        if lemma == "true" or lemma in _settling()["untrue"]:
            return bool((lemma == "true") != refused)
    return None


def _is_called_untrue(clause: Token, above: Token) -> bool:
    """Whether a clause, or the noun that it fills, is called untrue: "it is false that", "reports that ... are a lie"."""
    if clause.dep_ in ("ccomp", "csubj", "advcl") and above.lemma_ == "be":
        return _truth(above) is False
    if clause.dep_ not in ("acl", "relcl") or above.pos_ != "NOUN" or not any(c.lower_ == "that" for c in clause.children):
        return False
    verb = above.head
    if above.dep_ == "nsubj" and verb.lemma_ == "be":
        return _truth(verb) is False
    behind = above.doc[clause.i : clause.sent.end]
    is_called = above.dep_ == "dobj" and verb.lemma_.lower() in _settling()["calling"]
    return is_called and any(t.lemma_.lower() in _settling()["untrue"] for t in behind)


def _is_taken_back(clause: Token, above: Token) -> bool:
    """Whether a clause fills a noun that somebody takes back ("retracted her statement that"): nobody tells it any more."""
    return clause.dep_ in ("acl", "relcl") and above.dep_ == "dobj" and above.head.lemma_.lower() in _settling()["taking_back"]


def _shares(token: Token, first: Token) -> bool:
    """Whether a second conjunct stands under the first one's auxiliaries: it has none of its own and the same form."""
    return token.tag_ == first.tag_ and not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass", "neg") for c in token.children)


def _own(head: Token) -> Iterator[str]:
    """What the word's own auxiliaries, adverbs, determiners and subjects say."""
    children = list(head.children)
    denied = any(c.dep_ == "neg" or c.lower_ == "longer" for c in children) and not any(
        c.lower_ == "have" and c.dep_ == "aux" for c in children
    )
    for child in children:
        if denied and child.dep_ == "aux" and child.lower_ in _settling()["unable"]:
            continue  # who could not do it did not do it
        if child.lower_ == "longer" and any(g.lower_ == "no" for g in child.children):
            yield "negation"
        lemma = child.lemma_.lower()
        effect = _triggers().get(f"{child.dep_}:{child.lower_}") or _triggers().get(f"{child.dep_}:{lemma}")
        if effect is None and child.dep_ in ("advmod", "amod", "neg", "det", "cc"):
            effect = _triggers().get(lemma)
        if effect is not None:
            yield "future" if child.lower_ in ("would", "'d", "’d") and _told_in_past(head) else effect
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and _none_of(child):
            yield "negation"
    if head.dep_ == "xcomp" and head.head.lower_ == "going" and any(c.lower_ == "to" for c in children):
        yield "future"


def _none_of(word: Token) -> bool:
    """Whether a subject or object says that there is none: "no shots", "nobody", "neither he nor she"."""
    if word.lower_ in _settling()["nobody"]:
        return True
    return any((c.dep_ == "det" and c.lower_ == "no") or c.lower_ == "neither" for c in word.children)


def _told_in_past(head: Token) -> bool:
    """Whether the clause is reported by a verb in the past, so that its "would" is a "will"."""
    clause = next((t for t in (head, *head.ancestors) if t.dep_ in ("ccomp", "acl", "relcl")), None)
    if clause is None or not (clause.dep_ == "ccomp" or any(c.lower_ == "that" for c in clause.children)):
        return False
    above = clause.head
    for _ in range(STEPS):
        if above.pos_ in ("VERB", "AUX") or above.head == above:
            break
        above = above.head  # "announced in a memo that": the parser hangs the clause on the noun
    return above.tag_ in ("VBD", "VBN")


def _from_above(token: Token, above: Token, head: Token) -> Iterator[str]:
    """What the governing word does to the clause or phrase below it."""
    effect = _effect(above, token, head)
    refused = any(c.dep_ == "neg" for c in above.children)
    if token.dep_ == "xcomp" and above.lemma_ == "have" and any(c.lower_ == "yet" for c in (*above.children, *token.children)):
        yield "negation"  # "has yet to find"
    if effect == "shown":
        if _is_missing(above):
            yield from ("negation", "probable")
    elif effect is not None:
        yield effect
        if token.dep_ not in SHARING and effect in ("future", "possible", "probable") and refused:
            yield "negation"
    elif token.dep_ == "ccomp" and refused and f"raises:{above.lemma_.lower()}" in _triggers():
        yield "negation"


def _is_missing(noun: Token) -> bool:
    """Whether there is said to be none: "no evidence", "did not find any sign"."""
    if any(c.lower_ in ("no", "little", "any") and c.dep_ in ("det", "amod") for c in noun.children):
        return not any(c.lower_ == "any" for c in noun.children) or any(c.dep_ == "neg" for c in noun.head.children)
    return noun.head.lemma_.lower() in _settling()["lacking"]


def _effect(above: Token, token: Token, head: Token) -> str | None:
    """The effect of a governor on what stands below it, `head` or a word over it, if it is in the lexicon."""
    if token.dep_ not in EMBEDDED:
        return None
    lemma = above.lemma_.lower()
    kind = "noun" if above.pos_ == "NOUN" else "verb"
    if token.dep_ in ("xcomp", "ccomp", "oprd") and any(c.dep_ == "auxpass" for c in above.children):
        if hearsay := _triggers().get(f"passive:{lemma}"):
            return hearsay
    if token.dep_ in ("dobj", "pobj"):
        if token == head and token.pos_ == "NOUN" and f"noun:{token.lemma_.lower()}" in _triggers():
            return None  # an accusation that is denied was made all the same
        return _triggers().get(f"over:{lemma}")
    if any(c.dep_ == "prt" and (found := _triggers().get(f"over:{lemma} {c.lower_}")) for c in above.children):
        return found
    return next((e for key in (kind, "over") if (e := _triggers().get(f"{key}:{lemma}"))), None)
