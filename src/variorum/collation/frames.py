"""Frames of two statements of one claim: affirmed and denied, certain and possible, who did it, acts that rule each other out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.collation.acts import LIGHT, dice, exclusive_acts, undergoers, word_list
from variorum.collation.comparing import Setting, Verdict, as_of, of_one, other_occasion, thought
from variorum.collation.draft import Draft
from variorum.collation.namematch import fold
from variorum.collation.participants import NOBODY, PRONOUNS, agreement, is_named

ALIKE = 0.6  # share of content words from which on a hedged clause and a plain one tell the same
_NEGATION = re.compile(
    r"(?:\b(?:not|no|never|nobody|none|neither|nor|without|cannot|any|yet to)\b|n\s?['’]\s?t\b)", re.IGNORECASE
)
_PENDING = re.compile(
    r"\b(?:yet|immediately|at this time|at the time|so far|still|as of|currently|right away|pending|until)\b", re.IGNORECASE
)
_SO_FAR = re.compile(r"^(?:no(?:body| one)?|none)\b.*\b(?:has|have)\s+been\b", re.IGNORECASE)  # until it is written
_SUPPOSED = re.compile(r"^\W*(?:if|whether|unless|in case|why|how|when|what|so that)\b|\?\s*$", re.IGNORECASE)
_PLAIN = frozenset({"the", "any", "not", "never", "none", "his", "her", "its", "their", "one", "that", "this", "and"})
_THUS = re.compile(r"\b(?:this way|that way|like (?:this|that)|again|ever)\b", re.IGNORECASE)  # denies a manner or a time alone
_OTHERS = frozenset({"other", "others", "another", "rest", "else"})
_OUGHT = re.compile(r"\b(?:should|would|could|ought|might|may)\b", re.IGNORECASE)
_WHEN = re.compile(r"^\W*(?:when|while|during|until|unless|after|before)\b", re.IGNORECASE)
_BECAUSE = re.compile(r"^\W*(?:because|since|as|so|despite|although|though)\b", re.IGNORECASE)
_HEARSAY = re.compile(
    r"\b(?:read|hear|heard|told|rumou?rs?|they say|people say|it is said|supposedly|allegedly)\b", re.IGNORECASE
)
_WAITING = re.compile(r"\b(?:until|till|before|yet|months?|weeks?|days?)\b", re.IGNORECASE)
_INFINITE = re.compile(r"^(?:to|by|from|for|of)\s", re.IGNORECASE)


def polarity(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    x, y = a.statement, b.statement
    if x.polarity == y.polarity or x.predicate != y.predicate or not {x.certainty, y.certainty} <= {"certain", "probable"}:
        return
    yes, no = (a, b) if x.polarity == "affirmed" else (b, a)
    if _SUPPOSED.search(yes.words) or _SUPPOSED.search(no.words) or _NEGATION.search(yes.words) or not _denies(no, yes):
        return
    if _one_account(a, b):
        return
    if _OUGHT.search(yes.words) or _OUGHT.search(no.words):
        return
    if _INFINITE.match(yes.words) or _INFINITE.match(no.words) or _BECAUSE.match(_behind(no)):
        return
    if a.document.id == b.document.id and _WAITING.search(no.words):
        return
    if thought(yes) or thought(no) or ((_narrowed(yes) or _narrowed(no)) and not of_one(a, b, setting)):
        return
    ends = agreement(a, b, setting.entities)
    whole = {"patient", "attribute"} & _roles(a) & _roles(b) or {"place"} & _roles(a) & _roles(b)
    bare = not ({"patient", "attribute"} & (_roles(a) ^ _roles(b))) and not {"goal", "origin", "recipient"} & (
        _roles(no) - _roles(yes)
    )
    if ends.other or not bare or not (ends.same >= whole) or not ends.same & {"agent", "patient"} or other_occasion(a, b):
        return
    if (x.predicate in LIGHT and not whole) or _denies_less(no, yes):
        return
    if _THUS.search(no.words):
        return
    if not whole and (a.document.id == b.document.id or not set(no.statement.terms) - NOBODY <= set(yes.statement.terms)):
        return  # "never left" and "left early": of one who is all they share, but not of one leaving
    waiting = _PENDING.search(no.sentence.text(no.document.text)) or _SO_FAR.search(no.words)
    if a.document.id != b.document.id and waiting:
        one, two = as_of(no, setting), as_of(yes, setting)
        if one and two and one <= two:
            yield Verdict(
                "polarity", "update", x.span, y.span, f"what one says has not happened yet the other tells; {one}, {two}"
            )
        return
    yield Verdict("polarity", "contradiction", x.span, y.span, "one affirms what the other denies")


def _denies(no: Draft, yes: Draft) -> bool:
    """Whether a clause denies by its own words, or, of another report's, by the verb that tells it ("denied that ...")."""
    if _NEGATION.search(no.words):
        return True
    cue = (no.vouches[0].cue or "").lower().split() if no.vouches else []
    return no.document.id != yes.document.id and bool(set(cue) & word_list("denying.txt"))


def _one_account(a: Draft, b: Draft) -> bool:
    """Whether both stand in one speaker's own account and one of them is hearsay, which the speaker does not vouch for."""
    if a.document.id != b.document.id or not a.vouches or not b.vouches:
        return False
    one, two = a.vouches[-1], b.vouches[-1]
    if (one.holder or (one.holder_text or "").lower()) != (two.holder or (two.holder_text or "").lower()):
        return False
    return len(a.vouches) != len(b.vouches) or any(_HEARSAY.search(_before(d)) for d in (a, b))


