"""A reading room of the hand-made ferry record."""

from __future__ import annotations

import pytest
from asking import Browser, Still

from variorum.model.record import Record


@pytest.fixture
def browser(ferry: Record) -> Browser:
    """A browser that was let in to the room of the ferry."""
    return Browser(Still(ferry)).let_in()


@pytest.fixture
def stranger(ferry: Record) -> Browser:
    """A browser that was not."""
    return Browser(Still(ferry))
