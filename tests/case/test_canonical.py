import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from variorum.case.layout import canonical

# All of Unicode but lone surrogates, which the RFC forbids; ranges drawn often that a sort by code points would get wrong.
texts = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.characters(min_codepoint=0xE000, max_codepoint=0x10FFFF)))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(plain)
def test_the_form_is_that_of_another_implementation_of_the_rfc(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_members_are_ordered_by_utf_16() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "\r": 3, "é": 4}).decode() == '{"\\r":3,"é":4,"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize("value", [1.5, math.nan, 2**53, b"bytes", {"a": [object()]}])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)
