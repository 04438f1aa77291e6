"""The six lines a build ends in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from variorum.model.record import Record
    from variorum.run.pipeline import Summary

SIGNS = {
    "independent": "●●", "repeated": "◎", "undetermined": "◌", "single": "○",
    "contradiction": "≠", "refinement": "+", "variant": "~", "update": "→",
}  # fmt: skip
PLAIN = {
    "independent": "(2)", "repeated": "(1+)", "undetermined": "(?)", "single": "(1)",
    "contradiction": "!=", "refinement": "+", "variant": "~", "update": "->",
}  # fmt: skip
SUPPORTS = ("independent", "repeated", "undetermined", "single")
RELATIONS = ("contradiction", "refinement", "variant", "update")


def summary_lines(summary: Summary, ascii: bool = False) -> tuple[str, ...]:
    """What was built, as six lines without a line end."""
    record = summary.record
    claims = Counter(claim.support for claim in record.claims)
    differ = Counter(one.relation for one in record.discrepancies)
    rows = (
        ("reports", f"{len(record.documents)} ({summary.new} new, {summary.known} known before)"),
        ("stories", str(len(record.stories))),
        ("claims", _counted(len(record.claims), claims, SUPPORTS, ascii)),
        ("discrepancies", _counted(len(record.discrepancies), differ, RELATIONS, ascii)),
        ("failures", _failures(record)),
        ("can read", ", ".join(summary.languages)),
    )
    return tuple(f"{name:<14} {said}" for name, said in rows)


def _counted(total: int, counts: Counter[str], names: tuple[str, ...], ascii: bool) -> str:
    signs = PLAIN if ascii else SIGNS
    parts = ", ".join(f"{signs[name]} {counts[name]} {name}" for name in names if counts[name])
    return f"{total}: {parts}" if parts else "none"


def _failures(record: Record) -> str:
    reasons = Counter(failure.reason for failure in record.failures)
    if not reasons:
        return "none"
    parts = "; ".join(f"{count} x {reason}" for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
    return f"{len(record.failures)}: {parts}"
