"""Nouns that go to another process arrive as they were."""

from __future__ import annotations

import pickle

from variorum.model.document import Block
from variorum.model.reading import Argument, Mention, Reading, Statement
from variorum.model.record import Passage, Vouch
from variorum.model.span import Span


def test_a_reading_arrives_as_it_was_sent() -> None:
    here = Span(3, 9)
    statement = Statement(Span(0, 20), here, "sink", (Argument("agent", here, here, "ferry", 2),), "denied", vector=b"\x01\xff")
    reading = Reading("d", "plain", (Block(Span(0, 20), "paragraph"),), (Span(0, 20),), (Mention(here, here, "name", "other"),))
    sent = (reading, statement, Vouch("e1", "the mate", None, here, True, False, here), Passage("d", 3, 9))
    assert pickle.loads(pickle.dumps(sent)) == sent
