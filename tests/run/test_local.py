import pytest

from variorum.run.local import Workers


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_stand_in_the_order_of_the_items(jobs: int) -> None:
    with Workers(jobs) as workers:
        assert list(workers.map(abs, range(-20, 0))) == list(range(20, 0, -1))
