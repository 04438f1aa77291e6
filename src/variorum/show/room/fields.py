"""Fields that every form of the room has."""

from __future__ import annotations

from variorum.show.markup import Html, el
from variorum.show.room.ask import Ask


def secret(ask: Ask) -> Html:
    """What every form sends back, so that nobody else's page can send it."""
    return hidden_field("csrf", ask.csrf)


def hidden_field(name: str, value: str) -> Html:
    """A field of a form that nobody fills in."""
    return el("input", type="hidden", name=name, value=value)
