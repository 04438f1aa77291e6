"""What a statement tells, so far as it can be held against another: the kind of act, who takes which part, what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations

from variorum.collation.draft import Draft
from variorum.collation.values import interval
from variorum.model.reading import Argument, Quantity, Reading
from variorum.model.span import Span

LIGHT = frozenset({"be", "have", "do", "say", "get", "make", "go", "come", "take", "tell", "give", "put", "know", "see"})
CLOSE = 0.5  # share of content words from which on clauses with other verbs are held to tell one act
ASIDE = frozenset(
    {"the", "a", "an", "of", "his", "her", "their", "its", "all", "and", "or", "in", "at", "on", "to", "for", "with"}
)
_RESTRICTING = re.compile(r"^\s+(?:of|in|at|on|with|under|over|aged|between|who|whom|from|inside|outside)\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:separate|unrelated|another|previous|earlier|similar|different)\s+(?:\w+\s+)?(?:incident|shooting|case|attack|accident|crash|event)s?\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\b[\w-]+\s+(?:out\s+)?of\s+(?:the\s+)?$")
_MORE_THAN = re.compile(r"\bmore\s+than\b|\bor\s+more\b")
_INCLUSIVE = re.compile(r"^[^.;]{0,40}?\b(?:including|besides|not counting|among them|excluding|plus)\b", re.IGNORECASE)


def data_lines(name: str) -> list[str]:
    """The entries of a data file, comments left out."""
    text = (resources.files("variorum") / "data" / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a data file."""
    return frozenset(data_lines(name))


@cache
def _classes() -> dict[str, tuple[str, bool]]:
    rows = (line.split("\t") for line in data_lines("act_classes.tsv"))
    return {row[0]: (row[1], len(row) > 2 and row[2] == "grows") for row in rows}


@cache
def exclusive_acts() -> dict[str, tuple[str, str]]:
    """Lemma -> field and value, of acts of which one rules out the others of its field."""
    rows = (line.split("\t") for line in data_lines("exclusive_acts.tsv"))
    return {lemma: (field, value) for field, value, lemma in rows}


@cache
def scene_acts() -> dict[str, str]:
    """Lemma -> group, of verbs that tell of a happening itself and of its being reported."""
    return dict(line.split("\t") for line in data_lines("scene_acts.tsv"))


@cache
def number_words() -> frozenset[str]:
    """Words that make up numbers and their bounds ("at least twenty-one"), which narrow nothing."""
    return word_list("number_words.txt")


def act_class(draft: Draft) -> str:
    """The class of the statement's verb, or the verb itself."""
    return _classes().get(draft.statement.predicate, (draft.statement.predicate, False))[0]


def grows(draft: Draft) -> bool:
    """Whether counts of those this is done to grow as news comes in (tolls, arrests)."""
    return _classes().get(draft.statement.predicate, ("", False))[1]


def dice(a: Sequence[str], b: Sequence[str]) -> float:
    """Shared words as Dice's coefficient."""
    return 2 * len(set(a) & set(b)) / (len(a) + len(b)) if a and b else 0.0


def same_act(a: Draft, b: Draft) -> bool:
    """Whether two statements of one claim name the same act: the same verb or kind of verb, or nearly the same words."""
    if a.statement.predicate == b.statement.predicate and a.statement.predicate not in LIGHT:
        return True
    known = {a.statement.predicate, b.statement.predicate} & set(_classes())
    if act_class(a) == act_class(b) and act_class(a) not in LIGHT:
        return True
    return len(known) < 2 and dice(a.statement.terms, b.statement.terms) >= CLOSE


def is_aside(draft: Draft) -> bool:
    """Whether a sentence says that it tells of another happening ("in a separate incident")."""
    return bool(_ANOTHER.search(draft.sentence.text(draft.document.text)))


