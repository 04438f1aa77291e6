"""Who tells the readings of a discrepancy found over whole reports."""

from __future__ import annotations

from test_collate import record


def test_a_home_country_that_somebody_alleges_is_told_by_that_person() -> None:
    found = record(
        "Ida Lund fled on Monday. Per Moen alleged that Ida Lund is a Norwegian citizen. The radio said that Ida Lund is a native of Russia."
    )
    homes = [d for d in found.discrepancies if d.kind == "detail"]
    by_id = {s.id: s for s in found.statements}
    told = {r.value: [v.holder_text for n in r.statements for v in by_id[n].attributions] for d in homes for r in d.readings}
    assert told == {"a Norwegian citizen": ["Per Moen"], "a native of Russia": ["The radio"]}