def _before(draft: Draft) -> str:
    """The words of its sentence before a clause."""
    return draft.document.text[draft.sentence.start : draft.statement.span.start]


def _denies_less(no: Draft, yes: Draft) -> bool:
    """Whether what is denied is narrower than what is affirmed ("no city coach", "a coach"): words of its core that the other lacks."""
    affirmed = set(re.findall(r"[a-z]{3,}", yes.words.lower()))
    for argument, entity in zip(no.statement.arguments, no.entities, strict=True):
        told = argument.span.text(no.document.text).lower()
        if argument.lemma in NOBODY and " of " not in told:
            continue  # the widest denial; "one of the officers" is not
        shared = argument.role == "patient" and entity is not None and entity in yes.entities
        if argument.role in {"patient", "attribute"} and not shared:
            words = set(re.findall(r"[a-z]{3,}", told))
            if words & _OTHERS:
                return True
            words -= _PLAIN
            if any(w not in affirmed and w.rstrip("s") not in affirmed and f"{w}s" not in affirmed for w in words):
                return True
    return False


def _narrowed(draft: Draft) -> bool:
    """Whether what follows a clause ties it to one occasion ("no shots were fired when he was taken")."""
    return bool(_WHEN.match(_behind(draft)))


def _behind(draft: Draft) -> str:
    """The words between a clause and the end of its sentence."""
    return draft.document.text[draft.statement.span.end : draft.sentence.end]


def _roles(draft: Draft) -> set[str]:
    return {a.role for a in draft.statement.arguments}


def exclusive(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """Two acts of which one rules out the other, done by the same one to the same one."""
    one, two = (exclusive_acts().get(d.statement.predicate) for d in (a, b))
    if one is None or two is None or one[0] != two[0] or one[1] == two[1]:
        return
    if "denied" in (a.statement.polarity, b.statement.polarity) or not all(_done_to_somebody(d, setting) for d in (a, b)):
        return
    if _SUPPOSED.search(a.words) or _SUPPOSED.search(b.words):
        return
    ends = agreement(a, b, setting.entities)
    shared = {e for _, e in undergoers(a) if e} & {e for _, e in undergoers(b) if e}
    if shared and not ends.other and not other_occasion(a, b):
        why = f"“{one[1]}” and “{two[1]}” exclude one another"
        yield Verdict("detail", "contradiction", a.statement.span, b.statement.span, why)


def _done_to_somebody(draft: Draft, setting: Setting) -> bool:
    return any(
        argument.lemma in PRONOUNS or (entity is not None and setting.entities[entity].type in {"person", "group"})
        for argument, entity in undergoers(draft)
    )


def actors(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """Two different people, each named by one report alone, for the same act on the same one."""
    ea, eb = a.entity("agent"), b.entity("agent")
    if ea is None or eb is None or ea == eb or a.statement.predicate != b.statement.predicate or a.statement.predicate in LIGHT:
        return
    one, two = setting.entities[ea], setting.entities[eb]
    if set(fold(one.name).split()) & set(fold(two.name).split()):
        return  # perhaps one person by two names
    if not all(e.type == "person" and is_named(e) for e in (one, two)) or a.statement.polarity == "denied":
        return
    if a.document.id in setting.named.get(eb, ()) or b.document.id in setting.named.get(ea, ()):
        return
    pa, pb = a.entity("patient"), b.entity("patient")
    if pa is not None and pa == pb and is_named(setting.entities[pa]) and not other_occasion(a, b):
        x, y = (
            next(g.span for g, e in zip(d.statement.arguments, d.entities, strict=True) if e == w) for d, w in ((a, ea), (b, eb))
        )
        yield Verdict("actor", "contradiction", x, y, f"{one.name} and {two.name} are told to have done the same")


_DOUBT = re.compile(
    r"\b(?:may|might|could have|perhaps|maybe|possibl[ey]|probably|likely|apparent(?:ly)?|suspected"
    r"|(?:appear|seem)(?:s|ed)? to|(?:believed|thought|feared) to)\b",
    re.IGNORECASE,
)  # of what is told, not of whether one is guilty of it ("allegedly") or managed it ("tried to")


def certainty(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """One report tells as done what the other tells as likely or possible, in nearly the same words."""
    x, y = a.statement, b.statement
    if {x.certainty, y.certainty} not in ({"certain", "possible"}, {"certain", "probable"}) or x.polarity != y.polarity:
        return
    hedged = a if y.certainty == "certain" else b
    if not _DOUBT.search(
        hedged.document.text, max(hedged.sentence.start, hedged.statement.span.start - 20), hedged.statement.span.end
    ):
        return
    ends = agreement(a, b, setting.entities)
    if x.predicate != y.predicate or x.predicate in LIGHT or ends.other or not ends.same & {"agent", "patient"}:
        return
    if dice(x.terms, y.terms) >= ALIKE and len(x.terms) > 2 and not (_SUPPOSED.search(a.words) or _SUPPOSED.search(b.words)):
        why = f"told as {x.certainty} by one and as {y.certainty} by the other"
        yield Verdict("certainty", "refinement", x.span, y.span, why)
