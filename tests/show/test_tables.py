"""The tables as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from variorum.export.tables import TABLES, safe, to_csv
from variorum.model.record import Record


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+47", "'+47"),
        ("-3", "'-3"),
        ("@x", "'@x"),
        (" =a", "' =a"),
        ("\t=a", "'\t=a"),
        ("\r=a", "'\r=a"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_no_cell_is_run_as_a_formula(cell: str, kept: str) -> None:
    assert safe(cell) == kept


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_who_says_it(ferry: Record, table: str) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(ferry, table))))  # type: ignore[arg-type]
    assert rows
    assert all(row["who_says_it"] for row in rows)


def test_statements_stand_by_claim_with_the_outlet_named(ferry: Record) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(ferry))))
    assert [row["statement"] for row in rows] == ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"]
    assert rows[0]["who_says_it"] == "Jonas Berg ‹ Harbour Post, in Harbour Post"
    assert rows[7]["who_says_it"] == "local.txt tells"
    assert rows[3]["words"] == "he carried twelve passengers ashore"


def test_a_statement_in_no_claim_is_not_lost(ferry: Record) -> None:
    loose = tuple(replace(s, claim=None) if s.id == "s9" else s for s in ferry.statements)
    claims = tuple(claim for claim in ferry.claims if claim.id != "c4")
    rows = list(csv.DictReader(io.StringIO(to_csv(replace(ferry, statements=loose, claims=claims)))))
    assert rows[-1]["statement"] == "s9"
    assert rows[-1]["claim"] == ""
