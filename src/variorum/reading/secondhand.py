"""Who says nothing and who only passes on: attributions whose source declined to answer, or read or heard what it repeats.

"She did not answer calls from the paper", "refused to say whether" attribute nothing. "I have read that people screamed" is what
somebody not named said, and was told to the one who read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from variorum.model.reading import Attribution
from variorum.model.span import Span
from variorum.reading.attribution import with_parents
from variorum.reading.clauses import phrase
from variorum.reading.cues import entries
from variorum.reading.wordlist import words

DECLINING = ("decline", "refuse", "fail", "avoid", "decide")  # with what is not said then: "declined to comment"
ASKED = ("call", "comment", "interview", "question", "request")  # what is declined
NOBODY = (["nobody"], ["no one"], ["none"])
DENYING = ("not", "n't", "n’t", "never", "nor")


def vouched(doc: Doc, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """`attributions` without those that say that nothing was said; what was heard or read as told to the one who heard it."""
    kept = []
    known = set()
    text = doc.text  # made anew at each asking
    for one in attributions:
        verbs = [] if one.direct else _verbs(doc, one)
        if not verbs:
            kept.append(one)
        elif not _is_silent(verbs[-1]) and not _is_nobody(one, text):
            known |= {t.i for t in verbs}
            listener = _listener(verbs[-1], one)
            kept.append(one if listener is None else _passed_on(one, listener))
    return tuple(with_parents([*kept, *_heard(doc, known)]))


def _heard(doc: Doc, known: set[int]) -> Iterator[Attribution]:
    """What somebody is told to have heard or read, where no attribution says so yet."""
    for verb in doc:
        clause = _taken_in(verb) if verb.i not in known else None
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if clause is None or subject is None or any(c.dep_ == "neg" for c in verb.children):
            continue
        yield Attribution(
            source=(),
            cue=(Span(verb.idx, verb.idx + len(verb)),),
            content=(_all_of(clause),),
            direct=False,
            anonymous=True,
            addressee=(phrase(subject),),
            why=f"{verb.lemma_} with its clause; passed on, with no source named",
        )


def _all_of(clause: Token) -> Span:
    """All words of a clause, without a full stop."""
    words_ = [t for t in clause.subtree if not t.is_punct]
    return Span(words_[0].idx, words_[-1].idx + len(words_[-1]))


def _verbs(doc: Doc, one: Attribution) -> list[Token]:
    """The verbs of the cue in order, without auxiliaries."""
    found = (t for c in one.cue for t in doc.char_span(c.start, c.end, alignment_mode="expand") or ())
    return [t for t in found if t.pos_ == "VERB" and t.dep_ not in ("aux", "auxpass")]


def _is_silent(verb: Token) -> bool:
    """Whether the one named is told not to have said it."""
    if verb.lemma_.lower() in DECLINING:
        return any(
            (c.dep_ == "xcomp" and c.lemma_.lower() in words("silences.txt")) or (c.dep_ == "dobj" and c.lemma_.lower() in ASKED)
            for c in verb.children
        )
    if verb.lemma_.lower() not in words("silences.txt"):
        return False
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in DECLINING:
        return True
    above = verb.head if verb.dep_ == "xcomp" else verb
    return any(c.dep_ == "neg" or c.lower_ in DENYING for v in {verb, above} for c in v.children)


def _is_nobody(one: Attribution, text: str) -> bool:
    """Whether nobody at all is said to have said it: "no one has confirmed that"."""
    return [s.text(text).casefold() for s in one.source] in NOBODY


def _listener(verb: Token, one: Attribution) -> Span | None:
    """Who read, heard or was told it, and so passes on what another said; None where the one named says it."""
    if _taken_in(verb) is not None:
        return one.source[0] if len(one.source) == 1 else None
    told = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if told is None or one.addressee or (verb.lemma_.lower(), "addressee") not in entries("cues.tsv"):
        return None
    if one.source and not one.source[0].start <= told.idx < one.source[0].end:
        return None  # "was told by the guard"
    return one.source[0] if one.source else phrase(told)


def _taken_in(verb: Token) -> Token | None:
    """The head of the finite clause that a verb of reading or hearing takes."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in words("taking_in.txt"):
        return None
    return next((c for c in verb.children if c.dep_ == "ccomp" and _is_finite(c)), None)


def _is_finite(clause: Token) -> bool:
    return clause.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("aux", "auxpass") and c.tag_ != "VB" for c in clause.children)


def _passed_on(one: Attribution, listener: Span) -> Attribution:
    """The attribution with nobody named as its source, told to the one who read or heard it."""
    why = f"{one.why}; passed on, with no source named"
    return replace(one, source=(), carried=(), addressee=(listener,), head=None, anonymous=True, why=why)
