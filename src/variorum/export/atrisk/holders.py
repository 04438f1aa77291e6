"""Whom words are about: the one before them, the one after them, or the one whom they describe."""

from __future__ import annotations

import re
from bisect import bisect_left

from variorum.export.atrisk.lists import words
from variorum.export.atrisk.page import Holder, Meant, Page, like_a_person, possessive, several_of
from variorum.model.span import Span

NEAR = 28  # code points between a verb and the person it is done to
FAR = 70  # code points between words that stand before somebody and the one they are about
_PASSIVE = re.compile(
    r"(?:\b(?:was|were|been|being|be|is|are|got|get|gets|getting)|['’](?:s|re)(?:\s+been)?)\s+"
    r"(?:(?:\w+ly|also|later|then|first|twice|never|once|still|now|since|both|all|again|reported|said\s+to\s+have\s+been)\s+){0,2}$",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:\s*\([^)]*\))?,?\s+(?:and\s+)?(?:who|whom|whose|which|that)\b[^;:]*$", re.IGNORECASE)
_OF = re.compile(
    r"(?:^|\W)(?:in|at|of|from|to|near|on|into|by|with|for|against|under|inside|outside)\s+(?:the\s+|a\s+|an\s+)?$", re.IGNORECASE
)
_VERB = re.compile(
    r"(?:,[^,;.]{1,60},)?(?:,?\s+who)?(?:\s+(?:has|have|had|was|were|is|are|been|being|will|may|could|also|both|not|yet|later|now|still|\w+ly))*\s+",
    re.IGNORECASE,
)
_UNREAD_NAME = re.compile(
    r"(?:(?<=^)|(?<=[.!?]\s)|(?<=\n))(?P<name>[A-Z][a-z’'-]+(?:\s+[A-Z][a-z’'-]+){1,2})(?:\s+(?:has|have|had|was|were|is|are|been|being))+\s+$"
)
_BETWEEN = re.compile(r"(?:\s*\([^)]*\)|,[^,;.]{1,40},)?\s*(?:,|,?\s*and)\s+(?:\w+\s+){0,2}$")
_STOPS = re.compile(r"[;:]|[.!?](?:\s|$)")
_MATTER = re.compile(
    r"\b(?:in|on|at|by|for|of|from|with|after|during|under|over|as|when|while|because|until|since|and|but|to)\b", re.I
)
_DETERMINED = re.compile(
    r"(?:.*\W|^)(?P<phrase>(?:a|an|the|his|her|their|our|my|one|another|this|that|these|those|two|three|four|five|six|seven|eight|nine|ten|several|\d+|[\w’'-]+['’]s)"
    r"\s+(?:(?!of\b|in\b|at\b|on\b|for\b|and\b|by\b|to\b|with\b|from\b)[\w’'-]+\s+){0,4})$",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = re.compile(
    r"\b(?:no|any|every|each|without|nor|if\s+an?|neither|more|most|many|few|fewer|all)\s+(?:\w+\s+){0,2}$", re.I
)
_BAND = re.compile(
    r"\b(?:group|gang|crowd|dozens?|number|pair|couple|class|band|handful|scores|hundreds)\s+of\s+(?:\w+\s+)?$", re.IGNORECASE
)
_THING = re.compile(r"\s+(?:the|a|an|his|her|their|its|some|two|three|four|all|several|more|many|\d+)\b", re.IGNORECASE)
_ACTIVE = re.compile(r"\b(?:who|he|she|they|we|i|had|has|have|to|and|or|then|also|that|which)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_PASSIVE_AND = re.compile(
    r"\b(?:was|were|been|being|be|is|are)\b[^.;]{0,80}\b(?:and|or|then|also)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_ANYONES = re.compile(r"\b(?:our|your|when\s+an?|if\s+an?|such\s+an?)\s+(?:\w+\s+)?$", re.IGNORECASE)


def described(page: Page, noun: Span, plural: bool) -> list[Holder]:
    """The one whom a noun names, with the words of the whole phrase; none where the noun only goes with another, or means nobody."""
    text = page.text
    sentence = page.sentence(noun.start)
    if sentence is None or not _ends_phrase(page, noun):
        return []
    before = text[sentence.start : noun.start]
    if (
        _NOBODY.search(before)
        or _ANYONES.search(before)
        or (plural and not _DETERMINED.search(before) and not _BAND.search(before))
    ):
        return []
    held = [m for m in page.inside(sentence) if m.kind != "pronoun" and m.span.overlap(noun)]
    if any(m.kind == "name" and m.span.start != noun.start for m in held) and text[noun.start].isupper():
        return []
    nominal = [m for m in held if m.kind == "nominal"]
    if nominal:
        meant = page.named(min(nominal, key=lambda m: (len(m.span), m.span)))
        return [Holder(meant.entity, Span(min(noun.start, nominal[0].span.start), max(noun.end, nominal[0].span.end)))]
    phrase = _phrase(page, sentence, noun)
    return [phrase] if phrase is not None else []


def _ends_phrase(page: Page, noun: Span) -> bool:
    """Whether a noun heads its phrase: nothing behind it that it could go with ("child psychologist")."""
    behind = re.match(r"['’]s\b|['’](?=\s)|\s+([a-z][\w-]*)|\s+([A-Z])\b|\s+[A-Z]|\s*\W|$", page.text[noun.end : noun.end + 30])
    if behind is None or behind[1] is None:
        return behind is not None
    word = behind[1]
    return word in words("followers.txt") or word.endswith(("ed", "ly")) or _verb(page, noun.end + behind.start(1), word)


def _verb(page: Page, at: int, word: str) -> bool:
    """Whether a word is the verb of a statement: its lemma, as far as endings tell."""
    return any(
        s.span.start <= at < s.span.end
        and (word == s.predicate or word.rstrip("s") == s.predicate or word.startswith(s.predicate[:4]))
        for s in page.telling(Span(at, at + len(word)))
    )


def _phrase(page: Page, sentence: Span, noun: Span) -> Holder | None:
    """Whom a noun describes that the reader took for no mention; None for one person told of without an article inside a sentence."""
    ahead = page.text[sentence.start : noun.start]
    found = _DETERMINED.search(ahead)
    if found is None and ahead.strip():
        return None
    letter = re.match(r"\s(?:[A-Z]|\d+)\b", page.text[noun.end : noun.end + 6])
    span = Span(sentence.start + found.start("phrase") if found else noun.start, noun.end + (letter.end() if letter else 0))
    at = bisect_left(page.names, span.end, key=lambda name: name.span.start)
    name = page.names[at] if at < len(page.names) else None
    if name is not None and re.fullmatch(
        r",?\s+(?:[A-Z][\w.]*\s+){0,2}", page.text[span.end : min(name.span.start, span.end + 40)]
    ):
        return Holder(name.entity, span)
    return Holder(None, span)


def before(page: Page, at: int) -> list[Holder]:
    """The one (or those joined by "and") of whom what begins at `at` is told; none where the sentence names nobody before."""
    sentence = page.sentence(at)
    if sentence is None:
        return []
    text = page.text
    near = [m for m in page.inside(sentence) if m.span.end <= at and not possessive(m, text)]
    relative = [m for m in near if _WHO.fullmatch(text[m.span.end : at]) and "," not in text[m.span.end : at].lstrip(" ,")]
    plain = [m for m in near if not _OF.search(text[max(0, m.span.start - 12) : m.span.start])]
    pool = relative[-1:] or [m for m in plain if not _STOPS.search(text[m.span.end : at])] or near
    if subject := _subject(page, sentence, at):
        return [subject]
    if not pool:
        return _carried(page, sentence)
    chosen = [pool[-1]]
    for other in reversed(near[: near.index(pool[-1])]):
        if (
            other.kind == "name"
            and chosen[-1].kind == "name"
            and _BETWEEN.fullmatch(text[other.span.end : chosen[-1].span.start])
        ):
            chosen.append(other)
    return [_holder(page, meant) for meant in chosen]


def _carried(page: Page, sentence: Span) -> list[Holder]:
    """The first one named in the sentence before, where this one begins with a pronoun that nobody was found for."""
    pronoun = re.match(r"(He|She|They)\b", page.text[sentence.start : sentence.end])
    earlier = page.sentence_before(sentence)
    if pronoun is None or earlier is None:
        return []
    met = [m for m in page.inside(earlier) if m.kind != "pronoun" and several_of(m, page.text) == (pronoun[1] == "They")]
    return [_holder(page, met[0])] if met else []


def _object(page: Page, sentence: Span, verb: Span) -> list[Holder]:
    """The one whom a pronoun right behind a verb means, where the reader found nobody for it: whoever speaks, or who was named first."""
    pronoun = re.match(r"\s+(her|him|them|me|us)\b", page.text[verb.end : verb.end + 8])
    if pronoun is None:
        return []
    if pronoun[1] in ("me", "us"):
        speakers = {v.holder for s in page.telling(verb) for v in s.attributions if v.holder is not None}
        met = [m for m in page.inside(sentence) if m.entity.id in speakers]
        return [_holder(page, met[0])] if met else []
    met = [m for m in page.inside(Span(sentence.start, verb.start)) if several_of(m, page.text) == (pronoun[1] == "them")]
    return [_holder(page, met[0])] if len(met) > (pronoun[1] != "them") else []


def subject(page: Page, at: int) -> list[Holder]:
    """The one before `at`, where nothing but auxiliaries stands between."""
    return [one for one in before(page, at) if _VERB.fullmatch(page.text[one.span.end : at])]


def _subject(page: Page, sentence: Span, at: int) -> Holder | None:
    """The name right before a verb, where the reader took a person's for something else."""
    for name in reversed([n for n in page.names if sentence.start <= n.span.start and n.span.end <= at][-2:]):
        gap = page.text[name.span.end : at]
        if _VERB.fullmatch(gap) and name not in page.people and like_a_person(name, page.text):
            return Holder(name.entity, name.span)
    unread = _UNREAD_NAME.search(page.text, sentence.start, at)
    if unread is None or any(n.span.overlap(Span(unread.start("name"), unread.end("name"))) for n in page.inside(sentence)):
        return None
    return Holder(None, Span(unread.start("name"), unread.end("name")))


def after(page: Page, at: int, most: int = FAR) -> list[Holder]:
    """The first one named behind `at`, and whoever is joined to that one by "and"; none where nobody follows in the sentence."""
    sentence = page.sentence(at - 1) if at else page.sentence(at)
    if sentence is None:
        return []
    text = page.text
    near = [m for m in page.inside(sentence) if at <= m.span.start <= at + most and not possessive(m, text)]
    if not near or _STOPS.search(text[at : near[0].span.start]):
        return []
    chosen = [near[0]]
    for other in near[1:]:
        if (
            other.kind == "name"
            and chosen[-1].kind == "name"
            and _BETWEEN.fullmatch(text[chosen[-1].span.end : other.span.start])
        ):
            chosen.append(other)
    return [_holder(page, meant) for meant in chosen]


def either(page: Page, words: Span) -> list[Holder]:
    """The one to whom a verb says something was done: behind it, or before it where it is passive."""
    text = page.text
    sentence = page.sentence(words.start)
    if sentence is None:
        return []
    by = re.match(r"\s+by\b", text[words.end :])
    passive = by is not None or _PASSIVE.search(text[max(sentence.start, words.start - 50) : words.start])
    if not passive:
        found = after(page, words.end, NEAR + 12)
        gap = text[words.end : found[0].span.start] if found else ""
        if found and not _MATTER.search(gap):
            return found
        if found := _object(page, sentence, words):
            return found
        ahead = text[sentence.start : words.start]
        if _THING.match(text, words.end) or (_ACTIVE.search(ahead) and not _PASSIVE_AND.search(ahead)):
            return []  # it is done to a thing, or to what is nobody, by the one before it
    return before(page, words.start)


def doer(page: Page, words: Span) -> list[Holder]:
    """The one who did what a verb says: before it, or behind "by" where it is passive."""
    by = re.match(r"\s+by\b", page.text[words.end :])
    if by is not None:
        return after(page, words.end + by.end(), NEAR)
    passive = _PASSIVE.search(page.text[max(0, words.start - 50) : words.start])
    return [] if passive else before(page, words.start)


def _holder(page: Page, meant: Meant) -> Holder:
    named = page.named(meant)
    return Holder(named.entity, meant.span)
