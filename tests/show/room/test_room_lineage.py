"""The stemma: sources above, who took from whom below, and how many roots there are."""

from __future__ import annotations

from dataclasses import replace

from pictured import ask, book, read, record

from variorum.export.book import Book
from variorum.model.record import Lineage, Record, Story
from variorum.show.room import lineage


def test_the_roots_are_written_out() -> None:
    assert "3 reports, 1 witness, 1 participant" in read(lineage).words


def test_ten_reports_of_one_witness_are_seen_to_be_that() -> None:
    ferry = record()
    wire = next(one for one in ferry.documents if one.id == "wire")
    copies = tuple(replace(wire, id=f"copy{n}", name=f"copy{n}.txt", report=None, version=None) for n in range(9))
    told = tuple(
        replace(one, id=f"{one.id}-{copy.id}", document=copy.id)
        for copy in copies
        for one in ferry.statements
        if one.id in ("s1", "s4")
    )
    of_berg = ["s1", "s4", *(one.id for one in told)]
    berg = next(claim for claim in ferry.claims if claim.id == "c2")
    claim = replace(berg, statements=tuple(of_berg), origins=(replace(berg.origins[0], statements=tuple(of_berg)),))
    statements = tuple(replace(one, claim="c2") for one in (*ferry.statements, *told) if one.id in of_berg)
    taken = tuple(Lineage("copy", "wire", copy.id, True, 1.0, (), "Every word.") for copy in copies)
    story = Story("y1", "A ferry", ("wire", *(copy.id for copy in copies)))
    case = replace(
        ferry,
        documents=(wire, *copies),
        statements=statements,
        claims=(claim,),
        lineages=taken,
        stories=(story,),
        discrepancies=(),
    )
    page = read(lineage, of=Book.of(case))
    assert "10 reports, 1 participant" in page.words
    assert page.every("class", "path").count("copy") == 10, "nine copies, and the sample in the key"
    assert page.words.count("names Jonas Berg for") == 1, "the copies have him through the first report"
    assert "/compare?report=wire&report=copy3" in page.every("href")


def test_every_edge_says_who_took_from_whom_and_leads_to_both() -> None:
    page = read(lineage)
    assert "B (Daily <Wave> & Co) retells in other words A (Harbour Post), 60% of its words" in page.words
    assert "/compare?report=wire&report=rewrite" in page.every("href")
    assert "Drift: a number was dropped" in page.words


def test_a_source_that_is_not_in_the_case_is_named_by_who_names_it() -> None:
    page = read(lineage)
    assert "Harbour Post a source" in page.words
    assert "A (Harbour Post) names as a source Harbour Post" in page.words


def test_lineages_of_which_it_is_not_told_who_came_first_have_no_tip() -> None:
    undirected = tuple(replace(one, directed=False) for one in record().lineages if one.kind == "rewrite")
    drawn = lineage.picture(Book.of(replace(record(), lineages=undirected)), ask())
    assert 'class="tip"' not in drawn
    assert "shares words or content with" in drawn


def test_lineages_that_go_in_a_circle_are_drawn() -> None:
    one = record().lineages[0]
    circle = (one, replace(one, source="rewrite", to="wire"))
    assert "Lineage" in lineage.picture(Book.of(replace(record(), lineages=circle)), ask())


def test_stories_are_offered_and_the_one_asked_for_is_drawn() -> None:
    two = (*record().stories, Story("y2", "Another day", ("local",)))
    book_of_two = Book.of(replace(record(), stories=two))
    assert "2 stories; this is “Harbour Post: Ferry grounds off Vesterholm”" in read(lineage, of=book_of_two).words
    assert "this is “Another day”" in read(lineage, {"story": ["y2"]}, of=book_of_two).words
    assert "Grounding seen from the quay" in read(lineage, {"story": ["y2"]}, of=book_of_two).words
    assert "/reports/wire" not in read(lineage, {"story": ["y2"]}, of=book_of_two).every("href", "a")


def test_an_empty_case_says_what_to_do_next() -> None:
    empty = Book.of(Record("Untitled case", "variorum 0", "", (), (), (), (), (), (), (), (), (), ()))
    assert "Add two reports" in read(lineage, of=empty).words
    assert lineage.picture(empty, ask()) == ""


def test_reports_without_a_story_are_drawn_as_one(ferry: Record) -> None:
    assert "3 reports" in read(lineage, of=Book.of(replace(ferry, stories=()))).words


def test_a_book_may_be_drawn_again_and_is_the_same() -> None:
    assert lineage.picture(book(), ask()) == lineage.picture(book(), ask())
