"""Names as the model, the lexicons and the rules alone find and type them, each with one type all over a document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from variorum.model.document import Block
from variorum.model.reading import EntityType
from variorum.model.span import Span
from variorum.reading.gazetteer import lookup
from variorum.reading.titled import titled
from variorum.reading.wordlist import table, words

TYPE_OF: dict[str, EntityType] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "PRODUCT": "product",
    "WORK_OF_ART": "work",
    "EVENT": "other",
    "LAW": "other",
}
BREAKS = frozenset({"(", ")", "[", "]", "|", "/", "--", "–", "—", ";", ":", "-"}) - {"-"}
NAMING = frozenset({"called", "nicknamed", "named", "dubbed", "codenamed"})
WEB_NAME = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|gov|edu|io|tv|ru|de|fr|uk|eu)$", re.I)


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of tokens taken for a name. `weight` is how much its own type counts in the vote."""

    start: int  # token index
    end: int
    type: EntityType
    weight: float = 1.0


def ruled_names(doc: Doc, blocks: tuple[Block, ...] = ()) -> dict[tuple[int, int], EntityType]:
    """First and last token (excluded) of each name the rules find in `doc`, without overlaps, and its type.

    Articles, titles and possessive endings stay outside.
    """
    closed = [b.span for b in blocks if b.role == "furniture"]
    found = [f for f in (*_entities(doc), *_web_names(doc), *_named(doc), *_lower_case(doc)) if not _inside(doc, f, closed)]
    found = _apart(found)
    found = _apart([*found, *_recurring(doc, found)])
    found = _apart([*found, *_given_names(doc, found)])
    types = _types(doc, found)
    return {(f.start, f.end): types[_key(doc, f)] for f in found}


def told_types(doc: Doc, ruled: Mapping[tuple[int, int], EntityType]) -> dict[tuple[int, int], EntityType]:
    """The names whose type the text itself tells, by a noun ("a unit called ...", "the rights organization ...") or a site's ending."""
    told: dict[tuple[int, int], EntityType] = {c: "organisation" for c in ruled if _body_noun_before(doc, *c)}
    found = (f for f in (*_web_names(doc), *_named(doc)) if f.type in ("person", "organisation", "place"))
    return told | dict.fromkeys(titled(doc), "person") | {(f.start, f.end): f.type for f in found}


def _body_noun_before(doc: Doc, start: int, end: int) -> bool:
    """Whether the common noun right before a name, tied to it in the parse, says that it is a body.

    Nouns for persons tell less ("the player", "the reader" may be machines).
    """
    if start == 0:
        return False
    noun, root = doc[start - 1], doc[start:end].root
    if noun.tag_ != "NN" or not noun.is_lower or noun.lemma_ not in words("organisation_nouns.txt"):
        return False
    return bool(start <= noun.head.i < end or root.head.i == noun.i)


def _inside(doc: Doc, found: _Found, closed: list[Span]) -> bool:
    at = doc[found.start].idx
    return any(span.start <= at < span.end for span in closed)


def _key(doc: Doc, found: _Found) -> str:
    return " ".join(t.text for t in doc[found.start : found.end]).casefold()


def _apart(found: Iterable[_Found]) -> list[_Found]:
    """`found` in order, earlier and longer ones first, none overlapping another."""
    kept: list[_Found] = []
    for one in sorted(set(found), key=lambda f: (f.start, -f.end, -f.weight, f.type)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _entities(doc: Doc) -> Iterator[_Found]:
    """The model's entities, cut at line ends and trimmed to the name itself."""
    for entity in doc.ents:
        type_ = TYPE_OF.get(entity.label_)
        if type_ is None:
            continue
        for start, end in entity_pieces(entity):
            start, end = trimmed_name(doc, start, end, titles=type_ == "person")
            if start < end and _may_name(doc[start:end]):
                yield _Found(start, end, type_)


def entity_pieces(entity: Words) -> Iterator[tuple[int, int]]:
    """Token ranges of `entity` between sentence starts and wide gaps, where a layout break was taken for a space."""
    start = entity.start
    for token in entity:
        if token.i > start and (token.is_sent_start or token.is_space or token.text in BREAKS):
            yield start, token.i
            start = token.i
    yield start, entity.end


def trimmed_name(doc: Doc, start: int, end: int, titles: bool) -> tuple[int, int]:
    """The tokens from `start` to `end` without articles and, if wanted, titles before the name and possessive endings behind."""
    known = table("titles.tsv") if titles else {}
    while start < end:
        first = doc[start]
        if (
            first.lower_ in words("articles.txt")
            or first.is_space
            or (first.is_punct and first.text not in "'’")
            or (first.text in known and end - start > 1 and doc[start + 1].text[0].isupper())
        ):
            start += 1
        else:
            break
    while start < end and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_space or _closing(doc[end - 1])):
        end -= 1
    return start, end


