"""Names that a title before them tells to be a person's: "Mr Pryce", "Sgt. Milner"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from variorum.reading.wordlist import table, words

LONGEST = 4  # words of a name behind a title
PARTICLES = frozenset("al bin da de del den der di dos du el ibn la le ten ter van von".split())
STREETS = frozenset({"dr", "st", "rd"})  # as an address ends


@cache
def abbreviated_titles() -> frozenset[str]:
    """Titles that are never part of a name ("Mr", "Dr."), unlike "King" or "General"."""
    titles = table("titles.tsv")
    return frozenset(t for t in titles if t.endswith(".") or t + "." in titles)


def titled(doc: Doc) -> Iterator[tuple[int, int]]:
    """The names, as first token and token behind the last, that stand behind an abbreviated title."""
    for token in doc:
        if token.text not in abbreviated_titles() or _ends_address(token):
            continue
        start = token.i + 1
        if start < len(doc) and doc[start].text == "." and not token.whitespace_:
            start += 1
        while start + 1 < len(doc) and doc[start].text in table("titles.tsv") and _is_name_word(doc[start + 1]):
            start += 1  # "Mr Justice Ito"
        end = _end_of_name(doc, start)
        if end > start:
            yield start, end


def _end_of_name(doc: Doc, start: int) -> int:
    """The token behind the last word of a name that starts at `start`; `start` itself where none does."""
    end = start
    while end < len(doc) and end - start < LONGEST and (end == start or not doc[end].is_sent_start):
        behind = end
        while behind < len(doc) and behind - end < 2 and doc[behind].lower_ in PARTICLES:
            behind += 1
        if behind >= len(doc) or not _is_name_word(doc[behind]):
            break
        end = behind + 1
    return end


def _is_name_word(token: Token) -> bool:
    text = token.text
    return (
        len(text) > 2
        and text[0].isupper()
        and any(c.islower() for c in text)
        and token.is_alpha
        and token.tag_ not in ("PRP", "DT", "IN", "CC")
        and token.lower_ not in words("no_names.txt")
    )


def _ends_address(token: Token) -> bool:
    """Whether "Dr." or "St." stands behind the name of a street."""
    return token.lower_.rstrip(".") in STREETS and token.i > 0 and (token.nbor(-1).text[0].isupper() or token.nbor(-1).like_num)
