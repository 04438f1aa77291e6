"""Plain text: characters stay, paragraphs are found, bytes are told."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.capture.table import read_document
from variorum.capture.text import paragraphs, read_text
from variorum.errors import UnreadableError
from variorum.model.document import Capture, Document, Meta


def document(data: bytes, name: str = "report.txt", sidecar: Meta | None = None) -> Document:
    return read_document(Capture(name, hashlib.sha256(data).hexdigest(), len(data), sidecar or Meta()), data)


def words(data: bytes) -> list[str]:
    found = document(data)
    return [b.span.text(found.text) for b in found.blocks]


def test_blank_lines_and_line_ends_part_paragraphs() -> None:
    assert words(b"The dam broke.\n\nNobody was hurt.\nThe mayor spoke later.") == [
        "The dam broke.",
        "Nobody was hurt.",
        "The mayor spoke later.",
    ]


def test_hard_wrapped_lines_stay_one_paragraph() -> None:
    wrapped = (
        "The dam above Ostby broke on Tuesday night after three days of\n"
        "rain, and the river carried away the only bridge that leads to\n"
        "the village, the county said.\n\n"
        "Forty families spent the night in the school on the hill while\n"
        "volunteers brought blankets and soup from the nearest town.\n"
    )
    assert [len(p) for p in words(wrapped.encode())] == [len(p) for p in wrapped.rstrip("\n").split("\n\n")]


def test_a_blank_line_parts_wrapped_paragraphs_that_end_full() -> None:
    text = (
        ("one two three four five six seven eight nine ten eleven\n" * 3)
        + "\n"
        + ("alpha beta gamma delta epsilon zeta eta theta iota kappa\n" * 3)
    )
    assert len(list(paragraphs(text))) == 2


def test_carriage_returns_go_and_bytes_still_point_into_the_file() -> None:
    data = "\ufeffÉté à Ostby.\r\n\r\nThe dam broke.\r\n".encode()
    found = document(data)
    assert found.text == "Été à Ostby.\n\nThe dam broke.\n"
    assert found.encoding == "utf-8"
    spans = [tuple(map(int, (b.locator or "")[len("bytes=") :].split("-"))) for b in found.blocks]
    assert [data[a:z].decode() for a, z in spans] == ["Été à Ostby.", "The dam broke."]


def test_utf_16_is_read_with_its_byte_ranges() -> None:
    data = b"\xff\xfe" + "The dam broke.".encode("utf-16-le")
    found = document(data)
    assert (found.text, found.encoding, found.blocks[0].locator) == ("The dam broke.", "utf-16-le", "bytes=2-30")


def test_utf_16_without_a_mark_is_recognised() -> None:
    assert document("The dam above Ostby broke.".encode("utf-16-be")).encoding == "utf-16-be"


def test_old_western_bytes_are_decoded() -> None:
    found = document("The café in Besançon was closed, the owner’s wife said.".encode("cp1252"))
    assert "café in Besançon" in found.text


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n "])
def test_nothing_to_read_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"report\.txt: empty"):
        document(data)


def test_a_byte_order_mark_alone_is_empty() -> None:
    with pytest.raises(UnreadableError, match="white space"):
        document(b"\xef\xbb\xbf\n")


def test_binary_junk_is_told() -> None:
    with pytest.raises(UnreadableError, match="binary data"):
        document(bytes(range(32)) * 40)


def test_a_stray_control_character_becomes_a_space() -> None:
    assert document(b"The dam\x07 broke on Tuesday night, the county said.").text.startswith("The dam  broke")


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xd0\xcf\x11\xe0rest", b"PK\x03\x04zip"])
def test_foreign_formats_are_named(head: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"report\.txt: (a|an) "):
        document(head)


def test_the_id_follows_bytes_and_sidecar_only() -> None:
    data = b"The dam broke on Tuesday."
    assert document(data).id == document(data, "other.txt").id
    assert document(data).id != document(data, sidecar=Meta(title="Dam")).id
    assert document(data).id.startswith("d")
    assert len(document(data).id) == 17


def test_other_languages_become_documents_with_their_tag() -> None:
    found = document(b"Der Damm oberhalb des Dorfes brach in der Nacht zum Dienstag nach drei Tagen Regen.")
    assert found.language == "de"


def test_the_sidecar_wins() -> None:
    assert document(b"The dam broke.", sidecar=Meta(publisher="Ostby Post")).meta.publisher == "Ostby Post"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab .,\n\r\té😀“”AB-1", max_size=200))
def test_blocks_are_in_order_and_hold_every_word(text: str) -> None:
    found = read_text("x.txt", text.encode())
    at = 0
    for block in found.blocks:
        assert at <= block.span.start < block.span.end <= len(found.text)
        assert not found.text[at : block.span.start].strip()
        assert (block.locator or "").startswith("bytes=")
        first, last = map(int, (block.locator or "")[6:].split("-"))
        assert text.encode()[first:last].decode().replace("\r\n", "\n").replace("\r", "\n") == block.span.text(found.text)
        at = block.span.end
    assert not found.text[at:].strip()


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 14 May 2023, 08:15 BST", "2023-05-14"),
        ("Tuesday, September 3rd, 2019", "2019-09-03"),
        ("Ostby Post, 2 Feb. 2020", "2020-02-02"),
        ("2021-06-30", "2021-06-30"),
        ("03/04/2024", None),
        ("Trial over 3 May 2019 attack begins", None),
        ("31 February 2024", None),
        ("He was born on 3 May 1950.", None),
        ("The bridge that was opened on 3 May 1950 by the king was carried away by the river", None),
    ],
)
def test_a_date_line_above_the_story_dates_the_report(line: str, day: str | None) -> None:
    found = document(f"Dam above Ostby breaks\n\n{line}\n\nThe dam above Ostby broke on Tuesday night.".encode())
    assert found.meta.published == day
