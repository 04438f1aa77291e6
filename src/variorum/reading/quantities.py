"""Numbers with what they count or measure: bounds, ranges, units, counted nouns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from variorum.model.reading import Quantity, Time
from variorum.model.span import Span
from variorum.reading import numerals, units
from variorum.reading.quantityfilter import Written, is_age, next_token, no_amount, says_age
from variorum.reading.quantityranges import joined_range, sharing, with_cents
from variorum.reading.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_YEAR = Unit("year", "time", 31556952.0)
_AGE = re.compile(
    r"[\s-]?(?:(?P<unit>year|month|week|day)s?(?:\s-\s|[\s-])(?:olds?|of\s+age)|(?P<short>yo|y/o))\b", re.IGNORECASE
)
Bound = Literal["", "more", "less"]
_SCALE_WORDS = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SCALE_SIGNS = {
    "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "bn": 1e9, "b": 1e9, "B": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_MANY = {"dozens": (12.0, 100.0), "scores": (20.0, 100.0), "hundreds": (100.0, 1e3), "thousands": (1e3, 1e4), "millions": (1e6, 1e7), "billions": (1e9, 1e10)}  # fmt: skip
_PARTS = {
    "half": 0.5,
    "third": 1 / 3,
    "quarter": 0.25,
    "fourth": 0.25,
    "fifth": 0.2,
    "tenth": 0.1,
    "sixth": 1 / 6,
    "eighth": 0.125,
}
_FRACTION = rf"(?:(?P<times>an?|one|two|three|four|five|seven|nine)(?:\s-\s|[\s-]))?(?P<part>{'|'.join(_PARTS)})s?\b"
_BEFORE: tuple[tuple[str, Bound, bool], ...] = (
    (r"(?:just\s+|slightly\s+|well\s+|far\s+)?(?:more\s+than|over|above|upwards\s+of|in\s+excess\s+of|exceeding|greater\s+than)", "more", False),
    (r"(?:at\s+least|no\s+(?:less|fewer)\s+than|not\s+less\s+than|a\s+minimum\s+of|minimum)", "more", False),
    (r"(?:less\s+than|fewer\s+than|under|below|lower\s+than|smaller\s+than)", "less", False),
    (r"(?:up\s+to|at\s+most|no\s+more\s+than|not\s+more\s+than|a\s+maximum\s+of|as\s+(?:many|much)\s+as|within)", "less", False),
    (r"(?:about|around|some|nearly|almost|approximately|roughly|circa|an?\s+estimated|estimated|close\s+to|somewhere\s+around|"
     r"in\s+the\s+region\s+of|more\s+or\s+less|just\s+about|~|∼|≈|c\.)", "", True),
)  # fmt: skip
_AFTER: tuple[tuple[str, Bound, bool], ...] = (
    (r"(?:or|and)\s+(?:more|above|over|greater|higher|older|up)\b|\bplus\b|\+", "more", False),
    (r"or\s+(?:less|fewer|under|below|lower|younger)\b|at\s+most\b", "less", False),
    (r"(?:or\s+so|more\s+or\s+less|-ish|approximately)\b", "", True),
)
# A number whose unit comes with the next one: "7- or 8-inch".
_SHARED = re.compile(rf"-\s(?:or|and|to)\s(?:{numerals.DIGITS}|{numerals.WORDS})[\s-]", re.IGNORECASE)
_COMPARING = frozenset(("more", "most", "further", "additional", "many", "about", "least", "less", "fewer"))
_PER = re.compile(r"(?:[\s-]*(?:per|an?|each|every)[\s-]+|\s*/\s?)(?P<what>(?:square|cubic)\s(?:metre|meter|foot|mile|inch|centimetre|centimeter)|[A-Za-z]+)\b")  # fmt: skip
_PER_WORDS = frozenset(
    "second minute hour day week month year season game share barrel gallon ton tonne litre liter kilometre mile metre person head night unit pound ounce century decade annum capita million capsule cell user employee gram millisecond".split()
)  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    digits = (
        r"\d{1,3}(?:,\s?\d{3}(?!\d))+(?:\.\d+)?|\d+[\s-]\d\s?[/⁄]\s?\d+|\d+\s?[/⁄]\s?\d+(?!\d|/)|"
        r"\d+(?:\.\d+)?\s?[½¼¾⅓⅔⅛]|[½¼¾⅓⅔⅛]|\d+(?:\.\d+)?|\.\d+"
    )
    scale = (
        r"(?:[\s-](?P<word>hundred|thousand|million|billion|trillion|dozen)\b|"
        r"(?P<glued>(?-i:mln|mn|mil|bn|trn|tn|k|K|M|B|b|m(?=\s+(?:people|(?!across|this|plus|always|was|has)[a-z]{3,}s)\b)))(?![\w/²³]|\.\w))?"
    )
    priced = (
        r"(?:\s?-?(?P<word2>hundred|thousand|million|billion|trillion)\b|"
        r"\s?(?P<glued2>(?-i:mln|mn|mil|bn|trn|tn|k|K|M|m|B|b))(?![\w/²³]|\.\w))?"
    )
    sign = units.sign_pattern()
    return re.compile(
        rf"(?P<money>{sign})\s?(?P<digits2>{digits}){priced}(?![\d])"
        rf"|(?P<minus>(?<![\w.)-])[-−])?(?<![\w.,/])(?P<digits>{digits}){scale}"
        rf"|\b(?P<many>dozens|scores|hundreds|thousands|millions|billions)(?:\s+of)?\b"
        rf"|(?P<halfscale>\b(?P<halfpart>half|quarter)\s+(?:an?\s+)?(?P<halfword>million|billion|dozen))\b"
        rf"|\b(?P<frac>{_FRACTION})"
        rf"|\b(?P<dozen>(?:a|one|two|three|four|five|six)\s+dozen)\b"
        rf"|(?:(?P<money2>{sign})\s?)?\b(?P<words>{numerals.WORDS}(?:\s+and\s+a\s+(?:half|quarter))?)\b",
        re.IGNORECASE,
    )


def _number(match: re.Match[str]) -> Written | None:
    """What `match` of the number pattern says, or None."""
    start, end = match.span()
    currency = units.sign(re.sub(r"\s", " ", match["money"] or match["money2"] or ""))
    scale, rough, fraction = 1.0, False, False
    digits = match["digits"] or match["digits2"]
    if digits:
        value = numerals.value_of(re.sub(r",\s", ",", digits))
        if value is None:
            return None
        fraction = bool(re.search(r"[/⁄]", digits))
        word, glued = match["word"] or match["word2"] or "", match["glued"] or match["glued2"] or ""
        scale = _SCALE_WORDS.get(word.lower()) or _SCALE_SIGNS.get(glued, 1.0)
        low = high = (-value if match["minus"] else value) * scale
    elif match["many"]:
        low, high = _MANY[match["many"].lower()]
        rough = True
    elif match["halfscale"]:
        low = high = _SCALE_WORDS[match["halfword"].lower()] * (0.5 if match["halfpart"].lower() == "half" else 0.25)
    elif match["frac"]:
        times = {"a": 1, "an": 1, "one": 1}.get((match["times"] or "a").lower()) or numerals.ONES[match["times"].lower()]
        low = high = times * _PARTS[match["part"].lower()]
        fraction = True
    elif match["dozen"]:
        low = high = 12 * (numerals.value_of(match["dozen"].split()[0].replace("a", "one")) or 1)
    else:
        value = numerals.value_of(match["words"])
        if value is None:
            return None
        low = high = value
        last = re.split(r"[\s-]+", match["words"].lower())[-1]
        scale = _SCALE_WORDS.get(last, 1.0)
    return Written(start, end, low, high, currency, scale, rough, fraction, match[0][start - match.start() :])


def find_quantities(doc: Doc, times: tuple[Time, ...]) -> tuple[Quantity, ...]:
    """The quantities of `doc` in order: counts, measures, money, shares, ages and ordinals; dates and clock times left out."""
    text = doc.text
    by_start = {token.idx: token for token in doc}
    taken = [t.span for t in times if t.type in ("date", "time") and t.timex not in ("PAST_REF",)]
    numbers = [n for m in _pattern().finditer(text) if (n := _number(m)) and not _over(taken, Span(n.start, n.end))]
    found: list[Quantity] = []
    index = 0
    while index < len(numbers):
        first = numbers[index]
        second = numbers[index + 1] if index + 1 < len(numbers) else None
        joined = joined_range(first, second, text) if second else None
        quantity = _quantity(joined or (sharing(first, second, text) if second else first), text, by_start)
        if quantity and found and (whole := with_cents(found[-1], quantity, text)):
            found[-1] = whole
        elif quantity and not (found and found[-1].span.overlap(quantity.span)):
            found.append(quantity)
        index += 2 if joined else 1
    found.extend(_ordinals(doc, taken, found))
    return tuple(sorted(found, key=lambda q: (q.span.start, q.span.end)))


def _over(spans: list[Span], span: Span) -> bool:
    """Whether any of `spans`, which are in order and apart, shares a character with `span`."""
    at = bisect_right(spans, span.start, key=lambda s: s.start)
    return any(s.overlap(span) for s in spans[max(0, at - 1) : at + 1])


def measured(quantities: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The quantities that are written as counts or measures: not the ordinals, nor ages without a unit ("a man, 25,")."""
    return tuple(q for q in quantities if q.kind != "ordinal" and not (q.kind == "age" and q.head is None))


