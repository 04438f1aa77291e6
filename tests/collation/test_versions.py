"""Versions of one report: what changed between them, which is the present one, and that they are one report."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from variorum.collation.collate import collate
from variorum.collation.notices import noticed
from variorum.collation.versions import address
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Reading, Statement
from variorum.model.record import Record
from variorum.model.span import Span

OLD = "The ferry sank on Monday. Twelve people drowned off Skarnes. The ship was inspected in March."
NEW = "The ferry sank on Monday. Ten people drowned off Skarnes."
URL = "https://courier.example/news/ferry"


def made(
    id: str, text: str, published: str | None = None, url: str | None = URL, captured: str | None = None
) -> tuple[Document, Reading]:
    ends = [n + 1 for n, c in enumerate(text) if c == "."]
    spans = tuple(Span(a + (a > 0), b) for a, b in zip([0, *ends], ends, strict=False))
    blocks = tuple(Block(span) for span in spans)
    meta = Meta(publisher="Courier", published=published, url=url, captured=captured)
    document = Document(id, f"{id}.txt", "0" * 64, "text/plain", text, blocks, meta)
    statements = tuple(Statement(s, s, "be", sentence=n) for n, s in enumerate(spans))
    return document, Reading(id, "test", blocks, spans, statements=statements)


def together(*pairs: tuple[Document, Reading]) -> Record:
    return collate([d for d, _ in pairs], [r for _, r in pairs])


def standings(record: Record) -> dict[str, tuple[str, int | None]]:
    return {d.id: (d.standing, d.version) for d in record.documents}


@pytest.mark.parametrize(
    "url",
    [
        "https://www.courier.example/news/ferry/",
        "http://Courier.example/news/ferry?utm_source=mail#top",
        "https://courier.example/news/ferry?fbclid=1",
    ],
)
def test_what_does_not_tell_pages_apart_is_left_out_of_an_address(url: str) -> None:
    assert address(made("a", OLD, url=url)[0]) == address(made("b", NEW)[0]) == "courier.example/news/ferry"


def test_a_front_page_and_no_address_are_no_address_of_a_report() -> None:
    assert [address(made("a", OLD, url=url)[0]) for url in ("https://courier.example/", None, "")] == [None, None, None]
    assert address(made("a", OLD, url="https://courier.example/?id=7")[0]) == "courier.example?id=7"


def test_what_changed_from_one_version_to_the_next_is_told_in_whatever_order_they_come() -> None:
    pairs = [made("a", OLD, "2031-05-06"), made("b", NEW, "2031-05-07")]
    for order in permutations(pairs):
        record = together(*order)
        assert standings(record) == {"a": ("superseded", 1), "b": ("current", 2)}
        assert len({d.report for d in record.documents}) == 1
        changes = sorted((tuple(r.value for r in d.readings), d.relation) for d in record.discrepancies)
        assert changes == [
            (("Twelve", "Ten"), "update"),
            (
                (
                    "Twelve people drowned off Skarnes. The ship was inspected in March.",
                    "Ten people drowned off Skarnes.",
                ),
                "update",
            ),
        ]
        assert all("; no notice tells of it." in d.why for d in record.discrepancies)
        assert all(
            r.value == " ".join(OLD[s.start : s.end].split())
            for d in record.discrepancies
            for r in d.readings[:1]
            for s in r.spans
        )


def test_versions_are_one_report_and_no_support_for_each_other() -> None:
    record = together(made("a", OLD, "2031-05-06"), made("b", NEW, "2031-05-07"))
    assert {c.support for c in record.claims} == {"single"}
    assert not any("reports" in c.label for c in record.claims)
    assert record.lineages == ()


@pytest.mark.parametrize(("one", "other"), [(None, None), ("2031-05-06", "2031-05-06"), ("2031-05", "2031-05-06")])
def test_where_no_date_tells_which_came_first_it_stays_open(one: str | None, other: str | None) -> None:
    record = together(made("a", OLD, one), made("b", NEW, other))
    assert standings(record) == {"a": ("current", None), "b": ("current", None)}
    assert all("which came first is not known" in d.why for d in record.discrepancies)
    assert record.discrepancies


def test_what_a_later_file_replaced_is_the_earlier_version_whatever_its_date() -> None:
    old, reading = made("a", OLD, "2031-05-06")
    record = together((replace(old, standing="superseded"), reading), made("b", NEW, "2031-05-06"))
    assert standings(record) == {"a": ("superseded", 1), "b": ("current", 2)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2031-05-06", "2031-05-07"),
        ("2031-05-06T09:00:00Z", "2031-05-06T09:00:01Z"),
        ("2031-05-06T23:00:00+02:00", "2031-05-06T22:30:00+01:00"),  # 21:00 and 21:30 in UTC
    ],
)
def test_the_time_of_capture_tells_which_version_came_first_whatever_they_say_of_their_publication(
    first: str, second: str
) -> None:
    for order in permutations([made("b", OLD, "2031-05-09", captured=first), made("a", NEW, "2031-05-06", captured=second)]):
        record = together(*order)
        assert standings(record) == {"b": ("superseded", 1), "a": ("current", 2)}
        assert [r.value for d in record.discrepancies for r in d.readings if d.kind != "detail"] in ([], ["Twelve", "Ten"])
        assert all(f"fetched {first} and {second}" in d.why and d.relation == "update" for d in record.discrepancies)
        assert record.discrepancies


def test_an_older_capture_that_took_the_place_of_a_newer_one_is_still_the_earlier_version() -> None:
    newer, reading = made("b", NEW, captured="2031-05-08")
    record = together((replace(newer, standing="superseded"), reading), made("a", OLD, captured="2031-05-06"))
    assert standings(record) == {"a": ("superseded", 1), "b": ("current", 2)}


def test_where_captures_do_not_tell_dates_of_publication_do() -> None:
    one = made("a", OLD, "2031-05-06", captured="2031-06-01")
    for other in ("2031-06-01", "2031-06-01T10:00:00Z", None):
        record = together(one, made("b", NEW, "2031-05-07", captured=other))
        assert standings(record) == {"a": ("superseded", 1), "b": ("current", 2)}
        assert all("2031-05-06 and 2031-05-07" in d.why for d in record.discrepancies)


def test_reports_of_other_addresses_are_no_versions() -> None:
    record = together(made("a", OLD, "2031-05-06"), made("b", NEW, "2031-05-07", URL + "-2"))
    assert standings(record) == {"a": ("current", None), "b": ("current", None)}


def test_a_withdrawal_in_the_last_version_withdraws_the_report() -> None:
    gone = "This article has been withdrawn. The ferry sank on Monday."
    record = together(made("a", OLD, "2031-05-06"), made("b", gone, "2031-05-07"))
    assert standings(record) == {"a": ("withdrawn", 1), "b": ("withdrawn", 2)}
    assert any("the report was withdrawn" in d.why for d in record.discrepancies)


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Correction: ten people drowned, not twelve.", "corrected"),
        ("Editor’s note: An earlier version of this story misstated the toll.", "corrected"),
        ("This article was amended on 3 May to remove a name.", "corrected"),
        ("RETRACTION: the report was wrong.", "withdrawn"),
        ("The minister said this article was amended on his request.", None),
        ("Corrections officers found him on Monday.", None),
        ("The paper withdrew.", None),
    ],
)
def test_a_paragraph_that_begins_as_notices_do_sets_the_standing(text: str, standing: str | None) -> None:
    assert noticed(made("a", text)[0]) == standing