def undergoers(draft: Draft) -> tuple[tuple[Argument, str | None], ...]:
    """The arguments that the act is done or happens to: patients, or the subject where there is none."""
    pairs = tuple(zip(draft.statement.arguments, draft.entities, strict=True))
    patients = tuple(p for p in pairs if p[0].role == "patient")
    return patients or tuple(p for p in pairs if p[0].role == "agent")


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with what it counts: the noun (people of all kinds as `person`), what narrows it, and its part in the act."""

    quantity: Quantity
    noun: str
    narrowed: frozenset[str]
    part: str  # "undergoer", "actor" or the argument's role
    partial: bool  # a part of, or an addition to, another count
    span: Span
    limit: str = ""  # the words that alone make it a part ("in the port of Hollvik"): of the same part where another has the same

    @property
    def key(self) -> tuple[str, frozenset[str], str]:
        """What two counts must share before their numbers are compared."""
        return self.noun, self.narrowed, self.part


def counted(draft: Draft) -> list[Counted]:
    """The counts of a statement that count something in one of its arguments."""
    text = draft.document.text
    found = []
    undergo = {a.span for a, _ in undergoers(draft)}
    for q in draft.quantities:
        if q.kind != "count" or q.unit is None or q.head is None or q.unit in {"block", "time"}:
            continue
        argument = next((a for a in draft.statement.arguments if a.head == q.head), None)
        if argument is None:
            continue
        noun = "person" if q.unit in word_list("people_counted.txt") else q.unit
        stretch = _MORE_THAN.sub(" ", text[min(argument.span.start, q.span.start) : q.head.start].lower())
        words = [w for w in re.findall(r"[\w'’-]+", stretch) if not any(c.isdigit() for c in w)]
        narrowed = frozenset(w for w in words if w not in ASIDE and w not in number_words())
        after = text[q.head.end : min(draft.sentence.end, q.head.end + 60)]
        limited = bool(_RESTRICTING.match(after)) and argument.span.end > q.head.end + 3
        base = _OF.search(text, max(draft.sentence.start, q.span.start - 12), q.span.start)  # "28 of 41 passes"
        partial = base is not None or bool(narrowed & word_list("partial_words.txt")) or bool(_INCLUSIVE.match(after))
        limit = " ".join(text[q.head.end : argument.span.end].lower().split()) if limited and not partial else ""
        part = "undergoer" if argument.span in undergo else "actor" if argument.role == "agent" else argument.role
        found.append(Counted(q, noun, narrowed, part, partial or limited, q.span, limit))
    return found


_BESIDE = re.compile(r"\b(?:another|an?\s+(?:second|third|fourth))\s+(\w+)", re.IGNORECASE)


def whole(c: Counted, draft: Draft) -> bool:
    """Whether a count is of all it was done to: not of "others", who stand beside somebody, nor of one beside a second."""
    if c.quantity.unit in {"other", "another"} or "other" in c.narrowed:
        return False
    few = c.quantity.high is not None and c.quantity.high <= 1
    sentence = draft.sentence.text(draft.document.text)
    return not (few and any(m.group(1).lower() == c.quantity.unit for m in _BESIDE.finditer(sentence)))


def alone(counts: Sequence[Counted]) -> list[Counted]:
    """The counts that no other of the same thing stands beside in their statement."""
    nouns = [c.noun for c in counts]
    return [c for c in counts if nouns.count(c.noun) == 1]


class Tally:
    """What each document counts, by kind of act and noun, and the ages it gives: whether it knows another's number as well."""

    def __init__(self, items: Sequence[Draft], readings: Sequence[Reading]) -> None:
        self._numbers = {r.document: frozenset(q.low for q in r.quantities if q.kind == "count") for r in readings}
        self._ages = {r.document: {q.low for q in r.quantities if q.kind == "age"} for r in readings}
        self._values: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
        self._people: dict[str, list[float]] = {}
        for draft in items:
            for c in counted(draft):
                key = (draft.document.id, act_class(draft), c.noun)
                self._values.setdefault(key, []).append(interval(c.quantity))
                if c.part == "undergoer" and c.quantity.low is not None and c.quantity.low == c.quantity.high:
                    self._people.setdefault(draft.document.id, []).append(c.quantity.low)

    def numbers(self, document: str) -> Set[float | None]:
        """All numbers that a document gives of anything counted."""
        return self._numbers.get(document, frozenset())

    def knows_age(self, document: str, age: Quantity) -> bool:
        """Whether a document gives this age to anybody."""
        return age.low in self._ages.get(document, ())

    def gives(self, draft: Draft, own: Counted, other: Counted) -> bool:
        """Whether the document of `draft` has, of this act, a number or a bound that starts where the other's does."""
        values = self._values.get((draft.document.id, act_class(draft), own.noun), [])
        return other.quantity.low != own.quantity.low and any(v[0] == interval(other.quantity)[0] for v in values)

    def knows(self, draft: Draft, own: Counted, other: Counted) -> bool:
        """Whether the document of `draft` also tells the other number of this act, or parts that come to it."""
        values = self._values.get((draft.document.id, act_class(draft), own.noun), [])
        mine, theirs = interval(own.quantity), interval(other.quantity)
        if any(v == theirs for v in values):
            return True
        if theirs[0] != theirs[1] or mine[0] != mine[1]:
            return False
        parts = [v[0] for v in values if v[0] == v[1]]
        others = list(self._people.get(draft.document.id, ()))  # the dead with the hurt
        if mine[0] in others:
            others.remove(mine[0])
        return any(x + y == theirs[0] for x, y in combinations(parts, 2)) or any(mine[0] + x == theirs[0] for x in others)