def _quantity(number: Written, text: str, by_start: dict[int, Token]) -> Quantity | None:
    """The quantity that `number` stands in, or None where it is a name, a pronoun or the like."""
    if no_amount(number, text, by_start):
        return None
    start, end = number.start, number.end
    unit, end, head, kind = _measure(number, text, by_start)
    low: float | None = number.low
    high: float | None = number.high
    rough = number.rough
    prefix = text[max(0, start - 40) : start]
    for pattern, bound, about in _BEFORE:
        if lead := re.search(rf"(?<![\w])(?:{pattern})\s*(?:a\s+|the\s+)?$", prefix, re.IGNORECASE):
            start -= len(lead[0])
            rough = rough or about
            low, high = _bounded(low, high, bound)
            break
    for pattern, bound, about in _AFTER:
        if tail := re.compile(rf"\s*(?:{pattern})", re.IGNORECASE).match(text, end):
            end = tail.end()
            rough = rough or about
            low, high = _bounded(low, high, bound)
            break
    return Quantity(
        Span(start, end),
        low,
        high,
        unit.name if unit else None,
        rough,
        kind,
        head,
        unit.dimension or None if unit else None,
        unit.factor if unit else None,
    )


def _bounded(low: float | None, high: float | None, bound: Bound) -> tuple[float | None, float | None]:
    return (low, None) if bound == "more" else (None, high) if bound == "less" else (low, high)


