"""Reads many reports of the same events and keeps one sourced, cross-checked record of who says what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from variorum.run.certify import certify as certify
    from variorum.run.decide import decide as decide
    from variorum.run.erasing import erase as erase
    from variorum.run.pipeline import build as build
    from variorum.run.pipeline import collate as collate
    from variorum.run.pipeline import open_case as open_case
    from variorum.run.pipeline import read as read
    from variorum.run.signing import sign as sign
    from variorum.run.stamping import timestamp as timestamp
    from variorum.run.verifying import verify as verify

__version__ = "0.1.0"

# Public name -> where it lives. Looked up on first use, so that `import variorum` stays light.
_FACE = {
    "build": "variorum.run.pipeline",
    "open_case": "variorum.run.pipeline",
    "read": "variorum.run.pipeline",
    "collate": "variorum.run.pipeline",
    "decide": "variorum.run.decide",
    "sign": "variorum.run.signing",
    "certify": "variorum.run.certify",
    "timestamp": "variorum.run.stamping",
    "erase": "variorum.run.erasing",
    "verify": "variorum.run.verifying",
    "VariorumError": "variorum.errors",
    **dict.fromkeys(("Span",), "variorum.model.span"),
    **dict.fromkeys(("Block", "Capture", "Document", "Meta"), "variorum.model.document"),
    **dict.fromkeys(
        ("Argument", "Attribution", "Mention", "Place", "Quantity", "Reading", "Statement", "Time"),
        "variorum.model.reading",
    ),
    **dict.fromkeys(
        ("Claim", "Discrepancy", "Entity", "Lineage", "Origin", "Passage", "Record", "Story"), "variorum.model.record"
    ),
    **dict.fromkeys(("Anchor", "Decision", "Failure", "Run"), "variorum.model.activity"),
}

__all__ = ["__version__", *_FACE]


def __getattr__(name: str) -> Any:
    if name not in _FACE:
        raise AttributeError(f"module 'variorum' has no attribute {name!r}")
    value = getattr(import_module(_FACE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_FACE})
