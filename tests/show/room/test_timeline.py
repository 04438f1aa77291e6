"""The timeline: what is drawn how, in which stretch of time, in which lanes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pictured import ask, book, read, record

from variorum.export.book import Book
from variorum.model.record import Story
from variorum.show.charts import days
from variorum.show.room import clock, timeline
from variorum.show.room.clock import Stretch, iso, ticks

WHOLE = {"from": ["2031-05-08"], "to": ["2031-05-13"]}


def drawn(query: dict[str, list[str]]) -> str:
    return timeline.picture(book(), ask(query))


def test_a_time_told_as_about_fades_and_what_is_planned_is_hollow() -> None:
    text = drawn(WHOLE)
    assert text.count("linearGradient id=") == 1
    assert re.search(r'<rect[^>]*class="fade"|<rect[^>]* fill="url\(#fade-0\)"', text)
    assert 'class="hollow"' in text


def test_a_moment_is_a_point_from_afar_and_a_bar_from_near() -> None:
    far = drawn({"from": ["2030-01-01"], "to": ["2033-01-01"]})
    near = drawn({"from": ["2031-05-11"], "to": ["2031-05-14"]})
    assert "<circle" in far
    assert "<circle" not in near


def test_every_line_says_who_tells_it() -> None:
    text = drawn(WHOLE)
    assert "The ferry Alken ran aground at about 6 a.m. on Friday (Jonas Berg ‹ Harbour Post, in Harbour Post)" in text
    page = read(timeline, WHOLE)
    assert "The ferry Alken ran aground at about 6 a.m. on Friday Jonas Berg ‹ Harbour Post, in A" in page.words


def test_what_lies_outside_is_counted_and_not_drawn() -> None:
    page = read(timeline, {"from": ["2031-05-10"], "to": ["2031-05-13"]})
    assert "1 moment told in this stretch, 1 before it." in page.words
    assert "ran aground" not in page.words.partition("The same in words")[2]


def test_lanes_are_reports_or_persons() -> None:
    by_report = read(timeline, {**WHOLE, "lane": ["report"]})
    assert "A · Harbour Post, 2031-05-09" in by_report.words
    by_person = read(timeline, {**WHOLE, "lane": ["person"]})
    assert "Of others, or nobody named" in by_person.words


def test_a_case_without_dates_says_what_to_do_next() -> None:
    dateless = Book.of(replace(record(), times=()))
    assert "A date in a sidecar file" in read(timeline, of=dateless).words
    assert timeline.picture(dateless, ask()) == ""


def test_the_links_lead_to_the_stretch_before_after_within_and_around() -> None:
    page = read(timeline, {"from": ["2031-05-10T00:00"], "to": ["2031-05-11T00:00"]})
    links = page.every("href")
    assert "/timeline?from=2031-05-09T12%3A00&to=2031-05-10T12%3A00" in links
    assert "/timeline?from=2031-05-10T06%3A00&to=2031-05-10T18%3A00" in links
    assert "/timeline?from=2031-05-09T00%3A00&to=2031-05-12T00%3A00" not in links
    assert "/timeline?from=2031-05-09T12%3A00&to=2031-05-11T12%3A00" in links


def test_a_stretch_without_a_script_is_chosen_by_a_form() -> None:
    page = read(timeline, {**WHOLE, "lane": ["report"]})
    assert ("input", "name", "from") in page.attributes
    assert ("input", "value", "report") in page.attributes


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1980-01-01", "2032-01-01", "2000"),
        ("2031-01-01", "2031-12-31", "May 2031"),
        ("2031-05-05", "2031-05-12", "9 May"),
        ("2031-05-09T00:00", "2031-05-09T12:00", "06:00"),
        ("2031-05-09T06:00", "2031-05-09T06:30", "06:10"),
    ],
)
def test_ticks_are_years_months_days_hours_or_minutes(start: str, end: str, words: str) -> None:
    stretch = Stretch(days(start, False) or 0.0, days(end, True) or 0.0)
    found = ticks(stretch, 9)
    assert 2 <= len(found) <= 10
    assert words in [told for _, told in found]
    assert all(stretch.start <= at <= stretch.end for at, _ in found)


def test_a_time_goes_to_words_and_back() -> None:
    for told in ("2031-05-09T06:00", "0001-01-02T00:00", "9999-12-30T23:59", "2031-05-09T23:59"):
        assert iso(days(told, False) or 0.0) == told


def test_the_stretch_shown_first_leaves_a_lonely_moment_out() -> None:
    moments = timeline.register(book()).moments
    far = replace(moments[0], earliest=700000.0, latest=700001.0)
    near = [replace(moments[0], earliest=742000.0 + hour / 24, latest=742000.0 + hour / 24) for hour in range(9)]
    found = clock.asked(ask(), [far, *near])
    assert found.start > 741999
    assert clock.asked(ask({"whole": ["yes"]}), [far, *near]).start < 700000


@pytest.mark.parametrize("given", ["", "x", "2031-13-01", "0000-00-00", "9999-12-31T24:00", "-5", "2031-05-09T06:00:00Z"])
def test_any_bounds_asked_for_give_a_timeline(given: str) -> None:
    for query in ({"from": [given]}, {"to": [given]}, {"from": [given], "to": [given]}, {"from": ["9999-12-31"], "to": [given]}):
        assert "When, as told" in read(timeline, query).words


def test_the_timeline_of_one_report_has_what_it_alone_tells() -> None:
    page = read(timeline, {**WHOLE, "report": ["wire"]})
    assert "Of A · Harbour Post, 2031-05-09 alone; see all reports ." in page.words
    assert "2 moments told in this stretch" in page.words
    assert "all reports" in read(timeline, {"report": ["rewrite"]}).words, "a report without a date leads back to the others"


def test_the_timeline_of_a_story_has_what_its_reports_tell() -> None:
    stories = (*record().stories, Story("y2", "Another day", ("local",)))
    of_two = Book.of(replace(record(), stories=stories))
    assert "Another day (1 report)" in read(timeline, of=of_two).words
    assert "2 moments told" in read(timeline, {**WHOLE, "story": ["y1"]}, of=of_two).words
    assert "No dated statement" in read(timeline, {"story": ["y2"]}, of=of_two).words


def test_where_there_are_too_many_moments_those_told_by_most_reports_are_drawn() -> None:
    found = record()
    first = found.statements[0]
    copies = tuple(replace(first, id=f"x{n}", claim=f"k{n}") for n in range(timeline.ROWS + 5))
    second = replace(first, id="both", claim=f"k{timeline.ROWS + 4}", document="wire2")
    crowded = Book.of(replace(found, statements=(*found.statements, *copies, second)))
    text = timeline.picture(crowded, ask(WHOLE))
    assert "further moments told by as many reports or fewer not drawn" in text
    assert "in Harbour Post, Harbour Post" in text or "in Harbour Post)" in text
    assert text.count('class="node"') == timeline.ROWS
