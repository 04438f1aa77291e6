"""Statements: one a clause that says something happened, is or will be, with its arguments by role.

Clauses are read off the dependency tree: finite and participial heads, coordinated verbs sharing a subject, relative and
adverbial clauses with the subject restored, infinitives merged into the verb that raises them. A clause that only says who
says (its verb is an attribution's cue) makes no statement of its own; every attributed content makes at least one.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from variorum.model.document import Block
from variorum.model.reading import Argument, Attribution, Certainty, Mention, Polarity, Quantity, Statement, Time
from variorum.model.span import Span, SpanIndex
from variorum.reading.clauses import (
    antecedent,
    clause_span,
    contiguous,
    is_clause,
    is_passive,
    merged,
    own_tokens,
    phrase,
    subject_of,
    verbs_of,
)
from variorum.reading.wordlist import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Factuality = Callable[["Token"], tuple[Certainty, Polarity]]

T = TypeVar("T")
SILENT = ("furniture", "byline", "credit", "dateline")  # blocks whose words state nothing
SAID_FROM = {"from", "near", "outside", "inside"}  # where somebody stood when saying it is something told
PREPOSITIONS = {
    "to": "goal", "into": "goal", "toward": "goal", "towards": "goal", "onto": "goal", "for": "beneficiary",
    "from": "origin", "out": "origin", "off": "origin", "with": "instrument", "by": "agent", "in": "place", "at": "place",
    "on": "place", "near": "place", "inside": "place", "outside": "place", "across": "path", "over": "path",
    "through": "path", "around": "place", "behind": "place", "under": "place", "against": "opponent", "of": "theme",
    "about": "theme", "during": "circumstance", "after": "circumstance", "before": "circumstance", "as": "attribute",
}  # fmt: skip


def _chain_at(head: Span, mentions: Sequence[Mention]) -> int | None:
    """The chain of the smallest mention headed at `head`, or covering it."""
    best = [m for m in mentions if m.head == head] or [
        m for m in mentions if m.span.covers(head) and m.kind == "name" and m.span.end >= head.end
    ]
    chained = [m for m in best if m.chain >= 0]
    return min(chained, key=lambda m: (len(m.span), m.span)).chain if chained else None


def _argument(role: str, token: Token, mentions: Sequence[Mention]) -> Argument:
    head = Span(token.idx, token.idx + len(token))
    return Argument(role, phrase(token), head, token.lemma_.lower(), _chain_at(head, mentions))


def _arguments(clause: Token, mentions: Sequence[Mention]) -> tuple[Argument, ...]:
    """Participants and circumstances of the clause whose verbs run from `clause` to its semantic head."""
    found: list[Argument] = []
    verbs = verbs_of(clause)
    subject = subject_of(clause)
    if subject is not None:
        found.append(_argument("patient" if is_passive(verbs[-1]) else "agent", subject, mentions))
    for verb in verbs:
        for child in verb.children:
            found.extend(_complement(child, mentions))
    unique = {(a.role, a.span): a for a in found}
    return tuple(sorted(unique.values(), key=lambda a: (a.span, a.role)))


COMPLEMENTS = {"dobj": "patient", "obj": "patient", "dative": "recipient", "iobj": "recipient", "attr": "attribute",
               "acomp": "attribute", "oprd": "attribute", "xcomp": "theme"}  # fmt: skip


def _complement(child: Token, mentions: Sequence[Mention]) -> list[Argument]:
    if child.dep_ in {"prep", "agent"}:
        role = "agent" if child.dep_ == "agent" else PREPOSITIONS.get(child.lower_, "circumstance")
        nouns = [c for c in child.children if c.dep_ == "pobj"]
        inner = [c for n in child.children if n.dep_ == "prep" for c in _complement(n, mentions)]
        # "in a hospital outside the town": the town is a place of the event too
        below = [p for n in nouns for p in n.children if p.dep_ == "prep" and PREPOSITIONS.get(p.lower_) == "place"]
        inner += [a for p in below for a in _complement(p, mentions) if a.role == "place"]
        return [
            _argument(role, noun, mentions) for n in nouns for noun in [n, *(c for c in n.children if c.dep_ == "conj")]
        ] + inner
    role_of = COMPLEMENTS.get(child.dep_)
    if role_of is None or (child.dep_ == "xcomp" and merged(child)):
        return []
    also = [c for c in child.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PROPN"}] if child.dep_ != "xcomp" else []
    return [_argument(role_of, c, mentions) for c in [antecedent(child), *also]]


def _unnamed(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Token]:
    """`tokens` without names of people and bodies and without pronouns: who took part is compared apart from what was done."""
    named = [m.span for m in mentions if m.kind == "name" and m.type in {"person", "organisation"}]
    return [
        t
        for t in tokens
        if t.pos_ != "PRON" and t.dep_ not in {"mark", "cc"} and not any(s.start <= t.idx < s.end for s in named)
    ]


def _terms(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Lemmas of the content words, sorted, each once."""
    wanted = {"NOUN", "VERB", "PROPN", "ADJ", "NUM", "ADV"}
    return tuple(
        sorted({t.lemma_.lower() for t in tokens if t.pos_ in wanted and not t.is_stop and any(c.isalnum() for c in t.text)})
    )