def _measure(
    number: Written, text: str, by_start: dict[int, Token]
) -> tuple[Unit | None, int, Span | None, Literal["count", "measure", "money", "percent", "age", "ordinal", "other"]]:
    """What the number counts or measures, where that ends, its head word, and the kind."""
    if shared := _SHARED.match(text, number.end):
        lent, whole = units.unit_at(text, shared.end()), Span(number.start, number.end)
        if old := _AGE.match(text, shared.end() - 1):
            return replace(lent[0] if lent else _YEAR, name=(old["unit"] or "year").lower()), number.end, whole, "age"
        if lent:
            return lent[0], number.end, whole, "measure"
    gap = re.compile(r"[\s-]?").match(text, number.end)
    after = gap.end() if gap else number.end
    if age := _AGE.match(text, number.end):
        aged = units.unit_at(text, age.start("unit")) if age["unit"] else None
        made = replace(aged[0], name=age["unit"].lower()) if aged else _YEAR
        return made, age.end(), Span(*age.span("unit" if aged else "short")), "age"
    if is_age(number, text):
        years = re.compile(r"\s+years?\b").match(text, number.end)
        said = Span(number.start, number.end) if says_age(number, text) else None
        return _YEAR, years.end() if years else number.end, Span(years.end() - 5, years.end()) if years else said, "age"
    if number.currency:
        end = number.end
        if (word := units.unit_at(text, after)) and word[0].money:
            end = word[1]
        rate, end = _rate(number.currency, text, end)
        return rate, end, None, "money"
    if word := units.unit_at(text, after):
        unit, end = word
        if unit.name == "pound" and number.scale >= 1e6:
            unit = Unit("GBP", "money", None, "pound sterling")
        head = Span(after, end)
        rate, end = _rate(unit, text, end)
        return rate, end, head, "money" if unit.money else "percent" if unit.name == "percent" else "measure"
    counted = _counted(number, by_start, text)
    if counted:
        end = counted.idx + len(counted)
        rate, stop = _rate(Unit(_lemma(counted), "", None), text, end)
        return rate, stop, Span(counted.idx, end), "other" if number.fraction and "/" not in number.text else "count"
    return None, number.end, None, "count" if not number.fraction else "other"


def _lemma(token: Token) -> str:
    lemma: str = token.lemma_
    if token.tag_ == "NNPS" or (token.tag_ == "NNP" and token.text.endswith("ans")):
        return str(token.text).removesuffix("s")
    return lemma if token.tag_ == "NNP" else lemma.lower()


def _rate(unit: Unit, text: str, end: int) -> tuple[Unit, int]:
    """`unit` by another where "per", "a" or a stroke follows ("dollar a month"), and the new end."""
    per = _PER.match(text, end)
    if not per:
        return unit, end
    what = "year" if per["what"].lower() == "annum" else per["what"].lower()
    if re.match(r"[\s-]+(?:earlier|ago|later|before|after|old)\b", text[per.end() : per.end() + 10]):
        return unit, end
    known = units.unit_at(text, per.start("what"))
    slash = "/" in per[0] or "per" in per[0].split()
    if known and (slash or known[0].dimension == "time" or what in _PER_WORDS) and not known[0].money:
        full = f"{unit.full} per {known[0].name}" if unit.full else ""
        return replace(
            unit, name=f"{unit.name} per {known[0].name}", full=full, factor=None, dimension=unit.dimension if unit.money else ""
        ), known[1]
    if what in _PER_WORDS or (slash and "/" not in per[0]):
        full = f"{unit.full} per {what}" if unit.full else ""
        return replace(
            unit, name=f"{unit.name} per {what}", full=full, factor=None, dimension=unit.dimension if unit.money else ""
        ), per.end()
    return unit, end


