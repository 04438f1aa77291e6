import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from variorum.errors import InputError, VariorumError
from variorum.run.local import AHEAD, Workers


def doubled(number: int) -> int:
    return 2 * number


def fatal_at_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def endless_at_one(number: int) -> int:
    while number == 1:
        time.sleep(0.01)
    return number


def fatal_once(place: Path) -> str:
    if not place.exists():
        place.touch()
        os._exit(9)
    return place.name


def refused(number: int) -> int:
    raise InputError(f"no {number}")


def refused_or_late(given: tuple[int, Path]) -> int:
    number, place = given
    if number == 0:
        raise InputError("no 0")
    while not place.exists():
        time.sleep(0.01)
    return 100 + number


def fall_over_the_first(results: Iterator[int]) -> None:
    for number in results:
        raise KeyError(number)


def counted(seen: list[int], most: int) -> Iterator[int]:
    for number in range(most):
        seen.append(number)
        yield number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_stand_in_the_order_of_the_items(jobs: int) -> None:
    with Workers(jobs) as workers:
        assert list(workers.map(doubled, range(-20, 0))) == list(range(-40, 0, 2))
        assert list(workers.map(doubled, ())) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_function_raises_is_raised_here(jobs: int) -> None:
    with Workers(jobs) as workers, pytest.raises(InputError, match="no 7"):
        list(workers.map(refused, [7]))


def test_items_are_taken_only_a_little_ahead() -> None:
    seen: list[int] = []
    with Workers(2) as workers:
        results = workers.map(doubled, counted(seen, 1000))
        assert next(results) == 0
        assert len(seen) <= 2 * AHEAD + 1


def test_an_item_that_kills_its_process_twice_is_told_as_lost_and_the_rest_is_done() -> None:
    with Workers(2) as workers:
        found = list(workers.map(fatal_at_three, range(6), lost=lambda number, reason: -number))
    assert found == [0, 1, 2, -3, 4, 5]


def test_an_item_that_passes_its_time_is_told_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("variorum.run.local.STARTS", 5)
    with Workers(2) as workers:
        found = list(workers.map(endless_at_one, range(4), patience=lambda _: 0.2, lost=lambda number, reason: reason))
    assert found == [0, "took too long", 2, 3]


def test_an_item_is_tried_once_more(tmp_path: Path) -> None:
    with Workers(2) as workers:
        assert list(workers.map(fatal_once, [tmp_path / "one", tmp_path / "two"])) == ["one", "two"]


def test_without_a_word_for_what_is_lost_the_build_stops() -> None:
    with Workers(2) as workers, pytest.raises(VariorumError, match="second try"):
        list(workers.map(fatal_at_three, [3]))


def test_after_an_item_that_raises_the_next_map_gets_its_own_answers(tmp_path: Path) -> None:
    late = tmp_path / "late"
    with Workers(2) as workers:
        with pytest.raises(InputError, match="no 0"):
            list(workers.map(refused_or_late, [(n, late) for n in range(6)]))
        late.touch()  # what was under way would be answered now
        assert list(workers.map(doubled, range(5000))) == list(range(0, 10000, 2))


def test_after_a_consumer_that_stops_the_next_map_gets_its_own_answers() -> None:
    with Workers(2) as workers:
        with pytest.raises(KeyError):
            fall_over_the_first(workers.map(doubled, range(10, 20)))
        assert list(workers.map(doubled, [0, 1])) == [0, 2]


def test_two_maps_under_way_at_once_get_their_own_answers() -> None:
    with Workers(2) as workers:
        outer = workers.map(doubled, range(10, 20))
        assert next(outer) == 20
        assert list(workers.map(doubled, [0, 1, 2])) == [0, 2, 4]
        assert list(outer) == list(range(22, 40, 2))


def test_a_map_that_outlives_its_workers_ends_without_a_word() -> None:
    with Workers(2) as workers:
        results = workers.map(doubled, range(10))
        assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
