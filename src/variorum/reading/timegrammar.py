"""The shapes of time expressions: regular expressions over the reading text, and what was found with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from variorum.reading import holidays, numerals

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
        "october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        "monday mon|tuesday tues tue|wednesday wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun".split("|"),
        start=1,
    )
    for name in names.split()
}
UNITS = {
    "moment": "S", "second": "S", "sec": "S", "minute": "m", "min": "m", "hour": "H", "hr": "H", "day": "D", "night": "N", "week": "W",
    "fortnight": "F", "weekend": "K", "month": "M", "quarter": "Q", "year": "Y", "yr": "Y", "decade": "E", "century": "C",
    "centurie": "C", "summer": "SU", "winter": "WI",
}  # fmt: skip
PARTS = {
    "morning": "MO", "mornings": "MO", "afternoon": "AF", "afternoons": "AF", "evening": "EV", "evenings": "EV",
    "night": "NI", "nights": "NI", "daytime": "DT",
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}

# White space inside an expression: a line may break in it, a paragraph may not.
S = r"(?:[^\S\n]{1,9}|[^\S\n]{0,9}\n[^\S\n]{0,9})"

S0 = r"\s"  # one such character, where a look behind must have a fixed width

_LONG = [m for m in MONTHS if len(m) > 3 or m == "may"]
_SHORT = [m for m in MONTHS if m not in _LONG] + ["sept"]
MONTH = (
    "(?P<month>(?:" + "|".join(f"{m.capitalize()}|{m.upper()}" for m in sorted(_LONG, key=len, reverse=True))
    + r")\b|(?:" + "|".join(f"{m.capitalize()}|{m.upper()}" for m in sorted(_SHORT, key=len, reverse=True)) + r")\b\.?)"
)  # fmt: skip
# Before or after the number of a day the lower case is safe too.
MONTH_ANY = "(?P<month>(?i:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?)"
_DAYS = sorted((d for d in WEEKDAYS if len(d) > 5), key=len, reverse=True)
WEEKDAY = "(?P<weekday>(?:" + "|".join(f"{d.capitalize()}|{d.upper()}" for d in _DAYS) + r")(?P<plural>s)?)\b"
_DAY_NAMES = "|".join(d.capitalize() for d in _DAYS)
_DAYS_SHORT = "(?:(?:" + "|".join(f"{d.capitalize()}" for d in WEEKDAYS) + r")\b\.?)"
_ORDINAL = "|".join(sorted(numerals.ORDINALS, key=len, reverse=True))
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SMALL = f"{_TEENS}|twenty(?:-(?:{_ONES}))?|{_ONES}"
DAY = rf"(?P<day>(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%])|(?:twenty-|thirty-)?(?:{_ORDINAL})\b)"
YEAR = (
    rf"(?P<year>(?:1[0-9]|20)\d\d(?!\d)|nineteen[\s-](?:hundred\b|[a-z]+ty(?:-[a-z]+)?\b)"
    rf"|two{S}thousand(?:{S}(?:and{S})?(?:{_SMALL}))?\b|twenty[\s-](?:{_TEENS}|twenty(?:[\s-](?:{_ONES}))?)\b)"
)
NUMBER = (
    rf"(?P<number>\d+{S}\d/\d|(?:{numerals.DIGITS}|\b{numerals.WORDS}\b|\b(?:a|an|one))(?:{S}and{S}a{S}half)?|"
    rf"\b(?:an{S}additional|a{S}couple{S}of|a{S}few|several|many|few|half{S}an?|(?:dozens|tens|hundreds|thousands){S}of|a{S}dozen|a{S}number{S}of))"
)
SOME = rf"(?P<number>{numerals.DIGITS}|{numerals.WORDS}\b|a{S}few|several|few|couple{S}of|couple)"
UNIT = r"(?P<unit>seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|weekends?|months?|quarters?|years?|yrs?|decades?|century|centuries)\b"
ABOUT = rf"(?P<about>(?:nearly|almost|more{S}than|at{S}least|less{S}than|no{S}more{S}than|just{S}over|just{S}under){S})?"
STAGE = rf"(?P<stage>(?:early|late|mid|later|earlier|sometime)(?:{S}in)?(?:{S}|-)|the{S}(?:end|beginning|start|middle){S}of{S})?"
PART = r"(?P<part>morning|afternoon|evening|night)s?\b"
_PARTS = r"(?P<part>morning|afternoon|evening|night)(?P<plural>s)?\b"
ZONE = r"(?:(?:E[SD]T|C[SD]T|M[SD]T|P[SD]T|GMT|UTC|BST|CET|CEST|EET|EEST|MSK|local time|Eastern time)\b)"
CLOCK = (
    rf"(?P<clock>(?<![\d.,:$£€])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>a\.?m|p\.?m|A\.?M|P\.?M)\b\.?"
    rf"|(?<![\d.,:$£€])(?P<hour>[1-9]|1[0-2])(?={S}(?:in{S}the{S}(?:morning|afternoon|evening)|at{S}night)\b)|(?<![\d.,:$£€])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:{S}hours|{S}hrs)?|"
    rf"(?<![\d.,:$£€])(?P<military>(?:[01]\d|2[0-3])[0-5]\d)(?:(?={S}(?:GMT|UTC)\b)|{S}(?P<hours>hours)\b(?!{S}of\b))|"
    rf"(?P<oclock>\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve){S}o['’]clock|\b(?P<named>noon|midday|midnight)\b)"
    rf"(?:{S}(?:in{S}the{S}|at{S}|this{S})(?P<daypart>morning|afternoon|evening|night)\b)?(?:{S}(?P<zone>{ZONE}|\({ZONE}\)))?"
)
DEICTIC = rf"(?P<deictic>(?:the{S}day{S}before{S})?yesterday|today|tomorrow|tonight|(?:this|last){S}(?:morning|afternoon|evening|night))\b"
_NUMBER_OF_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])"
_AND = rf"(?:,?{S}(?:and|or|to|through|until){S}|{S}?[-–]{S}?)"  # between two days or hours of a list or a range
_LIST_ENDS = rf"(?=[.,;:)\]'\"”’]|$|\n|{S}(?:{YEAR}|[a-z]+ly\b|in|at|on|and|for|by|with|to|from|as|when|after|before|but|or|of|was|were|will|this|last|next)\b)"
_DATED = f"(?:{WEEKDAY}(?:,?{S}{MONTH}{S}{DAY}(?:,?{S}{YEAR})?)?|{DEICTIC}|{MONTH}{S}{DAY}(?:,?{S}{YEAR})?|{DAY}{S}{MONTH}(?:,?{S}{YEAR})?)"
QUARTER = r"(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)"


def _named(pattern: str) -> str:
    """`pattern` with group names that come a second time made their own (`x` becomes `x_2`)."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        seen[match[1]] = seen.get(match[1], 0) + 1
        return match[0] if seen[match[1]] == 1 else f"(?P<{match[1]}_{seen[match[1]]}>"

    return re.sub(r"\(\?P<(\w+)>", rename, pattern)


