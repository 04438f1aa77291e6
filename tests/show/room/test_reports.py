"""The list of reports and the page of one: its text with layers, its original, its versions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pictured import Page, ask, book, read, record

from variorum.export.book import Book
from variorum.model.document import Block, Document
from variorum.model.record import Record
from variorum.model.span import Span
from variorum.show.room import report, reports
from variorum.show.room.answers import Missing
from variorum.show.room.changes import Change, changes, shown
from variorum.show.room.layers import LAYERS


def test_the_list_has_each_report_with_letter_outlet_date_standing_versions_and_claims() -> None:
    page = read(reports)
    for words in ("Ferry grounds off Vesterholm Harbour Post", "2031-05-09", "current", "1 of 2, with C", "no date", "local.txt"):
        assert words in page.words
    assert page.words.count("4 claims") == 1
    assert {"wire", "wire2", "rewrite", "local"} == set(page.every("value", "input"))


def test_reports_are_sorted_as_asked() -> None:
    def order(by: str) -> list[str]:
        return read(reports, {"sort": [by]}).every("value", "input")

    assert order("date") == ["wire", "rewrite", "wire2", "local"]
    assert order("claims")[0] == "wire"
    assert order("nonsense") == order("letter")


def test_an_empty_case_says_what_to_do_next() -> None:
    empty = Book.of(Record("Untitled case", "variorum 0", "", (), (), (), (), (), (), (), (), (), ()))
    assert "Add reports" in read(reports, of=empty).words


def test_the_whole_text_stands_on_the_page_once_whatever_is_marked() -> None:
    page = report.page(book(), ask({"layer": ["statements", "quotations", "names", "times", "places", "quantities"]}, "wire"))
    text = page[page.index('<div class="text">') : page.index("<aside")]
    shown = "".join(Page(text.replace("<sup", "<i>‖</i><sup")).said)
    for number in ("1", "2", "3", "4"):
        shown = shown.replace(f"‖{number}", "")
    squeezed = "".join(shown.split())
    for word in ("title", "paragraph"):
        squeezed = squeezed.replace(word, "")
    wire = next(one for one in record().documents if one.id == "wire")
    assert squeezed == "".join(wire.text.split())


def test_a_statement_leads_to_its_claim_and_says_who_tells_it() -> None:
    page = read(report, id="wire")
    assert ("a", "href", "/claims/c2") in page.attributes
    assert any("Jonas Berg" in title and "in A" in title for title in page.every("title", "a"))
    assert "t-s4" in page.every("id")


def test_layers_are_on_as_the_address_asks_and_statements_where_it_does_not() -> None:
    def on(query: dict[str, list[str]]) -> list[str]:
        text = report.page(book(), ask(query, "wire"))
        return [part.split('"')[0] for part in text.split('data-layer="')[1:] if 'checked="checked"' in part.split(">")[0]]

    assert on({}) == ["statements"]
    assert on({"layer": ["times", "names"]}) == ["names", "times"]
    assert on({"layer": ["none"]}) == []


def test_every_layer_has_a_sign_of_its_own() -> None:
    signs = [sign for sign, _, _ in LAYERS.values()]
    assert len(set(signs)) == len(signs)


def test_marks_tell_names_times_and_places_by_who_tells_them() -> None:
    titles = read(report, id="wire").every("title", "a") + read(report, id="wire").every("title", "span")
    assert any("A means Jonas Berg (person)" in title for title in titles)
    assert any("A tells a time: about 9 May 2031, 06h" in title for title in titles)
    assert any("A means Vesterholm (place)" in title for title in titles)


def test_a_passage_taken_from_elsewhere_is_marked_with_what_drifted() -> None:
    page = read(report, id="rewrite")
    assert any("in other words; drift: a number was dropped" in title for title in page.every("title"))


def test_the_original_is_told_with_hash_type_and_size_where_known() -> None:
    wire = next(one for one in record().documents if one.id == "wire")
    text = report.page(book(), ask(id="wire"), {wire.sha256: 12345})
    assert wire.sha256 in text
    assert "12,345 bytes" in text
    assert "text/plain" in text
    assert "bytes" not in report.page(book(), ask(id="wire"))


def test_versions_are_listed_with_what_changed_between_them() -> None:
    page = read(report, id="wire2")
    assert "3 paragraphs changed from A to C" in page.words
    assert "fourteen" in page.words
    assert "− only A: The company will inspect the ship on Monday." in page.words
    assert "/compare?report=wire&report=wire2" in page.every("href")


def test_changes_are_paragraphs_added_removed_and_reworded() -> None:
    found = {one.id: one for one in record().documents}
    assert changes(found["wire"], found["wire"]) == []
    reworded, gone, come = changes(found["wire"], found["wire2"])
    assert "twelve" in (reworded.before or "")
    assert "fourteen" in (reworded.after or "")
    assert gone == Change("The company will inspect the ship on Monday.", None)
    assert come == Change(None, "The company says nothing.")


def test_a_report_that_is_not_there_is_missing() -> None:
    with pytest.raises(Missing):
        report.page(book(), ask(id="nobody"))


def test_lineage_is_told_on_the_pages_of_both() -> None:
    for name in ("wire", "rewrite"):
        page = read(report, id=name)
        assert "retells in other words" in page.words
        assert "/compare?report=wire&report=rewrite" in page.every("href")


def test_a_block_says_its_role_and_where_in_the_original_it_stands() -> None:
    found = record()
    wire = next(one for one in found.documents if one.id == "wire")
    located = replace(wire, blocks=(replace(wire.blocks[0], locator="page=3;bbox=72,90,300,110"), *wire.blocks[1:]))
    changed = replace(found, documents=tuple(located if one.id == "wire" else one for one in found.documents))
    assert "title · page=3;bbox=72,90,300,110" in read(report, id="wire", of=Book.of(changed)).words


def test_a_text_that_repeats_itself_without_end_is_compared_in_no_time() -> None:
    found = {one.id: one for one in record().documents}

    def of(parts: list[str]) -> Document:
        text, blocks = "", []
        for part in parts:
            blocks.append(Block(Span(len(text), len(text) + len(part))))
            text += part + "\n"
        return replace(found["wire"], text=text, blocks=tuple(blocks))

    before, after = of(["x", "y"] * 2000), of(["y", "x", "x", "z"] * 1000)
    assert changes(before, after) == [Change(None, "z")]
    reworded = Change("x y " * 3000, "y x x " * 2000)
    assert "<ins>" in shown(reworded, "A", "B")
