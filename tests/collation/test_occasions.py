"""Which reports speak of more than one happening of a kind, and what may still be compared with them."""

from __future__ import annotations

import pytest
from made import count, draft, person, report

from variorum.collation.discrepancies import Comparison
from variorum.collation.draft import Draft
from variorum.collation.occasions import tells_of_several


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The third shooting happened at one.", True),
        ("Police look into three separate overnight shootings.", True),
        ("Two people were hurt in an unrelated crash.", True),
        ("The shooting happened at one. Three people were shot.", False),
        ("A second shooting victim died.", False),
        ("The town had 214 violent crime incidents.", False),
    ],
)
def test_reports_of_several_happenings(text: str, expected: bool) -> None:
    assert tells_of_several(text) is expected


def test_tolls_of_a_report_of_several_happenings_contradict_only_of_one_named_person() -> None:
    a = report("a", "Four people were shot by Ida Lund.")
    b = report("b", "Six people were shot by Ida Lund. The third shooting came later.")
    lund = person("e", "Ida Lund", (a, "Ida Lund"), (b, "Ida Lund"))

    def shot(d: object, words: str, number: float, by: bool) -> Draft:
        document = a if d is a else b
        doer = [("agent", "Ida Lund", "e")] if by else []
        clause = f"{words} were shot by Ida Lund"
        return draft(
            document, clause, "shoot", ("patient", words, None), *doer, quantities=(count(document, words, number, "people"),)
        )

    for by, expected in ((False, []), (True, ["contradiction"])):
        one, two = shot(a, "Four people", 4, by), shot(b, "Six people", 6, by)
        comparison = Comparison([one, two], [], {"e": lund}, [])
        assert [d.relation for d in comparison.of_claim("c", [one, two])] == expected
