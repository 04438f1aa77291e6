"""Stretches of words that may be names: what the rules found, the model's entities, and runs of capitalised words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from variorum.model.reading import EntityType
from variorum.reading.gazetteer import lookup
from variorum.reading.namerules import TYPE_OF, entity_pieces, trimmed_name
from variorum.reading.titled import abbreviated_titles, titled
from variorum.reading.wordlist import table, words

Stretch = tuple[int, int]  # first token, last token (excluded)
LONGEST_RUN = 10  # tokens
LONGEST_PART = 7
ALL_PARTS = 5  # up to so many capitalised words of a run, every part of it is tried
PROPER = frozenset({"NNP", "NNPS"})
FUNCTION = frozenset({"PRP", "PRP$", "DT", "PDT", "IN", "CC", "WP", "WP$", "WRB", "WDT", "EX", "TO"})
NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "FW", "UH", "VB", "VBP"})  # what careless lower case is tagged as


def candidates(doc: Doc, ruled: Mapping[Stretch, EntityType], every: bool = False) -> list[Stretch]:
    """What may be a name in `doc`, in order, overlapping; none runs over a sentence or a layout break.

    Runs that open with a function word are left out, being hardly ever names, unless `every` is wanted (to learn from).
    """
    runs = (c for c in _runs(doc) if every or not _closed(doc[c[0]]))
    found = {*ruled, *_entities(doc), *runs, *titled(doc), *_lower_case(doc)}
    return sorted(c for c in found if _whole(doc, *c))


def parts_sentence(doc: Doc, at: int) -> bool:
    """Whether a sentence starts at a token, and not by mistake between two capitalised words of one line."""
    here, before = doc[at], doc[at - 1]
    if not here.is_sent_start:
        return False
    joined = here.is_alpha and (before.is_alpha or len(before) == 2) and before.whitespace_ == " "
    return not (joined and capitalised(here) and before.text[0].isupper())


def capitalised(token: Token) -> bool:
    """Whether a word has a capital letter, or is a number with letters."""
    return any(c.isupper() for c in token.text) or (token.text[0].isdigit() and any(c.isalpha() for c in token.text))


def _closed(token: Token) -> bool:
    """Whether a capitalised word is a pronoun, article, preposition or conjunction, as sentences open with."""
    return token.tag_ in FUNCTION and (len(token) == 1 or token.text[1:].islower())


def _whole(doc: Doc, start: int, end: int) -> bool:
    first = doc[start]
    if first.is_space or doc[end - 1].is_space or not (first.is_alpha or any(c.isalpha() for c in doc[start:end].text)):
        return False
    if end - start > 1 and first.text in abbreviated_titles():
        return False
    return not any(parts_sentence(doc, i) for i in range(start + 1, end))


def _entities(doc: Doc) -> Iterator[Stretch]:
    for entity in doc.ents:
        if entity.label_ in TYPE_OF:
            for piece in entity_pieces(entity):
                start, end = trimmed_name(doc, *piece, titles=entity.label_ == "PERSON")
                if start < end:
                    yield start, end


def _runs(doc: Doc) -> Iterator[Stretch]:
    """Runs of capitalised words, with small words between them, and parts of these runs."""
    at = 0
    while at < len(doc):
        if not capitalised(doc[at]) or doc[at].is_space:
            at += 1
            continue
        starts, ends = _run(doc, at)
        every = len(starts) <= ALL_PARTS
        for start in starts:
            for end in ends:
                if start < end <= start + LONGEST_PART and (every or start == starts[0] or end == ends[-1] or end - start <= 2):
                    yield start, end
        at = ends[-1]


def _run(doc: Doc, first: int) -> tuple[list[int], list[int]]:
    """Where parts of the run that begins at `first` may start and end."""
    starts, ends = [first], [first + 1]
    at = first + 1
    joining = words("name_joining.txt")
    while at < len(doc) and at - first < LONGEST_RUN and not parts_sentence(doc, at):
        token = doc[at]
        if capitalised(token) or (token.text.isdigit() and len(token) < 3):
            starts.append(at)
            ends.append(at + 1)
            at += 1
            continue
        behind = at
        while behind < len(doc) and behind - at < 2 and doc[behind].lower_ in joining and not doc[behind].is_sent_start:
            behind += 1
        if behind > at and behind < len(doc) and capitalised(doc[behind]) and not doc[behind].is_sent_start:
            at = behind
            continue
        if token.text == "." and not doc[at - 1].whitespace_:
            ends.append(at + 1)
        break
    return starts, ends


def _lower_case(doc: Doc) -> Iterator[Stretch]:
    """Words in careless lower case that the tagger takes for a name, or that are in the lists of given names and places."""
    for token in doc:
        if not (token.is_lower and token.is_alpha and len(token) > 2) or token.is_stop or token.tag_ not in NOMINAL:
            continue
        at = token.i
        if token.tag_ in PROPER or (_listed(token) and token.lower_ not in words("no_names.txt")):
            yield at, at + 1
        for end in (at + 2, at + 3):
            part = doc[at:end]
            if end <= len(doc) and all(t.is_lower and t.is_alpha for t in part):
                if all(t.tag_ in PROPER for t in part) or lookup(part.text):
                    yield at, end


def _listed(token: Token) -> bool:
    return token.text.capitalize() in table("given_names.tsv") or bool(lookup(token.text))
