from itertools import permutations

from variorum.case.naming import short_names


def test_a_file_goes_by_its_last_component_when_nothing_else_does() -> None:
    assert short_names(["/home/someone/reports/a.txt", "/home/someone/b.txt"]) == {
        "/home/someone/reports/a.txt": "a.txt",
        "/home/someone/b.txt": "b.txt",
    }


def test_equal_last_components_go_by_as_many_more_as_tell_them_apart() -> None:
    paths = ["/x/mon/a.txt", "/x/tue/a.txt", "/y/tue/a.txt", "/a.txt"]
    names = ["mon/a.txt", "x/tue/a.txt", "y/tue/a.txt", "a.txt"]
    for order in permutations(paths):
        assert [short_names(order)[path] for path in paths] == names