def _telling(doc: Doc, attributions: Sequence[Attribution]) -> list[Attribution]:
    """`attributions`, those of wanting, seeming or perceiving emptied: "he heard dogs bark" is what he did, and nobody says it."""
    kept = []
    silent = words("not_telling.txt")
    for a in attributions:
        lemmas = {
            t.lemma_.lower()
            for c in a.cue
            for t in (doc.char_span(c.start, c.end, alignment_mode="expand") or ())
            if t.pos_ == "VERB"
        }
        hearsay = a.anonymous and bool(a.addressee)  # what was read or heard: somebody said it
        kept.append(replace(a, cue=(), content=()) if not a.direct and not hearsay and lemmas and lemmas <= silent else a)
    return kept


def _fronted_times(clause: Token, near: Near) -> list[int]:
    """Times that stand in a present-tense saying clause but belong to what is said ("On Friday, he claims he fled")."""
    cue = clause.head
    if clause.dep_ != "ccomp" or cue.tag_ not in {"VBZ", "VBP"}:
        return []
    first = min(t.idx for t in own_tokens(clause))
    start = cue.sent.start_char
    subject = next((c.idx for c in cue.children if c.dep_ == "nsubj"), cue.idx)
    return [i for i, t in near.times if start <= t.span.start and t.span.end <= min(subject, first)]


def _within(spans: Sequence[tuple[int, Time]] | Sequence[tuple[int, Quantity]], owned: Sequence[Token]) -> tuple[int, ...]:
    """The numbers of the times or quantities that hold one of the `owned` tokens."""
    places = [t.idx for t in owned]
    return tuple(i for i, x in spans if any(x.span.start <= p < x.span.end for p in places))


def _is_cue(clause: Token, marks: Marks) -> bool:
    """Whether the clause does nothing but say who says: its verb is a cue, something else the content, no place is told."""
    if not marks.is_cue(Span(clause.idx, clause.idx + len(clause))):
        return False
    return not any(
        c.dep_ == "prep" and c.lower_ in SAID_FROM and any(g.dep_ == "pobj" for g in c.children) for c in clause.children
    )


def _leaves_open(clause: Token) -> bool:
    """Whether the clause only says that somebody has not said what its own clause asks: "has not said why"."""
    silent = clause.lemma_.lower() in words("silences.txt") and any(c.dep_ == "neg" for c in clause.children)
    return silent and any(c.dep_ == "ccomp" for c in clause.children)


def find_statements(
    doc: Doc,
    blocks: Sequence[Block],
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    times: Sequence[Time],
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    factuality: Factuality,
) -> list[Statement]:
    """The statements of a document in order, without vectors."""
    attributions = _telling(doc, attributions)
    silent = [b.span for b in blocks if b.role in SILENT]
    heads = [t for t in doc if is_clause(t) and not any(s.start <= t.idx < s.end for s in silent)]
    marks = Marks(doc.text, sentences, mentions, times, quantities, attributions, factuality)
    heads = [t for t in heads if not _is_cue(t, marks) and not _leaves_open(t)]
    heads += _uncovered(doc, heads, attributions)
    found: list[Statement] = []
    seen: set[tuple[Span, str]] = set()
    nouns = [t for t in doc if _tells(t) and not any(s.start <= t.idx < s.end for s in silent)]
    nominal = {t.i for t in nouns}
    for head in sorted({*heads, *nouns}, key=lambda t: t.i):
        made = _nominal(head, marks) if head.i in nominal else _statement(head, marks)
        if (made.span, made.predicate) not in seen:
            seen.add((made.span, made.predicate))
            found.append(made)
    return sorted(found, key=lambda s: (s.span, s.head))


@dataclass(frozen=True, slots=True)
class Near:
    """The marks in one sentence; times and quantities with their numbers in the document."""

    mentions: Sequence[Mention]
    times: Sequence[tuple[int, Time]]
    quantities: Sequence[tuple[int, Quantity]]
    sentence: int


