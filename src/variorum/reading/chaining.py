"""Ties mentions of one document into chains, left to right, by names, descriptions and pronouns."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from variorum.model.reading import Mention
from variorum.model.span import Span
from variorum.reading.namesakes import endings, initials, misspelt, name_words, same_person
from variorum.reading.wordlist import table


def _class(*names: str) -> frozenset[str]:
    return frozenset(word for word, name in table("pronouns.tsv").items() if name in names)


FIRST = _class("first")
PLURAL_FIRST = _class("we")
SECOND = _class("you")
MALE = _class("male")
FEMALE = _class("female")
PLURAL = _class("plural")
NEUTER = _class("neuter")
RELATIVE = _class("relative")
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
FAR = 40  # sentences; nobody is still "he" after so many without a mention
AGAIN = frozenset({"former", "accused", "alleged"})
DEFINITE = frozenset(["the", "this", "that", "these", "those"])
SAME_ROLE = (
    frozenset({"lawyer", "attorney", "solicitor", "counsel"}),
    frozenset({"boss", "chief", "head", "leader", "chairman"}),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks a stretch of text: `who` is a label, `source` the words that name the speaker, where known."""

    span: Span
    who: str
    source: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Item:
    """A mention with what the rules ask of it."""

    mention: Mention
    root: Token
    tokens: list[Token]
    words: tuple[str, ...]  # of the name, lower case, without titles, articles, endings
    gender: str  # m, f or ""
    plural: bool
    sentence: int
    subject: bool


@dataclass(slots=True)
class _Chain:
    """A chain in the making."""

    type: str
    items: list[_Item] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    gender: str = ""
    plural: bool = False
    speaks: bool = False  # holds an "I", "we" or "you"

    def add(self, item: _Item) -> None:
        self.items.append(item)
        self.speaks = self.speaks or item.root.lower_ in FIRST | SECOND | PLURAL_FIRST
        if item.mention.kind == "name" and item.words and item.words not in self.names:
            self.names.append(item.words)
        self.gender = self.gender or item.gender
        self.roles |= _roles(item)
        self.plural = item.plural if len(self.items) == 1 else self.plural


def chain(doc: Doc, mentions: Sequence[Mention], voices: Sequence[Voice] = ()) -> tuple[tuple[int, str], ...]:
    """The chain's number and the reason, for each of `mentions` in the order given."""
    return _Resolver(doc, voices).run(mentions)


