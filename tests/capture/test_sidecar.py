"""Sidecars: what they may say, and which file is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from variorum.capture.sidecar import is_sidecar, read_date, read_sidecar, sidecar_for, sidecars_among
from variorum.errors import UnreadableError
from variorum.model.document import Meta


def test_fields_are_read_and_others_left_alone() -> None:
    data = b'{"title": " Dam  breaks ", "authors": "Una Holm", "published": "2024-03-09T14:30:00Z", "captured": "2024-03-10", "note": 3}'
    assert read_sidecar(data) == Meta(
        title="Dam breaks", authors=("Una Holm",), published="2024-03-09T14:30:00Z", captured="2024-03-10"
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b'{"authors": 3}', "authors"),
        (b'{"title": 3}', "title is not text"),
        (b'{"published": "last Friday"}', "write it like"),
        (b'{"captured": "last Friday"}', "captured is .*write it like"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_wrong_is_told(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read_sidecar(data)


def test_a_sidecar_is_named_like_its_report(tmp_path: Path) -> None:
    for name in ("dam.txt", "dam.json", "flood.html", "flood.html.json", "alone.json", "a[1].txt", "a[1].json"):
        (tmp_path / name).write_text("{}")
    assert sidecar_for(tmp_path / "dam.txt") == tmp_path / "dam.json"
    assert sidecar_for(tmp_path / "flood.html") == tmp_path / "flood.html.json"
    assert sidecar_for(tmp_path / "dam.json") is None
    assert [n for n in ("dam", "flood.html", "alone", "a[1]") if is_sidecar(tmp_path / f"{n}.json")] == [
        "dam",
        "flood.html",
        "a[1]",
    ]
    assert not is_sidecar(tmp_path / "dam.txt")


def test_among_the_paths_of_an_archive_a_sidecar_is_named_likewise() -> None:
    paths = ["a/dam.txt", "a/dam.json", "b/dam.json", "flood.html", "flood.html.json", "lines.jsonl", "alone.json"]
    assert sidecars_among(paths) == {"a/dam.txt": "a/dam.json", "flood.html": "flood.html.json"}


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2024-03-09", "2024-03-09"),
        ("2024-03-09T14:30:00Z", "2024-03-09T14:30:00Z"),
        ("Tue, 12 Mar 2024 07:30:00 +0100", "2024-03-12T07:30:00+01:00"),
        ("Tue, 12 Mar 2024 07:30:00 GMT", "2024-03-12T07:30:00Z"),
        ("last Friday", None),
        ("Tue, 12 Mar 99999 07:30:00", None),
        ("", None),
    ],
)
def test_dates_of_feeds_and_mails_are_read_and_no_others(said: str, date: str | None) -> None:
    assert read_date(said) == date
