import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.case.codec import from_plain, to_plain
from variorum.case.columns import pack, unpack
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.model.record import Record
from variorum.model.span import Span

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))
st.register_type_strategy(Span, spans)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(st.characters(), max_size=8))


@given(st.one_of(st.from_type(Document), st.from_type(Reading)))
def test_nouns_come_back_as_they_were(noun: Document | Reading) -> None:
    assert unpack(type(noun), pack(noun)) == noun


def test_a_record_comes_back_as_it_was() -> None:
    record = Record("a", "b", "c", (), (), (), (), (), (), (), (), (), ())
    assert from_plain(Record, to_plain(record)) == record


def test_bytes_travel_as_base64() -> None:
    assert to_plain((b"\x00\xff", Span(1, 2))) == ["AP8=", {"start": 1, "end": 2}]


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no plain form"):
        to_plain(object())
