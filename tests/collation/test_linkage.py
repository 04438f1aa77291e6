"""Groups by average linkage, with what may not stand together."""

from __future__ import annotations

from variorum.collation.linkage import linked


def test_the_best_pair_is_joined_first_and_the_mean_decides_on_the_third() -> None:
    scores = {(0, 1): 0.9, (0, 2): 0.7, (1, 2): 0.1}
    assert linked(["a", "b", "c"], scores, (), 0.5, 4) == [[0, 1], [2]]  # mean of .7 and .1 is .4
    assert linked(["a", "b", "c"], scores, (), 0.4, 4) == [[0, 1, 2]]


def test_a_pair_without_a_score_counts_nothing() -> None:
    assert linked(["a", "b", "c"], {(0, 1): 0.9, (1, 2): 0.8}, (), 0.5, 4) == [[0, 1], [2]]


def test_what_is_barred_stays_apart_even_by_way_of_a_third() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.9}
    assert linked(["a", "b", "c"], scores, {(0, 2)}, 0.1, 4) == [[0, 1], [2]]


def test_a_group_takes_no_more_of_one_document_than_allowed() -> None:
    scores = {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9}
    assert linked(["a", "a", "b"], scores, (), 0.1, 1) == [[0, 2], [1]]