def _counted(number: Written, by_start: dict[int, Token], text: str) -> Token | None:
    """The head of the noun phrase that the number counts, if it stands to the right of it."""
    tokens = [by_start[i] for i in range(number.start, number.end) if i in by_start]
    if not tokens:
        return None
    last = tokens[-1]
    token = next_token(last)
    hyphen = token is not None and token.lower_ in ("-", "–") and token.idx == number.end
    if token is not None and hyphen:
        token = next_token(token)
        return token if token is not None and token.pos_ in ("NOUN", "PROPN", "ADJ") else None
    if token is not None and token.lower_ == "of" and number.text.isalpha():
        near = token.doc[token.i + 1 : token.i + 8]
        return next((t for t in near if t.dep_ == "pobj" and t.tag_ in ("NNS", "NNPS") and t.head.i == token.i), None)
    seen: Token | None = None
    while token is not None and token.idx - last.idx < 80 and not _starts_sentence(token):
        if token.pos_ in ("NOUN", "PROPN"):
            seen = token
            if token.tag_ == "NN" and number.low > 1 and token.i == last.i + 1 and not _plural(token):
                break  # "12 page document": the number goes with the first noun
        elif not _modifies(token, number, seen):
            break
        follow = next_token(token)
        if seen is not None and (follow is None or follow.pos_ not in ("NOUN", "PROPN") or token.tag_ == "NNS"):
            break
        token = follow
    return seen


def _starts_sentence(token: Token) -> bool:
    return token.is_sent_start is True


def _plural(token: Token) -> bool:
    """Whether the run of nouns that starts with `token` ends in a plural ("cabinet ministers")."""
    following = next_token(token)
    while following is not None and following.pos_ in ("NOUN", "PROPN"):
        token, following = following, next_token(following)
    return token.tag_ in ("NNS", "NNPS")


def _modifies(token: Token, number: Written, seen: Token | None) -> bool:
    """Whether the token may stand between a number and the noun that it counts."""
    if seen is not None:
        return False
    if token.pos_ in ("ADJ", "NUM", "ADV") or token.tag_ in ("HYPH", "VBN", "VBG", "JJ"):
        return True
    share = number.fraction or number.rough
    return share and (token.pos_ in ("DET", "PRON") or token.lower_ == "of") or token.lower_ == "of" and number.text.endswith("s")


def _ordinals(doc: Doc, taken: list[Span], found: list[Quantity]) -> list[Quantity]:
    """The ordinals that count ("the third time", "22nd"), outside of dates and of other quantities."""
    words = "|".join(sorted(numerals.ORDINALS, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{words}))\b", re.IGNORECASE)
    numbers = [q.span for q in found]
    result: list[Quantity] = []
    for match in pattern.finditer(doc.text):
        span = Span(*match.span())
        if _over(taken, span) or _over(numbers, span):
            continue
        value = float(match["digits"]) if match["digits"] else float(numerals.ORDINALS[match["word"].lower()])
        result.append(Quantity(span, value, value, None, False, "ordinal"))
    return result


def unit_phrase(doc: Doc, quantity: Quantity) -> str | None:
    """The counted noun with the nouns and adjectives before it ("barbed wire fence"), or the unit where it is none."""
    if quantity.kind not in ("count", "other") or quantity.head is None or quantity.unit is None:
        return quantity.unit
    words: list[str] = []
    for token in doc:
        if not quantity.span.start <= token.idx < quantity.head.start or token.lower_ in _MANY:
            continue
        glued = token.i > 0 and not doc[token.i - 1].whitespace_ and bool(words)
        if token.tag_ == "HYPH" and words or glued and doc[token.i - 1].tag_ == "HYPH":
            words[-1] += token.text
        elif token.pos_ in ("NUM", "DET", "ADP", "PUNCT") or token.like_num and not token.text.isalpha():
            words = [] if token.pos_ == "NUM" else words
        elif token.lower_ == "first" or token.pos_ in ("ADJ", "NOUN", "PROPN") and token.lower_ not in _COMPARING:
            words.append(token.lemma_ if token.tag_ in ("JJR", "JJS") else token.text)
    return " ".join([*words, quantity.unit])
