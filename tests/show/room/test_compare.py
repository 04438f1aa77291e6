"""Reports side by side: what both tell, what was rewritten, what drifted, where they differ."""

from __future__ import annotations

from pictured import ask, book, read

from variorum.show.room import compare

BOTH = {"report": ["wire", "rewrite"]}


def test_both_texts_stand_beside_one_another_and_say_what_they_share() -> None:
    page = read(compare, BOTH)
    assert (
        "3 claims told by both; 1 claim in A and none of the others here; 0 claims in B and none of the others here."
        in page.words
    )
    assert page.every("data-report") == ["A", "B"]


def test_the_same_claim_has_the_same_number_in_both_texts() -> None:
    page = read(compare, BOTH)
    claims = page.every("data-claim")
    assert sorted(set(claims)) == ["1", "2", "3"]
    assert all(claims.count(number) == 2 for number in ("1", "2", "3"))
    ids = page.every("id")
    assert len(ids) == len(set(ids))


def test_rewritten_passages_are_marked_in_both_and_drift_is_listed() -> None:
    page = read(compare, BOTH)
    marked = [value for value in page.every("class") if "l-rewritten" in value]
    assert len(marked) >= 2
    assert "a number was dropped" in page.words
    assert "twelve passengers some passengers" in page.words


def test_differences_are_those_between_the_reports_shown() -> None:
    assert "Twelve are some." in read(compare, BOTH).words
    assert "Damaged or not." not in read(compare, BOTH).words, "the third report alone tells it otherwise"
    assert "Damaged or not." in read(compare, {"report": ["wire", "local"]}).words


def test_three_reports_fit_and_a_fourth_is_left_out() -> None:
    page = read(compare, {"report": ["wire", "rewrite", "local", "wire2"]})
    assert page.every("data-report") == ["A", "B", "D"]


def test_a_report_is_not_set_beside_itself_and_unknown_ones_are_passed_over() -> None:
    assert "Choose two or three reports." in read(compare, {"report": ["wire", "wire", "nobody"]}).words


def test_the_form_offers_every_report_and_pairs_that_share_words() -> None:
    page = read(compare)
    assert page.every("name", "select") == ["report"] * 3
    assert "retells in other words" in page.words


def test_reports_that_share_nothing_say_so() -> None:
    page = read(compare, {"report": ["wire2", "local"]})
    assert "No common source found between C, D." in page.words
    assert "No claim is told by two of them." in page.words


def test_the_picture_has_a_thread_for_each_shared_claim_with_who_tells_it() -> None:
    drawn = compare.picture(book(), ask(BOTH))
    assert drawn.count('class="thread') == 3
    assert 'class="thread-refinement"' in drawn
    assert "claim 2: he carried twelve passengers ashore (Jonas Berg" in drawn
    assert compare.picture(book(), ask()) == ""