def _closing(token: Token) -> bool:
    return token.lower_ in ("'s", "’s", "'", "’") or (token.is_punct and not token.text[-1].isalnum() and token.text != ".")


def _may_name(span: Words) -> bool:
    """Whether these words can be a name at all: no pronoun, no number, no word of greeting or of forms."""
    if not any(t.text[0].isupper() for t in span):
        return False
    if len(span) == 1:
        only = span[0]
        odd = only.pos_ not in ("PROPN", "NOUN", "ADJ") and (only.is_sent_start or only.is_upper)
        common = odd and not (only.is_upper and len(only) < 6)
        return not common and only.lower_ not in words("no_names.txt") and not only.like_num
    return not all(t.pos_ in ("PRON", "NUM", "DET", "VERB", "ADV") or t.like_num for t in span)


def _lower_case(doc: Doc) -> Iterator[_Found]:
    """Countries and regions in careless lower case, after a preposition."""
    for token in doc[1:]:
        before = doc[token.i - 1]
        if not token.is_lower or len(token) < 5 or before.pos_ != "ADP" or not token.is_alpha or token.is_stop:
            continue
        if any(s.kind in ("country", "region", "area") for s in lookup(token.text)[:1]) and token.lower_ not in words(
            "no_names.txt"
        ):
            yield _Found(token.i, token.i + 1, "place", 1.0)


def _given_names(doc: Doc, found: list[_Found]) -> Iterator[_Found]:
    """Given names left unmarked, with the capitalised words behind them."""
    taken = {i for f in found for i in range(f.start, f.end)}
    given = table("given_names.tsv")
    at = 0
    while at < len(doc):
        token, end = doc[at], at + 1
        if at not in taken and token.text in given and _alone(token) and not lookup(token.text):
            while end < len(doc) and end - at < 3 and end not in taken and doc[end].tag_ == "NNP" and doc[end].text.istitle():
                if doc[end].is_sent_start:
                    break
                end += 1
            if end == len(doc) or end not in taken:
                yield _Found(at, end, "person", 1.0)
        at = end


def _alone(token: Token) -> bool:
    """Whether a proper noun stands by itself, as names of persons do: no article or adjective before it, no noun behind."""
    if token.tag_ != "NNP" or token.dep_ in ("compound", "amod", "nmod"):
        return False
    if token.ent_type_ in ("DATE", "TIME") or token.lower_ in words("no_names.txt"):
        return False
    return not any(t.dep_ in ("det", "amod", "nummod", "poss") for t in token.lefts)


def _web_names(doc: Doc) -> Iterator[_Found]:
    """Bodies called by the name of their site; an address to go to is none."""
    for token in doc:
        if is_web_name(token) and not _address(token):
            yield _Found(token.i, token.i + 1, "organisation", 9.0)


def is_web_name(token: Token) -> bool:
    """Whether a word has the form of a site's name."""
    return WEB_NAME.match(token.text) is not None and "@" not in token.text and not token.text.startswith("www")


def _address(token: Token) -> bool:
    """Whether a site's name only says where something is to be found: a host in a domain, or behind a word for going there."""
    host = token.text.count(".") > (2 if token.lower_.endswith(("uk", "au", "nz", "za")) else 1)
    before = token.nbor(-1).lower_ if token.i else ""
    return host or (before in words("address_cues.txt") and token.is_lower)


