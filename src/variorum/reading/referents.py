"""Mentions and chains in the making, with what words alone tell of them: gender, number, names, roles."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from variorum.model.reading import Mention
from variorum.model.span import Span
from variorum.reading.cues import reports
from variorum.reading.namesakes import name_words
from variorum.reading.wordlist import table


def _class(*names: str) -> frozenset[str]:
    return frozenset(word for word, name in table("pronouns.tsv").items() if name in names)


PRONOUNS = {
    "i": _class("first"),
    "we": _class("we"),
    "you": _class("you"),
    "he": _class("male"),
    "she": _class("female"),
    "they": _class("plural"),
    "it": _class("neuter"),
}
SPEAKING = ("i", "we", "you")
THIRD = ("he", "she")
REFLEXIVE = frozenset({"myself", "yourself", "yourselves", "ourselves", "himself", "herself", "itself", "themselves"})
SUBJECTS = ("nsubj", "nsubjpass")
INDEFINITE = frozenset(["a", "an", "any", "some", "every", "no", "each", "another", "one", "many", "several", "most", "other"])
DEMONSTRATIVE = frozenset(["this", "that", "these", "those"])
PARTICLES = frozenset(["of", "the", "and", "&", "de", "la", "van", "von", "der", "den", "du", "di", "da", "al", "bin", "for"])
MARKS = frozenset(['"', "“", "”", "'", "‘", "’", "-", "."])
AGE_INSIDE = re.compile(r"\b(\d{1,3})[- ]years?[- ]olds?\b")
AGE_BEFORE = re.compile(r"\b(\d{1,3})[- ]year[- ]old,? $")
AGE_BEHIND = re.compile(r"(?:, | \()(?:aged? )?(\d{1,3})(?=[,.;)]| years? old\b)")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks a stretch of text: `who` is a label, `source` the words that name the speaker, where known.

    `turn`: one of a transcript or a signed statement, so that every source of the same label is the same speaker.
    """

    span: Span
    who: str
    source: tuple[Span, ...] = ()
    turn: bool = False


@dataclass(slots=True, eq=False)
class Item:
    """A mention with what the ranker asks of it."""

    mention: Mention
    kind: str  # "i", "we", ..., "other" for pronouns; "name.person", "nominal.organisation", ... for the rest
    root: Token
    tokens: list[Token]
    names: tuple[str, ...]  # of the name, lower case, without titles, articles, endings
    lemma: str  # of the root, lower case
    modifiers: frozenset[str]  # lemmas of the content words beside the root
    bare: str  # the words, lower case, without articles and demonstratives
    determiner: str  # def, dem, indef, poss, none
    owner: int  # token index of who has it; -1 for nobody
    gender: str  # m, f or ""
    plural: bool
    sentence: int
    role: str  # subject, object, poss, appos, other
    age: int = 0  # in years; 0 where none is told
    voice: Voice | None = None
    says: bool = False  # who is named as the one who says a sentence: "he said"
    quoting: str = ""  # the label of the voice whose source it is

    @property
    def who(self) -> str:
        """The label of the voice that speaks the mention; empty for the report's own."""
        return self.voice.who if self.voice else ""


@dataclass(slots=True, eq=False)
class Chain:
    """A chain in the making: its mentions in the order they were placed, and what they tell together."""

    type: str
    items: list[Item] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    heads: dict[str, Item] = field(default_factory=dict)  # lemma of a description's root to the latest one
    bares: set[tuple[str, bool]] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    gender: str = ""
    plural: bool = False
    spoken: set[tuple[str, str]] = field(default_factory=set)  # label of the voice, and "i", "we" or "you"
    voice: str = ""  # the label of the voice this is, where it was made for one
    said: int = -1  # the token that last named it as the one who says something
    said_in: int = -1  # the sentence of that token
    led_in: int = -1  # the last sentence of the report's own that has it for subject
    spoken_of: set[str] = field(default_factory=set)  # labels of the voices that call it "he" or "she"

    def add(self, item: Item) -> None:
        """Takes in a further mention."""
        self.items.append(item)
        if item.names and item.names not in self.names:
            self.names.append(item.names)
        if item.says:
            self.said, self.said_in = item.root.i, item.sentence
        if not item.who and leads(item.root):
            self.led_in = item.sentence
        if item.kind in THIRD and item.who:
            self.spoken_of.add(item.who)
        if item.kind in SPEAKING:
            self.spoken.add((item.who, item.kind))
        elif item.mention.kind != "pronoun":
            self.heads[item.lemma] = item
            self.bares.add((item.bare, item.plural))
        self.gender = self.gender or item.gender
        if item.age:
            self.ages.add(item.age)
        self.roles |= roles(item)
        self.plural = item.plural if len(self.items) == 1 else self.plural

    @property
    def last(self) -> Item:
        """The mention placed last."""
        return self.items[-1]


