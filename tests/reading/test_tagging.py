"""Tagging and pairing: windows, features and choices, by hand; and the shipped model on made-up news."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib import resources

import numpy as np
import pytest
from english import reader
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.model.document import Block
from variorum.model.reading import Attribution
from variorum.model.span import Span, SpanIndex
from variorum.reading.attribution import find_attributions
from variorum.reading.pairing import Layout, Ruled, pair
from variorum.reading.tagging import WINDOW, Marks, Segment, Tagged, cut, featured


def read(text: str) -> tuple[Attribution, ...]:
    blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"\S[^\n]*", text))
    return find_attributions(reader().parse(text, blocks), blocks, reader().tagger)


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [s.text(text) for s in spans]


@given(st.integers(1, 2000))
def test_every_piece_counts_in_exactly_one_window(length: int) -> None:
    windows = cut(length)
    assert [piece for _, _, low, high in windows for piece in range(low, high)] == list(range(length))
    assert all(first <= low <= high <= last <= first + WINDOW for first, last, low, high in windows)


def test_features_tell_rule_quotation_case_and_beginnings() -> None:
    text = 'Ada Lund said: "NATO left in 1951."'
    doc = reader().parse(text)
    quotation = Span(15, 35)
    marks = Marks((("source", Span(0, 8), False), ("cue", Span(9, 13), False)), (quotation,), (), (Span(0, 35),))
    offsets = np.array([(0, 3), (4, 8), (9, 13), (16, 20), (29, 33)])
    found = featured(doc, marks, offsets)
    assert found[:, 0].tolist() == [1, 2, 3, 0, 0]  # the source begins, goes on, the cue begins
    assert found[:, 1].tolist() == [0, 0, 0, 1, 1]
    assert found[:, 4].tolist() == [1, 1, 0, 3, 2]  # capital first, capitals, a figure
    assert found[0, 5] == 2


def segments(*given: tuple[str, int, int]) -> tuple[Segment, ...]:
    return tuple(Segment(role, Span(a, b), n) for n, (role, a, b) in enumerate(given))  # type: ignore[arg-type]


def untold(found: tuple[Segment, ...]) -> Tagged:
    """The segments with a model that prefers nothing."""
    return Tagged(
        found, ((0, len(found), {n: np.zeros(8, dtype=np.float32) for n in range(len(found))}),), np.zeros(2, dtype=np.float32), 2
    )


def layout(*ruled: Ruled) -> Layout:
    return Layout((0, 50), (0,), ruled, SpanIndex([[r.cue] for r in ruled]), SpanIndex([]), SpanIndex([]))


def test_content_goes_with_the_cue_the_rules_gave_it() -> None:
    found = segments(("source", 0, 4), ("cue", 5, 9), ("content", 10, 20), ("cue", 22, 26), ("content", 28, 40))
    ruled = Ruled(Span(22, 26), (Span(0, 4),), (Span(10, 20), Span(28, 40)))
    first, second = pair(untold(found), layout(ruled))
    assert [c.span for c in second.contents] == [Span(10, 20), Span(28, 40)]
    assert first.contents == ()
    assert second.source == found[0]


def test_each_content_has_one_cue_and_none_is_made_up() -> None:
    found = segments(("content", 0, 8), ("cue", 10, 14), ("source", 15, 19), ("content", 60, 70), ("cue", 72, 76))
    paired = pair(untold(found), layout())
    contents = [c for one in paired for c in one.contents]
    assert len(contents) == len(set(contents))
    assert [one.cue for one in paired] == [found[1], found[4]]


def test_saying_with_an_unlisted_verb_is_found() -> None:
    text = "The plant's manager, Oda Brekke, floated the idea that the valve had been left open overnight."
    found = [a for a in read(text) if any("valve" in w for w in words(text, a.content))]
    assert found
    assert "Brekke" in words(text, found[0].source)[0]


def test_words_quoted_and_words_reported_by_one_cue_are_two_with_one_source() -> None:
    text = "The ferry was late because of ice, harbour master Ole Brun said. “We had no choice,” he added."
    found = [a for a in read(text) if a.content and a.parent is None]
    direct = [a for a in found if a.direct]
    assert [w for a in direct for w in words(text, a.content)] == ["“We had no choice,”"]
    indirect = [a for a in found if not a.direct]
    assert words(text, indirect[0].content) == ["The ferry was late because of ice"]
    assert words(text, indirect[0].source) == ["harbour master Ole Brun"]


def test_what_a_quoted_speaker_reports_stays_nested_in_the_quotation() -> None:
    text = "“My brother told me that the mill was burning,” Nils Aas said."
    found = read(text)
    outer = next(n for n, a in enumerate(found) if words(text, a.source) == ["Nils Aas"])
    assert [words(text, a.source) for a in found if a.parent == outer] == [["My brother"]]


def test_weights_are_those_that_the_field_was_trained_with() -> None:
    data = resources.files("variorum") / "data"
    field = json.loads((data / "attribution_model.json").read_text(encoding="utf-8"))
    assert sha256((data / "attribution_model.onnx").read_bytes()).hexdigest() == field["weights_sha256"]


def test_a_text_is_tagged_the_same_whatever_was_tagged_before() -> None:
    text = "Police said on Monday that the bridge, which the council had called safe, gave way under a lorry."
    alone = read(text)
    read("“Nobody told us,” she said. According to a neighbour, the dam leaked.")
    assert read(text) == alone


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("aé said“”\"':.,\n\u200f\u05d0\U0001f600\x07 1"), max_size=200))
def test_marks_of_any_text_lie_inside_it(text: str) -> None:
    for one in read(text):
        spans = (*one.source, *one.cue, *one.content, *one.addressee, *one.carried)
        assert all(0 <= s.start < s.end <= len(text) for s in spans)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "—"])
def test_text_without_words_says_nothing(text: str) -> None:
    assert read(text) == ()
