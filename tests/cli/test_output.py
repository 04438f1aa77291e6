import pytest

from variorum.cli.output import progress_line, remaining


def test_what_is_left_takes_as_long_as_what_was_done_did() -> None:
    assert remaining(30.0, 200, 600) == 90.0


@pytest.mark.parametrize(("seconds", "done", "left"), [(1.0, 50, 50), (60.0, 0, 100), (60.0, 100, 0)])
def test_no_time_is_told_before_the_pace_is_known_or_when_nothing_is_left(seconds: float, done: int, left: int) -> None:
    assert remaining(seconds, done, left) is None


@pytest.mark.parametrize(
    ("left", "words"),
    [(None, ""), (3.0, "about 10 s left"), (44.0, "about 40 s left"), (200.0, "about 3 min left"), (7300.0, "about 2 h left")],
)
def test_a_line_tells_the_share_done_and_what_is_left(left: float | None, words: str) -> None:
    line = progress_line("reading", 45, 90, left)
    assert line.startswith("reading    [############------------]  50%")
    assert line.removeprefix("reading    [############------------]  50%").strip() == words
