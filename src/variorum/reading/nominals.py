"""Mentions without a name: descriptions of people and bodies, and pronouns that may stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from variorum.model.reading import EntityType, Mention
from variorum.model.span import Span
from variorum.reading.wordlist import table, words

ANYONE = frozenset(
    {"those", "one", "ones", "many", "some", "all", "anyone", "most", "others", "each", "both"}
)  # with a "who" behind


def unnamed(doc: Doc, names: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Nominal and pronoun mentions of `doc` in order, none headed inside a name."""
    named = {i for m in names for i in range(m.span.start, m.span.end)}
    heads: set[int] = set()
    found: list[Mention] = []
    for one in (*_descriptions(doc), *_ages(doc), *_pronouns(doc)):
        if one.head.start not in named and one.head.start not in heads:
            heads.add(one.head.start)
            found.append(one)
    return tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end)))


def _descriptions(doc: Doc) -> Iterator[Mention]:
    for token in doc:
        type_ = described(token)
        if type_ is not None and token.dep_ not in ("compound", "amod", "nmod", "npadvmod"):
            first = min([t.i for t in token.lefts if t.dep_ in _INSIDE] or [token.i])
            first = doc[first].left_edge.i if doc[first].dep_ == "poss" else first
            yield Mention(Span(doc[first].idx, token.idx + len(token)), _word(token), "nominal", type_)


_INSIDE = ("det", "amod", "compound", "nmod", "poss", "nummod", "predet", "quantmod")


def described(token: Token) -> EntityType | None:
    """Whether a common noun tells a person or a body."""
    if token.lower_ in words("somebody.txt"):
        return "person"
    if token.lower_ in ANYONE and any(c.dep_ == "relcl" and c.left_edge.lower_ in ("who", "whose") for c in token.children):
        return "person"
    if token.pos_ != "NOUN" or not token.text.isalpha():
        return None
    lemma = token.lemma_.lower()
    if lemma in table("person_nouns.tsv") or lemma in words("people_nouns.txt"):
        return "person"
    if lemma in words("perhaps_bodies.txt"):
        return "organisation" if _acts(token) else None
    if lemma in words("organisation_nouns.txt"):
        return "organisation"
    return "person" if _speaks(token) and lemma not in words("speaking_things.txt") else None


def _speaks(token: Token) -> bool:
    """Whether a noun that ends as nouns for people do ("harbour master") is the subject of a verb of saying."""
    return (
        token.dep_ == "nsubj"
        and bool(_AGENT.search(token.lemma_.lower()))
        and token.head.lemma_.lower() in ("say", "tell", "add", "recall", "claim", "explain")
    )


_AGENT = re.compile(r"\w{2}(?:[eo]r|ist|ian|man|woman|mate|hand|keeper)$")


def _acts(token: Token) -> bool:
    """Whether a noun does what bodies do, or is spoken of as an owner."""
    if token.dep_ == "poss":
        return True
    return token.dep_ in ("nsubj", "agent") and token.head.lemma_.lower() in words("acts_of_bodies.txt")


def _ages(doc: Doc) -> Iterator[Mention]:
    """Descriptions by age alone: "the 26-year-old" with no noun behind."""
    for token in doc:
        if token.lower_ not in ("old", "olds") and not token.lower_.endswith("-year-old"):
            continue
        start = token.i
        while start > token.sent.start and (doc[start - 1].text in "-–‑" or doc[start - 1].lower_ in ("year", "years")):
            start -= 1
        if start > token.sent.start and doc[start - 1].like_num and start < token.i:
            start -= 1
        elif start < token.i or "-" not in token.text:
            continue
        behind = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if start > token.sent.start and doc[start - 1].lower_ in ("the", "a", "this", "that"):
            start -= 1
            if behind is None or behind.pos_ not in ("NOUN", "PROPN", "ADJ"):
                yield Mention(Span(doc[start].idx, token.idx + len(token)), _word(token), "nominal", "person")


def acts(doc: Doc, mention: Mention) -> bool:
    """Whether a "they" is the subject of what only people do."""
    if mention.type != "person":
        return False
    word = doc.char_span(mention.head.start, mention.head.end, alignment_mode="expand")[0]
    return word.dep_ == "nsubj" and word.head.lemma_.lower() in words("acts_of_persons.txt")


def _pronouns(doc: Doc) -> Iterator[Mention]:
    for token in doc:
        if token.lower_ in ("'s", "’s") and token.i and doc[token.i - 1].lower_ in ("let", "lets"):
            yield Mention(_word(token), _word(token), "pronoun", "person")
            continue
        stands_for = table("pronouns.tsv").get(token.lower_, "")
        if not stands_for or token.pos_ not in ("PRON", "DET") or token.text == "US":
            continue
        if stands_for == "relative" and not any(t.dep_ == "relcl" for t in (token, *token.ancestors)):
            continue
        if token.lower_ in ("which", "that") or (stands_for == "neuter" and not stands(token)):
            continue
        yield Mention(_word(token), _word(token), "pronoun", "organisation" if stands_for == "neuter" else "person")


def stands(token: Token) -> bool:
    """Whether an "it" may mean a body: one that owns, or does what bodies do."""
    if token.lower_ == "its":
        return True
    return token.dep_ == "nsubj" and token.head.lemma_.lower() in words("acts_of_bodies.txt")


def _word(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))
