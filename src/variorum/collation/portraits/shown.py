"""What is shown already, so that no conflict is shown twice."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.model.record import Discrepancy


class Shown:
    """Discrepancies by kind, by where their readings stand and by their values."""

    def __init__(self, known: Sequence[Discrepancy]) -> None:
        self._places: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        self._values: set[tuple[str, str, frozenset[str]]] = set()
        for one in known:
            self._keep(one)

    def add(self, one: Discrepancy) -> bool:
        """Whether a discrepancy is new; it is known from then on."""
        known = self._knows(one)
        if not known:
            self._keep(one)
        return not known

    def _keep(self, one: Discrepancy) -> None:
        values = frozenset(r.value.lower() for r in one.readings)
        for reading in one.readings:
            for place in reading.spans:
                self._places.setdefault((one.kind, place.document), []).append((place.start, place.end, one.id))
                self._values.add((one.kind, place.document, values))

    def _knows(self, one: Discrepancy) -> bool:
        """Whether one of its kind has the same values in one of its reports, or overlaps each of its readings."""
        values = frozenset(r.value.lower() for r in one.readings)
        if any((one.kind, s.document, values) in self._values for r in one.readings for s in r.spans):
            return True
        held = [
            {
                identity
                for s in r.spans
                for start, end, identity in self._places.get((one.kind, s.document), ())
                if start < s.end and s.start < end
            }
            for r in one.readings
        ]
        return bool(set.intersection(*held))