# What an accounting period is said to end on: looked ahead to, so that the day stays an expression of its own.
_ENDED = (
    rf"(?:(?=,?{S}(?:that{S}|which{S})?(?P<ended>ended|ending){S}(?:on{S})?(?P<endmonth>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?{S}"
    rf"(?P<endday>\d{{1,2}})(?:,{S}(?P<endyear>\d{{4}}))?|(?=,?{S}(?P<ended>ended|ending){S}(?:on{S})?(?:yesterday|today|tomorrow|(?-i:{_DAY_NAMES}))\b)))?"
)

_YEAR_BEFORE = (
    rf"last{S}year|(?:a|one){S}year{S}(?:ago|earlier|before)|the{S}(?:year{S}before|(?:previous|prior|preceding){S}year)"
)

# One line each: the rule's name, whether case matters, and the shape. Of the matches at one place the longest wins.
SHAPES: tuple[tuple[str, bool, str], ...] = (
    ("iso", True, r"(?<![\d-])(?P<year>(?:1[5-9]|20)\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<dd>[0-2]\d|3[01])(?:[T ](?P<hour24>[0-2]\d):(?P<minute24>[0-5]\d)(?::\d\d)?Z?)?(?![\d-])"),
    ("slashed", True, r"(?<![\d/.])(?P<mm>\d{1,2})(?P<mark>[/.])(?P<dd>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])"),
    ("date", True, f"(?:(?:(?i:(?P<which>last|this{S}coming|this{S}past|this|next)){S})?(?:{WEEKDAY}|{_DAYS_SHORT}),?{S}(?:the{S})?|(?i:(?P<which>last|this{S}past|this|next)){S}(?={MONTH_ANY}))?(?:{STAGE}{MONTH_ANY}{S}{DAY}|(?:the{S})?{DAY}{S}(?:of{S})?{MONTH_ANY})(?:,?{S}{YEAR}|(?={_AND}{_NUMBER_OF_DAY},?{S}{YEAR}))?"),
    ("listed", True, f"{MONTH_ANY}{S}{_NUMBER_OF_DAY}{_AND}(?P<here>(?P<day>{_NUMBER_OF_DAY})(?:,?{S}{YEAR}|{_LIST_ENDS}))"),
    ("listed", True, f"(?P<day>{_NUMBER_OF_DAY})(?={_AND}{_NUMBER_OF_DAY}{S}{MONTH_ANY}(?:,?{S}{YEAR})?)"),
    ("dayonly", True, f"{WEEKDAY},?{S}the{S}(?P<day>\\d{{1,2}}(?:st|nd|rd|th))"),
    ("month", True, f"{STAGE}(?:(?i:(?P<which>last|next|this{S}past|this{S}coming|this|each|every)){S})?{MONTH}(?!{S}\\d{{1,2}}\\b)(?:(?:,|{S}of)?{S}(?:{YEAR}|(?P<otheryear>this|last|next){S}year))?"),
    ("year", False, f"(?P<stage>(?:early|late|mid|post|pre)(?:{S}in)?(?:{S}|-)|the{S}(?:end|beginning|start|middle){S}of{S}|the{S}year{S}|fiscal{S}(?:year{S})?)?(?<![\\d.,:$£€#/]){YEAR}(?P<orso>{S}or{S}so)?"),
    ("era", True, r"(?P<number>\d{1,4})\s?(?P<era>BCE?|CE|AD|B\.C\.(?:E\.)?|A\.D\.|C\.E\.)|(?P<era>AD|A\.D\.)\s(?P<number>\d{1,4})(?![\d,.]\d)"),
    ("decade", False, f"(?:the{S})?(?:(?P<stage>early|late|mid)(?:{S}|-))?(?:(?P<decade>(?:1[5-9]|20)\\d0)['’]?s\\b|['’](?P<short>\\d0)['’]?s\\b|(?P<worded>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\\b)"),
    ("shortyear", True, r"(?<!\w)['’](?P<two>\d\d)(?![\w'’])(?!\s+(?:Minutes|Hours|Days|minutes|hours|days|years|people|percent)\b)"),
    ("century", False, f"(?:the{S})?(?:(?:early|late|mid)(?:{S}|-))?(?P<nth>\\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL}|twenty-first)[\\s-]century"),
    ("quarter", False, f"(?:the{S}(?!{QUARTER}-)|(?P<which>this|next|last){S}year['’]s{S}|a{S}flat{S})?(?:(?P<back>year-earlier|year-ago){S})?(?:(?P<yearfirst>(?:19|20)\\d\\d){S})?(?:fiscal(?:{S}|-))?{QUARTER}(?:{S}|-)quarter(?:{S}of{S}{YEAR}|{S}(?:of{S})?(?P<otheryear>this|last|next){S}year|{S}(?P<back>a{S}year{S}(?:ago|earlier|before)))?(?!s)\\b"),
    ("thequarter", False, f"(?:the{S})(?:(?P<kind>latest|year-earlier|year-ago|current|previous|(?:19|20)\\d\\d)(?:{S})(?P<noun>quarter|period)\\b|(?P<plain>quarter)\\b(?!-)){_ENDED}"),
    ("compared", False, f"the{S}(?P<same>(?:comparable|corresponding|same|prior-year|year-ago|year-earlier)(?:{S}(?:year-ago|year-earlier))?){S}(?P<noun>quarter|period|month|week)(?:{S}(?:(?:of|in){S})?(?P<then>{_YEAR_BEFORE}|{YEAR}))?\\b|the{S}(?P<noun>quarter|period){S}(?P<then>{_YEAR_BEFORE})\\b|(?P<then>last{S}year)['’]s{S}(?P<noun>quarter|period)\\b"),
    ("yearago", False, f"(?:a{S}year{S}(?:ago|earlier|before)|year-(?:ago|earlier))\\b"),
    ("half", False, f"(?P<otheryear>this|last|next){S}year['’]s{S}(?P<nth>first|second|last){S}half\\b|(?:at{S}least{S})?the{S}(?P<nth>first|second|last|latter){S}(?:half|two{S}quarters){S}of{S}(?:{YEAR}|(?P<otheryear>this|last|next){S}year|the{S}year)"),
    ("weekday", True, f"(?:(?P<stage>early|late|later|earlier){S})?(?:(?i:(?P<which>last|next|this{S}past|this{S}coming|this|each|every|(?:the{S})?(?:following|previous|preceding)|the{S}next)){S})?{WEEKDAY}(?:{S}{_PARTS}|(?=(?:,?{S}(?:and|or){S}|,{S})(?:{_DAY_NAMES})(?P<plural>s|{S}(?:morning|afternoon|evening|night)s)\\b))?"),
    ("deictic", False, f"(?:(?P<stage>early|late|later|earlier|mid-(?:morning|afternoon)){S})?{DEICTIC}(?:{S}{PART})?"),
    ("partofday", False, f"(?:(?P<stage>mid|early|late)(?:{S}|-)?|(?<=\\bin{S0})the{S})(?P<part>morning|afternoon|evening)\\b(?!s|{S}(?:hours?|of)\\b)(?:(?<!\\bthe{S0}morning)(?<!\\bthe{S0}afternoon)(?<!\\bthe{S0}evening)|(?={S0}*(?:[^\\w\\s-]|$|(?:and|or|but|to|when|as|at|on|for|with|by|before|after|he|she|they|it|we)\\b)))"),
    ("nextto", False, f"(?:the{S})?(?P<unit>day|night){S}(?P<way>before|after){S}(?:(?P<which>last|next|this){S})?(?:(?-i:{_DATED})|(?P<holiday>{holidays.pattern(S)})\\b)"),
    ("weekof", False, f"(?:the{S})?week{S}(?:of|beginning|starting){S}(?-i:{_DATED})"),
    ("clock", False, f"(?:(?P<about>around){S})?{CLOCK}(?:,?{S}(?:on{S})?(?-i:{_DATED}))?"),
    ("clocklast", False, f"(?-i:{_DATED}),?{S}at{S}(?:(?P<about>around|about|approximately){S})?{CLOCK}"),
    ("clockfirst", False, f"(?<![\\d.,:$£€-])(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\\d))?(?={_AND}(?P<until>1[0-2]|0?[1-9])(?::[0-5]\\d)?\\s?(?P<half>[ap]\\.?m)\\b\\.?(?:,?{S}(?:on{S})?(?-i:{_DATED}))?)"),
    ("unitref", False, f"(?:(?P<stage>(?:early|late|mid|later|earlier|sometime)(?:{S}in)?(?:{S}|-)|the{S}(?:end|beginning|start|middle){S}of{S}))?(?P<the>the{S})?(?P<which>last|next|this|past|previous|following|coming|current|same|that|that{S}same|the{S}latest){S}(?P<fiscal>fiscal{S})?(?P<unit>day|week|weekend|month|quarter|year|decade|century)\\b(?P<orso>{S}or{S}so)?"),
    ("stageunit", False, f"(?P<stage>early|late|earlier|later|the{S}end|the{S}beginning|the{S}start)(?:{S}(?:in|of)){S}the{S}(?P<unit>week|month|year|day)\\b"),
    ("season", False, f"(?:(?P<which>the{S})?(?P<stage>early|late|mid)(?:{S}|-))?(?:(?P<which>last|next|this|this{S}past|this{S}coming|the|the{S}past|each|every){S})?(?P<season>spring|summer|fall|autumn|winter)\\b(?:{S}of)?(?:{S}{YEAR})?"),
    ("span", False, f"(?:at{S}least{S})?(?P<the>the{S})?(?P<which>last|past|next|first|previous|coming|following|final|latest|recent|same|comparable|corresponding|year-earlier|year-ago){S}(?:{SOME}{S})?(?:trading{S})?{UNIT}"),
    ("spanto", False, f"(?P<the>the{S})?(?P<which>last|past|next){S}(?P<number>\\d+{S}to{S}\\d+){S}{UNIT}"),
    ("ago", False, f"{ABOUT}{NUMBER}{S}(?:(?P<more>more|whole|full|long){S})?{UNIT}(?:{S}or{S}so)?{S}(?P<way>ago|earlier|later|before(?={S0}*(?:[^\\w\\s'’]|$|(?:and|but|or|when|in|at|on|with|as)\\b))|from{S}now|previously)\\b"),
    ("duration", False, f"{ABOUT}(?!a{S}second\\b){NUMBER}(?:{S}|-)(?:(?P<more>more|full|whole|additional|straight|consecutive|trading|long){S})?{UNIT}(?![\\s-]+(?:olds?|older|younger)\\b)(?!-(?:ago|earlier|end)\\b)(?P<andhalf>{S}and{S}a{S}half)?"),
    ("durationto", False, f"{ABOUT}(?P<low>\\d+|{numerals.WORDS})(?:{S}(?:to|or){S}|[-–])(?P<number>\\d+|{numerals.WORDS})(?:{S}|-){UNIT}(?![\\s-]+(?:old|older|younger)\\b)"),
    ("thedays", False, f"the{S}{SOME}{S}{UNIT}(?<=s){_ENDED}"),
    ("long", False, r"(?P<unit>hour|day|night|week|weekend|month|year|decade|century)-?long\b"),
    ("vague", False, f"(?:(?P<recent>recent|coming){S})?(?P<unit>days|weeks|months|years|decades|centuries)(?![\\s-]+(?:olds?|older|younger)\\b|{S}(?:19|20)\\d\\d\\b)(?:{S}(?:and|or){S}(?:weeks|months|years))?\\b(?P<ago>{S}ago)?"),
    ("vaguely", False, f"(?P<unit>moments|seconds|minutes|hours|days|weeks|months|years|decades){S}(?P<way>ago|later|earlier)\\b"),
    ("set", False, f"(?P<set>daily|weekly|monthly|hourly|yearly|nightly)\\b|(?:every|each){S}(?:(?P<number>\\d+|{numerals.WORDS}){S})?{UNIT}"),
    ("weekend", False, f"(?:the|(?!)x){S}(?P<unit>weekend)\\b"),
    ("theyear", False, f"the{S}(?:(?:fiscal|full){S})?year\\b(?!-){_ENDED}|the{S}(?P<unit>week|month)\\b(?!-)"),
    ("beside", False, f"the{S}(?P<unit>day|night|week|month|year){S}(?P<way>before|after)\\b(?:(?=\\s*(?P<bare>[.,;:)!?]|$|and\\b|but\\b)))?"),
    ("ofmonth", False, f"(?<=\\bon{S0})the{S}(?P<day>[12]?\\d(?:st|nd|rd|th)|3[01](?:st|nd))(?={S0}?(?:[.,;:)]|$|and\\b|at\\b|but\\b|when\\b|to\\b|of{S}(?:this|last|next|the){S}month\\b))"),
    ("overnight", False, r"overnight\b(?!\s+(?:bag|stay|guest|train|flight|success)s?\b)"),
    ("timesa", False, f"(?:once|twice|(?:\\d+|{numerals.WORDS}){S}times){S}(?:an?|each|every|per){S}(?P<unit>hour|day|week|month|year|decade)\\b"),
    ("weekends", False, r"(?P<when>weekends|weekdays|weeknights)\b"),
    ("fraction", False, r"(?:a\s+|an?other\s+)?(?P<part>half|quarter)[\s-]century\b"),
    ("nextpart", False, f"the{S}(?:next|following){S}{PART}"),
    ("now", False, r"\b(?P<now>now|currently|these\s+days|at\s+present|nowadays|the\s+present)\b"),
    ("nowadj", False, r"\b(?P<now>current)\b"),
    ("past", False, r"\b(?:more\s+)?(?P<past>recently(?!\s+as\b)|the\s+past)\b(?!\s+(?:few|several|\w+\s+(?:days|weeks|months|years)))(?!(?<=past)\s+(?:two|three|four|five|six|seven|eight|nine|ten|dozen|\d+)\b)"),
    ("future", False, r"\b(?P<future>the\s+(?:near\s+|distant\s+)?future|(?<!how\s)(?<!too\s)(?<!so\s)soon(?!\s+(?:as|after|before|became|followed)\b))\b"),
    ("holiday", True, f"(?:(?P<which>last|next|this){S})?(?P<holiday>{holidays.pattern(S)})(?:{S}(?P<around>week(?:end)?)\\b)?(?:,?{S}{YEAR})?(?!{S}(?:tree|light|card|gift|present|carol|decoration|stocking)s?\\b)"),
    ("futures", False, r"(?P<future>future\s+(?:days|weeks|months|quarters|years|decades))\b"),
    ("yearend", False, f"(?:around{S})?year[- ]end\\b|(?:the{S})?year['’]s{S}end\\b"),
    ("range", False, "(?<![\\w.,:$£€#/-])(?P<year>(?:19|20)\\d\\d)(?=[-–](?:19|20)?\\d\\d\\b)|(?<=\\d\\d\\d\\d[-–])(?P<year>(?:19|20)\\d\\d)\\b(?!-)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A match: which rule, where, and the parts of it by name."""

    rule: str
    start: int
    end: int
    parts: dict[str, str]

    def get(self, name: str) -> str:
        """The part of that name in lower case with single spaces, or ''."""
        return " ".join(self.parts.get(name, "").lower().split())


_UNIT_WORDS = frozenset(UNITS) | {f"{unit}s" for unit in UNITS} | {"century", "centuries", "mins", "hrs", "yrs", "min"}
_PART_WORDS = frozenset(PARTS)
_DIGIT = frozenset({"0"})  # any word that starts with a digit
_WORDED_TENS = frozenset("twenties thirties forties fifties sixties seventies eighties nineties".split())
_COUNTED_AWAY = frozenset({"ago", "earlier", "later", "before", "now", "previously"})

# The words of which each rule needs one, in lower case: where none stands near, its pattern is not tried.
_TRIGGERS: dict[str, frozenset[str]] = {
    "date": frozenset(MONTHS), "listed": frozenset(MONTHS), "month": frozenset(MONTHS),
    "dayonly": frozenset(WEEKDAYS), "weekday": frozenset(WEEKDAYS) | {f"{day}s" for day in WEEKDAYS},
    "year": _DIGIT | {"thousand", "nineteen", "twenty"}, "decade": _DIGIT | _WORDED_TENS,
    "century": frozenset({"century"}), "fraction": frozenset({"century"}), "half": frozenset({"half", "quarters"}),
    "quarter": frozenset({"quarter"}), "thequarter": frozenset({"quarter", "period"}), "compared": frozenset({"quarter", "period", "month", "week"}),
    "partofday": _PART_WORDS | {f"mid{part}" for part in PARTS}, "yearago": frozenset({"year"}),
    "deictic": frozenset({"yesterday", "today", "tomorrow", "tonight"}) | _PART_WORDS, "nextpart": _PART_WORDS,
    "clock": _DIGIT | {"noon", "midday", "midnight", "clock"}, "clocklast": _DIGIT | {"noon", "midday", "midnight", "clock"},
    "season": frozenset(SEASONS), "ago": _COUNTED_AWAY, "vaguely": _COUNTED_AWAY, "beside": frozenset({"before", "after"}),
    "long": frozenset({"long"}) | {f"{unit}long" for unit in UNITS}, "overnight": frozenset({"overnight"}),
    "set": frozenset("daily weekly monthly hourly yearly nightly every each".split()),
    "weekend": frozenset({"weekend"}), "weekends": frozenset({"weekends", "weekdays", "weeknights"}),
    "now": frozenset({"now", "currently", "these", "present", "nowadays"}), "nowadj": frozenset({"current"}),
    "past": frozenset({"recently", "past"}), "future": frozenset({"future", "soon"}), "futures": frozenset({"future"}), "yearend": frozenset({"end"}),
    "holiday": frozenset(holidays.first_words()),
    **dict.fromkeys(("iso", "slashed", "era", "shortyear", "clockfirst", "ofmonth", "range"), _DIGIT),
    **dict.fromkeys(("unitref", "stageunit", "span", "spanto", "duration", "durationto", "thedays", "vague", "theyear", "timesa", "nextto", "weekof"), _UNIT_WORDS),
}  # fmt: skip
_REACH = 90  # code points: no expression stretches further than this from a word it needs


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (name, re.compile(rf"(?<![\w])(?:{_named(shape)})(?!\w)", 0 if case else re.IGNORECASE), _TRIGGERS[name])
        for name, case, shape in SHAPES
    )


@cache
def trigger_words() -> frozenset[str]:
    """Every word that some rule needs, in lower case; "0" stands for digits."""
    return frozenset().union(*_TRIGGERS.values())


def _places(text: str) -> dict[str, list[int]]:
    """Where each word stands that some rule needs."""
    wanted = trigger_words()
    places: dict[str, list[int]] = {}
    for match in re.finditer(r"[^\W_]+", text):
        word = match[0].lower()
        if word[0].isdigit():
            word = "0"
        elif word not in wanted:
            continue
        places.setdefault(word, []).append(match.start())
    return places


def _windows(starts: list[int], text: str) -> list[tuple[int, int]]:
    """Stretches of `text` within reach of the places `starts` (in order), none over another and none that ends inside a word."""
    windows: list[tuple[int, int]] = []
    for start in starts:
        low, high = max(0, start - _REACH), min(len(text), start + _REACH)
        while high < len(text) and high < start + 2 * _REACH and (text[high].isalnum() or text[high] == "_"):
            high += 1
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows


def shapes(text: str) -> tuple[Shape, ...]:
    """The time expressions that `text` may hold, in order, some over others: at one place the longest stands first."""
    found: list[Shape] = []
    places = _places(text)
    windows: dict[frozenset[str], list[tuple[int, int]]] = {}
    for rule, pattern, triggers in _compiled():
        if triggers not in windows:
            windows[triggers] = _windows(sorted(start for word in triggers for start in places.get(word, ())), text)
        for low, high in windows[triggers]:
            found.extend(_shape(rule, match, text) for match in pattern.finditer(text, low, high))
    found.sort(key=lambda s: (s.start, -s.end))
    return tuple(found)


def _shape(rule: str, match: re.Match[str], text: str) -> Shape:
    parts: dict[str, str] = {}
    for name, value in match.groupdict().items():
        if value:
            parts.setdefault(name.split("_")[0], value)
    start, end = match.span("here" if "here" in parts else 0)
    while end > start and text[end - 1].isspace():
        end -= 1
    return Shape(rule, start, end, parts)
