"""Sidecars: what they may say, and which file is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from variorum.capture.sidecar import is_sidecar, read_sidecar, sidecar_for
from variorum.errors import UnreadableError
from variorum.model.document import Meta


def test_fields_are_read_and_others_left_alone() -> None:
    data = b'{"title": " Dam  breaks ", "authors": "Una Holm", "published": "2024-03-09T14:30:00Z", "note": 3}'
    assert read_sidecar(data) == Meta(title="Dam breaks", authors=("Una Holm",), published="2024-03-09T14:30:00Z")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b'{"authors": 3}', "authors"),
        (b'{"title": 3}', "title is not text"),
        (b'{"published": "last Friday"}', "write it like"),
        (b"\xff\xfe", "not JSON"),
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