class Sentences:
    """The tokens and sentence numbers of a parsed text by offset."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._text = doc.text
        self._starts = [t.idx for t in doc]
        self._number = [0] * len(doc)
        for n, sentence in enumerate(doc.sents):
            self._number[sentence.start : sentence.end] = [n] * (sentence.end - sentence.start)

    def words(self, span: Span) -> Words:
        """The tokens that `span` touches, at least one."""
        first = max(0, bisect.bisect_right(self._starts, span.start) - 1)
        last = max(first + 1, bisect.bisect_left(self._starts, span.end))
        return self.doc[first:last]

    def number(self, token: Token) -> int:
        """The number of the sentence that holds the token."""
        number: int = self._number[token.i]
        return number

    def item(self, mention: Mention, voice: Voice | None) -> Item:
        """`mention` with all that is asked of it."""
        span = self.words(mention.span)
        head = self.words(mention.head)
        named = mention.kind == "name"
        root = span.root if named else head.root
        tokens = list(span)
        core = _core(tokens, head[0]) if named else []
        content = [t for t in tokens if t.i != root.i and t.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "VERB")]
        return Item(
            mention=mention,
            kind=kind_of(mention, root),
            root=root,
            tokens=tokens,
            names=name_words(core) if named else (),
            lemma=root.lemma_.lower(),
            modifiers=frozenset(t.lemma_.lower() for t in content),
            bare=_bare(tokens),
            determiner=_determiner(tokens, root),
            owner=next((t.i for t in root.children if t.dep_ == "poss"), -1),
            gender=_gender(self.doc, core or tokens, root, mention),
            plural=_is_plural(mention, root, tokens),
            sentence=self.number(root),
            role=_role_in_clause(root),
            age=self._age(mention) if mention.type == "person" and mention.kind != "pronoun" else 0,
            voice=voice,
            says=says(root),
        )

    def _age(self, mention: Mention) -> int:
        """The age told in a mention, right before it, or between commas behind it; 0 for none."""
        start, end = mention.span.start, mention.span.end
        inside = AGE_INSIDE.search(self._text, start, end)
        told = inside or AGE_BEFORE.search(self._text[max(0, start - 20) : start]) or AGE_BEHIND.match(self._text, end)
        return int(told[1]) if told else 0


def kind_of(mention: Mention, root: Token) -> str:
    """The class of mentions whose habits this one has."""
    if mention.kind != "pronoun":
        return f"{mention.kind}.{mention.type}"
    word = root.lower_
    if word in ("'s", "’s"):
        return "we"  # of "let's"
    return next((kind for kind, forms in PRONOUNS.items() if word in forms), "other")


def says(root: Token) -> bool:
    """Whether a sentence names somebody as the one who says it: its subject, with a verb that quotes; "according to" somebody.

    Who is said to have said something (in a clause below another) is not meant, nor whom a relative pronoun stands for.
    """
    above = root.head
    if root.dep_ == "pobj" and above.lower_ == "to":
        return str(above.head.lower_) == "according"
    return leads(root) and root.tag_ != "WP" and above.pos_ == "VERB" and reports(above, "quote")


def leads(root: Token) -> bool:
    """Whether the word is the subject of a sentence's main clause."""
    verb = root.head
    while verb.dep_ == "conj":
        verb = verb.head
    return root.dep_ in SUBJECTS and verb.dep_ in ("ROOT", "parataxis")