def _named(doc: Doc) -> Iterator[_Found]:
    """Capitalised words right after "called", "nicknamed", "named"."""
    for token in doc[:-1] if len(doc) else ():
        if token.lower_ not in NAMING:
            continue
        start = token.i + 1
        while start < len(doc) and (doc[start].lower_ in words("articles.txt") or doc[start].is_quote):
            start += 1
        end = start
        while end < len(doc) and doc[end].text[0].isupper() and not doc[end].is_sent_start:
            end += 1
        if start < end:
            yield _Found(start, end, _naming_type(token), 0.5)


def _naming_type(cue: Token) -> EntityType:
    """The type of what is being named, by the noun before the cue."""
    noun = cue.head.lemma_.lower() if cue.dep_ == "acl" else ""
    if noun in words("organisation_nouns.txt"):
        return "organisation"
    if noun in table("person_nouns.tsv"):
        return "person"
    return "place" if noun in words("place_nouns.txt") else "other"


def _recurring(doc: Doc, found: list[_Found]) -> Iterator[_Found]:
    """Places where a name found elsewhere, or a person's last word, stands unmarked."""
    taken = {i for f in found for i in range(f.start, f.end)}
    votes: dict[tuple[str, ...], Counter[EntityType]] = defaultdict(Counter)
    for f in found:
        form = tuple(t.text for t in doc[f.start : f.end])
        votes[form][f.type] += 1
        if f.type == "person" and 2 <= len(form) <= 4 and form[-1][0].isupper() and len(form[-1]) > 2:
            votes[form[-1:]][f.type] += 1
    forms = {form: max(sorted(v), key=lambda t: v[t]) for form, v in votes.items()}
    sizes: dict[str, list[int]] = defaultdict(list)
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        sizes[form[0]].append(len(form))
    written = [t.text for t in doc]
    at = 0
    while at < len(doc):
        for size in sizes.get(written[at], ()):
            form = tuple(written[at : at + size])
            if (
                len(form) == size
                and form in forms
                and not taken.intersection(range(at, at + size))
                and _clear(doc[at : at + size])
            ):
                yield _Found(at, at + size, forms[form], 0.0)
                at += size - 1
                break
        at += 1


def _clear(span: Words) -> bool:
    """Whether a repeated form is surely the name again: capitalised, and not a common word that opens a sentence."""
    first = span[0]
    if not first.text[0].isupper() or len(span.text) < 2:
        return False
    if len(span) == 1 and (first.is_stop or first.pos_ in ("PRON", "DET", "ADP", "AUX", "CCONJ")):
        return False
    return len(span) > 1 or not first.is_sent_start or first.pos_ == "PROPN"


def _types(doc: Doc, found: list[_Found]) -> dict[str, EntityType]:
    """One type for each written form of a name: votes of all its mentions and their surroundings."""
    votes: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    for f in found:
        for type_, weight in _evidence(doc, f):
            votes[_key(doc, f)][type_] += weight
    own = {key: max(sorted(v), key=lambda t: v[t]) for key, v in votes.items()}
    final: dict[str, EntityType] = {}
    for key in own:
        final[key] = _from_longer(key, own, votes) or own[key]
    return final


def _from_longer(key: str, own: dict[str, EntityType], votes: dict[str, dict[EntityType, float]]) -> EntityType | None:
    """The type a longer form gives its short one: a surname alone is a person, a body's name without "Group" a body."""
    if " " in key:
        return None
    endings = {e.casefold() for e in words("organisation_endings.txt")}
    for other in sorted(own):
        parts = other.split()
        if len(parts) < 2 or len(parts) > 4:
            continue
        if own[other] == "person" and parts[-1] == key and votes[key]["place"] < 2 + votes[key]["person"]:
            return "person"
        if own[other] == "person" and parts[0] == key and key.title() in table("given_names.tsv"):
            return "person"
        if own[other] == "organisation" and parts[0] == key and len(parts) == 2 and parts[1] in endings:
            return "organisation" if votes[key]["place"] + votes[key]["group"] < 3 else None
    return None


