"""Nicknames that reports tie to somebody: "Ros, as her colleagues call her", "known as “Sparrow”", "Rosalind (Ros) May"."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from variorum.collation.namematch import titles
from variorum.collation.spelling import entries
from variorum.export.redaction.words import name_words, ordinary
from variorum.model.record import Record
from variorum.model.span import Span

_OWN, _ANOTHER = "\ue000", "\ue001"  # stand for every sign of the person's mentions, and of a pronoun that means somebody else
_END = re.compile(r"(?<!\b[Kk]\.[Aa])[.!?][\"”’»)\]]*\s+(?=[^\W\d_a-z]|[\"“‘«(])|\n\s*\n")
_WORD = r"[^\W\d_][\w’'-]{0,40}"
_WORDS = rf"{_WORD}(?: {_WORD}){{0,2}}"
_GAP = (
    r"(?:,? \(?\d{1,3}\)?)?(?:,| [–—-])?(?: (?:an?|the) (?:[\w-]+ ){0,3}?(?P<role>[\w-]+),?)?"
    r"(?: (?:who|that|is|was|are|were|be|been|being|has|had|have|also|often|always|usually|better|best|widely|commonly|locally|"
    r"popularly|affectionately|once|then|now|sometimes|universally|long|previously|formerly))*,?(?: \(| )(?:also |better )?"
)
_PARTS: Mapping[str, str] = {
    "{who}": rf"(?P<who>{_OWN}+|\b(?:he|she|they|him|her|them)\b)",
    "{whose}": rf"(?P<who>{_OWN}+(?:[’']s?)?|\b(?:his|her|their)\b)",
    "{gap}": _GAP,
    "{passive}": f"(?P<passive>{_GAP})",
    "{people}": "(?:{their} )?(?:[\\w-]+ ){0,3}?[\\w-]+",
    "{their}": f"(?:{_OWN}+|{_ANOTHER}+|his|her|their)",
    "{quoted}": rf"[“\"‘'«](?:the )?(?P<quoted>{_WORDS})[,.]?[”\"’'»]",
    "{nick}": rf"(?:[“\"‘'«](?:the )?(?P<quoted>{_WORDS})[,.]?[”\"’'»]|(?P<bare>(?<![\w-]){_WORDS}))",
}
_PASSIVE = re.compile(
    r"[,(–—]|\b(?:an?|the|is|was|are|were|be|been|being|also|better|best|widely|commonly|locally|popularly)\b", re.IGNORECASE
)
_WITHIN = re.compile(
    rf"(?<![\w-])(?P<given>{_WORD}) (?:[“\"‘'«](?P<quoted>{_WORDS})[”\"’'»]|\([“\"‘']?(?P<bracket>{_WORDS})[”\"’']?\)) (?P<family>{_WORD})".replace(
        " ", r"\s+"
    )
)
_MORE = re.compile((r"(?:,|,? (?:or|and)) " + _PARTS["{quoted}"]).replace(" ", r"\s+"))  # “Shiv” or “Nadi”
_DAYS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name) if name)


@cache
def _ties() -> tuple[re.Pattern[str], ...]:
    """The patterns of the data file."""
    made = []
    for line in entries("nickname_ties.tsv"):
        for part, pattern in _PARTS.items():
            line = line.replace(part, pattern)
        made.append(re.compile(line.replace(" ", r"\s+"), re.IGNORECASE))
    return tuple(made)


@cache
def _roles() -> frozenset[str]:
    return frozenset(line.split("\t")[0] for line in entries("person_nouns.tsv"))


def nicknames_tied(record: Record, ids: Collection[str], spellings: Sequence[str], own: Collection[str]) -> tuple[str, ...]:
    """The nicknames that the reports tie to whoever the entities `ids` are and `spellings` name, `own` being the words of that name."""
    found: dict[str, None] = {}
    named = [re.escape(" ".join(s.split())).replace(r"\ ", r"\s+") for s in sorted(spellings, key=len, reverse=True) if s.strip()]
    named = [f"(?i:{name})" if r"\s+" in name else name for name in named]  # a whole name in capitals too
    names = re.compile(rf"(?<!\w)(?:{'|'.join(named)})(?!\w)") if named else None
    mentions: dict[str, list[Span]] = {}
    company: dict[str, list[tuple[Span, bool]]] = {}  # mentions of others, and whether it is the name of a person
    placed: dict[str, list[Span]] = {}
    for entity in record.entities:
        for mention in entity.mentions:
            document, span = mention.place.document, mention.place.span
            if entity.id in ids:
                mentions.setdefault(document, []).extend([span] if mention.kind in ("name", "pronoun") else [])
            elif mention.kind == "pronoun" or entity.type == "person":
                company.setdefault(document, []).append((span, mention.kind == "name"))
            elif entity.geonames_id is not None:
                placed.setdefault(document, []).append(span)
    for report in record.documents:
        text = report.text
        found.update(dict.fromkeys(_within(text, own)))
        mine = [*mentions.get(report.id, []), *(Span(*match.span()) for match in (names.finditer(text) if names else ()))]
        others, places = company.get(report.id, []), placed.get(report.id, [])
        for sentence in _spoken(text, mine):
            found.update(dict.fromkeys(_told(text, sentence, mine, others, places, own)))
    return tuple(found)


def _spoken(text: str, mine: Sequence[Span]) -> list[Span]:
    """The sentences that speak of the person."""
    edges = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    numbers = sorted({bisect_right(edges, span.start) - 1 for span in mine if span.start < len(text)})
    return [Span(edges[n], edges[n + 1]) for n in numbers if n + 1 < len(edges)]


def _told(
    text: str,
    sentence: Span,
    mine: Sequence[Span],
    others: Sequence[tuple[Span, bool]],
    placed: Sequence[Span],
    own: Collection[str],
) -> Iterator[str]:
    signs = list(sentence.text(text))
    mine = [span for span in mine if span.overlap(sentence)]
    for span, name in others:
        if not name and span.overlap(sentence):
            _mask(signs, span, sentence, _ANOTHER)
    for span in mine:
        _mask(signs, span, sentence, _OWN)
    masked = "".join(signs)
    for pattern in _ties():
        for match in pattern.finditer(masked):
            nick = Span(*(sentence.start + place for place in match.span("quoted" if match["quoted"] else "bare")))
            company = any(name and span.overlap(sentence) and not span.overlap(nick) for span, name in others)
            if _OWN not in match["who"] and company:  # nobody says whom the pronoun means
                continue
            parts = match.groupdict()
            if (parts.get("role") or "person").lower() not in _roles() or not _PASSIVE.search(parts.get("passive", ",")):
                continue
            if match["quoted"]:
                kept = _quoted(match["quoted"])
                more = _MORE.match(masked, match.end())
                if more is not None and (another := _others_words(_quoted(more["quoted"]), own)):
                    yield " ".join(another)
            else:
                before = match.start("bare") < match.start("who")
                kept = [] if any(span.overlap(nick) for span in placed) else _capitalised(match["bare"].split(), before)
            kept = _others_words(kept, own)
            if kept:
                yield " ".join(kept)


def _quoted(words: str) -> list[str]:
    """The words between quotation marks; none where one of them is not capitalised."""
    return words.split() if all(word[0].isupper() for word in words.split()) else []


def _mask(signs: list[str], span: Span, sentence: Span, sign: str) -> None:
    for place in range(max(span.start, sentence.start), min(span.end, sentence.end)):
        signs[place - sentence.start] = sign


def _capitalised(words: list[str], before: bool) -> list[str]:
    """The words that may be a nickname not in quotation marks: those next to what ties them, while they look like names."""
    kept: list[str] = []
    for word in reversed(words) if before else words:
        folded = name_words(word)
        plain = not folded or any(part in ordinary() or part in titles() or part in _DAYS for part in folded)
        possessive = not before and word.endswith(("'s", "’s"))  # "known as Britain's first judge"
        if not word[0].isupper() or plain or possessive:
            break
        kept.append(word)
    return kept[::-1] if before else kept


def _others_words(words: list[str], own: Collection[str]) -> list[str]:
    """The words without those of the name itself at either end, and without a possessive."""
    words = [re.sub(r"[’']s?$", "", word) for word in words]
    while words and set(name_words(words[-1])) <= set(own):
        words = words[:-1]
    while words and set(name_words(words[0])) <= set(own):
        words = words[1:]
    return [word for word in words if word] if len("".join(words)) > 1 else []


def _within(text: str, own: Collection[str]) -> Iterator[str]:
    """Nicknames that stand in quotation marks or brackets between a given name and the family name."""
    for match in _WITHIN.finditer(text):
        around = [*name_words(match["given"]), *name_words(match["family"])]
        if around and all(word in own for word in around):
            kept = _others_words(_quoted(match["quoted"] or match["bracket"]), own)
            if kept:
                yield " ".join(kept)