class Marks:
    """What a document's statements refer to, looked up by place."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        mentions: Sequence[Mention],
        times: Sequence[Time],
        quantities: Sequence[Quantity],
        attributions: Sequence[Attribution],
        factuality: Factuality,
    ) -> None:
        self.text = text
        self.factuality = factuality
        self._sentences = sentences
        self._attributions = attributions
        self._mentions = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
        self._times = sorted(enumerate(times), key=lambda pair: pair[1].span)
        self._quantities = sorted(enumerate(quantities), key=lambda pair: pair[1].span)
        self._contents = SpanIndex([a.content for a in attributions])
        self._cues = SpanIndex([a.cue if a.content else () for a in attributions])

    def near(self, at: int) -> Near:
        """The marks that start in the sentence that holds the code point `at`."""
        number = max(bisect.bisect_right(self._sentences, at, key=lambda s: s.start) - 1, 0)
        start = self._sentences[number].start if self._sentences and number else 0
        end = self._sentences[number + 1].start if number + 1 < len(self._sentences) else len(self.text)
        mentions = _starting_in(self._mentions, start, end, lambda m: m.span.start)
        times = _starting_in(self._times, start, end, lambda pair: pair[1].span.start)
        quantities = _starting_in(self._quantities, start, end, lambda pair: pair[1].span.start)
        return Near(mentions, times, quantities, number)

    def vouching(self, head: Span) -> tuple[int, ...]:
        """Indices of the attributions whose content holds `head`, the innermost first."""
        contents = [(i, self._attributions[i].content) for i in self._contents.overlapping(head)]
        holding = [(sum(len(p) for p in content), i) for i, content in contents if any(p.covers(head) for p in content)]
        return tuple(i for _, i in sorted(holding))

    def is_cue(self, word: Span) -> bool:
        """Whether `word` lies in the cue of an attribution that has a content."""
        return any(p.covers(word) for i in self._cues.overlapping(word) for p in self._attributions[i].cue)


def _starting_in(marks: Sequence[T], start: int, end: int, where: Callable[[T], int]) -> Sequence[T]:
    """Those of `marks`, which are in order, that begin from `start` on and before `end`."""
    return marks[bisect.bisect_left(marks, start, key=where) : bisect.bisect_left(marks, end, key=where)]


def statement_at(trigger: Token, marks: Marks) -> Statement:
    """The statement of the happening that `trigger` tells, a verb or a noun."""
    if trigger.pos_ in {"VERB", "AUX"}:
        return _statement(trigger, marks)
    return _nominal(trigger, marks)


def _tells(noun: Token) -> bool:
    """Whether `noun` tells a happening of its own: an act, with somebody or something it was done by or to, or where."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in words("event_nouns.txt") or noun.dep_ in {"compound", "nmod", "amod"}:
        return False
    if noun.head.pos_ in {"VERB", "AUX"} and noun.dep_ in {"attr", "dobj"} and noun.head.lemma_.lower() in LIGHT:
        return False  # "made an arrest" is told by its clause
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ in {"NOUN", "PROPN"}:
            return True
        if child.dep_ in {"prep", "agent"} and child.lower_ in OF_ACTS and any(c.dep_ == "pobj" for c in child.children):
            return True
    return False


LIGHT = {"be", "make", "have", "take", "do", "give", "launch", "carry", "commit", "begin", "start", "face", "get"}
OF_ACTS = {"of", "by", "against", "on", "in", "at", "near", "between", "with"}


def _statement(clause: Token, marks: Marks) -> Statement:
    """The statement of the clause headed by `clause`."""
    tokens = contiguous(own_tokens(clause), clause)
    span = clause_span(tokens)
    semantic = verbs_of(clause)[-1]
    head = Span(semantic.idx, semantic.idx + len(semantic))
    near = marks.near(clause.idx)
    fronted = _fronted_times(clause, near)
    if fronted:
        span = Span(min(span.start, *(t.span.start for i, t in near.times if i in fronted)), span.end)
    spoken_of = [antecedent(c) for c in clause.children if antecedent(c) is not c]
    if spoken_of:  # "the lights that he saw" says what he saw, "he saw" does not
        span = Span(min(span.start, *(phrase(noun).start for noun in spoken_of)), span.end)
    certainty, polarity = marks.factuality(semantic)
    if _asked(marks.text, span.end):
        certainty = "unknown"
    plain = _unnamed(tokens, near.mentions)
    return Statement(
        span=span,
        head=head,
        predicate=_predicate(semantic),
        arguments=_timed(_arguments(clause, near.mentions), near.times),
        polarity=polarity,
        certainty=certainty,
        attributions=marks.vouching(head),
        times=tuple(sorted({*_within(near.times, tokens), *fronted})),
        quantities=_within(near.quantities, tokens),
        sentence=near.sentence,
        terms=_terms(plain),
    )


