"""Addresses of the reading room's pages."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from variorum.model.record import RecordStatement
from variorum.show.linking import Linking
from variorum.show.markup import anchor

OVERVIEW, CLAIMS, REPORTS, COMPARE, PEOPLE, PLACES = "/", "/claims", "/reports", "/compare", "/people", "/places"
TIMELINE, MAP, LINEAGE, SEARCH, QUEUE, ADD, DECISIONS = "/timeline", "/map", "/lineage", "/search", "/queue", "/add", "/decisions"
ACT = "/act"


def claim(id: str) -> str:
    """The page of a claim."""
    return f"{CLAIMS}/{quote(id, safe='')}"


def report(id: str, statement: str | None = None) -> str:
    """The page of a report, at a statement where one is named."""
    place = f"#{anchor('t', statement)}" if statement else ""
    return f"{REPORTS}/{quote(id, safe='')}{place}"


def entity(id: str) -> str:
    """The page of a person, organisation or group."""
    return f"{PEOPLE}/{quote(id, safe='')}"


def place(id: str) -> str:
    """The page of a place."""
    return f"{PLACES}/{quote(id, safe='')}"


def compare(*ids: str) -> str:
    """Reports side by side."""
    return f"{COMPARE}?{urlencode([('report', id) for id in ids])}"


def statement(one: RecordStatement) -> str:
    """A statement's words in its report."""
    return report(one.document, one.id)


ROOM = Linking(claim=claim, statement=statement, entity=entity, report=report)
