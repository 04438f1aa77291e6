"""The exported record against its schema, and its fingerprint."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from variorum.export.json_record import canonical, fingerprint, pretty, to_json, with_fingerprint
from variorum.model.document import Block, Document
from variorum.model.reading import Quantity, Time
from variorum.model.record import (
    Claim,
    Discrepancy,
    Entity,
    Lineage,
    Passage,
    Record,
    RecordQuantity,
    RecordStatement,
    RecordTime,
    Story,
    ValueReading,
    Vouch,
)  # fmt: skip
from variorum.model.span import Span

TEXT = "Two boats sank on Monday. A day later a third sank, Bo said."


@pytest.fixture
def boats() -> Record:
    document = Document("d", "boats.txt", "0" * 64, "text/plain", TEXT, (Block(Span(0, len(TEXT)), locator="bytes=0-60"),))
    statement = RecordStatement(
        "s", "d", Span(26, 50), "c", "sink", (), "affirmed", "certain",
        (Vouch(None, "Bo", "said", Span(26, 50), False, False, Span(52, 54)),), ("t2",), ("q",), Span(26, 60),
    )  # fmt: skip
    times = (
        RecordTime("t1", "d", Time(Span(15, 24), "date", None)),
        RecordTime("t2", "d", Time(Span(26, 37), "date", None, anchor="time:15")),
    )
    return Record(
        "Boats", "variorum 0", "", (document,), (Entity("e", "other", "boats", (), ()),), times,
        (RecordQuantity("q", "d", Quantity(Span(0, 3), 2.0, 2.0, "boat")),), (statement,),
        (Claim("c", "Bo: a third sank", ("s",), "single", False, ()),),
        (Discrepancy("x", "quantity", "contradiction", "c", None,
                     (ValueReading("2", (Passage("d", 0, 3),)), ValueReading("3", (Passage("d", 40, 45),))), "Two, three."),),
        (Lineage("cites", "e", "d", True, None, (), "named"),), (Story("y", "Boats", ("d",)),), (),
    )  # fmt: skip


def test_the_record_is_valid_against_the_schema(boats: Record) -> None:
    schema = json.loads(files("variorum").joinpath("data", "record.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(to_json(with_fingerprint(boats)))


def test_a_time_that_hangs_on_another_names_its_id(boats: Record) -> None:
    assert [entry["anchor"] for entry in to_json(boats)["times"]] == [None, "t1"]


def test_a_document_names_its_stories(boats: Record) -> None:
    assert to_json(boats)["documents"][0]["stories"] == ["y"]


def test_the_fingerprint_does_not_depend_on_itself(boats: Record) -> None:
    once = with_fingerprint(boats)
    assert once.fingerprint == fingerprint(to_json(once)) == with_fingerprint(once).fingerprint
    assert len(once.fingerprint) == 64


def test_the_fingerprint_changes_with_the_record(boats: Record) -> None:
    assert with_fingerprint(replace(boats, title="Ships")).fingerprint != with_fingerprint(boats).fingerprint


def test_canonical_bytes_are_sorted_and_compact() -> None:
    assert canonical({"b": 1, "a": {"d": "é", "c": None}}) == '{"a":{"c":null,"d":"é"},"b":1}'.encode()


def test_pretty_reads_back_as_the_same(boats: Record) -> None:
    assert json.loads(pretty(boats)) == to_json(boats)
