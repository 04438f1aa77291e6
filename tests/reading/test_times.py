"""Time expressions: where they stand and what they mean, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_lang_class

from variorum.model.reading import Time
from variorum.reading import dates
from variorum.reading.holidays import easter, feast
from variorum.reading.quantities import find_quantities
from variorum.reading.timegrammar import trigger_words
from variorum.reading.times import find_times


@cache
def language() -> Language:
    nlp = get_lang_class("en")()
    nlp.max_length = 3_000_000
    return nlp


def untagged(text: str) -> Doc:
    return language()(text)


def found(text: str, dct: str | None = "2023-01-16") -> dict[str, Time]:
    return {t.span.text(text): t for t in find_times(untagged(text), dct)}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The bridge fell on 6 July 2022.", "6 July 2022", "2022-07-06"),
        ("They met on Sunday, March 5, 2017, twice.", "Sunday, March 5, 2017", "2017-03-05"),
        ("It closed in November 2022.", "November 2022", "2022-11"),
        ("She left on Friday.", "Friday", "2023-01-13"),
        ("She left last Friday.", "last Friday", "2023-01-13"),
        ("She left yesterday.", "yesterday", "2023-01-15"),
        ("It began two months ago.", "two months ago", "2022-11"),
        ("It lasted four months.", "four months", "P4M"),
        ("The past six months were dry.", "The past six months", "P6M"),
        ("He built it in 2017 or so.", "2017 or so", "2017~"),
        ("Built in the 1990s.", "the 1990s", "199X"),
        ("Sales fell in the third quarter of 1998.", "the third quarter of 1998", "1998-35"),
        ("He came at 2am on Friday.", "2am on Friday", "2023-01-13T02"),
        ("He came on Friday at around 2:00 a.m. and left.", "Friday at around 2:00 a.m.", "2023-01-13T02:00"),
        ("They meet every Monday.", "every Monday", "XXXX-WXX-1"),
        ("In twenty twelve he left.", "twenty twelve", "2012"),
        ("By the year two thousand it was gone.", "the year two thousand", "2000"),
        ("He ruled until 44 BC in Rome.", "44 BC", "-0043"),
        ("He died in 347 AD.", "347 AD", "0347"),
        ("It was the music of the '60's.", "the '60's", "196X"),
        ("She met him last February.", "last February", "2022-02"),
        ("They met on Good Friday of that year.", "Good Friday", "2022-04-15"),
        ("The shop shut on Labor Day weekend.", "Labor Day weekend", "2022-09-03/2022-09-04"),
        ("It rained on the 15th.", "the 15th", "2023-01-15"),
        ("They train twice a week.", "twice a week", "P1W"),
        ("A few days later he left.", "A few days later", "PXD"),
        ("The shop burned overnight.", "overnight", "2023-01-15"),
        ("Moments later he left.", "Moments later", "PTXS"),
        ("It ended a daylong siege.", "daylong", "P1D"),
        ("In the year ended March 31 it lost money.", "the year", "P1Y"),
        ("It expects a loss for the year ending tomorrow.", "the year", "P1Y"),
        ("They ruled for hundreds of years.", "hundreds of years", "PXY"),
        ("It worked in past years.", "past years", None),
        ("He called the day before last Tuesday.", "the day before last Tuesday", "2023-01-09"),
        ("The shop shut the day after Christmas.", "the day after Christmas", "2022-12-26"),
        ("It was heard in the week of March 6.", "the week of March 6", "2023-03-06/2023-03-12"),
        ("She came at 2200 hours.", "2200 hours", "2023-01-16T22:00"),
        ("He did 1200 hours of work.", "1200 hours", "PT1200H"),
        ("Shares have fallen since year-end.", "year-end", "2022-12-31"),
        ("It burned on New Years Eve.", "New Years Eve", "2022-12-31"),
        ("They came a decade ago.", "a decade ago", "2013"),
        ("It was over by mid afternoon.", "mid afternoon", "2023-01-16"),
        ("He ran in the morning.", "the morning", "2023-01-16"),
        ("They fly on Monday and Tuesday nights.", "Monday", "XXXX-WXX-1"),
        ("The first two quarters of 1990 were bad.", "The first two quarters of 1990", "1990-40"),
        ("The latest fiscal year was good.", "The latest fiscal year", "2022"),
    ],
)
def test_an_expression_has_its_value(text: str, words: str, value: str) -> None:
    assert found(text)[words].value == value


def test_every_word_that_a_rule_knows_can_be_read() -> None:
    words = [w for trigger in sorted(trigger_words()) for w in (trigger, f"{trigger}s")]
    frames = (
        "the {} ago",
        "{} later",
        "two {} earlier",
        "the last {}",
        "the first few {} ended May 3",
        "every {}",
        "twice a {}",
        "{}-long",
    )
    for word in words:
        for frame in frames:
            text = f"On May 3, {frame.format(word)}, he left."
            assert all(t.span.text(text) for t in find_times(untagged(text), "2023-01-16"))


def test_a_range_of_years_is_two_dates() -> None:
    assert [t.value for t in found("Between 1998 and 2010 it grew.").values()] == ["1998", "2010"]


def test_the_days_of_a_list_or_a_range_are_dates_of_their_own() -> None:
    assert [t.value for t in found("It was closed from March 3 to 5, 2009.").values()] == ["2009-03-03", "2009-03-05"]
    assert [t.value for t in found("It met on 24-25 April 1999.").values()] == ["1999-04-24", "1999-04-25"]


def test_the_first_hour_of_a_range_shares_the_half_of_the_day_and_the_date() -> None:
    times = found("Between 8 and 9 p.m. on Friday it burned.")
    assert times["8"].value == "2023-01-13T20"
    assert times["9 p.m. on Friday"].value == "2023-01-13T21"
    assert [t.value for t in found("From 11 to 1 p.m. it was shut.").values()] == ["2023-01-16T11", "2023-01-16T13"]


def test_a_year_earlier_copies_the_period_whose_figures_are_told() -> None:
    quarterly = found("In the third quarter it lost money. A year earlier it earned more. Profit rose from last year.")
    assert quarterly["A year earlier"].timex == "2021-Q3"
    assert quarterly["last year"].timex == "2021-Q3"
    assert found("In the first nine months it lost money. A year earlier it earned more.")["A year earlier"].timex == "2022"
    assert found("A year earlier it earned more.")["A year earlier"].timex == "2022"


def test_the_same_period_last_year_is_the_period_told_a_year_before() -> None:
    quarterly = found("In the third quarter it lost money, after a profit in the same period last year.")
    assert quarterly["the same period last year"].timex == "2021-Q3"
    assert found("It lost less than in the quarter a year ago.")["the quarter a year ago"].timex == "2021-Q4"
    assert found("Sales in June 2022 beat the same month a year earlier.")["the same month a year earlier"].value == "2021-06"
    assert found("They met in the same week.")["the same week"].timex == "2023-W03"


def test_a_year_earlier_goes_back_from_the_period_of_its_own_sentence() -> None:
    assert found("Sales in June 2022 were lower than a year earlier.")["a year earlier"].value == "2021-06"


def test_the_following_and_the_previous_weekday_lie_beside_the_day_told() -> None:
    times = found("It fell on January 5. The following Tuesday he left; the previous Friday he stayed.")
    assert times["The following Tuesday"].value == "2023-01-10"
    assert times["the previous Friday"].value == "2023-01-06"


def test_an_hour_does_not_hang_on_the_night_before() -> None:
    assert found("It burned overnight. At 2 a.m. he fled.")["2 a.m."].value == "2023-01-16T02"


def test_the_day_of_a_dateline_counts_before_a_later_day_of_publication() -> None:
    times = found("GENEVA, January 12 (Agency) -- It fell yesterday.")
    assert times["yesterday"].value == "2023-01-11"
    assert times["yesterday"].anchor == "time:8"


def test_what_the_day_before_stands_beside() -> None:
    assert found("It fell on July 4. The day before, he left.")["The day before"].value == "2022-07-03"
    assert found("He left the day before the bridge fell.")["the day before"].value is None


@pytest.mark.parametrize(
    "text",
    [
        "Flight 1549 landed.",
        "He lives at 1915 Main Street.",
        "They stopped at 2001 N. Broad Street.",
        "He drove a 2004 Honda Civic.",
        "She reads USA Today and the Daily News.",
        "A quarter of the food was gone.",
        "A man 52 years old fell.",
        "A two-year-old boy fell.",
        "It may be so; we march to the sea.",
        "Now, that is odd.",
        "Now for the weather.",
        "The index fell to 1462.93.",
        "House Bill 1523 passed.",
        "Just over a quarter, he said, agreed.",
        "She was seen by April Jones.",
        "We put up the Christmas tree.",
        "At the end of the day, we lost.",
        "He reads ABC Today.",
        "On Super Tuesday he lost.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert found(text) == {}


def directed(verb: str, helper: str) -> Time:
    """The weekday in "He ... here on Tuesday", parsed by hand, told on a Monday."""
    doc = Doc(
        language().vocab,
        words=["He", helper, verb, "here", "on", "Tuesday", "."],
        tags=["PRP", "MD" if helper == "will" else "VBD", "VB" if helper == "will" else "VBN", "RB", "IN", "NNP", "."],
        pos=["PRON", "AUX", "VERB", "ADV", "ADP", "PROPN", "PUNCT"],
        heads=[2, 2, 2, 2, 2, 4, 2],
        deps=["nsubj", "aux", "ROOT", "advmod", "prep", "pobj", "punct"],
    )
    (time,) = find_times(doc, "2023-01-16")
    return time


def test_the_tense_says_which_tuesday() -> None:
    assert directed("come", "will").value == "2023-01-17"
    assert directed("come", "had").value == "2023-01-10"


def parsed(*rows: tuple[str, str, str, int, str]) -> Doc:
    """A document of words with their tag, part of speech, head and relation to it."""
    words, tags, pos, heads, deps = zip(*rows, strict=True)
    return Doc(language().vocab, words=words, tags=tags, pos=pos, heads=heads, deps=deps)


def test_the_present_tells_what_is_set_down_for_a_day() -> None:
    def day(verb: str) -> str | None:
        doc = parsed(
            ("It", "PRP", "PRON", 1, "nsubj"),
            (verb, "VBZ", "VERB", 1, "ROOT"),
            ("Friday", "NNP", "PROPN", 1, "npadvmod"),
            (".", ".", "PUNCT", 1, "punct"),
        )
        for token in doc:
            token.lemma_ = token.text.removesuffix("s")
        (time,) = find_times(doc, "2023-01-16")
        return time.value

    assert day("meets") == "2023-01-20"
    assert day("shows") == "2023-01-13"


def test_a_day_before_the_comma_goes_with_what_is_told_and_not_with_the_telling() -> None:
    doc = parsed(
        ("Schools", "NNS", "NOUN", 2, "nsubj"),
        ("will", "MD", "AUX", 2, "aux"),
        ("open", "VB", "VERB", 6, "ccomp"),
        ("Friday", "NNP", "PROPN", 6, "npadvmod"),
        (",", ",", "PUNCT", 6, "punct"),
        ("they", "PRP", "PRON", 6, "nsubj"),
        ("said", "VBD", "VERB", 6, "ROOT"),
    )
    (time,) = find_times(doc, "2023-01-16")
    assert time.value == "2023-01-20"


def test_in_so_many_years_is_a_date_where_the_verb_looks_ahead() -> None:
    def years(*verb: tuple[str, str, str, int, str]) -> str | None:
        doc = parsed(
            ("It", "PRP", "PRON", 2, "nsubj"),
            *verb,
            ("in", "IN", "ADP", 2, "prep"),
            ("five", "CD", "NUM", 5, "nummod"),
            ("years", "NNS", "NOUN", 3, "pobj"),
        )
        (time,) = find_times(doc, "2023-01-16")
        return time.value

    assert years(("will", "MD", "AUX", 2, "aux"), ("close", "VB", "VERB", 2, "ROOT")) == "2028"
    assert years(("had", "VBD", "AUX", 2, "aux"), ("closed", "VBN", "VERB", 2, "ROOT")) == "P5Y"


def test_easter_falls_where_the_calendar_has_it() -> None:
    assert [easter(year) for year in (1961, 2000, 2024)] == [date(1961, 4, 2), date(2000, 4, 23), date(2024, 3, 31)]


@pytest.mark.parametrize(
    "last", [("Memorial Day", date(2023, 5, 29)), ("Thanksgiving", date(2022, 11, 24)), ("New Year’s Eve", date(2021, 12, 31))]
)
def test_a_holiday_falls_on_its_day(last: tuple[str, date]) -> None:
    assert feast(last[0], last[1].year) == last[1]


PIECES = (
    *(
        "1999 ",
        "12/03/2001 ",
        "7" * 400,
        "1,234.5\t",
        "٣ ",
        "²",
        "½",
        "\x00",
        "\x1b[0m",
        "\u202e",
        "שלום ",
        "😀",
        "İ",
        "\n\n",
        " " * 300,
    ),
    *(
        "Feb. 30, ",
        "May ",
        "the 31st. ",
        "last ",
        "two ",
        "years ",
        "ago ",
        "ended ",
        "quarter ",
        "trillion " * 12,
        "9 p.m. ",
        "$",
        "%",
    ),
)
JUNK = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@given(JUNK, st.sampled_from([None, "2020-02-29", "0001-01-01", "9999-12-31"]))
@settings(max_examples=150, deadline=None)
def test_junk_gives_times_and_quantities_at_their_words_and_no_exception(text: str, dct: str | None) -> None:
    doc = untagged(text)
    times = find_times(doc, dct)
    quantities = find_quantities(doc, times)
    assert all(a.span.end <= b.span.start for a, b in pairwise(times))
    for mark in (*times, *quantities):
        assert 0 <= mark.span.start < mark.span.end <= len(text)
        assert mark.span.text(text) == mark.span.text(text).strip()
    assert all(t.earliest <= t.latest for t in times if t.earliest and t.latest)


@pytest.mark.parametrize("line", ["7", " ", "\x00\x1b", "שלום ", "the \t "])
def test_a_line_of_two_million_characters_is_read(line: str) -> None:
    text = (line * (2_000_000 // len(line)))[:1_999_980] + " on 6 July 2022."
    (*_, last) = found(text, None).values()
    assert last.span.text(text) == "6 July 2022"


def test_a_day_without_a_year_takes_it_from_the_nearest_full_date_when_the_document_has_none() -> None:
    times = found("He crossed on July 6. He was home in November 2022.", None)
    assert times["July 6"].value == "2022-07-06"
    assert times["July 6"].anchor == "time:37"


def test_nothing_to_hang_on_leaves_the_value_open() -> None:
    assert found("She left on Friday.", None)["Friday"].value is None


def test_a_number_that_counts_is_no_year() -> None:
    assert found("About 1998 people and 2000 metres of rope.") == {}


def test_about_makes_a_date_approximate() -> None:
    assert found("It was built around 1850.")["1850"].approximate


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
@settings(max_examples=50, deadline=None)
def test_every_full_date_is_read_back(day: date) -> None:
    text = f"It was {day.strftime('%B')} {day.day}, {day.year}, then."
    (time,) = [t for t in find_times(untagged(text), None) if t.value]
    assert time.value == time.earliest == time.latest == day.isoformat()


@given(
    st.lists(st.sampled_from([*"0123456789 :-/,.ap m'’\n", "May ", "Friday ", "two ", "week ", "ago"]), max_size=25).map("".join),
    st.sampled_from([None, "2020-02-29", "0001-01-01", "9999-12-31", "nonsense"]),
)
@settings(max_examples=80, deadline=None)
def test_any_text_gives_spans_inside_it_in_order_and_apart(text: str, dct: str | None) -> None:
    spans = [t.span for t in find_times(untagged(text), dct)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.dates(), st.integers(-500, 500))
def test_shifting_by_months_keeps_to_the_calendar(day: date, months: int) -> None:
    moved = dates.month_shift(day, months)
    if moved is not None:
        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
        assert moved.day <= day.day


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_bounds_hold_the_day_they_are_made_from(day: date) -> None:
    for unit in "YQMWDE":
        known = dates.bounds(dates.at(unit, day))
        assert known is not None
        assert known[0] <= day.isoformat() <= known[1]
    assert dates.day_shift(day, 1) == day + timedelta(days=1)
