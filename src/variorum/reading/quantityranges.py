"""Two numbers that are one amount: ranges, choices, and sums said in two units."""

from __future__ import annotations

import re
from dataclasses import replace

from variorum.model.reading import Quantity
from variorum.model.span import Span
from variorum.reading import units
from variorum.reading.quantityfilter import Written


def joined_range(first: Written, second: Written, text: str) -> Written | None:
    """Both as one range ("30–40", "two or three", "from $10 to $15 billion", "between 5 and 6 million"), or None."""
    between = text[first.end : second.start]
    before = text[max(0, first.start - 12) : first.start].lower()
    offset = first.end + (text[first.end : first.end + 1] in (" ", "-"))
    one = units.unit_at(text, offset) if text[first.end : second.start].strip(" -–—") not in ("to", "or", "and", "") else None
    bare = re.fullmatch(r"\s*(?P<link>-|–|—|to\s?-?|or|and)\s*", text[one[1] if one else first.end : second.start])
    if not bare:
        return None
    link, moving = bare["link"].rstrip(" -") or "-", re.search(r"\bfrom\s+$", before) is not None
    if first.low > second.high * max(1.0, second.scale) and not (moving and link == "to"):
        return None
    if link == "and" and not re.search(r"between\s+$", before):
        return None
    if one:
        other = units.unit_at(text, second.end + (text[second.end : second.end + 1] in (" ", "-")))
        if other is None or one[0].name != other[0].name or second.currency:
            return None
    if second.currency and not first.currency:
        return None
    if second.currency and first.currency and second.currency != first.currency:
        return None
    if link == "or" and (first.currency or second.low > 3 * first.high):
        return None
    low = first.low * (second.scale if first.scale == 1 and second.scale > 1 and first.low * second.scale <= second.low else 1)
    start = first.start
    if lead := re.search(r"(?:between|from)\s+$", before):
        start -= len(lead[0])
    return replace(
        second,
        start=start,
        low=min(low, second.high),
        high=max(low, second.high),
        currency=first.currency or second.currency,
        rough=first.rough,
        text=first.text + between + second.text,
    )


def sharing(first: Written, second: Written, text: str) -> Written:
    """`first` with the currency of `second` where both are one choice: "8 or $9"."""
    link = re.fullmatch(r"\s(?:or|to|and)\s", text[first.end : second.start])
    if not link or first.currency or not second.currency or first.scale != 1 or not first.low < second.low <= 3 * first.low:
        return first
    return replace(first, currency=second.currency, low=first.low * second.scale, high=first.high * second.scale)


def with_cents(whole: Quantity, part: Quantity, text: str) -> Quantity | None:
    """A sum said in two units, as in "three dollars and 50 cents"; None for others."""
    small = part.unit in ("cent", "penny", "pence") and part.low == part.high
    between = re.fullmatch(r"\s(?:and\s)?", text[whole.span.end : part.span.start])
    if (
        whole.kind != "money"
        or not small
        or not between
        or whole.low is None
        or whole.low != whole.high
        or " per " in (whole.unit or "")
    ):
        return None
    total = round(whole.low + (part.low or 0.0) / 100, 6)
    return replace(whole, span=Span(whole.span.start, part.span.end), low=total, high=total)
