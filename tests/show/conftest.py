"""A small record made by hand."""

from __future__ import annotations

import pytest
from ferry_record import build_record

from variorum.model.record import Record


@pytest.fixture
def ferry() -> Record:
    """The record of the ferry."""
    return build_record()
