"""Numbers with what they count or measure: bounds, ranges, units, counted nouns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from variorum.model.reading import Quantity, Time
from variorum.model.span import Span
from variorum.reading import numerals, units
from variorum.reading.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Bound = Literal["", "more", "less"]
_SCALE_WORDS = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SCALE_SIGNS = {
    "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "bn": 1e9, "b": 1e9, "B": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_MANY = {"dozens": (12, 100), "scores": (20, 100), "hundreds": (100, 1e3), "thousands": (1e3, 1e4), "millions": (1e6, 1e7), "billions": (1e9, 1e10)}  # fmt: skip
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "sixth": 1 / 6, "eighth": 0.125}
_FRACTION = rf"(?:(?P<times>an?|one|two|three|four|five|seven|nine)[\s-])?(?P<part>{'|'.join(_PARTS)})s?\b"
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
_PER = re.compile(r"\s*(?:(?:per|an?|each|every)\s+|/\s?)(?P<what>(?:square|cubic)\s(?:metre|meter|foot|mile|inch|centimetre|centimeter)|[A-Za-z]+)\b")  # fmt: skip
_PER_WORDS = frozenset(
    "second minute hour day week month year season game share barrel gallon ton tonne litre liter kilometre mile metre person head night unit pound ounce century decade annum capita million capsule cell user employee gram millisecond".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as written: its value (two for a round plural such as "hundreds"), and whether it has a sign of money before it."""

    start: int
    end: int
    low: float
    high: float
    currency: Unit | None
    scale: float  # by which a number before it in a range may be multiplied too
    rough: bool
    fraction: bool
    text: str


@cache
def _pattern() -> re.Pattern[str]:
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[\s-]\d\s?[/⁄]\s?\d+|\d+\s?[/⁄]\s?\d+(?!\d|/)|\d+(?:\.\d+)?\s?[½¼¾⅓⅔⅛]|[½¼¾⅓⅔⅛]|\d+(?:\.\d+)?|\.\d+"
    scale = r"(?:[\s-](?P<word>hundred|thousand|million|billion|trillion|dozen)\b|\s?(?P<sign>mln|mn|mil|bn|trn|tn|k|K|m|M|b|B)(?![\w/²³]))?"
    money = rf"(?P<money>{units.sign_pattern()})"
    return re.compile(
        rf"(?:{money}\s?)?(?P<minus>(?<![\w.)-])[-−])?(?<![\w.,/])(?P<digits>{digits}){scale}"
        rf"|\b(?P<many>dozens|scores|hundreds|thousands|millions|billions)(?:\s+of)?\b"
        rf"|(?P<halfscale>\bhalf\s+a\s+(?P<halfword>million|billion|dozen))\b"
        rf"|\b(?P<frac>{_FRACTION})"
        rf"|\b(?P<dozen>(?:a|one|two|three|four|five|six)\s+dozen)\b"
        rf"|(?:{money.replace('money', 'money2')}\s?)?\b(?P<words>{numerals.WORDS}(?:\s+and\s+a\s+(?:half|quarter))?)\b",
        re.IGNORECASE,
    )


def _number(match: re.Match[str]) -> _Number | None:
    """What `match` of the number pattern says, or None."""
    start, end = match.span()
    currency = units.sign(re.sub(r"\s", " ", match["money"] or match["money2"] or ""))
    if (match["money"] or match["money2"]) and currency is None:  # a sign in the wrong case is part of a word
        start = match.start("digits") if match["digits"] else match.start("words")
    scale, rough, fraction = 1.0, False, False
    if match["digits"]:
        value = numerals.value_of(match["digits"])
        if value is None:
            return None
        fraction = bool(re.search(r"[/⁄]", match["digits"]))
        scale = _SCALE_WORDS.get((match["word"] or "").lower()) or _SCALE_SIGNS.get(match["sign"] or "", 1.0)
        low = high = (-value if match["minus"] else value) * scale
    elif match["many"]:
        low, high = _MANY[match["many"].lower()]
        rough = True
    elif match["halfscale"]:
        low = high = _SCALE_WORDS[match["halfword"].lower()] / 2
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
    return _Number(start, end, low, high, currency, scale, rough, fraction, match[0][start - match.start() :])