def _evidence(doc: Doc, found: _Found) -> Iterator[tuple[EntityType, float]]:
    """What speaks for a type: the model, the lexicons, and the words around the name."""
    span = doc[found.start : found.end]
    yield found.type, found.weight
    if WEB_NAME.match(span.text) or span.text in words("organisations.txt"):
        yield "organisation", 9.0
    if len(span) > 1 and span[-1].text in words("organisation_endings.txt") and found.type != "place":
        yield "organisation", 0.6 if span[0].text in table("given_names.tsv") else 1.2
    if len(span) > 1 and span[-1].lower_ in words("place_endings.txt") and found.type == "person":
        yield "place", 0.6 if span[0].text in table("given_names.tsv") else 1.2
    before = doc[found.start - 1] if found.start else None
    if before is not None and before.text in table("titles.tsv") and before.text[0].isupper():
        yield "person", 2.0
    if len(span) in (2, 3) and span[0].text in table("given_names.tsv") and found.type != "place":
        yield "person", 0.7
    yield from _syntax(span)
    yield from _lexical(span, found.type)
    yield from _neighbours(span, found.type)


def _lexical(span: Words, own: EntityType) -> Iterator[tuple[EntityType, float]]:
    """Evidence from lists: given names, peoples, the gazetteer."""
    given = span[0].text in table("given_names.tsv")
    if len(span) == 1 and given and own != "place":
        yield "person", 0.8
    peoples = table("demonyms.tsv")
    if span.text in peoples or span.text.removesuffix("s") in peoples:
        yield "group", 9.0
        return
    spots = lookup(span.text) if span.text[0].isupper() and not (given and len(span) > 1) else ()
    if spots and not (len(span) == 1 and span.text in words("organisations.txt")):
        best = max(spots, key=lambda s: s.population)
        sure = {"country": 9.0, "region": 3.0, "area": 3.0}.get(spots[0].kind, 0.9 if best.population > 100_000 else 0.5)
        yield "place", 0.5 * min(sure, 1.0) if given else sure


def _neighbours(span: Words, own: EntityType) -> Iterator[tuple[EntityType, float]]:
    """Evidence from the words right before and behind."""
    doc = span.doc
    before = doc[span.start - 1] if span.start else None
    behind = doc[span.end] if span.end < len(doc) else None
    if before is not None and before.lower_ in words("place_prepositions.txt"):
        yield "place", 1.1 if own in ("person", "product", "work") else 0.6
    if before is not None and before.text.islower() and before.dep_ in ("compound", "nsubj", "pobj", "dobj", "nmod"):
        if before.lemma_ in words("organisation_nouns.txt"):
            yield "organisation", 2.0
        elif before.lemma_ in table("person_nouns.tsv"):
            yield "person", 1.5
    if behind is not None and behind.lower_ in words("place_nouns.txt"):
        yield "place", 1.5


def _syntax(span: Words) -> Iterator[tuple[EntityType, float]]:
    """Evidence from the parse: who-clauses, ages, human appositions, verbs of saying."""
    head = span.root
    people = table("person_nouns.tsv")
    for child in head.children:
        if child.dep_ == "relcl" and any(t.lower_ in ("who", "whom") for t in child.subtree):
            yield "person", 0.8
        if child.dep_ == "appos" and child.lemma_.lower() in people and child.text.islower():
            yield "person", 1.0
        if child.dep_ == "appos" and child.like_num and child.text.isdecimal() and 1 < int(child.text) < 110:
            yield "person", 2.0
    if head.dep_ == "appos" and head.head.lemma_.lower() in people and head.head.text.islower():
        yield "person", 1.0
    if head.dep_ == "poss" and head.head.lemma_.lower() in (
        "lawyer",
        "attorney",
        "wife",
        "husband",
        "father",
        "mother",
    ):
        yield "person", 1.0
    if head.dep_ == "nsubj" and head.head.lemma_.lower() in words("acts_of_persons.txt"):
        yield "person", 0.3
