"""The whole reader on text that nobody edits: what it marks lies in the text, whatever the text is."""

from __future__ import annotations

import pytest
from english import reader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Reading
from variorum.model.span import Span

PIECES = [
    "Police in Leeds said on Monday that 12 people were killed.", "“We saw smoke,” Anna Moe, 41, told the BBC.", "Smith, ², died", "x²", "٣",
    "①", "½", "Ⅳ", "e\u0301", "\u200d", "😀", "İstanbul", "ﬁre", "\x0b", "\u2028", "\u202e", "“", "”", "‘", "’", "(", "[", "--", "£", "’s", "@a",
    "http://x.y/z", "1/0/2000", "25:61", "31 February 2021", "99999999999999999999", "1e999", "9999-12-31", "0000", "2²", "killed ² people",
    "2²-year-old", "⅓ of people", "in ٢٠٢١", "قال الشرطي إن الرجل هرب", "9999999 years ago", "next century", "10000 BC", "|", "12\t13\t14", "…", "said",
]  # fmt: skip


def read(text: str, published: str | None) -> Reading:
    blocks, at = [], 0
    for paragraph in text.split("\n"):
        if paragraph.strip():
            blocks.append(Block(Span(at, at + len(paragraph))))
        at += len(paragraph) + 1
    return reader().read(Document("d1", "a.txt", "", "text/plain", text, tuple(blocks), Meta(published=published), "en"))


def spans(reading: Reading) -> list[Span]:
    marks = (reading.mentions, reading.times, reading.quantities, reading.places, reading.statements)
    found = [mark.span for kind in marks for mark in kind]
    return found + [s for a in reading.attributions for s in (*a.source, *a.cue, *a.content, *a.carried)]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30),
    st.sampled_from([" ", "\n", ""]),
    st.sampled_from([None, "2021", "2021-03-04T05:06:07Z", "0001-01-02", "9999-12-31"]),
)
def test_marks_of_any_text_lie_inside_it(pieces: list[str], between: str, published: str | None) -> None:
    text = between.join(pieces)
    assert all(0 <= s.start < s.end <= len(text) for s in spans(read(text, published)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n \n",
        "12 14 15\n3 4 5 6\n7 8 9 10 11",
        "😀" * 500,
        "word " * 4_000,
        "قال الشرطي إن الرجل هرب من السجن يوم الاثنين",
    ],
    ids=["nothing", "empty paragraphs", "a table of numbers", "emoji", "one long line", "right to left"],
)
def test_text_that_tells_nothing_is_read_all_the_same(text: str) -> None:
    assert all(0 <= s.start < s.end <= len(text) for s in spans(read(text, "2021-03-04")))


def test_odd_reports_are_collated_whatever_their_date() -> None:
    from variorum import collate

    texts = [
        "Smith, ², died on Friday. Twelve people were hurt at 9 p.m.",
        "On Tueſday, ſept 4, 2² people were killed.",
        "",
        "😀 said “no”.",
    ]
    dates = ["0001-01-01T00:00:00Z", "9999-12-31", None, "2021"]
    documents, readings = [], []
    for number, (text, published) in enumerate(zip(texts, dates, strict=True)):
        blocks = (Block(Span(0, len(text))),) if text else ()
        made = Document(f"d{number}", f"{number}.txt", "", "text/plain", text, blocks, Meta(published=published), "en")
        documents.append(made)
        readings.append(reader().read(made))
    assert {d.id for d in collate(documents, readings).documents} == {"d0", "d1", "d2", "d3"}


def test_a_part_of_the_day_hangs_on_the_day_told_of_and_not_on_that_of_the_interview() -> None:
    text = "The depot burnt on Thursday. Lena Roth spoke to the paper on Saturday. She said two vans had been set alight in the evening."
    values = {t.span.text(text): t.value for t in read(text, "2024-03-17").times}
    assert values["Thursday"] == "2024-03-14"
    assert str(values["the evening"]).startswith("2024-03-14")