def _core(tokens: list[Token], head: Token) -> list[Token]:
    """The tokens of the name itself around its head word: capitalised ones, and particles between them."""
    at = next((n for n, t in enumerate(tokens) if t.i == head.i), 0)
    first = last = at
    while first > 0 and _named(tokens, first - 1, -1):
        first -= 1
    while last + 1 < len(tokens) and _named(tokens, last + 1, 1):
        last += 1
    titles = table("titles.tsv")
    for n in range(last - 1, first - 1, -1):
        if tokens[n].text in titles:
            return tokens[n + 1 : last + 1]
    return tokens[first : last + 1]


def _named(tokens: list[Token], at: int, step: int) -> bool:
    """Whether the token at `at` goes on with a name."""
    if tokens[at].text[0].isupper() or tokens[at].tag_ in ("NNP", "NNPS"):
        return True
    joins = tokens[at].lower_ in PARTICLES or tokens[at].text in MARKS
    beyond = at + step
    if joins and 0 <= beyond < len(tokens) and tokens[beyond].lower_ in PARTICLES:
        beyond += step
    return joins and 0 <= beyond < len(tokens) and tokens[beyond].text[0].isupper()


def _bare(tokens: list[Token]) -> str:
    skipped = ("the", "a", "an", "this", "that", "these", "those", "'s", "’s")
    return " ".join(t.lower_ for t in tokens if t.lower_ not in skipped)


def _determiner(tokens: list[Token], root: Token) -> str:
    first = tokens[0].lower_
    if any(t.dep_ == "poss" for t in root.children):
        return "poss"
    if first == "the":
        return "def"
    if first in DEMONSTRATIVE:
        return "dem"
    return "indef" if first in INDEFINITE or tokens[0].like_num else "none"


def _role_in_clause(root: Token) -> str:
    if root.dep_ in SUBJECTS:
        return "subject"
    if root.dep_ in ("dobj", "dative", "pobj"):
        return "object"
    return root.dep_ if root.dep_ in ("poss", "appos", "attr", "conj", "compound") else "other"


def _gender(doc: Doc, tokens: list[Token], root: Token, mention: Mention) -> str:
    if mention.type != "person":
        return ""
    if mention.kind == "pronoun":
        return "m" if root.lower_ in PRONOUNS["he"] else "f" if root.lower_ in PRONOUNS["she"] else ""
    if mention.kind == "nominal":
        told = table("person_nouns.tsv").get(root.lemma_.lower(), "")
        return told if told in ("m", "f") else ""
    titles = table("titles.tsv")
    before = doc[tokens[0].i - 1].text if tokens[0].i else ""
    told = next((titles[t] for t in (before, tokens[0].text) if titles.get(t) in ("m", "f")), "")
    if not told:
        told = table("given_names.tsv").get(tokens[0].text, "")
    return told if told in ("m", "f") else ""


def _is_plural(mention: Mention, root: Token, tokens: list[Token]) -> bool:
    if mention.kind == "pronoun":
        return root.lower_ in PRONOUNS["they"] | PRONOUNS["we"]
    if any(t.dep_ == "conj" and t.i <= tokens[-1].i for t in root.children):
        return True
    return root.tag_ in ("NNS", "NNPS") or root.lower_ == "people"


def role_of(token: Token) -> str:
    """The person noun a word is; of nouns for one role (lawyer, attorney) the first."""
    lemma = token.lemma_.lower()
    return table("same_roles.tsv").get(lemma, lemma) if lemma in table("person_nouns.tsv") else ""


def roles(item: Item) -> set[str]:
    """Roles that a mention tells of its person: its noun, or nouns before the name."""
    told = [item.root, *(t for t in item.root.children if t.dep_ in ("compound", "appos"))]
    return {r for t in told if t.text.islower() and (r := role_of(t))}


def spans_cover(items: Sequence[Item], span: Span) -> bool:
    """Whether one of the latest mentions holds `span`."""
    return any(i.mention.span.covers(span) for i in items[-6:])
