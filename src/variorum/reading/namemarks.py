"""What can be seen of a stretch of words that may be a name: its words, what stands around it, what the document says elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from variorum.model.reading import EntityType
from variorum.reading.gazetteer import lookup
from variorum.reading.namerules import WEB_NAME
from variorum.reading.namespans import Stretch
from variorum.reading.wordlist import table, words

CITIES = (20_000, 100_000, 500_000)  # bounds of population between classes of cities
RELATIVES = frozenset({"who", "whom", "whose"})
KINDS: tuple[EntityType, ...] = ("person", "organisation", "place", "group", "product", "work", "other")


@dataclass(frozen=True, slots=True)
class Form:
    """A word by itself: its letters' case, its outline, the lists it stands in."""

    case: str  # C capitalised, A all capitals, M mixed, l lower case
    shape: str
    lists: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A document as names are judged in it; the lists run parallel to its tokens."""

    doc: Doc
    tokens: list[Token]
    ruled: Mapping[Stretch, EntityType]
    rule_at: list[tuple[int, int, str] | None]
    entity_at: list[tuple[int, int, str] | None]
    sentence: list[Stretch]  # without white space at its ends
    casing: list[str]  # of the sentence: up, lo, ti (as in headings), no
    lower: Counter[str]  # words in lower case
    amid: Counter[str]  # words capitalised after a word in lower case
    forms: Counter[tuple[str, str]]  # names as the rules have them, with types
    firsts: Counter[tuple[str, str]]  # first words of longer names
    lasts: Counter[tuple[str, str]]


def setting(doc: Doc, ruled: Mapping[Stretch, EntityType]) -> Setting:
    """`doc` with the names found by rules, as `marks` wants it."""
    rule_at: list[tuple[int, int, str] | None] = [None] * len(doc)
    entity_at: list[tuple[int, int, str] | None] = [None] * len(doc)
    forms: Counter[tuple[str, str]] = Counter()
    firsts: Counter[tuple[str, str]] = Counter()
    lasts: Counter[tuple[str, str]] = Counter()
    for (start, end), type_ in ruled.items():
        rule_at[start:end] = [(start, end, type_)] * (end - start)
        forms[doc[start:end].text.lower(), type_] += 1
        if end - start > 1:
            firsts[doc[start].lower_, type_] += 1
            lasts[doc[end - 1].lower_, type_] += 1
    for entity in doc.ents:
        entity_at[entity.start : entity.end] = [(entity.start, entity.end, entity.label_)] * len(entity)
    lower = Counter(t.lower_ for t in doc if t.is_lower)
    amid = (
        Counter(t.lower_ for t in doc[1:] if not t.is_lower and not t.is_sent_start and t.nbor(-1).is_lower)
        if len(doc)
        else Counter()
    )
    sentence: list[Stretch] = []
    casing: list[str] = []
    for sent in doc.sents:
        solid = [t.i for t in sent if not t.is_space]
        bounds = (solid[0], solid[-1] + 1) if solid else (sent.start, sent.end)
        sentence += [bounds] * len(sent)
        casing += [_casing(sent)] * len(sent)
    return Setting(doc, list(doc), ruled, rule_at, entity_at, sentence, casing, lower, amid, forms, firsts, lasts)


def _casing(sentence: Words) -> str:
    long = [t.text for t in sentence if t.is_alpha and len(t) > 1]
    if len(long) > 2 and sum(w.isupper() for w in long) > 0.7 * len(long):
        return "up"
    if long and not any(w[0].isupper() for w in long):
        return "lo"
    return "ti" if len(long) > 3 and sum(w[0].isupper() for w in long) > 0.75 * len(long) else "no"


@lru_cache(maxsize=50_000)
def form(word: str) -> Form:
    """`word` by itself."""
    case = "C" if word.istitle() else "A" if word.isupper() and word.isalpha() else "l"
    if case == "l" and any(c.isupper() for c in word):
        case = "M"
    shape = re.sub(r"[A-ZÀ-Þ]", "X", word)
    shape = re.sub(r"\d", "d", re.sub(r"[a-zß-ÿ]", "x", shape))
    return Form(case, re.sub(r"(.)\1+", r"\1\1", shape)[:8], "+".join(_lists(word)) or "-")


def _lists(word: str) -> Iterator[str]:
    low = word.lower()
    single, title = low.removesuffix("s"), word[:1].upper() + low[1:]
    peoples, titles = table("demonyms.tsv"), table("titles.tsv")
    tests = {
        "given": title in table("given_names.tsv"),
        "title": word in titles or word + "." in titles,
        "people": word in peoples or word.removesuffix("s") in peoples,
        "bodyend": low in _endings(),
        "bodynoun": low in words("organisation_nouns.txt") or single in words("organisation_nouns.txt"),
        "body": word in words("organisations.txt") or title in words("organisations.txt"),
        "personnoun": low in table("person_nouns.tsv") or single in table("person_nouns.tsv"),
        "noname": low in words("no_names.txt"),
        "placenoun": low in words("place_nouns.txt"),
        "placeend": low in words("place_endings.txt"),
        "near": low in words("place_prepositions.txt"),
    }
    yield from (name for name, holds in tests.items() if holds)
    if word.isalpha() and (len(word) > 3 or word.isupper()) and not tests["noname"] and (where := located(word)):
        yield where


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset(w.lower() for w in words("organisation_endings.txt"))


@lru_cache(maxsize=50_000)
def located(name: str) -> str:
    """The kind of place the gazetteer knows by that name, cities by size; empty for none."""
    spots = lookup(name)
    if not spots:
        return ""
    if spots[0].kind != "city":
        return "country" if spots[0].kind == "country" else "region"
    people = max(s.population for s in spots)
    return f"city{sum(people >= bound for bound in CITIES)}"


def marks(around: Setting, start: int, end: int) -> Iterator[str]:
    """What can be seen of the tokens from `start` to `end`, one string a mark."""
    span = around.doc[start:end]
    rule, entity = _proposed(around.rule_at, start, end), _proposed(around.entity_at, start, end)
    yield "any"
    yield from (f"rule={rule}", f"entity={entity}", f"rule,entity={rule} {entity}")
    yield from _own_words(around, span, rule, entity)
    yield from _neighbours(around, span, entity)
    yield from _syntax(span, entity)
    yield from _position(around, span, rule, entity)
    yield from _elsewhere(around, span, rule)


def _proposed(proposals: list[tuple[int, int, str] | None], start: int, end: int) -> str:
    """How a proposal covers the tokens: `=type` exactly, or inside, around, across one, or - for none."""
    met = [p for p in proposals[start:end] if p]
    if not met:
        return "-"
    if met[0][0] == start and met[0][1] == end:
        return "=" + met[0][2]
    if met[0][0] <= start and met[0][1] >= end:
        return "in " + met[0][2]
    return "around " + met[-1][2] if all(p[0] >= start and p[1] <= end for p in met) else "across"


def _own_words(around: Setting, span: Words, rule: str, entity: str) -> Iterator[str]:
    tokens = around.tokens[span.start : span.end]
    forms = [form(t.text) for t in tokens]
    first, last, text = tokens[0], tokens[-1], span.text
    yield f"length={min(len(tokens), 5)}"
    yield from (f"first={first.lower_}", f"last={last.lower_}", f"first list={forms[0].lists}", f"last list={forms[-1].lists}")
    yield from (f"first shape={forms[0].shape}", f"last shape={forms[-1].shape}")
    yield from (f"word={t.lower_}" for t in tokens)
    if len(tokens) > 1:
        yield f"last list,given={forms[-1].lists} {'given' in forms[0].lists}"
        yield f"last list,entity={forms[-1].lists} {entity}"
    if len(tokens) == 1:
        yield from (f"only={first.lower_}", f"only list={forms[0].lists} {entity}", f"only list,rule={forms[0].lists} {rule}")
    if len(tokens) <= 4:
        yield "lists=" + " ".join(f.lists for f in forms)
        yield "tags=" + " ".join(t.tag_ for t in tokens)
        yield "cases=" + " ".join(f.case for f in forms) + around.casing[span.start]
    if last.is_alpha:
        yield from (f"end3={last.lower_[-3:]}", f"end2={last.lower_[-2:]}")
    where = located(text) or "-"
    yield from (f"located={where}", f"located,rule={where} {rule}", f"located,entity={where} {entity} {forms[0].case}")
    yield from (f"with {sign}" for sign in "&-." if sign in text)
    if any(c.isdigit() for c in text):
        yield "with digit" + ("" if len(tokens) == 1 else "s")
    if WEB_NAME.match(text):
        yield f"web name={min(text.count('.'), 3)}"
    if any(t.lower_ in words("organisation_nouns.txt") for t in tokens):
        yield "with body noun"
    if any(t.is_sent_start for t in tokens[1:]):
        yield "over a sentence start"


def _neighbours(around: Setting, span: Words, entity: str) -> Iterator[str]:
    opening, closing = around.sentence[span.start]
    places = {"before": span.start - 1, "behind": span.end, "before2": span.start - 2, "behind2": span.end + 1}
    near: dict[str, Token | None] = {name: around.tokens[i] if opening <= i < closing else None for name, i in places.items()}
    for name, token in near.items():
        if token is None:
            yield f"{name}=#"
        else:
            yield from (f"{name}={token.lower_}", f"{name} tag={token.tag_}", f"{name} list={form(token.text).lists}")
    before, behind = near["before"], near["behind"]
    first, last = around.tokens[span.start], around.tokens[span.end - 1]
    left = (before.tag_, form(before.text).case, _inside(before)) if before is not None else ("#", "#", "#")
    right = (behind.tag_, form(behind.text).case, _inside(behind)[:1]) if behind is not None else ("#", "#", "#")
    yield from (f"tag before={left[0]} {first.tag_}", f"tag behind={last.tag_} {right[0]}")
    yield from (f"entity before={left[2]} {entity}", f"entity behind={right[2]} {entity}")
    yield from (f"case before={left[1]} {form(first.text).case}", f"case behind={form(last.text).case} {right[1]}")


def _inside(token: Token) -> str:
    return token.ent_iob_ + token.ent_type_ if token.ent_type_ else "O"


def _syntax(span: Words, entity: str) -> Iterator[str]:
    root, people = span.root, table("person_nouns.tsv")
    yield from (f"role={root.dep_}", f"role,tag={root.dep_} {root.tag_}")
    head = root.head
    if head.i != root.i:
        yield f"head kind={root.dep_} {_head_kind(head)}"
        yield f"head kind,entity={root.dep_} {_head_kind(head)} {entity}"
        yield (
            "head inside" if span.start <= head.i < span.end else f"head {'left' if head.i < span.start else 'right'}={head.pos_}"
        )
    article = "-"
    for child in root.lefts:
        if child.dep_ in ("det", "poss"):
            article = child.lower_ if child.dep_ == "det" else "possessor"
        if child.dep_ == "amod" and child.i < span.start:
            yield "adjective before"
    yield from (f"article={article}", f"article,entity={article} {entity} {form(span[-1].text).case}")
    for child in root.children:
        if child.dep_ == "relcl":
            yield "who clause" if any(t.lower_ in RELATIVES for t in child.subtree) else "relative clause"
        if child.dep_ == "appos":
            kind = "personnoun" if child.lemma_.lower() in people else "number" if child.like_num else child.pos_
            yield f"apposition={kind}"


def _head_kind(head: Token) -> str:
    """The list a governing word stands in, else its part of speech."""
    lemma = head.lemma_.lower()
    lists = ("acts_of_persons.txt", "acts_of_bodies.txt", "organisation_nouns.txt")
    found = next((name for name in lists if lemma in words(name)), None)
    if found is None:
        found = "person noun" if lemma in table("person_nouns.tsv") else "body ending" if lemma in _endings() else head.pos_
    return found


def _position(around: Setting, span: Words, rule: str, entity: str) -> Iterator[str]:
    opening, closing = around.sentence[span.start]
    ends = span.end >= closing or (around.tokens[span.end].is_punct and span.end + 1 >= closing)
    place = ("opens" if span.start == opening else "") + ("closes" if ends else "")
    case, casing = form(around.tokens[span.start].text).case, around.casing[span.start]
    yield from (f"place={place}", f"place,entity={place} {entity}", f"place,rule={place} {rule} {case}")
    yield from (f"sentence={casing} {case}", f"sentence,entity={casing} {entity}")


def _elsewhere(around: Setting, span: Words, rule: str) -> Iterator[str]:
    """What the document says of the same words elsewhere."""
    text = span.text.lower()
    votes = {k: around.forms[text, k] - (rule == "=" + k) for k in KINDS}
    most = max(sorted(votes), key=lambda k: votes[k])
    yield f"elsewhere={most}{'+' if votes[most] >= 3 else ''}" if votes[most] > 0 else "elsewhere=-"
    if len(span) == 1:
        longer = (
            around.lasts[text, "person"],
            around.lasts[text, "organisation"],
            around.firsts[text, "person"],
            around.firsts[text, "organisation"],
        )
        yield "part of longer=" + "".join("1" if n else "0" for n in longer)
        opens = "opens" if span.start == around.sentence[span.start][0] else ""
        seen = f"{int(around.lower[text] > 0)}{int(around.amid[text] > 0)}"
        yield f"seen lower, amid={seen} {form(span.text).case}{opens}"