def find_quantities(doc: Doc, times: tuple[Time, ...]) -> tuple[Quantity, ...]:
    """The quantities of `doc` in order: counts, measures, money, shares, ages and ordinals; dates and clock times left out."""
    text = doc.text
    by_start = {token.idx: token for token in doc}
    taken = [t.span for t in times if t.type in ("date", "time") and t.timex not in ("PAST_REF",)]
    numbers = [
        n for m in _pattern().finditer(text) if (n := _number(m)) and not any(s.overlap(Span(n.start, n.end)) for s in taken)
    ]
    found: list[Quantity] = []
    index = 0
    while index < len(numbers):
        first = numbers[index]
        second = numbers[index + 1] if index + 1 < len(numbers) else None
        joined = _joined(first, second, text) if second else None
        quantity = _quantity(joined or first, text, by_start)
        if quantity and not (found and found[-1].span.overlap(quantity.span)):
            found.append(quantity)
        index += 2 if joined else 1
    found.extend(_ordinals(doc, taken, found))
    return tuple(sorted(found, key=lambda q: (q.span.start, q.span.end)))


def measured(quantities: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The quantities that count or measure something: all but the ordinals."""
    return tuple(q for q in quantities if q.kind != "ordinal")


def _joined(first: _Number, second: _Number, text: str) -> _Number | None:
    """Both as one range ("30–40", "two or three", "from $10 to $15 billion", "between 5 and 6 million"), or None."""
    between = text[first.end : second.start]
    before = text[max(0, first.start - 12) : first.start].lower()
    bare = re.fullmatch(r"(?P<unit>\s?[a-zA-Z%°]+)?\s*(?P<link>-|–|—|to|or|and)\s*", between)
    if not bare or first.low > second.high * max(1.0, second.scale):
        return None
    link = bare["link"]
    if link == "and" and not re.search(r"between\s+$", before):
        return None
    if bare["unit"] and (link == "or" or not units.unit_at(text, first.end + len(bare["unit"]) - len(bare["unit"].strip()))):
        return None
    if second.currency and first.currency and second.currency != first.currency:
        return None
    if link == "or" and (first.currency or second.low > 3 * first.high):
        return None
    low = first.low * (second.scale if first.scale == 1 and second.scale > 1 and first.low * second.scale <= second.low else 1)
    start = first.start
    if lead := re.search(r"(?:between|from)\s+$", before):
        start -= len(lead[0])
    return replace(
        second,
        start=start,
        low=low,
        currency=first.currency or second.currency,
        rough=first.rough,
        text=first.text + between + second.text,
    )


def _quantity(number: _Number, text: str, by_start: dict[int, Token]) -> Quantity | None:
    """The quantity that `number` stands in, or None where it is a name, a pronoun or the like."""
    if _no_amount(number, text, by_start):
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


def _no_amount(number: _Number, text: str, by_start: dict[int, Token]) -> bool:
    """Whether the number is a pronoun, a fraction word out of place, or part of a name."""
    word = number.text.lower().strip()
    token = next((by_start[i] for i in range(number.start, number.end) if i in by_start), None)
    if word == "one":
        return token is None or not (token.dep_ == "nummod" and token.head.i > token.i)
    if number.fraction and re.match(r"(?:an?\s)?(?:second|third|quarter|fifth|sixth|eighth|tenth|half)s?\b", word):
        follows = re.match(r"\s+(?:of|the|an?|his|her|their|its)\b", text[number.end : number.end + 8])
        return not follows
    if number.currency is None and re.search(r"(?:[A-Za-z]-|[#№]|(?:No|no|Section|Article|Flight|Route|Highway|Channel|Chapter|Figure|Page|Game|Boeing|Airbus)\.?\s)$", text[max(0, number.start - 9) : number.start]):  # fmt: skip
        return True
    return bool(re.match(r"(?:st|nd|rd|th)\b|-?[A-Z]\w*\d|:\d", text[number.end :]))


def _measure(
    number: _Number, text: str, by_start: dict[int, Token]
) -> tuple[Unit | None, int, Span | None, Literal["count", "measure", "money", "percent", "age", "ordinal", "other"]]:
    """What the number counts or measures, where that ends, its head word, and the kind."""
    gap = re.compile(r"[\s-]?").match(text, number.end)
    after = gap.end() if gap else number.end
    if age := re.compile(r"[\s-]?(?P<unit>year|month|week|day)s?[\s-](?:old|of\s+age)s?\b", re.IGNORECASE).match(
        text, number.end
    ):
        unit = units.unit_at(text, age.start("unit"))
        made = replace(unit[0], name=age["unit"].lower()) if unit else Unit("year", "time", None)
        return made, age.end(), Span(*age.span("unit")), "age"
    if number.currency:
        unit, end = number.currency, number.end
        if word := units.unit_at(text, after):
            end = word[1] if word[0].money else end
        rate, end = _rate(unit, text, end)
        return rate, end, None, "money"
    if word := units.unit_at(text, after):
        unit, end = word
        head = Span(after, end)
        rate, end = _rate(unit, text, end)
        return rate, end, head, "money" if unit.money else "percent" if unit.name == "percent" else "measure"
    counted = _counted(number, by_start, text)
    if counted:
        end = counted.idx + len(counted)
        rate, stop = _rate(Unit(_lemma(counted), "", None), text, end)
        return rate, stop, Span(counted.idx, end), "count"
    return None, number.end, None, "count" if not number.fraction else "other"


def _lemma(token: Token) -> str:
    lemma: str = token.lemma_
    return lemma if token.tag_ == "NNPS" or token.tag_ == "NNP" else lemma.lower()


def _rate(unit: Unit, text: str, end: int) -> tuple[Unit, int]:
    """`unit` by another where "per", "a" or a stroke follows ("dollar a month"), and the new end."""
    per = _PER.match(text, end)
    if not per:
        return unit, end
    what = per["what"].lower()
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


def _counted(number: _Number, by_start: dict[int, Token], text: str) -> Token | None:
    """The head of the noun phrase that the number counts, if it stands to the right of it."""
    tokens = [by_start[i] for i in range(number.start, number.end) if i in by_start]
    if not tokens:
        return None
    last = tokens[-1]
    token = _next(last)
    if number.text.lower().endswith(" of") or (number.fraction and token is not None and token.lower_ == "of"):
        pass
    seen: Token | None = None
    while token is not None and token.idx - last.idx < 80 and token.sent == last.sent:
        if token.pos_ in ("NOUN", "PROPN"):
            seen = token
        elif (
            token.pos_ in ("ADJ", "NUM")
            or token.lower_ in ("-", "of")
            and seen is None
            or token.tag_ in ("HYPH", "VBN", "VBG", "JJ")
            and seen is None
        ):
            if seen is not None:
                break
        elif token.pos_ == "DET" and seen is None and (number.fraction or number.rough):
            pass
        elif token.pos_ == "CCONJ" and seen is None and token.i - last.i > 1 or token.pos_ == "ADV" and seen is None:
            pass
        else:
            break
        if (
            seen is not None
            and (follow := _next(token)) is not None
            and follow.pos_ not in ("NOUN", "PROPN")
            and follow.tag_ != "HYPH"
        ):
            break
        token = _next(token)
    return seen


def _next(token: Token) -> Token | None:
    return token.nbor(1) if token.i + 1 < len(token.doc) else None


def _ordinals(doc: Doc, taken: list[Span], found: list[Quantity]) -> list[Quantity]:
    """The ordinals that count ("the third time", "22nd"), outside of dates and of other quantities."""
    words = "|".join(sorted(numerals.ORDINALS, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{words}))\b", re.IGNORECASE)
    result: list[Quantity] = []
    for match in pattern.finditer(doc.text):
        span = Span(*match.span())
        if any(s.overlap(span) for s in taken) or any(q.span.overlap(span) for q in found):
            continue
        value = float(match["digits"]) if match["digits"] else float(numerals.ORDINALS[match["word"].lower()])
        result.append(Quantity(span, value, value, None, False, "ordinal"))
    return result


def unit_phrase(text: str, quantity: Quantity) -> str | None:
    """The counted noun with what modifies it ("barbed wire fence"), or the unit where nothing does."""
    if quantity.kind != "count" or quantity.head is None or quantity.unit is None:
        return quantity.unit
    words = text[quantity.span.start : quantity.head.start]
    match = list(_pattern().finditer(words))
    between = words[match[-1].end() :] if match else ""
    return " ".join([*re.sub(r"^[\s-]+|^\s*of\s+(?:the\s+)?", "", between).split(), quantity.unit])