class _Resolver:
    def __init__(self, doc: Doc, voices: Sequence[Voice]) -> None:
        self.doc = doc
        self.voices = sorted(voices, key=lambda v: (v.span.start, -v.span.end))
        self.sentence_of = {t.i: n for n, s in enumerate(doc.sents) for t in s}
        self.starts = [t.idx for t in doc]
        self.chains: list[_Chain] = []
        self.by_head: dict[int, _Chain] = {}  # token index of a mention's root to its chain
        self.speaking: dict[tuple[str, str], _Chain] = {}  # label and "I", "we" or "you"
        self.owned: dict[tuple[int, str], _Chain] = {}

    def run(self, mentions: Sequence[Mention]) -> tuple[tuple[int, str], ...]:
        """As `chain`."""
        order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span.start, mentions[i].span.end))
        given: dict[int, tuple[_Chain, str]] = {}
        late: list[tuple[int, _Item]] = []
        for i in order:
            item = self._item(mentions[i])
            if item.root.lower_ in FIRST and item.mention.kind == "pronoun":
                late.append((i, item))
                continue
            given[i] = self._place(item)
        for i, item in late:  # a source may stand behind its quotation
            given[i] = self._first_person(item)
        numbers: dict[int, int] = {}
        for i in order:
            numbers.setdefault(id(given[i][0]), len(numbers))
        return tuple((numbers[id(given[i][0])], given[i][1]) for i in range(len(mentions)))

    def _words(self, span: Span) -> Words:
        """The tokens that `span` touches, at least one."""
        first = max(0, bisect.bisect_right(self.starts, span.start) - 1)
        last = max(first + 1, bisect.bisect_left(self.starts, span.end))
        return self.doc[first:last]

    def _item(self, mention: Mention) -> _Item:
        span = self._words(mention.span)
        root = self._words(mention.head).root if mention.kind != "name" else span.root
        tokens = list(span)
        name = name_words(tokens) if mention.kind == "name" else ()
        return _Item(
            mention, root, tokens, name, _gender(self.doc, tokens, root, mention), _is_plural(mention, root, tokens),
            self.sentence_of[root.i], root.dep_ in ("nsubj", "nsubjpass"),
        )  # fmt: skip

    def _place(self, item: _Item) -> tuple[_Chain, str]:
        finders = {"name": self._name, "nominal": self._nominal, "pronoun": self._pronoun}
        found = finders[item.mention.kind](item)
        where, why = found if found else (_Chain(item.mention.type), "first mention")
        if not found:
            self.chains.append(where)
        where.add(item)
        self.by_head.setdefault(item.root.i, where)
        return where, why

    # --- names

    def _name(self, item: _Item) -> tuple[_Chain, str] | None:
        same_type = [c for c in reversed(self.chains) if c.type == item.mention.type]
        for c in same_type:
            if item.words and item.words in c.names and not (item.gender and c.gender and item.gender != c.gender):
                return c, "same name"
        if item.mention.type == "person":
            found = self._person(item, same_type)
        elif item.mention.type == "organisation":
            found = _body(item, same_type)
        else:
            found = None
        return found or self._tied(item)

    def _person(self, item: _Item, among: list[_Chain]) -> tuple[_Chain, str] | None:
        fits = [c for c in among if c.names and not (item.gender and c.gender and item.gender != c.gender)]
        fits.sort(key=lambda c: -max(len(n) for n in c.names))
        for c in fits:
            for name in c.names:
                if why := same_person(item.words, name):
                    return c, why
        exact = {n[-1] for c in among for n in c.names}
        for c in fits:
            for name in c.names:
                if item.words and item.words[-1] not in exact and misspelt(item.words, name):
                    return c, "misspelt " + " ".join(name)
        return None

    # --- descriptions

    def _tied(self, item: _Item) -> tuple[_Chain, str] | None:
        """The chain this mention stands in apposition to or is predicated of."""
        root = item.root
        if root.dep_ == "appos" and (c := self.by_head.get(root.head.i)) and c.type == item.mention.type:
            return c, "apposition"
        if root.dep_ == "attr" and root.head.lemma_ in ("be", "become", "remain"):
            if any(t.dep_ == "neg" for t in root.head.children):
                return None
            for t in root.head.children:
                if t.dep_ == "nsubj" and (c := self.by_head.get(t.i)) and c.type == item.mention.type:
                    return c, "predicate"
        return None

    def _nominal(self, item: _Item) -> tuple[_Chain, str] | None:
        if tied := self._tied(item):
            return tied
        first = item.tokens[0].lower_
        owner = next((t for t in item.root.children if t.dep_ == "poss"), None)
        if owner is not None:
            return self._possession(item, owner)
        if first in ("a", "an", "any", "some", "every", "no", "each", "another"):
            return None
        bare = _bare(item)
        same_type = [c for c in reversed(self.chains) if c.type == item.mention.type]
        for c in same_type:
            if any(i.mention.kind == "nominal" and _bare(i) == bare and i.plural == item.plural for i in c.items):
                return c, "same words"
        if first not in DEFINITE:
            return None
        return self._by_head(item, same_type) or self._by_role(item, same_type)

    def _possession(self, item: _Item, owner: Token) -> tuple[_Chain, str] | None:
        whose = self.by_head.get(owner.i)
        if whose is None:
            return None
        key = (id(whose), item.root.lemma_.lower())
        if key in self.owned:
            return self.owned[key], "same owner and noun"
        made = _Chain(item.mention.type)
        self.owned[key] = made
        self.chains.append(made)
        return made, "first mention"

    def _by_head(self, item: _Item, among: list[_Chain]) -> tuple[_Chain, str] | None:
        """An earlier description with the same noun that says nothing against this one."""
        said = {t.lemma_.lower() for t in item.tokens if t.pos_ in ("ADJ", "NOUN", "PROPN", "NUM")}
        for c in among:
            for i in c.items:
                alike = i.plural == item.plural and i.root.lemma_.lower() == item.root.lemma_.lower()
                if i.mention.kind == "pronoun" or not alike or _covers(c, item):
                    continue
                if said <= {t.lemma_.lower() for t in i.tokens}:
                    return c, "same noun"
        return None

    def _by_role(self, item: _Item, among: list[_Chain]) -> tuple[_Chain, str] | None:
        """The person whose role this is; for a description that only picks one out again, the one most spoken of."""
        if item.mention.type != "person" or item.plural:
            return None
        people = [c for c in among if c.names and not c.plural and not _covers(c, item) and _agrees(c, item)]
        role = _role(item.root)
        for c in people:
            if role and role in c.roles:
                return c, "role told before"
        anew = item.root.lower_.endswith("old") or any(t.lower_ in ("former", "accused", "alleged") for t in item.tokens)
        ranked = sorted(people, key=lambda c: -len(c.items))
        if anew and ranked and (len(ranked) == 1 or len(ranked[0].items) > len(ranked[1].items)):
            return ranked[0], "description of the person most spoken of"
        return None

    # --- pronouns

    def _pronoun(self, item: _Item) -> tuple[_Chain, str] | None:
        word = item.root.lower_
        if word in PLURAL_FIRST:
            return self._spoken(item, "we")
        if word in SECOND:
            return self._spoken(item, "you")
        if word in RELATIVE:
            return self._relative(item)
        if word in REFLEXIVE:
            subject = next((t for t in item.root.head.children if t.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is not None and (c := self.by_head.get(subject.i)):
                return c, "reflexive"
        if word in MALE | FEMALE | PLURAL | NEUTER:
            return self._antecedent(item)
        return None

    def _voice(self, item: _Item) -> Voice | None:
        at = item.mention.span.start
        inside = [v for v in self.voices if v.span.start <= at < v.span.end]
        return inside[-1] if inside else None

    def _spoken(self, item: _Item, what: str) -> tuple[_Chain, str]:
        voice = self._voice(item)
        who = voice.who if voice else ""
        if what == "you":
            who = self._other(voice)
            what = "I" if who else what
        key = (who, what)
        if key not in self.speaking:
            self.speaking[key] = self._named_voice(who, item.mention.type) if what == "I" else self._new(item)
        return self.speaking[key], f'"{what}" of one voice'

    def _other(self, voice: Voice | None) -> str:
        """The one other voice of a dialogue, where there are just two."""
        everyone = sorted({v.who for v in self.voices if v.who})
        if voice is None or not voice.who or len(everyone) != 2:
            return ""
        return next(w for w in everyone if w != voice.who)

    def _new(self, item: _Item) -> _Chain:
        self.chains.append(_Chain(item.mention.type))
        return self.chains[-1]

    def _named_voice(self, who: str, type_: str) -> _Chain:
        """The chain of the person a voice is named after, or a new one."""
        label = tuple(w for w in re.split(r"[\s_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", who).lower()) if w)
        for c in self.chains:
            if (
                label
                and c.type == "person"
                and any(set(label) <= set(n) or (len(n) > 1 and set(n) <= set(label)) for n in c.names)
            ):
                return c
        self.chains.append(_Chain(type_))
        return self.chains[-1]

    def _first_person(self, item: _Item) -> tuple[_Chain, str]:
        voice = self._voice(item)
        for source in voice.source if voice else ():
            if c := self._named_by(source):
                c.add(item)
                return c, '"I" of who is quoted'
        key = (voice.who if voice else "", "I")
        if key not in self.speaking:
            self.speaking[key] = self._named_voice(key[0], item.mention.type)
        self.speaking[key].add(item)
        return self.speaking[key], '"I" of one voice'

    def _named_by(self, source: Span) -> _Chain | None:
        """The chain of the person or body whose head is the head of these words; else of any within them."""
        if c := self.by_head.get(self._words(source).root.i):
            return c
        inside = [c for c in self.chains if any(i.mention.head.overlap(source) for i in c.items)]
        return next((c for kind in ("person", "organisation") for c in inside if c.type == kind), None)

    def _relative(self, item: _Item) -> tuple[_Chain, str] | None:
        for up in item.root.ancestors:
            if up.dep_ == "relcl":
                c = self.by_head.get(up.head.i)
                if c is not None and (c.type == item.mention.type):
                    return c, "relative clause"
                return None
        return None

    def _antecedent(self, item: _Item) -> tuple[_Chain, str] | None:
        """The chain that suits a pronoun best: near, subject, often spoken of, agreeing in gender and number."""
        quoted = self._voice(item)
        best: tuple[float, int] | None = None
        for n, c in enumerate(self.chains):
            if (
                not c.items
                or item.sentence - c.items[-1].sentence > FAR
                or not self._suits(c, item)
                or (quoted and self._speaks(c, quoted))
            ):
                continue
            score = self._salience(c, item)
            if best is None or score > best[0]:
                best = (score, n)
        if best is None:
            return None
        return self.chains[best[1]], "pronoun for the nearest fitting subject"

    def _speaks(self, c: _Chain, voice: Voice) -> bool:
        return any(i.mention.head.overlap(s) for s in voice.source for i in c.items)

    def _suits(self, c: _Chain, item: _Item) -> bool:
        word = item.root.lower_
        if _covers(c, item) or self._clashes(c, item) or any(i.root.lower_ in FIRST | SECOND | PLURAL_FIRST for i in c.items):
            return False
        if word in MALE | FEMALE:
            return c.type == "person" and not c.plural and _agrees(c, item)
        if c.type != item.mention.type:
            return False
        return not c.plural if word in NEUTER else True

    def _clashes(self, c: _Chain, item: _Item) -> bool:
        """A plain object pronoun is not its own verb's subject."""
        root = item.root
        if root.dep_ not in ("dobj", "dative", "pobj") or root.lower_ in REFLEXIVE:
            return False
        verb = root.head.head if root.dep_ == "pobj" else root.head
        return any(t.dep_ in ("nsubj", "nsubjpass") and self.by_head.get(t.i) is c for t in verb.children)

    def _salience(self, c: _Chain, item: _Item) -> float:
        score = 0.0
        for i in reversed(c.items):
            away = item.sentence - i.sentence
            if away > 6:
                break
            weight = (1.3 if i.subject else 1.0) * (1.2 if i.mention.kind == "name" else 1.0)
            score += weight * 0.55**away
            if away == 0:
                score += 0.2
        if item.root.lower_ in PLURAL:
            score *= 1.8 if c.plural else 1.0 if c.type == "organisation" else 0.3
        if item.root.lower_ in MALE | FEMALE and c.gender:
            score *= 1.3
        last = c.items[-1].mention.span.start
        return score + 1e-6 * last + (0.0 if score else -1000.0 + 1e-3 * last)


# --- what words alone tell


def _labels(label: set[str], name: tuple[str, ...]) -> bool:
    return label <= set(name) or (len(name) > 1 and set(name) <= label)


def _covers(c: _Chain, item: _Item) -> bool:
    return any(i.mention.span.covers(item.mention.span) for i in c.items[-6:])


def _agrees(c: _Chain, item: _Item) -> bool:
    return not (c.gender and item.gender and c.gender != item.gender)


def _body(item: _Item, among: list[_Chain]) -> tuple[_Chain, str] | None:
    """The body whose name this shortens, lengthens or abbreviates."""
    for c in among:
        for name in c.names:
            short, long = sorted((item.words, name), key=len)
            if short and short == long[: len(short)] and all(w in endings() for w in long[len(short) :]):
                return c, "shortened name"
            if len(short) == 1 and len(long) > 1 and initials(long) == short[0].replace(".", ""):
                return c, "acronym"
    return None


def _gender(doc: Doc, tokens: list[Token], root: Token, mention: Mention) -> str:
    if mention.type != "person":
        return ""
    if mention.kind == "pronoun":
        return "m" if root.lower_ in MALE else "f" if root.lower_ in FEMALE else ""
    if mention.kind == "nominal":
        told = table("person_nouns.tsv").get(root.lemma_.lower(), "")
        return told if told in ("m", "f") else ""
    titles = table("titles.tsv")
    before = doc[tokens[0].i - 1].text if tokens[0].i else ""
    told = next((titles[t] for t in (before, tokens[0].text) if titles.get(t) in ("m", "f")), "")
    if not told and len(tokens) > 0:
        told = table("given_names.tsv").get(tokens[0].text, "")
        told = told if len(name_words(tokens)) > 1 or told else ""
    return told if told in ("m", "f") else ""


def _is_plural(mention: Mention, root: Token, tokens: list[Token]) -> bool:
    if mention.kind == "pronoun":
        return root.lower_ in PLURAL | PLURAL_FIRST
    if any(t.dep_ == "conj" and t.head == root and t in tokens for t in root.children):
        return True
    return root.tag_ in ("NNS", "NNPS") and mention.kind == "nominal"


def _bare(item: _Item) -> str:
    return " ".join(t.lower_ for t in item.tokens if t.lower_ not in ("the", "this", "that", "these", "those", "'s", "’s"))


def _role(token: Token) -> str:
    lemma = token.lemma_.lower()
    group = next((sorted(g)[0] for g in SAME_ROLE if lemma in g), lemma)
    return group if lemma in table("person_nouns.tsv") else ""


def _roles(item: _Item) -> set[str]:
    """Roles that a mention tells of its person: its noun, or nouns before the name."""
    told = [item.root, *(t for t in item.root.children if t.dep_ in ("compound", "appos"))]
    return {r for t in told if t.text.islower() and (r := _role(t))}