_CLOSE = re.compile(r"[^.!?\n]{0,200}([.!?])")


def _asked(text: str, end: int) -> bool:
    """Whether the next mark that closes a sentence is a question's: what is asked is not told."""
    close = _CLOSE.match(text, end)
    return close is not None and close[1] == "?"


def _predicate(head: Token) -> str:
    """The lemma of the word that carries the happening; that of a clipped verb ("it's") is "be"."""
    lemma = head.lemma_.lower()
    return lemma if any(c.isalnum() for c in lemma) or head.pos_ != "AUX" else "be"


def _timed(arguments: Sequence[Argument], times: Sequence[tuple[int, Time]]) -> tuple[Argument, ...]:
    """`arguments`, those that are time expressions with the role of one ("on Friday" is no place)."""
    return tuple(replace(a, role="time") if any(t.span.covers(a.head) for _, t in times) else a for a in arguments)


def _nominal(noun: Token, marks: Marks) -> Statement:
    """The statement of a happening told by a noun; time and place of the clause around it are its own."""
    tokens = contiguous(own_tokens(noun), noun)
    head = Span(noun.idx, noun.idx + len(noun))
    clause = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    around = tokens if clause is None else [*tokens, *contiguous(own_tokens(clause), clause)]
    near = marks.near(noun.idx)
    certainty, polarity = marks.factuality(noun)
    if _asked(marks.text, head.end):
        certainty = "unknown"
    plain = _unnamed(tokens, near.mentions)
    return Statement(
        span=clause_span(tokens),
        head=head,
        predicate=_predicate(noun),
        arguments=_timed(_noun_arguments(noun, clause, near.mentions), near.times),
        polarity=polarity,
        certainty=certainty,
        attributions=marks.vouching(head),
        times=_within(near.times, around),
        quantities=_within(near.quantities, tokens),
        sentence=near.sentence,
        terms=_terms(plain),
    )


def _noun_arguments(noun: Token, clause: Token | None, mentions: Sequence[Mention]) -> tuple[Argument, ...]:
    """Who and what a noun's phrase names, and where it was by the clause that holds it."""
    found: list[Argument] = []
    for child in noun.children:
        if child.dep_ == "poss":
            found.append(_argument("agent", child, mentions))
        elif child.dep_ in {"compound", "nmod", "amod"} and child.pos_ in {"NOUN", "PROPN"}:
            found.append(_argument("theme", child, mentions))
        elif child.dep_ == "prep" and child.lower_ == "of":
            found.extend(replace(a, role="patient") for a in _complement(child, mentions))
        else:
            found.extend(_complement(child, mentions))
    if clause is not None:
        held = {t.idx for t in noun.subtree}
        carried = noun.dep_ in {"dobj", "attr"} and clause.lemma_.lower() in LIGHT  # "made an arrest": who made it
        found.extend(
            a
            for a in _arguments(clause, mentions)
            if a.head.start not in held and (a.role == "place" or (carried and a.role == "agent"))
        )
    unique = {(a.role, a.span): a for a in found}
    return tuple(sorted(unique.values(), key=lambda a: (a.span, a.role)))


def _uncovered(doc: Doc, heads: Sequence[Token], attributions: Sequence[Attribution]) -> list[Token]:
    """For each attributed content without a clause in it, the token that heads its words."""
    more: list[Token] = []
    for attribution in attributions:
        pieces = attribution.content
        if any(p.start <= h.idx < p.end for p in pieces for h in heads):
            continue
        inside = [t for p in pieces for t in _starting(doc, p) if not t.is_punct and not t.is_space]
        acts = any(t.pos_ == "VERB" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in t.children) for t in inside)
        if acts or sum(t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB", "NUM"} for t in inside) >= 2:
            indices = {t.i for t in inside}
            tops = [t for t in inside if t.head.i not in indices or t.head == t]
            more.append(next((t for t in tops if t.pos_ != "PRON"), (tops or inside)[0]))
    return more


def _starting(doc: Doc, piece: Span) -> Sequence[Token]:
    """The tokens that start inside a piece of the text."""
    found = doc.char_span(piece.start, piece.end, alignment_mode="expand")
    return [t for t in found if piece.start <= t.idx] if found is not None else ()
