"""Quantities: values and units found in each sentence, the units named in the words of the annotation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks._parse import parsed
from variorum.model.reading import Quantity
from variorum.reading.quantities import find_quantities, measured, unit_phrase
from variorum.reading.times import find_times
from variorum.reading.units import currency_name

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAMES = {
    "time": "count",
    "times": "count",
    "percent": "percentage",
    "pound": "pound-mass",
    "percentage point": "percentage point",
}


def predict(data: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """One row for each sentence of `sentences.jsonl`."""
    with (data / "sentences.jsonl").open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            row = json.loads(line)
            doc = parsed(row["text"])
            found = measured(find_quantities(doc, find_times(doc, None)))
            yield {
                "id": row["id"],
                "quantities": [{"value": value(q), "normalized_unit": unit(doc, q)} for q in found],
            }


def value(quantity: Quantity) -> str:
    """The amount: one number, or two with a stroke between them."""
    ends = [x for x in (quantity.low, quantity.high) if x is not None]
    return "-".join(repr(x) for x in (ends if len(set(ends)) == 2 else ends[:1]))


def unit(doc: Doc, quantity: Quantity) -> str:
    """The unit as the annotation names it."""
    phrase = unit_phrase(doc, quantity)
    if phrase is None:
        return "-"
    if quantity.kind == "age":
        return f"{phrase} of age"
    if quantity.kind == "other":
        phrase = f"% {phrase}"
    first, _, rest = phrase.partition(" per ")
    first = NAMES.get(first, currency_name(first) if quantity.kind == "money" else first)
    return f"{first} per {rest}" if rest else first
